-- The phone's first page in one statement: one row, each part as JSON text.
-- $1 the person, $2 the present moment, $3 whether English is read, $4 how many projects and $5 lines of each list at
-- most, $6 how many characters of a name. The more projects and posts there are, the fewer lines fit beside them.
WITH mine AS MATERIALIZED (
    SELECT post.project_id, array_agg(post.kind ORDER BY post.kind) AS kinds
    FROM post WHERE post.account_id = $1 AND post.state = 'active' GROUP BY post.project_id
), room AS MATERIALIZED (
    SELECT greatest(CASE WHEN sum(cardinality(kinds)) > count(*) THEN 2 ELSE 3 END, $5 - count(*) / 2) AS lines
    FROM mine
), due AS MATERIALIZED (
    -- The own posts' and those that have fallen to them: `live_post` is asked only where nobody holds the post.
    SELECT obligation.project_id, obligation.kind, obligation.period, obligation.due_at,
           obligation.state = 'open' AND obligation.due_at < $2 AS is_overdue, obligation.state = 'paused' AS is_paused,
           count(*) OVER () AS total
    FROM mine JOIN obligation ON obligation.project_id = mine.project_id AND obligation.state IN ('open', 'paused')
    WHERE obligation.post_kind = ANY (mine.kinds) OR obligation.post_kind <> 'supervising_unit'
      AND NOT EXISTS (SELECT FROM post JOIN account ON account.id = post.account_id
                      WHERE post.project_id = obligation.project_id AND post.kind = obligation.post_kind
                        AND post.state = 'active' AND account.state = 'active')
      AND live_post(obligation.project_id, obligation.post_kind) = ANY (mine.kinds)
    ORDER BY is_paused, obligation.due_at, obligation.project_id, obligation.kind, obligation.period
    LIMIT (SELECT lines FROM room)
), alarm AS MATERIALIZED (
    SELECT warning.id, warning.project_id, warning.code, warning.level, warning.raised_at,
           array_position('{red,orange,yellow,blue}', warning.level) AS urgency, count(*) OVER () AS total
    FROM mine JOIN warning ON warning.project_id = mine.project_id AND warning.state = 'open'
    -- What names no post is the regulators' own: nobody of the site can answer it.
    WHERE warning.code <> ALL (ARRAY(SELECT code FROM warning_kind WHERE posts = '{}'))
    ORDER BY urgency, warning.raised_at DESC, warning.id
    LIMIT (SELECT lines FROM room)
), asked AS MATERIALIZED (
    -- Orders whose next step is one of the own posts'.
    SELECT matter.id, matter.project_id, matter.title, CASE matter.state WHEN 'issued' THEN 'reply' ELSE 'review' END AS step,
           matter.due_at, matter.state = 'issued' AND matter.due_at <= $2 AS is_overdue, count(*) OVER () AS total
    FROM mine JOIN rectification_order AS matter ON matter.project_id = mine.project_id
    WHERE matter.state = 'issued' AND mine.kinds && '{project_manager,safety_officer}'
       OR matter.state = 'replied' AND 'chief_engineer' = ANY (mine.kinds)
    ORDER BY is_overdue DESC, matter.due_at, matter.id
    LIMIT (SELECT lines FROM room)
), shown AS MATERIALIZED (
    SELECT project.id, project.name, project.status, mine.kinds, project.longitude IS NOT NULL AS has_point
    FROM mine JOIN project ON project.id = mine.project_id
    ORDER BY EXISTS (SELECT FROM due WHERE due.project_id = project.id)
          OR EXISTS (SELECT FROM alarm WHERE alarm.project_id = project.id)
          OR EXISTS (SELECT FROM asked WHERE asked.project_id = project.id) DESC,
        project.status = 'finished', project.id DESC
    LIMIT $4
)
SELECT
    (SELECT json_agg(line) FROM (
        SELECT id, CASE WHEN length(name) > $6 THEN left(name, $6 / 2) || '…' || right(name, $6 - $6 / 2 - 1)
                        ELSE name END AS name,
               status, kinds AS posts, EXISTS (SELECT FROM permit WHERE permit.project_id = shown.id) AS has_permit,
               has_point
        FROM shown ORDER BY id DESC) AS line) AS projects,
    (SELECT json_agg(line) FROM (
        SELECT project_id, kind, period, to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS due_at,
               is_overdue, is_paused
        FROM due ORDER BY is_paused, due.due_at, project_id, kind, period) AS line) AS dues,
    (SELECT json_agg(line) FROM (
        SELECT alarm.id, alarm.project_id, alarm.code, CASE WHEN $3 THEN kind.name_en ELSE kind.name_zh END AS name,
               alarm.level, to_char(alarm.raised_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS raised_at
        FROM alarm JOIN warning_kind AS kind ON kind.code = alarm.code
        ORDER BY urgency, alarm.raised_at DESC, alarm.id) AS line) AS warnings,
    (SELECT json_agg(line) FROM (
        SELECT id, project_id, step,
               CASE WHEN length(title) > $6 THEN left(title, $6 / 2) || '…' || right(title, $6 - $6 / 2 - 1)
                    ELSE title END AS title,
               to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS due_at, is_overdue
        FROM asked ORDER BY is_overdue DESC, asked.due_at, asked.id) AS line) AS orders,
    (SELECT count(*) FROM mine) AS all_projects,
    coalesce((SELECT total FROM due LIMIT 1), 0) AS all_dues,
    coalesce((SELECT total FROM alarm LIMIT 1), 0) AS all_warnings,
    coalesce((SELECT total FROM asked LIMIT 1), 0) AS all_orders,
    (SELECT count(*) FROM mine JOIN post ON post.project_id = mine.project_id AND post.state = 'applied'
     WHERE mine.kinds && '{project_manager,chief_engineer}' AND post.account_id <> $1) AS applications,
    (SELECT count(*) FROM mine JOIN progress_report AS report ON report.project_id = mine.project_id
     WHERE 'chief_engineer' = ANY (mine.kinds) AND report.state = 'filed' AND report.filed_by <> $1
    ) AS reports_to_review,
    (SELECT count(*) FROM handover WHERE to_account_id = $1 AND state = 'offered') AS handovers_to_sign
