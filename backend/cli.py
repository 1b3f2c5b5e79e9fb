"""The `sandtable` command. Each command imports what it needs when it runs, so that the others start quickly."""

import asyncio
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any

from cyclopts import App, Parameter

from backend.core.i18n import Language, Text
from backend.core.settings import settings


def terminal_language() -> Language:
    """Chinese, unless the terminal asks for English."""
    wish = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return Language.EN if wish.startswith("en") else Language.ZH


def _say(zh: str, en: str) -> str:
    return Text(zh, en).get(terminal_language())


app = App(
    name="sandtable",
    help=_say(
        "工程沙盘：建筑与市政工程质量安全监督平台。所有设置都来自 SANDTABLE_* 环境变量。",
        "Sandtable: supervision of building and municipal sites. Every setting is a SANDTABLE_* environment variable.",
    ),
    version_flags=[],
)


@app.command(
    help=_say(
        "在这台机器上启动全部：数据库、Redis、微信沙箱、接口、后台、设备网关和演示数据；Ctrl-C 依次停止。",
        "Start everything on this machine: database, Redis, WeChat sandbox, API, worker, device gateway and "
        "demo data; Ctrl-C stops it all in order.",
    )
)
def up(
    *, demo: Annotated[bool, Parameter(help=_say("首次启动时装入演示数据", "Load demo data on first start"))] = True
) -> int:
    """Start everything."""
    from backend import supervisor  # noqa: PLC0415

    return supervisor.run(terminal_language(), with_demo=demo)


@app.command(help=_say("只启动接口进程（可启动多个）。", "Run one API process (as many as you like)."))
def api(*, host: str | None = None, port: int | None = None) -> None:
    """Run one API process."""
    from backend import serving  # noqa: PLC0415

    serving.run(host or settings().api_host, port or settings().api_port)


@app.command(
    help=_say(
        "只启动后台进程：消息、定时与任务（可启动多个）。",
        "Run one worker: messages, timers, jobs (as many as you like).",
    )
)
def worker() -> None:
    """Run one worker."""
    _serve("backend.worker")


@app.command(help=_say("只启动设备网关（可启动多个）。", "Run one device gateway (as many as you like)."))
def gateway() -> None:
    """Run one device gateway."""
    _serve("backend.gateway")


@app.command(
    help=_say(
        "只启动微信、企业微信沙箱；参数同 python -m bot.sandbox。",
        "Run the WeChat and WeCom sandbox; arguments as for python -m bot.sandbox.",
    ),
    help_flags=[],
)
def sandbox(*arguments: Annotated[str, Parameter(allow_leading_hyphen=True, show=False)]) -> None:
    """Run the sandbox in this process's place."""
    line = [sys.executable, "-m", "bot.sandbox", *arguments]
    os.execv(line[0], line)  # noqa: S606  Our own module, no shell.


@app.command(
    help=_say(
        "建立或升级数据库，并装入参考数据；可反复执行。",
        "Create or upgrade the database and load reference data; safe to repeat.",
    )
)
def migrate() -> None:
    """Bring the database to head."""
    from backend import migrate as migration  # noqa: PLC0415

    _adopt_running_servers()
    asyncio.run(migration.run(settings().database_url))
    print(_say("数据库已是最新版本。", "The database is at the newest version."))


@app.command(
    help=_say(
        "增加一名监管单位管理员（首位管理员只能由此产生）。",
        "Add a regulator unit's administrator; the very first one can only come from here.",
    )
)
def administrator(*, region: str = "440000", sector: str = "housing", name: str, wecom_userid: str) -> None:
    """Add an administrator to the unit of a region and sector."""
    from backend import administrator as door  # noqa: PLC0415

    _adopt_running_servers()
    _run(lambda: door.add(region, sector, name, wecom_userid))


@app.command(
    help=_say(
        "通过公开接口演一遍完整故事（需沙箱）；--year 在 sandtable up 启动之前生成一座城市一年的演练数据。",
        "Play the whole story through the public doors (needs the sandbox); --year makes a city's year of data "
        "instead, while `sandtable up` is not running.",
    )
)
def demo(
    *,
    year: Annotated[
        bool, Parameter(negative="", help=_say("一年的数据，截至今天", "A year of data, up to today"))
    ] = False,
    sites: Annotated[int, Parameter(help=_say("这一年的项目数", "How many sites the year has"))] = 120,
    days: Annotated[int, Parameter(help=_say("这一年的天数", "How many days the year has"))] = 365,
) -> int:
    """Play the story, or make the year."""
    if year:
        return _make_year(sites, days)
    from backend.demo.play import play  # noqa: PLC0415

    _adopt_running_servers()
    administrator(name="周敏", wecom_userid="zhou.min")
    _run(play)
    return 0


@app.command(
    help=_say(
        "让故事里的扬尘设备上报一次；默认超过 PM10 限值，于是预警进群、上图。",
        "Let the story's dust monitor report once; by default above the limit of PM10, so that a warning goes out.",
    )
)
def reading(
    *,
    pm10: Annotated[float, Parameter(help="µg/m³")] = 187,
    noise: Annotated[float, Parameter(help="dB(A)")] = 58.2,
) -> None:
    """Send one reading to the gateway of a running `sandtable up`."""
    from backend.demo.play import read  # noqa: PLC0415

    _adopt_running_servers()
    asyncio.run(read(pm10=pm10, noise=noise))


def _make_year(sites: int, days: int) -> int:
    """In a database that nobody else uses: a worker beside it would warn of the past as if it were today."""
    from backend import migrate as migration  # noqa: PLC0415
    from backend import supervisor  # noqa: PLC0415
    from backend.year import make  # noqa: PLC0415

    try:
        with supervisor.servers_alone(terminal_language()):
            asyncio.run(migration.run(settings().database_url))
            make.play(sites=sites, days=days, say=print)
    except supervisor.StartError as error:
        print(error)
        return 1
    return 0


@app.command(
    help=_say(
        "检查配置：说明每个问题和下一步；有问题时退出码为 1。",
        "Check the configuration: each problem and what to do next; exit code 1 if there is any.",
    )
)
def doctor() -> int:
    """Check the configuration."""
    import logging  # noqa: PLC0415

    import structlog  # noqa: PLC0415

    from backend import doctor as check  # noqa: PLC0415

    # The findings say it all; the clients' own log would only come between them.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    _adopt_running_servers()
    try:
        given = settings()
    except ValueError as error:
        print(_say(f"✗ 设置有误：{error}", f"✗ A setting is wrong: {error}"))
        return 1
    return check.report(given, terminal_language())


@app.command(help=_say("输出接口描述（OpenAPI JSON）。", "Print the description of the API (OpenAPI JSON)."))
def openapi() -> None:
    """Print the API's schema."""
    import json  # noqa: PLC0415

    schema: dict[str, Any] = _door("backend.app", "create_app")().openapi_schema.to_schema()
    print(json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True))


@app.command(help=_say("输出全部状态机的说明（Markdown）。", "Print the page of all state machines (Markdown)."))
def states() -> None:
    """Print docs/STATES.md."""
    from backend import states as machines  # noqa: PLC0415

    print(machines.page(), end="")


def _serve(module: str) -> None:
    _run(_door(module, "main"))


def _run(main: Callable[[], Any]) -> None:
    import uvloop  # noqa: PLC0415

    uvloop.run(main())


def _door(module: str, name: str) -> Callable[[], Any]:
    """By name, since the doors do not import each other."""
    found: Callable[[], Any] = getattr(import_module(module), name)
    return found


def _adopt_running_servers() -> None:
    """Talk to the servers of a running `sandtable up` unless the environment names others."""
    from backend import home  # noqa: PLC0415

    for name, value in home.running_environment(home.folder()).items():
        os.environ.setdefault(name, value)
    settings.cache_clear()


def main() -> None:
    """The console script."""
    app()


if __name__ == "__main__":
    main()
