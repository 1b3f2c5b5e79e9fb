"""The decoder's children: they end, are replaced, and may do next to nothing."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from media.checks import MediaType
from media.decoder import Decoder
from tests.media import samples
from tests.media.decoding import IMAGE_SECONDS, MAX_PIXELS, derive, refusal
from tests.waiting import is_gone, wait_until


def jpeg_of_many_scans() -> bytes:
    """A progressive JPEG whose last scan repeats: small to send, long to decode."""
    base = samples.encoded(samples.picture(6000, 6000), "JPEG", progressive=True, quality=5)
    last = base.rindex(b"\xff\xda")
    return base[:-2] + base[last:-2] * 300 + b"\xff\xd9"


async def test_a_picture_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    content = jpeg_of_many_scans()
    async with Decoder(processes=1, max_pixels=MAX_PIXELS, image_seconds=1.0) as decoder:
        code = await refusal(decoder, content, tmp_path, MediaType.JPEG)
        # Killed for its time: one that ended by itself would have its copies, and one without memory its child.
        assert (code, decoder.child_ids) == ("photo_decode_limit", [])


async def test_a_child_that_hangs_is_killed_and_replaced(tmp_path: Path) -> None:
    async with Decoder(processes=1, max_pixels=MAX_PIXELS, image_seconds=IMAGE_SECONDS) as decoder:
        await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
        (first,) = decoder.child_ids
        os.kill(first, signal.SIGSTOP)
        decoder._image_seconds = 0.2
        assert await refusal(decoder, samples.real("nikon_d2h_gps"), tmp_path, MediaType.JPEG) == "photo_decode_limit"
        decoder._image_seconds = IMAGE_SECONDS
        wait_until(lambda: is_gone(first), within_seconds=30)
        await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
        assert decoder.child_ids != [first]


async def test_a_child_that_dies_is_replaced(tmp_path: Path) -> None:
    async with Decoder(processes=1, max_pixels=MAX_PIXELS, image_seconds=IMAGE_SECONDS) as decoder:
        await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
        (first,) = decoder.child_ids
        os.kill(first, signal.SIGSTOP)
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(refusal(decoder, samples.real("nikon_d2h_gps"), tmp_path, MediaType.JPEG))
            await asyncio.sleep(0)
            os.kill(first, signal.SIGKILL)
        assert task.result() == "photo_decode_limit"
        await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
        assert first not in decoder.child_ids


async def test_a_caller_who_gives_up_leaves_a_healthy_pool(tmp_path: Path) -> None:
    async with Decoder(processes=1, max_pixels=MAX_PIXELS, image_seconds=IMAGE_SECONDS) as decoder:
        await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
        (first,) = decoder.child_ids
        os.kill(first, signal.SIGSTOP)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
        wait_until(lambda: is_gone(first), within_seconds=30)
        await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)


async def test_a_child_starts_with_the_first_photo_and_no_more_than_the_limit(decoder: Decoder, tmp_path: Path) -> None:
    assert decoder.child_ids == []
    folders = [tmp_path / str(place) for place in range(8)]
    for folder in folders:
        folder.mkdir()
    async with asyncio.TaskGroup() as tasks:
        for folder in folders:
            tasks.create_task(derive(decoder, samples.real("lumia_820_gps"), folder))
    assert len(decoder.child_ids) == 2


async def test_children_end_with_the_block(tmp_path: Path) -> None:
    async with Decoder(processes=1, max_pixels=MAX_PIXELS, image_seconds=IMAGE_SECONDS) as decoder:
        await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
        (child,) = decoder.child_ids
    wait_until(lambda: is_gone(child), within_seconds=30)


PARENT = """
import asyncio, sys
from pathlib import Path
from media import decoder as decoders
from media.checks import MediaType

decoders._START_SECONDS = 60.0

async def main():
    async with decoders.Decoder(processes=1, max_pixels=50_000_000, image_seconds=60.0) as decoder:
        await decoder.derive(Path(sys.argv[1]), MediaType.JPEG, into=Path(sys.argv[2]))
        print(decoder.child_ids[0], "PIL" in sys.modules, flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


def test_children_end_when_the_parent_is_killed_and_pillow_never_enters_it(tmp_path: Path) -> None:
    line = [sys.executable, "-c", PARENT, str(samples.PHOTOS / "nikon_d2h_gps.jpg"), str(tmp_path)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child, has_pillow = parent.stdout.readline().split()
        parent.kill()
        parent.wait()
    wait_until(lambda: is_gone(int(child)), within_seconds=30)
    assert has_pillow == "False"


CONFINED = """
import os, socket, resource
from media.confinement import confine
assert confine(memory_bytes=256 * 1024 * 1024)
outcomes = []
for attempt in (
    lambda: socket.socket(),
    lambda: os.execv("/bin/true", ["true"]),
    lambda: os.kill(os.getppid(), 0),
    lambda: os.posix_spawn("/bin/true", ["true"], {}),
):
    try:
        attempt()
        outcomes.append("done")
    except PermissionError:
        outcomes.append("refused")
try:
    bytearray(512 * 1024 * 1024)
    outcomes.append("done")
except MemoryError:
    outcomes.append("refused")
print(*outcomes)
"""


def test_a_confined_process_has_no_network_no_programs_and_little_memory() -> None:
    said = subprocess.run([sys.executable, "-c", CONFINED], capture_output=True, text=True, check=False, timeout=60)
    assert said.stdout.split() == ["refused"] * 5


def variable_names(pid: int) -> set[str]:
    return {entry.partition("=")[0] for entry in Path(f"/proc/{pid}/environ").read_text().split("\0") if entry}


async def test_a_child_sees_none_of_our_environment(decoder: Decoder, tmp_path: Path) -> None:
    await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
    (child,) = decoder.child_ids
    assert variable_names(child) <= {"PYTHONPATH", "LANG", "LC_CTYPE"}


async def test_the_parent_stays_small_whatever_is_sent(decoder: Decoder, tmp_path: Path) -> None:
    def resident_mib() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1024 / 1024

    bomb = samples.png(12_000, 12_000)
    large = samples.encoded(Image.new("RGB", (7000, 7000), "grey"), "JPEG")
    before = resident_mib()
    for _ in range(3):
        await refusal(decoder, bomb, tmp_path)
        await derive(decoder, large, tmp_path)
    assert resident_mib() - before < 20
