"""What is said, per kind of event and by topic, in zh-CN and in English."""

from collections.abc import Mapping
from typing import Final

from backend.core.i18n import Text
from notifications.templates.matters import MATTERS, STILL_OPEN
from notifications.templates.people import PEOPLE
from notifications.templates.projects import PROJECTS
from notifications.templates.template import Template
from notifications.templates.upkeep import UPKEEP

__all__ = ["STILL_OPEN", "TEMPLATES", "UNKNOWN", "Template"]

TEMPLATES: Final[Mapping[str, Template]] = {**PEOPLE, **PROJECTS, **MATTERS, **UPKEEP}

UNKNOWN: Final = Template(title=Text("{kind}", "{kind}"), page="events")
