"""Columns of projects: stages, projects, permits, parties, posts, monthly progress, obligations."""

from typing import Any

from piccolo.columns import JSONB, UUID, Boolean, Bytea, Date, DoublePrecision, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.identity.tables import Account, Organisation, Region, Unit


class ProgressStage(Table, tablename="progress_stage"):
    """A stage of visual progress: reference data."""

    code = Text(primary_key=True, default=None)
    category = Text(default=None)
    position = Integer(default=None)
    name_zh = Text(default=None)
    name_en = Text(default=None)
    has_floors = Boolean(default=None)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)


class Project(Table, tablename="project"):
    """A site under supervision; its point is WGS-84, beside it the point as it was given."""

    id = UUID(primary_key=True, default=None)
    city_code = ForeignKey(Region, null=False)
    region_code = ForeignKey(Region, null=False)
    sector = Text(default=None)
    name = Text(default=None)
    category = Text(default=None)
    status = Text(default=None)
    supervising_unit_id = ForeignKey(Unit, null=False)
    started_on = Date(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)
    latitude = DoublePrecision(null=True, default=None)
    given_longitude = DoublePrecision(null=True, default=None)
    given_latitude = DoublePrecision(null=True, default=None)
    given_datum = Text(null=True, default=None)
    created_by = ForeignKey(Account, null=False)
    created_at = Timestamptz(default=TimestamptzNow())
    fence_radius_m = Integer(default=500)
    is_existing = Boolean(default=False)
    confirmed_by = ForeignKey(Account, null=True)
    confirmed_at = Timestamptz(null=True, default=None)
    changed_at = Timestamptz(default=TimestamptzNow())


class Permit(Table, tablename="permit"):
    """A construction permit bound to a project."""

    id = UUID(primary_key=True, default=None)
    project_id = ForeignKey(Project, null=False)
    number = Text(unique=True, default=None)
    raw_number = Text(default=None)
    issued_on = Date(default=None)
    class_code = Text(default=None)
    bound_by = ForeignKey(Account, null=False)
    bound_at = Timestamptz(default=TimestamptzNow())


class Party(Table, tablename="party"):
    """An organisation's part in a project."""

    id = UUID(primary_key=True, default=None)
    project_id = ForeignKey(Project, null=False)
    organisation_id = ForeignKey(Organisation, null=False)
    role = Text(default=None)
    from_on = Date(default=None)
    until_on = Date(null=True, default=None)
    ended_reason = Text(null=True, default=None)
    ended_by = ForeignKey(Account, null=True)


class Post(Table, tablename="post"):
    """What a person is on a project, from the application to the end."""

    id = UUID(primary_key=True, default=None)
    project_id = ForeignKey(Project, null=False)
    account_id = ForeignKey(Account, null=False)
    kind = Text(default=None)
    organisation_id = ForeignKey(Organisation, null=False)
    state = Text(default=None)
    applied_at = Timestamptz(default=TimestamptzNow())
    decided_by = ForeignKey(Account, null=True)
    decided_at = Timestamptz(null=True, default=None)
    reason = Text(null=True, default=None)
    proof = Text(default="approver")
    changed_at = Timestamptz(default=TimestamptzNow())


class ProgressReport(Table, tablename="progress_report"):
    """A month's visual progress."""

    id = UUID(primary_key=True, default=None)
    project_id = ForeignKey(Project, null=False)
    period = Text(default=None)
    stage = ForeignKey(ProgressStage, null=False)
    floors_done = Integer(default=None)
    floors_total = Integer(default=None)
    percent = Integer(default=None)
    note = Text(default=None)
    state = Text(default=None)
    round = Integer(default=1)
    filed_by = ForeignKey(Account, null=False)
    filed_at = Timestamptz(default=None)
    reviewed_by = ForeignKey(Account, null=True)
    reviewed_at = Timestamptz(null=True, default=None)
    confirmed_by = ForeignKey(Account, null=True)
    confirmed_at = Timestamptz(null=True, default=None)
    returned_by = ForeignKey(Account, null=True)
    returned_at = Timestamptz(null=True, default=None)
    return_reason = Text(null=True, default=None)


class ProgressPhoto(Table, tablename="progress_photo"):
    """A photo in a round of a report. All but `slot` is the key; Piccolo knows keys of one column only."""

    report_id = ForeignKey(ProgressReport, null=False)
    round = Integer(default=None)
    photo_id = UUID(primary_key=True, default=None)
    slot = Text(default=None)


class Obligation(Table, tablename="obligation"):
    """Something that is due from a post of a project, or from its supervising unit."""

    id = UUID(primary_key=True, default=None)
    project_id = ForeignKey(Project, null=False)
    city_code = Text(default=None)
    kind = Text(default=None)
    period = Text(default=None)
    post_kind = Text(default=None)
    due_at = Timestamptz(default=None)
    state = Text(default="open")
    met_at = Timestamptz(null=True, default=None)
    since = Timestamptz(default=TimestamptzNow())
    next_step = Text(null=True, default=None)
    next_at = Timestamptz(null=True, default=None)
    pause_id = UUID(null=True, default=None)
    closed_reason = Text(null=True, default=None)
    changed_at = Timestamptz(default=TimestamptzNow())


class SupervisionAssignment(Table, tablename="supervision_assignment"):
    """Which unit supervises a project, from when until when."""

    id = UUID(primary_key=True, default=None)
    project_id = ForeignKey(Project, null=False)
    unit_id = ForeignKey(Unit, null=False)
    from_at = Timestamptz(default=None)
    until_at = Timestamptz(null=True, default=None)
    reason = Text(default=None)
    assigned_by = ForeignKey(Account, null=False)


class PermitPerson(Table, tablename="permit_person"):
    """Whom the permit names. Both first columns are the key; Piccolo knows keys of one column only."""

    project_id = ForeignKey(Project, primary_key=True, null=False)
    post_kind = Text(default=None)
    phone_index = Bytea(default=None)
    name = Text(default=None)


class PostSuccession(Table, tablename="post_succession"):
    """Which post a vacant one falls to, in order. `post_kind` and `position` are the key."""

    post_kind = Text(primary_key=True, default=None)
    position = Integer(default=None)
    falls_to = Text(default=None)


class SingleWork(Table, tablename="single_work"):
    """A building, bridge or road section of a project."""

    id = UUID(primary_key=True, default=None)
    project_id = ForeignKey(Project, null=False)
    permit_id = ForeignKey(Permit, null=True)
    name = Text(default=None)
    structure = Text(default=None)
    floors_above = Integer(default=0)
    floors_below = Integer(default=0)
    height_m = DoublePrecision(null=True, default=None)
    area_m2 = DoublePrecision(null=True, default=None)
    length_m = DoublePrecision(null=True, default=None)
    state = Text(default="listed")
    removed_reason = Text(null=True, default=None)
    entered_by = ForeignKey(Account, null=False)
    entered_at = Timestamptz(default=TimestamptzNow())


class ExternalId(Table, tablename="external_id"):
    """A number by which another system knows the project or one of its works."""

    id = UUID(primary_key=True, default=None)
    project_id = ForeignKey(Project, null=False)
    single_work_id = ForeignKey(SingleWork, null=True)
    source = Text(default=None)
    kind = Text(default=None)
    value = Text(default=None)
    given_by = ForeignKey(Account, null=False)
    given_at = Timestamptz(default=TimestamptzNow())


class ProjectChange(Table, tablename="project_change"):
    """A fact of a project before and after somebody changed it; append-only."""

    id = UUID(primary_key=True, default=None)
    project_id = ForeignKey(Project, null=False)
    fact = Text(default=None)
    before = JSONB(default=None)
    after = JSONB(default=None)
    reason = Text(default=None)
    changed_by = ForeignKey(Account, null=True)
    changed_at = Timestamptz(default=None)


class FactCheck(Table, tablename="fact_check"):
    """What the regulator says of a reported fact. `project_id` and `fact` are the key."""

    project_id = ForeignKey(Project, primary_key=True, null=False)
    fact = Text(default=None)
    state = Text(default=None)
    value = JSONB(null=True, default=None)
    reason = Text(null=True, default=None)
    checked_by = ForeignKey(Account, null=True)
    checked_at = Timestamptz(null=True, default=None)
    since = Timestamptz(default=None)


class MonthlyReview(Table, tablename="monthly_review"):
    """The regulator's review of a month."""

    id = UUID(primary_key=True, default=None)
    project_id = ForeignKey(Project, null=False)
    period = Text(default=None)
    state = Text(default=None)
    items = JSONB(default=None)
    note = Text(default=None)
    round = Integer(default=1)
    reviewed_by = ForeignKey(Account, null=False)
    reviewed_at = Timestamptz(default=None)


class DangerousWorkKind(Table, tablename="dangerous_work_kind"):
    """A kind of dangerous works with its thresholds: reference data."""

    code = Text(primary_key=True, default=None)
    category_zh = Text(default=None)
    category_en = Text(default=None)
    name_zh = Text(default=None)
    name_en = Text(default=None)
    form = Text(default=None)
    grade = Text(default=None)
    measures = JSONB(default=None)
    conditions = JSONB(default=None)
    clauses = JSONB(default=None)
    position = Integer(default=None)
    jurisdiction = Text(default=None)
    replaces: ForeignKey[Any] = ForeignKey("self", null=True)
    basis = Text(default=None)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)


class DangerousWork(Table, tablename="dangerous_work"):
    """A dangerous sub-project of a site, with its classification."""

    id = UUID(primary_key=True, default=None)
    project_id = ForeignKey(Project, null=False)
    single_work_id = ForeignKey(SingleWork, null=True)
    kind_code = ForeignKey(DangerousWorkKind, null=False)
    name = Text(default=None)
    location = Text(default=None)
    measures = JSONB(default=None)
    judgements = JSONB(default=None)
    grade = Text(default=None)
    reason_zh = Text(default=None)
    reason_en = Text(default=None)
    planned_from = Date(null=True, default=None)
    planned_until = Date(null=True, default=None)
    state = Text(default="listed")
    removed_reason = Text(null=True, default=None)
    listed_by = ForeignKey(Account, null=False)
    listed_at = Timestamptz(default=None)
    changed_at = Timestamptz(default=None)


class ObligationPause(Table, tablename="obligation_pause"):
    """Why and until when nothing is asked of a project."""

    id = UUID(primary_key=True, default=None)
    project_id = ForeignKey(Project, null=False)
    kind = Text(null=True, default=None)
    reason = Text(default=None)
    from_at = Timestamptz(default=None)
    until_at = Timestamptz(default=None)
    paused_by = ForeignKey(Account, null=False)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = ForeignKey(Account, null=True)


class CalendarDay(Table, tablename="calendar_day"):
    """A day that differs from the holiday calendar."""

    day = Date(primary_key=True, default=None)
    is_workday = Boolean(default=None)
    note_zh = Text(default=None)
    note_en = Text(default=None)
