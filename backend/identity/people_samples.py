"""Examples for the API page: applications, partners and their keys."""

import datetime as dt
from typing import Final
from uuid import UUID

from backend.core.paging import Page
from backend.identity import samples
from backend.identity.applications import Application, OwnApplication
from backend.identity.partner_keys import IssuedKey, PartnerKey
from backend.identity.partners import OwnPartner, Partner
from backend.identity.rules import ApplicationState, KeyState, PartnerKind, PartnerState
from backend.identity.units import Level, PublicUnit

APPLICATION_ID: Final = UUID("01990000-0000-7000-8000-000000000041")
PARTNER_ID: Final = UUID("01990000-0000-7000-8000-000000000042")
KEY_ID: Final = UUID("01990000-0000-7000-8000-000000000043")
_AT: Final = dt.datetime(2026, 11, 21, 2, 30, tzinfo=dt.UTC)
_BUREAU_ZH: Final = "深圳市住房和城乡建设局"
_BUREAU_EN: Final = "Shenzhen Housing and Urban-Rural Development Bureau"

PUBLIC_UNIT: Final = PublicUnit(
    id=samples.UNIT_ID,
    region_code="440300",
    sector="housing",
    level=Level.CITY,
    name_zh=_BUREAU_ZH,
    name_en=_BUREAU_EN,
)
OWN_APPLICATION: Final = OwnApplication(
    id=APPLICATION_ID,
    state=ApplicationState.APPLIED,
    name="周敏",
    unit_name_zh=_BUREAU_ZH,
    unit_name_en=_BUREAU_EN,
    applied_at=_AT,
    reason=None,
)
APPLICATION_PAGE: Final = Page(
    [
        Application(
            id=APPLICATION_ID,
            state=ApplicationState.APPLIED,
            name="周敏",
            wecom_userid="zhou.min",
            unit_id=samples.UNIT_ID,
            unit_name_zh=_BUREAU_ZH,
            unit_name_en=_BUREAU_EN,
            applied_at=_AT,
            decided_at=None,
            reason=None,
            account_id=None,
        )
    ],
    None,
)
PARTNER: Final = Partner(
    id=PARTNER_ID,
    kind=PartnerKind.DEVICE_VENDOR,
    uscc="91440300YY000001XU",
    name="深圳演示物联科技有限公司",
    unit_id=samples.UNIT_ID,
    unit_name_zh=_BUREAU_ZH,
    unit_name_en=_BUREAU_EN,
    state=PartnerState.ACTIVE,
    verified_at=_AT,
    disabled_at=None,
    reason=None,
)
PARTNER_PAGE: Final = Page([PARTNER], None)
KEY: Final = PartnerKey(
    id=KEY_ID,
    name="生产环境",
    prefix="k7f2m9qa",
    state=KeyState.ACTIVE,
    created_at=_AT,
    ends_at=_AT + dt.timedelta(days=365),
    last_used_at=None,
    replaced_by=None,
    revoked_at=None,
)
ISSUED_KEY: Final = IssuedKey(id=KEY_ID, key="st_k7f2m9qa_3vQ0…", ends_at=_AT + dt.timedelta(days=365))
OWN_PARTNER: Final = OwnPartner(
    partner_id=PARTNER_ID,
    kind=PartnerKind.DEVICE_VENDOR,
    uscc="91440300YY000001XU",
    name="深圳演示物联科技有限公司",
    unit_name_zh=_BUREAU_ZH,
    unit_name_en=_BUREAU_EN,
    key_name="生产环境",
    key_ends_at=_AT + dt.timedelta(days=365),
    key_state=KeyState.ACTIVE,
)
