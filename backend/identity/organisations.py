"""Enterprises, known by their unified social credit code."""

from uuid import UUID

from backend.core import db, ids
from backend.core.errors import Problem
from backend.identity import uscc

UNKNOWN = Problem(
    code="organisation_unknown",
    status=422,
    zh="平台上没有这个统一社会信用代码的单位",
    en="The platform knows no organisation with this unified social credit code",
    next_zh="请核对代码；新单位由监督机构在登记项目时录入",
    next_en="Check the code; a new organisation is entered when a project is registered",
)


async def ensure(code: str, name: str, field: str = "uscc") -> UUID:
    """The organisation of a code, made with this name if it is new; an existing one keeps its name."""
    checked = uscc.parse(code, field)
    organisation_id: UUID = await db.fetch_value(
        "INSERT INTO organisation (id, uscc, name) VALUES ($1, $2, $3) "
        "ON CONFLICT (uscc) DO UPDATE SET uscc = excluded.uscc RETURNING id",
        ids.new_id(),
        checked.code,
        name,
    )
    return organisation_id


async def find(code: str, field: str = "uscc") -> UUID:
    """The organisation of a code; `UNKNOWN` at `field` if there is none."""
    organisation_id: UUID | None = await db.fetch_value(
        "SELECT id FROM organisation WHERE uscc = $1", uscc.parse(code, field).code
    )
    if organisation_id is None:
        raise UNKNOWN.at(field)
    return organisation_id
