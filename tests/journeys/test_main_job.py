"""The main job as one story, told through HTTP, TCP and the sandbox's phones, over two of each process.

The acts are those of `sandtable demo`; what must follow from them is said here.
"""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from backend.demo import story
from backend.demo.doors import Refused
from backend.demo.story import Addresses, Stage
from backend.demo.watching import holds
from tests.stack import Stack
from tests.waiting import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]

PHOTOS = Path(__file__).parents[1] / "data" / "photos"


class RealCamera:
    """Photographs that telephones took, with the EXIF they wrote."""

    def building(self, floors: int, *, side: str) -> bytes:
        """Three sides, three photographs."""
        names = {"overall": "iphone_4s_rotated_gps", "front": "iphone_6_plus_rotated_gps", "side": "lumia_820_gps"}
        return (PHOTOS / f"{names[side]}.jpg").read_bytes()

    def soil(self, *, is_covered: bool) -> bytes:
        """Before and after."""
        return (PHOTOS / f"letter_f_orientation_{6 if is_covered else 8}.jpg").read_bytes()


async def test_the_main_job_from_the_first_sign_in_to_the_closed_order(stack: Stack) -> None:
    addresses = Addresses(
        apis=stack.api_urls,
        sandbox=stack.sandbox_url,
        gateways=[("127.0.0.1", port) for port in stack.gateway_ports],
    )
    async with story.on_stage(addresses, shift=stack.shift_clock, say=lambda _: None, camera=RealCamera()) as stage:
        await story.opening(stage)
        await a_consoles_session_opens_no_door_of_the_phone(stage)

        await story.people(stage)
        assert await posts_of(stage) == {("林晓明", "project_manager"), ("陈国栋", "chief_engineer"),
                                         ("何志强", "safety_officer")}  # fmt: skip

        await story.facts(stage)
        project = await stage.manager.get(f"/projects/{stage.project_id}")
        assert (round(project["longitude"], 3), round(project["latitude"], 3)) == (113.326, 23.115)  # WGS-84
        devices = await stage.regulator.get(f"/projects/{stage.project_id}/devices")
        assert [(device["mn"], device["state"]) for device in devices] == [(stage.monitor.mn, "transmitting")]

        await story.silence(stage)
        await story.progress(stage)
        reports = await stage.chief.get(f"/projects/{stage.project_id}/progress")
        assert [(each["state"], each["round"], each["floors_done"]) for each in reports] == [("confirmed", 2, 12)]

        await story.warning(stage)
        await story.escalation(stage)
        await story.order(stage)
        # The line follows the provider's answer, which the group does not wait for.
        wait_until(lambda: the_workers_log_names_the_last_request(stack, stage), within_seconds=30)
        orders = (await stage.manager.get("/orders"))["items"]
        assert [(each["state"], each["round"]) for each in orders] == [("closed", 2)]

        await an_acknowledgement_of_a_closed_warning_is_refused_with_todays_state(stage)
        await the_second_gateway_serves_the_same_device(stage)
    no_group_heard_more_than_its_robot_may_say(stack)
    nothing_was_refused_by_the_provider(stack)


async def posts_of(stage: Stage) -> set[tuple[str, str]]:
    """Who holds which post, as the regulator sees it."""
    project = await stage.regulator.get(f"/projects/{stage.project_id}")
    return {(holder["name"], holder["kind"]) for holder in project["holders"]}


async def a_consoles_session_opens_no_door_of_the_phone(stage: Stage) -> None:
    """Carried by a phone, it is refused by name."""
    stage.manager.carry(stage.regulator.token)
    with pytest.raises(Refused) as refused:
        await stage.manager.get("/home")
    assert (refused.value.status, refused.value.code) == (403, "wrong_door")


async def an_acknowledgement_of_a_closed_warning_is_refused_with_todays_state(stage: Stage) -> None:
    """Late, and told so."""
    answer = {"plan": "再次处置", "promised_at": (stage.now + timedelta(hours=1)).isoformat()}
    with pytest.raises(Refused) as refused:
        await stage.manager.post(f"/warnings/{stage.dust['id']}/acknowledge", answer)
    assert (refused.value.status, refused.value.code) == (409, "warning_closed")


async def the_second_gateway_serves_the_same_device(stage: Stage) -> None:
    """The logger redials and finds the other process."""
    await stage.monitor.hang_up()
    await stage.monitor.dial(*stage.addresses.gateways[1])
    assert b"CN=9014" in await stage.monitor.report(stage.now, pm10=51)


def the_workers_log_names_the_last_request(stack: Stack, stage: Stage) -> bool:
    """One grep tells the life of a message: from the regulator's request to the provider's answer."""
    logs = [(stack.folder / f"{worker.name}.log").read_bytes() for worker in stack.workers]
    whole = [line for log in logs for line in log.rpartition(b"\n")[0].splitlines()]
    lines = [msgspec.json.decode(line) for line in whole if line.startswith(b"{")]
    sent = [line for line in lines if line["event"] == "provider.call" and line["path"] == "/cgi-bin/webhook/send"]
    return stage.regulator.last_key in {line.get("request_id") for line in sent}


def no_group_heard_more_than_its_robot_may_say(stack: Stack) -> None:
    """At most 18 in any 60 s, whatever happened."""
    times: dict[str, list[int]] = {}
    for line in stack.received():
        if line["channel"] == "robot":
            times.setdefault(line["to"], []).append(line["at_ns"])
    windows = [
        sum(start <= other < start + 60_000_000_000 for other in moments)
        for moments in times.values()
        for start in moments
    ]
    assert max(windows) <= 18


def nothing_was_refused_by_the_provider(stack: Stack) -> None:
    """Every message was one that the real platform takes; no body carries a phone number."""
    lines = stack.received()
    assert [line for line in lines if line["errcode"]] == []
    assert not any(holds({"body": line.get("body")}, "13800000001") for line in lines)
