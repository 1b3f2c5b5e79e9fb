-- A regulator's first page in one statement: one row with the columns of `home.sql`, and some counts more.
-- $1 the person's unit, $2 the present moment, $3 whether English is read, $4 how many projects and $5 lines of each
-- list at most, $6 how many characters of a name, $7 whether the person administers the unit, $8 the person.
-- Counts are of what this person may decide; lists are of the unit and all those below it.
WITH below AS MATERIALIZED (
    SELECT unit.id FROM unit WHERE unit.lineage @> ARRAY[$1::uuid]
), deciding AS MATERIALIZED (
    -- Whose orders and facts the person decides on: stations and districts of what is below them too.
    SELECT below.id FROM below
    WHERE below.id = $1 OR (SELECT level FROM unit WHERE unit.id = $1) IN ('district', 'station')
), due AS MATERIALIZED (
    SELECT obligation.project_id, obligation.kind, obligation.period, obligation.due_at,
           obligation.state = 'open' AND obligation.due_at < $2 AS is_overdue, obligation.state = 'paused' AS is_paused,
           count(*) OVER () AS total
    FROM project JOIN obligation ON obligation.project_id = project.id AND obligation.state IN ('open', 'paused')
    WHERE project.supervising_unit_id = $1 AND obligation.post_kind = 'supervising_unit'
    ORDER BY is_paused, obligation.due_at, obligation.project_id, obligation.kind, obligation.period
    LIMIT $5
), alarm AS MATERIALIZED (
    SELECT warning.id, warning.project_id, warning.code, warning.level, warning.raised_at,
           array_position('{red,orange,yellow,blue}', warning.level) AS urgency, count(*) OVER () AS total
    FROM warning JOIN project ON project.id = warning.project_id
    WHERE warning.state = 'open' AND project.supervising_unit_id IN (SELECT id FROM below)
    ORDER BY urgency, warning.raised_at, warning.id
    LIMIT $5
), late AS MATERIALIZED (
    SELECT obligation.project_id, count(*) AS overdue, min(obligation.due_at) AS since
    FROM obligation JOIN project ON project.id = obligation.project_id
    WHERE obligation.state = 'open' AND obligation.due_at < $2 AND obligation.post_kind <> 'supervising_unit'
      AND project.supervising_unit_id IN (SELECT id FROM below)
    GROUP BY obligation.project_id
), draft AS MATERIALIZED (
    SELECT draft.id, draft.project_id, draft.title, draft.drafted_at
    FROM order_draft AS draft JOIN project ON project.id = draft.project_id
    WHERE draft.state = 'waiting' AND project.supervising_unit_id IN (SELECT id FROM below)
), live AS MATERIALIZED (
    SELECT matter.id, matter.project_id, matter.title, matter.due_at, matter.state,
           project.supervising_unit_id IN (SELECT id FROM deciding) AS is_mine
    FROM rectification_order AS matter JOIN project ON project.id = matter.project_id
    WHERE matter.state NOT IN ('closed', 'withdrawn') AND (matter.state = 'reviewed' OR matter.due_at <= $2)
      AND project.supervising_unit_id IN (SELECT id FROM below)
), asked AS MATERIALIZED (
    SELECT *, count(*) OVER () AS total FROM (
        SELECT id, project_id, title, CASE state WHEN 'issued' THEN 'chase' ELSE 'reinspect' END AS step, due_at,
               state = 'issued' AS is_overdue
        FROM live WHERE state = 'issued' OR state = 'reviewed' AND is_mine
        UNION ALL
        SELECT id, project_id, title, 'issue', drafted_at, false FROM draft) AS matter
    ORDER BY is_overdue DESC, due_at, id
    LIMIT $5
), shown AS MATERIALIZED (
    SELECT project.id, project.name, project.status, project.longitude IS NOT NULL AS has_point,
           coalesce(worst.overdue, 0) AS overdue
    FROM (SELECT project_id FROM due UNION SELECT project_id FROM alarm UNION SELECT project_id FROM asked
          UNION (SELECT project_id FROM late ORDER BY overdue DESC, since, project_id LIMIT $4)) AS named
    JOIN project ON project.id = named.project_id LEFT JOIN late AS worst ON worst.project_id = project.id
)
SELECT
    (SELECT json_agg(line) FROM (
        SELECT id, CASE WHEN length(name) > $6 THEN left(name, $6 / 2) || '…' || right(name, $6 - $6 / 2 - 1)
                        ELSE name END AS name,
               status, '{}'::text[] AS posts,
               EXISTS (SELECT FROM permit WHERE permit.project_id = shown.id) AS has_permit, has_point, overdue
        FROM shown ORDER BY id DESC) AS line) AS projects,
    (SELECT json_agg(line) FROM (
        SELECT project_id, kind, period, to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS due_at,
               is_overdue, is_paused
        FROM due ORDER BY is_paused, due.due_at, project_id, kind, period) AS line) AS dues,
    (SELECT json_agg(line) FROM (
        SELECT alarm.id, alarm.project_id, alarm.code, CASE WHEN $3 THEN kind.name_en ELSE kind.name_zh END AS name,
               alarm.level, to_char(alarm.raised_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS raised_at
        FROM alarm JOIN warning_kind AS kind ON kind.code = alarm.code
        ORDER BY urgency, alarm.raised_at, alarm.id) AS line) AS warnings,
    (SELECT json_agg(line) FROM (
        SELECT id, project_id, step,
               CASE WHEN length(title) > $6 THEN left(title, $6 / 2) || '…' || right(title, $6 - $6 / 2 - 1)
                    ELSE title END AS title,
               to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS due_at, is_overdue
        FROM asked ORDER BY is_overdue DESC, asked.due_at, asked.id) AS line) AS orders,
    (SELECT count(*) FROM late) AS all_projects,
    coalesce((SELECT total FROM due LIMIT 1), 0) AS all_dues,
    coalesce((SELECT total FROM alarm LIMIT 1), 0) AS all_warnings,
    coalesce((SELECT total FROM asked LIMIT 1), 0) AS all_orders,
    (SELECT count(*) FROM project JOIN post ON post.project_id = project.id AND post.state = 'applied'
     WHERE project.supervising_unit_id = $1 AND NOT EXISTS (
         SELECT FROM post AS approver JOIN account ON account.id = approver.account_id AND account.state = 'active'
         WHERE approver.project_id = post.project_id AND approver.state = 'active'
           AND approver.kind IN ('project_manager', 'chief_engineer') AND approver.account_id <> post.account_id)
    ) AS applications,
    (SELECT count(*) FROM progress_report AS report JOIN project ON project.id = report.project_id
     WHERE report.state = 'reviewed' AND project.supervising_unit_id = $1) AS reports_to_review,
    0::bigint AS handovers_to_sign,
    (SELECT count(*) FROM regulator_application AS application
     WHERE $7::boolean AND application.state = 'applied' AND application.unit_id IN (SELECT id FROM below)
    ) AS accounts_to_approve,
    (SELECT count(DISTINCT fact_check.project_id) FROM fact_check JOIN project ON project.id = fact_check.project_id
     WHERE fact_check.state IN ('unverified', 'changed') AND project.supervising_unit_id IN (SELECT id FROM deciding)
    ) AS facts_to_verify,
    (SELECT count(*) FROM live WHERE state = 'reviewed' AND is_mine) AS orders_to_reinspect,
    (SELECT count(*) FROM draft) AS drafts_to_decide,
    (SELECT count(*) FROM order_extension AS extension
     JOIN rectification_order AS matter ON matter.id = extension.order_id
     JOIN project ON project.id = extension.project_id
     WHERE extension.state = 'asked' AND project.supervising_unit_id IN (SELECT id FROM below)
       AND (project.supervising_unit_id IN (SELECT id FROM deciding) OR matter.issued_by = $8)
    ) AS extensions_to_decide,
    -- Months that are over: the present one cannot be reviewed yet.
    (SELECT count(*) FROM project JOIN obligation ON obligation.project_id = project.id AND obligation.state = 'open'
     WHERE project.supervising_unit_id = $1 AND obligation.post_kind = 'supervising_unit'
       AND obligation.period < to_char($2 AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')) AS months_to_review,
    (SELECT count(*) FROM obligation JOIN project ON project.id = obligation.project_id
     WHERE obligation.state = 'open' AND obligation.due_at < $2
       AND project.supervising_unit_id IN (SELECT id FROM below)) AS duties_overdue,
    (SELECT count(*) FROM live WHERE state = 'issued') AS orders_overdue
