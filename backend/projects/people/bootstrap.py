"""The first two of a project: project manager and chief supervision engineer, as the permit names them.

The approval chain needs a first link. Who is named on the permit, by number and name, holds the post without
anybody's approval; where that fails and no approver is left, the supervising station decides (`deciding`).
"""

from uuid import UUID

from backend.core import clock, db, ids
from backend.identity import accounts, phones
from backend.identity.scope import Scope
from backend.projects.people import concurrency
from backend.projects.people.people_rules import ON_PERMIT, PostAction, Proof, is_same_name, post_state_after


async def name_on_permit(project_id: UUID, kind: str, *, name: str, phone: str, field: str = "phone") -> None:
    """Keep whom the permit names for the post: the name, and the number as a keyed index only; replaces who was there.

    Call inside the use case's transaction.
    """
    await db.execute(
        """
        INSERT INTO permit_person (project_id, post_kind, phone_index, name) VALUES ($1, $2, $3, $4)
        ON CONFLICT (project_id, post_kind) DO UPDATE SET phone_index = excluded.phone_index, name = excluded.name
        """,
        project_id, kind, phones.index(phones.normalise(phone, field)), name,
    )  # fmt: skip


async def appoint(
    scope: Scope, project_id: UUID, kind: str, *, name: str, phone: str, organisation_id: UUID, field: str = "phone"
) -> UUID | None:
    """The post of the person whom the permit names, at once; None where the number belongs to another name.

    A number without an account gets one with this name, so whoever proves the number at sign-in is that person. A
    number whose account bears another name proves nothing: the post stays vacant, that person may apply for it.
    `POST_CONCURRENT` for who holds the post elsewhere. Call inside the use case's transaction.
    """
    account_id = (await accounts.ensure_enterprise(phone, name, field)).account_id
    if not is_same_name(await db.fetch_value("SELECT name FROM account WHERE id = $1", account_id), name):
        return None
    await concurrency.check(account_id, kind, field=field)
    post_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO post (id, project_id, account_id, kind, organisation_id, state, decided_by, decided_at, proof)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        post_id, project_id, account_id, kind, organisation_id, post_state_after(PostAction.GRANT), scope.account_id,
        clock.now(), Proof.PERMIT,
    )  # fmt: skip
    return post_id


async def is_named(project_id: UUID, kind: str, account_id: UUID) -> bool:
    """Whether the permit names this person for the post: the verified number and the name, both.

    It opens the door once: who held the post here and lost it, or was refused, needs an approval like anybody else.
    """
    if kind not in ON_PERMIT:
        return False
    row = await db.fetch_one(
        """
        SELECT permit_person.name AS on_permit, account.name FROM permit_person
        JOIN account ON account.phone_index = permit_person.phone_index
        WHERE permit_person.project_id = $1 AND permit_person.post_kind = $2 AND account.id = $3
          AND NOT EXISTS (SELECT FROM post WHERE post.project_id = $1 AND post.kind = $2 AND post.account_id = $3
                                             AND post.state IN ('ended', 'refused'))
        """,
        project_id, kind, account_id,
    )  # fmt: skip
    return row is not None and is_same_name(row["on_permit"], row["name"])
