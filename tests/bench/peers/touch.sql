WITH touched AS (
    UPDATE session SET last_seen_at = clock_timestamp(),
        idle_ends_at = clock_timestamp() + $2 * interval '1 minute' WHERE id = $1 RETURNING account_id)
UPDATE account SET last_seen_at = $3 FROM touched
WHERE account.id = touched.account_id AND account.last_seen_at < $3::timestamptz - interval '1 day'
