"""Columns of supervision; the schema itself is `backend/migrations/0004_supervision.py`."""

from typing import Any

from piccolo.columns import JSONB, UUID, Array, BigInt, Boolean, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.identity.tables import Account, DeviceKey
from backend.projects.tables import Obligation, Project


class SavedFilter(Table, tablename="saved_filter"):
    """Filters of the warnings room under a name."""

    account_id = ForeignKey(Account, default=None, null=False)
    name = Text(primary_key=True, default=None)
    query = JSONB()
    saved_at = Timestamptz(default=TimestamptzNow())


class WarningKind(Table, tablename="warning_kind"):
    """What can be warned of."""

    code = Text(primary_key=True, default=None)
    name_zh = Text(default=None)
    name_en = Text(default=None)
    first_level = Text(default=None)
    top_level = Text(default=None)
    posts = Array(base_column=Text(), default=None)
    first_told = Integer(default=None)
    closes = Text(default=None)
    basis_zh = Text(default=None)
    basis_en = Text(default=None)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)


class EscalationStep(Table, tablename="escalation_step"):
    """How long a level waits for an answer. Its key is (level, step)."""

    level = Text(primary_key=True, default=None)
    step = Integer(default=None)
    wait_seconds = Integer(default=None)
    raises_level = Boolean(default=None)


class RaisedWarning(Table, tablename="warning"):
    """A warning: named so because `Warning` is Python's."""

    id = UUID(primary_key=True, default=None)
    city_code = Text(default=None)
    project_id = ForeignKey(Project, null=False, default=None)
    code = ForeignKey(WarningKind, null=False, default=None)
    fingerprint = Text(default=None)
    short_code = Text(unique=True, default=None)
    level = Text(default=None)
    state = Text(default=None)
    summary_zh = Text(default=None)
    summary_en = Text(default=None)
    facts = JSONB(default=None)
    data = JSONB(default=None)
    recurrence_of: ForeignKey[Any] = ForeignKey("self", null=True)
    occurrences = Integer(default=1)
    step = Integer(default=0)
    level_step = Integer(default=0)
    raised_at = Timestamptz(default=None)
    last_at = Timestamptz(default=None)
    cleared_at = Timestamptz(null=True, default=None)
    acknowledged_by = ForeignKey(Account, null=True, default=None)
    acknowledged_post = Text(null=True, default=None)
    acknowledged_at = Timestamptz(null=True, default=None)
    plan = Text(null=True, default=None)
    promised_at = Timestamptz(null=True, default=None)
    closed_by = ForeignKey(Account, null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    close_reason_zh = Text(null=True, default=None)
    close_reason_en = Text(null=True, default=None)
    changed_at = Timestamptz(default=TimestamptzNow())
    said_at = Timestamptz(null=True, default=None)
    followed_by = ForeignKey(Account, null=True, default=None)
    followed_at = Timestamptz(null=True, default=None)


class RectificationOrder(Table, tablename="rectification_order"):
    """A rectification order."""

    id = UUID(primary_key=True, default=None)
    city_code = Text(default=None)
    project_id = ForeignKey(Project, null=False, default=None)
    warning_id = ForeignKey(RaisedWarning, null=True, default=None)
    short_code = Text(unique=True, default=None)
    title = Text(default=None)
    state = Text(default=None)
    round = Integer(default=1)
    attempt = Integer(default=1)
    overdue_step = Integer(default=0)
    issued_by = ForeignKey(Account, null=False, default=None)
    issued_at = Timestamptz(default=None)
    due_at = Timestamptz(default=None)
    closed_by = ForeignKey(Account, null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    close_note = Text(null=True, default=None)


class Finding(Table, tablename="finding"):
    """One thing to put right."""

    id = UUID(primary_key=True, default=None)
    order_id = ForeignKey(RectificationOrder, null=False, default=None)
    position = Integer(default=None)
    text = Text(default=None)
    severity = Text(default=None)


class FindingReply(Table, tablename="finding_reply"):
    """What was done about a finding, in one round and attempt."""

    id = UUID(primary_key=True, default=None)
    finding_id = ForeignKey(Finding, null=False, default=None)
    round = Integer(default=None)
    attempt = Integer(default=None)
    text = Text(default=None)
    before_photo_id = UUID(default=None)
    after_photo_id = UUID(default=None)
    replied_by = ForeignKey(Account, null=False, default=None)
    replied_at = Timestamptz(default=None)


class OrderExtension(Table, tablename="order_extension"):
    """A request for more time, one a round."""

    id = UUID(primary_key=True, default=None)
    city_code = Text(default=None)
    project_id = ForeignKey(Project, null=False, default=None)
    order_id = ForeignKey(RectificationOrder, null=False, default=None)
    round = Integer(default=None)
    state = Text(default=None)
    due_before = Timestamptz(default=None)
    asked_until = Timestamptz(default=None)
    reason = Text(default=None)
    asked_by = ForeignKey(Account, null=False, default=None)
    asked_at = Timestamptz(default=None)
    granted_until = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(Account, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    decided_note = Text(null=True, default=None)


class MatterStep(Table, tablename="matter_step"):
    """One step in the history of a warning or an order."""

    id = UUID(primary_key=True, default=None)
    subject_id = UUID(default=None)
    at = Timestamptz(default=None)
    actor_id = ForeignKey(Account, null=True, default=None)
    action = Text(default=None)
    from_state = Text(null=True, default=None)
    to_state = Text(default=None)
    level = Text(null=True, default=None)
    note = Text(null=True, default=None)
    said_at = Timestamptz(null=True, default=None)


class OfflineAct(Table, tablename="offline_act"):
    """A statement that a phone signed without a line, judged once. Its key is (key_id, counter)."""

    key_id: ForeignKey[Any] = ForeignKey(DeviceKey, null=False, primary_key=True)
    counter = BigInt(default=None)
    skipped = BigInt(default=None)
    account_id = ForeignKey(Account, null=False, default=None)
    act = Text(default=None)
    subject_id = UUID(default=None)
    said_at = Timestamptz(default=None)
    received_at = Timestamptz(default=None)
    statement = Text(default=None)
    outcome = Text(default=None)
    reason_zh = Text(null=True, default=None)
    reason_en = Text(null=True, default=None)
    problem = Text(null=True, default=None)


class OrderDraft(Table, tablename="order_draft"):
    """An order that the platform proposes and a regulator issues or dismisses."""

    id = UUID(primary_key=True, default=None)
    city_code = Text(default=None)
    project_id = ForeignKey(Project, null=False)
    obligation_id = ForeignKey(Obligation, null=False)
    warning_id = ForeignKey(RaisedWarning, null=True)
    title = Text(default=None)
    findings = JSONB(default=None)
    due_days = Integer(default=None)
    state = Text(default=None)
    drafted_at = Timestamptz(default=None)
    decided_by = ForeignKey(Account, null=True)
    decided_at = Timestamptz(null=True, default=None)
    reason = Text(null=True, default=None)
    order_id = ForeignKey(RectificationOrder, null=True)


class Handover(Table, tablename="handover"):
    """A list of a post's open matters, signed by who leaves and who comes."""

    id = UUID(primary_key=True, default=None)
    city_code = Text(default=None)
    project_id = ForeignKey(Project, null=False)
    post_kind = Text(default=None)
    from_account_id = ForeignKey(Account, null=False)
    to_account_id = ForeignKey(Account, null=False)
    state = Text(default=None)
    matters = JSONB(default=None)
    note = Text(default=None)
    offered_at = Timestamptz(default=None)
    decided_at = Timestamptz(null=True, default=None)
    reason = Text(null=True, default=None)
