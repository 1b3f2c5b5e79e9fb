"""The Piccolo tables say what the database says."""

from importlib import import_module
from types import ModuleType

import pytest
from piccolo.table import Table

from backend.migrations.piccolo_app import TABLE_MODULES

TABLES: list[type[Table]] = [
    found
    for module in TABLE_MODULES
    for found in vars(import_module(module)).values()
    if isinstance(found, type) and issubclass(found, Table) and found.__module__ == module
]
KINDS = {
    "UUID": "uuid",
    "TEXT": "text",
    "VARCHAR": "varchar",
    "INTEGER": "int4",
    "BIGINT": "int8",
    "SMALLINT": "int2",
    "BOOLEAN": "bool",
    "DOUBLE PRECISION": "float8",
    "REAL": "float4",
    "DATE": "date",
    "TIMESTAMPTZ": "timestamptz",
    "JSONB": "jsonb",
    "BYTEA": "bytea",
}


def kind_of(column_type: str) -> str:
    name, is_array = column_type.removesuffix("[]"), column_type.endswith("[]")
    return f"_{KINDS[name]}" if is_array else KINDS[name]


@pytest.mark.parametrize("table", TABLES, ids=[f"{table.__module__}.{table.__name__}" for table in TABLES])
async def test_a_table_has_exactly_the_databases_columns(database: ModuleType, table: type[Table]) -> None:
    rows = await database.fetch(
        """
        SELECT column_name, udt_name, is_nullable = 'YES' AS is_nullable FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = $1
        """,
        table._meta.tablename,
    )
    stored = {row["column_name"]: (row["udt_name"], row["is_nullable"]) for row in rows}
    declared = {
        column._meta.db_column_name: (kind_of(column.column_type), column._meta.null) for column in table._meta.columns
    }
    assert declared == stored


async def test_every_table_of_the_database_is_declared(database: ModuleType) -> None:
    rows = await database.fetch(
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
            AND NOT relispartition AND relname NOT LIKE 'pgqueuer%' AND relname <> 'migration'
        """
    )
    assert {row["relname"] for row in rows} - {table._meta.tablename for table in TABLES} == set()
