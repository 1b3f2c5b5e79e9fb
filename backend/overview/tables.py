"""Columns of the read models; the schema and the triggers that feed them are migrations 0014 (search), 0018 (map)."""

from piccolo.columns import UUID, Array, BigInt, Boolean, Integer, SmallInt, Text, Timestamptz
from piccolo.table import Table


class SearchTerm(Table, tablename="search_term"):
    """A term of a project, once for each unit that sees it. Its key is (unit, term, project)."""

    unit_id = UUID(primary_key=True, default=None)
    term = Text()
    project_id = UUID(default=None)


class SearchParty(Table, tablename="search_party"):
    """A project of an organisation, once for each unit that sees it. Its key is (unit, organisation, project)."""

    unit_id = UUID(primary_key=True, default=None)
    organisation_id = UUID(default=None)
    project_id = UUID(default=None)


class SearchOrganisation(Table, tablename="search_organisation"):
    """A term of an organisation's name or code. Its key is (term, organisation)."""

    term = Text(primary_key=True, default=None)
    organisation_id = UUID(default=None)


class SearchProject(Table, tablename="search_project"):
    """What stands in the other tables for a project."""

    project_id = UUID(primary_key=True, default=None)
    units = Array(base_column=UUID(), default=None)
    terms = Array(base_column=Text(), default=None)
    organisations = Array(base_column=UUID(), default=None)


class MapDirty(Table, tablename="map_dirty"):
    """A project of which something changed, until it is folded into the map."""

    id = BigInt(primary_key=True, default=None)
    project_id = UUID(default=None)


class MapProject(Table, tablename="map_project"):
    """A project as the map shows and counts it."""

    number = Integer(primary_key=True, default=None)
    project_id = UUID(default=None)
    unit_id = UUID(default=None)
    city_code = Text()
    region_code = Text()
    sector = Text()
    category = Text()
    status = Text()
    stage = Text()
    level = SmallInt()
    is_silent = Boolean()
    dangerous = SmallInt()
    east = Integer(null=True)
    north = Integer(null=True)
    silent_from = Timestamptz(null=True, default=None)
    raised = Integer()
    version = BigInt()
    placed_version = BigInt()


class MapMoved(Table, tablename="map_moved"):
    """Where a project was before a version took it elsewhere. Its key is (version, number)."""

    version = BigInt(primary_key=True, default=None)
    number = Integer()
    unit_id = UUID(default=None)
    city_code = Text()
    region_code = Text()


class MapState(Table, tablename="map_state"):
    """Where the fold stands: one row, once anything was folded."""

    id = Integer(primary_key=True, default=None)
    version = BigInt()
    floor = BigInt()
    last_number = Integer()
    period = Text()


class MapTally(Table, tablename="map_tally"):
    """How many projects are alike. Its key is everything but the two counts."""

    stage = Text(primary_key=True, default=None)
    status = Text()
    unit_id = UUID(default=None)
    city_code = Text()
    region_code = Text()
    sector = Text()
    level = SmallInt()
    is_silent = Boolean()
    dangerous = SmallInt()
    n = Integer()
    raised = Integer()


class MapMonth(Table, tablename="map_month"):
    """The tally as it was at the end of a month."""

    period = Text(primary_key=True, default=None)
    stage = Text()
    status = Text()
    unit_id = UUID(default=None)
    city_code = Text()
    region_code = Text()
    sector = Text()
    level = SmallInt()
    is_silent = Boolean()
    dangerous = SmallInt()
    n = Integer()
    raised = Integer()
