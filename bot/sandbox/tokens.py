"""Access tokens of three families and codes that burn on their first use. Time is a parameter."""

import secrets
from enum import StrEnum

import msgspec

from bot.sandbox.answers import Refusal

OVERLAP_SECONDS = 300.0
FORCE_PER_DAY = 20
FORCE_PAUSE_SECONDS = 30.0
CODE_SECONDS = 300.0
TICKET_SECONDS = 1800.0


class Family(StrEnum):
    """Families do not invalidate each other."""

    WECOM = "wecom"
    MINI = "mini"  # GET /cgi-bin/token
    STABLE = "stable"  # POST /cgi-bin/stable_token


class Token(msgspec.Struct):
    """One issued token."""

    value: str
    family: Family
    expires_at: float


class Tokens:
    """Issues and checks access tokens."""

    def __init__(self) -> None:
        self._known: dict[str, Token] = {}
        self._current: dict[Family, Token] = {}
        self._forced_at: list[float] = []

    def same_while_valid(self, now: float, lifetime: float) -> tuple[str, int]:
        """gettoken: the token of the app, the same one until it ends; with the seconds that remain."""
        token = self._current.get(Family.WECOM)
        if token is None or token.expires_at <= now:
            token = self._issue(Family.WECOM, now, lifetime)
        return token.value, int(token.expires_at - now)

    def always_new(self, now: float, lifetime: float) -> tuple[str, int]:
        """/cgi-bin/token: a new token each time; the one before lives five minutes more, older ones are dead."""
        before = self._current.get(Family.MINI)
        for token in [token for token in self._known.values() if token.family is Family.MINI]:
            token.expires_at = min(token.expires_at, now + OVERLAP_SECONDS) if token is before else 0.0
        token = self._issue(Family.MINI, now, lifetime)
        return token.value, int(lifetime)

    def stable(self, now: float, lifetime: float, *, is_forced: bool = False) -> tuple[str, int]:
        """stable_token: the same until its last five minutes; forced, the old one dies at once (20 a day)."""
        token = self._current.get(Family.STABLE)
        if is_forced and token is not None and self._may_force(now):
            self._known.pop(token.value, None)
            token = None
        if token is None or token.expires_at - now <= min(OVERLAP_SECONDS, lifetime / 2):
            token = self._issue(Family.STABLE, now, lifetime)
        return token.value, int(token.expires_at - now)

    def _may_force(self, now: float) -> bool:
        self._forced_at = [at for at in self._forced_at if now - at < 86_400]
        if self._forced_at and now - self._forced_at[-1] < FORCE_PAUSE_SECONDS:
            return False
        if len(self._forced_at) >= FORCE_PER_DAY:
            raise Refusal(45009, "reach max api daily quota limit")
        self._forced_at.append(now)
        return True

    def _issue(self, family: Family, now: float, lifetime: float) -> Token:
        token = Token(secrets.token_urlsafe(96), family, now + lifetime)
        self._known[token.value] = self._current[family] = token
        return token

    def check(self, value: str | None, now: float, *, is_mini: bool) -> None:
        """Raises 41001, 40001 / 40014 or 42001."""
        if not value:
            raise Refusal(41001)
        token = self._known.get(value)
        if token is None or (token.family is not Family.WECOM) != is_mini or token.expires_at == 0.0:
            raise Refusal(40001 if is_mini else 40014)
        if token.expires_at <= now:
            raise Refusal(42001)

    def revoke(self, family: Family | None = None) -> int:
        """Forget tokens before their time, as the platform may; the number of those forgotten."""
        dead = [token for token in self._known.values() if family in (None, token.family)]
        for token in dead:
            del self._known[token.value]
            self._current.pop(token.family, None)
        return len(dead)


class CodeKind(StrEnum):
    """What a code is for; its value is also the prefix of codes that a test may make up itself."""

    MINI = "code"  # wx.login
    PHONE = "phone"  # <button open-type="getPhoneNumber">
    QY = "qycode"  # wx.qy.login
    OAUTH = "oauth"  # web login in WeCom
    TICKET = "ticket"  # user_ticket of getuserinfo


class Codes:
    """Single-use codes. `code-<subject>-<nonce>` is accepted without having been issued, once."""

    def __init__(self) -> None:
        self._expires_at: dict[str, float] = {}
        self._burnt: set[str] = set()

    def issue(self, kind: CodeKind, subject: str, now: float) -> str:
        """A code for this person, good for five minutes (a ticket: thirty)."""
        code = f"{kind}-{subject}-{secrets.token_hex(12)}"
        self._expires_at[code] = now + (TICKET_SECONDS if kind is CodeKind.TICKET else CODE_SECONDS)
        return code

    def redeem(self, kind: CodeKind, code: str, now: float) -> str:
        """The subject. Raises 40029; 42022 and 42003 where the platform tells used and expired apart."""
        head, _, rest = code.partition("-")
        subject, _, nonce = rest.rpartition("-")
        if head != kind or not subject or not nonce:
            raise Refusal(40029)
        tells_apart = kind is CodeKind.OAUTH
        if code in self._burnt:
            raise Refusal(42022 if tells_apart else 40029)
        if kind is not CodeKind.TICKET:
            self._burnt.add(code)
        if self._expires_at.get(code, now + 1) <= now:
            raise Refusal(42003 if tells_apart else 40029)
        return subject
