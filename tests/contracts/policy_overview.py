"""Requests of the routes in `rights/overview.csv`; see `policy_requests`."""

from tests.contracts.policy_case import Builder

REQUESTS: dict[str, Builder] = {}
