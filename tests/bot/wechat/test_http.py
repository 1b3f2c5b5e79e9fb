import asyncio
import json
import logging

import httpx
import pytest
from structlog.testing import capture_logs

from bot.wechat.errors import Kind, Outcome
from bot.wechat.http import ProviderHttp, redact
from bot.wechat.robot import RobotClient
from tests.bot.wechat.peer import Act, Peer, page, raw_peer, read_request

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
OK = b'{"errcode":0,"errmsg":"ok"}'
HTML = b"<html><title>502 Bad Gateway</title></html>"


async def sent(peer: Peer) -> Outcome:
    return await RobotClient(peer.http()).send_text(KEY, "预警")


def answering(raw: bytes) -> Act:
    async def act(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(raw)
        await writer.drain()

    return act


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(100_000)
    await asyncio.sleep(1)


async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n")
    for _ in range(20):
        writer.write(b"{")
        await asyncio.sleep(0.05)


async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    await asyncio.sleep(0.2)
    await answering_ok(reader, writer)


async def answering_ok(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(OK), OK))
    await writer.drain()


async def resetting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.transport.abort()


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (slow, Kind.ACCEPTED),
        (resetting, Kind.AMBIGUOUS),
        (answering(b""), Kind.AMBIGUOUS),
        (answering(b"HTTP/1.1 200 OK\r\ncontent-le"), Kind.AMBIGUOUS),
        (answering(b"HTTP/1.1 200 OK\r\ncontent-length: 27\r\n\r\n"), Kind.AMBIGUOUS),
        (answering(b'HTTP/1.1 200 OK\r\ncontent-length: 27\r\n\r\n{"errcode":0,'), Kind.AMBIGUOUS),
        (answering(b"SMTP ready\r\n\r\n"), Kind.AMBIGUOUS),
    ],
    ids=[
        "slow",
        "reset",
        "closed before the answer",
        "half a head",
        "closed before the body",
        "half a body",
        "not http",
    ],
)
async def test_a_broken_connection_after_writing_is_ambiguous(act: Act, kind: Kind) -> None:
    async with raw_peer(act) as base:
        http = ProviderHttp(base, timeout_seconds=60)
        outcome = await RobotClient(http).send_text(KEY, "预警")
        await http.aclose()
    assert outcome.kind is kind


@pytest.mark.parametrize("act", [silent, dripping], ids=["silent", "a byte now and then"])
async def test_an_answer_that_does_not_end_in_time_is_ambiguous(act: Act) -> None:
    async with raw_peer(act) as base:
        http = ProviderHttp(base, timeout_seconds=0.5)
        # Dialling has no such haste: on a slow machine it would be what takes too long.
        http._client.timeout = httpx.Timeout(0.5, connect=60, pool=60)
        outcome = await RobotClient(http).send_text(KEY, "预警")
        await http.aclose()
    assert outcome.kind is Kind.AMBIGUOUS


async def test_a_refused_connection_is_certainly_not_sent() -> None:
    async with raw_peer(silent) as base:
        pass
    http = ProviderHttp(base, timeout_seconds=60)
    outcome = await RobotClient(http).send_text(KEY, "预警")
    await http.aclose()
    assert (outcome.kind, outcome.code) == (Kind.RETRY, None)


@pytest.mark.parametrize("base", ["http://no-such-host.invalid", "ftp://provider.test", "provider.test"])
async def test_a_wrong_base_address_is_no_exception(base: str) -> None:
    http = ProviderHttp(base, timeout_seconds=60)
    outcome = await RobotClient(http).send_text(KEY, "预警")
    await http.aclose()
    assert outcome.kind in {Kind.RETRY, Kind.CONFIGURATION}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (page(200, HTML), Kind.AMBIGUOUS),
        (page(200, b""), Kind.AMBIGUOUS),
        (page(200, b'{"errcode":0,'), Kind.AMBIGUOUS),
        (page(200, b"{}"), Kind.AMBIGUOUS),
        (page(200, b'{"errcode":null}'), Kind.AMBIGUOUS),
        (page(200, b'{"errcode":"no"}'), Kind.AMBIGUOUS),
        (page(200, b"[]"), Kind.AMBIGUOUS),
        (page(200, b"null"), Kind.AMBIGUOUS),
        (page(200, b"\xff\xfe"), Kind.AMBIGUOUS),
        (page(200, b"[" * 100_000), Kind.AMBIGUOUS),
        (page(200, b'{"errcode":0,"errmsg":"' + b"x" * 1_048_576 + b'"}'), Kind.AMBIGUOUS),
        (page(200, b"\x1f\x8b", **{"content-encoding": "gzip"}), Kind.AMBIGUOUS),
        (page(500), Kind.RETRY),
        (page(503), Kind.RETRY),
        (page(502), Kind.AMBIGUOUS),
        (page(504), Kind.AMBIGUOUS),
        (page(429), Kind.THROTTLED),
        (page(404), Kind.CONFIGURATION),
        (page(302, location="http://127.0.0.1/"), Kind.CONFIGURATION),
        (httpx.ReadTimeout("late"), Kind.AMBIGUOUS),
        (httpx.WriteError("cut"), Kind.AMBIGUOUS),
        (httpx.ConnectTimeout("late"), Kind.RETRY),
        (httpx.PoolTimeout("late"), Kind.RETRY),
        ({"errcode": 0, "errmsg": "ok", "new_field": [1]}, Kind.ACCEPTED),
        ({"errcode": "0", "errmsg": "ok"}, Kind.ACCEPTED),
        ({"errcode": 45009, "errmsg": "api freq out of limit"}, Kind.THROTTLED),
        ({"errcode": -1, "errmsg": "system busy"}, Kind.RETRY),
        ({"errcode": 93000, "errmsg": "invalid webhook url"}, Kind.CONFIGURATION),
        ({"errcode": 123456789, "errmsg": "what is this"}, Kind.PERMANENT),
        ({"errcode": 40058, "errmsg": "markdown.content exceed max length 4096"}, Kind.PERMANENT),
    ],
)
async def test_every_answer_has_its_outcome(answer: object, kind: Kind) -> None:
    peer = Peer(answer)
    outcome = await sent(peer)
    assert (outcome.kind, len(peer.requests)) == (kind, 1)


async def test_a_throttled_outcome_says_how_long_to_wait() -> None:
    outcome = await sent(Peer({"errcode": 45009, "errmsg": "slow down"}))
    assert (outcome.wait_seconds, outcome.code, outcome.message) == (60, 45009, "slow down")


async def test_an_unknown_code_is_permanent_and_raises_an_alert() -> None:
    outcome = await sent(Peer({"errcode": 123456789, "errmsg": "new"}))
    assert (outcome.kind, outcome.needs_alert) == (Kind.PERMANENT, True)


async def test_a_success_that_complains_about_json_raises_an_alert() -> None:
    outcome = await sent(Peer({"errcode": 0, "errmsg": "ok. Warning: wrong json format. "}))
    assert (outcome.kind, outcome.needs_alert) == (Kind.ACCEPTED, True)


async def test_the_body_is_raw_utf8_and_carries_a_call_id() -> None:
    peer = Peer({"errcode": 0, "errmsg": "ok"})
    await sent(peer)
    request = peer.requests[0]
    assert request.content == '{"msgtype":"text","text":{"content":"预警"}}'.encode()
    assert request.headers["content-type"] == "application/json; charset=utf-8"
    assert len(request.headers["x-request-id"]) == 36


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET https://x/cgi-bin/token?appid=a&secret=S3CR&x=1", "GET https://x/cgi-bin/token?appid=a&secret=***&x=1"),
        ("access_token=AB-C_d.", "access_token=***"),
        ("/webhook/send?key=693a91f6", "/webhook/send?key=***"),
        ("corpid=w&corpsecret=S3CR", "corpid=w&corpsecret=***"),
        ("js_code=071 was used", "js_code=*** was used"),
        ('{"access_token":"AB","expires_in":7200}', '{"access_token":"***","expires_in":7200}'),
        ("{'secret': 'S3CR'}", "{'secret': \"***\"}"),
        ("errcode=40014 hint: [1], more at query?e=40014", "errcode=40014 hint: [1], more at query?e=40014"),
    ],
)
def test_secrets_are_redacted(text: str, expected: str) -> None:
    assert redact(text) == expected


async def test_no_secret_reaches_logs_or_outcomes(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    echo = Peer({"errcode": 40058, "errmsg": f"bad call /cgi-bin/webhook/send?key={KEY} rid: 1-2-3"})
    with capture_logs() as events:
        outcome = await sent(echo)
        broken = await sent(Peer(httpx.ReadError(f"http://x/send?key={KEY}")))
    written = json.dumps(events) + caplog.text + repr(outcome) + repr(broken)
    assert KEY not in written
    assert "rid: 1-2-3" in written
    assert "key=***" in caplog.text


async def test_a_cancelled_call_is_cancelled() -> None:
    async with raw_peer(silent) as base:
        http = ProviderHttp(base, timeout_seconds=60)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await RobotClient(http).send_text(KEY, "预警")
        await http.aclose()
