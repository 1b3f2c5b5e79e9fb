"""The site and its people for tests of the phone client without a browser."""

from tests.phone_town import database_url, town

__all__ = ["database_url", "town"]
