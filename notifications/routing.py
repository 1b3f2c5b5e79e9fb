"""Who is told what over which channel: an event and the people and groups it concerns in, deliveries out.

Pure: `expand` resolves people and groups, this decides. The table follows `docs/EVENTS.md`.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from backend.core import ids
from backend.core.events import Event
from backend.core.i18n import Language
from notifications import texts
from notifications.channel import ChannelName, Form, Message

PRIORITIES: Final = {"red": 0, "orange": 1, "yellow": 2, "blue": 3}
ORDINARY: Final = 4
URGENT_MAX: Final = 1
"""Red and orange may use a lane's burst."""

ALARMS: Final = frozenset({"delivery.dead", "group.disabled", "app.faulty"})


class Audience(StrEnum):
    """Whose group it is."""

    ENTERPRISE = "enterprise"
    REGULATOR = "regulator"


class Until(StrEnum):
    """When a message has become pointless."""

    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Crowd(StrEnum):
    """Whom an event concerns in person."""

    POSTS = "posts"  # The holders of `data.posts`, or of what they fall to; the supervising unit where nobody is left.
    POSTS_AND_PERSON = "posts_and_person"  # The same, and `data.account_id`, who may hold no post any more.
    POSTS_OR_UNIT = "posts_or_unit"  # As POSTS; the supervising unit, if it names no post.
    WARNED = "warned"  # As POSTS; if it names none, the supervising unit, and above blue the unit's district.
    APPLICANT = "applicant"  # `data.account_id` alone.
    REGULATORS = "regulators"  # Of the supervising unit.
    ADMINISTRATORS = "administrators"  # Of the unit that is to mend something.


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of event is told.

    `app`: what the people get in their own chat, beside their inbox. `group`: what the groups get. `changes_cards`:
    the cards of the matter that people already have are replaced instead of sending more.
    """

    crowd: Crowd = Crowd.POSTS
    app: Form | None = Form.NOTICE
    groups: frozenset[Audience] = frozenset()
    group: Form = Form.NOTICE
    until: Until | None = None
    changes_cards: bool = False


BOTH: Final = frozenset(Audience)
ENTERPRISE: Final = frozenset({Audience.ENTERPRISE})
REGULATOR: Final = frozenset({Audience.REGULATOR})

RULES: Final[Mapping[str, Rule]] = {
    "post.applied": Rule(),
    "post.decided": Rule(crowd=Crowd.APPLICANT),
    "progress.filed": Rule(),
    "progress.reviewed": Rule(crowd=Crowd.REGULATORS, app=None),
    "progress.returned": Rule(),
    "progress.confirmed": Rule(),
    "obligation.reminder": Rule(crowd=Crowd.POSTS_OR_UNIT),
    "post.ended": Rule(crowd=Crowd.POSTS_AND_PERSON),
    "handover.offered": Rule(crowd=Crowd.APPLICANT),
    "handover.decided": Rule(crowd=Crowd.APPLICANT),
    "project.changed": Rule(crowd=Crowd.REGULATORS, app=None),
    "fact.checked": Rule(),
    "month.reviewed": Rule(),
    "project.paused": Rule(),
    "project.resumed": Rule(),
    "party.changed": Rule(),
    "supervision.assigned": Rule(crowd=Crowd.REGULATORS, app=None),
    "order.drafted": Rule(crowd=Crowd.REGULATORS, app=None),
    "dangerous_work.listed": Rule(),
    "key.ending": Rule(crowd=Crowd.ADMINISTRATORS),
    "warning.raised": Rule(crowd=Crowd.WARNED, app=Form.BUTTONS, groups=BOTH, until=Until.ACKNOWLEDGED),
    "warning.escalated": Rule(crowd=Crowd.WARNED, app=Form.BUTTONS, groups=BOTH, until=Until.ACKNOWLEDGED),
    "warning.urged": Rule(app=Form.BUTTONS, groups=ENTERPRISE, until=Until.CLOSED),
    "warning.acknowledged": Rule(app=None, groups=BOTH, group=Form.LINE, until=Until.CLOSED, changes_cards=True),
    "warning.handed_over": Rule(
        crowd=Crowd.APPLICANT, groups=BOTH, group=Form.LINE, until=Until.CLOSED, changes_cards=True
    ),
    "warning.assigned": Rule(crowd=Crowd.POSTS_AND_PERSON, until=Until.CLOSED),
    "warning.released": Rule(crowd=Crowd.POSTS_AND_PERSON, app=None),
    "warning.closed": Rule(app=None, groups=BOTH, group=Form.LINE, changes_cards=True),
    "order.issued": Rule(groups=BOTH, until=Until.CLOSED),
    "order.reminder": Rule(until=Until.CLOSED),
    "order.replied": Rule(groups=BOTH, group=Form.LINE, until=Until.CLOSED),
    "order.reviewed": Rule(crowd=Crowd.POSTS_AND_PERSON, groups=REGULATOR, until=Until.CLOSED),
    "order.returned": Rule(groups=BOTH, until=Until.CLOSED),
    "order.overdue": Rule(groups=BOTH, until=Until.CLOSED),
    "order.urged": Rule(groups=ENTERPRISE, until=Until.CLOSED),
    "order.closed": Rule(groups=BOTH, group=Form.LINE),
    "order.withdrawn": Rule(groups=BOTH, group=Form.LINE),
    "order.extension_asked": Rule(crowd=Crowd.POSTS_AND_PERSON, groups=REGULATOR, until=Until.CLOSED),
    "order.extension_granted": Rule(groups=BOTH, group=Form.LINE, until=Until.CLOSED),
    "order.extension_refused": Rule(until=Until.CLOSED),
    "delivery.dead": Rule(crowd=Crowd.ADMINISTRATORS),
    "group.disabled": Rule(crowd=Crowd.ADMINISTRATORS),
    "app.faulty": Rule(crowd=Crowd.ADMINISTRATORS, app=None),
}


class Person(msgspec.Struct, frozen=True):
    """Somebody to be told; `has_app` when they can be reached in WeCom.

    `is_regulator`: of the supervising unit, told because no post of the project is left. Buttons are not for them.
    """

    account_id: UUID
    language: Language
    has_app: bool
    is_regulator: bool = False


class Group(msgspec.Struct, frozen=True):
    """An active group and its lane."""

    id: UUID
    lane: str
    audience: Audience


class SentCard(msgspec.Struct, frozen=True):
    """A card of the matter that somebody has, or is about to get."""

    delivery_id: UUID
    account_id: UUID
    language: Language


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody whom an event reaches, resolved now: a matter belongs to a post, not to a person."""

    people: Sequence[Person] = ()
    groups: Sequence[Group] = ()
    cards: Sequence[SentCard] = ()


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery to be. `lane` is empty for the inbox, which nobody has to send."""

    channel: ChannelName
    recipient: str
    lane: str
    message: Message
    priority: int
    until: Until | None = None
    account_id: UUID | None = None
    group_id: UUID | None = None
    target_id: UUID | None = None


def rule_of(kind: str) -> Rule | None:
    """How the kind is told; None for a kind that only the time line reads."""
    return RULES.get(kind)


def person_lane(account_id: UUID) -> str:
    """The lane of a member's own chat."""
    return f"person:{account_id}"


def card_lane(account_id: UUID) -> str:
    """The lane of changes to a member's cards."""
    return f"card:{account_id}"


def route(event: Event, told: Told) -> list[Draft]:
    """The deliveries of an event; one robot that serves two of the groups is told once."""
    rule = RULES.get(event.kind)
    if rule is None:
        return []
    code = str(event.data.get("short_code") or ids.short_code())
    priority = PRIORITIES.get(event.level or "", ORDINARY)
    drafts = [
        _to_group(event, rule, group, code, priority) for group in _once_per_robot(rule, _audible(event, told.groups))
    ]
    if rule.changes_cards:
        drafts += [_to_card(event, rule, card, code, priority) for card in told.cards]
    for person in told.people:
        drafts += _to_person(event, rule, person, code, priority)
    return drafts


def _once_per_robot(rule: Rule, groups: Sequence[Group]) -> list[Group]:
    return list({group.lane: group for group in groups if group.audience in rule.groups}.values())


def is_of_regulators(event: Event) -> bool:
    """Whether it is a warning that no post of the project answers: the supervising unit's own lateness, for example."""
    return event.kind.startswith("warning.") and not event.data.get("posts")


def _audible(event: Event, groups: Sequence[Group]) -> list[Group]:
    """Without the enterprise's groups where the matter is the regulators' own."""
    return [group for group in groups if group.audience is Audience.REGULATOR or not is_of_regulators(event)]


def _to_group(event: Event, rule: Rule, group: Group, code: str, priority: int) -> Draft:
    message = texts.compose(event, form=rule.group, language=Language.ZH, short_code=code, is_group=True)
    return Draft(
        channel=ChannelName.ROBOT, recipient=group.lane, lane=group.lane, message=message, priority=priority,
        until=rule.until, group_id=group.id,
    )  # fmt: skip


def _to_card(event: Event, rule: Rule, card: SentCard, code: str, priority: int) -> Draft:
    message = texts.compose(event, form=Form.BUTTONS, language=card.language, short_code=code, is_group=False)
    return Draft(
        channel=ChannelName.CARD_UPDATE, recipient=f"card:{card.delivery_id}", lane=card_lane(card.account_id),
        message=message, priority=priority, until=rule.until, account_id=card.account_id, target_id=card.delivery_id,
    )  # fmt: skip


def _personal_form(event: Event, rule: Rule, person: Person) -> Form:
    """Buttons for who may answer, while the matter waits for it; an event that says no state is about one that does."""
    is_waiting = event.data.get("state", "open") == "open"
    if rule.app is Form.BUTTONS and (person.is_regulator or not is_waiting):
        return Form.NOTICE
    return rule.app or Form.NOTICE


def _to_person(event: Event, rule: Rule, person: Person, code: str, priority: int) -> list[Draft]:
    base: dict[str, Any] = {
        "recipient": f"account:{person.account_id}", "account_id": person.account_id, "priority": priority
    }  # fmt: skip
    form = _personal_form(event, rule, person)
    message = texts.compose(event, form=form, language=person.language, short_code=code, is_group=False)
    drafts = [Draft(channel=ChannelName.INBOX, lane="", message=message, **base)]
    if rule.app is not None and person.has_app:
        lane = person_lane(person.account_id)
        drafts.append(Draft(channel=ChannelName.APP_CARD, lane=lane, message=message, until=rule.until, **base))
    return drafts
