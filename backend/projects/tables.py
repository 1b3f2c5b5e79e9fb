"""Columns of projects: stages, projects, permits, parties, posts, monthly progress, obligations."""

from piccolo.columns import UUID, Boolean, Date, DoublePrecision, ForeignKey, Integer, Text, Timestamptz
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
    """Something that is due from a project in a month."""

    id = UUID(primary_key=True, default=None)
    project_id = ForeignKey(Project, null=False)
    city_code = Text(default=None)
    kind = Text(default=None)
    period = Text(default=None)
    post_kind = Text(default=None)
    due_at = Timestamptz(default=None)
    state = Text(default="open")
    met_at = Timestamptz(null=True, default=None)
