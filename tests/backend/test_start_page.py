"""`/`: a page with all windows beside the sandbox, the console anywhere else."""

from collections.abc import Iterator

import httpx
import pytest
from litestar import Litestar

from backend.core.settings import settings
from backend.pages import start
from tests.clients import client_of


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    settings.cache_clear()


async def begun(monkeypatch: pytest.MonkeyPatch, **given: str) -> httpx.Response:
    for name, value in given.items():
        monkeypatch.setenv(f"SANDTABLE_{name.upper()}", value)
    settings.cache_clear()
    async with client_of(Litestar([start.page])) as client:
        return await client.get("/")


async def test_beside_the_sandbox_it_offers_all_three_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    page = await begun(monkeypatch, wechat_api_base="http://127.0.0.1:8090")
    assert page.status_code == 200
    assert [f'href="{place}"' in page.text for place in ("/console/", "/m/", "http://127.0.0.1:8090")] == [True] * 3


@pytest.mark.parametrize(
    "given",
    [
        {"wechat_api_base": "https://api.weixin.qq.com"},
        {"wechat_api_base": "http://127.0.0.1:8090", "environment": "production"},
    ],
)
async def test_with_the_real_wechat_and_in_production_it_is_the_console(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str]
) -> None:
    page = await begun(monkeypatch, **given)
    assert (page.status_code, page.headers["location"]) == (302, "/console/")
