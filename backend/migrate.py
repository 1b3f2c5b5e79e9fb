"""`sandtable migrate`: the one step that changes the schema, never done by a web process at its start."""

from importlib import import_module
from importlib.util import find_spec

import asyncpg

from backend.core import db


async def run(url: str) -> None:
    """The database exists, its schema is at head and its reference data is loaded."""
    await _create_if_missing(url)
    await db.migrate(url)
    if find_spec("backend.reference") is None:
        return
    await db.start(url, size=2)
    try:
        await import_module("backend.reference").load()
    finally:
        await db.stop()


async def _create_if_missing(url: str) -> None:
    try:
        connection = await asyncpg.connect(url, timeout=db.CONNECT_SECONDS)
    except asyncpg.InvalidCatalogNameError:
        await _create(url)
    else:
        await connection.close()


async def _create(url: str) -> None:
    address, _, name = url.partition("?")[0].rpartition("/")
    connection = await asyncpg.connect(f"{address}/postgres", timeout=db.CONNECT_SECONDS)
    try:
        quoted = name.replace('"', '""')
        await connection.execute(f"CREATE DATABASE \"{quoted}\" TEMPLATE template0 ENCODING 'UTF8'")
    finally:
        await connection.close()
