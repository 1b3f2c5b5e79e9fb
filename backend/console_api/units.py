"""The regulator's unit and those below it."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity import samples, units
from backend.identity.authentication import person
from backend.identity.units import Level, Unit

Name = Annotated[str, msgspec.Meta(min_length=2, max_length=100)]


class NewUnit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A district department or a station; it takes its parent's sector."""

    parent_id: UUID
    level: Level
    region_code: Annotated[str, msgspec.Meta(pattern="^44[0-9]{4}$")]
    name_zh: Name
    name_en: Name


class UnitId(msgspec.Struct, frozen=True):
    """The unit's id."""

    id: UUID


@get(
    "/units",
    operation_id="console_list_units",
    summary="Own unit and those below it",
    description="From the top of the own subtree.",
    responses=answer(list[Unit], [samples.UNIT]),
)
async def list_units(request: Request[Any, Any, Any]) -> list[Unit]:
    """Units."""
    return await units.list_units(person(request))


@post(
    "/units",
    operation_id="console_create_unit",
    summary="Create a district department or a station",
    description="By an administrator of the parent unit or of one above it, in the parent's region and sector.",
    responses=answer(UnitId, UnitId(samples.UNIT_ID), status=201),
)
@once
async def create_unit(
    request: Request[Any, Any, Any],
    data: Annotated[
        NewUnit,
        body(
            NewUnit(
                parent_id=samples.UNIT_ID,
                level=Level.STATION,
                region_code="440305",
                name_zh="南山区建设工程质量安全监督站",
                name_en="Nanshan Quality and Safety Supervision Station",
            )
        ),
    ],
) -> UnitId:
    """The unit's id."""
    created = await units.create_unit(
        person(request),
        data.parent_id,
        level=data.level,
        region_code=data.region_code,
        name_zh=data.name_zh,
        name_en=data.name_en,
    )
    return UnitId(created)


ROUTES = [list_units, create_unit]
