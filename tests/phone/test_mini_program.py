"""The built mini-program on a played WeChat that refuses what WeChat refuses, against the real product."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
import zxingcpp
from PIL import Image

from backend.core import clock, db
from backend.core.i18n import Text
from backend.identity.scope import Door
from backend.supervision import warnings
from backend.supervision.rules import Fact
from tests.backend import site as sites
from tests.phone_town import Hands, Town

PHONE = Path(__file__).parents[2] / "web" / "phone"
BUILT = Path(os.environ.get("SANDTABLE_MINI_PROGRAM", PHONE / "dist" / "build" / "mp-weixin"))
NODE = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
PHOTOS = Path(__file__).parents[1] / "data" / "photos"
LARGE, FRONT, SIDE = (
    str(PHOTOS / name) for name in ("iphone_6_plus_rotated_gps.jpg", "lumia_820_gps.jpg", "nikon_d2h_gps.jpg")
)
DOMAIN = "sandtable.example.gov.cn"
API = "/api/miniapp/v1"
JOURNEY_SECONDS = 300
MOST_BYTES = 1_500_000
NO_HOSTS = {"www.w3.org", "vuejs.org", "uniapp.dcloud.net.cn"}
"""Names within addresses that nobody asks: of XML, and of the frameworks' manuals in their warnings."""

pytestmark = [
    pytest.mark.timeout(400),
    pytest.mark.skipif(NODE is None or not BUILT.is_dir(), reason="the mini-program is not built"),
]


def play(town: Town, journey: str, **given: Any) -> None:
    """The phone half of a journey, which itself asserts what the person sees and that WeChat has refused nothing."""
    addresses = {"server": town.stack.api_url, "sandbox": town.stack.sandbox_url, "domain": DOMAIN, "dist": str(BUILT)}
    assert NODE is not None
    told = subprocess.run(
        [NODE, str(PHONE / "tests" / "journeys" / f"{journey}.mjs")],
        env={**os.environ, "JOURNEY": msgspec.json.encode({**addresses, **given}).decode()},
        capture_output=True, text=True, timeout=JOURNEY_SECONDS, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr


def person(hands: Hands) -> dict[str, Any]:
    return {"token": hands.token, "me": hands.me}


async def _raise_dust(town: Town) -> UUID:
    async with db.transaction():
        return await warnings.raise_warning(
            "ENV-EXC",
            project_id=town.site.project_id,
            fingerprint="a34002",
            summary=Text("1#扬尘噪声：PM10 187 µg/m³，限值 150 µg/m³", "1#: PM10 187 µg/m³, limit 150 µg/m³"),
            facts=[Fact(Text("实测", "Measured"), "187 µg/m³"), Fact(Text("限值", "Limit"), "150 µg/m³")],
        )


@pytest.fixture
def warning_id(town: Town, database_url: str) -> str:
    """An open warning of dust."""

    async def whole() -> UUID:
        await db.start(database_url, size=1)
        try:
            return await _raise_dust(town)
        finally:
            await db.stop()

    return str(asyncio.run(whole()))


@pytest.fixture
def order_id(town: Town, database_url: str) -> str:
    """An order with one finding, issued at the console."""

    async def opened() -> str:
        await db.start(database_url, size=1)
        try:
            return await sites._open(town.site.regulator.account_id, Door.CONSOLE)
        finally:
            await db.stop()

    desk = Hands(town.regulator.account_id, asyncio.run(opened()), town.regulator.me)
    body = {
        "project_id": town.project_id,
        "title": "扬尘治理限期整改",
        "findings": [{"text": "东侧裸土未覆盖", "severity": "general"}],
        "due_at": (clock.now() + timedelta(days=5)).isoformat(),
    }
    return str(town.call(desk, "POST", "/api/console/v1/orders", body)["item"]["id"])


def read(svg: str) -> str:
    """What the code on the screen says."""
    size, path = re.search(r'viewBox="0 0 (\d+)', svg), re.search(r'class="qrline"[^>]* d="([^"]+)"', svg)
    assert size is not None
    assert path is not None
    picture = Image.new("L", (int(size[1]), int(size[1])), 255)
    x = y = 0
    for kind, across, down in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", path[1]):
        if kind == "h":
            picture.paste(0, (x, y, x + int(across), y + 1))
        else:
            y = int(float(down)) + (y if kind == "m" else 0)
        x = int(across) + (0 if kind == "M" else x)
    width = picture.width * 8
    (found,) = zxingcpp.read_barcodes(picture.resize((width, width), Image.Resampling.NEAREST))
    return str(found.text)


def test_the_first_sign_in_links_the_phone_number_and_the_next_start_asks_for_nothing(town: Town) -> None:
    play(town, "sign_in", openid="o-sandbox-lin", project="南山科学城一期", name="林晓明")


def test_a_month_is_filed_over_a_line_that_drops_and_through_an_app_that_is_killed(town: Town) -> None:
    play(
        town, "progress", manager=person(town.manager), projectId=town.project_id, project="南山科学城一期",
        pictures=[("工地全景", LARGE), ("正立面", FRONT), ("侧立面", SIDE)],
    )  # fmt: skip
    (filed,) = town.call(town.chief, "GET", f"{API}/projects/{town.project_id}/progress")
    report = town.call(town.chief, "GET", f"{API}/progress/{filed['id']}")
    assert [photo["slot"] for photo in report["photos"]] == ["overall", "front", "side"]
    assert report["percent"] == 35


def test_a_warning_is_taken_without_a_line_and_merged(town: Town, warning_id: str) -> None:
    play(town, "warning", manager=person(town.manager), warningId=warning_id)
    taken = town.call(town.chief, "GET", f"{API}/warnings/{warning_id}")["item"]["taken"]
    assert (taken["by_name"], taken["plan"]) == ("林晓明", "开启喷淋和雾炮")
    # As moments: a text that ends with its whole second sorts behind one with a fraction of it.
    assert datetime.fromisoformat(taken["said_at"]) < datetime.fromisoformat(taken["at"])


def test_an_order_is_replied_to_with_a_photo_of_before_and_of_after(town: Town, order_id: str) -> None:
    play(town, "order", manager=person(town.manager), orderId=order_id, pictures=[SIDE, FRONT])
    order = town.call(town.chief, "GET", f"{API}/orders/{order_id}")
    assert order["item"]["state"] == "replied"
    assert [reply["text"] for reply in order["findings"][0]["replies"]] == ["裸土已全部覆盖绿网"]


def test_the_consoles_code_is_scanned_by_wechat_and_confirmed_with_the_number(town: Town) -> None:
    with httpx.Client(base_url=f"{town.stack.api_url}/api/console/v1", timeout=60) as screen:
        asked = screen.post("/qr-sign-in").json()
        address = f"/qr-sign-in/{asked['ticket_id']}"
        cookie = "; ".join(f"{name}={value}" for name, value in screen.cookies.items())
        seen = {
            "address": f"{screen.base_url}{address.removeprefix('/')}",
            "headers": {"cookie": cookie, "user-agent": screen.headers["user-agent"]},
        }
        play(town, "scan", regulator=person(town.regulator), code=read(asked["svg"]), screen=seen)
        assert screen.get(address, params={"known": 2}).json()["state"] == "signed_in"
        assert screen.get("/me").json()["name"] == "黄莉"


@pytest.mark.parametrize("who", ["manager", "regulator"])
def test_every_page_opens_in_wechat_with_a_line_and_without_one(
    town: Town, warning_id: str, order_id: str, who: str
) -> None:
    hands = {"manager": town.manager, "regulator": town.regulator}[who]
    play(town, "pages", person=person(hands), projectId=town.project_id, warningId=warning_id, orderId=order_id)


def test_the_whole_package_is_small_and_names_no_host_but_the_servers() -> None:
    files = [path for path in BUILT.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
    texts = [path.read_text("utf-8") for path in files if path.suffix in {".js", ".json", ".wxml", ".wxss", ".wxs"}]
    named = {
        host for text in texts for host in re.findall(r"(?:https?:|wss?:|[\"'(])//([a-zA-Z0-9.-]+\.[a-z]{2,})", text)
    }
    assert named - NO_HOSTS == {DOMAIN}
