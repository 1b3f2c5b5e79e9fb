"""A phone that signs what is said while there is no line."""

import base64
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.core import clock, db
from backend.identity import device_keys, sessions
from backend.identity.scope import Scope


def encoded(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Phone(msgspec.Struct):
    """Somebody's phone with its key; `counter` is the number of what was said last."""

    scope: Scope
    private: Ed25519PrivateKey
    key_id: UUID
    counter: int = 0

    @property
    def public_key(self) -> str:
        """As it is registered."""
        return encoded(self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    async def register(self) -> device_keys.DeviceKey:
        """The key, in the phone's present sign-in."""
        return await device_keys.register(self.scope, self.public_key)

    def says(self, warning_id: UUID, *, said_at: datetime | None = None, **changes: Any) -> str:
        """A signed acknowledgement of a yellow warning, said two hours ago, promised for three hours later."""
        self.counter += 1
        said = said_at or clock.now() - timedelta(hours=2)
        payload = {
            "counter": self.counter,
            "act": "warning.acknowledge",
            "subject_id": str(warning_id),
            "seen_level": "yellow",
            "said_at": said.isoformat(),
            "plan": "开启喷淋并停止土方",
            "promised_at": (said + timedelta(hours=3)).isoformat(),
        }
        return self.sign(payload | changes)

    def sign(self, payload: dict[str, Any], **header: Any) -> str:
        """Any payload under this key."""
        head = {"alg": "EdDSA", "kid": str(self.key_id)} | header
        message = f"{encoded(msgspec.json.encode(head))}.{encoded(msgspec.json.encode(payload))}"
        return f"{message}.{encoded(self.private.sign(message.encode()))}"


async def signed_in(scope: Scope) -> Scope:
    """The person with a session that exists."""
    async with db.transaction():
        opened = await sessions.open_session(scope.account_id, scope.door, user_agent="test", address="127.0.0.1")
    return await sessions.scope_of(opened.token)


async def phone_of(scope: Scope) -> Phone:
    """The person's phone, signed in, its key registered."""
    phone = Phone(await signed_in(scope), Ed25519PrivateKey.generate(), scope.account_id)
    phone.key_id = (await phone.register()).id
    return phone
