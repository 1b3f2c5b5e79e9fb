"""The main job, from the first sign-in to the closed order, over forty days that end now.

Each chapter is a few calls of people and a device; what they cause is watched for in the groups and on the phones,
so deleting any one service's code breaks the story at the sentence that needs it.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import msgspec

from backend.demo import pictures, watching
from backend.demo.doors import SHANGHAI, Desk, DustMonitor, Phone, Sandbox
from backend.demo.watching import card, card_shows, no_warning, told, until

FIRST_DAY = timedelta(days=-40)

ENTERPRISE_GROUP = "5a4d0002-0000-4000-8000-000000000002"
REGULATOR_GROUP = "5a4d0001-0000-4000-8000-000000000001"

MANAGER = {"userid": "lin.xiaoming", "name_zh": "林晓明", "openid": "o-sandbox-lin", "phone": "13800000001"}
CHIEF = {"userid": "chen.guodong", "name_zh": "陈国栋", "openid": "o-sandbox-chen", "phone": "13800000002"}
REGULATOR = {"userid": "huang.li", "name_zh": "黄莉"}
SAFETY = {"userid": "he.zhiqiang", "name_zh": "何志强", "openid": "o-sandbox-he", "phone": "13800000004"}
MONITOR = ("010000A8900016F000169DC0", "123456")
ADMINISTRATOR = {"userid": "zhou.min", "name_zh": "周敏"}

CONTRACTOR = {"role": "contractor", "uscc": "91440300YY000001XU", "name": "岭南建工集团"}
SUPERVISOR = {"role": "supervision", "uscc": "91440100YY0000028H", "name": "珠江监理公司"}
DEVELOPER = {"role": "developer", "uscc": "91440600YY00000366", "name": "滨江置业"}


class Addresses(msgspec.Struct, frozen=True, kw_only=True):
    """Where the doors are; several of a kind are used in turn."""

    apis: Sequence[str]
    sandbox: str
    gateways: Sequence[tuple[str, int]]


class Camera(Protocol):
    """Where pictures come from: drawn ones in the story, real photographs in the journeys."""

    def building(self, floors: int, *, side: str) -> bytes:
        """The building with so many floors, from a side."""

    def soil(self, *, is_covered: bool) -> bytes:
        """A heap of soil, bare or covered."""


class Stage(msgspec.Struct, kw_only=True):
    """Who and what the chapters share."""

    sandbox: Sandbox
    addresses: Addresses
    shift: Callable[[float], None]
    say: Callable[[str], None]
    administrator: Desk
    regulator: Desk
    manager: Phone
    chief: Phone
    safety: Phone
    monitor: DustMonitor
    camera: Camera
    shifted: timedelta = timedelta()
    project_id: str = ""
    dust: dict[str, Any] = {}

    @property
    def now(self) -> datetime:
        """The story's own time."""
        return datetime.now(UTC) + self.shifted  # noqa: TID251  The story imports nothing of the product.

    def move_to(self, shifted: timedelta) -> None:
        """Go to another day."""
        self.shifted = shifted
        self.shift(shifted.total_seconds())

    def move_to_moment(self, moment: datetime) -> None:
        """Go to the day and hour on which something is due."""
        self.move_to(moment - datetime.now(UTC))  # noqa: TID251  As above.

    def warning(self, *, states: Sequence[str] = watching.LIVE, **wanted: Any) -> watching.Condition:
        """The project's newest warning with these values, as the regulator sees it."""
        return watching.warning(self.regulator, self.project_id, states=states, **wanted)


async def tell(addresses: Addresses, *, shift: Callable[[float], None], say: Callable[[str], None]) -> None:
    """Play every chapter; raises at the first sentence that does not come true."""
    async with on_stage(addresses, shift=shift, say=say, camera=pictures) as stage:
        for chapter in CHAPTERS:
            await chapter(stage)


@asynccontextmanager
async def on_stage(
    addresses: Addresses, *, shift: Callable[[float], None], say: Callable[[str], None], camera: Camera
) -> AsyncIterator[Stage]:
    """The people, ready to act; afterwards they hang up and the clock is the machine's again."""
    sandbox = Sandbox(addresses.sandbox)
    stage = Stage(
        sandbox=sandbox,
        addresses=addresses,
        shift=shift,
        say=say,
        administrator=Desk(addresses.apis, sandbox, ADMINISTRATOR),
        regulator=Desk(addresses.apis, sandbox, REGULATOR),
        manager=Phone(addresses.apis, sandbox, MANAGER),
        chief=Phone(addresses.apis, sandbox, CHIEF),
        safety=Phone(addresses.apis, sandbox, SAFETY),
        monitor=DustMonitor(*MONITOR),
        camera=camera,
    )
    try:
        yield stage
    finally:
        stage.move_to(timedelta())
        await stage.monitor.hang_up()
        for caller in (stage.administrator, stage.regulator, stage.manager, stage.chief, stage.safety):
            await caller.__aexit__()
        await sandbox.close()


async def opening(stage: Stage) -> None:
    """The administrator adds a regulator; the regulator registers a project; the administrator connects the groups."""
    stage.move_to(FIRST_DAY)
    await stage.administrator.sign_in()
    units = await stage.administrator.get("/units")
    unit = next(each for each in units if each["region_code"] == "440100" and each["sector"] == "housing")
    regulator = {"unit_id": unit["id"], "name": REGULATOR["name_zh"], "wecom_userid": REGULATOR["userid"]}
    await stage.administrator.post("/accounts", regulator)
    await stage.regulator.sign_in()
    project = {
        "name": "滨江花园一期",
        "category": "building",
        "region_code": "440106",
        "supervising_unit_id": unit["id"],
        "started_on": f"{(stage.now - timedelta(days=90)).date()}",
        "parties": [CONTRACTOR, SUPERVISOR, DEVELOPER],
        "project_manager": {"name": MANAGER["name_zh"], "phone": MANAGER["phone"]},
        "chief_engineer": {"name": CHIEF["name_zh"], "phone": CHIEF["phone"]},
    }
    stage.project_id = (await stage.regulator.post("/projects", project))["id"]
    for name, key, place in (
        ("滨江花园项目群", ENTERPRISE_GROUP, {"project_id": stage.project_id}),
        ("安监一科 · 预警群", REGULATOR_GROUP, {"unit_id": unit["id"]}),
    ):
        await stage.administrator.post("/groups", {"name": name, "key": key, **place})
    stage.say("监管员黄莉登记了项目“滨江花园一期”，管理员接入了项目群和监管群。")


async def people(stage: Stage) -> None:
    """Sign-in with WeChat; the safety officer applies and the chief approves."""
    for phone in (stage.manager, stage.chief, stage.safety):
        await phone.sign_in()
        await phone.link_wecom()
    application = {"kind": "safety_officer", "uscc": CONTRACTOR["uscc"]}
    post = await stage.safety.post(f"/projects/{stage.project_id}/posts", application)
    await stage.chief.post(f"/posts/{post['id']}/approve")
    stage.say("项目经理、总监登录；安全员何志强申请岗位，总监陈国栋批准。")


async def facts(stage: Stage) -> None:
    """Permit, map point, device."""
    issued = (stage.now - timedelta(days=95)).astimezone(SHANGHAI)
    await stage.manager.post(f"/projects/{stage.project_id}/permits", {"number": f"440106{issued:%Y%m%d}0101"})
    point = {"longitude": 113.3319, "latitude": 23.1129, "datum": "gcj02"}
    await stage.manager.put(f"/projects/{stage.project_id}/map-point", point)
    none = {"reason": "本阶段无危大工程"}
    await stage.safety.post(f"/projects/{stage.project_id}/dangerous-works/none", none)
    device = {"mn": stage.monitor.mn, "name": "1#扬尘噪声", "password": "123456"}
    await stage.safety.post(f"/projects/{stage.project_id}/devices", device)
    await stage.monitor.dial(*stage.addresses.gateways[0])
    answer = await stage.monitor.report(stage.now, pm10=62)
    assert b"CN=9014" in answer, answer
    stage.say("许可证已绑定，位置已标注（GCJ-02 自动转为 WGS-84），扬尘设备已联网。")


async def silence(stage: Stage) -> None:
    """Nobody files: a reminder, then an overdue warning that rises by itself."""
    home = await stage.manager.get("/home")
    due = min(datetime.fromisoformat(each["due_at"]) for each in home["dues"] if each["kind"] == "progress")
    stage.move_to_moment(due - timedelta(days=2))
    await until("到期提醒", told(stage.sandbox, MANAGER["userid"], "月度形象进度"))
    stage.move_to_moment(due + timedelta(minutes=5))
    overdue = await until("逾期预警", stage.warning(code="PRG-OVD"))
    stage.move_to_moment(due + timedelta(days=1, hours=1))
    await until("逾期预警告知下一岗位", card(stage.sandbox, CHIEF["userid"], overdue["short_code"]))
    stage.move_to_moment(due + timedelta(days=2, hours=2))
    await until("逾期预警升级", stage.warning(code="PRG-OVD", level="orange"))
    stage.say("形象进度逾期未报：先提醒，再预警，无人处理则自动升级。")


async def progress(stage: Stage) -> None:
    """Filed with photos, returned once with a reason, filed again, reviewed, confirmed."""
    home = await stage.manager.get("/home")
    period = min(each["period"] for each in home["dues"] if each["kind"] == "progress")
    stages = await stage.manager.get(f"/projects/{stage.project_id}/stages")
    structure = next(each["code"] for each in stages if each["has_floors"])
    report = await _file(stage, period, structure, floors=11)
    await stage.regulator.post(f"/progress/{report['id']}/return", {"round": 1, "reason": "请补充侧面照片并核实楼层"})
    await _file(stage, period, structure, floors=12)
    await stage.regulator.post(f"/progress/{report['id']}/confirm", {"round": 2})
    await until("上报后逾期预警关闭", no_warning(stage.manager, stage.project_id, code="PRG-OVD"))
    stage.say("形象进度补报：监管退回一次，重报后总监审核、监管确认，逾期预警自动关闭。")


async def _file(stage: Stage, period: str, structure: str, *, floors: int) -> dict[str, Any]:
    """Filed by the project manager with three photos, reviewed by the chief."""
    photos = [
        {
            "slot": slot,
            "photo_id": await stage.manager.send_photo(
                stage.project_id, stage.camera.building(floors, side=slot), slot=slot, purpose="progress"
            ),
        }
        for slot in ("overall", "front", "side")
    ]
    body = {
        "period": period,
        "stage": structure,
        "floors_done": floors,
        "floors_total": 18,
        "percent": floors * 5,
        "note": f"主体施工至 {floors} 层",
        "photos": photos,
    }
    report: dict[str, Any] = await stage.manager.post(f"/projects/{stage.project_id}/progress", body)
    await stage.chief.post(f"/progress/{report['id']}/review")
    return report


async def warning(stage: Stage) -> None:
    """A reading above the limit becomes cards; somebody presses one; everybody sees who has it."""
    stage.move_to(timedelta(days=-3))
    await stage.monitor.report(stage.now, pm10=186)
    raised = await until("扬尘预警", stage.warning(code="ENV-EXC"))
    for group in (ENTERPRISE_GROUP, REGULATOR_GROUP):
        await until("群内预警卡片", told(stage.sandbox, group, raised["short_code"]))
    mine = await until("安全员收到卡片", card(stage.sandbox, SAFETY["userid"], raised["short_code"]))
    other = await until("项目经理收到卡片", card(stage.sandbox, MANAGER["userid"], raised["short_code"]))
    await stage.sandbox.press(SAFETY["userid"], mine, mine["body"]["template_card"]["button_list"][0]["key"])
    await until("预警已有人接手", stage.warning(id=raised["id"], state="acknowledged"))
    await until("群内一句话跟进", told(stage.sandbox, ENTERPRISE_GROUP, raised["short_code"], "已接手"))
    await until("各人的卡片同步更新", card_shows(stage.sandbox, MANAGER["userid"], other["msgid"], "已接手"))
    await stage.regulator.post(f"/warnings/{raised['id']}/urge", {"note": "请今日内反馈喷淋记录"})
    await until("催办进群", told(stage.sandbox, ENTERPRISE_GROUP, raised["short_code"], "催办"))
    stage.dust = raised
    stage.say("PM10 超限：预警进群、进个人聊天；安全员在卡片上接手，卡片与群同步；监管员催办。")


async def escalation(stage: Stage) -> None:
    """A second quantity above its limit, and nobody answers: the next post is told, then the level rises."""
    stage.move_to(timedelta(days=-2, hours=-6))
    await stage.monitor.report(stage.now, pm10=60, noise=93)
    raised = await until("噪声预警", stage.warning(code="ENV-EXC", state="open"))
    before = len(await until("噪声预警进群", told(stage.sandbox, REGULATOR_GROUP, raised["short_code"])))
    stage.move_to(timedelta(days=-1))
    await until("无人接手时告知总监", card(stage.sandbox, CHIEF["userid"], raised["short_code"]))
    await until("群内升级消息", told(stage.sandbox, REGULATOR_GROUP, raised["short_code"], times=before + 1))
    promised = (stage.now + timedelta(hours=3)).isoformat()
    await stage.manager.post(
        f"/warnings/{raised['id']}/acknowledge", {"plan": "停用破碎锤，加装隔声屏", "promised_at": promised}
    )
    stage.say("噪声超限无人接手：到时告知下一岗位并升级；项目经理在手机上接手并承诺时间。")


async def order(stage: Stage) -> None:
    """From the dust warning to the closed order, in two rounds."""
    stage.move_to(timedelta(hours=-2))
    issued = (await stage.regulator.post("/orders", _new_order(stage)))["item"]
    code, path = issued["short_code"], f"/orders/{issued['id']}"
    await until("整改单进群", told(stage.sandbox, ENTERPRISE_GROUP, code))
    await _reply(stage, issued)
    await stage.chief.post(f"{path}/pass", {"note": "现场已核实"})
    again = {"reason": "覆盖不完整，请补盖北侧", "due_at": (stage.now + timedelta(days=4)).isoformat()}
    await stage.regulator.post(f"{path}/return", again)
    await until("退回进群", told(stage.sandbox, ENTERPRISE_GROUP, code, "覆盖不完整"))
    await _reply(stage, issued)
    await stage.chief.post(f"{path}/pass", {"note": "北侧已补盖"})
    await stage.regulator.post(f"{path}/close", {"note": "复查合格"})
    await until("销号进群", told(stage.sandbox, ENTERPRISE_GROUP, code, "闭环"))
    await until("预警随整改单关闭", stage.warning(id=stage.dust["id"], states=["closed"]))
    stage.say("监管员由预警下发整改单；两轮回复、总监复核、监管复查后销号，预警随之关闭。")


def _new_order(stage: Stage) -> dict[str, Any]:
    return {
        "project_id": stage.project_id,
        "warning_id": stage.dust["id"],
        "title": "扬尘污染限期整改",
        "findings": [
            {"text": "东侧裸土未覆盖", "severity": "general"},
            {"text": "喷淋系统未开启", "severity": "general"},
        ],
        "due_at": (stage.now + timedelta(days=4)).isoformat(),
    }


async def _reply(stage: Stage, issued: dict[str, Any]) -> None:
    """Every finding with a photo of before and of after, by the safety officer."""
    order_now = await stage.safety.get(f"/orders/{issued['id']}")
    replies = []
    for finding in order_now["findings"]:
        slot = f"r{order_now['item']['round']}-{finding['position']}"
        before, after = [
            await stage.safety.send_photo(
                stage.project_id, stage.camera.soil(is_covered=is_covered), slot=slot, purpose=purpose
            )
            for purpose, is_covered in (("order_before", False), ("order_after", True))
        ]
        replies.append(
            {
                "finding_id": finding["id"],
                "text": "已覆盖并开启喷淋",
                "before_photo_id": before,
                "after_photo_id": after,
            }
        )
    await stage.safety.post(f"/orders/{issued['id']}/reply", {"replies": replies})


CHAPTERS = (opening, people, facts, silence, progress, warning, escalation, order)
