"""Sending photos, and showing them by signed address.

Sending is not kept by `once`: the same bytes from the same person for the same place are the same photo, whose id is
answered again, and 20 MiB do not belong into a transaction.
"""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from backend.core.examples import answer, form
from backend.core.settings import settings
from backend.identity.authentication import person
from backend.projects import projects, samples
from media import service, uploads
from media.service import Photo, Purpose
from media.storage import Variant

_FORM_BYTES = 64 * 1024
"""What the form adds to the photo."""


class PhotoForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`multipart/form-data`, as `wx.uploadFile` sends it; `sha256` lets a torn transfer be seen at once."""

    file: UploadFile
    project_id: UUID
    purpose: Purpose
    slot: Annotated[str, msgspec.Meta(min_length=1, max_length=30)]
    sha256: Annotated[str, msgspec.Meta(max_length=64)] | None = None


_EXAMPLE = {
    "file": "(the bytes)",
    "project_id": str(samples.PROJECT_ID),
    "purpose": Purpose.PROGRESS,
    "slot": "front",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


class StoredPhoto(msgspec.Struct, frozen=True, kw_only=True):
    """A photo that has arrived whole."""

    id: UUID
    sha256: str
    width: int
    height: int
    thumbnail: str


def stored(photo: Photo) -> StoredPhoto:
    """What the phone is told of it."""
    return StoredPhoto(
        id=photo.id,
        sha256=photo.sha256,
        width=photo.width,
        height=photo.height,
        thumbnail=photo.address(Variant.THUMBNAIL),
    )


SAMPLE = StoredPhoto(
    id=samples.PHOTO_ID, sha256="9f86d081884c7d65…", width=4000, height=3000, thumbnail="/media/…/thumbnail?e=…&s=…"
)


@post(
    "/photos",
    operation_id="miniapp_send_photo",
    summary="Send a photo",
    description="JPEG, PNG or WEBP, at most 20 MiB and 50 megapixels. It is stored when the answer comes; the same "
    "photo sent again has the same id.",
    request_max_body_size=settings().photo_max_bytes + _FORM_BYTES,
    responses=answer(StoredPhoto, SAMPLE, status=201),
)
async def send_photo(request: Request[Any, Any, Any], data: Annotated[PhotoForm, form(_EXAMPLE)]) -> StoredPhoto:
    """The photo."""
    scope = person(request)
    city_code = await projects.city_of(scope, data.project_id)
    photo = await uploads.receive(
        uploads.chunks(data.file),
        uploaded_by=scope.account_id,
        project_id=data.project_id,
        purpose=data.purpose,
        slot=data.slot,
        declared_sha256=data.sha256,
        city_code=city_code,
    )
    return stored(photo)


@get(
    "/media/{photo_id:uuid}/{variant:str}",
    operation_id="media_show_photo",
    tags=["media"],
    summary="A photo by its signed address",
    description="Addresses come with what the reader may see and are good for an hour. "
    "Public: the signature is the key.",
    opt={"public": True, "is_compressed": True},
    media_type="image/jpeg",
)
async def show_photo(
    request: Request[Any, Any, Any],
    photo_id: FromPath[UUID],
    variant: FromPath[Variant],
    e: FromQuery[int],
    s: FromQuery[str],
) -> Response[Any]:
    """The picture, or 304 for a reader who has it."""
    served = await service.open_signed(photo_id, variant, ends=e, signature=s)
    if served.is_known(request.headers.get("if-none-match")):
        return Response(b"", status_code=304, headers={"ETag": served.etag})
    return Stream(served.content(), media_type=served.media_type, headers=served.headers)


ROUTES = [send_photo]
