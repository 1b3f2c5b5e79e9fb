"""The page on the scanned sign-in names tests; every one of them exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "security" / "qr-sign-in.md"
FILES = [
    *ROOT.glob("tests/backend/identity/test_qr_*.py"),
    ROOT / "tests/browser/test_qr_sign_in.py",
    ROOT / "tests/browser/console/test_shell.py",
    ROOT / "tests/backend/console_api/test_identity.py",
    ROOT / "tests/backend/core/test_place.py",
]


def test_every_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8")))
    defined = {name for file in FILES for name in re.findall(r"def (test_\w+)\(", file.read_text(encoding="utf-8"))}
    assert len(named) > 40
    assert named - defined == set()


def test_every_line_says_what_is_done_or_why_not() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("## RFC 10027")[2].partition("## Our own rules")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[3:] if "|" in line]
    assert len(rows) == 24
    assert [row[0] for row in rows if len(row) != 4 or not row[2] or not row[3]] == []
    without = [row for row in rows if row[3] == "–"]
    assert [row[0] for row in without if not row[2].startswith(("not ", "recommended", "the phone's own"))] == []
