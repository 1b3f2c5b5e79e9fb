"""`sandtable up`: everything on one machine, in one terminal.

Servers from wheels where the environment names none, then the schema, then a child process for each door, restarted
when it dies. Stopping goes the other way round: gateway, worker, API, sandbox, servers. Each child leads a process
group of its own and is tied to this process, so that nothing is left however this process ends.
"""

import asyncio
import fcntl
import os
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from backend import home
from backend.core.embedded import EmbeddedPostgres, EmbeddedRedis, EmbeddedServerError
from backend.core.i18n import Language, Text
from backend.core.settings import PREFIX, Settings, is_here, settings
from backend.process import Part, Process, port_is_free
from backend.status import Address, State, Status

DATABASE = "sandtable"
LOCAL = "127.0.0.1"
WECOM_CALLBACK_PATH = "/callbacks/wecom"
API_STOP_SECONDS = 30.0
"""It lets requests finish for 25 s; see `backend.serving`."""

ALREADY_RUNNING = Text(
    "{home} 中已有一个 sandtable up 在运行。请先停止它，或用 SANDTABLE_HOME 指定另一个数据目录。",
    "A sandtable up runs in {home} already. Stop it first, or choose another data folder with SANDTABLE_HOME.",
)
PORT_TAKEN = Text(
    "端口 {port} 已被占用，{part} 无法启动。请停掉占用它的程序，或设置 {variable}。",
    "The port {port} is taken, {part} cannot start. Stop what uses it, or set {variable}.",
)
FAILED = Text("{part} 失败，最后的输出（{log}）：", "{part} failed; its last words ({log}):")


class StartError(Exception):
    """What cannot be put right by trying again; the text is for the person at the terminal."""


def run(language: Language, *, with_demo: bool, wanted: Callable[[Settings, Path], list[Part]] | None = None) -> int:
    """Run the wanted parts (by default `parts`) until Ctrl-C or SIGTERM; the exit code."""
    folder = home.folder()
    status = Status(language)
    try:
        with _alone_in(folder, language), _servers(folder, status), status.shown():
            processes = [Process(part, folder / "log") for part in (wanted or parts)(settings(), folder)]
            asyncio.run(_Supervisor(folder, status, processes, with_demo=with_demo).run())
    except (StartError, EmbeddedServerError) as error:
        status.complain(str(error))
        return 1
    except KeyboardInterrupt:  # Before the loop took the signals over: the servers have been stopped on the way out.
        return 130
    return 0


@contextmanager
def servers_alone(language: Language) -> Iterator[None]:
    """The data folder's servers for a command that must have them to itself; refused while `up` runs there."""
    folder = home.folder()
    with _alone_in(folder, language), _servers(folder, Status(language)):
        yield


@contextmanager
def _alone_in(folder: Path, language: Language) -> Iterator[None]:
    (folder / "log").mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartError(ALREADY_RUNNING.get(language).format(home=folder)) from None
        yield


@contextmanager
def _servers(folder: Path, status: Status) -> Iterator[None]:
    """Databases, named in this process's environment and so in every child's."""
    with ExitStack() as stack:
        if f"{PREFIX}DATABASE_URL" not in os.environ:
            with status.waiting("postgres"):
                postgres = stack.enter_context(EmbeddedPostgres(folder / "postgres"))
            os.environ[f"{PREFIX}DATABASE_URL"] = postgres.database_url(DATABASE)
        if f"{PREFIX}REDIS_URL" not in os.environ:
            with status.waiting("redis"):
                redis = stack.enter_context(EmbeddedRedis(folder / "redis"))
            os.environ[f"{PREFIX}REDIS_URL"] = redis.url
        os.environ.setdefault(f"{PREFIX}MEDIA_ROOT", str(folder / "media"))
        # The story rehearses forty days; the file is there only while it does.
        os.environ.setdefault(f"{PREFIX}CLOCK_SHIFT_FILE", str(folder / "clock_shift"))
        os.environ.setdefault(f"{PREFIX}DRAIN_SECONDS", "0")  # No balancer has to be told.
        settings.cache_clear()
        environment = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
        home.write_running_environment(folder, environment)
        stack.callback(home.forget_running_environment, folder)
        yield


class _Supervisor:
    def __init__(self, folder: Path, status: Status, processes: list[Process], *, with_demo: bool) -> None:
        self._folder = folder
        self._status = status
        self._processes = processes
        self._with_demo = with_demo
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Until told to stop; then everything is stopped."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._ask_to_stop)
        self._refuse_taken_ports()
        await self._step("migrate")
        if not self._stop.is_set():
            await self._supervise()

    def _ask_to_stop(self) -> None:
        if self._stop.is_set():  # Asked twice: whoever asks does not want to wait.
            for process in self._processes:
                process.kill()
        self._stop.set()

    def _refuse_taken_ports(self) -> None:
        for part in (process.part for process in self._processes):
            if not port_is_free(part.port):
                text = PORT_TAKEN.get(self._status.language)
                raise StartError(text.format(port=part.port, part=part.name, variable=part.port_variable))

    async def _step(self, name: str) -> None:
        """The command of that name, which must end well before the rest goes on."""
        step = Process(Part(name=name, line=("-m", "backend.cli", name)), self._folder / "log")
        with self._status.waiting(name):
            await step.start()
            code = await self._unless_stopped(step.ended())
            await step.stop()
            if code:
                raise StartError(self._last_words(step))

    async def _supervise(self) -> None:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._keep(process)) for process in self._processes]
            welcome = group.create_task(self._welcome())
            await self._stop.wait()
            welcome.cancel()
            for task in tasks:
                task.cancel()
        for process in reversed(self._processes):
            self._status.set(process.part.name, State.STOPPING)
            await process.stop()
            self._status.set(process.part.name, State.STOPPED)

    async def _keep(self, process: Process) -> None:
        """Start it, and start it again whenever it ends."""
        failures = 0
        while True:
            self._status.set(process.part.name, State.STARTING, restarts=process.starts)
            await process.start()
            started = time.monotonic()
            if await process.ready():
                self._status.set(process.part.name, State.RUNNING, restarts=process.starts - 1)
            code = await process.ended()
            failures = 0 if time.monotonic() - started > 30 else failures + 1
            self._status.complain(self._last_words(process))
            pause = min(30.0, 0.5 * 2**failures)
            self._status.set(
                process.part.name, State.CRASHED, restarts=process.starts - 1, code=code, pause_seconds=pause
            )
            await asyncio.sleep(pause)

    async def _welcome(self) -> None:
        for process in self._processes:
            await process.is_up.wait()
        self._status.greet(addresses(settings()))
        await self._tell_the_story_once()

    async def _tell_the_story_once(self) -> None:
        marker = self._folder / "demo-loaded"
        if not self._with_demo or marker.exists() or sandbox_address(settings()) is None:
            return
        try:
            await self._step("demo")
        except StartError as error:  # The system runs without it.
            self._status.complain(str(error))
        else:
            marker.touch()

    async def _unless_stopped(self, ending: Coroutine[None, None, int]) -> int | None:
        """The exit code, or None if we are to stop first."""
        ended, stopped = asyncio.ensure_future(ending), asyncio.ensure_future(self._stop.wait())
        await asyncio.wait((ended, stopped), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        return ended.result() if ended.done() else None

    def _last_words(self, process: Process) -> str:
        head = FAILED.get(self._status.language).format(part=process.part.name, log=process.log)
        return f"{head}\n{process.tail()}"


def parts(given: Settings, folder: Path) -> list[Part]:
    """What runs, in the order of starting. The sandbox only where the settings lead to this machine."""
    command = ("-m", "backend.cli")
    found = [
        Part(
            name="api", line=(*command, "api"), port=given.api_port, port_variable=f"{PREFIX}API_PORT",
            stop_seconds=API_STOP_SECONDS,
        ),
        Part(name="worker", line=(*command, "worker")),
        Part(
            name="gateway", line=(*command, "gateway"), port=given.gateway_port,
            port_variable=f"{PREFIX}GATEWAY_PORT",
        ),
    ]  # fmt: skip
    sandbox = sandbox_address(given)
    if sandbox is None:
        return found
    callback = f"http://{LOCAL}:{given.api_port}{WECOM_CALLBACK_PATH}"
    received = folder / "log" / "sandbox-received.jsonl"
    line = (*command, "sandbox", "--port", str(sandbox), "--log", str(received), "--callback-url", callback)
    variable = f"{PREFIX}WECOM_API_BASE, {PREFIX}WECHAT_API_BASE"
    return [Part(name="sandbox", line=line, port=sandbox, port_variable=variable), *found]


def sandbox_address(given: Settings) -> int | None:
    """The port at which the settings expect the sandbox; None if they name the real WeCom."""
    base = given.wecom_api_base
    return urlsplit(base).port or 80 if is_here(base) else None


def addresses(given: Settings) -> list[Address]:
    """Where a person goes from here."""
    api = f"http://{LOCAL}:{given.api_port}"
    found = [
        Address(Text("从这里开始", "start here   "), f"{api}/"),
        Address(Text("监管端  ", "console      "), f"{api}/console/"),
        Address(Text("手机端  ", "phone client "), f"{api}/m/"),
        Address(Text("接口文档", "API reference"), f"{api}/docs"),
        Address(Text("健康状态", "health       "), f"{api}/readyz"),
        Address(Text("设备网关", "gateway      "), f"tcp://{LOCAL}:{given.gateway_port}"),
    ]
    if sandbox_address(given) is not None:
        found.insert(1, Address(Text("手机与群", "phones, groups"), given.wecom_api_base))
    return found
