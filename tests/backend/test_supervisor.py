"""The supervisor over small parts of its own; the journeys run it over the real ones."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import msgspec
import pytest

from backend import home, supervisor
from backend.core.settings import Settings
from backend.process import port_answers
from tests.stack import free_port
from tests.waiting import is_gone, wait_until

SUPERVISOR = """
import sys
from backend import supervisor
from backend.core.i18n import Language
from backend.process import Part

FIRST = "import http.server as h; h.HTTPServer(('127.0.0.1', {port}), h.SimpleHTTPRequestHandler).serve_forever()"
# The second one leaves a grandchild behind that ignores everything but SIGKILL.
SECOND = '''
import subprocess, sys, time
deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(300)"
held = subprocess.Popen([sys.executable, "-c", deaf])
print("grandchild", held.pid, flush=True)
time.sleep(300)
'''

def wanted(settings, folder):
    port = settings.api_port
    return [
        Part(name="first", line=("-c", FIRST.format(port=port)), port=port, port_variable="SANDTABLE_API_PORT"),
        Part(name="second", line=("-c", SECOND), stop_seconds=5),
    ]

sys.exit(supervisor.run(Language.EN, with_demo=False, wanted=wanted))
"""

Start = Callable[..., "Running"]

pytestmark = pytest.mark.timeout(240)
"""Everything starts here, some of it twice, beside whatever else runs: a bound below says only that it does come."""


class Running:
    """A supervisor in a process of its own, and what it prints."""

    def __init__(self, folder: Path, port: int, line: Sequence[str], settings: dict[str, str]) -> None:
        self.folder = folder
        self.port = port
        self._output = folder.with_suffix(".output")
        with self._output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, *line],
                env=os.environ | settings | {"SANDTABLE_HOME": str(folder), "SANDTABLE_API_PORT": str(port)},
                stdout=output,
                stderr=output,
            )

    @property
    def output(self) -> str:
        return self._output.read_text()

    def wait_for(self, words: str) -> None:
        wait_until(lambda: words in self.output or self.process.poll() is not None, within_seconds=90)
        assert words in self.output, self.output

    def family(self) -> list[int]:
        """Every process that works for it: children, servers, grandchildren."""
        return descendants(self.process.pid)

    def end(self, with_signal: signal.Signals) -> int:
        self.process.send_signal(with_signal)
        return self.process.wait(90)


def wait_until_gone(pids: Sequence[int]) -> None:
    """What was killed is gone a moment later: a grandchild is nobody's to wait for."""
    wait_until(lambda: all(is_gone(pid) for pid in pids), within_seconds=30)


def descendants(pid: int) -> list[int]:
    children = []
    with suppress(FileNotFoundError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += [int(child) for child in (task / "children").read_text().split()]
    return children + [grandchild for child in children for grandchild in descendants(child)]


@pytest.fixture
def start(database_url: str, redis_url: str) -> Iterator[Start]:
    """Starts supervisors that use the test's servers, unless asked for their own."""
    folder = Path(tempfile.mkdtemp(prefix="sandtable-supervisor-"))
    started: list[Running] = []

    def start_one(
        *,
        has_own_servers: bool = False,
        port: int | None = None,
        line: Sequence[str] = ("-c", SUPERVISOR),
        settings: dict[str, str] | None = None,
    ) -> Running:
        names = ("SANDTABLE_DATABASE_URL", "SANDTABLE_REDIS_URL")
        kept = {name: os.environ.pop(name) for name in names} if has_own_servers else {}
        try:
            started.append(Running(folder / "home", port or free_port(), line, settings or {}))
        finally:
            os.environ.update(kept)
        return started[-1]

    yield start_one
    for running in started:
        running.process.terminate()
        running.process.wait(90)
    shutil.rmtree(folder)


def grandchild(running: Running) -> int:
    wait_until(lambda: "grandchild" in (running.folder / "log" / "second.log").read_text(), within_seconds=30)
    found = re.findall(r"grandchild (\d+)", (running.folder / "log" / "second.log").read_text())
    return int(found[-1])


@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_ends_every_process_and_says_so_in_order(start: Start, with_signal: signal.Signals) -> None:
    running = start()
    running.wait_for("All up")
    family = [*running.family(), grandchild(running)]
    assert running.end(with_signal) == 0
    wait_until_gone(family)
    assert re.findall(r"(first|second)  stopped", running.output) == ["second", "first"]


def test_with_its_own_servers_it_starts_stops_and_starts_again(start: Start) -> None:
    first = start(has_own_servers=True)
    first.wait_for("All up")
    assert set(home.running_environment(first.folder)) >= {"SANDTABLE_DATABASE_URL", "SANDTABLE_REDIS_URL"}
    family = first.family()
    assert first.end(signal.SIGTERM) == 0
    wait_until_gone(family)
    assert home.running_environment(first.folder) == {}
    again = start(has_own_servers=True)
    wait_until(lambda: again.output.count("All up") == 2, within_seconds=90)


def test_nothing_is_left_when_it_is_killed(start: Start) -> None:
    running = start(has_own_servers=True)
    running.wait_for("All up")
    family = running.family()
    assert len(family) >= 4
    running.end(signal.SIGKILL)
    tied = [pid for pid in family if pid != grandchild(running)]
    wait_until_gone(tied)
    os.kill(grandchild(running), signal.SIGKILL)  # Of a child, not of ours: it is the child's to tie.


def test_a_part_that_dies_is_started_again_visibly(start: Start) -> None:
    running = start()
    running.wait_for("All up")
    assert port_answers(running.port)
    leader = next(pid for pid in running.family() if str(running.port) in Path(f"/proc/{pid}/cmdline").read_text())
    os.kill(leader, signal.SIGKILL)
    running.wait_for("ended with -9, again in ")
    running.wait_for("first failed; its last words")
    wait_until(lambda: port_answers(running.port), within_seconds=30)
    assert running.end(signal.SIGTERM) == 0


def test_a_second_one_in_the_same_folder_is_refused(start: Start) -> None:
    running = start()
    running.wait_for("All up")
    second = start()
    assert second.process.wait(40) == 1
    assert "runs in" in second.output
    assert running.process.poll() is None


def test_a_taken_port_is_named_with_the_setting_that_changes_it(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        running = start(port=taken.getsockname()[1])
        assert running.process.wait(40) == 1
    assert f"The port {running.port} is taken, first cannot start." in running.output
    assert "SANDTABLE_API_PORT" in running.output


def test_the_sandbox_runs_only_where_the_settings_lead_to_it(tmp_path: Path) -> None:
    local, real = Settings(), msgspec.structs.replace(Settings(), wecom_api_base="https://qyapi.weixin.qq.com")
    assert [part.name for part in supervisor.parts(local, tmp_path)] == ["sandbox", "api", "worker", "gateway"]
    assert [part.name for part in supervisor.parts(real, tmp_path)] == ["api", "worker", "gateway"]


def test_a_process_that_is_gone_names_no_servers(tmp_path: Path) -> None:
    home.write_running_environment(tmp_path, {"SANDTABLE_REDIS_URL": "redis://nowhere"})
    assert home.running_environment(tmp_path) == {"SANDTABLE_REDIS_URL": "redis://nowhere"}
    gone = subprocess.Popen(["true"])
    gone.wait()
    record = (tmp_path / "running.json").read_text().replace(str(os.getpid()), str(gone.pid))
    (tmp_path / "running.json").write_text(record)
    assert home.running_environment(tmp_path) == {}


@pytest.mark.journey
def test_everything_real_comes_up_answers_stops_and_comes_up_again(start: Start) -> None:
    line = ("-m", "backend.cli", "up", "--no-demo")
    sandbox = f"http://127.0.0.1:{free_port()}"
    settings = {
        "LANG": "en_US.UTF-8",
        "SANDTABLE_ENVIRONMENT": "development",
        "SANDTABLE_GATEWAY_PORT": str(free_port()),
        "SANDTABLE_WECOM_API_BASE": sandbox,
        "SANDTABLE_WECHAT_API_BASE": sandbox,
    }
    first = start(has_own_servers=True, line=line, settings=settings)
    first.wait_for("All up")
    assert httpx.get(f"http://127.0.0.1:{first.port}/readyz", timeout=30).json() == {
        "status": "ok",
        "database": True,
        "schema": True,
        "redis": True,
    }
    assert httpx.get(sandbox, timeout=30).status_code == 200
    family = first.family()
    assert first.end(signal.SIGTERM) == 0
    wait_until_gone(family)
    again = start(has_own_servers=True, line=line, settings=settings)
    wait_until(lambda: again.output.count("All up") == 2, within_seconds=90)
