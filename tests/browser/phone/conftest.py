"""The site and its people for every test of the phone client in a browser."""

from tests.phone_town import Hands, Town, database_url, pocket, town

__all__ = ["Hands", "Town", "database_url", "pocket", "town"]
