UPDATE session SET last_seen_at = clock_timestamp(),
idle_ends_at = clock_timestamp() + $2 * interval '1 minute' WHERE id = $1
