"""What a provider's answer means for the caller: the code table, as data, and the values that clients return.

A client never raises for an answer. Sending returns an `Outcome`; asking returns the thing asked for, or `Refused`.

    Refused    why there is no answer to use, with the `Reaction` that the code table names
    Outcome    the same for a message: one of eight kinds, which a delivery's state machine maps one to one

The table follows the providers' lists of global codes (WeCom doc 90313 and the pages of each call).
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

import msgspec

from backend.core.clock import SHANGHAI

ROBOT_WAIT_SECONDS: Final = 60.0
"""A robot's limit counts per minute; nothing longer is documented (WeCom doc 91770)."""


class Surface(StrEnum):
    """Which door of the provider was used: the same code asks for different things at different doors."""

    TOKEN = "token"  # noqa: S105  A door, not a password.
    ROBOT = "robot"
    APP = "app"
    APPCHAT = "appchat"
    CARD_UPDATE = "card_update"
    RECALL = "recall"
    MINI = "mini"
    LOGIN = "login"


class Reaction(StrEnum):
    """What the caller can do about a refusal."""

    RETRY = "retry"  # The same request may work in a moment: back off 1, 3, 9 s with jitter.
    REFRESH_TOKEN = "refresh_token"  # noqa: S105  Handled inside the clients, once; callers never see it.
    WAIT = "wait"  # Too fast: nothing for this destination before `wait_seconds`.
    PERMANENT = "permanent"  # This request will never work.
    RECIPIENT = "recipient"  # This person cannot be reached this way: take another channel.
    CONFIGURATION = "configuration"  # Nothing will work here until a person changes a setting.
    DUPLICATE = "duplicate"  # The provider has this one already.
    RELOGIN = "relogin"  # The person must sign in, or tap, again.


class Rule(msgspec.Struct, frozen=True):
    """One row of the code table: codes `first`…`last` at `surfaces` (none: everywhere)."""

    first: int
    last: int
    surfaces: tuple[Surface, ...]
    reaction: Reaction
    zh: str
    en: str
    wait_seconds: float = 0.0
    until_midnight: bool = False  # A day's quota: wait until 00:00 in Shanghai instead of `wait_seconds`.
    alert: bool = False  # A person of ours should look at it.
    permanent_if: tuple[str, ...] = ()  # Words in the provider's text that turn the reaction into PERMANENT.

    def covers(self, surface: Surface, code: int) -> bool:
        """Whether this row speaks about `code` at `surface`."""
        return self.first <= code <= self.last and (not self.surfaces or surface in self.surfaces)


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Why there is no answer to use.

    `code` is the provider's errcode, None when no readable answer came. `message` is the provider's own text without
    secrets; it ends with the id that the provider's support asks for. `zh` and `en` are ours, for people.
    `is_ambiguous`: the request left us and may have been carried out. `wait_seconds` goes with WAIT.
    """

    reaction: Reaction
    code: int | None = None
    message: str = ""
    zh: str = ""
    en: str = ""
    wait_seconds: float = 0.0
    is_ambiguous: bool = False
    needs_alert: bool = False
    call_id: str = ""


class Kind(StrEnum):
    """What became of a message."""

    ACCEPTED = "accepted"  # The provider took it; look at `invalid_users` for those it did not take it for.
    RETRY = "retry"  # Certainly not sent; back off and send again.
    AMBIGUOUS = "ambiguous"  # Perhaps sent: a time-out, a reset, an unreadable answer. Repeat it marked as a repeat.
    THROTTLED = "throttled"  # Not sent: park the whole destination for `wait_seconds`, then send the same one first.
    PERMANENT = "permanent"  # Not sent and never will be in this form.
    RECIPIENT = "recipient"  # Not sent: nobody addressed can be reached here. Fall back to another channel.
    CONFIGURATION = "configuration"  # Not sent: this channel, or this robot's key, is out until a person acts.
    DUPLICATE = "duplicate"  # An earlier attempt of ours did arrive: as good as accepted.

    @property
    def is_delivered(self) -> bool:
        """Whether the provider holds the message."""
        return self in {Kind.ACCEPTED, Kind.DUPLICATE}


_KINDS: Final = {
    Reaction.RETRY: Kind.RETRY,
    Reaction.REFRESH_TOKEN: Kind.CONFIGURATION,
    Reaction.WAIT: Kind.THROTTLED,
    Reaction.PERMANENT: Kind.PERMANENT,
    Reaction.RECIPIENT: Kind.RECIPIENT,
    Reaction.CONFIGURATION: Kind.CONFIGURATION,
    Reaction.DUPLICATE: Kind.DUPLICATE,
    Reaction.RELOGIN: Kind.PERMANENT,
}


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one message.

    `provider_id` is the msgid that `recall` takes (WeCom doc 94867). `response_code` allows one update of an
    interactive card within 72 h; count on 24 h (WeCom doc 94945). `invalid_users` are the recipients that an accepted
    message did not reach, in lower case as the provider writes them. `needs_alert`: our operators should look.
    """

    kind: Kind
    code: int | None = None
    message: str = ""
    zh: str = ""
    en: str = ""
    provider_id: str | None = None
    response_code: str | None = None
    invalid_users: tuple[str, ...] = ()
    wait_seconds: float = 0.0
    needs_alert: bool = False
    call_id: str = ""

    @classmethod
    def of(cls, refused: Refused) -> Self:
        """The outcome of a message whose call was refused."""
        return cls(
            kind=Kind.AMBIGUOUS if refused.is_ambiguous else _KINDS[refused.reaction],
            code=refused.code,
            message=refused.message,
            zh=refused.zh,
            en=refused.en,
            wait_seconds=refused.wait_seconds,
            needs_alert=refused.needs_alert,
            call_id=refused.call_id,
        )


_WECOM: Final = (Surface.APP, Surface.APPCHAT, Surface.CARD_UPDATE, Surface.RECALL, Surface.ROBOT)
_MINI: Final = (Surface.MINI, Surface.LOGIN)

RULES: Final[tuple[Rule, ...]] = (
    Rule(-1, -1, (), Reaction.RETRY, "微信平台繁忙", "The platform is busy"),
    Rule(6000, 6000, _WECOM, Reaction.RETRY, "数据版本冲突", "Another change came in between"),
    # Tokens and configuration.
    Rule(40001, 40001, (Surface.TOKEN,), Reaction.CONFIGURATION, "应用密钥不正确", "The secret is wrong", alert=True),
    Rule(40001, 40001, (), Reaction.REFRESH_TOKEN, "访问凭证不是最新", "The access token is not the newest"),
    Rule(40014, 40014, (), Reaction.REFRESH_TOKEN, "访问凭证无效", "The access token is invalid"),
    Rule(42001, 42001, (), Reaction.REFRESH_TOKEN, "访问凭证已过期", "The access token has expired"),
    Rule(
        40013, 40013, (), Reaction.CONFIGURATION, "企业或小程序编号不正确", "The corpid or appid is wrong", alert=True
    ),
    Rule(40056, 40056, (), Reaction.CONFIGURATION, "应用编号不正确", "The agentid is wrong", alert=True),
    Rule(40091, 40091, (), Reaction.CONFIGURATION, "应用密钥不正确", "The secret is wrong", alert=True),
    Rule(40125, 40125, (), Reaction.CONFIGURATION, "小程序密钥不正确", "The secret is wrong", alert=True),
    Rule(43012, 43012, _WECOM, Reaction.CONFIGURATION, "应用未配置回调地址", "The app has no callback URL", alert=True),
    Rule(43107, 43107, _MINI, Reaction.CONFIGURATION, "订阅消息能力被封禁", "Subscriptions are banned", alert=True),
    Rule(48001, 48002, (), Reaction.CONFIGURATION, "没有接口权限", "This call is not permitted to us", alert=True),
    Rule(48006, 48006, (), Reaction.CONFIGURATION, "接口被禁用", "This call is blocked for us", alert=True),
    Rule(50001, 50001, (), Reaction.CONFIGURATION, "回调域名不可信", "The redirect domain is not trusted", alert=True),
    Rule(50003, 50003, (), Reaction.CONFIGURATION, "应用已停用", "The app is disabled", alert=True),
    Rule(50004, 50004, (), Reaction.CONFIGURATION, "账号已冻结", "The account is frozen", alert=True),
    Rule(50007, 50007, (), Reaction.CONFIGURATION, "账号已注销", "The account is closed", alert=True),
    Rule(60020, 60020, (), Reaction.CONFIGURATION, "出口地址不在可信名单", "Our address is not trusted", alert=True),
    Rule(40164, 40164, (), Reaction.CONFIGURATION, "出口地址不在白名单", "Our address is not trusted", alert=True),
    Rule(301042, 301042, (), Reaction.CONFIGURATION, "出口地址不可信", "Our address is not trusted", alert=True),
    Rule(89500, 89599, (), Reaction.CONFIGURATION, "出口地址待确认", "Our address awaits approval", alert=True),
    Rule(60031, 60031, (), Reaction.CONFIGURATION, "没有管理权限", "We do not administer this", alert=True),
    Rule(301002, 301002, (), Reaction.CONFIGURATION, "无权操作此应用", "This app is not ours", alert=True),
    Rule(
        93000,
        93004,
        (Surface.ROBOT,),
        Reaction.CONFIGURATION,
        "群机器人已移除或停用，请联系群主重新添加",
        "The group's robot was removed or disabled: ask the group's owner to add it again",
        alert=True,
        permanent_if=("length", "too long", "exceed"),
    ),
    Rule(93005, 93005, (Surface.ROBOT,), Reaction.RECIPIENT, "机器人不能联系此人", "The robot may not message them"),
    Rule(
        93006,
        93008,
        (Surface.ROBOT,),
        Reaction.CONFIGURATION,
        "群机器人不在此群",
        "The robot is not in this group",
        alert=True,
        permanent_if=("length", "too long", "exceed"),
    ),
    Rule(40050, 40050, (Surface.APPCHAT,), Reaction.CONFIGURATION, "群聊不存在", "The chat does not exist", alert=True),
    Rule(86215, 86215, (Surface.APPCHAT,), Reaction.DUPLICATE, "群聊已存在", "The chat exists already"),
    Rule(86000, 86299, (Surface.APPCHAT,), Reaction.CONFIGURATION, "群聊不可用", "The chat is not usable", alert=True),
    # Pace.
    Rule(45009, 45009, _MINI, Reaction.WAIT, "当日调用次数已用完", "The day's quota is used up", until_midnight=True),
    Rule(45009, 45009, (), Reaction.WAIT, "发送过于频繁", "Too many messages", wait_seconds=ROBOT_WAIT_SECONDS),
    Rule(
        45011, 45011, (), Reaction.WAIT, "操作过于频繁，请一分钟后再试", "Too often: try in a minute", wait_seconds=60.0
    ),
    Rule(45033, 45033, (), Reaction.RETRY, "并发调用过多", "Too many calls at once"),
    Rule(43108, 43108, _MINI, Reaction.RETRY, "同一用户并发发送", "Two messages at once to one person"),
    # People.
    Rule(40003, 40003, (), Reaction.RECIPIENT, "用户不存在", "The person is unknown"),
    Rule(40031, 40031, (), Reaction.RECIPIENT, "成员不存在", "The member is unknown"),
    Rule(46004, 46004, (), Reaction.RECIPIENT, "用户不存在", "The person is unknown"),
    Rule(60111, 60111, (), Reaction.RECIPIENT, "成员不存在", "The member is unknown"),
    Rule(50002, 50002, _WECOM, Reaction.RECIPIENT, "成员不在应用可见范围", "Outside the app's scope"),
    Rule(60011, 60011, _WECOM, Reaction.RECIPIENT, "成员不在应用可见范围", "Outside the app's scope"),
    Rule(81013, 81013, _WECOM, Reaction.RECIPIENT, "全部接收人无效", "No recipient is valid"),
    Rule(82001, 82001, _WECOM, Reaction.RECIPIENT, "全部接收人无效", "No recipient is valid"),
    Rule(43101, 43101, _MINI, Reaction.RECIPIENT, "用户没有订阅或次数已用完", "No subscription is left"),
    # Signing in.
    Rule(40029, 40029, (), Reaction.RELOGIN, "登录凭证无效，请重新操作", "The code is not valid: start again"),
    Rule(42003, 42003, (), Reaction.RELOGIN, "登录凭证已过期，请重新操作", "The code has expired: start again"),
    Rule(42022, 42022, (), Reaction.RELOGIN, "登录凭证已使用，请重新操作", "The code is used up: start again"),
    Rule(40226, 40226, (), Reaction.PERMANENT, "微信限制了此账号登录", "The provider blocks this person's sign-in"),
    Rule(87009, 87009, _MINI, Reaction.RELOGIN, "会话已失效，请重新登录", "The session is over: sign in again"),
    Rule(87014, 87014, _MINI, Reaction.PERMANENT, "内容含违规信息", "The content is refused"),
    # Cards and repeats.
    Rule(42014, 42014, (Surface.APP,), Reaction.DUPLICATE, "任务号已使用", "The task id is used already"),
    Rule(42015, 42020, _WECOM, Reaction.PERMANENT, "卡片更新不匹配", "The update does not fit the card"),
    Rule(42027, 42051, _WECOM, Reaction.PERMANENT, "卡片字段不正确", "A field of the card is wrong", alert=True),
    Rule(42052, 42052, (), Reaction.PERMANENT, "超过可撤回时间", "Too late to recall"),
    Rule(60140, 60140, _WECOM, Reaction.PERMANENT, "卡片更新凭证已失效", "The response code is used or expired"),
    # Requests that are wrong in themselves: ours to mend.
    Rule(40007, 40007, (), Reaction.PERMANENT, "素材已过期", "The media id has expired", alert=True),
    Rule(40008, 40008, (), Reaction.PERMANENT, "消息类型不正确", "The message type is wrong", alert=True),
    Rule(40033, 40035, (), Reaction.PERMANENT, "请求参数不正确", "The request is malformed", alert=True),
    Rule(40037, 40037, _MINI, Reaction.PERMANENT, "订阅模板不正确", "The template id is wrong", alert=True),
    Rule(40058, 40058, (), Reaction.PERMANENT, "参数不合法", "A parameter is wrong", alert=True),
    Rule(40063, 40063, (), Reaction.PERMANENT, "参数为空", "A parameter is empty", alert=True),
    Rule(41030, 41030, _MINI, Reaction.PERMANENT, "小程序页面不存在", "The page does not exist", alert=True),
    Rule(41000, 41999, (), Reaction.PERMANENT, "缺少参数", "A parameter is missing", alert=True),
    Rule(44004, 44004, (), Reaction.PERMANENT, "内容为空", "The content is empty", alert=True),
    Rule(45002, 45002, (), Reaction.PERMANENT, "内容超长", "The content is too long", alert=True),
    Rule(45047, 45047, (), Reaction.PERMANENT, "客服消息超限", "No more service messages to this person"),
    Rule(45168, 45168, _MINI, Reaction.PERMANENT, "内容被平台过滤", "The platform filters the content", alert=True),
    Rule(40201, 40204, _WECOM, Reaction.PERMANENT, "内容被平台拦截", "The platform blocks the content", alert=True),
    Rule(47001, 47001, (), Reaction.PERMANENT, "数据格式错误", "The body is malformed", alert=True),
    Rule(47003, 47003, _MINI, Reaction.PERMANENT, "模板字段不合规", "A template field is wrong", alert=True),
    Rule(82002, 82003, _WECOM, Reaction.PERMANENT, "接收人过多", "Too many recipients", alert=True),
)
"""The first row that covers a code decides."""

_UNKNOWN: Final = Rule(0, 0, (), Reaction.PERMANENT, "未知错误码", "An unknown code", alert=True)


def refusal(surface: Surface, code: int, message: str, *, now: datetime, call_id: str = "") -> Refused:
    """What `code` at `surface` asks of us; an unknown code is permanent and raises an alert.

    `now` is aware; only a day's quota reads it.
    """
    rule = next((row for row in RULES if row.covers(surface, code)), _UNKNOWN)
    is_payload = any(word in message.lower() for word in rule.permanent_if)
    return Refused(
        reaction=Reaction.PERMANENT if is_payload else rule.reaction,
        code=code,
        message=message,
        zh=rule.zh,
        en=rule.en,
        wait_seconds=_until_midnight(now) if rule.until_midnight else rule.wait_seconds,
        needs_alert=rule.alert,
        call_id=call_id,
    )


def _until_midnight(now: datetime) -> float:
    here = now.astimezone(SHANGHAI)
    midnight = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - here).total_seconds()
