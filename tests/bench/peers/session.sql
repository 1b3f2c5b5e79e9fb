SELECT session.id AS session_id, session.account_id, session.door, account.kind, account.name,
       account.unit_id, account.is_unit_administrator, session.qr_ticket_id IS NOT NULL AS is_limited,
       session.last_seen_at < clock_timestamp() - $2 * interval '1 second' AS is_due_for_touch,
       account.last_seen_at < $3::timestamptz - interval '1 day' AS is_first_today
FROM session JOIN account ON account.id = session.account_id
WHERE session.token_hash = $1 AND session.revoked_at IS NULL AND account.state = 'active'
  AND session.idle_ends_at > clock_timestamp() AND session.ends_at > clock_timestamp()
