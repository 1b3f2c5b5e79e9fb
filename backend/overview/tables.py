"""Columns of the search; the schema and the triggers that fill it are `backend/migrations/0014_overview.py`."""

from piccolo.columns import UUID, Array, Text
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
