"""A decoder's answers, as the tests ask for them."""

from pathlib import Path

import pytest

from backend.core.errors import Refusal
from media.checks import MediaType
from media.decoder import Decoder, Derived

MAX_PIXELS = 50_000_000
IMAGE_SECONDS = 60.0
"""Of patience, where it is not the subject."""


async def derive(decoder: Decoder, content: bytes, folder: Path, media_type: MediaType = MediaType.JPEG) -> Derived:
    source = folder / "original"
    source.write_bytes(content)
    return await decoder.derive(source, media_type, into=folder)


async def refusal(decoder: Decoder, content: bytes, folder: Path, media_type: MediaType = MediaType.PNG) -> str:
    with pytest.raises(Refusal) as caught:
        await derive(decoder, content, folder, media_type)
    return caught.value.problem.code


def peak_mib(pid: int) -> float:
    """The most memory that the process ever held."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
