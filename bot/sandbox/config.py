"""What the sandbox knows at start: credentials, people, groups and limits."""

from enum import StrEnum
from pathlib import Path

import msgspec


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the corporation. `openid` is the same person in the mini-program."""

    userid: str
    name_zh: str
    name_en: str = ""
    role_zh: str = ""
    role_en: str = ""
    openid: str = ""
    unionid: str = ""
    phone: str = ""
    parties: tuple[int, ...] = (1,)
    tags: tuple[int, ...] = ()
    is_licensed: bool = True


class RobotState(StrEnum):
    """Why a webhook key may stop working."""

    ACTIVE = "active"
    DISABLED = "disabled"  # 93004
    REMOVED = "removed"  # 93000


class Robot(msgspec.Struct, frozen=True, kw_only=True):
    """A group chat and the key of the robot in it."""

    key: str
    group_zh: str
    group_en: str = ""
    description_zh: str = ""
    description_en: str = ""
    state: RobotState = RobotState.ACTIVE


class Profile(StrEnum):
    """Which edition of the platform is played (section 9 of the protocol notes)."""

    PUBLIC_2025 = "public-2025"
    PRIVATE_YZY = "private-yzy"  # No markdown_v2, no cards.
    LEGACY_ROBOT = "legacy-robot"  # No markdown_v2; 100 robot messages a minute.

    @property
    def refused_types(self) -> frozenset[str]:
        """Message types that this edition does not know (40008)."""
        if self is Profile.PRIVATE_YZY:
            return frozenset({"markdown_v2", "template_card"})
        return frozenset({"markdown_v2"}) if self is Profile.LEGACY_ROBOT else frozenset()


MEMBERS = (
    Member(userid="lin.xiaoming", name_zh="林晓明", name_en="Lin Xiaoming", role_zh="项目经理",
           role_en="Project manager", openid="o-sandbox-lin", phone="13800000001"),
    Member(userid="chen.guodong", name_zh="陈国栋", name_en="Chen Guodong", role_zh="总监理工程师",
           role_en="Chief supervising engineer", openid="o-sandbox-chen", phone="13800000002"),
    Member(userid="huang.li", name_zh="黄莉", name_en="Huang Li", role_zh="监管员",
           role_en="Regulator", openid="o-sandbox-huang", phone="13800000003"),
    Member(userid="he.zhiqiang", name_zh="何志强", name_en="He Zhiqiang", role_zh="专职安全员",
           role_en="Safety officer", openid="o-sandbox-he", phone="13800000004"),
    Member(userid="zhou.min", name_zh="周敏", name_en="Zhou Min", role_zh="监督站站长",
           role_en="Station head", openid="o-sandbox-zhou", phone="13800000005"),
)  # fmt: skip

ROBOTS = (
    Robot(key="5a4d0001-0000-4000-8000-000000000001", group_zh="安监一科 · 预警群",
          group_en="Safety division · warnings", description_zh="监测预警与处置跟进",
          description_en="Monitoring warnings and their follow-up"),
    Robot(key="5a4d0002-0000-4000-8000-000000000002", group_zh="滨江花园项目群", group_en="Riverside Garden site",
          description_zh="参建各方", description_en="All parties of the site"),
)  # fmt: skip


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Defaults fit the product's development settings; `load` reads the same fields from a JSON file."""

    corpid: str = "wwsandbox000000001"
    agentid: int = 1000002
    agent_secret: str = "sandbox-app-secret"  # noqa: S105 -- opens nothing.
    app_name_zh: str = "工程沙盘"
    app_name_en: str = "Sandtable"
    mini_page_base: str = ""  # Where the page opens mini-program links, e.g. "http://127.0.0.1:8000/phone/#/".
    appid: str = "wxsandbox00000001"
    mini_secret: str = "sandbox-mini-secret"  # noqa: S105 -- opens nothing.

    callback_url: str = ""  # Empty: the app has no callback, so interactive cards are refused (43012).
    callback_token: str = "sandboxToken01"  # noqa: S105 -- opens nothing.
    callback_aes_key: str = "c2FuZGJveC1vbmx5LWtleS0zMi1ieXRlcy1sb25nISE"
    mini_callback_url: str = ""
    callback_timeout_seconds: float = 5.0
    callback_tries: int = 3
    callback_pause_seconds: float = 1.0  # Between tries; the platform documents no pause.
    option_spelling: str = "OptionIds"  # Or "OpitonIds", as older documents and servers write it.

    members: tuple[Member, ...] = MEMBERS
    robots: tuple[Robot, ...] = ROBOTS
    templates: dict[str, tuple[str, ...]] = {}  # Subscribe templates and their keys; empty: any template is known.
    risky_words: tuple[str, ...] = ("赌博", "casino")

    profile: Profile = Profile.PUBLIC_2025
    robot_limit: int = 20
    robot_window_seconds: float = 60.0
    member_minute_limit: int = 30
    member_hour_limit: int = 1000
    token_seconds: int = 7200
    allowed_ips: tuple[str, ...] = ()  # Empty: every caller.
    adds_unknown_fields: bool = False  # Answers carry a field that no document names.

    log_path: Path | None = None
    keep_messages: int = 20_000


class Settings(msgspec.Struct, kw_only=True):
    """The part of `Config` that may change while the sandbox runs."""

    callback_url: str
    mini_callback_url: str
    callback_timeout_seconds: float
    callback_tries: int
    callback_pause_seconds: float
    option_spelling: str
    profile: Profile
    robot_limit: int
    robot_window_seconds: float
    member_minute_limit: int
    member_hour_limit: int
    token_seconds: int
    allowed_ips: tuple[str, ...]
    adds_unknown_fields: bool


def settings_of(config: Config) -> Settings:
    """The changeable settings as the configuration starts them."""
    return Settings(**{name: getattr(config, name) for name in Settings.__struct_fields__})


def load(path: Path) -> Config:
    """A `Config` from a JSON file; raises `msgspec.ValidationError` with the field's path."""
    return msgspec.json.decode(path.read_bytes(), type=Config, dec_hook=lambda kind, value: kind(value))
