"""Which benches there are, who shares a stack with whom, and that the peers ask what we ask."""

import inspect
from pathlib import Path

from backend.identity import sessions
from tests.bench.__main__ import BENCHES, _groups
from tests.bench.sweep import linearity


def test_memory_brings_along_what_it_asks_and_all_others_are_alone() -> None:
    assert _groups(["memory"]) == [["latency", "memory"]]
    assert _groups(["latency", "memory", "home"]) == [["latency", "memory"], ["home"]]
    assert _groups(["latency", "qr"]) == [["latency"], ["qr"]]


def test_every_module_that_measures_is_run_by_make_bench() -> None:
    measuring = {
        path.stem for path in Path(__file__).parent.glob("*.py") if "\nasync def measure(" in path.read_text("utf-8")
    }
    assert measuring == set(BENCHES)


def test_the_bare_handler_looks_a_session_up_as_we_do() -> None:
    ours = " ".join(inspect.getsource(sessions).replace('" "', " ").replace('"', "").split())
    peers = Path(__file__).parent / "peers"
    asked = [" ".join((peers / name).read_text("utf-8").split()) for name in ("session.sql", "touch.sql")]
    assert [each in ours for each in asked] == [True, True]


def test_a_sweep_that_slows_down_with_size_or_towards_its_end_is_not_linear() -> None:
    even = [0.1] * 30
    assert linearity({1: even, 10: even}) == 1.0
    assert linearity({1: even, 10: [0.1] * 15 + [3.0] * 13 + [0.1] * 2}) == 1.0  # Disturbed for a while.
    assert round(linearity({1: even, 10: [0.2] * 30}), 6) == 2.0
    assert round(linearity({1: even, 10: [0.1] * 20 + [0.3] * 10}), 6) == 3.0
