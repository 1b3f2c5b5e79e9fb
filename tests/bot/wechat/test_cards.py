import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.wechat.cards import (
    APP_DISPLAY,
    ROBOT_DISPLAY,
    Button,
    ButtonInteraction,
    Jump,
    Line,
    Menu,
    Option,
    Source,
    TextNotice,
    Title,
    cut_bytes,
    cut_display,
    fitted,
    open_page,
    open_url,
)

OPEN = open_url("https://sandtable.test/w/1")


@given(st.text(), st.integers(min_value=0, max_value=60))
@example("👨‍👩‍👧‍👦" * 3, 20)
@example("预警" * 30, 59)
@example("e\u0301" * 20, 10)
def test_a_cut_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    cut = cut_bytes(text, limit)
    assert len(cut.encode()) <= limit
    assert cut == text or text.startswith(cut.removesuffix("…"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Mn", "Me", "Cf"])), st.integers(4, 60))
def test_a_cut_text_wastes_less_than_one_character(text: str, limit: int) -> None:
    cut = cut_bytes(text, limit)
    assert cut == text or len(cut.encode()) > limit - 4


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("基坑", 6, "基坑"),
        ("基坑预警", 11, "基坑…"),
        ("基坑预警", 12, "基坑预警"),
        ("abcdef", 5, "ab…"),
        ("基坑", 2, ""),
        ("", 0, ""),
        ("a👨‍👩‍👧b" + "c" * 30, 12, "a…"),
        ("ab\ud800", 10, "ab?"),
    ],
)
def test_cutting_by_bytes_never_cuts_a_character(text: str, limit: int, expected: str) -> None:
    assert cut_bytes(text, limit) == expected


@given(st.text(), st.integers(min_value=1, max_value=30))
def test_a_text_cut_for_display_is_a_beginning(text: str, limit: int) -> None:
    cut = cut_display(text, limit)
    assert cut == text or text.startswith(cut.removesuffix("…"))
    assert cut_display(cut, limit) == cut


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("红色预警红色", 6, "红色预警红色"),
        ("红色预警红色预", 6, "红色预警红…"),
        ("abcdefghijkl", 6, "abcdefghijkl"),
        ("abcdefghijklm", 6, "abcdefghij…"),
        ("", 6, ""),
    ],
)
def test_a_narrow_character_counts_half_on_the_phone(text: str, limit: int, expected: str) -> None:
    assert cut_display(text, limit) == expected


def test_a_notice_is_written_as_the_protocol_wants_it() -> None:
    card = TextNotice(
        card_action=OPEN,
        main_title=Title(title="红色预警", desc="1号基坑"),
        source=Source(desc="工程沙盘", desc_color=2),
        horizontal_content_list=(Line(keyname="项目", value="一号"),),
        jump_list=(Jump(title="详情", type=1, url="https://sandtable.test/w/1"),),
    )
    assert msgspec.json.decode(msgspec.json.encode(card)) == {
        "card_type": "text_notice",
        "card_action": {"type": 1, "url": "https://sandtable.test/w/1"},
        "main_title": {"title": "红色预警", "desc": "1号基坑"},
        "source": {"desc": "工程沙盘", "desc_color": 2},
        "horizontal_content_list": [{"keyname": "项目", "value": "一号"}],
        "jump_list": [{"title": "详情", "type": 1, "url": "https://sandtable.test/w/1"}],
    }


def test_a_card_with_buttons_is_written_as_the_protocol_wants_it() -> None:
    card = ButtonInteraction(
        task_id="w-1@u1",
        main_title=Title(title="红色预警"),
        button_list=(Button(text="确认", key="ack"), Button(text="查看", type=1, url="https://sandtable.test/w/1")),
        card_action=open_page("wxsandbox00000001", "pages/w?id=1"),
        button_selection=Menu(question_key="q", option_list=(Option(id="a", text="误报"),)),
        replace_text="已确认",
    )
    assert msgspec.json.decode(msgspec.json.encode(card)) == {
        "card_type": "button_interaction",
        "task_id": "w-1@u1",
        "main_title": {"title": "红色预警"},
        "button_list": [
            {"text": "确认", "key": "ack"},
            {"text": "查看", "type": 1, "url": "https://sandtable.test/w/1"},
        ],
        "card_action": {"type": 2, "appid": "wxsandbox00000001", "pagepath": "pages/w?id=1"},
        "button_selection": {"question_key": "q", "option_list": [{"id": "a", "text": "误报"}]},
        "replace_text": "已确认",
    }


def test_the_same_card_shows_more_in_an_app_than_from_a_robot() -> None:
    card = TextNotice(card_action=OPEN, main_title=Title(title="预" * 50), sub_title_text="警" * 200)
    robot, app = fitted(card, ROBOT_DISPLAY), fitted(card, APP_DISPLAY)
    assert robot.main_title is not None
    assert app.main_title is not None
    assert (len(robot.main_title.title), len(robot.sub_title_text)) == (26, 112)
    assert (len(app.main_title.title), len(app.sub_title_text)) == (36, 160)


def test_all_texts_of_a_fitted_card_fit() -> None:
    long = "长" * 300
    card = ButtonInteraction(
        task_id="t",
        main_title=Title(title=long, desc=long),
        button_list=(Button(text=long, key="k"),),
        source=Source(desc=long),
        sub_title_text=long,
        horizontal_content_list=(Line(keyname=long, value=long),),
        button_selection=Menu(question_key="q", option_list=(Option(id="a", text=long),)),
    )
    shown = fitted(card, APP_DISPLAY)
    assert shown.source is not None
    assert shown.button_selection is not None
    assert [
        len(shown.main_title.title),
        len(shown.main_title.desc),
        len(shown.button_list[0].text),
        len(shown.source.desc),
        len(shown.sub_title_text),
        len(shown.horizontal_content_list[0].keyname),
        len(shown.horizontal_content_list[0].value),
        len(shown.button_selection.option_list[0].text),
    ] == [36, 44, 10, 13, 160, 5, 26, 16]


def test_a_notice_with_six_lines_and_three_jumps_is_the_largest() -> None:
    lines, jumps = (Line(keyname="k"),) * 6, (Jump(title="j", type=1, url="https://x.test"),) * 3
    TextNotice(card_action=OPEN, sub_title_text="s", horizontal_content_list=lines, jump_list=jumps)
    with pytest.raises(ValueError, match="6 lines"):
        TextNotice(card_action=OPEN, sub_title_text="s", horizontal_content_list=(*lines, lines[0]))
    with pytest.raises(ValueError, match="3 jumps"):
        TextNotice(card_action=OPEN, sub_title_text="s", jump_list=(*jumps, jumps[0]))


def test_a_notice_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        TextNotice(card_action=OPEN, main_title=Title(title=""))


@pytest.mark.parametrize("task_id", ["", "a" * 129, "a/b", "任务"])
def test_a_task_id_of_a_wrong_shape_is_refused(task_id: str) -> None:
    with pytest.raises(ValueError, match="task id"):
        ButtonInteraction(task_id=task_id, main_title=Title(title="t"), button_list=(Button(text="b", key="k"),))


@pytest.mark.parametrize("count", [0, 7])
def test_a_card_has_one_to_six_buttons(count: int) -> None:
    with pytest.raises(ValueError, match="6 buttons"):
        ButtonInteraction(task_id="t", main_title=Title(title="t"), button_list=(Button(text="b", key="k"),) * count)


def test_keys_ids_and_addresses_have_their_limits() -> None:
    assert Button(text="b", key="k" * 1024).key == "k" * 1024
    with pytest.raises(ValueError, match="1024"):
        Button(text="b", key="k" * 1025)
    with pytest.raises(ValueError, match="key or a url"):
        Button(text="b")
    with pytest.raises(ValueError, match="128"):
        Option(id="选" * 43, text="x")
    with pytest.raises(ValueError, match="10 options"):
        Menu(question_key="q", option_list=(Option(id="a", text="x"),) * 11)
    with pytest.raises(ValueError, match="address"):
        open_url("javascript:alert(1)")
    with pytest.raises(ValueError, match="address"):
        open_url("https://" + "x" * 2041)
    with pytest.raises(ValueError, match="appid"):
        open_page("", "pages/x")
