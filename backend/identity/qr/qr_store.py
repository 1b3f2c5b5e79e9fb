"""Pending codes in Redis: one hash a ticket, moved by scripts that run alone in Redis and read its clock.

Any number of API processes may work on the same ticket. Losing Redis loses pending codes and nothing else: what a
person has scanned is a row of `qr_ticket`, and a session is born of that row only.

Fields: `state` and `until` (when that state expires by itself, ms), `version` (counts every change that a browser may
see), `secret` (hash of the browser's), `code`/`since` and `previous`/`previous_until` (what the screen shows and
showed), `number`, `offered`, `misses`, `door`, `asked_*`, `scanned_*`, `poller`/`polled_at`/`polled_known` (the
browser's last request).
"""

from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec
from redis.exceptions import NoScriptError, RedisError

from backend.core import redis
from backend.core.errors import Unavailable
from backend.identity.qr.qr_rules import (
    AFTER,
    COLLECT_SECONDS,
    DECIDE_SECONDS,
    GRACE_SECONDS,
    MISSES,
    ROTATE_SECONDS,
    SHOWN_SECONDS,
    Numbers,
    QrAction,
    QrState,
    Spot,
    before,
)
from backend.identity.scope import Door

KEEP_SECONDS: Final = 300
"""So long Redis remembers a code that is over, to tell both sides; after that the row does."""

POLL_SECONDS: Final = 2
"""The least time between two requests of a browser that knows the same state."""


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket as the scripts hand it out; times are milliseconds of Redis's clock."""

    state: QrState
    version: int
    door: Door
    code: str
    since: int
    until: int
    number: int
    offered: str
    asked_at: int
    asked_address: str
    asked_place: str
    asked_agent: str
    now: int
    misses: int = 0
    poller: str = ""
    scanned_by: UUID | None = None
    scanned_session: UUID | None = None
    scanned_address: str = ""
    scanned_place: str = ""

    @property
    def screen(self) -> Spot:
        """Where the browser is."""
        return Spot(self.asked_address, self.asked_place)

    @property
    def phone(self) -> Spot:
        """Where the scanning phone is."""
        return Spot(self.scanned_address, self.scanned_place)

    @property
    def seconds_left(self) -> int:
        """Until the state expires by itself."""
        return max(0, (self.until - self.now + 999) // 1000)


class Found(StrEnum):
    """What a script says of an act."""

    DONE = "done"
    GONE = "gone"  # No such ticket, or not this browser's.
    OVER = "over"  # The ticket is there, the code is not its own any more.
    TOO_SOON = "too_soon"
    WRONG_DOOR = "wrong_door"
    AGAIN = "again"  # The same person once more.
    OTHER = "other"  # Somebody else's ticket.
    MISSED = "missed"
    BLOCKED = "blocked"
    REFUSED = "refused"  # The table knows no such step.


class Answer(msgspec.Struct, frozen=True):
    """What a script found and the ticket after it, if there is one."""

    found: Found
    ticket: Ticket | None = None


def _allows(action: QrAction) -> str:
    """The declared table as Lua: whether `state` is one from which the action starts."""
    return "(" + " or ".join(f"state == '{state}'" for state in before(action)) + ")"


_COMMON: Final = f"""
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local key = KEYS[1]
local function get(name) return redis.call('HGET', key, name) end
local state = get('state')
local function become(after, seconds)
  state = after
  redis.call('HSET', key, 'state', after, 'until', seconds and string.format('%.0f', now + seconds * 1000) or '0')
  redis.call('HINCRBY', key, 'version', 1)
  redis.call('EXPIRE', key, {KEEP_SECONDS})
end
local function answer(word) return {{word, tostring(now), redis.call('HGETALL', key)}} end
if state and {_allows(QrAction.EXPIRE)} and now >= tonumber(get('until')) then
  become('{AFTER[QrAction.EXPIRE]}')
end
"""

_ASK: Final = f"""
{_COMMON}
redis.call('HSET', key, unpack(ARGV))
redis.call('HSET', key, 'asked_at', now, 'since', now, 'version', 0)
become('{AFTER[QrAction.ASK]}', {SHOWN_SECONDS})
return answer('done')
"""

_LOOK: Final = f"""
{_COMMON}
local secret, poller, known, fresh = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
if not state or get('secret') ~= secret then return {{'gone'}} end
if known >= 0 then
  local last = tonumber(get('polled_at') or '0')
  known = math.min(known, tonumber(get('version')))
  if now - last < {POLL_SECONDS * 1000} and known <= tonumber(get('polled_known') or '-1') then
    return {{'too_soon'}}
  end
  redis.call('HSET', key, 'polled_at', now, 'polled_known', known, 'poller', poller)
end
if state == '{QrState.WAITING}' and now - tonumber(get('since')) >= {ROTATE_SECONDS * 1000} then
  redis.call('HSET', key, 'previous', get('code'), 'previous_until', now + {GRACE_SECONDS * 1000},
             'code', fresh, 'since', now)
  redis.call('HINCRBY', key, 'version', 1)
end
return answer('done')
"""
"""`known` below 0 looks again within a request and counts for nothing."""

_SCAN: Final = f"""
{_COMMON}
local code, account, session, address, place, doors = unpack(ARGV)
if not state then return {{'gone'}} end
local is_shown = code == get('code')
local is_previous = code == get('previous')
if state == '{QrState.WAITING}' then
  if not is_shown and not (is_previous and now < tonumber(get('previous_until'))) then return answer('over') end
  if not string.find(doors, get('door'), 1, true) then return answer('wrong_door') end
  redis.call('HSET', key, 'scanned_by', account, 'scanned_session', session, 'scanned_at', now,
             'scanned_address', address, 'scanned_place', place)
  become('{AFTER[QrAction.SCAN]}', {DECIDE_SECONDS})
  return answer('done')
end
if not (is_shown or is_previous) or not get('scanned_by') then return answer('over') end
if get('scanned_by') == account then return answer('again') end
if {_allows(QrAction.REUSE)} then become('{AFTER[QrAction.REUSE]}') end
return answer('other')
"""

_CONFIRM: Final = f"""
{_COMMON}
local account, session, number = unpack(ARGV)
if not state then return {{'gone'}} end
if get('scanned_by') ~= account then return answer('other') end
if get('scanned_session') ~= session then return answer('refused') end
if not {_allows(QrAction.CONFIRM)} then
  local is_repeat = number == get('number') and (state == '{AFTER[QrAction.CONFIRM]}' or state == '{QrState.SIGNED_IN}')
  return answer(is_repeat and 'again' or 'refused')
end
if number == get('number') then
  become('{AFTER[QrAction.CONFIRM]}', {COLLECT_SECONDS})
  return answer('done')
end
if redis.call('HINCRBY', key, 'misses', 1) < {MISSES} then return answer('missed') end
become('{AFTER[QrAction.BLOCK]}')
return answer('blocked')
"""

_MOVE: Final = f"""
{_COMMON}
local after, allowed = ARGV[1], ARGV[2]
if not state then return {{'gone'}} end
if not string.find(allowed, ' ' .. state .. ' ', 1, true) then return answer('refused') end
become(after)
return answer('done')
"""


def _key(ticket_id: UUID) -> str:
    return f"sandtable:qr:{{{ticket_id.hex}}}"


async def ask(
    ticket_id: UUID, door: Door, *, secret: str, code: str, numbers: Numbers, screen: Spot, user_agent: str
) -> Answer:
    """A new ticket that waits to be scanned."""
    fields = {
        "door": door,
        "secret": secret,
        "code": code,
        "number": numbers.right,
        "offered": ",".join(map(str, numbers.offered)),
        "asked_address": screen.address,
        "asked_place": screen.place,
        "asked_agent": user_agent[:300],
    }
    return await _run(_ASK, ticket_id, *(part for pair in fields.items() for part in pair))


async def look(ticket_id: UUID, *, secret: str, fresh_code: str, poller: str = "", known: int = -1) -> Answer:
    """The ticket for the browser whose secret this is; puts `fresh_code` on the screen when it is time."""
    return await _run(_LOOK, ticket_id, secret, poller, known, fresh_code)


async def scan(
    ticket_id: UUID, code: str, *, account_id: UUID, session_id: UUID, phone: Spot, doors: list[Door]
) -> Answer:
    """The person's claim upon a code that the screen shows, if one of the doors is theirs."""
    return await _run(_SCAN, ticket_id, code, account_id, session_id, phone.address, phone.place, " ".join(doors))


async def confirm(ticket_id: UUID, *, account_id: UUID, session_id: UUID, number: int) -> Answer:
    """The person's yes, with the number that the screen shows."""
    return await _run(_CONFIRM, ticket_id, account_id, session_id, number)


async def move(ticket_id: UUID, action: QrAction) -> Answer:
    """One step of the declared table, which the row has taken already."""
    return await _run(_MOVE, ticket_id, AFTER[action], f" {' '.join(before(action))} ")


_shas: dict[str, str] = {}


async def _run(script: str, ticket_id: UUID, *arguments: Any) -> Answer:
    values = [str(each) if isinstance(each, UUID) else each for each in arguments]
    try:
        said = await _evaluate(script, _key(ticket_id), values)
    except (RedisError, OSError, TimeoutError) as error:
        raise Unavailable("redis") from error
    return _read(said)


async def _evaluate(script: str, key: str, values: list[Any]) -> list[Any]:
    """By the script's hash; Redis is told the whole text only where it does not know it (again)."""
    client = redis.client()
    if script in _shas:
        try:
            known: list[Any] = await client.evalsha(_shas[script], 1, key, *values)
        except NoScriptError:
            del _shas[script]
        else:
            return known
    _shas[script] = await client.script_load(script)
    loaded: list[Any] = await client.evalsha(_shas[script], 1, key, *values)
    return loaded


def _read(said: list[Any]) -> Answer:
    found = Found(said[0].decode())
    if len(said) == 1:
        return Answer(found)
    flat = [each.decode() for each in said[2]]
    fields = {**dict(zip(flat[::2], flat[1::2], strict=True)), "now": said[1].decode()}
    return Answer(found, msgspec.convert(fields, Ticket, strict=False))
