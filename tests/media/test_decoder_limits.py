"""Bombs, damage and odd tags: what the decoder refuses, and what it survives."""

import hashlib
from pathlib import Path

import pytest
from PIL import Image

from backend.core.errors import Refusal
from media.checks import Exif, MediaType
from media.decoder import Decoder
from tests.media import samples
from tests.media.decoding import IMAGE_SECONDS, MAX_PIXELS, derive, peak_mib, refusal


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
    code = await refusal(decoder, bomb, tmp_path)
    assert (len(bomb) < 120_000, code) == (True, "photo_too_many_pixels")
    # Its pixels would be 137 MiB at least.
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
    async with Decoder(
        processes=1, max_pixels=MAX_PIXELS, image_seconds=IMAGE_SECONDS, memory_bytes=80 * 1024 * 1024
    ) as decoder:
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
    derived = await derive(decoder, samples.png_with_exif(block), tmp_path, MediaType.PNG)
    assert derived.exif == Exif(unread="too_large")


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
