"""A field that the caller must not set is refused by its name, at every depth of every JSON body (RELIABILITY A4)."""

import copy
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, NamedTuple

import httpx
import pytest

from backend.app import create_app
from backend.core import ids
from backend.identity import accounts
from backend.identity.scope import Door, Scope
from tests.backend import site as sites
from tests.backend.site import CONSOLE

FORBIDDEN = {"role": "province", "state": "closed", "city_code": "440000"}
SCHEMA: dict[str, Any] = create_app().openapi_schema.to_schema()
JSON = "application/json"

Place = tuple[str | int, ...]


class Try(NamedTuple):
    """A body that fits but for one field in one place."""

    route: str
    example: Any
    place: Place
    field: str

    @property
    def name(self) -> str:
        """Where the field stands."""
        return ".".join(map(str, (*self.place, self.field)))

    @property
    def body(self) -> Any:
        """What is sent."""
        whole = copy.deepcopy(self.example)
        _inner(whole, self.place)[self.field] = FORBIDDEN[self.field]
        return whole


OF_AN_EXAMPLE = {"value", "summary", "description", "id"}
"""What an Example Object of OpenAPI holds; a body of ours may have a field `value` of its own."""


def _examples() -> Iterator[tuple[str, Any]]:
    """Route and example of every JSON body."""
    for path, verbs in SCHEMA["paths"].items():
        for verb, operation in verbs.items():
            content = operation.get("requestBody", {}).get("content", {}).get(JSON)
            if content and path.startswith("/api/"):
                yield f"{verb.upper()} {path}", _example(content)


def _example(content: dict[str, Any]) -> Any:
    schema = content["schema"]
    examples = content.get("examples") or schema["examples"]
    first = examples[0] if isinstance(examples, list) else next(iter(examples.values()))
    is_wrapped = isinstance(first, dict) and "value" in first and set(first) <= OF_AN_EXAMPLE
    return first["value"] if is_wrapped else first


def _objects(value: Any, place: Place = ()) -> Iterator[Place]:
    """Where objects stand in a body; the first of a list stands for all."""
    if isinstance(value, dict):
        yield place
        for name, inner in value.items():
            yield from _objects(inner, (*place, name))
    elif isinstance(value, list) and value:
        yield from _objects(value[0], (*place, 0))


def _inner(value: Any, place: Place) -> Any:
    for step in place:
        value = value[step]
    return value


TRIES = [
    Try(route, example, place, field)
    for route, example in _examples()
    for place in _objects(example)
    for field in FORBIDDEN
    if field not in _inner(example, place)
]
ROUTES = sorted({each.route for each in TRIES})


@pytest.fixture
async def client(database_url: str, redis_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with sites.opened() as opened:
        yield opened


@pytest.fixture
async def people(client: httpx.AsyncClient) -> dict[Door, Scope]:
    """Somebody at each door."""
    regulator = await accounts.bootstrap_administrator(await sites.unit_of("440300"), "市管理员", "admin.city")
    return {
        Door.PHONE: await sites.scope(await sites.enterprise("林晓明", "13800000001")),
        Door.CONSOLE: await sites.scope(regulator, Door.CONSOLE),
    }


def test_every_json_body_is_tried() -> None:
    described = {
        f"{verb.upper()} {path}"
        for path, verbs in SCHEMA["paths"].items()
        for verb, operation in verbs.items()
        if path.startswith("/api/") and JSON in operation.get("requestBody", {}).get("content", {})
    }
    assert set(ROUTES) == described


@pytest.mark.parametrize("route", ROUTES)
async def test_a_field_that_is_not_the_callers_is_refused_by_name(
    client: httpx.AsyncClient, people: dict[Door, Scope], route: str
) -> None:
    headers = await sites.headers(people[Door.CONSOLE if CONSOLE in route else Door.PHONE])
    tries = [each for each in TRIES if each.route == route]
    answers = {each.name: await _send(client, each, headers | {"accept-language": "en"}) for each in tries}
    assert answers == {each.name: (400, "invalid_input", f"unknown field `{each.field}`") for each in tries}


def _choices(route: str) -> dict[str, str]:
    """Parts of the path that are one of a few words, each with the first of them."""
    verb, _, path = route.partition(" ")
    parts = SCHEMA["paths"][path][verb.lower()].get("parameters", [])
    kinds = {part["name"]: part["schema"].get("$ref", "").rpartition("/")[2] for part in parts if part["in"] == "path"}
    schemas = SCHEMA["components"]["schemas"]
    return {name: schemas[kind]["enum"][0] for name, kind in kinds.items() if "enum" in schemas.get(kind, {})}


async def _send(client: httpx.AsyncClient, tried: Try, headers: dict[str, str]) -> tuple[int, str, str | None]:
    """Status, code, and what the reader is told of the field."""
    method, _, path = tried.route.partition(" ")
    names = {part.strip("{}") for part in path.split("/") if part.startswith("{")}
    address = path.format(**{name: _choices(tried.route).get(name, ids.new_id()) for name in names})
    answer = await client.request(method, address, json=tried.body, headers=headers)
    told = re.search(r"unknown field `\w+`", answer.text)
    return answer.status_code, answer.json().get("code"), told[0] if told else None
