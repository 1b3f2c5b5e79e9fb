"""Examples for the API page."""

import datetime as dt
from typing import Final
from uuid import UUID

from backend.core.i18n import Text
from backend.identity.accounts import Identity, Me
from backend.identity.colleagues import Regulator, RegulatorPage
from backend.identity.rules import AccountState
from backend.identity.scope import AccountKind, Door
from backend.identity.sessions import OwnSession
from backend.identity.units import Level, Unit

UNIT_ID: Final = UUID("01990000-0000-7000-8000-000000000002")
ACCOUNT_ID: Final = UUID("01990000-0000-7000-8000-000000000007")
TOKEN: Final = "k5YwVb0tq3…"  # noqa: S105  An example.
TICKET: Final = "WyJ3ZWNoYXQ6…"

ME: Final = Me(
    account_id=ACCOUNT_ID,
    kind=AccountKind.ENTERPRISE,
    name="林晓明",
    phone="138****0001",
    language="zh-CN",
    unit_id=None,
    unit_name_zh=None,
    unit_name_en=None,
    unit_level=None,
    unit_sector=None,
    unit_region_code=None,
    unit_region_zh=None,
    unit_region_en=None,
    is_unit_administrator=False,
    is_limited=False,
    identities=[Identity("wechat:wx0123456789abcdef", "2026-11-21T02:30:00+00:00")],
)
REGULATOR_ME: Final = Me(
    account_id=ACCOUNT_ID,
    kind=AccountKind.REGULATOR,
    name="黄莉",
    phone=None,
    language="zh-CN",
    unit_id=UNIT_ID,
    unit_name_zh="深圳市住房和城乡建设局",
    unit_name_en="Shenzhen Housing and Urban-Rural Development Bureau",
    unit_level=Level.CITY,
    unit_sector="housing",
    unit_region_code="440300",
    unit_region_zh="深圳市",
    unit_region_en="Shenzhen",
    is_unit_administrator=True,
    is_limited=False,
    identities=[Identity("wecom:ww0123456789abcdef", "2026-11-21T02:30:00+00:00")],
)
UNIT: Final = Unit(
    id=UNIT_ID,
    region_code="440300",
    region=Text("深圳市", "Shenzhen"),
    sector="housing",
    level=Level.CITY,
    parent_id=UUID("01990000-0000-7000-8000-000000000008"),
    name_zh="深圳市住房和城乡建设局",
    name_en="Shenzhen Housing and Urban-Rural Development Bureau",
    people=38,
    administrators=1,
)
REGULATOR_PAGE: Final = RegulatorPage(
    [
        Regulator(
            id=ACCOUNT_ID,
            name="黄莉",
            unit_id=UNIT_ID,
            unit_name_zh="深圳市住房和城乡建设局",
            unit_name_en="Shenzhen Housing and Urban-Rural Development Bureau",
            is_unit_administrator=False,
            state=AccountState.ACTIVE,
            state_changed_at=dt.datetime(2026, 3, 2, 1, 15, tzinfo=dt.UTC),
            state_reason=None,
            last_seen_at=dt.datetime(2026, 11, 21, 6, 40, tzinfo=dt.UTC),
            phone="138****0007",
        )
    ],
    None,
    1,
)
OWN_SESSION: Final = OwnSession(
    id=UUID("01990000-0000-7000-8000-000000000031"),
    door=Door.PHONE,
    device_zh="微信 · iPhone",
    device_en="WeChat · iPhone",
    place_zh="广东省 深圳市",
    place_en="Shenzhen, Guangdong",
    network="113.88.12.0/24",
    opened_at=dt.datetime(2026, 11, 21, 2, 30, tzinfo=dt.UTC),
    last_seen_at=dt.datetime(2026, 11, 21, 6, 40, tzinfo=dt.UTC),
    is_this=True,
    is_from_code=False,
)
