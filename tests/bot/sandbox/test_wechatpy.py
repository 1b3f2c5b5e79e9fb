"""wechatpy as a second client: it was written by others against the real hosts."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from wechatpy.client import WeChatClient as MiniClient
from wechatpy.client.api import WeChatWxa
from wechatpy.enterprise import WeChatClient
from wechatpy.exceptions import WeChatClientException

from bot.sandbox.config import Config
from tests.bot.sandbox.listening import listening
from tests.bot.sandbox.playground import BUTTONS, CALLBACK, LIN

CONFIG = Config(callback_url=CALLBACK)


def wecom_client(url: str, secret: str = CONFIG.agent_secret) -> Any:
    class Client(WeChatClient):  # type: ignore[misc]  # wechatpy ships no types.
        API_BASE_URL = f"{url}/cgi-bin/"

        def fetch_access_token(self) -> Any:
            query = {"corpid": self.corp_id, "corpsecret": self.secret}
            return self._fetch_access_token(f"{url}/cgi-bin/gettoken", query)

    client = Client(CONFIG.corpid, secret, auto_retry=False)
    client._http.trust_env = False
    return client


def mini_client(url: str) -> Any:
    class Wxa(WeChatWxa):  # type: ignore[misc]  # wechatpy ships no types.
        API_BASE_URL = f"{url}/"

    class Client(MiniClient):  # type: ignore[misc]  # wechatpy ships no types.
        API_BASE_URL = f"{url}/cgi-bin/"
        wxa = Wxa()

        def fetch_access_token(self) -> Any:
            query = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
            return self._fetch_access_token(f"{url}/cgi-bin/token", query)

    client = Client(CONFIG.appid, CONFIG.mini_secret, auto_retry=False)
    client._http.trust_env = False
    return client


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with listening(CONFIG) as address:
        yield address


def shown(url: str) -> Any:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(f"{url}/_sandbox/messages", timeout=60).json()


def test_its_wecom_client_sends_a_text(url: str) -> None:
    client = wecom_client(url)
    with client._http:
        answer = client.message.send_text(CONFIG.agentid, [LIN.userid, "nobody"], "你好")
    assert (answer["errcode"], answer["invaliduser"]) == (0, "nobody")
    assert shown(url)[-1]["body"]["text"]["content"] == "你好"


def test_its_wecom_client_sends_a_card_and_is_told_of_the_second_one(url: str) -> None:
    client = wecom_client(url)
    message = {"msgtype": "template_card", "template_card": BUTTONS}
    with client._http:
        assert client.message.send(CONFIG.agentid, [LIN.userid], msg=message)["response_code"]
        with pytest.raises(WeChatClientException) as refused:
            client.message.send(CONFIG.agentid, [LIN.userid], msg=message)
    assert refused.value.errcode == 42014


def test_its_wecom_client_is_told_of_a_wrong_secret(url: str) -> None:
    client = wecom_client(url, "wrong")
    with client._http, pytest.raises(WeChatClientException) as refused:
        client.fetch_access_token()
    assert refused.value.errcode == 40001


def test_its_wecom_client_uploads_a_file(url: str) -> None:
    client = wecom_client(url)
    with client._http:
        answer = client.media.upload("file", ("月报.txt", b"monthly report"))
    assert answer["media_id"]


def test_its_mini_program_client_signs_in_and_makes_a_qr_code(url: str) -> None:
    client = mini_client(url)
    with client._http:
        session = client.wxa.code_to_session(f"code-{LIN.openid}-1")
        picture = client.wxa.get_wxa_code_unlimited("site-1")
        with pytest.raises(WeChatClientException) as refused:
            client.wxa.code_to_session(f"code-{LIN.openid}-1")
    assert session["openid"] == LIN.openid
    assert picture.content.startswith(b"\xff\xd8\xff")
    assert refused.value.errcode == 40029
