"""Columns of the bot; the schema itself is `backend/migrations/0008_bot.py`."""

from piccolo.columns import UUID, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class CallbackInbox(Table, tablename="callback_inbox"):
    """One callback of a platform, however often it was delivered."""

    id = UUID(primary_key=True, default=None)
    platform = Text(default=None)
    unique_key = Text(default=None)
    user_id = Text(default=None)
    payload = Text(default=None)
    request_id = Text(default=None)
    state = Text(default="received")
    attempts = Integer(default=0)
    not_before = Timestamptz(default=TimestamptzNow())
    error = Text(null=True, default=None)
    received_at = Timestamptz(default=TimestamptzNow())
    done_at = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
