"""Devices, their readings, and the limits they are judged by. Readings are partitioned by their own time."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    BigInt,
    Bytea,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
)
from piccolo.table import Table

from backend.identity.tables import Account
from backend.projects.tables import Project


class LimitRule(Table, tablename="limit_rule"):
    """One dated limit, with its standard and clause."""

    id = UUID(primary_key=True, default=None)
    code = Text()
    device_kind = Text()
    factor = Text()
    commands = Array(base_column=Text())
    limit_value = DoublePrecision()
    clear_below = DoublePrecision()
    unit = Text()
    level = Text()
    from_hour = Integer()
    to_hour = Integer()
    hold_count = Integer(default=1)
    clear_count = Integer(default=3)
    region_code = Text(null=True, default=None)
    standard = Text()
    clause = Text()
    clause_en = Text(default="")
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)


class Device(Table, tablename="device"):
    """A monitor on a site, known by the MN it sends."""

    id = UUID(primary_key=True, default=None)
    mn = Text(unique=True)
    project_id = ForeignKey(Project, null=False)
    city_code = Text()
    kind = Text()
    name = Text()
    password_index = Bytea()
    profile = JSONB()
    state = Text(default="registered")
    last_seen_at = Timestamptz(null=True, default=None)
    registered_by = ForeignKey(Account, null=False)
    registered_at = Timestamptz(default=None)


class UnknownDevice(Table, tablename="unknown_device"):
    """An MN that speaks to us without being registered."""

    mn = Text(primary_key=True, default=None)
    first_seen_at = Timestamptz(default=None)
    last_seen_at = Timestamptz(default=None)
    packets = BigInt(default=1)
    address = Text()


class Reading(Table, tablename="reading"):
    """One factor of one report."""

    city_code = Text()
    device_id = UUID(primary_key=True, default=None)
    command = Text()
    data_time = Timestamptz(default=None)
    factor = Text()
    value = DoublePrecision(null=True, default=None)
    min_value = DoublePrecision(null=True, default=None)
    max_value = DoublePrecision(null=True, default=None)
    mark = Text()
    received_at = Timestamptz(default=None)


class ReadingRevision(Table, tablename="reading_revision"):
    """A later value for a key that is stored already."""

    city_code = Text()
    device_id = UUID(primary_key=True, default=None)
    command = Text()
    data_time = Timestamptz(default=None)
    factor = Text()
    value = DoublePrecision(null=True, default=None)
    mark = Text()
    received_at = Timestamptz(default=None)


class RuleState(Table, tablename="rule_state"):
    """What the rules remember of one stream of a device."""

    device_id = UUID(primary_key=True, default=None)
    quantity = Text()
    command = Text()
    state = JSONB()
