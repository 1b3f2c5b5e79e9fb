import time
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wechat.crypto import MalformedCallback
from bot.wechat.inbound import (
    CardPressed,
    OtherEvent,
    Selection,
    TextReceived,
    encrypted_of,
    fingerprint,
    parse_event,
)
from tests.bot.wechat.vectors import V8_CARD_XML

SELECTED = (
    "<SelectedItems><SelectedItem><QuestionKey>q1</QuestionKey><{name}s><{name}>a</{name}><{name}>b</{name}></{name}s>"
    "</SelectedItem></SelectedItems></xml>"
)
BOMB = (
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'lol'>"
    + "".join(f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9))
    + "]><xml><Encrypt>&j;</Encrypt></xml>"
)
QUADRATIC = f"<!DOCTYPE x [<!ENTITY a '{'A' * 20000}'>]><xml><Encrypt>{'&a;' * 10000}</Encrypt></xml>"
MALFORMED: dict[str, bytes] = {
    "billion laughs": BOMB.encode(),
    "quadratic blow-up": QUADRATIC.encode(),
    "external entity, file": b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><xml><Encrypt>&a;</Encrypt></xml>",
    "external entity, http": b"<!DOCTYPE x [<!ENTITY a SYSTEM 'http://127.0.0.1:9/'>]><xml><Encrypt>&a;</Encrypt></xml>",
    "parameter entity": b"<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/'> %p;]><xml><Encrypt>A</Encrypt></xml>",
    "fetched document type": b"<!DOCTYPE xml SYSTEM 'http://127.0.0.1:9/x.dtd'><xml><Encrypt>AAAA</Encrypt></xml>",
    "undeclared entity": b"<xml><Encrypt>&nothing;</Encrypt></xml>",
    "200,000 nested tags": b"<a>" * 200_000 + b"</a>" * 200_000,
    "nested tags within the limit of bytes": b"<xml>" + b"<a>" * 9_000 + b"</a>" * 9_000 + b"</xml>",
    "many elements within the limit of bytes": b"<xml>" + b"<a/>" * 16_000 + b"</xml>",
    "utf-16": "<?xml version='1.0' encoding='utf-16'?><xml><Encrypt>AAAA</Encrypt></xml>".encode("utf-16"),
    "utf-7 declared": b"<?xml version='1.0' encoding='utf-7'?><xml><Encrypt>AAAA</Encrypt></xml>",
    "utf-7 written": b"+ADw-xml+AD4-+ADw-Encrypt+AD4-AAAA+ADw-/Encrypt+AD4-+ADw-/xml+AD4-",
    "duplicate elements": b"<xml><Encrypt>AAAA</Encrypt><Encrypt>BBBB</Encrypt></xml>",
    "attributes": b"<xml><Encrypt a='1'>AAAA</Encrypt></xml>",
    "cdata that never ends": b"<xml><Encrypt><![CDATA[AAAA</Encrypt></xml>",
    "cdata inside cdata": b"<xml><Encrypt><![CDATA[<![CDATA[AAAA]]>]]></Encrypt></xml>",
    "element inside": b"<xml><Encrypt><a>AAAA</a></Encrypt></xml>",
    "processing instruction": b"<?php system('id') ?><xml><Encrypt>AAAA</Encrypt></xml>",
    "half a document": b"<xml><Encrypt>AAAA</Enc",
    "another root": b"<html><Encrypt>AAAA</Encrypt></html>",
    "empty root": b"<xml/>",
    "text root": b"<xml>AAAA</xml>",
    "no ciphertext": b"<xml><ToUserName>a</ToUserName></xml>",
    "empty ciphertext": b"<xml><Encrypt/></xml>",
    "nothing": b"",
    "zero bytes": b"\x00" * 100,
    "wrong utf-8": b"<xml><Encrypt>\xff\xfe</Encrypt></xml>",
    "json array": b"[1]",
    "json half": b'{"Encrypt": "AA',
    "json number": b'{"Encrypt": 1}',
    "json deep": b'{"Encrypt":' * 5000,
    "json huge number": b'{"Encrypt":' + b"9" * 5000 + b"}",
    "past 64 KiB": b"<xml><Encrypt>" + b"A" * 65_536 + b"</Encrypt></xml>",
    "past 1 MiB": b"<xml><Encrypt>" + b"A" * 1_048_576 + b"</Encrypt></xml>",
}


@pytest.mark.parametrize("name", sorted(MALFORMED))
def test_a_malformed_body_is_refused_within_50_milliseconds(name: str) -> None:
    started = time.thread_time()  # Of this thread alone: the machine's other work is not ours to answer for.
    with pytest.raises(MalformedCallback):
        encrypted_of(MALFORMED[name])
    assert time.thread_time() - started < 0.05


def test_a_body_of_exactly_64_kib_is_read() -> None:
    body = b"<xml><Encrypt>" + b"A" * (65_536 - 30) + b"</Encrypt></xml>"
    assert len(body) == 65_536
    assert encrypted_of(body) == "A" * (65_536 - 30)


def test_eight_levels_of_elements_are_read_and_nine_are_not() -> None:
    assert encrypted_of(b"<xml><Encrypt>AA</Encrypt>" + b"<a>" * 7 + b"</a>" * 7 + b"</xml>") == "AA"
    with pytest.raises(MalformedCallback):
        encrypted_of(b"<xml><Encrypt>AA</Encrypt>" + b"<a>" * 8 + b"</a>" * 8 + b"</xml>")


@pytest.mark.parametrize(
    "body",
    [
        b"<xml><ToUserName><![CDATA[w]]></ToUserName><AgentID>1</AgentID><Encrypt><![CDATA[AA==]]></Encrypt></xml>",
        b"<?xml version='1.0' encoding='UTF-8'?>\n<xml><Encrypt>AA==</Encrypt></xml>\n",
        b'{"ToUserName":"gh_1","Encrypt":"AA=="}',
        b'{"encrypt":"AA=="}',
    ],
)
def test_the_ciphertext_is_found_in_every_dialect(body: bytes) -> None:
    assert encrypted_of(body) == "AA=="


def test_a_pressed_button_is_a_value() -> None:
    assert parse_event(V8_CARD_XML.encode()) == CardPressed(
        corp_id="wwsandbox000000001",
        user_id="inspector01",
        agent_id="1000002",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        event="template_card_event",
        event_key="ack",
        task_id="rect-2026-0001",
        card_type="button_interaction",
        response_code="RC0001",
    )


@pytest.mark.parametrize("name", ["OptionId", "OpitonId"])
def test_selected_options_are_read_in_both_spellings(name: str) -> None:
    event = parse_event(V8_CARD_XML.replace("</xml>", SELECTED.format(name=name)).encode())
    assert isinstance(event, CardPressed)
    assert event.selections == (Selection(question_key="q1", option_ids=("a", "b")),)


def test_a_single_selected_option_is_still_a_list() -> None:
    one = (
        "<SelectedItems><SelectedItem><QuestionKey>q1</QuestionKey><OptionIds><OptionId>a</OptionId></OptionIds>"
        "</SelectedItem><SelectedItem><QuestionKey>q2</QuestionKey><OptionIds/></SelectedItem></SelectedItems></xml>"
    )
    event = parse_event(V8_CARD_XML.replace("</xml>", one).encode())
    assert isinstance(event, CardPressed)
    assert event.selections == (
        Selection(question_key="q1", option_ids=("a",)),
        Selection(question_key="q2", option_ids=()),
    )


def test_a_menu_event_is_a_press_too() -> None:
    event = parse_event(V8_CARD_XML.replace("template_card_event", "template_card_menu_event").encode())
    assert isinstance(event, CardPressed)
    assert (event.event, event.selections) == ("template_card_menu_event", ())


def test_a_text_message_is_a_value_and_markup_in_it_is_text() -> None:
    xml = (
        "<xml><ToUserName><![CDATA[w]]></ToUserName><FromUserName><![CDATA[u]]></FromUserName>"
        "<CreateTime>1767225600</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        "<Content><![CDATA[<!DOCTYPE x> 待办 & <b>]]></Content><MsgId>1234567890123456789</MsgId>"
        "<AgentID>7</AgentID></xml>"
    )
    assert parse_event(xml.encode()) == TextReceived(
        corp_id="w",
        user_id="u",
        agent_id="7",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        message_id="1234567890123456789",
        content="<!DOCTYPE x> 待办 & <b>",
    )


def test_an_unknown_event_keeps_its_fields() -> None:
    xml = b"<xml><MsgType>event</MsgType><Event>enter_agent</Event><FromUserName>u</FromUserName><New>1</New></xml>"
    assert parse_event(xml) == OtherEvent(
        message_type="event",
        event="enter_agent",
        user_id="u",
        fields={"MsgType": "event", "Event": "enter_agent", "FromUserName": "u", "New": "1"},
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<CreateTime>1767225600</CreateTime>", ""),
        ("<CreateTime>1767225600</CreateTime>", "<CreateTime>soon</CreateTime>"),
        ("<CreateTime>1767225600</CreateTime>", "<CreateTime>99999999999999999999</CreateTime>"),
        ("<FromUserName><![CDATA[inspector01]]></FromUserName>", "<FromUserName><a>1</a></FromUserName>"),
        ("<FromUserName><![CDATA[inspector01]]></FromUserName>", ""),
        ("</xml>", "<SelectedItems>text</SelectedItems></xml>"),
        ("</xml>", "<SelectedItems><SelectedItem>text</SelectedItem></SelectedItems></xml>"),
        (
            "</AgentID>",
            "</AgentID><SelectedItems><SelectedItem><OptionIds><OptionId><a/></OptionId></OptionIds></SelectedItem></SelectedItems>",
        ),
    ],
)
def test_a_press_without_its_essentials_is_malformed(old: str, new: str) -> None:
    with pytest.raises(MalformedCallback):
        parse_event(V8_CARD_XML.replace(old, new).encode())


def test_repeated_deliveries_have_one_fingerprint_and_two_presses_have_two() -> None:
    again = V8_CARD_XML.replace("RC0001", "RC0002").encode()
    assert fingerprint(V8_CARD_XML.encode()) == fingerprint(V8_CARD_XML.encode())
    assert fingerprint(V8_CARD_XML.encode()) != fingerprint(again)


def _only_typed_errors(body: bytes) -> Any:
    try:
        return parse_event(body)
    except MalformedCallback:
        return None


FIELDS = st.sampled_from(
    [
        "MsgType",
        "Event",
        "FromUserName",
        "ToUserName",
        "CreateTime",
        "SelectedItems",
        "SelectedItem",
        "OptionIds",
        "OptionId",
        "OpitonIds",
        "QuestionKey",
        "xml",
    ]
)
LEAVES = st.sampled_from(
    ["event", "text", "template_card_event", "1767225600", "", "<a/>", "&lt;", "&a;", "<![CDATA[x]]>"]
)
ELEMENTS = st.recursive(
    st.builds("<{0}>{1}</{0}>".format, FIELDS, LEAVES | st.text(max_size=5)),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>", FIELDS, st.lists(inner, max_size=6)
    ),
    max_leaves=20,
)


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_value_or_the_typed_error(body: bytes) -> None:
    _only_typed_errors(body)


@settings(max_examples=500, deadline=None)
@given(st.lists(ELEMENTS, max_size=8).map(lambda parts: f"<xml>{''.join(parts)}</xml>"))
def test_any_document_gives_a_value_or_the_typed_error(document: str) -> None:
    _only_typed_errors(document.encode())


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        FIELDS,
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | LEAVES,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=3),
            max_leaves=10,
        ),
    )
)
def test_any_json_gives_a_value_or_the_typed_error(fields: dict[str, Any]) -> None:
    _only_typed_errors(msgspec.json.encode(fields))
