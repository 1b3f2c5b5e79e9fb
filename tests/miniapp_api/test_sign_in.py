"""Signing in on the phone: the identity alone decides, the phone number proposes once."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest

from backend.core import crypto, db, redis
from backend.core.rate import Rate
from backend.core.settings import settings
from backend.identity import authentication, phones, sign_in
from tests.backend.site import CONSOLE, PHONE, Site, headers, refusal

LIN, CHEN, ZHOU = "o-sandbox-lin", "o-sandbox-chen", "o-sandbox-zhou"


async def signed(phone: httpx.AsyncClient, openid: str, nonce: str = "1") -> dict[str, Any]:
    body = {"provider": "wechat", "code": f"code-{openid}-{nonce}"}
    answer = await phone.post(f"{PHONE}/sign-in", json=body)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def link(phone: httpx.AsyncClient, ticket: str, openid: str, **more: Any) -> httpx.Response:
    body = {"ticket": ticket, "phone_code": f"phone-{openid}-{more.pop('nonce', '1')}", **more}
    return await phone.post(f"{PHONE}/sign-in/link", json=body)


async def me(phone: httpx.AsyncClient, token: str) -> httpx.Response:
    return await phone.get(f"{PHONE}/me", headers={"authorization": f"Bearer {token}"})


async def test_a_registered_manager_links_by_phone_once_and_then_signs_in_by_identity(
    phone: httpx.AsyncClient, site: Site
) -> None:
    first = await signed(phone, LIN)
    assert first["token"] is None
    linked = (await link(phone, first["link_ticket"], LIN)).json()
    account = (await me(phone, linked["token"])).json()
    assert (account["account_id"], account["name"]) == (str(site.manager.account_id), "林晓明")
    assert account["phone"] == "138****0001"
    again = await signed(phone, LIN, "2")
    assert again["link_ticket"] is None
    assert (await me(phone, again["token"])).json()["account_id"] == str(site.manager.account_id)


async def test_a_new_person_gives_a_name_and_gets_an_enterprise_account(phone: httpx.AsyncClient) -> None:
    ticket = (await signed(phone, ZHOU))["link_ticket"]
    refused = await link(phone, ticket, ZHOU)
    assert refusal(refused) == (422, "name_required", "name")
    assert await db.fetch_value("SELECT count(*) FROM account") == 0
    linked = await link(phone, ticket, ZHOU, nonce="2", name="周敏")
    account = (await me(phone, linked.json()["token"])).json()
    assert (account["kind"], account["name"], account["phone"]) == ("enterprise", "周敏", "138****0005")


async def test_a_second_identity_of_the_same_issuer_is_refused(phone: httpx.AsyncClient, site: Site) -> None:
    ticket = (await signed(phone, LIN))["link_ticket"]
    assert (await link(phone, ticket, LIN)).status_code == 200
    other = (await signed(phone, ZHOU))["link_ticket"]
    refused = await link(phone, other, LIN, nonce="2")
    assert refusal(refused) == (409, "other_identity_linked", None)
    assert (
        await db.fetch_value("SELECT count(*) FROM identity_link WHERE account_id = $1", site.manager.account_id) == 1
    )


async def test_the_same_ticket_again_opens_the_same_account(phone: httpx.AsyncClient, site: Site) -> None:
    ticket = (await signed(phone, LIN))["link_ticket"]
    await link(phone, ticket, LIN)
    again = (await link(phone, ticket, LIN, nonce="2")).json()
    assert (await me(phone, again["token"])).json()["account_id"] == str(site.manager.account_id)


async def test_a_used_code_is_refused(phone: httpx.AsyncClient) -> None:
    await signed(phone, LIN)
    refused = await phone.post(f"{PHONE}/sign-in", json={"provider": "wechat", "code": f"code-{LIN}-1"})
    assert refusal(refused) == (401, "sign_in_code_refused", "code")


def naming(ticket: str, subject: str) -> str:
    """The ticket with another subject written in, under the old signature."""
    body, _, signature = ticket.partition(".")
    fields = msgspec.json.decode(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    forged = msgspec.json.encode([fields[0], subject, fields[2]])
    return f"{base64.urlsafe_b64encode(forged).rstrip(b'=').decode()}.{signature}"


async def test_a_ticket_that_names_somebody_else_opens_nothing_and_spends_no_phone_code(
    phone: httpx.AsyncClient, site: Site
) -> None:
    ticket = (await signed(phone, LIN))["link_ticket"]
    assert naming(ticket, LIN) == ticket
    refused = await link(phone, naming(ticket, CHEN), LIN)
    assert refusal(refused) == (401, "link_ticket_ended", "ticket")
    assert (await link(phone, ticket, LIN)).status_code == 200


@pytest.mark.parametrize("ticket", [".", "x", "x.y", "é.é", "a" * 1000])
async def test_what_is_no_ticket_is_refused(phone: httpx.AsyncClient, site: Site, ticket: str) -> None:
    assert refusal(await link(phone, ticket, LIN)) == (401, "link_ticket_ended", "ticket")


async def test_a_ticket_ends(phone: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "TICKET_SECONDS", 0)
    ticket = (await signed(phone, LIN))["link_ticket"]
    assert refusal(await link(phone, ticket, LIN)) == (401, "link_ticket_ended", "ticket")


async def test_a_regulator_is_not_linked_by_a_phone_number(phone: httpx.AsyncClient, site: Site) -> None:
    await db.execute(
        "UPDATE account SET phone_index = NULL, phone_sealed = NULL WHERE id = $1", site.manager.account_id
    )
    await _give_phone(site.regulator.account_id, "13800000001")
    ticket = (await signed(phone, LIN))["link_ticket"]
    assert refusal(await link(phone, ticket, LIN)) == (409, "link_needs_sign_in", None)


async def _give_phone(account_id: Any, number: str) -> None:
    await db.execute(
        "UPDATE account SET phone_index = $2, phone_sealed = $3 WHERE id = $1",
        account_id, phones.index(number), phones.seal(number),
    )  # fmt: skip


async def test_a_regulator_signs_in_on_the_phone_inside_wecom(phone: httpx.AsyncClient, site: Site) -> None:
    body = {"provider": "wecom", "code": "qycode-huang.li-1"}
    token = (await phone.post(f"{PHONE}/sign-in", json=body)).json()["token"]
    account = (await me(phone, token)).json()
    assert (account["kind"], account["unit_name_zh"]) == ("regulator", "深圳市住房和城乡建设局")


async def test_a_signed_in_person_adds_the_wecom_identity_and_signs_in_with_it(
    phone: httpx.AsyncClient, site: Site
) -> None:
    body = {"provider": "wecom", "code": "qycode-lin.xiaoming-1"}
    added = await phone.post(f"{PHONE}/me/links", json=body, headers=await headers(site.manager))
    assert added.json() == {"issuer": "wecom:wwsandbox000000001"}
    token = (await phone.post(f"{PHONE}/sign-in", json=body | {"code": "qycode-lin.xiaoming-2"})).json()["token"]
    assert (await me(phone, token)).json()["account_id"] == str(site.manager.account_id)


async def test_somebody_elses_identity_cannot_be_added(phone: httpx.AsyncClient, site: Site) -> None:
    body = {"provider": "wecom", "code": "qycode-huang.li-1"}
    refused = await phone.post(f"{PHONE}/me/links", json=body, headers=await headers(site.manager))
    assert refusal(refused) == (409, "identity_taken", None)


async def test_after_signing_out_the_token_opens_nothing(phone: httpx.AsyncClient, site: Site) -> None:
    mine = await headers(site.manager)
    assert (await phone.delete(f"{PHONE}/session", headers=mine)).status_code == 204
    assert refusal(await phone.get(f"{PHONE}/me", headers=mine)) == (401, "session_ended", None)


async def test_a_disabled_account_signs_in_no_more(phone: httpx.AsyncClient, site: Site) -> None:
    ticket = (await signed(phone, LIN))["link_ticket"]
    token = (await link(phone, ticket, LIN)).json()["token"]
    await db.execute("UPDATE account SET state = 'disabled' WHERE id = $1", site.manager.account_id)
    assert refusal(await me(phone, token)) == (401, "session_ended", None)
    refused = await phone.post(f"{PHONE}/sign-in", json={"provider": "wechat", "code": f"code-{LIN}-2"})
    assert refusal(refused) == (403, "account_disabled", None)


async def test_the_phone_number_is_stored_sealed(phone: httpx.AsyncClient, site: Site) -> None:
    stored = await db.fetch("SELECT phone_sealed, phone_index FROM account WHERE phone_sealed IS NOT NULL")
    assert len(stored) == 5
    assert not any(b"1380000" in row["phone_sealed"] or b"1380000" in row["phone_index"] for row in stored)


async def tap(phone: httpx.AsyncClient, times: int) -> list[int]:
    """The answers to sign-ins with a code that no provider gave."""
    body = {"provider": "wechat", "code": "nonsense"}
    return [(await phone.post(f"{PHONE}/sign-in", json=body)).status_code for _ in range(times)]


@pytest.fixture
def slowly_paid_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute for each second: else one more is free again wherever thirty sign-ins take two seconds."""
    monkeypatch.setattr(authentication, "Rate", lambda limit, seconds: Rate(limit, seconds * 60))


@pytest.mark.usefixtures("slowly_paid_back")
async def test_thirty_sign_ins_a_minute_from_one_address_are_heard_and_the_next_is_told_when(
    phone: httpx.AsyncClient,
) -> None:
    assert set(await tap(phone, 30)) == {401}
    refused = await phone.post(f"{PHONE}/sign-in", json={"provider": "wechat", "code": f"code-{LIN}-1"})
    assert refusal(refused) == (429, "sign_in_too_often", None)
    assert 60 < int(refused.headers["retry-after"]) <= 120  # Two of the seconds that are minutes here.


@pytest.mark.usefixtures("slowly_paid_back")
async def test_the_doors_share_one_limit(phone: httpx.AsyncClient) -> None:
    await tap(phone, 30)
    link = await phone.post(f"{PHONE}/sign-in/link", json={"ticket": "x", "phone_code": "y"})
    web = await phone.post(f"{CONSOLE}/sign-in", json={"code": "z"})
    assert (link.status_code, web.status_code) == (429, 429)


@pytest.fixture
async def without_redis(phone: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_REDIS_URL", "redis://127.0.0.1:1/0")
        settings.cache_clear()
        await redis.stop()
        yield
        await redis.stop()
    settings.cache_clear()


async def test_without_redis_sign_in_says_try_again_and_who_is_signed_in_works_on(
    phone: httpx.AsyncClient, site: Site, without_redis: None
) -> None:
    refused = await phone.post(f"{PHONE}/sign-in", json={"provider": "wechat", "code": f"code-{LIN}-1"})
    assert refusal(refused) == (503, "temporarily_unavailable", None)
    assert refused.headers["retry-after"] == "5"
    assert (await phone.get(f"{PHONE}/me", headers=await headers(site.manager))).status_code == 200


async def test_a_console_session_does_not_open_the_phones_door(phone: httpx.AsyncClient, site: Site) -> None:
    refused = await phone.get(f"{PHONE}/me", headers=await headers(site.regulator))
    assert refusal(refused) == (403, "wrong_door", None)


# In a browser


STATE = "0123456789abcdefABCDEF"


async def ways(phone: httpx.AsyncClient) -> Any:
    return (await phone.get(f"{PHONE}/sign-in/ways", params={"state": STATE})).json()


def asked(url: str) -> tuple[str, dict[str, str]]:
    """Where an address leads, and what it says."""
    found = httpx.URL(url)
    return f"{found.scheme}://{found.netloc.decode()}{found.path}", dict(found.params)


async def test_each_way_in_comes_back_to_the_client_with_the_state(phone: httpx.AsyncClient) -> None:
    found, back = await ways(phone), f"{settings().public_url}/m/"
    address, said = asked(found["wecom"])
    assert address == f"{settings().wecom_api_base}/connect/oauth2/authorize"
    assert (said["redirect_uri"], said["state"], said["scope"]) == (back, STATE, "snsapi_base")
    page = f"{settings().wechat_api_base}/_sandbox/wechat"
    assert asked(found["sandbox"]) == (page, {"kind": "code", "redirect_uri": back, "state": STATE})
    assert asked(found["sandbox_phone"]) == (page, {"kind": "phone", "redirect_uri": back, "state": STATE})


@pytest.mark.parametrize(
    ("name", "value"),
    [("SANDTABLE_WECHAT_API_BASE", "https://api.weixin.qq.com"), ("SANDTABLE_ENVIRONMENT", "production")],
)
async def test_there_is_no_sandbox_with_the_real_wechat_and_never_in_production(
    phone: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with monkeypatch.context() as changed:
        changed.setenv(name, value)
        settings.cache_clear()
        found = await ways(phone)
    settings.cache_clear()
    assert (found["sandbox"], found["sandbox_phone"]) == (None, None)


@pytest.mark.parametrize("state", ["short", "x" * 129, "0123456789abcde&"])
async def test_a_state_that_could_be_guessed_or_is_no_plain_text_is_refused(
    phone: httpx.AsyncClient, state: str
) -> None:
    answer = await phone.get(f"{PHONE}/sign-in/ways", params={"state": state})
    assert refusal(answer)[:2] == (400, "invalid_input")


async def test_wecoms_page_opens_a_phones_full_session(phone: httpx.AsyncClient, site: Site) -> None:
    body = {"provider": "wecom_page", "code": "oauth-Huang.Li-1"}
    token = (await phone.post(f"{PHONE}/sign-in", json=body)).json()["token"]
    account = (await me(phone, token)).json()
    assert (account["account_id"], account["is_limited"]) == (str(site.regulator.account_id), False)
    row = await db.fetch_one(
        "SELECT door, ends_at - created_at > interval '80 days' AS is_long FROM session WHERE token_hash = $1",
        crypto.hash_token(token),
    )
    assert row is not None
    assert dict(row) == {"door": "phone", "is_long": True}


async def test_whom_wecoms_page_names_first_gets_a_ticket_that_the_phone_number_turns_into_a_link(
    phone: httpx.AsyncClient, site: Site
) -> None:
    body = {"provider": "wecom_page", "code": "oauth-lin.xiaoming-1"}
    first = (await phone.post(f"{PHONE}/sign-in", json=body)).json()
    assert first["token"] is None
    linked = (await link(phone, first["link_ticket"], LIN)).json()
    account = (await me(phone, linked["token"])).json()
    assert (account["account_id"], account["identities"][0]["issuer"]) == (
        str(site.manager.account_id),
        "wecom:wwsandbox000000001",
    )


async def test_a_code_of_wecoms_page_works_once_and_only_as_what_it_is(phone: httpx.AsyncClient, site: Site) -> None:
    code = "oauth-huang.li-1"
    wrong = await phone.post(f"{PHONE}/sign-in", json={"provider": "wecom", "code": code})
    await phone.post(f"{PHONE}/sign-in", json={"provider": "wecom_page", "code": code})
    again = await phone.post(f"{PHONE}/sign-in", json={"provider": "wecom_page", "code": code})
    refused = (401, "sign_in_code_refused", "code")
    assert (refusal(wrong), refusal(again)) == (refused, refused)


async def test_who_is_no_member_is_told_so(phone: httpx.AsyncClient) -> None:
    answer = await phone.post(f"{PHONE}/sign-in", json={"provider": "wecom_page", "code": "oauth-stranger-1"})
    assert refusal(answer) == (403, "not_a_member", "code")
