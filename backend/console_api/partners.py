"""Testing agencies and device vendors, and their keys.

Issuing and rotating are not kept by `once`: the answer holds a secret that must not be stored. A repeated request finds
the name taken or the key replaced.
"""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity import partner_keys, partners, people_samples
from backend.identity.authentication import person
from backend.identity.partner_keys import IssuedKey, PartnerKey
from backend.identity.partners import Partner
from backend.identity.rules import KeyState, PartnerKind, PartnerState
from backend.supervision.rules import Sentence

Name = Annotated[str, msgspec.Meta(min_length=2, max_length=100)]


class NewPartner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An organisation by its unified social credit code; one that the platform knows keeps its name."""

    uscc: Annotated[str, msgspec.Meta(min_length=18, max_length=30)]
    name: Name
    kind: PartnerKind


class DisabledPartner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why."""

    reason: Sentence


class NewKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the key is for, and for how many days; a year where nothing is said."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    days: Annotated[int, msgspec.Meta(ge=1, le=3650)] | None = None


class PartnerId(msgspec.Struct, frozen=True):
    """The partner's id."""

    id: UUID


class PartnerStateNow(msgspec.Struct, frozen=True):
    """What the partner is now."""

    state: PartnerState


class KeyStateNow(msgspec.Struct, frozen=True):
    """What the key is now."""

    state: KeyState


@get(
    "/partners",
    operation_id="console_list_partners",
    summary="Testing agencies and device vendors",
    description="Of the own department and those below it, the oldest first; for administrators.",
    responses=answer(Page[Partner], people_samples.PARTNER_PAGE),
)
async def list_partners(
    request: Request[Any, Any, Any],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[Partner]:
    """A page."""
    return await partners.list_partners(person(request), cursor=cursor, limit=limit)


@post(
    "/partners",
    operation_id="console_register_partner",
    summary="Register a testing agency or a device vendor",
    description="By an administrator of a city or of the province, for the own department.",
    responses=answer(PartnerId, PartnerId(people_samples.PARTNER_ID), status=201),
)
@once
async def register_partner(
    request: Request[Any, Any, Any],
    data: Annotated[
        NewPartner,
        body(
            NewPartner(
                uscc=people_samples.PARTNER.uscc,
                name=people_samples.PARTNER.name,
                kind=PartnerKind.DEVICE_VENDOR,
            )
        ),
    ],
) -> PartnerId:
    """The partner's id."""
    return PartnerId(await partners.register(person(request), uscc=data.uscc, name=data.name, kind=data.kind))


@post(
    "/partners/{partner_id:uuid}/disable",
    operation_id="console_disable_partner",
    summary="Disable a partner",
    description="With a reason; none of its keys opens anything from its next request on.",
    status_code=200,
    responses=answer(PartnerStateNow, PartnerStateNow(PartnerState.DISABLED)),
)
@once
async def disable_partner(
    request: Request[Any, Any, Any],
    partner_id: FromPath[UUID],
    data: Annotated[DisabledPartner, body(DisabledPartner(reason="资质已注销"))],
) -> PartnerStateNow:
    """The new state."""
    await partners.disable(person(request), partner_id, data.reason)
    return PartnerStateNow(PartnerState.DISABLED)


@post(
    "/partners/{partner_id:uuid}/enable",
    operation_id="console_enable_partner",
    summary="Enable a partner again",
    description="Keys that neither ended nor were revoked meanwhile are as before.",
    status_code=200,
    responses=answer(PartnerStateNow, PartnerStateNow(PartnerState.ACTIVE)),
)
@once
async def enable_partner(request: Request[Any, Any, Any], partner_id: FromPath[UUID]) -> PartnerStateNow:
    """The new state."""
    await partners.enable(person(request), partner_id)
    return PartnerStateNow(PartnerState.ACTIVE)


@get(
    "/partners/{partner_id:uuid}/keys",
    operation_id="console_list_keys",
    summary="A partner's keys",
    description="The newest first: prefix, state, end and last use; never the key itself.",
    responses=answer(list[PartnerKey], [people_samples.KEY]),
)
async def list_keys(request: Request[Any, Any, Any], partner_id: FromPath[UUID]) -> list[PartnerKey]:
    """Keys."""
    return await partner_keys.list_keys(person(request), partner_id)


@post(
    "/partners/{partner_id:uuid}/keys",
    operation_id="console_issue_key",
    summary="Issue a key",
    description="The key is told this once and stored as a hash; it lives a year at most.",
    responses=answer(IssuedKey, people_samples.ISSUED_KEY, status=201),
)
async def issue_key(
    request: Request[Any, Any, Any],
    partner_id: FromPath[UUID],
    data: Annotated[NewKey, body(NewKey(name="生产环境", days=365))],
) -> IssuedKey:
    """The key."""
    return await partner_keys.issue(person(request), partner_id, data.name, days=data.days)


@post(
    "/partners/{partner_id:uuid}/keys/{key_id:uuid}/rotate",
    operation_id="console_rotate_key",
    summary="Replace a key",
    description="The new key is told this once; the old one works for seven more days.",
    responses=answer(IssuedKey, people_samples.ISSUED_KEY, status=201),
)
async def rotate_key(request: Request[Any, Any, Any], partner_id: FromPath[UUID], key_id: FromPath[UUID]) -> IssuedKey:
    """The new key."""
    return await partner_keys.rotate(person(request), partner_id, key_id)


@post(
    "/partners/{partner_id:uuid}/keys/{key_id:uuid}/revoke",
    operation_id="console_revoke_key",
    summary="Revoke a key",
    description="It opens nothing from its next request on.",
    status_code=200,
    responses=answer(KeyStateNow, KeyStateNow(KeyState.REVOKED)),
)
@once
async def revoke_key(
    request: Request[Any, Any, Any], partner_id: FromPath[UUID], key_id: FromPath[UUID]
) -> KeyStateNow:
    """The new state."""
    await partner_keys.revoke(person(request), partner_id, key_id)
    return KeyStateNow(KeyState.REVOKED)


ROUTES = [
    list_partners,
    register_partner,
    disable_partner,
    enable_partner,
    list_keys,
    issue_key,
    rotate_key,
    revoke_key,
]
