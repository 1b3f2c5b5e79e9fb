"""Examples for the API page."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from backend.identity.qr.qr_decisions import Decided
from backend.identity.qr.qr_reports import PastScan, Reported
from backend.identity.qr.qr_rules import QrState
from backend.identity.qr.qr_scans import Scan
from backend.identity.qr.qr_sign_in import Waiting
from backend.identity.scope import Door

TICKET_ID: Final = UUID("9c1f0f5e-6a1b-4f0e-9d3c-2b7a5e8d1c40")
CODE: Final = "nB8PXmobTw6dPCt6Xo0cQAZ2Q0mX9n3bT5c1Lk8sVw4R"
_AT: Final = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)

WAITING: Final = Waiting(
    ticket_id=TICKET_ID, state=QrState.WAITING, version=1, seconds_left=60, svg="<svg …>", next_code_seconds=20
)
SCANNED: Final = Waiting(ticket_id=TICKET_ID, state=QrState.SCANNED, version=2, seconds_left=120, number=47)
SCAN: Final = Scan(
    id=TICKET_ID,
    door=Door.CONSOLE,
    state=QrState.SCANNED,
    asked_at=_AT,
    place_zh="广东省 深圳市",
    place_en="Shenzhen, Guangdong",
    browser_zh="Edge · Windows",
    browser_en="Edge · Windows",
    is_elsewhere=False,
    offered=[12, 47, 88],
    tries_left=3,
    seconds_left=120,
)
CONFIRMED: Final = Decided(QrState.CONFIRMED)
REFUSED: Final = Decided(QrState.REFUSED)
REPORTED: Final = Reported(1)
RECENT: Final = [
    PastScan(
        id=TICKET_ID,
        door=Door.CONSOLE,
        state=QrState.SIGNED_IN,
        place_zh="广东省 深圳市",
        place_en="Shenzhen, Guangdong",
        browser_zh="Edge · Windows",
        browser_en="Edge · Windows",
        scanned_at=_AT,
        decided_at=_AT,
        reported_at=None,
        is_signed_in=True,
    )
]
