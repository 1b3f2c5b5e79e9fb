-- From what Python told (`province_tools.sql`) to units, people, projects and what happened to them.

INSERT INTO unit (id, region_code, sector, level, parent_id, lineage, name_zh, name_en)
SELECT made.id, region.code, 'housing', 'district', city.id, city.lineage || made.id,
       region.name_zh || '住房和城乡建设局', region.name_en || ' Housing and Construction Bureau'
FROM region JOIN unit AS city ON city.region_code = region.parent_code AND city.sector = 'housing' AND city.level = 'city'
CROSS JOIN told CROSS JOIN LATERAL (SELECT pg_temp.id_at(told.since, 'district' || region.code) AS id) AS made
WHERE region.level = 'district' ON CONFLICT DO NOTHING;

INSERT INTO unit (id, region_code, sector, level, parent_id, lineage, name_zh, name_en)
SELECT made.id, region.code, 'housing', 'station', parent.id, parent.lineage || made.id,
       region.name_zh || '建设工程质量安全监督站', region.name_en || ' Quality and Safety Station'
FROM unit AS parent JOIN region ON region.code = parent.region_code
CROSS JOIN told CROSS JOIN LATERAL (SELECT pg_temp.id_at(told.since, 'station' || parent.id) AS id) AS made
WHERE parent.sector = 'housing' AND (parent.level = 'district' OR parent.level = 'city' AND NOT EXISTS (
    SELECT FROM unit AS below WHERE below.parent_id = parent.id AND below.level = 'district'));

INSERT INTO account (id, kind, name, unit_id, is_unit_administrator, created_at)
SELECT pg_temp.id_at(told.since, unit.region_code || unit.sector || unit.level || place), 'regulator',
       unit.name_zh || place || '号', unit.id, place = 1, told.since
FROM unit CROSS JOIN told CROSS JOIN generate_series(1, 3) AS place;

INSERT INTO organisation (id, uscc, name) SELECT id, uscc, name FROM told_firm;

-- Who works for whom: a firm's first projects are also its people's.
INSERT INTO account (id, kind, name, organisation_id, state, created_at, last_seen_at)
SELECT person.id, 'enterprise', person.name, firm.id,
       CASE WHEN pg_temp.dice(person.number, hashtext(person.kind), 100) = 0 THEN 'dormant' ELSE 'active' END,
       told.since, told.today - pg_temp.dice(person.number, 1, 20) * interval '1 day'
FROM told_person AS person CROSS JOIN told
JOIN told_firm AS firm ON firm.role = CASE person.kind WHEN 'chief_engineer' THEN 'supervision'
    WHEN 'developer_lead' THEN 'developer' ELSE 'contractor' END
    AND firm.number = person.number / (CASE person.kind WHEN 'chief_engineer' THEN 4 ELSE 2 END);

-- One line a project with everything that others hang on.
CREATE TEMP TABLE site ON COMMIT DROP AS
SELECT told_site.*, told.today, told.since, unit.id AS unit_id, unit.sector, clerk.id AS regulator_id,
       CASE WHEN told_site.at > told.today - interval '60 days' AND pg_temp.dice(number, 2, 3) = 0 THEN 'not_started'
            WHEN told_site.at < told.today - interval '600 days' AND pg_temp.dice(number, 2, 10) < 4 THEN 'finished'
            WHEN pg_temp.dice(number, 2, 100) > 95 THEN 'paused'
            ELSE 'under_construction' END AS status,
       pg_temp.dice(number, 3, 100) >= CASE WHEN told_site.at > told.today - interval '60 days' THEN 40 ELSE 4 END
           AS has_permit,
       pg_temp.dice(number, 4, 100) >= CASE WHEN told_site.at > told.today - interval '60 days' THEN 45 ELSE 6 END
           AS has_point
FROM told_site CROSS JOIN told
CROSS JOIN LATERAL (
    SELECT unit.id, unit.sector FROM unit
    WHERE unit.sector = 'transport' AND unit.region_code = told_site.city_code AND told_site.category = 'municipal'
          AND pg_temp.dice(number, 5, 3) = 0
       OR unit.sector = 'housing' AND unit.region_code = told_site.region_code AND unit.level IN ('station', 'district')
    ORDER BY unit.sector DESC, (unit.level = 'station') = (pg_temp.dice(number, 6, 10) < 7) DESC LIMIT 1) AS unit
CROSS JOIN LATERAL (SELECT id FROM account WHERE account.unit_id = unit.id ORDER BY id LIMIT 1) AS clerk;
CREATE UNIQUE INDEX ON site (rank);
CREATE UNIQUE INDEX ON site (number);
CREATE UNIQUE INDEX ON site (id);
ANALYZE site, told_person, told_firm;

INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id, started_on,
                     longitude, latitude, given_longitude, given_latitude, given_datum, fence_radius_m, is_existing,
                     created_by, created_at, changed_at)
SELECT id, city_code, region_code, sector, name, category, status, unit_id,
       CASE WHEN status <> 'not_started' THEN (at + interval '10 days')::date END,
       CASE WHEN has_point THEN longitude END, CASE WHEN has_point THEN latitude END,
       CASE WHEN has_point THEN longitude END, CASE WHEN has_point THEN latitude END,
       CASE WHEN has_point THEN 'wgs84' END, 500 + 100 * pg_temp.dice(number, 7, 16),
       at < since + interval '60 days', regulator_id, at, at
FROM site;

INSERT INTO supervision_assignment (id, project_id, unit_id, from_at, reason, assigned_by)
SELECT pg_temp.id_at(at, 'assignment' || number), id, unit_id, at, '项目登记', regulator_id FROM site;

INSERT INTO permit (id, project_id, number, raw_number, issued_on, class_code, bound_by, bound_at)
SELECT pg_temp.id_at(at, 'permit' || number), id, full_number, full_number, issued_on, class_code, regulator_id, at
FROM (SELECT *, region_code || to_char(issued_on, 'YYYYMMDD')
             || lpad(row_number() OVER (PARTITION BY region_code, issued_on ORDER BY number)::text, 2, '0')
             || class_code AS full_number
      FROM (SELECT *, (at - interval '20 days')::date AS issued_on,
                   CASE category WHEN 'building' THEN '01' ELSE '02' END AS class_code
            FROM site WHERE has_permit) AS permitted) AS numbered;

INSERT INTO party (id, project_id, organisation_id, role, from_on)
SELECT pg_temp.id_at(site.at, firm.role || site.number), site.id, firm.id, firm.role, site.at::date
FROM site JOIN told_firm AS firm ON firm.number = site.number
    / (CASE firm.role WHEN 'supervision' THEN 48 WHEN 'survey' THEN 60 WHEN 'design' THEN 60 ELSE 24 END);

-- A fifth of the projects lack a materials clerk, some a safety officer; 3 % of the managers have left.
INSERT INTO post (id, project_id, account_id, kind, organisation_id, state, proof, applied_at, decided_by, decided_at,
                  reason, changed_at)
SELECT pg_temp.id_at(site.at, person.kind || site.number), site.id, person.id, person.kind, account.organisation_id,
       CASE WHEN has_left THEN 'ended' ELSE 'active' END, 'permit', site.at, site.regulator_id, site.at,
       CASE WHEN has_left THEN '调离本项目' END, site.at
FROM site JOIN told_person AS person ON person.number = site.number / 12 JOIN account ON account.id = person.id
CROSS JOIN LATERAL (SELECT pg_temp.dice(site.number, hashtext(person.kind), 100) AS face) AS thrown
CROSS JOIN LATERAL (SELECT face < 3 AND person.kind <> 'chief_engineer' AS has_left) AS left_post
WHERE person.kind IN ('project_manager', 'chief_engineer') OR person.kind = 'safety_officer' AND face < 90
   OR person.kind = 'materials_clerk' AND face < 80 OR person.kind = 'developer_lead' AND face < 85;

-- Somebody waits for an answer on every thirtieth project.
INSERT INTO post (id, project_id, account_id, kind, organisation_id, state, applied_at)
SELECT pg_temp.id_at(site.today, 'applied' || site.number), site.id, person.id, 'safety_officer',
       account.organisation_id, 'applied', site.today
FROM site JOIN told_person AS person ON person.kind = 'safety_officer' AND person.number = (site.number / 12 + 1)
JOIN account ON account.id = person.id WHERE site.number % 30 = 0;

INSERT INTO obligation_pause (id, project_id, reason, from_at, until_at, paused_by)
SELECT pg_temp.id_at(today - interval '20 days', 'pause' || number), id, '建设资金未到位，经批准停工',
       today - interval '20 days', today + interval '40 days', regulator_id
FROM site WHERE status = 'paused';

-- What recurs: the month's progress and the supervising unit's review of it.
CREATE TEMP TABLE due ON COMMIT DROP AS
SELECT site.id AS project_id, site.number, site.city_code, site.status, site.today, kind.name AS kind, month.period,
       kind.post_kind, month.starts_at AS since, month.due_at + kind.later AS due_at, month.age,
       pg_temp.dice(site.number, hashtext(kind.name || month.period), 100)
           < CASE month.age WHEN 0 THEN kind.met_now WHEN 1 THEN 93 ELSE 98 END AS is_met
FROM site JOIN told_month AS month ON site.at < month.due_at AND site.status IN ('under_construction', 'paused')
CROSS JOIN (VALUES ('progress', 'project_manager', interval '0', 35),
                   ('monthly_review', 'supervising_unit', interval '9 days', 0))
    AS kind (name, post_kind, later, met_now)
UNION ALL
-- What is asked for once.
SELECT site.id, site.number, site.city_code, site.status, site.today, kind.name, 'once', 'project_manager', site.at,
       site.at + kind.within, 9,
       CASE kind.name WHEN 'permit' THEN has_permit WHEN 'map_point' THEN has_point
            ELSE pg_temp.dice(site.number, hashtext(kind.name), 100)
                 < CASE WHEN site.at > site.today - interval '60 days' THEN 50 ELSE 96 END END
FROM site CROSS JOIN (VALUES ('permit', interval '7 days'), ('map_point', interval '7 days'),
    ('dangerous_list', interval '15 days'), ('devices', interval '17 days')) AS kind (name, within)
WHERE site.status <> 'not_started' OR kind.name IN ('permit', 'map_point');

INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at, state, met_at, since, next_step,
                        next_at, pause_id, changed_at)
SELECT pg_temp.id_at(since, kind || period || project_id), project_id, city_code, kind, period, post_kind, due_at,
       state, CASE WHEN is_met THEN least(due_at, today) END, since,
       CASE WHEN state <> 'open' THEN NULL WHEN due_at > today + interval '3 days' THEN 'remind'
            WHEN due_at > today THEN 'warn' WHEN due_at > today - interval '7 days' THEN 'draft' END,
       CASE WHEN state <> 'open' THEN NULL WHEN due_at > today + interval '3 days' THEN due_at - interval '3 days'
            WHEN due_at > today THEN due_at WHEN due_at > today - interval '7 days' THEN due_at + interval '7 days' END,
       CASE WHEN state = 'paused' THEN pg_temp.id_at(today - interval '20 days', 'pause' || number) END,
       least(due_at, today)
FROM (SELECT *, CASE WHEN is_met THEN 'met' WHEN status = 'finished' THEN 'void' WHEN status = 'paused' THEN 'paused'
                     ELSE 'open' END AS state FROM due) AS due;

INSERT INTO progress_report (id, project_id, period, stage, floors_done, floors_total, percent, note, state, filed_by,
                             filed_at, reviewed_by, reviewed_at, confirmed_by, confirmed_at)
SELECT pg_temp.id_at(filed_at, 'report' || due.project_id || period), due.project_id, period, stage.code, 0, 0,
       least(100, 20 + 10 * (6 - age) + pg_temp.dice(due.number, 8, 20)), '按计划施工', state, manager.id, filed_at,
       CASE WHEN state <> 'filed' THEN chief.id END, CASE WHEN state <> 'filed' THEN filed_at END,
       CASE WHEN state = 'confirmed' THEN site.regulator_id END, CASE WHEN state = 'confirmed' THEN filed_at END
FROM (SELECT *, least(due_at, today) - pg_temp.dice(number, age, 4) * interval '1 day' AS filed_at,
             CASE WHEN age = 0 THEN (ARRAY['filed', 'reviewed'])[1 + pg_temp.dice(number, 9, 2)]
                  WHEN age = 1 THEN (ARRAY['filed', 'reviewed', 'confirmed', 'confirmed'])[1 + pg_temp.dice(number, 9, 4)]
                  ELSE 'confirmed' END AS state
      FROM due WHERE kind = 'progress' AND is_met) AS due
JOIN site ON site.id = due.project_id
JOIN told_person AS manager ON manager.kind = 'project_manager' AND manager.number = due.number / 12
JOIN told_person AS chief ON chief.kind = 'chief_engineer' AND chief.number = due.number / 12
CROSS JOIN LATERAL (SELECT code FROM progress_stage WHERE category = site.category AND NOT has_floors
                    ORDER BY position OFFSET pg_temp.dice(due.number, 10, 3) LIMIT 1) AS stage;

INSERT INTO device (id, mn, project_id, city_code, kind, name, password_index, state, last_seen_at, registered_by,
                    registered_at)
SELECT pg_temp.id_at(at, 'device' || number), 'PROV' || lpad(number::text, 20, '0'), id, city_code, 'dust_noise',
       '扬尘噪声 1#', sha256(number::text::bytea), 'transmitting', today, regulator_id, at
FROM site WHERE status = 'under_construction' AND pg_temp.dice(number, 11, 10) < 7;

-- Warnings, more of them the younger they are; those of the last month are mostly alive.
CREATE TEMP TABLE alarm ON COMMIT DROP AS
SELECT drawn.*, site.id AS project_id, site.city_code, site.name, manager.id AS manager_id,
       CASE WHEN site.status = 'finished' THEN 'closed'
            WHEN face < CASE WHEN raised_at > today - interval '40 days' THEN 35 ELSE 1 END THEN 'open'
            WHEN face < CASE WHEN raised_at > today - interval '40 days' THEN 60 ELSE 3 END THEN 'acknowledged'
            ELSE 'closed' END AS state
FROM (SELECT n, told.since + (told.today - told.since) * moment AS raised_at, face,
             floor(told.projects * moment * (pg_temp.dice(n, 21, 1000000) / 1e6))::int AS rank,
             (ARRAY['ENV-EXC', 'DEV-OFF', 'ENV-EXC', 'PRG-OVD', 'DEV-OFF', 'TEL-WARN', 'INF-MISS', 'DEV-BAD', 'ENV-EXC',
                    'TEL-ALARM'])[1 + pg_temp.dice(n, 22, 10)] AS code
      FROM told CROSS JOIN generate_series(1, told.warnings) AS n
      CROSS JOIN LATERAL (SELECT sqrt((n - 0.5) / told.warnings) AS moment, pg_temp.dice(n, 23, 100) AS face) AS thrown
     ) AS drawn
JOIN site USING (rank)
JOIN told_person AS manager ON manager.kind = 'project_manager' AND manager.number = site.number / 12;

INSERT INTO warning (id, city_code, project_id, code, fingerprint, short_code, level, state, summary_zh, summary_en,
                     facts, data, occurrences, raised_at, last_at, acknowledged_by, acknowledged_post, acknowledged_at,
                     plan, promised_at, closed_at, close_reason_zh, close_reason_en, changed_at)
SELECT pg_temp.id_at(raised_at, 'warning' || n), city_code, project_id, alarm.code, alarm.code || ':' || project_id || ':' || n,
       pg_temp.short_code(n), kind.first_level, state, kind.name_zh || '：' || 100 + face || ' 次',
       kind.name_en || ': ' || 100 + face || ' times',
       jsonb_build_array(jsonb_build_object('name_zh', '次数', 'name_en', 'Times', 'value', (100 + face)::text)), '{}',
       1 + face % 5, raised_at, raised_at + interval '10 minutes',
       CASE WHEN state = 'acknowledged' THEN manager_id END,
       CASE WHEN state = 'acknowledged' THEN 'project_manager' END,
       CASE WHEN state = 'acknowledged' THEN raised_at + interval '20 minutes' END,
       CASE WHEN state = 'acknowledged' THEN '开启雾炮并覆盖裸土' END,
       CASE WHEN state = 'acknowledged' THEN raised_at + interval '2 days' END,
       CASE WHEN state = 'closed' THEN raised_at + interval '1 day' END,
       CASE WHEN state = 'closed' THEN '数值恢复正常' END, CASE WHEN state = 'closed' THEN 'Back to normal' END,
       raised_at + interval '1 day'
FROM alarm JOIN warning_kind AS kind ON kind.code = alarm.code;

INSERT INTO matter_step (id, subject_id, at, actor_id, action, from_state, to_state, level)
SELECT pg_temp.id_at(alarm.raised_at + step.later, step.action || n), pg_temp.id_at(raised_at, 'warning' || n),
       raised_at + step.later, CASE step.action WHEN 'acknowledge' THEN manager_id END, step.action, step.from_state,
       step.to_state, kind.first_level
FROM alarm JOIN warning_kind AS kind ON kind.code = alarm.code
JOIN (VALUES ('raise', NULL, 'open', interval '0', '{open,acknowledged,closed}'::text[]),
             ('acknowledge', 'open', 'acknowledged', interval '20 minutes', '{acknowledged}'),
             ('clear', 'open', 'closed', interval '1 day', '{closed}'))
    AS step (action, from_state, to_state, later, states) ON alarm.state = ANY(step.states);

-- An order for every fifth project.
INSERT INTO rectification_order (id, city_code, project_id, short_code, title, state, issued_by, issued_at, due_at,
                                 closed_by, closed_at, close_note)
SELECT pg_temp.id_at(issued_at, 'order' || number), city_code, id, pg_temp.short_code(300000000 + number),
       '临边防护与扬尘整改', state, regulator_id, issued_at, issued_at + interval '7 days',
       CASE WHEN state = 'closed' THEN regulator_id END,
       CASE WHEN state = 'closed' THEN least(issued_at + interval '6 days', today) END,
       CASE WHEN state = 'closed' THEN '现场复核合格' END
FROM (SELECT *, at + (today - at) * (pg_temp.dice(number, 31, 1000) / 1000.0) AS issued_at,
             (ARRAY['issued', 'replied', 'reviewed', 'closed', 'closed', 'closed', 'closed', 'closed'])
                 [1 + pg_temp.dice(number, 32, 8)] AS state
      FROM site WHERE number % 5 = 0) AS ordered;

INSERT INTO finding (id, order_id, position, text, severity)
SELECT pg_temp.id_at(issued_at, 'finding' || id || place), id, place,
       (ARRAY['临边洞口防护缺失', '裸土未覆盖', '脚手架连墙件缺失'])[place], 'general'
FROM rectification_order CROSS JOIN generate_series(1, 2) AS place;
