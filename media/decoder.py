"""Decodes strangers' pictures in child processes that may die of it.

A child has an address-space limit, no network, no environment and a wall clock per image; one that dies or exceeds
its time is killed and replaced, and the picture refused. Children end with their parent (signal and end of input).
`ProcessPoolExecutor` would not do: it cannot kill a hung child, and one dead child breaks its whole pool.
"""

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from signal import SIGKILL
from types import TracebackType
from typing import Final, Self

import msgspec
import structlog

from backend.core import tether
from backend.core.errors import PROBLEMS, Unavailable
from media import problems
from media.checks import Exif, MediaType
from media.frames import HEAD_BYTES, LIMIT_BYTES, Answer, Done, Ready, Refused, Request, pack

log = structlog.get_logger()

IMAGE_SECONDS = 10.0
MEMORY_BYTES = 512 * 1024 * 1024
_START_SECONDS = 10.0
_STOP_SECONDS = 2.0
_IMAGES_PER_CHILD = 500
"""Then it is replaced, so that what a library leaks does not add up."""

_ROOT: Final = Path(__file__).parent.parent
_GONE: Final = (asyncio.IncompleteReadError, ConnectionError, msgspec.MsgspecError)


class Derived(msgspec.Struct, frozen=True, kw_only=True):
    """Facts of a decoded picture and its two copies. Width and height as a person sees it, orientation applied."""

    width: int
    height: int
    pixel_sha256: str
    exif: Exif
    served_path: Path
    thumbnail_path: Path


class Decoder:
    """A pool of children, each started when first needed and kept warm.

    ::

        async with Decoder(processes=2, max_pixels=50_000_000) as decoder:
            derived = await decoder.derive(path, MediaType.JPEG, into=folder)
    """

    def __init__(
        self,
        *,
        processes: int,
        max_pixels: int,
        image_seconds: float = IMAGE_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._max_pixels = max_pixels
        self._image_seconds = image_seconds
        self._memory_bytes = memory_bytes
        self._turn = asyncio.Semaphore(processes)
        self._idle: list[_Child] = []
        self._all: set[_Child] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._idle.clear()
        for child in list(self._all):
            await self._retire(child)

    @property
    def child_ids(self) -> list[int]:
        """Process ids of the living children, for health and tests."""
        return sorted(child.process.pid for child in self._all)

    async def derive(self, source: Path, media_type: MediaType, *, into: Path) -> Derived:
        """Write `served.jpg` and `thumbnail.jpg` into the folder; refuses what cannot be decoded within the limits."""
        served, thumbnail = into / "served.jpg", into / "thumbnail.jpg"
        request = Request(
            source=str(source),
            media_type=media_type,
            served=str(served),
            thumbnail=str(thumbnail),
            max_pixels=self._max_pixels,
        )
        answer = await self._ask(request)
        if isinstance(answer, Refused):
            raise PROBLEMS[answer.code].at("file", **answer.params)
        picture = answer.picture
        return Derived(
            width=picture.width,
            height=picture.height,
            pixel_sha256=picture.pixel_sha256,
            exif=picture.exif,
            served_path=served,
            thumbnail_path=thumbnail,
        )

    async def _ask(self, request: Request) -> Done | Refused:
        async with self._turn:
            child = self._idle.pop() if self._idle else await self._start()
            is_reusable = False
            try:
                async with asyncio.timeout(self._image_seconds):
                    answer = await child.ask(request)
                is_reusable = child.images < _IMAGES_PER_CHILD
            except (TimeoutError, *_GONE) as error:
                log.warning("photo.decoder_lost", reason=type(error).__name__, media_type=request.media_type)
                raise problems.PHOTO_DECODE_LIMIT.at("file") from error
            finally:
                # Also when the caller was cancelled: a child in the middle of an image cannot be asked again.
                if is_reusable:
                    self._idle.append(child)
                else:
                    await self._retire(child)
        return answer

    async def _start(self) -> "_Child":
        child = await _Child.start(self._memory_bytes)
        self._all.add(child)
        try:
            async with asyncio.timeout(_START_SECONDS):
                ready = await child.receive()
        except (TimeoutError, *_GONE) as error:
            await self._retire(child)
            raise Unavailable("photo decoder") from error
        except asyncio.CancelledError:
            await self._retire(child)
            raise
        if not (isinstance(ready, Ready) and ready.is_filtered):
            log.warning("photo.decoder_unfiltered", hint="this kernel took no system call filter")
        return child

    async def _retire(self, child: "_Child") -> None:
        self._all.discard(child)
        await child.end()


class _Child:
    """One process and its two pipes."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process = process
        self.images = 0
        self._to = process.stdin
        self._from = process.stdout

    @classmethod
    async def start(cls, memory_bytes: int) -> Self:
        line = tether.command([sys.executable, "-m", "media.child", str(memory_bytes)], on_orphaned=SIGKILL)
        # Nothing of our own environment, which holds the database's password.
        environment = {"PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8"}
        try:
            return cls(await asyncio.create_subprocess_exec(*line, stdin=PIPE, stdout=PIPE, env=environment))
        except OSError as error:
            raise Unavailable("photo decoder") from error

    async def ask(self, request: Request) -> Done | Refused:
        self.images += 1
        self._to.write(pack(request))
        await self._to.drain()
        answer = await self.receive()
        if isinstance(answer, Ready) or (isinstance(answer, Refused) and answer.code not in PROBLEMS):
            raise msgspec.ValidationError("a child answers what it was asked")
        return answer

    async def receive(self) -> Answer:
        size = int.from_bytes(await self._from.readexactly(HEAD_BYTES), "big")
        if size > LIMIT_BYTES:
            raise msgspec.ValidationError("a frame past the limit")
        answer: Answer = msgspec.msgpack.decode(await self._from.readexactly(size), type=Answer)
        return answer

    async def end(self) -> None:
        """Killed and reaped; there is nothing that it could still save."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self._to.close()
        with contextlib.suppress(TimeoutError):  # Stuck in the kernel: the loop reaps it when it comes back.
            async with asyncio.timeout(_STOP_SECONDS):
                await self.process.wait()
