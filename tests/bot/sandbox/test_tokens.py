import pytest

from bot.sandbox.answers import Refusal
from bot.sandbox.tokens import CodeKind, Codes, Family, Tokens
from tests.bot.sandbox.playground import Playground


def code_of(tokens: Tokens, value: str | None, now: float, *, is_mini: bool = True) -> int:
    try:
        tokens.check(value, now, is_mini=is_mini)
    except Refusal as refusal:
        return refusal.errcode
    return 0


def test_wecom_gives_the_same_token_until_it_ends() -> None:
    tokens = Tokens()
    first, lifetime = tokens.same_while_valid(0, 7200)
    assert tokens.same_while_valid(7199, 7200) == (first, 1)
    assert tokens.same_while_valid(7200, 7200)[0] != first
    assert lifetime == 7200


def test_each_mini_program_token_ends_the_one_before_after_five_minutes() -> None:
    tokens = Tokens()
    first, _ = tokens.always_new(0, 7200)
    second, _ = tokens.always_new(10, 7200)
    assert [code_of(tokens, value, 309) for value in (first, second)] == [0, 0]
    assert [code_of(tokens, value, 311) for value in (first, second)] == [42001, 0]


def test_the_token_before_the_one_before_is_dead_at_once() -> None:
    tokens = Tokens()
    first, _ = tokens.always_new(0, 7200)
    tokens.always_new(1, 7200)
    tokens.always_new(2, 7200)
    assert code_of(tokens, first, 3) == 40001


def test_a_stable_token_is_the_same_until_its_last_five_minutes() -> None:
    tokens = Tokens()
    first, _ = tokens.stable(0, 7200)
    assert tokens.stable(6899, 7200) == (first, 301)
    second, lifetime = tokens.stable(6900, 7200)
    assert (second != first, lifetime) == (True, 7200)
    assert [code_of(tokens, value, 7199) for value in (first, second)] == [0, 0]
    assert [code_of(tokens, value, 7200) for value in (first, second)] == [42001, 0]


def test_a_forced_stable_token_kills_the_old_one_at_once() -> None:
    tokens = Tokens()
    first, _ = tokens.stable(0, 7200)
    second, _ = tokens.stable(1, 7200, is_forced=True)
    within_thirty_seconds, _ = tokens.stable(30, 7200, is_forced=True)
    assert code_of(tokens, first, 2) == 40001
    assert second == within_thirty_seconds
    assert tokens.stable(31, 7200, is_forced=True)[0] != second


def test_a_stable_token_is_forced_twenty_times_a_day() -> None:
    tokens = Tokens()
    tokens.stable(0, 7200)
    values = {tokens.stable(number * 60, 7200, is_forced=True)[0] for number in range(20)}
    assert len(values) == 20
    with pytest.raises(Refusal, match="45009"):
        tokens.stable(20 * 60, 7200, is_forced=True)
    assert tokens.stable(86_400, 7200, is_forced=True)[0] not in values


def test_families_do_not_disturb_each_other() -> None:
    tokens = Tokens()
    stable, _ = tokens.stable(0, 7200)
    tokens.always_new(0, 7200)
    tokens.always_new(400, 7200)
    assert code_of(tokens, stable, 800) == 0


def test_a_token_of_one_host_is_unknown_on_the_other() -> None:
    tokens = Tokens()
    wecom, _ = tokens.same_while_valid(0, 7200)
    mini, _ = tokens.stable(0, 7200)
    assert code_of(tokens, wecom, 1, is_mini=True) == 40001
    assert code_of(tokens, mini, 1, is_mini=False) == 40014
    assert code_of(tokens, None, 1, is_mini=False) == 41001
    assert code_of(tokens, "", 1) == 41001


def test_one_family_is_revoked_and_the_other_stays() -> None:
    tokens = Tokens()
    wecom, _ = tokens.same_while_valid(0, 7200)
    stable, _ = tokens.stable(0, 7200)
    assert tokens.revoke(Family.WECOM) == 1
    assert code_of(tokens, wecom, 1, is_mini=False) == 40014
    assert code_of(tokens, stable, 1) == 0
    assert tokens.same_while_valid(1, 7200)[0] != wecom


def test_a_code_burns_on_its_first_use() -> None:
    codes = Codes()
    code = codes.issue(CodeKind.MINI, "o-1", 0)
    assert codes.redeem(CodeKind.MINI, code, 299) == "o-1"
    with pytest.raises(Refusal, match="40029"):
        codes.redeem(CodeKind.MINI, code, 299)


def test_a_code_ends_after_five_minutes() -> None:
    codes = Codes()
    code = codes.issue(CodeKind.MINI, "o-1", 0)
    with pytest.raises(Refusal, match="40029"):
        codes.redeem(CodeKind.MINI, code, 300)


def test_a_code_that_a_test_made_up_is_good_once() -> None:
    codes = Codes()
    assert codes.redeem(CodeKind.MINI, "code-o-with-dashes-1", 0) == "o-with-dashes"
    assert codes.redeem(CodeKind.MINI, "code-o-with-dashes-2", 0) == "o-with-dashes"
    with pytest.raises(Refusal, match="40029"):
        codes.redeem(CodeKind.MINI, "code-o-with-dashes-1", 0)


@pytest.mark.parametrize("code", ["", "x", "code-", "code-o", "phone-o-1", "code--1"])
def test_what_is_no_login_code_is_refused(code: str) -> None:
    with pytest.raises(Refusal, match="40029"):
        Codes().redeem(CodeKind.MINI, code, 0)


def test_web_sign_in_tells_used_and_expired_apart() -> None:
    codes = Codes()
    used, late = codes.issue(CodeKind.OAUTH, "lin", 0), codes.issue(CodeKind.OAUTH, "lin", 0)
    codes.redeem(CodeKind.OAUTH, used, 1)
    with pytest.raises(Refusal, match="42022"):
        codes.redeem(CodeKind.OAUTH, used, 1)
    with pytest.raises(Refusal, match="42003"):
        codes.redeem(CodeKind.OAUTH, late, 300)


@pytest.mark.parametrize(
    ("query", "errcode"),
    [
        ({}, 41002),
        ({"corpid": "wwsandbox000000001"}, 41004),
        ({"corpid": "other", "corpsecret": "x"}, 40013),
        ({"corpid": "wwsandbox000000001", "corpsecret": "x"}, 40001),
        ({"corpid": "wwsandbox000000001", "corpsecret": "sandbox-app-secret"}, 0),
    ],
)
async def test_wecom_credentials_are_checked(sandbox: Playground, query: dict[str, str], errcode: int) -> None:
    assert (await sandbox.get("/cgi-bin/gettoken", **query))["errcode"] == errcode


@pytest.mark.parametrize(
    ("query", "errcode"),
    [
        ({"grant_type": "other"}, 40002),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"appid": "other"}, 40013),
        ({"secret": "other"}, 40125),
    ],
)
async def test_mini_program_credentials_are_checked(sandbox: Playground, query: dict[str, str], errcode: int) -> None:
    right = {"grant_type": "client_credential", "appid": sandbox.config.appid, "secret": sandbox.config.mini_secret}
    assert (await sandbox.get("/cgi-bin/token", **right | query))["errcode"] == errcode
    assert (await sandbox.post("/cgi-bin/stable_token", right | query))["errcode"] == errcode
    assert "errcode" not in await sandbox.get("/cgi-bin/token", **right)


async def test_an_expired_token_and_a_missing_one_are_told_apart(sandbox: Playground) -> None:
    token = await sandbox.wecom_token()
    await sandbox.shift(7201)
    late = await sandbox.post("/cgi-bin/message/send", {}, access_token=token)
    none = await sandbox.post("/cgi-bin/message/send", {})
    unknown = await sandbox.post("/cgi-bin/message/send", {}, access_token="x")
    assert [answer["errcode"] for answer in (late, none, unknown)] == [42001, 41001, 40014]


async def test_tokens_are_revoked_on_order(sandbox: Playground) -> None:
    token = await sandbox.wecom_token()
    assert await sandbox.order("tokens/revoke", {"family": "wecom"}) == {"revoked": 1}
    assert (await sandbox.post("/cgi-bin/message/send", {}, access_token=token))["errcode"] == 40014
