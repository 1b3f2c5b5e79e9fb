"""The own account."""

from typing import Annotated, Any, Final

import msgspec
from litestar import Request, get, put

from backend.core.examples import answer, body
from backend.core.i18n import Language
from backend.core.idempotency import once
from backend.identity import accounts, samples
from backend.identity.accounts import Me
from backend.identity.authentication import person
from backend.projects.people import posts
from backend.projects.people.posts import Held
from backend.projects.samples import POST


class PhoneMe(Me, frozen=True, kw_only=True):
    """The own account with the posts that the person holds now: none for regulators."""

    posts: list[Held]


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The language in which messages are written to the person."""

    language: Language


_HELD: Final = Held(
    id=POST.id, project_id=POST.project_id, project_name=POST.project_name, kind=POST.kind, since=POST.applied_at
)
EXAMPLE: Final = PhoneMe(**msgspec.structs.asdict(samples.ME), posts=[_HELD])


@get(
    "/me",
    operation_id="miniapp_me",
    summary="The own account",
    description="Name, masked phone number, linked identities, a regulator's unit, and the posts that are held now.",
    responses=answer(PhoneMe, EXAMPLE),
)
async def me(request: Request[Any, Any, Any]) -> PhoneMe:
    """The account."""
    scope = person(request)
    return PhoneMe(**msgspec.structs.asdict(await accounts.me(scope)), posts=await posts.held_by(scope))


@put(
    "/me/language",
    operation_id="miniapp_set_language",
    summary="Choose the language of messages",
    description="The language in which messages to this person are written; a request's own answer follows its "
    "`Accept-Language`.",
    responses=answer(Choice, Choice(language=Language.EN)),
)
@once
async def set_language(
    request: Request[Any, Any, Any], data: Annotated[Choice, body(Choice(language=Language.EN))]
) -> Choice:
    """The choice."""
    await accounts.set_language(person(request), data.language)
    return data


ROUTES = [me, set_language]
