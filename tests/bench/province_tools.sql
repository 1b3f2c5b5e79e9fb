-- What Python tells, and two dice that fall the same way every time.

CREATE TEMP TABLE told (today timestamptz, since timestamptz, projects int, warnings int, events int) ON COMMIT DROP;
CREATE TEMP TABLE told_month (age int, period text, starts_at timestamptz, due_at timestamptz) ON COMMIT DROP;
CREATE TEMP TABLE told_firm (role text, number int, id uuid, uscc text, name text) ON COMMIT DROP;
CREATE TEMP TABLE told_person (kind text, number int, id uuid, name text) ON COMMIT DROP;
CREATE TEMP TABLE told_site (
    number int, rank int, id uuid, city_code text, region_code text, category text, name text,
    longitude double precision, latitude double precision, at timestamptz
) ON COMMIT DROP;

-- 0 … sides - 1, from a number and a salt.
CREATE OR REPLACE FUNCTION pg_temp.dice(number bigint, salt bigint, sides bigint) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    'SELECT ((hashint8extended(number, salt) & 9223372036854775807) % sides)::integer';

-- A version 7 UUID of that moment.
CREATE OR REPLACE FUNCTION pg_temp.id_at(at timestamptz, seed text) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT overlay(overlay(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || substr(md5(seed), 1, 20)
    PLACING '7' FROM 13) PLACING 'a' FROM 17)::uuid $$;

-- Six letters of the short codes' alphabet; a factor without common divisor with 31^6 keeps them apart.
CREATE OR REPLACE FUNCTION pg_temp.short_code(number bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT string_agg(substr('23456789ABCDEFGHJKMNPQRSTUVWXYZ', (mixed / (31 ^ place)::bigint % 31)::int + 1, 1), '')
    FROM (SELECT number * 387420489 % 887503681 AS mixed) AS code, generate_series(0, 5) AS place $$;
