"""The phone's own key: registered after each sign-in, it signs what is said while there is no line."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, post

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity import device_keys
from backend.identity.authentication import person
from backend.identity.device_keys import DeviceKey, PublicKey


class NewDeviceKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The public half of an Ed25519 key; the private one never leaves the phone."""

    public_key: PublicKey


_NEW = NewDeviceKey("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")


@post(
    "/device-keys",
    status_code=200,
    operation_id="miniapp_register_device_key",
    summary="Register this phone's key",
    description="After each sign-in; the same key is the same again. `counter` is the last number that was judged: "
    "the next statement takes a higher one. The key ends with the sign-in when somebody ends it. "
    "409 `device_key_taken` where another account has registered it, `device_keys_too_many` after thirty new ones "
    "within thirty days.",
    responses=answer(DeviceKey, DeviceKey(UUID(int=1), 0)),
)
@once
async def register_device_key(request: Request[Any, Any, Any], data: Annotated[NewDeviceKey, body(_NEW)]) -> DeviceKey:
    """The key's id and counter."""
    return await device_keys.register(person(request), data.public_key)


ROUTES = [register_device_key]
