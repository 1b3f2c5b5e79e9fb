from datetime import UTC, datetime

import pytest

from bot.wechat.errors import RULES, Kind, Outcome, Reaction, Refused, Surface, refusal

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai.

EXPECTED: list[tuple[Surface, int, Reaction]] = [
    (Surface.APP, -1, Reaction.RETRY),
    (Surface.APP, 6000, Reaction.RETRY),
    (Surface.MINI, 40001, Reaction.REFRESH_TOKEN),
    (Surface.TOKEN, 40001, Reaction.CONFIGURATION),
    (Surface.APP, 40014, Reaction.REFRESH_TOKEN),
    (Surface.MINI, 42001, Reaction.REFRESH_TOKEN),
    (Surface.APP, 41001, Reaction.PERMANENT),
    (Surface.MINI, 40003, Reaction.RECIPIENT),
    (Surface.APP, 40031, Reaction.RECIPIENT),
    (Surface.APP, 60111, Reaction.RECIPIENT),
    (Surface.APP, 40007, Reaction.PERMANENT),
    (Surface.ROBOT, 40008, Reaction.PERMANENT),
    (Surface.ROBOT, 40058, Reaction.PERMANENT),
    (Surface.ROBOT, 44004, Reaction.PERMANENT),
    (Surface.APP, 45002, Reaction.PERMANENT),
    (Surface.APP, 47001, Reaction.PERMANENT),
    (Surface.APP, 40033, Reaction.PERMANENT),
    (Surface.ROBOT, 42027, Reaction.PERMANENT),
    (Surface.APP, 42051, Reaction.PERMANENT),
    (Surface.APP, 42014, Reaction.DUPLICATE),
    (Surface.CARD_UPDATE, 42020, Reaction.PERMANENT),
    (Surface.CARD_UPDATE, 60140, Reaction.PERMANENT),
    (Surface.RECALL, 42052, Reaction.PERMANENT),
    (Surface.APP, 43012, Reaction.CONFIGURATION),
    (Surface.LOGIN, 40029, Reaction.RELOGIN),
    (Surface.LOGIN, 42003, Reaction.RELOGIN),
    (Surface.LOGIN, 42022, Reaction.RELOGIN),
    (Surface.LOGIN, 40226, Reaction.PERMANENT),
    (Surface.APP, 50001, Reaction.CONFIGURATION),
    (Surface.TOKEN, 40013, Reaction.CONFIGURATION),
    (Surface.TOKEN, 40125, Reaction.CONFIGURATION),
    (Surface.APP, 301002, Reaction.CONFIGURATION),
    (Surface.APP, 48002, Reaction.CONFIGURATION),
    (Surface.APP, 60020, Reaction.CONFIGURATION),
    (Surface.TOKEN, 40164, Reaction.CONFIGURATION),
    (Surface.TOKEN, 89503, Reaction.CONFIGURATION),
    (Surface.APP, 81013, Reaction.RECIPIENT),
    (Surface.APP, 60011, Reaction.RECIPIENT),
    (Surface.APP, 82003, Reaction.PERMANENT),
    (Surface.APPCHAT, 86001, Reaction.CONFIGURATION),
    (Surface.APPCHAT, 86215, Reaction.DUPLICATE),
    (Surface.MINI, 43101, Reaction.RECIPIENT),
    (Surface.MINI, 43107, Reaction.CONFIGURATION),
    (Surface.MINI, 43108, Reaction.RETRY),
    (Surface.MINI, 40037, Reaction.PERMANENT),
    (Surface.MINI, 47003, Reaction.PERMANENT),
    (Surface.LOGIN, 87009, Reaction.RELOGIN),
    (Surface.ROBOT, 45009, Reaction.WAIT),
    (Surface.LOGIN, 45011, Reaction.WAIT),
    (Surface.APP, 45033, Reaction.RETRY),
    (Surface.ROBOT, 93000, Reaction.CONFIGURATION),
    (Surface.ROBOT, 93004, Reaction.CONFIGURATION),
    (Surface.ROBOT, 93005, Reaction.RECIPIENT),
    (Surface.ROBOT, 93008, Reaction.CONFIGURATION),
    (Surface.APP, 40201, Reaction.PERMANENT),
    (Surface.MINI, 50004, Reaction.CONFIGURATION),
    (Surface.APP, 999999, Reaction.PERMANENT),
]


@pytest.mark.parametrize(("surface", "code", "reaction"), EXPECTED)
def test_a_code_asks_for_its_reaction(surface: Surface, code: int, reaction: Reaction) -> None:
    assert refusal(surface, code, "text", now=NOON).reaction is reaction


def test_an_unknown_code_raises_an_alert_and_a_used_up_subscription_does_not() -> None:
    assert refusal(Surface.APP, 999999, "", now=NOON).needs_alert
    assert not refusal(Surface.MINI, 43101, "", now=NOON).needs_alert


def test_a_robot_waits_a_minute_and_a_day_quota_waits_until_midnight_in_shanghai() -> None:
    assert refusal(Surface.ROBOT, 45009, "", now=NOON).wait_seconds == 60
    assert refusal(Surface.APP, 45009, "", now=NOON).wait_seconds == 60
    assert refusal(Surface.MINI, 45009, "", now=NOON).wait_seconds == 12 * 3600


def test_an_overlong_message_does_not_close_a_robots_key() -> None:
    removed = refusal(Surface.ROBOT, 93000, "invalid webhook url", now=NOON)
    too_long = refusal(Surface.ROBOT, 93000, "Content exceed max length 4096", now=NOON)
    assert (removed.reaction, too_long.reaction) == (Reaction.CONFIGURATION, Reaction.PERMANENT)


def test_every_row_speaks_both_languages() -> None:
    assert [rule.first for rule in RULES if not (rule.zh and rule.en)] == []


@pytest.mark.parametrize(
    ("refused", "kind"),
    [
        (Refused(reaction=Reaction.RETRY), Kind.RETRY),
        (Refused(reaction=Reaction.RETRY, is_ambiguous=True), Kind.AMBIGUOUS),
        (Refused(reaction=Reaction.REFRESH_TOKEN), Kind.CONFIGURATION),
        (Refused(reaction=Reaction.WAIT), Kind.THROTTLED),
        (Refused(reaction=Reaction.PERMANENT), Kind.PERMANENT),
        (Refused(reaction=Reaction.RECIPIENT), Kind.RECIPIENT),
        (Refused(reaction=Reaction.CONFIGURATION), Kind.CONFIGURATION),
        (Refused(reaction=Reaction.DUPLICATE), Kind.DUPLICATE),
        (Refused(reaction=Reaction.RELOGIN), Kind.PERMANENT),
    ],
)
def test_every_reaction_becomes_a_kind_of_outcome(refused: Refused, kind: Kind) -> None:
    assert Outcome.of(refused).kind is kind


def test_only_accepted_and_duplicate_count_as_delivered() -> None:
    assert [kind for kind in Kind if kind.is_delivered] == [Kind.ACCEPTED, Kind.DUPLICATE]
