"""What the operator watches: `outbox_oldest_age_seconds` is the alert."""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

from backend.core import db

SENT: Final = Counter("outbox_sent", "Attempts, by channel and what became of them", ["channel", "result"])
AMBIGUOUS: Final = Counter("outbox_ambiguous", "Attempts that may have arrived without our learning of it", ["channel"])
LEASE_LOST: Final = Counter("lease_expired", "Outcomes that came after their lease had been given to another")
LATENCY: Final = Histogram(
    "outbox_latency_seconds", "From the delivery's row to the provider's acceptance", ["channel"],
    buckets=(0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600),
)  # fmt: skip
READY: Final = Gauge("outbox_ready", "Deliveries that wait to be sent")
OLDEST: Final = Gauge("outbox_oldest_age_seconds", "Age of the oldest delivery that waits")
DEAD: Final = Gauge("outbox_dead", "Deliveries that need a person")
PAUSED: Final = Gauge("lane_paused", "Lanes that wait for the provider")


async def sample() -> int:
    """Read the gauges; always 0, so that its loop rests."""
    row = await db.fetch_one(
        """
        SELECT (SELECT count(*) FROM delivery WHERE state IN ('ready', 'sending')) AS ready,
               (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0) FROM delivery
                WHERE state IN ('ready', 'sending')) AS oldest,
               (SELECT count(*) FROM delivery WHERE state = 'dead') AS dead,
               (SELECT count(*) FROM lane WHERE paused_until > clock_timestamp()) AS paused
        """
    )
    if row is not None:
        READY.set(row["ready"])
        OLDEST.set(float(row["oldest"]))
        DEAD.set(row["dead"])
        PAUSED.set(row["paused"])
    return 0
