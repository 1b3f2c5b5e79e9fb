"""What stands on the pages when they are photographed: the story of the demo, and what goes on after it.

Everything happens at the public doors, as the story's own acts do.
"""

from datetime import timedelta
from io import BytesIO
from math import sin
from typing import Any, Final

import msgspec
from PIL import Image

from backend.core import clock
from backend.demo import pictures, story
from backend.demo.doors import Caller, Phone
from backend.demo.story import CONTRACTOR, Stage
from backend.demo.watching import card, until
from tests.stack import Stack

SUCCESSOR: Final = {"userid": "zhao.jun", "name_zh": "赵军", "openid": "o-screens-zhao", "phone": "13800000014"}
APPLICANT: Final = {"userid": "sun.qiang", "name_zh": "孙强", "openid": "o-screens-sun", "phone": "13800000016"}

AGENT: Final = "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/130.0 Mobile MicroMessenger/8.0.60"

AN_ORANGE_DUST_WARNING_IS_OLD: Final = timedelta(hours=-50)
"""Nobody answers for two days: after one the chief is told, after the other it has risen from yellow."""
A_DAY_WITHOUT_AN_ANSWER_LATER: Final = timedelta(hours=-25, minutes=-30)


NOT_IN_ORDER: Final = {"progress": "上月形象进度没有填报", "dangerous_works": "地下室深基坑未列入清单"}


class Album:
    """The drawn pictures, no two of them alike, as no two photographs are."""

    def __init__(self) -> None:
        self._taken = 0

    def building(self, floors: int, *, side: str) -> bytes:
        """The building with so many floors."""
        return self._unlike(pictures.building(floors, side=side))

    def soil(self, *, is_covered: bool) -> bytes:
        """A heap of soil."""
        return self._unlike(pictures.soil(is_covered=is_covered))

    def _unlike(self, picture: bytes) -> bytes:
        self._taken += 1
        image = Image.open(BytesIO(picture))
        image.paste("#7d5f41", (8 * self._taken, 900, 8 * self._taken + 8, 908))
        out = BytesIO()
        image.save(out, "JPEG", quality=85)
        return out.getvalue()


class Scenery(msgspec.Struct, frozen=True, kw_only=True):
    """Who has a phone, with the session in it, and what pages are opened by: ids by name."""

    people: dict[str, dict[str, Any]]
    ids: dict[str, str]


async def build(stack: Stack) -> Scenery:
    """The story, then a site in the middle of its work."""
    host, port = "127.0.0.1", stack.gateway_ports[0]
    addresses = story.Addresses(apis=stack.api_urls, sandbox=stack.sandbox_url, gateways=[(host, port)])
    async with story.on_stage(addresses, shift=stack.shift_clock, say=print, camera=Album()) as stage:
        for phone in (stage.manager, stage.chief, stage.safety):
            phone._headers["User-Agent"] = AGENT
        for chapter in story.CHAPTERS:
            await chapter(stage)
        successor, applicant = await _newcomers(stage)
        ids = {"project": stage.project_id}
        ids |= await _dust(stage)
        stage.move_to(timedelta())
        ids |= await _order(stage) | await _reports(stage) | await _works(stage)
        ids |= await _people(stage, successor, applicant)
        regulator = await _regulators_phone(stage)
        people = {
            "manager": stage.manager, "chief": stage.chief, "officer": stage.safety, "successor": successor,
            "applicant": applicant, "regulator": regulator,
        }  # fmt: skip
        hands = {name: {"token": each.token, "me": await each.get("/me")} for name, each in people.items()}
        for each in (successor, applicant, regulator):
            await each.__aexit__()
    return Scenery(people=hands, ids=ids)


async def _newcomers(stage: Stage) -> tuple[Phone, Phone]:
    """Two more whom the sandbox's WeChat knows, signed in."""
    await stage.sandbox.people([SUCCESSOR, APPLICANT])
    made = [Phone(stage.addresses.apis, stage.sandbox, member) for member in (SUCCESSOR, APPLICANT)]
    for phone in made:
        await phone.sign_in()
    return made[0], made[1]


async def _regulators_phone(stage: Stage) -> Caller:
    """黄莉 opens the mini-program inside WeCom."""
    phone = Caller(stage.addresses.apis, "/api/miniapp/v1")
    code = await stage.sandbox.code("qycode", userid=story.REGULATOR["userid"])
    phone.carry((await phone.post("/sign-in", {"provider": "wecom", "code": code}))["token"])
    return phone


async def _dust(stage: Stage) -> dict[str, str]:
    """A curve that rises over the limit, and nobody answers; the device goes on until now."""
    stage.move_to(AN_ORANGE_DUST_WARNING_IS_OLD)
    for step in range(36, 0, -1):
        await stage.monitor.report(stage.now - timedelta(minutes=10 * step), pm10=70 + (36 - step) * 2 + step % 5 * 3)
    await stage.monitor.report(stage.now, pm10=187)
    raised = await until("扬尘预警", stage.warning(code="ENV-EXC", state="open"))
    stage.move_to(A_DAY_WITHOUT_AN_ANSWER_LATER)
    await until("告知总监", card(stage.sandbox, story.CHIEF["userid"], raised["short_code"]))
    stage.move_to(timedelta())
    await until("预警升级", stage.warning(id=raised["id"], level="orange"))
    for step in range(99, -1, -1):
        swing = 18 * sin(step / 7) + step % 4 * 3
        await stage.monitor.report(stage.now - timedelta(minutes=30 * step), pm10=round(178 + swing))
    return {"warning": raised["id"]}


async def _order(stage: Stage) -> dict[str, str]:
    """One in its second round with the regulator's reason, one that waits for the chief."""
    made = []
    for title, findings in (
        ("裸土与堆土扬尘限期整改", ("东侧裸土未覆盖", "北侧堆土未覆盖")),
        ("基坑周边扬尘限期整改", ("基坑南侧裸土未覆盖", "材料堆场堆土未覆盖")),
    ):
        body = {
            "project_id": stage.project_id,
            "title": title,
            "findings": [{"text": text, "severity": "general"} for text in findings],
            "due_at": (stage.now + timedelta(days=4)).isoformat(),
        }
        issued = (await stage.regulator.post("/orders", body))["item"]
        await story._reply(stage, issued)
        made.append(issued["id"])
    again = {"reason": "第 2 项只盖了一半，请补盖后重拍", "due_at": (stage.now + timedelta(days=4)).isoformat()}
    await stage.chief.post(f"/orders/{made[0]}/pass", {"note": "现场已核实"})
    await stage.regulator.post(f"/orders/{made[0]}/return", again)
    return {"order": made[0], "replied": made[1]}


async def _reports(stage: Stage) -> dict[str, str]:
    """The next month that is open: filed, reviewed, and sent back with a reason; the month before, reviewed."""
    found = await stage.manager.get(f"/projects/{stage.project_id}/progress/next")
    period = next(each["period"] for each in found["months"] if each["may_file"])
    structure = next(each["code"] for each in found["stages"] if each["has_floors"])
    filed = await story._file(stage, period, structure, floors=14)
    await stage.regulator.post(f"/progress/{filed['id']}/return", {"round": 1, "reason": "侧立面照片是上月的，请重拍"})
    fine = {"verdict": "ok"}
    items = dict.fromkeys(("progress", "status", "dangerous_works", "updates"), fine)
    before = f"{stage.now.astimezone(clock.SHANGHAI).replace(day=1) - timedelta(days=1):%Y-%m}"
    returned = {name: {"verdict": "returned", "reason": reason} for name, reason in NOT_IN_ORDER.items()}
    await stage.regulator.post(f"/projects/{stage.project_id}/reviews", {"period": before, "items": items | returned})
    return {"report": filed["id"], "period": period}


async def _works(stage: Stage) -> dict[str, str]:
    """A deep pit, a scaffold that is none of the largest, and the buildings."""
    today = stage.now.date()
    pit = {
        "kind": "PIT", "name": "地下室基坑", "location": "1#楼地下室",
        "measures": [{"key": "depth", "value": 6.2, "unit": "m"}],
        "planned_from": f"{today + timedelta(days=20)}", "planned_until": f"{today + timedelta(days=80)}",
    }  # fmt: skip
    shallow = pit | {
        "name": "雨水泵房基坑",
        "location": "场地北侧",
        "measures": [{"key": "depth", "value": 3.6, "unit": "m"}],
    }
    path = f"/projects/{stage.project_id}"
    listed = [await stage.safety.post(f"{path}/dangerous-works", each) for each in (pit, shallow)]
    for number in (1, 2):
        await stage.manager.post(
            f"{path}/works", {"name": f"{number}#楼", "structure": "框架剪力墙", "floors_above": 18, "floors_below": 2}
        )
    return {"dangerous": listed[0]["id"]}


async def _people(stage: Stage, successor: Phone, applicant: Phone) -> dict[str, str]:
    """The manager's post offered to a colleague with all that is open on it, and an application that waits."""
    path = f"/projects/{stage.project_id}/posts"
    wish = {"kind": "project_manager", "uscc": CONTRACTOR["uscc"]}
    to = await successor.post(path, wish)
    await stage.chief.post(f"/posts/{to['id']}/approve")
    await applicant.post(path, {"kind": "materials_clerk", "uscc": CONTRACTOR["uscc"]})
    mine = (await stage.manager.get("/me"))["posts"][0]["id"]
    offer = {"to_post_id": to["id"], "note": "喷淋泵的钥匙在门卫处；北侧堆土周五前补盖"}
    offered = await stage.manager.post(f"/posts/{mine}/handover", offer)
    (permit,) = (await stage.manager.get(f"/projects/{stage.project_id}"))["permits"]
    return {"handover": offered["id"], "post": to["id"], "permit": permit["number"]}
