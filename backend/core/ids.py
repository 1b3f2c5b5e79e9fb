"""Identifiers: time-ordered UUIDs for rows, short codes for people to say aloud."""

import secrets
from uuid import UUID

import uuid_utils.compat

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0/O, 1/I/L: a short code is read from a phone and typed with gloves on."""


def new_id() -> UUID:
    """A version 7 UUID: sortable by its moment of creation, in milliseconds."""
    return uuid_utils.compat.uuid7()


def short_code(length: int = 6) -> str:
    """A random code such as `8F3K7Q`; the caller's unique constraint decides."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
