"""The page of state machines says what the tables say, and nothing is declared beside it."""

import ast
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import backend
import bot
import media
import notifications
from backend import states
from backend.states import MACHINES, Machine

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "STATES.md"
PACKAGES = (backend, bot, media, notifications)


def _declared() -> set[str]:
    """Every `X_STATES: Final[Mapping[tuple[…` at the top of a module of the product."""
    paths = [path for package in PACKAGES for path in Path(package.__path__[0]).rglob("*.py")]
    return {
        f"{path.relative_to(ROOT).with_suffix('').as_posix().replace('/', '.')}.{name}"
        for path in paths
        for name in _tables(ast.parse(path.read_text(encoding="utf-8")))
    }


def _tables(module: ast.Module) -> list[str]:
    return [
        node.target.id
        for node in module.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id.endswith(("_STATES", "TRANSITIONS"))
        and "Mapping[tuple[" in ast.unparse(node.annotation)
    ]


def _ids() -> list[str]:
    return [machine.code for machine in MACHINES]


def test_the_page_says_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == states.page(), "sandtable states > docs/STATES.md"


def test_every_declared_table_is_on_the_page() -> None:
    assert _declared() == {machine.source for machine in MACHINES}


@pytest.mark.parametrize("machine", MACHINES, ids=_ids())
def test_a_machine_stands_where_the_page_says(machine: Machine) -> None:
    module, _, name = machine.source.rpartition(".")
    assert getattr(import_module(module), name) is machine.table


@pytest.mark.parametrize("machine", MACHINES, ids=_ids())
def test_every_state_and_every_action_has_its_name_in_both_languages_and_no_other_has(machine: Machine) -> None:
    said = states.words()[machine.code]
    names = states.state_names(machine, said)
    reached = {str(after) for after in machine.table.values()} | {str(b) for b, _ in machine.table if b is not None}
    assert set(names) == reached
    assert set(said.actions) == {str(action) for _, action in machine.table}
    assert [text for text in (said.name, *names.values(), *said.actions.values()) if not (text.zh and text.en)] == []


@pytest.mark.parametrize("machine", MACHINES, ids=_ids())
def test_a_machine_uses_every_member_of_its_two_enumerations(machine: Machine) -> None:
    actions = {action for _, action in machine.table}
    named = {*machine.table.values(), *(before for before, _ in machine.table if before is not None)}
    assert (actions, named) == (_members_of(actions), _members_of(named))


def _members_of(some: set[Any]) -> set[StrEnum]:
    """All members of the one enumeration from which these come."""
    (kind,) = {type(each) for each in some}
    assert issubclass(kind, StrEnum)
    return {*kind}


@pytest.mark.parametrize("machine", MACHINES, ids=_ids())
def test_every_state_of_a_machine_can_be_reached(machine: Machine) -> None:
    said = states.words()[machine.code]
    begun = {str(after) for (before, _), after in machine.table.items() if before is None}
    reached = begun | ({said.begins.state} if said.begins else set())
    for _ in machine.table:
        reached |= {str(after) for (before, _), after in machine.table.items() if before in reached}
    assert reached == set(states.state_names(machine, said))


def test_every_machine_has_words_and_every_word_a_machine() -> None:
    assert set(states.words()) == {machine.code for machine in MACHINES}
    assert len({machine.code for machine in MACHINES}) == len(MACHINES)


@pytest.mark.parametrize("machine", MACHINES, ids=_ids())
def test_a_machine_is_walked_in_any_order_by_a_property_test(machine: Machine) -> None:
    """By convention: the module that walks it with rules imports the table."""
    table = machine.source.rpartition(".")[2]
    assert [path for path in (ROOT / "tests").rglob("test_*.py") if _walks(path, table)], table


def _walks(path: Path, table: str) -> bool:
    text = path.read_text(encoding="utf-8")
    if table not in text:
        return False
    imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    names = {alias.name for node in imports for alias in node.names}
    return table in names and "hypothesis.stateful" in {node.module for node in imports}
