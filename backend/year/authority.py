"""The regulators of the year's city: its bureau, a district bureau and a station in each district, and their people."""

from uuid import UUID

import msgspec

from backend.core import db, ids
from backend.identity import accounts, units
from backend.identity.scope import AccountKind, Door, Scope
from backend.identity.units import Level
from backend.year.cast import CITY, CITY_NAME, DISTRICTS, Casting


class Authority(msgspec.Struct, frozen=True):
    """Who supervises: the city's administrator, and by district the station with its supervisors."""

    administrator: Scope
    stations: dict[str, UUID]
    supervisors: dict[str, list[Scope]]


async def establish(cast: Casting, seed: int) -> Authority:
    """Units and people, entered as the province and the city would enter them."""
    root = await _bootstrap(seed)
    city = await units.find(CITY, "housing", Level.CITY)
    assert city is not None
    administrator = await _enter(root, city, cast, f"year{seed}.city", is_unit_administrator=True)
    stations, supervisors = {}, {}
    for district in DISTRICTS:
        station = await _station(administrator, city, district.code, f"{CITY_NAME}市{district.zh}", district.en)
        stations[district.code] = station
        supervisors[district.code] = [
            await _enter(administrator, station, cast, f"year{seed}.{district.code}.{number}") for number in range(3)
        ]
    return Authority(administrator, stations, supervisors)


async def _bootstrap(seed: int) -> Scope:
    province = await units.find("440000", "housing", Level.PROVINCE)
    assert province is not None
    return await scope_of(await accounts.bootstrap_administrator(province, "年度演练管理员", f"year{seed}.province"))


async def _station(administrator: Scope, city: UUID, code: str, zh: str, en: str) -> UUID:
    district = await units.find(code, "housing", Level.DISTRICT) or await units.create_unit(
        administrator, city, level=Level.DISTRICT, region_code=code, name_zh=f"{zh}区住房城乡建设和水利局",
        name_en=f"{en} District Housing, Construction and Water Bureau",
    )  # fmt: skip
    return await units.create_unit(
        administrator, district, level=Level.STATION, region_code=code, name_zh=f"{zh}区建设工程质量安全监督站",
        name_en=f"{en} District Construction Quality and Safety Station",
    )  # fmt: skip


async def _enter(root: Scope, unit: UUID, cast: Casting, userid: str, *, is_unit_administrator: bool = False) -> Scope:
    person = cast.person()
    account_id = await accounts.add_regulator(
        root, unit, name=person.name, wecom_userid=userid, is_unit_administrator=is_unit_administrator
    )
    return await scope_of(account_id)


async def scope_of(account_id: UUID) -> Scope:
    """The person as a signed-in one; no session is opened for it."""
    row = await db.fetch_one("SELECT kind, name, unit_id, is_unit_administrator FROM account WHERE id = $1", account_id)
    assert row is not None
    kind = AccountKind(row["kind"])
    return Scope(
        account_id=account_id,
        session_id=ids.new_id(),
        kind=kind,
        door=Door.CONSOLE if kind is AccountKind.REGULATOR else Door.PHONE,
        name=row["name"],
        unit_id=row["unit_id"],
        is_unit_administrator=row["is_unit_administrator"],
    )
