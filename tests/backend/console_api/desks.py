"""Who sits at the console besides the site's own regulators, and what a desk reads."""

from typing import Any

import httpx

from backend.core import db
from backend.identity.scope import Door, Scope
from backend.identity.units import Level
from tests.backend.site import CONSOLE, headers, scope, unit_of


async def read(console: httpx.AsyncClient, person: Scope, path: str) -> Any:
    """The answer's JSON; `path` is below the console's."""
    answer = await console.get(f"{CONSOLE}{path}", headers=await headers(person))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def province() -> Scope:
    """The administrator of the province, signed in."""
    unit = await unit_of("440000", Level.PROVINCE)
    found = await db.fetch_value("SELECT id FROM account WHERE unit_id = $1 AND is_unit_administrator", unit)
    return await scope(found, Door.CONSOLE)
