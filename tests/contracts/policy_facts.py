"""Requests of the routes in `rights/facts.csv`; see `policy_requests`."""

from tests.contracts.policy_case import Builder

REQUESTS: dict[str, Builder] = {}
