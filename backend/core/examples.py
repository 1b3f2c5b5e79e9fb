"""Examples for the API page, as values of the real types: one for each operation's input or answer."""

from typing import Any

import msgspec
from litestar.enums import RequestEncodingType
from litestar.openapi import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import BodyKwarg


def body(value: Any) -> BodyKwarg:
    """What marks a parameter as the JSON body, with an example for the API page."""
    return BodyKwarg(media_type=RequestEncodingType.JSON, examples=[Example(value=msgspec.to_builtins(value))])


def form(value: dict[str, str]) -> BodyKwarg:
    """What marks a parameter as a multipart form, with an example for the API page."""
    return BodyKwarg(media_type=RequestEncodingType.MULTI_PART, examples=[Example(value=value)])


def answer(kind: Any, value: Any, *, status: int = 200, description: str = "Done") -> dict[int, ResponseSpec]:
    """A handler's `responses=`: the answer's type with an example of it."""
    example = Example(value=msgspec.to_builtins(value))
    return {status: ResponseSpec(kind, description=description, examples=[example], generate_examples=False)}
