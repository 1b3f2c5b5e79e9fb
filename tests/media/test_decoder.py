import asyncio
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from backend.core.errors import Refusal
from media.checks import Exif, MediaType
from media.decoder import Decoder, Derived
from tests.media import samples
from tests.waiting import is_gone, wait_until

MAX_PIXELS = 50_000_000


@pytest.fixture
async def decoder() -> AsyncIterator[Decoder]:
    async with Decoder(processes=2, max_pixels=MAX_PIXELS) as started:
        yield started


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


async def test_the_evidence_of_a_real_phone_is_read(decoder: Decoder, tmp_path: Path) -> None:
    derived = await derive(decoder, samples.real("iphone_6_plus_rotated_gps"), tmp_path)
    assert derived.exif == Exif(
        taken_at_text="2016:03:24 14:49:51",
        latitude=40.0040861,
        longitude=116.4847806,
        make="Apple",
        model="iPhone 6 Plus",
        orientation=6,
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "lumia_820_gps",
            Exif(
                taken_at_text="2013:05:10 15:21:35",
                latitude=55.0387558,
                longitude=8.4571906,
                make="Nokia",
                model="Lumia 820",
            ),
        ),
        (
            "nikon_d2h_gps",
            Exif(
                taken_at_text="2003:11:23 18:07:37",
                latitude=39.9155556,
                longitude=116.3908333,
                make="NIKON CORPORATION",
                model="NIKON D2H",
            ),
        ),
        ("gps_as_text", Exif(taken_at_text="2014:04:26 19:09:19")),
        ("exif_that_loops", Exif(taken_at_text="2007:05:10 19:04:16")),
    ],
)
async def test_the_evidence_of_other_cameras_is_read(
    name: str, expected: Exif, decoder: Decoder, tmp_path: Path
) -> None:
    assert (await derive(decoder, samples.real(name), tmp_path)).exif == expected


async def test_the_copies_carry_no_metadata_and_the_right_sizes(decoder: Decoder, tmp_path: Path) -> None:
    derived = await derive(decoder, samples.real("iphone_6_plus_rotated_gps"), tmp_path)
    with Image.open(derived.served_path) as served, Image.open(derived.thumbnail_path) as thumbnail:
        assert (served.format, served.size, thumbnail.format, thumbnail.size) == (
            *("JPEG", (1600, 1600)),
            *("JPEG", (320, 320)),
        )
        assert set(served.info) | set(thumbnail.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Exif" not in derived.served_path.read_bytes()


@pytest.mark.parametrize("orientation", [6, 8])
async def test_a_turned_photo_stands_upright(orientation: int, decoder: Decoder, tmp_path: Path) -> None:
    def black_and_white(derived: Derived) -> tuple[tuple[int, int], bytes]:
        with Image.open(derived.served_path) as image:
            return image.size, image.convert("1").tobytes()

    upright = black_and_white(await derive(decoder, samples.real("letter_f_orientation_1"), tmp_path))
    turned = await derive(decoder, samples.real(f"letter_f_orientation_{orientation}"), tmp_path)
    assert (turned.width, turned.height) == (40, 80)
    assert black_and_white(turned) == upright


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_each_orientation_of_the_standard_gives_what_pillow_gives(
    orientation: int, decoder: Decoder, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    content = samples.encoded(samples.picture(40, 24), "PNG", exif=exif)
    derived = await derive(decoder, content, tmp_path, MediaType.PNG)
    with Image.open(tmp_path / "original") as original, Image.open(derived.served_path) as served:
        expected = ImageOps.exif_transpose(original)
        assert (derived.width, derived.height) == expected.size
        difference = [abs(a - b) for a, b in zip(expected.tobytes(), served.tobytes(), strict=True)]
        assert max(difference) < 24


async def test_the_same_pixels_under_other_metadata_have_the_same_pixel_hash(decoder: Decoder, tmp_path: Path) -> None:
    """Two published samples: one picture whose place and time somebody edited."""
    honest = await derive(decoder, samples.real("iphone_4s_rotated_gps"), tmp_path)
    edited = await derive(decoder, samples.real("gps_as_text"), tmp_path)
    other = await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
    assert honest.pixel_sha256 == edited.pixel_sha256
    assert honest.pixel_sha256 != other.pixel_sha256


async def test_what_stands_behind_the_picture_is_gone_from_the_copies(decoder: Decoder, tmp_path: Path) -> None:
    polyglot = samples.real("lumia_820_gps") + samples.PAGE + samples.archive() + b"<?php __HALT_COMPILER();"
    derived = await derive(decoder, polyglot, tmp_path)
    served = derived.served_path.read_bytes() + derived.thumbnail_path.read_bytes()
    assert [mark in served for mark in (b"<script>", b"PK\x03\x04", b"<?php", b"sandtable")] == [False] * 4


async def test_comments_profiles_and_xmp_do_not_survive(decoder: Decoder, tmp_path: Path) -> None:
    content = samples.encoded(
        samples.picture(),
        "JPEG",
        comment=b"secret comment",
        xmp=b"<x:xmpmeta>secret</x:xmpmeta>",
        icc_profile=b"secret",
    )
    derived = await derive(decoder, content, tmp_path)
    assert b"secret" in content
    assert b"secret" not in derived.served_path.read_bytes() + derived.thumbnail_path.read_bytes()


@pytest.mark.parametrize(
    ("kind", "media_type"), [("JPEG", MediaType.JPEG), ("PNG", MediaType.PNG), ("WEBP", MediaType.WEBP)]
)
@pytest.mark.parametrize("mode", ["RGB", "L"])
async def test_every_kept_type_is_decoded(
    kind: str, media_type: MediaType, mode: str, decoder: Decoder, tmp_path: Path
) -> None:
    content = samples.encoded(samples.picture(2000, 1000).convert(mode), kind)
    derived = await derive(decoder, content, tmp_path, media_type)
    with Image.open(derived.served_path) as served:
        assert (derived.width, derived.height, served.size, served.mode) == (2000, 1000, (1600, 800), "RGB")


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA", "P", "1", "I;16"])
async def test_every_png_mode_is_decoded(mode: str, decoder: Decoder, tmp_path: Path) -> None:
    source = Image.new("I;16", (40, 30), 0x8000) if mode == "I;16" else samples.picture(40, 30).convert(mode)
    content = samples.encoded(source if mode != "PA" else source.convert("RGBA").quantize(), "PNG")
    derived = await derive(decoder, content, tmp_path, MediaType.PNG)
    with Image.open(derived.served_path) as served:
        assert served.size == (40, 30)


async def test_sixteen_bit_grey_is_scaled_not_clipped(decoder: Decoder, tmp_path: Path) -> None:
    content = samples.encoded(Image.new("I;16", (16, 16), 0x8080), "PNG")
    derived = await derive(decoder, content, tmp_path, MediaType.PNG)
    with Image.open(derived.served_path) as served:
        assert served.getpixel((8, 8)) == (128, 128, 128)


async def test_what_is_transparent_becomes_white(decoder: Decoder, tmp_path: Path) -> None:
    content = samples.encoded(Image.new("RGBA", (16, 16), (10, 20, 30, 0)), "PNG")
    derived = await derive(decoder, content, tmp_path, MediaType.PNG)
    with Image.open(derived.served_path) as served:
        assert served.getpixel((8, 8)) == (255, 255, 255)


async def test_a_print_colour_photo_is_decoded(decoder: Decoder, tmp_path: Path) -> None:
    content = samples.encoded(Image.new("CMYK", (32, 32), (0, 255, 255, 0)), "JPEG")
    derived = await derive(decoder, content, tmp_path)
    with Image.open(derived.served_path) as served:
        red, green, blue = served.getpixel((8, 8))  # type: ignore[misc]  # An RGB pixel is three numbers.
        assert (red > 250, green < 5, blue < 5) == (True, True, True)


async def test_a_phones_jpeg_with_a_second_picture_is_decoded(decoder: Decoder, tmp_path: Path) -> None:
    """Portrait modes append a depth map (MPF); the first picture is the photo."""
    content = samples.encoded(samples.picture(300, 200), "MPO", save_all=True, append_images=[samples.picture(30, 20)])
    derived = await derive(decoder, content, tmp_path)
    assert (content[:3], derived.width, derived.height) == (b"\xff\xd8\xff", 300, 200)


@pytest.mark.parametrize(("width", "height"), [(25_000_000, 1), (1, 200_000)])
async def test_a_line_of_pixels_is_still_a_picture(width: int, height: int, decoder: Decoder, tmp_path: Path) -> None:
    derived = await derive(decoder, samples.png(width, height, bits=8), tmp_path, MediaType.PNG)
    with Image.open(derived.thumbnail_path) as thumbnail:
        assert max(thumbnail.size) == 320


@pytest.mark.parametrize(("width", "height"), [(12_000, 12_000), (15_000, 15_000), (30_000, 30_000)])
async def test_a_bomb_is_refused_before_a_pixel_is_decoded(
    width: int, height: int, decoder: Decoder, tmp_path: Path
) -> None:
    bomb = samples.png(width, height)
    started = time.monotonic()
    code = await refusal(decoder, bomb, tmp_path)
    assert (len(bomb) < 120_000, code) == (True, "photo_too_many_pixels")
    assert time.monotonic() - started < 5
    assert peak_mib(decoder.child_ids[0]) < 60


async def test_fifty_megapixels_pass(decoder: Decoder, tmp_path: Path) -> None:
    derived = await derive(decoder, samples.png(10_000, 5_000), tmp_path, MediaType.PNG)
    assert derived.width * derived.height == MAX_PIXELS


async def test_one_pixel_more_does_not(decoder: Decoder, tmp_path: Path) -> None:
    assert await refusal(decoder, samples.png(MAX_PIXELS + 1, 1), tmp_path) == "photo_too_many_pixels"


async def test_the_largest_photo_fits_into_three_hundred_mebibytes(decoder: Decoder, tmp_path: Path) -> None:
    content = samples.encoded(Image.new("RGBA", (7071, 7071), (9, 9, 9, 128)), "PNG", compress_level=1)
    await derive(decoder, content, tmp_path, MediaType.PNG)
    assert peak_mib(decoder.child_ids[0]) < 300


async def test_a_picture_past_the_memory_limit_is_refused_and_the_child_lives_on(tmp_path: Path) -> None:
    async with Decoder(processes=1, max_pixels=MAX_PIXELS, memory_bytes=80 * 1024 * 1024) as decoder:
        code = await refusal(decoder, samples.png(7000, 7000, bits=8), tmp_path)
        before = decoder.child_ids
        await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
        assert (code, decoder.child_ids) == ("photo_decode_limit", before)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        pytest.param(samples.real("iphone_6_plus_rotated_gps")[:400_000], MediaType.JPEG, id="half a photo"),
        pytest.param(samples.real("nikon_d2h_gps")[:200], MediaType.JPEG, id="half a header"),
        pytest.param(samples.real("exif_with_a_huge_tag"), MediaType.JPEG, id="cut at 64 KiB"),
        pytest.param(b"\xff\xd8\xff", MediaType.JPEG, id="three bytes"),
        pytest.param(samples.png(64, 64)[:50], MediaType.PNG, id="png without pixels"),
        pytest.param(samples.png(64, 64)[:-30], MediaType.PNG, id="png without end"),
        pytest.param(samples.encoded(samples.picture(), "WEBP")[:60], MediaType.WEBP, id="webp without pixels"),
        pytest.param(samples.png_with_packed_text(80 * 1024 * 1024), MediaType.PNG, id="text of 80 MiB"),
        pytest.param(samples.real("nikon_d2h_gps"), MediaType.PNG, id="jpeg called png"),
        pytest.param(samples.EPS, MediaType.JPEG, id="eps"),
        pytest.param(samples.SVG, MediaType.PNG, id="svg"),
        pytest.param(samples.gif(1000), MediaType.PNG, id="gif"),
        pytest.param(b"", MediaType.JPEG, id="empty"),
    ],
)
async def test_what_is_damaged_or_something_else_is_refused(
    content: bytes, media_type: MediaType, decoder: Decoder, tmp_path: Path
) -> None:
    assert await refusal(decoder, content, tmp_path, media_type) == "photo_damaged"


def damaged(content: bytes, *, seed: int) -> bytes:
    """Eight bytes changed, in the header and a little behind it."""
    digest = hashlib.sha256(bytes([seed])).digest()
    changed = bytearray(content)
    for place in range(0, 32, 4):
        changed[4 + int.from_bytes(digest[place : place + 2]) % 20_000] ^= digest[place + 2] | 1
    return bytes(changed)


async def outcome(decoder: Decoder, content: bytes, folder: Path) -> str:
    try:
        await derive(decoder, content, folder)
    except Refusal as refused:
        return refused.problem.code
    return "decoded"


async def test_random_damage_never_brings_the_decoder_down(decoder: Decoder, tmp_path: Path) -> None:
    content = samples.real("lumia_820_gps")
    outcomes = {await outcome(decoder, damaged(content, seed=seed), tmp_path) for seed in range(100)}
    assert outcomes <= {"decoded", "photo_damaged", "photo_too_many_pixels"}
    assert len(decoder.child_ids) == 1


async def test_a_hundred_thousand_tags_are_not_read(decoder: Decoder, tmp_path: Path) -> None:
    block = samples.exif_with_tags(100_000)
    started = time.monotonic()
    derived = await derive(decoder, samples.png_with_exif(block), tmp_path, MediaType.PNG)
    assert (derived.exif, time.monotonic() - started < 5) == (Exif(unread="too_large"), True)


async def test_as_many_tags_as_fit_are_survived(decoder: Decoder, tmp_path: Path) -> None:
    block = samples.exif_with_tags(10_000)
    derived = await derive(decoder, samples.png_with_exif(block), tmp_path, MediaType.PNG)
    assert derived.exif.taken_at_text is None


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({0x010F: "Vivo\x00\x01X"}, Exif(make="VivoX")),
        ({0x0110: "m" * 500}, Exif(model="m" * 64)),
        ({0x0112: 9}, Exif()),
        ({0x0132: "2026:11:21 09:30:00"}, Exif(taken_at_text="2026:11:21 09:30:00")),
        ({0x0132: "yesterday"}, Exif()),
        ({0x0132: "0000:00:00 00:00:00\x00DROP"}, Exif()),
    ],
)
async def test_odd_tags_become_clean_text_or_nothing(
    tags: dict[int, object], expected: Exif, decoder: Decoder, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif.update(tags)
    content = samples.encoded(samples.picture(), "JPEG", exif=exif)
    assert (await derive(decoder, content, tmp_path)).exif == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({1: "S", 2: (33.0, 51.0, 54.0), 3: "W", 4: (70.0, 30.0, 0.0)}, (-33.865, -70.5)),
        ({1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (181.0, 0.0, 0.0)}, (None, None)),
        ({1: "N", 2: (23.0, 6.0), 3: "E", 4: 113.0}, (None, None)),
        ({2: (23.0, 6.0, 0.0), 4: (113.0, 18.0, 0.0)}, (23.1, 113.3)),
    ],
)
async def test_a_place_is_read_or_left_out(
    place: dict[int, object], expected: tuple[float | None, float | None], decoder: Decoder, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x8825] = place
    content = samples.encoded(samples.picture(), "JPEG", exif=exif)
    found = (await derive(decoder, content, tmp_path)).exif
    assert (found.latitude, found.longitude) == expected


async def test_the_offset_of_the_zone_is_kept(decoder: Decoder, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x8769] = {0x9003: "2026:11:21 09:30:00", 0x9011: "+08:00"}
    content = samples.encoded(samples.picture(), "JPEG", exif=exif)
    assert (await derive(decoder, content, tmp_path)).exif.taken_at_text == "2026:11:21 09:30:00+08:00"


def jpeg_of_many_scans() -> bytes:
    """A progressive JPEG whose last scan repeats: small to send, long to decode."""
    base = samples.encoded(samples.picture(6000, 6000), "JPEG", progressive=True, quality=5)
    last = base.rindex(b"\xff\xda")
    return base[:-2] + base[last:-2] * 300 + b"\xff\xd9"


async def test_a_picture_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    content = jpeg_of_many_scans()
    async with Decoder(processes=1, max_pixels=MAX_PIXELS, image_seconds=1.0) as decoder:
        started = time.monotonic()
        code = await refusal(decoder, content, tmp_path, MediaType.JPEG)
        assert (code, decoder.child_ids) == ("photo_decode_limit", [])
        assert time.monotonic() - started < 8


async def test_a_child_that_hangs_is_killed_and_replaced(tmp_path: Path) -> None:
    async with Decoder(processes=1, max_pixels=MAX_PIXELS, image_seconds=2.0) as decoder:
        await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
        (first,) = decoder.child_ids
        os.kill(first, signal.SIGSTOP)
        assert await refusal(decoder, samples.real("nikon_d2h_gps"), tmp_path, MediaType.JPEG) == "photo_decode_limit"
        assert is_gone(first)
        await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
        assert decoder.child_ids != [first]


async def test_a_child_that_dies_is_replaced(tmp_path: Path) -> None:
    async with Decoder(processes=1, max_pixels=MAX_PIXELS) as decoder:
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
    async with Decoder(processes=1, max_pixels=MAX_PIXELS) as decoder:
        await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
        (first,) = decoder.child_ids
        os.kill(first, signal.SIGSTOP)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
        assert is_gone(first)
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
    async with Decoder(processes=1, max_pixels=MAX_PIXELS) as decoder:
        await derive(decoder, samples.real("nikon_d2h_gps"), tmp_path)
        (child,) = decoder.child_ids
    assert is_gone(child)


PARENT = """
import asyncio, sys
from pathlib import Path
from media.checks import MediaType
from media.decoder import Decoder

async def main():
    async with Decoder(processes=1, max_pixels=50_000_000) as decoder:
        await decoder.derive(Path(sys.argv[1]), MediaType.JPEG, into=Path(sys.argv[2]))
        print(decoder.child_ids[0], "PIL" in sys.modules, flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


def test_children_end_when_the_parent_is_killed_and_pillow_never_enters_it(tmp_path: Path) -> None:
    line = [sys.executable, "-c", PARENT, str(samples.PHOTOS / "nikon_d2h_gps.jpg"), str(tmp_path)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child, has_pillow = parent.stdout.readline().split()
        parent.kill()
        parent.wait()
    wait_until(lambda: is_gone(int(child)), within_seconds=3)
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
    said = subprocess.run([sys.executable, "-c", CONFINED], capture_output=True, text=True, check=False, timeout=20)
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
