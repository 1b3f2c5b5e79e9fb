"""The same world and peer as the tests of notifications."""

from tests.notifications.conftest import peer, world

__all__ = ["peer", "world"]
