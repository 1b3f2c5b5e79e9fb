"""Sending: claim, send outside any transaction, record under the lease's token, again until nothing is left.

What each outcome does to the delivery and to its lane::

    accepted, duplicate   accepted; the lane goes on
    moot                  skipped
    retry, ambiguous      ready again after 2, 4, 8 … 300 s with jitter, others of the lane first; ambiguous is marked
    throttled             ready at once, the lane (of the app: all people's lanes) rests for at least 60 s
    recipient             dead without an alarm: the inbox has it
    permanent             dead, and an alarm
    configuration         a robot that is gone: dead, its group disabled, an alarm
                          otherwise: kept, the lane (of the app: all people's lanes) rests 5 min, one alarm
    48 attempts, 4 hours  dead, and an alarm

A lease that runs out (the process died, or the answer was lost with it) counts as ambiguous. Nothing ever vanishes.
"""

import asyncio
import random
import time
from collections.abc import Mapping
from typing import Final

import asyncpg
import msgspec
import structlog

from backend.core import crypto, db, events, logs
from backend.core.errors import Unavailable
from notifications import groups, metrics, twins
from notifications.channel import Channel, ChannelName, Form, Message, Outcome, OutcomeKind, Parcel
from notifications.lanes import Claimed, app_lane, claim, lease_seconds, send_seconds
from notifications.outbox import MAX_ATTEMPTS
from notifications.routing import ALARMS

log = structlog.get_logger()

THROTTLE_SECONDS: Final = 60.0
FAULT_SECONDS: Final = 300.0
BACKOFF_MAX_SECONDS: Final = 300.0
TWIN_WAIT_SECONDS: Final = 1.0

Channels = Mapping[ChannelName, Channel]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a delivery and its lane become."""

    state: str
    wait_seconds: float = 0.0  # Before this delivery may be tried again.
    pause_seconds: float = 0.0  # Before its lane, or the app, may.
    is_unanswered: bool = False
    is_alarming: bool = False
    disables_group: bool = False
    is_app_fault: bool = False


def judge(outcome: Outcome, *, attempts: int) -> Verdict:
    """The table above, without the clock: giving up after hours is decided where the hours are known."""
    match outcome.kind:
        case OutcomeKind.ACCEPTED | OutcomeKind.DUPLICATE:
            return Verdict(state="accepted")
        case OutcomeKind.MOOT:
            return Verdict(state="skipped")
        case OutcomeKind.RECIPIENT:
            return Verdict(state="dead")
        case OutcomeKind.PERMANENT:
            return Verdict(state="dead", is_alarming=True)
        case OutcomeKind.CONFIGURATION if outcome.is_destination_gone:
            return Verdict(state="dead", disables_group=True)
        case OutcomeKind.CONFIGURATION:
            return Verdict(state="ready", pause_seconds=FAULT_SECONDS, is_app_fault=True)
        case OutcomeKind.THROTTLED:
            return Verdict(state="ready", pause_seconds=max(THROTTLE_SECONDS, outcome.wait_seconds))
        case _:
            wait = outcome.wait_seconds or backoff_seconds(attempts)
            return Verdict(state="ready", wait_seconds=wait, is_unanswered=outcome.kind is OutcomeKind.AMBIGUOUS)


def backoff_seconds(attempts: int) -> float:
    """2, 4, 8 … 300 s, each half to one and a half of it: many that fail together do not come back together."""
    return float(min(BACKOFF_MAX_SECONDS, 2.0 ** min(attempts, 16))) * random.uniform(0.5, 1.5)


class Dispatcher:
    """One process's hands: up to `width` lanes at once. `step` starts sends in `group` and returns."""

    def __init__(self, channels: Channels, group: asyncio.TaskGroup, wake: asyncio.Event, *, width: int) -> None:
        self._channels = channels
        self._group = group
        self._wake = wake
        self._free = width

    async def step(self) -> int:
        """Claim for the free hands and start sending; the number claimed."""
        if self._free == 0:
            return 0
        claimed = await claim(self._free)
        for one in claimed:
            if one.state == "sending":
                self._free -= 1
                self._group.create_task(self._handle(one))
            else:
                metrics.SENT.labels(one.channel, "skipped").inc()
        return len(claimed)

    async def _handle(self, one: Claimed) -> None:
        try:
            logs.request_id.set(one.request_id)
            await deliver(one, self._channels)
        except Exception:
            # The lease runs out and the delivery is repeated, marked.
            log.exception("delivery.unrecorded", delivery_id=str(one.id))
        finally:
            self._free += 1
            self._wake.set()  # The lane may have more.


async def deliver(one: Claimed, channels: Channels) -> None:
    """Send one claimed delivery and record what came of it."""
    started = time.monotonic()
    outcome = await _send(one, channels)
    duration_ms = round((time.monotonic() - started) * 1000)
    metrics.SENT.labels(one.channel, outcome.kind.value).inc()
    if outcome.kind is OutcomeKind.AMBIGUOUS:
        metrics.AMBIGUOUS.labels(one.channel).inc()
    log.info(
        "delivery.attempted",
        delivery_id=str(one.id),
        event_kind=one.event_kind,
        channel=one.channel,
        attempt=one.attempts,
        outcome=outcome.kind.value,
        code=outcome.code,
        duration_ms=duration_ms,
    )
    await _record_until_lease_ends(one, outcome, duration_ms, started)


async def _send(one: Claimed, channels: Channels) -> Outcome:
    parcel = await _pack(one)
    if isinstance(parcel, Outcome):
        return parcel
    channel = channels.get(parcel.channel)
    if channel is None:
        return Outcome(kind=OutcomeKind.PERMANENT, message="no such channel in this deployment")
    try:
        async with asyncio.timeout(send_seconds()):
            return await channel.send(parcel)
    except TimeoutError:
        return Outcome(kind=OutcomeKind.AMBIGUOUS, message="no answer in time")
    except Exception as error:
        # A fault of ours in the middle of a send: whether it left is unknown.
        log.exception("channel.crashed", delivery_id=str(one.id), channel=one.channel)
        return Outcome(kind=OutcomeKind.AMBIGUOUS, message=type(error).__name__)


async def _pack(one: Claimed) -> Parcel | Outcome:
    """The parcel with the address that holds now, or why there is nothing to send."""
    channel = ChannelName(one.channel)
    address = _address(one)
    if isinstance(address, Outcome):
        return address
    target = one.target_id or one.id
    response_code = None
    if channel is ChannelName.CARD_UPDATE:
        twin = await twins.of_delivery(target)
        if twin is None or twin.delivery_state in {"skipped", "dead"}:
            return Outcome(kind=OutcomeKind.MOOT, message="the card was never sent")
        if twin.delivery_state != "accepted":
            # It may wait in its lane for long; on its way it is for seconds.
            wait = TWIN_WAIT_SECONDS if twin.delivery_state == "sending" else 0.0
            return Outcome(kind=OutcomeKind.RETRY, message="the card is on its way", wait_seconds=wait)
        response_code = twin.response_code
    return Parcel(
        delivery_id=one.id,
        channel=channel,
        address=address,
        message=msgspec.convert(one.body, Message),
        attempt=one.attempts,
        unanswered=one.unanswered,
        task_id=twins.task_id_of(target),
        response_code=response_code,
    )


def _address(one: Claimed) -> str | Outcome:
    if one.channel == ChannelName.ROBOT:
        if one.key_sealed is None or not one.is_group_active:
            return Outcome(kind=OutcomeKind.RECIPIENT, message="the group's robot is disabled")
        return crypto.unseal(one.key_sealed, purpose=groups.KEY_PURPOSE)
    userid = one.userid or (one.recipient.removeprefix("wecom:") if one.recipient.startswith("wecom:") else None)
    return userid or Outcome(kind=OutcomeKind.RECIPIENT, message="no WeCom account is linked")


async def _record_until_lease_ends(one: Claimed, outcome: Outcome, duration_ms: int, started: float) -> None:
    """An accepted message whose recording fails would be repeated: so insist while the lease is ours."""
    pause = 0.1
    while True:
        try:
            await record(one, outcome, duration_ms)
        except Unavailable:
            if time.monotonic() - started + pause > lease_seconds():
                raise
            await asyncio.sleep(pause)
            pause *= 2
        else:
            return


async def record(one: Claimed, outcome: Outcome, duration_ms: int) -> bool:
    """Write what came of an attempt; False when the lease has gone to another, who then decides."""
    verdict = judge(outcome, attempts=one.attempts)
    async with db.transaction():
        row = await _update(one, outcome, verdict)
        await _note_attempt(one, outcome, duration_ms)
        await _release_lane(one, outcome, verdict)
        if row is None:
            metrics.LEASE_LOST.inc()
            log.warning("delivery.lease_lost", delivery_id=str(one.id), outcome=outcome.kind.value)
            return False
        if row["state"] == "accepted":
            metrics.LATENCY.labels(one.channel).observe(float(row["age"]))
            await _keep_twin(one, outcome)
        await _alarm(one, outcome, verdict, has_given_up=row["state"] == "dead" and verdict.state == "ready")
    return True


async def _update(one: Claimed, outcome: Outcome, verdict: Verdict) -> asyncpg.Record | None:
    return await db.fetch_one(
        """
        UPDATE delivery SET
            state = CASE WHEN $5 = 'ready' AND (attempts >= $6 OR give_up_at <= clock_timestamp()) THEN 'dead'
                         ELSE $5 END,
            not_before = clock_timestamp() + $7 * interval '1 second',
            unanswered = unanswered + $8, lease_until = NULL, lease_token = NULL,
            provider_id = coalesce($9, provider_id), last_code = $10, last_error = $11,
            accepted_at = CASE WHEN $5 = 'accepted' THEN clock_timestamp() END
        WHERE city_code = $1 AND id = $2 AND event_at = $3 AND lease_token = $4 AND state = 'sending'
        RETURNING state, extract(epoch FROM clock_timestamp() - created_at) AS age
        """,
        *one.key, one.lease_token, verdict.state, MAX_ATTEMPTS, verdict.wait_seconds, int(verdict.is_unanswered),
        outcome.provider_id, outcome.code, None if verdict.state == "accepted" else outcome.message[:500],
    )  # fmt: skip


async def _note_attempt(one: Claimed, outcome: Outcome, duration_ms: int) -> None:
    await db.execute(
        """
        INSERT INTO delivery_attempt (delivery_id, event_at, attempt, outcome, code, message, duration_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (delivery_id, attempt, event_at) DO UPDATE SET
            outcome = excluded.outcome, code = excluded.code, message = excluded.message,
            duration_ms = excluded.duration_ms
        """,
        one.id, one.event_at, one.attempts, outcome.kind.value, outcome.code, outcome.message[:500], duration_ms,
    )  # fmt: skip


async def _release_lane(one: Claimed, outcome: Outcome, verdict: Verdict) -> None:
    await db.execute(
        "UPDATE lane SET lease_until = '-infinity', lease_token = NULL WHERE name = $1 AND lease_token = $2",
        one.lane,
        one.lease_token,
    )
    if verdict.pause_seconds:
        await db.execute(
            """
            UPDATE lane SET paused_until = greatest(paused_until, clock_timestamp() + $2 * interval '1 second')
            WHERE name = (SELECT coalesce(parent, name) FROM lane WHERE name = $1)
            """,
            one.lane,
            verdict.pause_seconds,
        )
    if outcome.kind is OutcomeKind.ACCEPTED:
        await db.execute("UPDATE lane SET fault = NULL WHERE name = $1 AND fault IS NOT NULL", app_lane())


async def _keep_twin(one: Claimed, outcome: Outcome) -> None:
    if one.channel == ChannelName.APP_CARD and one.body.get("form") == Form.BUTTONS and one.account_id is not None:
        await twins.remember(
            twins.task_id_of(one.id),
            subject_id=one.subject_id,
            account_id=one.account_id,
            response_code=outcome.response_code,
        )
    if one.channel == ChannelName.CARD_UPDATE and one.target_id is not None:
        state = "updated" if outcome.spent_code else "followed"
        await twins.spend(twins.task_id_of(one.target_id), outcome.spent_code, state=state)


async def _alarm(one: Claimed, outcome: Outcome, verdict: Verdict, *, has_given_up: bool) -> None:
    """Tell a person through another way; an alarm that dies itself only shows in the metrics and the outbox."""
    if verdict.disables_group and one.group_id is not None:
        await groups.disable_faulty(one.group_id, reason=outcome.message or str(outcome.code))
    if verdict.is_app_fault and await _is_new_fault(outcome):
        await _raise("app.faulty", one, {"reason": outcome.message or str(outcome.code)})
    if (verdict.is_alarming or has_given_up) and one.event_kind not in ALARMS:
        await _raise("delivery.dead", one, {"title": str(one.body.get("title", "")), "reason": outcome.message})


async def _is_new_fault(outcome: Outcome) -> bool:
    touched = await db.execute(
        "UPDATE lane SET fault = $2 WHERE name = $1 AND fault IS NULL", app_lane(), outcome.message[:200]
    )
    return bool(touched)


async def _raise(kind: str, one: Claimed, data: dict[str, str]) -> None:
    to_zh, to_en = ("群聊", "the group") if one.channel == ChannelName.ROBOT else ("相关人员", "the person")
    await events.record(
        kind, subject_id=one.id, city_code=one.city_code, project_id=one.project_id,
        data=data | {"to_zh": to_zh, "to_en": to_en, "project_name": str(one.body.get("place", ""))},
    )  # fmt: skip
