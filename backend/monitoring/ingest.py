"""From packets to committed readings and warnings: one transaction for a batch over all connections.

Readings, the rules' state and the warnings they raise commit together; only then are the packets accepted, which
lets their answers go out. Rows are locked in the order of device ids, so two gateways give what one gives.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
import structlog
from prometheus_client import Counter

from backend.core import clock, db, logs
from backend.core.errors import Unavailable
from backend.core.i18n import Text
from backend.core.ids import new_id
from backend.monitoring import connecting, devices, limits, reference
from backend.monitoring.connections import Received
from backend.monitoring.devices import Known
from backend.monitoring.limits import Rule, State, Verdict
from backend.monitoring.protocols.hj212 import FACTORS, Value, decode, readings
from backend.supervision import warnings
from backend.supervision.rules import Fact, Level

log = structlog.get_logger()

READINGS = Counter("sandtable_readings_total", "Readings by what became of them", ["outcome"])
PACKETS = Counter("sandtable_packets_total", "Packets by what became of them", ["outcome"])

DATA_COMMANDS: Final = frozenset(("2011", "2051", "2061", "2031"))
TRANSMITTING: Final = "transmitting"

Stream = tuple[UUID, str, str]
"""Device, `code:factor`, command: what the rules remember one state for."""

_MAIN_KINDS: Final = ("Rtd", "Avg", "Data", "Cou")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One factor of one packet, as it is stored."""

    device: Known
    command: str
    data_time: datetime
    factor: str
    value: float | None
    min_value: float | None
    max_value: float | None
    mark: str
    may_decide: bool
    received_at: datetime

    @property
    def key(self) -> tuple[UUID, str, datetime, str]:
        """What makes a value one and the same."""
        return self.device.id, self.command, self.data_time, self.factor


async def on_packets(batch: list[Received]) -> None:
    """Commit the batch and accept its packets; a packet that cannot be stored does not hold back the others."""
    logs.request_id.set(new_id().hex)
    try:
        accepted, rows = await _recognise(batch)
        await _commit(rows)
    except Unavailable:
        raise
    except Exception:
        if len(batch) == 1:
            log.exception("packet.unstorable", peer=batch[0].peer)
            PACKETS.labels("unstorable").inc()
            return
        await on_packets(batch[: len(batch) // 2])
        await on_packets(batch[len(batch) // 2 :])
        return
    for received in accepted:
        received.accept()
    PACKETS.labels("committed").inc(len(accepted))


async def _recognise(batch: list[Received]) -> tuple[list[Received], list[Row]]:
    known = await devices.find(sorted({_mn(received) for received in batch}))
    accepted: list[Received] = []
    rows: list[Row] = []
    strangers: dict[str, str] = {}
    for received in batch:
        device = known.get(_mn(received))
        if device is None:
            PACKETS.labels("unknown_device").inc()
            strangers[_mn(received)[:64]] = received.peer
        elif not device.is_password(received.packet.pw):
            PACKETS.labels("wrong_password").inc()
        else:
            accepted.append(received)
            rows.extend(_rows(received, device))
    strangers.pop("", None)
    if strangers:
        await devices.note_unknown(strangers)
    return accepted, rows


def _mn(received: Received) -> str:
    """The device's number, empty where it sends none or one that nobody could register."""
    mn = received.packet.mn or ""
    return mn if mn.isprintable() else ""


def _rows(received: Received, device: Known) -> Iterable[Row]:
    packet = received.packet
    if packet.cn not in DATA_COMMANDS or packet.data_time is None:
        return
    if device.profile != received.profile:
        packet = decode(packet.frame, device.profile)
    by_factor: dict[str, dict[str, Value]] = defaultdict(dict)
    for value in readings(packet, device.profile):
        by_factor[value.factor].setdefault(value.kind, value)
    for factor, kinds in by_factor.items():
        main = next((kinds[kind] for kind in _MAIN_KINDS if kind in kinds), None)
        mark = next(iter(kinds.values())).mark
        yield Row(
            device=device,
            command=str(packet.cn),
            data_time=packet.data_time or received.received_at,
            factor=factor[:32],
            value=main.value if main else None,
            min_value=kinds["Min"].value if "Min" in kinds else None,
            max_value=kinds["Max"].value if "Max" in kinds else None,
            mark=mark[:4],
            may_decide=main is not None and main.may_decide,
            received_at=received.received_at,
        )


async def _commit(rows: list[Row]) -> None:
    if not rows:
        return
    unique = list({row.key: row for row in reversed(rows)}.values())[::-1]
    async with db.transaction():
        # The lock makes one gateway at a time the owner of a device's rules; ordered, so that no two wait in a ring.
        owned = await db.fetch(
            "SELECT project_id, state FROM device WHERE id = ANY($1) ORDER BY id FOR UPDATE",
            sorted({row.device.id for row in rows}),
        )
        fresh = await _store(unique)
        await _keep_revisions([row for row in rows if row.key not in fresh])
        await _touch({row.device.id for row in rows})
        begun = sorted({each["project_id"] for each in owned if each["state"] != TRANSMITTING})
        for project_id in begun:
            await devices.report(project_id)
        await connecting.transmits(begun, clock.now())
        await _judge([row for row in unique if row.key in fresh])
    READINGS.labels("stored").inc(len(fresh))
    READINGS.labels("repeated").inc(len(rows) - len(fresh))


async def _store(rows: list[Row]) -> set[tuple[UUID, str, datetime, str]]:
    """Insert what is new; the keys that were."""
    stored = await db.fetch(
        """
        INSERT INTO reading
            (city_code, device_id, command, data_time, factor, value, min_value, max_value, mark, received_at)
        SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::float8[],
                             $7::float8[], $8::float8[], $9::text[], $10::timestamptz[])
        ON CONFLICT DO NOTHING RETURNING device_id, command, data_time, factor
        """,
        [row.device.city_code for row in rows],
        [row.device.id for row in rows],
        [row.command for row in rows],
        [row.data_time for row in rows],
        [row.factor for row in rows],
        [row.value for row in rows],
        [row.min_value for row in rows],
        [row.max_value for row in rows],
        [row.mark for row in rows],
        [row.received_at for row in rows],
    )
    return {(row["device_id"], row["command"], row["data_time"], row["factor"]) for row in stored}


async def _keep_revisions(repeated: list[Row]) -> None:
    """A resend of the same value is dropped; a differing value is kept beside the first, never instead of it."""
    await db.execute_many(
        """
        INSERT INTO reading_revision (city_code, device_id, command, data_time, factor, value, mark, received_at)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE EXISTS (
            SELECT FROM reading WHERE city_code = $1 AND device_id = $2 AND command = $3 AND data_time = $4
                                  AND factor = $5 AND (value IS DISTINCT FROM $6::float8 OR mark <> $7::text))
        """,
        [
            (row.device.city_code, *row.key, row.value, row.mark, row.received_at)
            for row in repeated
        ],
    )  # fmt: skip


async def _touch(device_ids: set[UUID]) -> None:
    await db.execute(
        "UPDATE device SET last_seen_at = clock_timestamp(), state = 'transmitting' WHERE id = ANY($1) "
        "AND (state <> 'transmitting' OR last_seen_at < clock_timestamp() - interval '10 seconds')",
        sorted(device_ids),
    )


async def _judge(rows: list[Row]) -> None:
    """Run the rules over the new readings in the order of their own time."""
    judged = [row for row in rows if row.may_decide and not _is_ahead(row)]
    if not judged:
        return
    rules = await reference.rules()
    states = await _states({row.device.id for row in judged})
    changed: set[Stream] = set()
    for row in sorted(judged, key=lambda row: row.data_time):
        by_code = limits.select(
            rules, factor=row.factor, command=row.command, data_time=row.data_time, city_code=row.device.city_code
        )
        for code, applicable in by_code.items():
            stream = row.device.id, f"{code}:{row.factor}", row.command
            states[stream], verdict = limits.judge(
                applicable, states.get(stream, State()), row.value or 0.0, row.data_time
            )
            changed.add(stream)
            await _act(verdict, row, stream, states)
    await _save({stream: states[stream] for stream in changed})


def _is_ahead(row: Row) -> bool:
    return row.data_time > clock.now() + limits.FUTURE_TOLERANCE


async def _states(device_ids: set[UUID]) -> dict[Stream, State]:
    rows = await db.fetch(
        "SELECT device_id, quantity, command, state FROM rule_state WHERE device_id = ANY($1)", sorted(device_ids)
    )
    return {(row["device_id"], row["quantity"], row["command"]): msgspec.convert(row["state"], State) for row in rows}


async def _save(states: dict[Stream, State]) -> None:
    await db.execute_many(
        "INSERT INTO rule_state (device_id, quantity, command, state) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (device_id, quantity, command) DO UPDATE SET state = excluded.state",
        [(*stream, msgspec.to_builtins(state)) for stream, state in sorted(states.items())],
    )


async def _act(verdict: Verdict, row: Row, stream: Stream, states: dict[Stream, State]) -> None:
    device_id, quantity, _ = stream
    # One open warning for a device's quantity, whichever of its limits is broken and in whichever report.
    fingerprint = f"{device_id}:{quantity}"
    if verdict.broken is not None:
        await _warn(verdict.broken, row, fingerprint)
    is_raised_elsewhere = any(state.is_raised and other[:2] == stream[:2] for other, state in states.items())
    if verdict.is_cleared and not is_raised_elsewhere:
        await warnings.close_by_itself(fingerprint, reason=Text("连续多次恢复正常", "Several normal readings in a row"))


async def _warn(rule: Rule, row: Row, fingerprint: str) -> None:
    factor = FACTORS.get(row.factor)
    name_zh, name_en = (factor.zh, factor.en) if factor else (row.factor, row.factor)
    measured, limit = f"{row.value:g} {rule.unit}", f"{rule.limit_value:g} {rule.unit}"
    at = row.data_time.astimezone(clock.SHANGHAI)
    await warnings.raise_warning(
        rule.code,
        project_id=row.device.project_id,
        fingerprint=fingerprint,
        level=Level(rule.level),
        summary=Text(
            f"{row.device.name}：{name_zh} {measured}，限值 {limit}",
            f"{row.device.name}: {name_en} {measured}, limit {limit}",
        ),
        facts=[
            Fact(Text("实测", "Measured"), measured),
            Fact(Text("限值", "Limit"), limit),
            Fact(Text("时间", "Time"), f"{at:%m-%d %H:%M}"),
            *([Fact(Text("依据", "Basis"), rule.standard)] if rule.standard else []),
        ],
        data={
            "device_id": str(row.device.id),
            "rule_id": str(rule.id),
            "basis_zh": rule.basis.zh,
            "basis_en": rule.basis.en,
            "factor": row.factor,
            "value": row.value,
            "limit": rule.limit_value,
            "data_time": row.data_time.isoformat(),
        },
    )
