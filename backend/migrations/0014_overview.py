"""What the search walks: terms of projects per unit of the supervising lineage, kept by triggers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:14"

UP = r"""
-- One row for each term of a project and each unit that sees it: the newest projects of a term are one backward scan.
CREATE TABLE search_term (
    unit_id uuid NOT NULL,
    term text COLLATE "C" NOT NULL,
    project_id uuid NOT NULL,
    PRIMARY KEY (unit_id, term, project_id)
);
COMMENT ON COLUMN search_term.term IS
    'Two characters of the name; ^ and the beginning or $ and the end of a number; empty: every project of the unit.';

CREATE TABLE search_party (
    unit_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    PRIMARY KEY (unit_id, organisation_id, project_id)
);

CREATE TABLE search_organisation (
    term text COLLATE "C" NOT NULL,
    organisation_id uuid NOT NULL,
    PRIMARY KEY (term, organisation_id)
);

-- What stands in the two tables for a project: the lock of its changes, and what a change has to remove.
CREATE TABLE search_project (
    project_id uuid PRIMARY KEY,
    units uuid[] NOT NULL,
    terms text[] NOT NULL,
    organisations uuid[] NOT NULL
);

CREATE FUNCTION search_normal(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT translate(upper(normalize(given, NFKC) COLLATE "C"),
        E' \t\n\r\u200b\ufeff!"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~、。《》〈〉「」『』【】〔〕·—–“”‘’', '')
$$;
COMMENT ON FUNCTION search_normal IS 'Half width, capitals, without blanks and punctuation: how texts are compared.';

CREATE FUNCTION search_grams(normal text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT DISTINCT substr(normal, place, 2) FROM generate_series(1, length(normal) - 1) AS place
$$;

CREATE FUNCTION search_ends(normal text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT '^' || left(normal, size) FROM unnest(ARRAY[4, 6, 8, 11, 14, 18]) AS size WHERE size <= length(normal)
    UNION ALL
    SELECT '$' || right(normal, size) FROM unnest(ARRAY[4, 6, 8]) AS size WHERE size <= length(normal)
    UNION ALL
    SELECT '^' || normal WHERE length(normal) BETWEEN 1 AND 3
$$;
COMMENT ON FUNCTION search_ends IS 'How a number is found: by its beginning or its end, four characters or more.';

CREATE FUNCTION search_wanted(projects uuid[])
    RETURNS TABLE (project_id uuid, units uuid[], terms text[], organisations uuid[]) LANGUAGE sql STABLE AS $$
    SELECT project.id, unit.lineage,
           ARRAY(SELECT '' UNION SELECT search_grams(search_normal(project.name))
                 UNION SELECT search_ends(search_normal(number)) FROM permit WHERE permit.project_id = project.id
                 UNION SELECT search_ends(search_normal(value)) FROM external_id
                       WHERE external_id.project_id = project.id
                 ORDER BY 1),
           ARRAY(SELECT DISTINCT organisation_id FROM party
                 WHERE party.project_id = project.id AND until_on IS NULL ORDER BY 1)
    FROM project JOIN unit ON unit.id = project.supervising_unit_id WHERE project.id = ANY(projects)
$$;

-- Bring the rows of these projects to what the facts say. The lock comes first: the next statement then sees what
-- whoever held it has committed, so that of two changes at once neither is lost.
CREATE FUNCTION search_refresh(projects uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM search_project WHERE search_project.project_id = ANY(projects) ORDER BY search_project.project_id
        FOR UPDATE;
    WITH changed AS MATERIALIZED (
        SELECT coalesce(wanted.project_id, stored.project_id) AS id, wanted.project_id IS NULL AS is_gone,
               coalesce(wanted.units, '{}') AS units, coalesce(stored.units, '{}') AS old_units,
               coalesce(wanted.terms, '{}') AS terms, coalesce(stored.terms, '{}') AS old_terms,
               coalesce(wanted.organisations, '{}') AS organisations,
               coalesce(stored.organisations, '{}') AS old_organisations
        FROM search_wanted(projects) AS wanted FULL JOIN (
            SELECT * FROM search_project WHERE search_project.project_id = ANY(projects)
        ) AS stored ON stored.project_id = wanted.project_id
        WHERE (wanted.units, wanted.terms, wanted.organisations)
            IS DISTINCT FROM (stored.units, stored.terms, stored.organisations)
    ), terms_gone AS (
        DELETE FROM search_term USING (
            SELECT unit, term, id FROM changed, unnest(old_units) AS unit, unnest(old_terms) AS term
            WHERE NOT (unit = ANY(units) AND term = ANY(terms))
        ) AS stale WHERE search_term.unit_id = stale.unit AND search_term.term = stale.term
                   AND search_term.project_id = stale.id
    ), terms_new AS (
        INSERT INTO search_term
            SELECT unit, term, id FROM changed, unnest(units) AS unit, unnest(terms) AS term
            WHERE NOT (unit = ANY(old_units) AND term = ANY(old_terms)) ORDER BY unit, term COLLATE "C", id
        ON CONFLICT DO NOTHING
    ), parties_gone AS (
        DELETE FROM search_party USING (
            SELECT unit, organisation, id
            FROM changed, unnest(old_units) AS unit, unnest(old_organisations) AS organisation
            WHERE NOT (unit = ANY(units) AND organisation = ANY(organisations))
        ) AS stale WHERE search_party.unit_id = stale.unit AND search_party.organisation_id = stale.organisation
                   AND search_party.project_id = stale.id
    ), parties_new AS (
        INSERT INTO search_party
            SELECT unit, organisation, id FROM changed, unnest(units) AS unit, unnest(organisations) AS organisation
            WHERE NOT (unit = ANY(old_units) AND organisation = ANY(old_organisations)) ORDER BY 1, 2, 3
        ON CONFLICT DO NOTHING
    ), forgotten AS (
        DELETE FROM search_project USING changed WHERE changed.is_gone AND search_project.project_id = changed.id
    )
    INSERT INTO search_project SELECT id, units, terms, organisations FROM changed WHERE NOT is_gone
    ON CONFLICT (project_id) DO UPDATE SET units = excluded.units, terms = excluded.terms,
        organisations = excluded.organisations;
END $$;

-- Put back what is missing although it is noted as there; what stands without being noted goes by search_sweep.
CREATE FUNCTION search_repair(projects uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(projects);
    INSERT INTO search_term
        SELECT unit, term, search_project.project_id FROM search_project, unnest(units) AS unit, unnest(terms) AS term
        WHERE search_project.project_id = ANY(projects) ORDER BY unit, term COLLATE "C", search_project.project_id
        ON CONFLICT DO NOTHING;
    INSERT INTO search_party
        SELECT unit, organisation, search_project.project_id
        FROM search_project, unnest(units) AS unit, unnest(organisations) AS organisation
        WHERE search_project.project_id = ANY(projects) ORDER BY 1, 2, 3
        ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION search_sweep(unit uuid) RETURNS void LANGUAGE sql AS $$
    DELETE FROM search_term WHERE search_term.unit_id = unit AND NOT EXISTS (
        SELECT FROM search_project WHERE search_project.project_id = search_term.project_id
        AND unit = ANY(units) AND search_term.term = ANY(terms));
    DELETE FROM search_party WHERE search_party.unit_id = unit AND NOT EXISTS (
        SELECT FROM search_project WHERE search_project.project_id = search_party.project_id
        AND unit = ANY(units) AND search_party.organisation_id = ANY(organisations));
$$;

CREATE FUNCTION search_repair_organisations() RETURNS void LANGUAGE sql AS $$
    DELETE FROM search_organisation WHERE NOT EXISTS (
        SELECT FROM organisation WHERE organisation.id = search_organisation.organisation_id
        AND search_organisation.term IN (SELECT search_grams(search_normal(name))
                                         UNION SELECT search_ends(search_normal(uscc))));
    INSERT INTO search_organisation
        SELECT said.term, organisation.id FROM organisation CROSS JOIN LATERAL (
            SELECT search_grams(search_normal(name)) UNION SELECT search_ends(search_normal(uscc))) AS said (term)
        ORDER BY said.term COLLATE "C", organisation.id ON CONFLICT DO NOTHING;
$$;

CREATE FUNCTION search_follow_project() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    projects uuid[];
BEGIN
    CASE TG_OP
        WHEN 'INSERT' THEN projects := ARRAY(SELECT id FROM new_rows);
        WHEN 'DELETE' THEN projects := ARRAY(SELECT id FROM old_rows);
        ELSE projects := ARRAY(
            SELECT new_rows.id FROM new_rows JOIN old_rows ON old_rows.id = new_rows.id
            WHERE (new_rows.name, new_rows.supervising_unit_id)
                IS DISTINCT FROM (old_rows.name, old_rows.supervising_unit_id));
    END CASE;
    IF cardinality(projects) > 0 THEN
        PERFORM search_refresh(projects);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION search_follow_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    projects uuid[];
BEGIN
    CASE TG_OP
        WHEN 'INSERT' THEN projects := ARRAY(SELECT DISTINCT project_id FROM new_rows);
        WHEN 'DELETE' THEN projects := ARRAY(SELECT DISTINCT project_id FROM old_rows);
        ELSE projects := ARRAY(SELECT project_id FROM new_rows UNION SELECT project_id FROM old_rows);
    END CASE;
    IF cardinality(projects) > 0 THEN
        PERFORM search_refresh(projects);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION search_follow_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM search_organisation USING (
            SELECT said.term, old_rows.id FROM old_rows CROSS JOIN LATERAL (
                SELECT search_grams(search_normal(name)) UNION SELECT search_ends(search_normal(uscc))) AS said (term)
        ) AS stale WHERE search_organisation.term = stale.term AND search_organisation.organisation_id = stale.id
            AND NOT EXISTS (SELECT FROM organisation AS same JOIN old_rows ON old_rows.id = same.id
                            WHERE same.id = stale.id AND (same.name, same.uscc) = (old_rows.name, old_rows.uscc));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO search_organisation
            SELECT said.term, new_rows.id FROM new_rows CROSS JOIN LATERAL (
                SELECT search_grams(search_normal(name)) UNION SELECT search_ends(search_normal(uscc))) AS said (term)
            ORDER BY said.term COLLATE "C", new_rows.id ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION search_follow_unit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    projects uuid[] := ARRAY(
        SELECT project.id FROM new_rows JOIN old_rows ON old_rows.id = new_rows.id
        JOIN project ON project.supervising_unit_id = new_rows.id WHERE new_rows.lineage <> old_rows.lineage);
BEGIN
    IF cardinality(projects) > 0 THEN
        PERFORM search_refresh(projects);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION search_follow_truncation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'organisation' THEN
        DELETE FROM search_organisation;
    ELSE
        DELETE FROM search_term;
        DELETE FROM search_party;
        DELETE FROM search_project;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER search_insert AFTER INSERT ON project REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_project();
CREATE TRIGGER search_update AFTER UPDATE ON project REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_project();
CREATE TRIGGER search_delete AFTER DELETE ON project REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_project();
CREATE TRIGGER search_truncate AFTER TRUNCATE ON project
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_truncation();
CREATE TRIGGER search_insert AFTER INSERT ON permit REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_part();
CREATE TRIGGER search_update AFTER UPDATE ON permit REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_part();
CREATE TRIGGER search_delete AFTER DELETE ON permit REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_part();
CREATE TRIGGER search_insert AFTER INSERT ON external_id REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_part();
CREATE TRIGGER search_update AFTER UPDATE ON external_id REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_part();
CREATE TRIGGER search_delete AFTER DELETE ON external_id REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_part();
CREATE TRIGGER search_insert AFTER INSERT ON party REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_part();
CREATE TRIGGER search_update AFTER UPDATE ON party REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_part();
CREATE TRIGGER search_delete AFTER DELETE ON party REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_part();
CREATE TRIGGER search_insert AFTER INSERT ON organisation REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_organisation();
CREATE TRIGGER search_update AFTER UPDATE ON organisation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_organisation();
CREATE TRIGGER search_delete AFTER DELETE ON organisation REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_organisation();
CREATE TRIGGER search_truncate AFTER TRUNCATE ON organisation
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_truncation();
CREATE TRIGGER search_update AFTER UPDATE ON unit REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_follow_unit();

SELECT search_refresh(ARRAY(SELECT id FROM project));
SELECT search_repair_organisations();
"""

DOWN = """
DROP TRIGGER search_update ON unit;
DROP TRIGGER search_insert ON organisation;
DROP TRIGGER search_update ON organisation;
DROP TRIGGER search_delete ON organisation;
DROP TRIGGER search_truncate ON organisation;
DROP TRIGGER search_insert ON party;
DROP TRIGGER search_update ON party;
DROP TRIGGER search_delete ON party;
DROP TRIGGER search_insert ON external_id;
DROP TRIGGER search_update ON external_id;
DROP TRIGGER search_delete ON external_id;
DROP TRIGGER search_insert ON permit;
DROP TRIGGER search_update ON permit;
DROP TRIGGER search_delete ON permit;
DROP TRIGGER search_insert ON project;
DROP TRIGGER search_update ON project;
DROP TRIGGER search_delete ON project;
DROP TRIGGER search_truncate ON project;
DROP FUNCTION search_follow_unit, search_follow_truncation, search_follow_organisation, search_follow_part,
    search_follow_project, search_repair_organisations, search_sweep, search_repair, search_refresh, search_wanted,
    search_ends, search_grams, search_normal;
DROP TABLE search_project, search_organisation, search_party, search_term;
"""


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
