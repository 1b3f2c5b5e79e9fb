"""The map's read model: a row a project, a sparse cube of counts, the cube of each month's end, and what to fold."""

from typing import Final

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:18"

_TABLES: Final = """
-- Projects of which something changed, appended in the transaction of the change; the map's loop folds them in.
CREATE TABLE map_dirty (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id uuid NOT NULL
);

CREATE TABLE map_project (
    number integer PRIMARY KEY,
    project_id uuid NOT NULL UNIQUE,
    unit_id uuid NOT NULL,
    city_code text NOT NULL,
    region_code text NOT NULL,
    sector text NOT NULL,
    category text NOT NULL,
    status text NOT NULL,
    stage text NOT NULL,
    level smallint NOT NULL,
    is_silent boolean NOT NULL,
    dangerous smallint NOT NULL,
    east integer,
    north integer,
    silent_from timestamptz,
    raised integer NOT NULL,
    version bigint NOT NULL,
    placed_version bigint NOT NULL
);
CREATE INDEX map_project_version ON map_project (version);
CREATE INDEX map_project_urgency ON map_project (level DESC, is_silent DESC, number);
CREATE INDEX map_project_unit ON map_project (unit_id, level DESC, is_silent DESC, number);
CREATE INDEX map_project_falls_silent ON map_project (silent_from) WHERE NOT is_silent;
COMMENT ON COLUMN map_project.city_code IS 'Inside whose boundary it lies: a zone''s projects are its city''s.';
COMMENT ON COLUMN map_project.stage IS 'Of the newest report that was not returned; empty before the first.';
COMMENT ON COLUMN map_project.level IS 'The worst warning that is not closed: 0 none, 1 blue … 4 red.';
COMMENT ON COLUMN map_project.dangerous IS 'The gravest work that is listed: 0 none, 1 dangerous, 2 oversized.';
COMMENT ON COLUMN map_project.east IS 'WGS-84 in 1e-4 degrees.';
COMMENT ON COLUMN map_project.silent_from IS 'When the earliest open duty of the site is or was due.';
COMMENT ON COLUMN map_project.raised IS 'Warnings raised in the month that map_state names.';
COMMENT ON COLUMN map_project.placed_version IS 'The version in which its point, region or unit last changed.';

-- Where a project was that a reader may still hold: no longer of this unit, or of this region.
CREATE TABLE map_moved (
    version bigint NOT NULL,
    number integer NOT NULL,
    unit_id uuid NOT NULL,
    city_code text NOT NULL,
    region_code text NOT NULL,
    PRIMARY KEY (version, number)
);

CREATE TABLE map_state (
    id integer PRIMARY KEY CHECK (id = 1),
    version bigint NOT NULL,
    floor bigint NOT NULL,
    last_number integer NOT NULL,
    period text NOT NULL
);
COMMENT ON COLUMN map_state.floor IS 'What changed since an older version can no longer be told.';
COMMENT ON COLUMN map_state.period IS 'The month of the cube, in Beijing.';

-- Each project is counted four times: in its stage and status, and in `*` for any of either.
CREATE TABLE map_tally (
    stage text NOT NULL,
    status text NOT NULL,
    unit_id uuid NOT NULL,
    city_code text NOT NULL,
    region_code text NOT NULL,
    sector text NOT NULL,
    level smallint NOT NULL,
    is_silent boolean NOT NULL,
    dangerous smallint NOT NULL,
    n integer NOT NULL,
    raised integer NOT NULL,
    PRIMARY KEY (stage, status, unit_id, city_code, region_code, sector, level, is_silent, dangerous)
);
CREATE INDEX map_tally_empty ON map_tally (n) WHERE n = 0;

CREATE TABLE map_month (
    period text NOT NULL,
    stage text NOT NULL,
    status text NOT NULL,
    unit_id uuid NOT NULL,
    city_code text NOT NULL,
    region_code text NOT NULL,
    sector text NOT NULL,
    level smallint NOT NULL,
    is_silent boolean NOT NULL,
    dangerous smallint NOT NULL,
    n integer NOT NULL,
    raised integer NOT NULL,
    PRIMARY KEY (period, stage, status, unit_id, city_code, region_code, sector, level, is_silent, dangerous)
);
"""

_FOLLOWED: Final = {
    "project": (
        "id", "supervising_unit_id, city_code, region_code, sector, category, status, longitude, latitude"
    ),
    "warning": ("project_id", "project_id, level, state, raised_at"),
    "obligation": ("project_id", "project_id, post_kind, state, due_at"),
    "progress_report": ("project_id", "project_id, period, stage, state"),
    "dangerous_work": ("project_id", "project_id, grade, state"),
}  # fmt: skip
"""Each table from which a project's row is made: the project's column, and the columns that matter."""

_TRUNCATED: Final = """
CREATE FUNCTION map_follow_truncation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO map_dirty (project_id) SELECT project_id FROM map_project;
    RETURN NULL;
END $$;
"""


def _follow(table: str, project: str, columns: str) -> str:
    """Triggers that note whose row may have changed; what changes nothing on the map costs a comparison."""
    new, old = (", ".join(f"{rows}.{each}" for each in columns.split(", ")) for rows in ("new_rows", "old_rows"))
    return f"""
CREATE FUNCTION map_follow_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    CASE TG_OP
        WHEN 'INSERT' THEN INSERT INTO map_dirty (project_id) SELECT DISTINCT {project} FROM new_rows;
        WHEN 'DELETE' THEN INSERT INTO map_dirty (project_id) SELECT DISTINCT {project} FROM old_rows;
        ELSE INSERT INTO map_dirty (project_id)
            SELECT DISTINCT unnest(ARRAY[old_rows.{project}, new_rows.{project}])
            FROM new_rows JOIN old_rows ON old_rows.id = new_rows.id WHERE ({new}) IS DISTINCT FROM ({old});
    END CASE;
    RETURN NULL;
END $$;
CREATE TRIGGER map_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION map_follow_{table}();
CREATE TRIGGER map_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION map_follow_{table}();
CREATE TRIGGER map_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION map_follow_{table}();
CREATE TRIGGER map_truncate AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION map_follow_truncation();
"""


def _leave(table: str) -> str:
    triggers = (f"DROP TRIGGER map_{act} ON {table};\n" for act in ("insert", "update", "delete", "truncate"))
    return "".join(triggers) + f"DROP FUNCTION map_follow_{table};\n"


UP = (
    _TABLES
    + _TRUNCATED
    + "".join(_follow(table, *columns) for table, columns in _FOLLOWED.items())
    + "INSERT INTO map_dirty (project_id) SELECT id FROM project ORDER BY id;\n"
)

DOWN = (
    "".join(_leave(table) for table in _FOLLOWED)
    + "DROP FUNCTION map_follow_truncation;\n"
    + "DROP TABLE map_dirty, map_project, map_moved, map_state, map_tally, map_month;\n"
)


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
