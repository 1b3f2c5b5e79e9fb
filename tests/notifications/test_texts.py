"""What is said to whom: every kind of event through routing and texts, without a database."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from backend.core import clock, ids
from backend.core.events import Event
from backend.core.i18n import Language
from bot.channels import layout
from notifications import texts
from notifications.channel import ChannelName, Form, Message
from notifications.routing import RULES, Audience, Draft, Group, Person, Told, route
from notifications.templates import TEMPLATES

WARNING: dict[str, Any] = {
    "project_name": "滨江花园",
    "short_code": "8F3K7Q",
    "name_zh": "扬尘超标",
    "name_en": "Dust above the limit",
    "summary_zh": "PM10 180 µg/m³，限值 150",
    "summary_en": "PM10 180 µg/m³, limit 150",
    "posts": ["project_manager"],
}
NAME, PHONE = "欧阳标记", "13912345678"
PERSONAL: dict[str, Any] = {
    **WARNING,
    "title": "扬尘限期整改",
    "by_name": NAME,
    "person_name": NAME,
    "by_post": "project_manager",
    "post_kind": "safety_officer",
    "plan": f"{NAME}带班洒水，电话 {PHONE}",
    "note": f"请{NAME}（{PHONE}）今日反馈",
    "reason": f"{NAME}未到场，{PHONE}",
    "reason_zh": f"{NAME}已处置 {PHONE}",
    "reason_en": f"{NAME} has done it, {PHONE}",
    "findings": [f"{NAME}未戴安全帽", f"联系 {PHONE}"],
    "facts": [{"name_zh": "联系人", "name_en": "Contact", "value": f"{NAME} {PHONE}"}],
    "promised_at": "2026-11-21T10:00:00Z",
    "due_at": "2026-11-24T10:00:00Z",
    "overdue_days": 1,
    "round": 1,
}
PERSON = Person(ids.new_id(), Language.ZH, has_app=True)
GROUPS = [Group(ids.new_id(), f"robot:{audience}", audience) for audience in Audience]
TO_GROUPS = sorted(kind for kind, rule in RULES.items() if rule.groups)


def event(kind: str, *, level: str | None = "yellow", **data: Any) -> Event:
    return Event(
        id=ids.new_id(), city_code="440100", occurred_at=clock.now(), kind=kind, subject_id=ids.new_id(),
        project_id=ids.new_id(), actor_id=None, level=level, data={**WARNING, **data}, request_id="",
    )  # fmt: skip


def drafts(happened: Event, channel: ChannelName) -> list[Draft]:
    told = Told(people=[PERSON], groups=GROUPS)
    return [draft for draft in route(happened, told) if draft.channel is channel]


def composed(happened: Event, language: Language = Language.ZH) -> Message:
    return texts.compose(happened, form=Form.NOTICE, language=language, short_code="8F3K7Q", is_group=True)


@pytest.mark.parametrize(
    ("language", "title", "status"),
    [
        (Language.ZH, "仍无人接手：扬尘超标", "至今无人接手，请尽快处置"),
        (Language.EN, "Still nobody has taken it: Dust above the limit", "Nobody has taken it yet; please act"),
    ],
)
def test_one_more_post_told_is_no_rise(language: Language, title: str, status: str) -> None:
    message = composed(event("warning.escalated", from_level="yellow", because="unanswered"), language)

    assert (message.title, message.status) == (title, status)


@pytest.mark.parametrize(
    ("because", "status"),
    [("unanswered", "无人接手，已升级"), ("worse", "情况加重，已升级")],
)
def test_a_rise_names_its_new_level_and_why(because: str, status: str) -> None:
    message = composed(event("warning.escalated", level="orange", from_level="yellow", because=because))

    assert (message.title, message.status) == ("预警升级为橙色：扬尘超标", status)


@pytest.mark.parametrize(("state", "form"), [("open", Form.BUTTONS), ("acknowledged", Form.NOTICE)])
def test_an_urged_warning_can_be_answered_while_it_is_open(state: str, form: Form) -> None:
    (card,) = drafts(event("warning.urged", state=state, note="请今日反馈"), ChannelName.APP_CARD)

    assert card.message.form is form


def test_a_groups_line_is_one_line_that_ends_in_its_address() -> None:
    happened = event(
        "warning.acknowledged",
        plan="开启喷淋\n并停止土方",
        by_post="project_manager",
        promised_at="2026-11-21T10:00:00Z",
    )
    line = drafts(happened, ChannelName.ROBOT)[0].message

    assert texts.one_line(line) == (
        "预警已接手：扬尘超标（8F3K7Q） · 滨江花园 · 项目经理已接手：开启喷淋 并停止土方，承诺 11-21 18:00 前完成 "
        + line.link
    )


@pytest.mark.parametrize(
    ("language", "status"),
    [
        (Language.ZH, "项目经理已接手：洒水，承诺 11-21 18:00 前完成（离线 11-21 09:12 所说，11-21 11:40 收到）"),
        (
            Language.EN,
            "The project manager has taken it: 洒水, by 11-21 18:00 (said offline 11-21 09:12, received 11-21 11:40)",
        ),
    ],
)
def test_what_was_said_offline_tells_both_moments(language: Language, status: str) -> None:
    happened = event(
        "warning.acknowledged",
        plan="洒水",
        by_post="project_manager",
        promised_at="2026-11-21T10:00:00Z",
        said_at="2026-11-21T01:12:00+00:00",
        received_at="2026-11-21T03:40:00+00:00",
    )

    assert composed(happened, language).status == status


def test_a_hand_over_names_posts_in_a_group_and_the_person_in_the_own_chat() -> None:
    happened = event("warning.handed_over", **PERSONAL | {"post_kind": "chief_engineer", "account_id": "x"})
    (line, _), (card,) = drafts(happened, ChannelName.ROBOT), drafts(happened, ChannelName.APP_CARD)

    assert line.message.status == "项目经理已转交总监理工程师"
    assert card.message.status == f"项目经理 {NAME}已转交总监理工程师 {NAME}"
    assert card.message.form is Form.NOTICE


def test_an_orders_card_in_a_group_says_when_it_is_due() -> None:
    happened = event("order.issued", level=None, due_at="2026-11-24T10:00:00Z", findings=["裸土未覆盖", "喷淋未开"])
    card = layout.notice(drafts(happened, ChannelName.ROBOT)[0].message)

    assert card.sub_title_text == "整改期限 11-24 18:00 裸土未覆盖；喷淋未开"


def test_a_settled_card_says_who_has_it_once_and_what_it_was_about() -> None:
    happened = event("warning.acknowledged", plan="洒水", by_post="project_manager", promised_at="2026-11-21T10:00:00Z")
    card = layout.settled(composed(happened), task_id="d-1")

    assert card.sub_title_text == "项目经理已接手：洒水，承诺 11-21 18:00 前完成 PM10 180 µg/m³，限值 150"


@pytest.mark.parametrize("kind", TO_GROUPS)
def test_a_group_learns_nobodys_name_or_number(kind: str) -> None:
    said = [msgspec.json.encode(draft.message).decode() for draft in drafts(event(kind, **PERSONAL), ChannelName.ROBOT)]

    assert len(said) >= 1
    assert NAME not in "".join(said)
    assert PHONE not in "".join(said)


@pytest.mark.parametrize("kind", sorted(RULES))
def test_a_kind_for_no_group_makes_no_message_to_one(kind: str) -> None:
    told = {
        group.audience for group in GROUPS if group.lane in {d.lane for d in drafts(event(kind), ChannelName.ROBOT)}
    }

    assert told == RULES[kind].groups


def test_in_a_group_the_post_stands_for_the_person() -> None:
    message = composed(event("warning.acknowledged", **PERSONAL))

    assert message.status == "项目经理已接手：项目经理带班洒水，电话 139****，承诺 11-21 18:00 前完成"


def test_in_a_persons_own_chat_names_and_numbers_stay() -> None:
    (card,) = drafts(event("warning.urged", **PERSONAL), ChannelName.APP_CARD)

    assert f"请{NAME}（{PHONE}）今日反馈" in card.message.summary


ABOUT_PROJECTS: dict[str, Any] = {
    "post_kind": "safety_officer",
    "person_name": NAME,
    "reason": "工作调整",
    "matters": 3,
    "name": "演示检测公司",
    "period": "2026-11",
    "due_at": "2026-12-05T15:59:59Z",
    "ends_at": "2026-12-01T01:00:00Z",
    "until": "2026-12-20T00:00:00Z",
    "fact_zh": "地图坐标",
    "fact_en": "Map point",
    "before_zh": "113.9, 22.5",
    "before_en": "113.9, 22.5",
    "after_zh": "114.0, 22.6",
    "after_en": "114.0, 22.6",
    "role_zh": "施工单位",
    "role_en": "contractor",
    "left": "甲公司",
    "came": "乙公司",
    "unit_zh": "天河区质安站",
    "unit_en": "Tianhe station",
    "title": "监测设备未接入",
    "grade": "dangerous",
}


def inbox(kind: str, data: dict[str, Any], language: Language = Language.ZH) -> Message:
    person = msgspec.structs.replace(PERSON, language=language)
    happened = msgspec.structs.replace(event(kind, level=None), data=data)
    (told,) = [d for d in route(happened, Told(people=[person])) if d.channel is ChannelName.INBOX]
    return told.message


@pytest.mark.parametrize(
    ("kind", "state", "title", "summary"),
    [
        ("post.ended", "", "岗位人员已离岗", f"{NAME} 不再担任专职安全员。工作调整"),
        (
            "handover.offered",
            "",
            "岗位交接待签收：专职安全员",
            f"{NAME} 交接专职安全员，未结事项 3 项，请核对后签收或退回",
        ),
        ("handover.decided", "signed", "岗位交接已签收：专职安全员", f"{NAME}：已签收。工作调整"),
        ("handover.decided", "refused", "岗位交接被退回：专职安全员", f"{NAME}：被退回。工作调整"),
        ("handover.decided", "withdrawn", "岗位交接已撤回：专职安全员", f"{NAME}：已撤回。工作调整"),
        ("project.changed", "", "项目信息已变更：地图坐标", "113.9, 22.5 → 114.0, 22.6。工作调整"),
        ("fact.checked", "verified", "地图坐标：核验通过", "监督机构核验：核验通过。工作调整"),
        ("fact.checked", "returned", "地图坐标：被退回", "监督机构核验：被退回。工作调整"),
        ("month.reviewed", "passed", "2026-11 月度核查通过", "通过。工作调整"),
        ("month.reviewed", "returned", "2026-11 月度核查被退回", "被退回。工作调整"),
        ("project.paused", "", "项目已停工", "工作调整，预计 12-20 08:00 复工，期间待办顺延"),
        ("project.resumed", "", "项目已复工", "工作调整，待办恢复计时"),
        ("party.changed", "", "参建单位已变更：施工单位", "甲公司 → 乙公司。工作调整"),
        ("supervision.assigned", "", "项目转由天河区质安站监督", "工作调整"),
        ("order.drafted", "", "整改通知草稿待签发：监测设备未接入", "工作调整"),
        ("dangerous_work.listed", "", "危大工程待审核：演示检测公司", "工作调整"),
        ("key.ending", "", "接口密钥即将到期：演示检测公司", "12-01 09:00 到期，请通知对方更换"),
        ("obligation.reminder", "", "即将到期：2026-11 演示检测公司", "请于 12-05 23:59 前办理，逾期将预警"),
    ],
)
def test_what_is_said_of_people_and_projects(kind: str, state: str, title: str, summary: str) -> None:
    message = inbox(kind, ABOUT_PROJECTS | {"state": state})

    assert (message.title, message.summary) == (title, summary)


def test_what_is_asked_for_once_names_no_month() -> None:
    data = ABOUT_PROJECTS | {"period": "once", "name_zh": "绑定施工许可证"}

    assert inbox("obligation.reminder", data).title == "即将到期：绑定施工许可证"


def test_a_dangerous_work_is_said_with_its_grade_and_why_in_the_readers_language() -> None:
    data = ABOUT_PROJECTS | {"name": "3#", "grade": "oversized", "reason_zh": "高 24 m", "reason_en": "24 m high"}
    message = inbox("dangerous_work.listed", data, Language.EN)

    assert (message.title, message.summary) == ("Oversized dangerous work listed: 3#", "24 m high")


@pytest.mark.parametrize("kind", sorted(RULES))
@pytest.mark.parametrize("language", list(Language))
def test_every_kind_has_its_own_words_in_both_languages(kind: str, language: Language) -> None:
    assert kind in TEMPLATES
    message = texts.compose(
        event(kind, **PERSONAL | ABOUT_PROJECTS), form=Form.NOTICE, language=language, short_code="8F3K7Q",
        is_group=False,
    )  # fmt: skip
    assert message.title
    assert "{" not in message.title + message.summary + message.status


def test_the_unit_that_answers_for_a_vacant_post_gets_no_buttons() -> None:
    regulator = Person(ids.new_id(), Language.ZH, has_app=True, is_regulator=True)
    planned = route(event("warning.raised"), Told(people=[PERSON, regulator]))

    forms = {d.account_id: d.message.form for d in planned if d.channel is ChannelName.APP_CARD}
    assert forms == {PERSON.account_id: Form.BUTTONS, regulator.account_id: Form.NOTICE}


def test_every_kind_of_the_page_has_a_rule_and_every_rule_its_line() -> None:
    page = (Path(__file__).parents[2] / "docs" / "EVENTS.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| `([a-z_.]+)` \|", page, re.MULTILINE)) == set(RULES) == set(TEMPLATES)
