"""What is read from a photo, and what its copies are."""

from pathlib import Path

import pytest
from PIL import Image, ImageOps

from media.checks import Exif, MediaType
from media.decoder import Decoder, Derived
from tests.media import samples
from tests.media.decoding import derive


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
