"""Requests for more time on a rectification order, one a round."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:17"

UP = """
CREATE TABLE order_extension (
    id uuid PRIMARY KEY,
    city_code text NOT NULL,
    project_id uuid NOT NULL REFERENCES project,
    order_id uuid NOT NULL REFERENCES rectification_order,
    round integer NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'moot')),
    due_before timestamptz NOT NULL,
    asked_until timestamptz NOT NULL CHECK (asked_until > due_before),
    reason text NOT NULL,
    asked_by uuid NOT NULL REFERENCES account,
    asked_at timestamptz NOT NULL,
    granted_until timestamptz CHECK (granted_until > due_before AND granted_until <= asked_until),
    decided_by uuid REFERENCES account,
    decided_at timestamptz,
    decided_note text,
    UNIQUE (order_id, round),
    CHECK ((state = 'asked') = (decided_at IS NULL)),
    CHECK ((state IN ('granted', 'refused')) = (decided_by IS NOT NULL)),
    CHECK ((state = 'granted') = (granted_until IS NOT NULL))
);
CREATE INDEX order_extension_asked ON order_extension (project_id, asked_at) WHERE state = 'asked';
"""

DOWN = "DROP TABLE order_extension;"


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
