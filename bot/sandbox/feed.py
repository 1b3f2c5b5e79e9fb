"""Messages as people see them, and what became of each card in each person's hands."""

import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from bot.sandbox.receiver_log import Line, ReceiverLog


class View(msgspec.Struct):
    """One person's copy of a card. `card` is set once the card was replaced as a whole."""

    card: dict[str, Any] | None = None
    replaced_text: str = ""
    pressed_key: str = ""
    selections: dict[str, list[str]] = {}


class Entry(msgspec.Struct):
    """A message. `n` never changes; `seq` moves on with every change, so a reader can ask for news."""

    n: int
    seq: int
    at_ns: int
    channel: str  # robot, app, appchat, subscribe, person
    to: str
    errcode: int
    errmsg: str = ""
    msgtype: str = ""
    msgid: str = ""
    task_id: str = ""
    recipients: list[str] = []
    dropped: list[str] = []
    is_duplicate: bool = False
    is_recalled: bool = False
    views: dict[str, View] = {}
    body: Any = None


class Feed:
    """Keeps the last messages in memory and all of them in the receiver's log."""

    def __init__(self, log: ReceiverLog, keep: int) -> None:
        self._log = log
        self._keep = keep
        self._seq = 0
        self.generation = time.time_ns() // 1_000_000  # Fits a JavaScript number.
        self._n = 0
        self._entries: OrderedDict[int, Entry] = OrderedDict()  # By last change, oldest first.
        self._by_msgid: dict[str, int] = {}

    @property
    def seq(self) -> int:
        """The number of the latest change."""
        return self._seq

    def add(self, channel: str, to: str, **fields: Any) -> Entry:
        """A new message, logged before it is answered."""
        self._n += 1
        self._seq += 1
        fields.setdefault("errcode", 0)
        entry = Entry(n=self._n, seq=self._seq, at_ns=time.time_ns(), channel=channel, to=to, **fields)
        self._entries[entry.n] = entry
        if entry.msgid:
            self._by_msgid[entry.msgid] = entry.n
        self._log.write(_line(entry))
        if len(self._entries) > self._keep:
            _, old = self._entries.popitem(last=False)
            self._by_msgid.pop(old.msgid, None)
        return entry

    def note(self, channel: str, to: str, **fields: Any) -> None:
        """A log line that is not a message: an update, a recall, a fault that fired."""
        self._n += 1
        fields.setdefault("errcode", 0)
        self._log.write(Line(n=self._n, at_ns=time.time_ns(), channel=channel, to=to, **fields))

    def touch(self, entry: Entry) -> None:
        """The entry changed."""
        if entry.n not in self._entries:
            return
        self._seq += 1
        entry.seq = self._seq
        self._entries.move_to_end(entry.n)

    def by_msgid(self, msgid: str) -> Entry | None:
        """The message of this id, if it is still kept."""
        return self._entries.get(self._by_msgid.get(msgid, 0))

    def by_task(self, task_id: str) -> Entry | None:
        """The card of this task, if it is still kept."""
        cards = (entry for entry in reversed(self._entries.values()) if entry.task_id == task_id)
        return next((entry for entry in cards if entry.errcode == 0), None)

    def changes_after(self, seq: int, *, with_rejected: bool) -> list[Entry]:
        """Entries that are new or changed since `seq`, in the order of their change."""
        return list(self._fresh(seq, with_rejected=with_rejected))[::-1]

    def _fresh(self, seq: int, *, with_rejected: bool) -> Iterator[Entry]:
        for entry in reversed(self._entries.values()):
            if entry.seq <= seq:
                return
            if with_rejected or entry.errcode == 0:
                yield entry

    def clear(self) -> None:
        """Empty the screens; the log keeps what it has."""
        self._entries.clear()
        self._by_msgid.clear()
        self._seq += 1
        self.generation += 1


def view_of(entry: Entry, userid: str) -> View:
    """A person's copy of the card, made on first use."""
    return entry.views.setdefault(userid, View())


def card_for(entry: Entry, userid: str) -> dict[str, Any]:
    """The card as this person sees it now; {} when the message is none."""
    view = entry.views.get(userid)
    if view is not None and view.card is not None:
        return view.card
    card = entry.body.get("template_card") if isinstance(entry.body, dict) else None
    return card if isinstance(card, dict) else {}


def replace(entry: Entry, userids: Iterable[str], card: dict[str, Any] | None, text: str) -> None:
    """What update_template_card does to these people's copies."""
    for userid in userids:
        view = view_of(entry, userid)
        view.card = card if card is not None else view.card
        view.replaced_text = text


def _line(entry: Entry) -> Line:
    return Line(
        n=entry.n, at_ns=entry.at_ns, channel=entry.channel, to=entry.to, errcode=entry.errcode, errmsg=entry.errmsg,
        msgtype=entry.msgtype, msgid=entry.msgid, recipients=entry.recipients, dropped=entry.dropped,
        is_duplicate=entry.is_duplicate, body=entry.body,
    )  # fmt: skip
