"""`sandtable administrator`: the first administrator of a regulator unit, who adds everybody after that."""

from backend.core import db
from backend.identity import accounts, units
from backend.identity.units import Level


async def add(region_code: str, sector: str, name: str, wecom_userid: str) -> None:
    """Make the account, or leave it as it is when it is there already."""
    level = Level.PROVINCE if region_code.endswith("0000") else Level.CITY
    await db.start(size=1)
    try:
        unit_id = await units.find(region_code, sector, level)
        if unit_id is None:
            raise SystemExit(f"no unit for region {region_code} and sector {sector}")
        await accounts.bootstrap_administrator(unit_id, name, wecom_userid)
    finally:
        await db.stop()
