"""Requests of the routes in `rights/phone.csv` that send a photo in pieces; see `policy_requests`."""

import hashlib
from base64 import b64encode
from uuid import UUID

from backend.core import ids
from media import resumable
from media.service import Purpose
from tests.contracts import policy_world as worlds
from tests.contracts.policy_case import Builder, Call, Case
from tests.media import samples

M = "/api/miniapp/v1"
PHOTO = samples.encoded(samples.picture(640, 480), "JPEG")
_PIECE = {"content-type": "application/offset+octet-stream", "upload-offset": "0", "x-http-method-override": "PATCH"}


async def _new(case: Case) -> Call:
    """A photo that nobody has begun to send."""
    said = {
        "project_id": str(case.place.project_id),
        "purpose": "progress",
        "slot": f"s{case.world.count()}",
        "sha256": "0" * 64,
    }
    metadata = ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in said.items())
    return Call(headers={"upload-length": "1000", "upload-metadata": metadata})


async def _begun(case: Case) -> Call:
    """An upload of which nothing has come; nobody of the table has begun it, unless the scope says so."""
    return Call(ids={"upload_id": await _begin(case)})


async def _piece(case: Case) -> Call:
    """The whole photo as one piece."""
    return Call(ids={"upload_id": await _begin(case)}, headers=_PIECE, content=PHOTO)


async def _begin(case: Case) -> UUID:
    upload = await resumable.begin(
        uploaded_by=case.sender.account_id if case.is_self else await worlds.other_person(),
        project_id=case.place.project_id,
        city_code="440100",
        purpose=Purpose.PROGRESS,
        slot=f"s{case.world.count()}-{ids.short_code()}",
        sha256=hashlib.sha256(PHOTO).hexdigest(),
        size_bytes=len(PHOTO),
    )
    return upload.id


REQUESTS: dict[str, Builder] = {
    f"POST {M}/uploads": _new,
    f"GET {M}/uploads/{{upload_id}}": _begun,
    f"HEAD {M}/uploads/{{upload_id}}": _begun,
    f"PATCH {M}/uploads/{{upload_id}}": _piece,
    f"POST {M}/uploads/{{upload_id}}": _piece,
    f"DELETE {M}/uploads/{{upload_id}}": _begun,
}
