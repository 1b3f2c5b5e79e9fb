"""Sending a photo over a line that drops: tus 1.0 with creation, expiration and termination (https://tus.io).

`wx.request` has no PATCH, so a POST with `X-HTTP-Method-Override: PATCH` is the same. No request is kept by `once`: the
photo's hash is the key of a new upload, and the offset that of each piece.
"""

from base64 import b64decode
from collections.abc import AsyncIterator
from email.utils import format_datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, delete, get, head, patch, post, route
from litestar.enums import HttpMethod
from litestar.exceptions import InternalServerException
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, HeaderParameter

from backend.core import http
from backend.core.errors import Refusal
from backend.core.examples import answer
from backend.core.settings import settings
from backend.identity.authentication import person
from backend.projects import projects, samples
from media import problems, resumable
from media.resumable import Upload
from media.service import Purpose
from miniapp_api import photos
from miniapp_api.photos import StoredPhoto

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
PIECE = "application/offset+octet-stream"
PATH = "/uploads"

Length = Annotated[int, HeaderParameter(name="Upload-Length", ge=0, le=2**53, description="The photo's size in bytes")]
Metadata = Annotated[
    str,
    HeaderParameter(
        name="Upload-Metadata",
        max_length=2000,
        description="Pairs of a key and base64, by commas: `project_id`, `purpose`, `slot`, `sha256` (hex); "
        "other keys are passed over",
    ),
]
Offset = Annotated[int, HeaderParameter(name="Upload-Offset", ge=0, le=2**53, description="Where the piece begins")]
Override = Annotated[Literal["PATCH"], HeaderParameter(name="X-HTTP-Method-Override")]


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """`Upload-Metadata`, decoded. A client's own keys, such as `filename`, are passed over."""

    project_id: UUID
    purpose: Purpose
    slot: Annotated[str, msgspec.Meta(min_length=1, max_length=30)]
    sha256: Annotated[str, msgspec.Meta(max_length=64)]


class UploadState(msgspec.Struct, frozen=True, kw_only=True):
    """How far a photo has come, in bytes; `photo` is set when it is stored, and only then is it whole."""

    id: UUID
    offset: int
    length: int
    photo: StoredPhoto | None


_SAMPLE = UploadState(id=samples.PHOTO_ID, offset=262_144, length=1_048_576, photo=None)
_WHOLE = UploadState(id=samples.PHOTO_ID, offset=1_048_576, length=1_048_576, photo=photos.SAMPLE)
_APPENDED = answer(UploadState, _WHOLE, description="The photo is stored") | {
    204: ResponseSpec(None, description="More is to come; Upload-Offset says from where")
}
_PIECE_HELP = (
    "The body is the bytes themselves, `Content-Type: application/offset+octet-stream`. 409 `upload_offset` says in "
    "its Upload-Offset header from where to go on. The last byte has the photo checked and stored; a photo that is "
    "refused ends its upload."
)


@route(
    "/",
    http_method=HttpMethod.OPTIONS,
    status_code=204,
    opt={"public": True},
    operation_id="miniapp_upload_options",
    summary="What the upload speaks",
    description="Version, extensions and the largest photo, in headers. Public.",
)
async def tell_options() -> Response[None]:
    """The server's tus, in headers."""
    limit = str(settings().photo_max_bytes)
    headers = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": limit}
    return Response(None, status_code=204, headers=headers)


@post(
    "/",
    operation_id="miniapp_begin_upload",
    summary="Begin a photo's upload, or find it again",
    description="The same person, project, purpose, slot and SHA-256 again is the same upload with its present offset, "
    "or the stored photo: an app that was killed needs no memory. Kept for 7 days after the last touch. "
    "409 `uploads_too_many` while fifty of the person's are not whole.",
    responses=answer(UploadState, _SAMPLE, status=201),
)
async def begin(request: Request[Any, Any, Any], *, length: Length, metadata: Metadata) -> Response[UploadState]:
    """The upload."""
    scope, declared = person(request), _declared(metadata)
    upload = await resumable.begin(
        uploaded_by=scope.account_id,
        city_code=await projects.city_of(scope, declared.project_id),
        size_bytes=length,
        **msgspec.structs.asdict(declared),
    )
    place = {"Location": f"{request.url.path.rstrip('/')}/{upload.id}"}
    return Response(await _state(upload), status_code=201, headers=_headers(upload) | place)


@head(
    "/{upload_id:uuid}",
    operation_id="miniapp_upload_offset",
    summary="How far an upload has come",
    description="Upload-Offset and Upload-Length, in headers.",
)
async def tell_offset(request: Request[Any, Any, Any], upload_id: FromPath[UUID]) -> Response[None]:
    """Offset and length, in headers."""
    return Response(None, headers=_headers(await _mine(request, upload_id)))


@get(
    "/{upload_id:uuid}",
    operation_id="miniapp_read_upload",
    summary="One upload",
    description="How far it has come, and the photo when it is stored.",
    responses=answer(UploadState, _SAMPLE),
)
async def read(request: Request[Any, Any, Any], upload_id: FromPath[UUID]) -> Response[UploadState]:
    """The upload."""
    upload = await _mine(request, upload_id)
    return Response(await _state(upload), headers=_headers(upload))


@patch(
    "/{upload_id:uuid}",
    operation_id="miniapp_append_upload",
    summary="Send a piece of a photo",
    description=_PIECE_HELP,
    request_max_body_size=settings().photo_max_bytes,
    responses=_APPENDED,
)
async def append(
    request: Request[Any, Any, Any], upload_id: FromPath[UUID], *, offset: Offset
) -> Response[UploadState | None]:
    """Nothing while more is to come, then the upload with its photo."""
    return await _append(request, upload_id, offset)


@post(
    "/{upload_id:uuid}",
    status_code=200,
    operation_id="miniapp_append_upload_by_post",
    summary="Send a piece of a photo without PATCH",
    description=f"With `X-HTTP-Method-Override: PATCH`. {_PIECE_HELP}",
    request_max_body_size=settings().photo_max_bytes,
    responses=_APPENDED,
)
async def append_by_post(
    request: Request[Any, Any, Any],
    upload_id: FromPath[UUID],
    *,
    offset: Offset,
    override: Override,  # noqa: ARG001  Asked for so that a plain POST is refused.
) -> Response[UploadState | None]:
    """The same as by PATCH."""
    return await _append(request, upload_id, offset)


@delete(
    "/{upload_id:uuid}",
    operation_id="miniapp_end_upload",
    summary="End an upload",
    description="Its bytes are forgotten; a photo that is stored stays.",
)
async def end(request: Request[Any, Any, Any], upload_id: FromPath[UUID]) -> None:
    """Nothing."""
    await resumable.end(await _mine(request, upload_id))


async def _mine(request: Request[Any, Any, Any], upload_id: UUID) -> Upload:
    return await resumable.find(upload_id, person(request).account_id)


async def _append(request: Request[Any, Any, Any], upload_id: UUID, offset: int) -> Response[UploadState | None]:
    upload = await _mine(request, upload_id)
    if request.headers.get("content-type") != PIECE:
        raise problems.UPLOAD_CONTENT_TYPE.at("Content-Type")
    after = await resumable.append(
        upload, _until_cut(request), offset=offset, announced_bytes=request.content_length or 0
    )
    if after.photo_id is None:
        return Response(None, status_code=204, headers=_headers(after))
    return Response(await _state(after), status_code=200, headers=_headers(after))


async def _until_cut(request: Request[Any, Any, Any]) -> AsyncIterator[bytes]:
    """The body as it comes; what came before the line dropped is a piece like any other.

    But for the server's own buffer: uvicorn forgets what we had not asked for when it hears of the end.
    """
    try:
        async for piece in request.stream():
            yield piece
    except InternalServerException:  # So Litestar calls a client that has gone.
        return


async def _state(upload: Upload) -> UploadState:
    photo = await upload.photo()
    return UploadState(
        id=upload.id,
        offset=upload.offset_bytes,
        length=upload.size_bytes,
        photo=None if photo is None else photos.stored(photo),
    )


def _headers(upload: Upload) -> dict[str, str]:
    return {
        "Upload-Offset": str(upload.offset_bytes),
        "Upload-Length": str(upload.size_bytes),
        "Upload-Expires": format_datetime(upload.expires_at, usegmt=True),
        "Cache-Control": "no-store",
    }


def _declared(metadata: str) -> Declared:
    pairs = [pair.strip().partition(" ") for pair in metadata.split(",")]
    try:
        values = {key: b64decode(value, validate=True).decode() for key, _, value in pairs}
        return msgspec.convert(values, Declared, strict=False)
    except ValueError as error:  # What is no base64, no UTF-8, or not what is asked for.
        raise problems.UPLOAD_METADATA.at("Upload-Metadata", detail=str(error)) from error


def _check_version(request: Request[Any, Any, Any]) -> None:
    """Who names a version of tus names ours; `OPTIONS` asks which one that is."""
    if request.method != HttpMethod.OPTIONS and request.headers.get("tus-resumable", VERSION) != VERSION:
        raise problems.UPLOAD_VERSION.at("Tus-Resumable")


def _refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    """The problem, with what a tus client reads of it in the headers."""
    response = http.on_refusal(request, refusal)
    response.set_header("Tus-Resumable", VERSION)
    if refusal.problem is problems.UPLOAD_VERSION:
        response.set_header("Tus-Version", VERSION)
    if refusal.problem is problems.UPLOAD_OFFSET:
        response.set_header("Upload-Offset", str(refusal.params["offset"]))
    return response


ROUTES = [
    Router(
        PATH,
        route_handlers=[tell_options, begin, tell_offset, read, append, append_by_post, end],
        before_request=_check_version,
        exception_handlers={Refusal: _refused},
        response_headers={"Tus-Resumable": VERSION},
    )
]
