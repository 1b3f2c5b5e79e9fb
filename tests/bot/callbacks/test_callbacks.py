"""The door that WeCom calls: what is genuine becomes one row, everything else nothing."""

import time
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from backend.core import db
from backend.core.settings import settings
from bot.wechat.crypto import BODY_MAX_BYTES, CallbackCipher
from tests.notifications.conftest import Peer

PATH = "/callbacks/wecom"
EVENT = (
    "<xml><ToUserName><![CDATA[wwsandbox000000001]]></ToUserName><FromUserName><![CDATA[lin.xiaoming]]></FromUserName>"
    "<CreateTime>{at}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[enter_agent]]></Event>"
    "<EventKey><![CDATA[]]></EventKey><AgentID>1000002</AgentID></xml>"
)
TEXT = (
    "<xml><ToUserName><![CDATA[wwsandbox000000001]]></ToUserName><FromUserName><![CDATA[lin.xiaoming]]></FromUserName>"
    "<CreateTime>{at}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{said}]]></Content>"
    "<MsgId>4561255354251345929</MsgId><AgentID>1000002</AgentID></xml>"
)


def cipher(**changes: str) -> CallbackCipher:
    conf = settings()
    known = {
        "token": conf.wecom_callback_token, "aes_key": conf.wecom_callback_aes_key, "receive_id": conf.wecom_corpid
    }  # fmt: skip
    return CallbackCipher(**{**known, **changes})


async def call(
    peer: Peer,
    plaintext: str,
    *,
    at: int | None = None,
    lock: CallbackCipher | None = None,
    changes: Mapping[str, str] | None = None,
) -> httpx.Response:
    """What WeCom sends, with some of it changed on the way."""
    sealed = (lock or cipher()).seal(plaintext, timestamp=at or int(time.time()), nonce="nonce01")
    query = {"msg_signature": sealed.signature, "timestamp": sealed.timestamp, "nonce": sealed.nonce}
    query |= {name: value for name, value in (changes or {}).items() if name != "encrypted"}
    encrypted = (changes or {}).get("encrypted", sealed.encrypted)
    body = f"<xml><ToUserName>x</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    return await peer.callbacks.post(PATH, params=query, content=body)


async def rows() -> list[Any]:
    return await db.fetch("SELECT * FROM callback_inbox ORDER BY id")


async def test_the_address_is_verified_with_the_plaintext_and_nothing_else(peer: Peer) -> None:
    sealed = cipher().seal("1616140317555161061", timestamp=int(time.time()), nonce="n1")
    query = {
        "msg_signature": sealed.signature, "timestamp": sealed.timestamp, "nonce": "n1", "echostr": sealed.encrypted
    }  # fmt: skip

    answer = await peer.callbacks.get(PATH, params=query)

    assert (answer.status_code, answer.content) == (200, b"1616140317555161061")
    assert answer.headers["content-type"].startswith("text/plain")


async def test_an_event_is_kept_and_answered_with_an_empty_200(peer: Peer) -> None:
    answer = await call(peer, EVENT.format(at=1767225600))

    assert (answer.status_code, answer.content) == (200, b"")
    assert [(row["user_id"], row["state"], row["attempts"]) for row in await rows()] == [
        ("lin.xiaoming", "received", 0)
    ]


async def test_the_same_event_in_three_deliveries_is_one_row(peer: Peer) -> None:
    answers = [await call(peer, EVENT.format(at=1767225600), at=int(time.time()) - shift) for shift in (0, 5, 10)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(await rows()) == 1


async def test_two_events_of_one_second_that_differ_are_two_rows(peer: Peer) -> None:
    await call(peer, EVENT.format(at=1767225600))
    await call(peer, EVENT.format(at=1767225600).replace("enter_agent", "subscribe"))

    assert len(await rows()) == 2


async def test_a_message_is_known_by_its_id_even_if_its_bytes_differ(peer: Peer) -> None:
    await call(peer, TEXT.format(at=1767225600, said="待办"))
    await call(peer, TEXT.format(at=1767225601, said="待办"))

    assert len(await rows()) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"msg_signature": "0" * 40},
        {"msg_signature": "not hex"},
        {"timestamp": "1409659813"},
        {"nonce": "other"},
        {"encrypted": "AAAA"},
        {"encrypted": "不是"},
        {"encrypted": ""},
    ],
    ids=lambda changes: "-".join(f"{name}" for name in changes),
)
async def test_a_forged_or_malformed_callback_is_400_and_changes_nothing(peer: Peer, changes: dict[str, str]) -> None:
    answer = await call(peer, EVENT.format(at=1767225600), changes=changes)

    assert (answer.status_code, answer.content) == (400, b"")
    assert await rows() == []


@pytest.mark.parametrize(
    "lock",
    [cipher(token="guessed"), cipher(receive_id="wwsomebodyelse0001")],
    ids=["another token", "another addressee"],
)
async def test_a_callback_that_is_not_for_us_changes_nothing(peer: Peer, lock: CallbackCipher) -> None:
    answer = await call(peer, EVENT.format(at=1767225600), lock=lock)

    assert (answer.status_code, await rows()) == (400, [])


async def test_a_callback_older_than_five_minutes_changes_nothing(peer: Peer) -> None:
    answer = await call(peer, EVENT.format(at=1767225600), at=int(time.time()) - 310)

    assert (answer.status_code, await rows()) == (400, [])


async def test_every_flipped_byte_of_the_ciphertext_is_refused(peer: Peer) -> None:
    sealed = cipher().seal(EVENT.format(at=1767225600), timestamp=int(time.time()), nonce="nonce01")
    flipped = [
        sealed.encrypted[:place] + ("A" if sealed.encrypted[place] != "A" else "B") + sealed.encrypted[place + 1 :]
        for place in range(0, len(sealed.encrypted), 37)
    ]

    codes = {(await call(peer, EVENT.format(at=1767225600), changes={"encrypted": one})).status_code for one in flipped}

    assert (codes, await rows()) == ({400}, [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b"<xml>",
        b"<xml><Encrypt/></xml>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>',
        b"\xff\xfe<\x00x\x00m\x00l\x00",
        b"<a>" * 5000,
    ],
)
async def test_malformed_xml_is_400_and_changes_nothing(peer: Peer, body: bytes) -> None:
    query = {"msg_signature": "0" * 40, "timestamp": "1767225600", "nonce": "n"}

    answer = await peer.callbacks.post(PATH, params=query, content=body)

    assert (answer.status_code, await rows()) == (400, [])


@pytest.mark.parametrize(("size", "status"), [(BODY_MAX_BYTES, 400), (BODY_MAX_BYTES + 1, 413)])
async def test_a_body_past_64_kib_is_not_read(peer: Peer, size: int, status: int) -> None:
    query = {"msg_signature": "0" * 40, "timestamp": "1767225600", "nonce": "n"}

    answer = await peer.callbacks.post(PATH, params=query, content=b"x" * size)

    assert answer.status_code == status


async def test_a_call_without_its_query_is_400(peer: Peer) -> None:
    assert (await peer.callbacks.post(PATH, content=b"<xml/>")).status_code == 400
