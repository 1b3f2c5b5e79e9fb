"""What `sandtable doctor` says of what it has seen: pure rules, values in, findings out."""

import base64
import binascii
from urllib.parse import urlsplit

import msgspec

from backend.core.i18n import Text
from backend.core.settings import Settings

POSTGRES_OLDEST = 15
REDIS_OLDEST = (6, 2)
SKEW_MAX_SECONDS = 2.0
MAP_WAITING_MAX = 5_000
"""Leases use the database's clock and due dates the machine's: further apart, a due date is visibly late."""

ENVIRONMENTS = ("development", "test", "production")
LOCAL_NAMES = ("localhost", "127.0.0.1", "::1", "0.0.0.0")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at; `next_step` is there exactly when it is wrong."""

    part: str  # Short and stable: "database", "redis", "secret_key"…
    what: Text
    next_step: Text | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether somebody has to do something."""
        return self.next_step is not None


def fine(part: str, zh: str, en: str) -> Finding:
    """Nothing to do."""
    return Finding(part=part, what=Text(zh, en))


def wrong(part: str, what: Text, next_step: Text) -> Finding:
    """Something to do."""
    return Finding(part=part, what=what, next_step=next_step)


def judge(given: Settings) -> list[Finding]:
    """What can be said of the settings alone."""
    return [_judge_environment(given), _judge_secret_key(given), *_judge_production(given)]


def _judge_environment(given: Settings) -> Finding:
    if given.environment in ENVIRONMENTS:
        return fine("environment", f"运行环境：{given.environment}", f"environment: {given.environment}")
    return wrong(
        "environment",
        Text(
            f"不认识的运行环境“{given.environment}”，生产规则因此不生效",
            f"unknown environment {given.environment!r}: the production rules do not apply",
        ),
        Text(
            "把 SANDTABLE_ENVIRONMENT 设为 development、test 或 production",
            "Set SANDTABLE_ENVIRONMENT to development, test or production",
        ),
    )


def _judge_secret_key(given: Settings) -> Finding:
    make_one = Text(
        "用 openssl rand -base64 32 生成，设为 SANDTABLE_SECRET_KEY；各进程须相同，并妥善备份",
        "Make one with openssl rand -base64 32 and set SANDTABLE_SECRET_KEY: the same in all processes, backed up",
    )
    try:
        length = len(base64.b64decode(given.secret_key, validate=True))
    except binascii.Error:
        length = 0
    if length != 32:
        return wrong("secret_key", Text("密钥不是 32 字节的 base64", "The key is not 32 bytes in base64"), make_one)
    if given.is_production and given.secret_key == Settings().secret_key:
        what = Text(
            "生产环境用着公开的开发密钥，手机号等于没有加密",
            "Production uses the public development key: phone numbers are as good as unencrypted",
        )
        return wrong("secret_key", what, make_one)
    return fine("secret_key", "密钥长度正确", "the key has the right length")


def _judge_production(given: Settings) -> list[Finding]:
    """What is right on a laptop and wrong in production."""
    if not given.is_production:
        return []
    findings = []
    if given.clock_shift_file is not None:
        findings.append(
            wrong(
                "clock_shift_file",
                Text("生产环境设置了演练时钟，期限会算错", "Production has a rehearsal clock: due dates will be wrong"),
                Text("删除 SANDTABLE_CLOCK_SHIFT_FILE 后重启", "Remove SANDTABLE_CLOCK_SHIFT_FILE and restart"),
            )
        )
    if _is_local(given.public_url) or not given.public_url.startswith("https://"):
        findings.append(
            wrong(
                "public_url",
                Text(
                    f"消息里的链接将指向 {given.public_url}，手机打不开",
                    f"Links in messages will lead to {given.public_url}, which no phone can open",
                ),
                Text(
                    "把 SANDTABLE_PUBLIC_URL 设为公网 https 地址",
                    "Set SANDTABLE_PUBLIC_URL to the public https address",
                ),
            )
        )
    if _is_local(given.oauth_base) or not given.oauth_base.startswith("https://"):
        findings.append(
            wrong(
                "wecom_oauth",
                Text(
                    f"扫码的手机将被送到 {given.oauth_base} 核实身份，手机打不开",
                    f"A phone that has scanned is sent to {given.oauth_base} to say who holds it, and cannot open that",
                ),
                Text(
                    "把 SANDTABLE_WECOM_OAUTH_BASE 设为手机能打开的企业微信网页授权 https 地址",
                    "Set SANDTABLE_WECOM_OAUTH_BASE to the https address of WeCom's web authorisation that phones open",
                ),
            )
        )
    if _is_local(given.login_base) or not given.login_base.startswith("https://"):
        findings.append(
            wrong(
                "wecom_login",
                Text(
                    f"电脑上点“用企业微信登录”将被送到 {given.login_base}，浏览器打不开",
                    f"“Sign in with WeCom” on a computer leads to {given.login_base}, which its browser cannot open",
                ),
                Text(
                    "把 SANDTABLE_WECOM_LOGIN_BASE 设为电脑能打开的企业微信网页登录 https 地址",
                    "Set SANDTABLE_WECOM_LOGIN_BASE to the https address of WeCom's web sign-in that computers open",
                ),
            )
        )
    sandboxed = [name for name in _SANDBOX_NAMES if getattr(given, name) == getattr(Settings(), name)]
    if sandboxed:
        names = "、".join(f"SANDTABLE_{name.upper()}" for name in sandboxed)
        findings.append(
            wrong(
                "provider",
                Text("生产环境还在用沙箱的微信设置", "Production still has the sandbox's WeChat settings"),
                Text(f"设置 {names}", f"Set {names.replace('、', ', ')}"),
            )
        )
    return findings


_SANDBOX_NAMES = (
    "wechat_api_base",
    "wechat_appid",
    "wechat_secret",
    "wecom_api_base",
    "wecom_corpid",
    "wecom_secret",
    "wecom_callback_token",
    "wecom_callback_aes_key",
)


def _is_local(url: str) -> bool:
    return (urlsplit(url).hostname or "") in LOCAL_NAMES


def judge_postgres(major: int) -> Finding:
    """Whether the server is new enough for our SQL."""
    if major >= POSTGRES_OLDEST:
        return fine("database", f"PostgreSQL {major} 可用", f"PostgreSQL {major} answers")
    return wrong(
        "database",
        Text(f"PostgreSQL {major} 太旧", f"PostgreSQL {major} is too old"),
        Text(f"升级到 {POSTGRES_OLDEST} 以上", f"Upgrade to {POSTGRES_OLDEST} or newer"),
    )


def judge_migrations(expected: set[str], applied: set[str]) -> Finding:
    """Whether the schema fits this build; rows of a newer build are no fault (expand, then contract)."""
    missing = expected - applied
    if not missing:
        return fine("migrations", "数据库结构已是最新", "the schema is at head")
    return wrong(
        "migrations",
        Text(f"数据库结构还差 {len(missing)} 步", f"The schema is {len(missing)} steps behind"),
        Text("先备份，再运行 sandtable migrate", "Back up, then run sandtable migrate"),
    )


def judge_map(*, projects: int, counted: int, waiting: int) -> Finding:
    """Whether the map counts every project and the worker keeps up with the changes."""
    if waiting > MAP_WAITING_MAX:
        return wrong(
            "map",
            Text(f"有 {waiting} 项变动还没有计入地图", f"{waiting} changes are not on the map yet"),
            Text("确认后台进程在运行：sandtable worker", "See that a worker is running: sandtable worker"),
        )
    if counted != projects and not waiting:
        return wrong(
            "map",
            Text(
                f"地图统计了 {counted} 个项目，实有 {projects} 个", f"The map counts {counted} of {projects} projects"
            ),
            Text(
                "后台进程每晚核对一次；若次日仍不一致，请查看其日志中的 map.put_right",
                "The worker puts it right each night; if it is wrong again, look for map.put_right in its log",
            ),
        )
    return fine("map", f"地图统计了 {counted} 个项目", f"the map counts {counted} projects")


def judge_skew(skew_seconds: float, *, allowance_seconds: float) -> Finding:
    """Whether the machine's clock and the database's agree."""
    if abs(skew_seconds) <= SKEW_MAX_SECONDS + allowance_seconds:
        return fine("time", "与数据库时钟一致", "the clock agrees with the database's")
    return wrong(
        "time",
        Text(f"本机时钟与数据库相差 {skew_seconds:+.1f} 秒", f"The clock is {skew_seconds:+.1f} s off the database's"),
        Text("在两台机器上启用 NTP（chrony 或 systemd-timesyncd）", "Run NTP on both (chrony or systemd-timesyncd)"),
    )
