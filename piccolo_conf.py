"""Where Piccolo finds our engine and our migrations."""

from piccolo.conf.apps import AppRegistry

from backend.core.db import ENGINE as DB

APP_REGISTRY = AppRegistry(apps=["backend.migrations.piccolo_app"])

__all__ = ["APP_REGISTRY", "DB"]
