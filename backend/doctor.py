"""`sandtable doctor`: what is wrong with this configuration, in words, each with its next step.

It goes and looks; `findings` holds the rules. Nothing is changed anywhere.
"""

import asyncio
import os
import socket
import tempfile
import time
from importlib import import_module
from pathlib import Path

import asyncpg
import httpx
from ip2region import util
from redis.asyncio import Redis
from redis.exceptions import RedisError
from rich.console import Console

from backend.core import place
from backend.core.i18n import Language, Text
from backend.core.settings import PREFIX, Settings
from backend.findings import (
    LOCAL_NAMES,
    REDIS_OLDEST,
    Finding,
    fine,
    judge,
    judge_map,
    judge_migrations,
    judge_postgres,
    judge_skew,
    wrong,
)
from bot.wechat.errors import Refused, Surface
from bot.wechat.http import Answer, ProviderHttp

WAIT_SECONDS = 4.0


def report(given: Settings, language: Language) -> int:
    """Print the findings; the exit code, 1 if anything is wrong."""
    findings = asyncio.run(examine(given))
    console = Console(highlight=False, soft_wrap=True)
    for finding in findings:
        console.print("✗" if finding.is_wrong else "✓", style="red" if finding.is_wrong else "green", end=" ")
        console.print(finding.part, "·", finding.what.get(language), markup=False)
        if finding.next_step is not None:
            console.print("   →", finding.next_step.get(language), style="yellow", markup=False)
    return int(any(finding.is_wrong for finding in findings))


async def examine(given: Settings) -> list[Finding]:
    """Everything, in the order in which a person would put it right."""
    live = await asyncio.gather(
        look_at_database(given), look_at_redis(given), look_at_wecom(given), look_at_ports(given)
    )
    here = [look_at_media_root(given), *look_at_place_files(given)]
    return [*judge(given), *here, *(finding for group in live for finding in group)]


def look_at_media_root(given: Settings) -> Finding:
    """Whether a photo can be stored."""
    root = given.media_root.absolute()
    existing = next(path for path in (root, *root.parents) if path.exists())
    try:
        with tempfile.NamedTemporaryFile(dir=existing) as file:
            file.write(b"sandtable")
    except OSError as error:
        return wrong(
            "media_root",
            Text(f"照片目录 {root} 不可写：{error}", f"The photo folder {root} cannot be written: {error}"),
            Text(
                "改正该目录的属主与权限，或设置 SANDTABLE_MEDIA_ROOT",
                "Give the service's user the folder, or set SANDTABLE_MEDIA_ROOT",
            ),
        )
    return fine("media_root", f"照片目录可写：{root}", f"the photo folder can be written: {root}")


def look_at_place_files(given: Settings) -> list[Finding]:
    """Whether the cities of addresses are known; without a file they are not, which is no fault."""
    files = {"PLACE_FILE": (given.place_file, util.IPv4), "PLACE_FILE_IPV6": (given.place_file_ipv6, util.IPv6)}
    return [_look_at_place_file(f"{PREFIX}{name}", *wanted) for name, wanted in files.items()]


def _look_at_place_file(variable: str, path: Path | None, version: util.Version) -> Finding:
    if path is None:
        return fine("place", f"{variable} 未设置：扫码登录不显示城市", f"{variable} is not set: sign-ins show no city")
    if place.load(path, version) is not None:
        return fine("place", f"地址库可用：{path}", f"the file of places can be read: {path}")
    return wrong(
        "place",
        Text(f"地址库 {path} 读不了，或不是 {version.name} 库", f"{path} cannot be read or is no {version.name} file"),
        Text(
            f"下载 ip2region 的 {version.name} xdb 文件并设置 {variable}，或删除此设置",
            f"Fetch ip2region's xdb file for {version.name} and set {variable} to it, or remove the setting",
        ),
    )


async def look_at_database(given: Settings) -> list[Finding]:
    """Reachable, new enough, at head, and with the same idea of time."""
    try:
        connection = await asyncpg.connect(given.database_url, timeout=WAIT_SECONDS, command_timeout=WAIT_SECONDS)
    except asyncpg.InvalidCatalogNameError as error:
        what = Text(f"数据库还没有建立：{_words(error)}", f"The database is not there yet: {_words(error)}")
        return [wrong("database", what, Text("运行 sandtable migrate", "Run sandtable migrate"))]
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return [
            wrong(
                "database",
                Text(f"连不上数据库：{_words(error)}", f"The database cannot be reached: {_words(error)}"),
                Text(
                    "启动 PostgreSQL 15 以上并设置 SANDTABLE_DATABASE_URL；本机试用可运行 sandtable up",
                    "Start PostgreSQL 15 or newer and set SANDTABLE_DATABASE_URL; to try it here, run sandtable up",
                ),
            )
        ]
    try:
        before, theirs, after = time.time(), await _epoch(connection), time.time()
        expected, applied = expected_migrations(), await _applied_migrations(connection)
        return [
            judge_postgres(connection.get_server_version().major),
            judge_migrations(expected, applied),
            judge_skew(theirs - (before + after) / 2, allowance_seconds=(after - before) / 2),
            *([judge_map(**await _map_counts(connection))] if expected <= applied else []),
        ]
    finally:
        await connection.close()


async def _epoch(connection: asyncpg.Connection) -> float:
    return float(await connection.fetchval("SELECT extract(epoch FROM clock_timestamp())"))


async def _map_counts(connection: asyncpg.Connection) -> dict[str, int]:
    row = await connection.fetchrow(
        """
        SELECT (SELECT count(*) FROM project) AS projects, (SELECT count(*) FROM map_dirty) AS waiting,
               (SELECT coalesce(sum(n), 0)::bigint FROM map_tally WHERE stage = '*' AND status = '*') AS counted
        """
    )
    assert row is not None
    return dict(row)


async def _applied_migrations(connection: asyncpg.Connection) -> set[str]:
    if await connection.fetchval("SELECT to_regclass('migration') IS NULL"):
        return set()
    return {row[0] for row in await connection.fetch("SELECT name FROM migration WHERE app_name = 'sandtable'")}


def expected_migrations() -> set[str]:
    """The ids of the steps that this build knows."""
    package = import_module("backend.migrations")
    folder = Path(next(iter(package.__path__)))
    return {str(import_module(f"{package.__name__}.{path.stem}").ID) for path in folder.glob("[0-9]*.py")}


async def look_at_redis(given: Settings) -> list[Finding]:
    """Reachable and new enough."""
    start_one = Text(
        "启动 Redis 6.2 以上并设置 SANDTABLE_REDIS_URL；本机试用可运行 sandtable up",
        "Start Redis 6.2 or newer and set SANDTABLE_REDIS_URL; to try it here, run sandtable up",
    )
    try:
        async with Redis.from_url(
            given.redis_url, socket_connect_timeout=WAIT_SECONDS, socket_timeout=WAIT_SECONDS
        ) as client:
            version = str((await client.info("server"))["redis_version"])
    except (RedisError, OSError, TimeoutError, ValueError) as error:
        text = Text(f"连不上 Redis：{_words(error)}", f"Redis cannot be reached: {_words(error)}")
        return [wrong("redis", text, start_one)]
    if tuple(int(part) for part in version.split(".")[:2]) < REDIS_OLDEST:
        return [wrong("redis", Text(f"Redis {version} 太旧", f"Redis {version} is too old"), start_one)]
    return [fine("redis", f"Redis {version} 可用", f"Redis {version} answers")]


class _TokenAnswer(Answer, frozen=True, kw_only=True):
    access_token: str = ""


async def look_at_wecom(given: Settings) -> list[Finding]:
    """Whether WeCom answers and takes our credentials: a token is asked for, which costs nothing."""
    http = ProviderHttp(given.wecom_api_base, timeout_seconds=WAIT_SECONDS)
    try:
        answer = await http.get(
            "/cgi-bin/gettoken",
            _TokenAnswer,
            surface=Surface.TOKEN,
            params={"corpid": given.wecom_corpid, "corpsecret": given.wecom_secret},
        )
    finally:
        await http.aclose()
    if not isinstance(answer, Refused):
        base = given.wecom_api_base
        return [fine("wecom", f"企业微信凭证有效（{base}）", f"WeCom takes our credentials ({base})")]
    if answer.code is None:
        return [
            wrong(
                "wecom",
                Text(f"连不上企业微信 {given.wecom_api_base}", f"WeCom cannot be reached at {given.wecom_api_base}"),
                Text(
                    "检查 SANDTABLE_WECOM_API_BASE 与出口网络；本机试用可运行 sandtable up 或 sandtable sandbox",
                    "Check SANDTABLE_WECOM_API_BASE and the way out; to try it here: sandtable up or sandtable sandbox",
                ),
            )
        ]
    return [
        wrong(
            "wecom",
            Text(
                f"企业微信拒绝了凭证（{answer.code}）：{answer.zh}",
                f"WeCom refused our credentials ({answer.code}): {answer.en}",
            ),
            Text(
                "核对 SANDTABLE_WECOM_CORPID、SANDTABLE_WECOM_SECRET 和可信 IP",
                "Compare SANDTABLE_WECOM_CORPID, SANDTABLE_WECOM_SECRET and the trusted addresses",
            ),
        )
    ]


async def look_at_ports(given: Settings) -> list[Finding]:
    """Whether our ports are free, or ours already."""
    if await _is_our_api(given):
        return [fine("ports", "系统正在运行", "the system is running")]
    wanted = {"API_PORT": (given.api_host, given.api_port), "GATEWAY_PORT": (given.gateway_host, given.gateway_port)}
    return [judge_port(name, host, port) for name, (host, port) in wanted.items()]


async def _is_our_api(given: Settings) -> bool:
    host = "127.0.0.1" if given.api_host in LOCAL_NAMES else given.api_host
    try:
        async with httpx.AsyncClient(timeout=WAIT_SECONDS, trust_env=False) as client:
            answer = await client.get(f"http://{host}:{given.api_port}/livez")
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK and b'"status"' in answer.content


def judge_port(name: str, host: str, port: int) -> Finding:
    """Whether a port can be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return wrong(
                "ports",
                Text(
                    f"端口 {host}:{port} 不可用：{os.strerror(error.errno or 0)}",
                    f"The port {host}:{port} cannot be used: {os.strerror(error.errno or 0)}",
                ),
                Text(f"停掉占用它的程序，或设置 SANDTABLE_{name}", f"Stop what uses it, or set SANDTABLE_{name}"),
            )
    return fine("ports", f"端口 {port} 空闲", f"the port {port} is free")


def _words(error: BaseException) -> str:
    return str(error).strip() or type(error).__name__
