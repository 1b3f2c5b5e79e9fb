import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.bot.sandbox.listening import listening
from tests.bot.sandbox.playground import KEY, OTHER_KEY, Playground

SEND = "/cgi-bin/webhook/send"
TEXT = {"msgtype": "text", "text": {"content": "x"}}


async def test_the_next_requests_get_a_business_error_and_nothing_is_shown(sandbox: Playground) -> None:
    await sandbox.order("faults", {"kind": "errcode", "path": SEND, "times": 2, "errcode": 45033, "errmsg": "busy"})
    answers = [await sandbox.robot("text", {"content": str(number)}) for number in range(3)]
    assert answers == [{"errcode": 45033, "errmsg": "busy"}] * 2 + [{"errcode": 0, "errmsg": "ok"}]
    assert len(await sandbox.shown()) == 1


async def test_a_fault_keeps_to_its_path_and_query(sandbox: Playground) -> None:
    await sandbox.order("faults", {"kind": "errcode", "path": SEND, "match": OTHER_KEY, "times": 0})
    assert (await sandbox.robot("text", {"content": "x"}))["errcode"] == 0
    assert (await sandbox.robot("text", {"content": "x"}, key=OTHER_KEY))["errcode"] == -1
    assert (await sandbox.get("/cgi-bin/gettoken"))["errcode"] == 41002


async def test_a_fault_without_end_ends_when_it_is_cleared(sandbox: Playground) -> None:
    await sandbox.order("faults", {"kind": "errcode", "times": 0})
    codes = [(await sandbox.robot("text", {"content": "x"}))["errcode"] for _ in range(3)]
    waiting = await sandbox.get("/_sandbox/faults")
    cleared = await sandbox.http.delete("/_sandbox/faults")
    assert (codes, len(waiting), cleared.status_code) == ([-1, -1, -1], 1, 204)
    assert (await sandbox.robot("text", {"content": "x"}))["errcode"] == 0


async def test_an_unlikely_fault_strikes_sometimes(sandbox: Playground) -> None:
    await sandbox.order("settings", {"robot_limit": 1000})
    await sandbox.order("faults", {"kind": "errcode", "times": 0, "probability": 0.3})
    codes = [(await sandbox.robot("text", {"content": "x"}))["errcode"] for _ in range(200)]
    assert 30 <= codes.count(-1) <= 90


async def test_a_page_of_a_proxy_comes_instead_of_the_work(sandbox: Playground) -> None:
    await sandbox.order("faults", {"kind": "html_502", "path": SEND})
    response = await sandbox.http.post(SEND, params={"key": KEY}, json=TEXT)
    assert (response.status_code, response.headers["content-type"]) == (502, "text/html")
    assert await sandbox.shown() == []


async def test_an_answer_that_is_no_json_comes_after_the_work(sandbox: Playground) -> None:
    await sandbox.order("faults", {"kind": "invalid_json", "path": SEND})
    response = await sandbox.http.post(SEND, params={"key": KEY}, json=TEXT)
    assert response.text == '{"errcode":0,"errmsg":"ok","'
    assert len(await sandbox.shown()) == 1


@pytest.mark.parametrize(("kind", "shown_in_time"), [("latency", 0), ("slow_answer", 1)])
async def test_a_delay_lies_before_or_after_the_work(sandbox: Playground, kind: str, shown_in_time: int) -> None:
    await sandbox.order("faults", {"kind": kind, "path": SEND, "seconds": 0.3})
    started = time.time()
    answer = await sandbox.robot("text", {"content": "x"})
    ended = time.time()
    (entry,) = await sandbox.shown()
    worked = entry["at_ns"] / 1e9
    assert answer["errcode"] == 0
    assert (ended - worked if shown_in_time else worked - started) > 0.29


async def test_a_token_dies_just_before_its_use(sandbox: Playground) -> None:
    token = await sandbox.wecom_token()
    await sandbox.order("faults", {"kind": "token_revoked", "path": "/cgi-bin/message/send"})
    assert (await sandbox.post("/cgi-bin/message/send", {}, access_token=token))["errcode"] == 40014


@pytest.mark.parametrize(("kind", "shown"), [("drop", 1), ("drop_before", 0)])
async def test_a_client_in_this_process_sees_a_dropped_connection(sandbox: Playground, kind: str, shown: int) -> None:
    await sandbox.order("faults", {"kind": kind, "path": SEND})
    with pytest.raises(httpx.RemoteProtocolError):
        await sandbox.http.post(SEND, params={"key": KEY}, json=TEXT)
    assert len(await sandbox.shown()) == shown


@pytest.mark.parametrize("fault", [{"kind": "earthquake"}, {"kind": "drop", "surplus": 1}, {}])
async def test_an_unknown_fault_is_refused(sandbox: Playground, fault: dict[str, Any]) -> None:
    assert (await sandbox.http.post("/_sandbox/faults", json=fault)).status_code == 400


@pytest.fixture
async def over_tcp() -> AsyncIterator[httpx.AsyncClient]:
    with listening() as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
            yield client


@pytest.mark.parametrize(("kind", "shown"), [("drop", 1), ("drop_before", 0), ("half_body", 1)])
async def test_a_client_over_tcp_sees_a_broken_answer(over_tcp: httpx.AsyncClient, kind: str, shown: int) -> None:
    await over_tcp.post("/_sandbox/faults", json={"kind": kind, "path": SEND})
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await over_tcp.post(SEND, params={"key": KEY}, json=TEXT)
    after = await over_tcp.post(SEND, params={"key": OTHER_KEY}, json=TEXT)
    assert after.json() == {"errcode": 0, "errmsg": "ok"}
    assert len((await over_tcp.get("/_sandbox/messages")).json()) == shown + 1
