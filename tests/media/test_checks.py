import pytest

from backend.core.errors import Refusal
from media import checks
from media.checks import MediaType
from tests.media import samples


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (samples.real("nikon_d2h_gps"), MediaType.JPEG),
        (samples.png(8, 8), MediaType.PNG),
        (samples.encoded(samples.picture(), "WEBP"), MediaType.WEBP),
    ],
    ids=["jpeg", "png", "webp"],
)
def test_the_first_bytes_tell_the_type(content: bytes, expected: MediaType) -> None:
    assert checks.sniff(content[: checks.SNIFF_BYTES]) is expected


@pytest.mark.parametrize(
    ("content", "code", "params"),
    [
        pytest.param(b"", "photo_empty", {}, id="empty"),
        pytest.param(samples.HEIC, "photo_heic", {}, id="heic"),
        pytest.param(samples.AVIF, "photo_type_unsupported", {"type": "AVIF"}, id="avif"),
        pytest.param(samples.gif(2), "photo_type_unsupported", {"type": "GIF"}, id="gif"),
        pytest.param(samples.SVG, "photo_type_unsupported", {"type": "SVG"}, id="svg"),
        pytest.param(samples.EPS, "photo_type_unsupported", {"type": "EPS"}, id="eps"),
        pytest.param(samples.PDF, "photo_type_unsupported", {"type": "PDF"}, id="pdf"),
        pytest.param(samples.PAGE, "photo_type_unsupported", {"type": "HTML"}, id="html"),
        pytest.param(samples.archive(), "photo_type_unsupported", {"type": "ZIP"}, id="zip"),
        pytest.param(samples.encoded(samples.picture(), "TIFF"), "photo_type_unsupported", {"type": "TIFF"}, id="tiff"),
        pytest.param(samples.encoded(samples.picture(), "BMP"), "photo_type_unsupported", {"type": "BMP"}, id="bmp"),
        pytest.param(b"\x00\x00\x00\x20ftypisom" + bytes(32), "photo_type_unsupported", {"type": "MP4"}, id="mp4"),
        pytest.param(samples.GZIP, "photo_not_an_image", {}, id="gzip"),
        pytest.param(b"RIFF\x00\x00\x00\x00WAVE", "photo_not_an_image", {}, id="wave"),
        pytest.param(b"\xff\xd8", "photo_not_an_image", {}, id="two_bytes"),
    ],
)
def test_everything_else_is_refused_by_its_name(content: bytes, code: str, params: dict[str, str]) -> None:
    with pytest.raises(Refusal) as caught:
        checks.sniff(content[: checks.SNIFF_BYTES])
    assert (caught.value.problem.code, caught.value.params) == (code, params)


def test_the_size_limit_is_the_last_size_that_passes() -> None:
    checks.check_size(100, limit_bytes=100)
    with pytest.raises(Refusal, match="photo_too_large"):
        checks.check_size(101, limit_bytes=100)


def test_a_declared_hash_is_compared_in_lower_case() -> None:
    assert checks.declared_sha256("AB" * 32) == "ab" * 32


@pytest.mark.parametrize("text", ["", "ab" * 31, "ab" * 33, "zz" * 32, "ab" * 32 + "\n"])
def test_a_declared_hash_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="photo_hash_malformed"):
        checks.declared_sha256(text)
