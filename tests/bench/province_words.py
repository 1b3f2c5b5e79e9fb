"""Names as sites, firms and people of Guangdong bear them, put together from the words of `province.toml`."""

import tomllib
from pathlib import Path
from random import Random
from typing import Any, Final

from backend.identity import uscc

_TOLD: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("province.toml").read_text(encoding="utf-8"))


def _words(name: str) -> list[str]:
    return [word.removeprefix("-") for word in _TOLD[name].split()]


_ESTATES, _BUILDINGS, _PHASES, _LOTS = _words("estates"), _words("buildings"), _words("phases"), _words("lots")
_ROADS, _WORKS, _SECTIONS = _words("roads"), _words("works"), _words("sections")


def project_name(dice: Random, place: str, category: str) -> str:
    """As it stands on the fence: `天河区翠湖花园二期桩基础工程`, `禅城区滨江大道雨污分流工程第一标段`."""
    if category == "municipal":
        return place + dice.choice(_ROADS) + dice.choice(_WORKS) + dice.choice(_SECTIONS)
    return place + dice.choice(_ESTATES) + dice.choice(_BUILDINGS) + dice.choice(_PHASES) + dice.choice(_LOTS)


def person_name(dice: Random) -> str:
    """Two or three characters."""
    given = "".join(dice.choice(_TOLD["given"]) for _ in range(dice.choice((1, 2, 2, 2))))
    return str(dice.choice(_TOLD["surnames"])) + given


def firm_name(dice: Random, city: str, role: str) -> str:
    """City, a word or two, what it does."""
    return city + dice.choice(_ESTATES) + dice.choice(_ESTATES) + str(_TOLD["firms"][role])


def firm_code(region_code: str, number: int) -> str:
    """A valid unified social credit code; each number its own."""
    inner = f"{number:08d}"
    first_17 = "91" + region_code + inner + uscc.organisation_check_character(inner)
    return first_17 + uscc.check_character(first_17)
