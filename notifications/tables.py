"""Columns of notifications; the schema itself is `backend/migrations/0007_notifications.py`."""

from piccolo.columns import (
    JSONB,
    UUID,
    Bytea,
    DoublePrecision,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.identity.tables import Account, Unit
from backend.projects.tables import Project


class ChatGroup(Table, tablename="chat_group"):
    """A WeCom group that we may post into through its robot."""

    id = UUID(primary_key=True, default=None)
    kind = Text(default=None)
    name = Text(default=None)
    key_sealed = Bytea(default=None)
    lane = Text(default=None)
    audience = Text(default=None)
    project_id = ForeignKey(Project, null=True)
    unit_id = ForeignKey(Unit, null=True)
    state = Text(default="active")
    disabled_reason = Text(null=True, default=None)
    connected_by = ForeignKey(Account, null=False)
    connected_at = Timestamptz(default=TimestamptzNow())


class LaneBudget(Table, tablename="lane_budget"):
    """How fast each kind of lane may go."""

    kind = Text(primary_key=True, default=None)
    messages = Integer(default=None)
    burst = Integer(default=None)
    window_seconds = DoublePrecision(default=None)
    basis = Text(default=None)


class Lane(Table, tablename="lane"):
    """One destination's rate clock."""

    name = Text(primary_key=True, default=None)
    kind = ForeignKey(LaneBudget, null=False)
    parent: ForeignKey["Lane"] = ForeignKey("self", null=True)
    tat = Timestamptz(default=None)
    paused_until = Timestamptz(default=None)
    fault = Text(null=True, default=None)
    lease_until = Timestamptz(default=None)
    lease_token = UUID(null=True, default=None)


class Delivery(Table, tablename="delivery"):
    """One message to one recipient over one channel. Its key is (city_code, id, event_at)."""

    id = UUID(primary_key=True, default=None)
    city_code = Text(default=None)
    event_at = Timestamptz(default=None)
    event_id = UUID(default=None)
    event_kind = Text(default=None)
    recipient = Text(default=None)
    channel = Text(default=None)
    lane = Text(default=None)
    account_id = UUID(null=True, default=None)
    group_id = UUID(null=True, default=None)
    project_id = UUID(null=True, default=None)
    subject_id = UUID(default=None)
    target_id = UUID(null=True, default=None)
    until = Text(null=True, default=None)
    priority = Integer(default=None)
    level = Text(null=True, default=None)
    state = Text(default=None)
    attempts = Integer(default=0)
    unanswered = Integer(default=0)
    not_before = Timestamptz(default=TimestamptzNow())
    give_up_at = Timestamptz(default=None)
    lease_until = Timestamptz(null=True, default=None)
    lease_token = UUID(null=True, default=None)
    body = JSONB(default=None)
    provider_id = Text(null=True, default=None)
    last_code = Integer(null=True, default=None)
    last_error = Text(null=True, default=None)
    short_code = Text(default=None)
    request_id = Text(default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    accepted_at = Timestamptz(null=True, default=None)
    seen_at = Timestamptz(null=True, default=None)


class DeliveryAttempt(Table, tablename="delivery_attempt"):
    """What one attempt came to. Its key is (delivery_id, attempt, event_at)."""

    delivery_id = UUID(primary_key=True, default=None)
    event_at = Timestamptz(default=None)
    attempt = Integer(default=None)
    at = Timestamptz(default=TimestamptzNow())
    outcome = Text(default=None)
    code = Integer(null=True, default=None)
    message = Text(null=True, default=None)
    duration_ms = Integer(null=True, default=None)


class CardTwin(Table, tablename="card_twin"):
    """A card in somebody's own chat that changes with its matter."""

    task_id = Text(primary_key=True, default=None)
    subject_id = UUID(default=None)
    account_id = UUID(default=None)
    response_code = Text(null=True, default=None)
    response_code_at = Timestamptz(null=True, default=None)
    state = Text(default="live")


class EventHeld(Table, tablename="event_held"):
    """An event that could not be turned into deliveries."""

    event_id = UUID(primary_key=True, default=None)
    city_code = Text(default=None)
    occurred_at = Timestamptz(default=None)
    error = Text(default=None)
    held_at = Timestamptz(default=TimestamptzNow())
