-- What was recorded, in the order of time; more of it the younger it is. All of it has been expanded long ago.

INSERT INTO event (id, city_code, occurred_at, kind, subject_id, project_id, level, data, request_id)
SELECT pg_temp.id_at(drawn.at, 'event' || n), site.city_code, drawn.at, drawn.kind, pg_temp.id_at(drawn.at, 'subject' || n),
       site.id, CASE WHEN drawn.kind LIKE 'warning.%' THEN 'yellow' END,
       CASE split_part(drawn.kind, '.', 1)
           WHEN 'warning' THEN jsonb_build_object('project_name', site.name, 'code', 'ENV-EXC', 'short_code',
               'P' || n % 99999, 'name_zh', '扬尘噪声超标', 'name_en', 'Dust or noise above the limit',
               'summary_zh', 'PM10 小时均值 ' || 150 + n % 90 || ' µg/m³', 'summary_en',
               'PM10 hourly mean ' || 150 + n % 90 || ' µg/m³', 'posts', '["project_manager"]'::jsonb, 'facts',
               '[]'::jsonb, 'reason_zh', '恢复正常', 'reason_en', 'Back to normal', 'by_name', '林晓明', 'by_post',
               'project_manager', 'plan', '开启雾炮')
           WHEN 'order' THEN jsonb_build_object('project_name', site.name, 'short_code', 'R' || n % 99999, 'title',
               '临边防护与扬尘整改', 'due_at', drawn.at + interval '7 days', 'round', 1, 'findings', '["裸土未覆盖"]'::jsonb,
               'posts', '["project_manager"]'::jsonb)
           WHEN 'post' THEN jsonb_build_object('project_name', site.name, 'post_kind', 'safety_officer', 'person_name',
               '何志强', 'posts', '["project_manager"]'::jsonb, 'state', 'active')
           ELSE jsonb_build_object('project_name', site.name, 'period', to_char(drawn.at, 'YYYY-MM'), 'posts',
               '["project_manager"]'::jsonb, 'reason', '照片不清晰', 'obligation_kind', 'progress', 'name_zh', '形象进度',
               'name_en', 'Visual progress', 'due_at', drawn.at + interval '3 days') END, ''
FROM (SELECT n, told.since + (told.today - told.since) * moment AS at,
             floor(told.projects * moment * (pg_temp.dice(n, 41, 1000000) / 1e6))::int AS rank,
             (ARRAY['warning.raised', 'warning.closed', 'progress.filed', 'progress.reviewed', 'progress.confirmed',
                    'obligation.reminder', 'warning.acknowledged', 'warning.raised', 'warning.closed', 'order.issued',
                    'order.closed', 'post.applied', 'post.decided', 'warning.escalated', 'progress.returned',
                    'order.replied'])[1 + pg_temp.dice(n, 42, 16)] AS kind
      FROM told CROSS JOIN generate_series(1, told.events) AS n
      CROSS JOIN LATERAL (SELECT sqrt((n - 0.5) / told.events) AS moment) AS thrown) AS drawn
JOIN site USING (rank);
