"""The process's clients of WeChat and WeCom, made from the settings at first use."""

from typing import NamedTuple

from backend.core import redis
from backend.core.settings import settings
from bot.wechat.app import AppClient
from bot.wechat.http import ProviderHttp
from bot.wechat.mini import MiniClient


class _Opened(NamedTuple):
    connections: tuple[ProviderHttp, ...]
    mini: MiniClient
    app: AppClient


_opened: _Opened | None = None


def mini() -> MiniClient:
    """Our mini-program."""
    return _open().mini


def app() -> AppClient:
    """Our WeCom application."""
    return _open().app


def _open() -> _Opened:
    global _opened  # noqa: PLW0603  One pool of connections per process.
    if _opened is None:
        conf = settings()
        wechat = ProviderHttp(conf.wechat_api_base, timeout_seconds=conf.provider_timeout_seconds)
        wecom = ProviderHttp(conf.wecom_api_base, timeout_seconds=conf.provider_timeout_seconds)
        _opened = _Opened(
            (wechat, wecom),
            MiniClient(
                wechat,
                environment=conf.environment,
                appid=conf.wechat_appid,
                secret=conf.wechat_secret,
                redis=redis.client(),
            ),
            AppClient(
                wecom,
                environment=conf.environment,
                corpid=conf.wecom_corpid,
                agentid=conf.wecom_agentid,
                secret=conf.wecom_secret,
                redis=redis.client(),
            ),
        )
    return _opened


async def stop() -> None:
    """Close the connections; the next use opens new ones."""
    global _opened
    opened, _opened = _opened, None
    for connection in opened.connections if opened else ():
        await connection.aclose()
