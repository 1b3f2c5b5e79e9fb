"""Which benches there are, and who shares a stack with whom."""

from pathlib import Path

from tests.bench.__main__ import BENCHES, _groups


def test_memory_brings_along_what_it_asks_and_all_others_are_alone() -> None:
    assert _groups(["memory"]) == [["latency", "memory"]]
    assert _groups(["latency", "memory", "home"]) == [["latency", "memory"], ["home"]]
    assert _groups(["latency", "qr"]) == [["latency"], ["qr"]]


def test_every_module_that_measures_is_run_by_make_bench() -> None:
    measuring = {
        path.stem for path in Path(__file__).parent.glob("*.py") if "\nasync def measure(" in path.read_text("utf-8")
    }
    assert measuring == set(BENCHES)
