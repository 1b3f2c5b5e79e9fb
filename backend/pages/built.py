"""A built front end: the files of its build, read once, packed once, each named by its content.

A page is asked for anew each time and answered by its tag; what lies below `assets/` has its hash in its name and is
kept for ever. Nothing on a page may be loaded from a foreign host.
"""

import gzip
import mimetypes
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
from litestar import Request, Response

PART_HEADERS: Final = {"x-content-type-options": "nosniff"}
"""Of what is neither a document nor a worker: the page's policy holds for it, and said again with each part it costs as
much as a picture."""

KEPT_FOR_EVER: Final = "public, max-age=31536000, immutable"
ASKED_ANEW: Final = "no-cache"

NOT_BUILT: Final = (Path(__file__).parent / "not_built.html").read_bytes()


def page_headers(*, scripts: str = "'self'", camera: str = "()", geolocation: str = "()") -> dict[str, str]:
    """Of a front end's documents. `unsafe-inline` for styles only: frameworks write them."""
    return {
        "content-security-policy": f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; "
        "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": f"camera={camera}, geolocation={geolocation}, microphone=()",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }


class File(msgspec.Struct, frozen=True):
    """One file of a build."""

    content: bytes
    packed: bytes
    media_type: str
    tag: str
    cache_control: str
    headers: dict[str, str]


def files(root: Path, headers: dict[str, str]) -> dict[str, File]:
    """By path below the root; empty where it was not built. `headers` are its documents'."""
    found = [path for path in sorted(root.rglob("*")) if path.is_file()]
    return {str(path.relative_to(root)): _file(path, root, headers) for path in found}


def _file(path: Path, root: Path, headers: dict[str, str]) -> File:
    content = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return File(
        content,
        gzip.compress(content, 9, mtime=0),
        "application/manifest+json" if path.suffix == ".webmanifest" else media_type,
        f'"{sha256(content).hexdigest()[:20]}"',
        KEPT_FOR_EVER if path.relative_to(root).parts[0] == "assets" else ASKED_ANEW,
        headers if path.suffix in {".html", ".svg"} or path.name == "sw.js" else PART_HEADERS,
    )


def served(request: Request[Any, Any, Any], found: File) -> Response[bytes]:
    """The file, packed where the browser takes that; 304 where it has this one."""
    headers = {**found.headers, "cache-control": found.cache_control, "etag": found.tag, "vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == found.tag:
        return Response(b"", status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", "") and len(found.packed) < len(found.content):
        return Response(found.packed, media_type=found.media_type, headers={**headers, "content-encoding": "gzip"})
    return Response(found.content, media_type=found.media_type, headers=headers)
