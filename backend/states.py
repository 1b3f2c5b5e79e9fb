"""The state machines of the product on one page, drawn from the tables that the services themselves read.

`sandtable states` prints docs/STATES.md. A machine that is declared and not in `MACHINES` fails a test.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final, NamedTuple

import msgspec

from backend.core.i18n import Text
from backend.identity import rules as people
from backend.identity.qr import qr_rules
from backend.projects import rules as projects
from backend.projects.dangerous import dangerous_rules
from backend.projects.duties import obligation_rules
from backend.projects.facts import fact_rules
from backend.projects.monthly import review_rules
from backend.projects.people import people_rules
from backend.supervision import draft_rules, extension_rules, handover_rules, order_row
from backend.supervision import rules as supervision

Table = Mapping[tuple[Any, Any], Any]
"""(state or None, action) → state; all three are members of a `StrEnum`."""


class Machine(NamedTuple):
    """A declared table by the name under which `states.toml` speaks of it, and the module that names its states."""

    code: str
    source: str
    table: Table
    state_names: Mapping[Any, Text] | None = None


MACHINES: Final = (
    Machine("account", "backend.identity.rules.ACCOUNT_STATES", people.ACCOUNT_STATES),
    Machine("application", "backend.identity.rules.APPLICATION_STATES", people.APPLICATION_STATES),
    Machine("partner", "backend.identity.rules.PARTNER_STATES", people.PARTNER_STATES),
    Machine("qr_ticket", "backend.identity.qr.qr_rules.QR_STATES", qr_rules.QR_STATES),
    Machine(
        "project",
        "backend.projects.facts.fact_rules.PROJECT_STATES",
        fact_rules.PROJECT_STATES,
        fact_rules.STATUS_NAMES,
    ),
    Machine(
        "fact", "backend.projects.facts.fact_rules.FACT_STATES", fact_rules.FACT_STATES, fact_rules.FACT_STATE_NAMES
    ),
    Machine("post", "backend.projects.people.people_rules.POST_STATES", people_rules.POST_STATES),
    Machine(
        "dangerous_work",
        "backend.projects.dangerous.dangerous_rules.WORK_STATES",
        dangerous_rules.WORK_STATES,
        dangerous_rules.WORK_STATE_NAMES,
    ),
    Machine("report", "backend.projects.rules.TRANSITIONS", projects.TRANSITIONS, projects.STATE_NAMES),
    Machine("review", "backend.projects.monthly.review_rules.REVIEW_STATES", review_rules.REVIEW_STATES),
    Machine(
        "obligation", "backend.projects.duties.obligation_rules.OBLIGATION_STATES", obligation_rules.OBLIGATION_STATES
    ),
    Machine(
        "handover",
        "backend.supervision.handover_rules.HANDOVER_STATES",
        handover_rules.HANDOVER_STATES,
        handover_rules.STATE_NAMES,
    ),
    Machine("warning", "backend.supervision.rules.WARNING_STATES", supervision.WARNING_STATES),
    Machine("draft", "backend.supervision.draft_rules.DRAFT_STATES", draft_rules.DRAFT_STATES, draft_rules.STATE_NAMES),
    Machine("order", "backend.supervision.rules.ORDER_STATES", supervision.ORDER_STATES, order_row.STATE_NAMES),
    Machine(
        "extension",
        "backend.supervision.extension_rules.EXTENSION_STATES",
        extension_rules.EXTENSION_STATES,
        extension_rules.STATE_NAMES,
    ),
)


class Begins(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a thing comes to be whose table does not say so."""

    state: str
    zh: str
    en: str


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `states.toml` says of a machine."""

    name: Text
    states: Mapping[str, Text] = {}
    actions: Mapping[str, Text]
    begins: Begins | None = None


HEAD: Final = """# States

Every state machine of the product, drawn from the table that its service reads in the WHERE of each act: what is not
drawn here is refused. Written by `sandtable states > docs/STATES.md`; a test compares the two, and another that each
machine is walked in any order by a property test.

本页由各状态表自动生成：图中没有的转换一律拒绝。
"""


def words() -> dict[str, Words]:
    """`states.toml`."""
    text = (files(__package__) / "states.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Words])


def page() -> str:
    """docs/STATES.md."""
    known = words()
    return "\n".join([HEAD, *(_section(machine, known[machine.code]) for machine in MACHINES)])


def state_names(machine: Machine, said: Words) -> dict[str, Text]:
    """The machine's states in the order of their enumeration."""
    return {str(state): text for state, text in (machine.state_names or said.states).items()}


def _section(machine: Machine, said: Words) -> str:
    names = state_names(machine, said)
    lines = [f'    state "{text.zh}<br/>{text.en}" as {state}' for state, text in names.items()]
    if said.begins is not None:
        lines.append(f"    [*] --> {said.begins.state}: {said.begins.zh} / {said.begins.en}")
    lines += [_arrow(before, said.actions[action], after) for (before, action), after in machine.table.items()]
    left = {before for before, _ in machine.table}
    lines += [f"    {state} --> [*]" for state in names if state not in left]
    return "\n".join(
        [
            f"## {said.name.en} · {said.name.zh}",
            "",
            f"`{machine.source}`",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *lines,
            "```",
            "",
        ]
    )


def _arrow(before: str | None, action: Text, after: str) -> str:
    return f"    {before or '[*]'} --> {after}: {action.zh} / {action.en}"
