"""Tells Piccolo which tables and migrations make up the product."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

TABLE_MODULES = [
    "backend.core.tables",
    "backend.identity.tables",
    "media.tables",
    "backend.projects.tables",
    "backend.supervision.tables",
    "backend.monitoring.tables",
    "backend.overview.tables",
    "notifications.tables",
    "bot.tables",
]

APP_CONFIG = AppConfig(
    app_name="sandtable",
    migrations_folder_path=str(Path(__file__).parent),
    table_classes=table_finder(modules=TABLE_MODULES),
)
