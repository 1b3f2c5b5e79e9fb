"""Everything the sandbox remembers, in one place and in memory only."""

import secrets
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from bot.sandbox.answers import Refusal
from bot.sandbox.config import Config, Member, Robot, settings_of
from bot.sandbox.feed import Entry, Feed
from bot.sandbox.receiver_log import ReceiverLog
from bot.sandbox.tokens import Codes, Tokens

MEDIA_SECONDS = 3 * 86_400.0
MEDIA_KEPT = 200
CODES_KEPT = 100_000  # More than a day of a busy test; without a bound a long soak would fill the memory.
RESPONSE_CODE_SECONDS = 72 * 3600.0


def keep_last(things: dict[Any, Any], most: int) -> None:
    """Forget the oldest entries past `most`."""
    while len(things) > most:
        del things[next(iter(things))]


class Media(msgspec.Struct, frozen=True):
    """An uploaded file. `owner` is the robot's key, or the corpid."""

    kind: str
    filename: str
    content: bytes
    owner: str
    expires_at: float


class Chat(msgspec.Struct):
    """A group that the app created."""

    chatid: str
    name: str
    owner: str
    userlist: list[str]


class ResponseCode(msgspec.Struct, frozen=True):
    """Leave to update one card once."""

    entry: Entry
    expires_at: float


class Window:
    """Counts in a sliding window, per key."""

    def __init__(self) -> None:
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def admits(self, key: str, now: float, *, limit: int, seconds: float) -> bool:
        """Whether one more fits; if so it is counted. A refused one costs nothing."""
        times = self._times[key]
        while times and times[0] <= now - seconds:
            times.popleft()
        if len(times) >= limit:
            return False
        times.append(now)
        return True


class Directory:
    """People by userid (case does not matter) and groups by robot key."""

    def __init__(self, members: Iterable[Member], robots: Iterable[Robot]) -> None:
        self.version = 1
        self.members = {member.userid.lower(): member for member in members}
        self.robots = {robot.key: robot for robot in robots}

    def put_members(self, members: Iterable[Member], *, replace: bool) -> None:
        """Add or change people; `replace` forgets the others."""
        kept = {} if replace else self.members
        self.members = kept | {member.userid.lower(): member for member in members}
        self.version += 1

    def put_robots(self, robots: Iterable[Robot], *, replace: bool) -> None:
        """Add or change groups; `replace` forgets the others."""
        kept = {} if replace else self.robots
        self.robots = kept | {robot.key: robot for robot in robots}
        self.version += 1

    def by_openid(self, openid: str) -> Member | None:
        """The person behind an openid."""
        return next((member for member in self.members.values() if member.openid == openid), None)


class World:
    """The state of one sandbox. `now()` is the wall clock plus the shift that a test asked for."""

    def __init__(self, config: Config, clock: Callable[[], float] = time.time) -> None:
        self.config = config
        self.settings = settings_of(config)
        self.log = ReceiverLog(config.log_path)
        self.feed = Feed(self.log, config.keep_messages)
        self.directory = Directory(config.members, config.robots)
        self.tokens = Tokens()
        self.codes = Codes()
        self.robot_window = Window()
        self.minute_window = Window()
        self.hour_window = Window()
        self.media: dict[str, Media] = {}
        self.chats: dict[str, Chat] = {}
        self.task_ids: set[str] = set()
        self.response_codes: dict[str, ResponseCode] = {}
        self.seen_bodies: dict[bytes, tuple[float, str]] = {}  # Duplicate check: digest → until, msgid.
        self.session_keys: dict[str, str] = {}
        self.subscriptions: dict[tuple[str, str], int] = {}
        self.clock_shift_seconds = 0.0
        self._clock = clock

    def now(self) -> float:
        """Seconds since the epoch."""
        return self._clock() + self.clock_shift_seconds

    def store_media(self, kind: str, filename: str, content: bytes, owner: str) -> str:
        """The media_id of a file kept for three days; only the last 200 files are kept at all."""
        media_id = secrets.token_urlsafe(48)
        self.media[media_id] = Media(kind, filename, content, owner, self.now() + MEDIA_SECONDS)
        keep_last(self.media, MEDIA_KEPT)
        return media_id

    def find_media(self, media_id: object, owner: str) -> Media:
        """The file, if it is this owner's and has not expired (40007)."""
        media = self.media.get(media_id) if isinstance(media_id, str) else None
        if media is None or media.owner != owner or media.expires_at <= self.now():
            raise Refusal(40007)
        return media

    def new_response_code(self, entry: Entry) -> str:
        """A fresh single-use code, valid for 72 hours."""
        code = secrets.token_urlsafe(32)
        self.response_codes[code] = ResponseCode(entry, self.now() + RESPONSE_CODE_SECONDS)
        keep_last(self.response_codes, CODES_KEPT)
        return code

    def spend_response_code(self, code: object) -> Entry:
        """The card behind the code; 60140 when unknown, used or expired."""
        found = self.response_codes.pop(code, None) if isinstance(code, str) else None
        if found is None or found.expires_at <= self.now():
            raise Refusal(60140)
        return found.entry

    def new_msgid(self) -> str:
        """An id for a message."""
        return secrets.token_urlsafe(24)
