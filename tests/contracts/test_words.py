"""What a regulator may write in a box of the console, the server takes: no word is lost on the way."""

import re
from pathlib import Path
from typing import Any

from backend.app import create_app

CONSOLE = "/api/console/v1"
SOURCES = Path(__file__).parents[2] / "web/console/src"
BOXES = (SOURCES / "components/ReasonDialog.vue", SOURCES / "pages/queues/ReasonBox.vue")
SAID = {"reason", "note"}


def _asked_for() -> set[str]:
    """Every path that the console's pages name."""
    pages = (path for path in SOURCES.rglob("*") if path.suffix in {".vue", ".ts"} and path.name != "schema.d.ts")
    return {path for page in pages for path in re.findall(r"[\"'](/[\w/{}-]+)[\"']", page.read_text("utf-8"))}


def _words() -> dict[str, int]:
    """How much the server takes, by the path and the field of what the pages send."""
    schema: dict[str, Any] = create_app().openapi_schema.to_schema()
    parts, asked = schema["components"]["schemas"], _asked_for()
    found: dict[str, int] = {}
    for path, verbs in schema["paths"].items():
        if path.removeprefix(CONSOLE) not in asked:
            continue
        for part in re.findall(r"#/components/schemas/([\w.]+)", str(verbs.get("post", {}).get("requestBody"))):
            fields = parts[part]["properties"]
            found |= {f"{path} {name}": fields[name]["maxLength"] for name in SAID & set(fields)}
    return found


def test_what_the_consoles_boxes_let_in_the_server_takes() -> None:
    (most,) = {int(found) for box in BOXES for found in re.findall(r'maxlength="(\d+)"', box.read_text("utf-8"))}
    words = _words()
    assert len(words) > 10
    assert {each: taken for each, taken in words.items() if taken < most} == {}
