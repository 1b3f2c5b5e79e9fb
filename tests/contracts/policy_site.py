"""Requests about projects, posts, progress, units and accounts, each with a fresh object."""

from datetime import timedelta

import msgspec

from backend.core import clock, ids
from backend.identity import accounts
from backend.monitoring import devices
from backend.monitoring.devices import NewDevice
from backend.projects.base import permits
from backend.projects.registration import NewPerson
from backend.projects.rules import period_of
from tests.backend import site
from tests.backend.supervision.world import photo
from tests.contracts import policy_world as worlds
from tests.contracts.policy_case import Builder, Call, Case


async def nothing(_: Case) -> Call:
    """A route without an object."""
    return Call()


async def a_part_of_the_client(_: Case) -> Call:
    """One that is not there: the same to all, whether the client was built or not."""
    return Call(ids={"path": "assets/none.js"})


async def empty(_: Case) -> Call:
    """A public route with a body: what it says to an empty one it says to all."""
    return Call(json={})


async def picture(_: Case) -> Call:
    """An address that nobody signed."""
    return Call(ids={"photo_id": ids.new_id(), "variant": "served"}, queries=("e=1&s=x",))


async def language(_: Case) -> Call:
    """A choice of the person's own."""
    return Call(json={"language": "en"})


async def link(_: Case) -> Call:
    """A second identity: the first to ask gets it, for the others it is taken."""
    return Call(json={"provider": "wechat", "code": f"code-o-sandbox-zhou-{ids.short_code()}"})


# --- projects -----------------------------------------------------------------------------------------------------


async def project(case: Case) -> Call:
    """A route of one project, or a list in which it stands."""
    project_id = case.place.project_id
    return Call(ids={"project_id": project_id}, trace=str(project_id))


async def project_by_permit(case: Case) -> Call:
    """A permit as it hangs on the fence."""
    number = _permit_number(case)
    await permits.bind(case.place.manager, case.place.project_id, number)
    return Call(queries=(f"permit_number={number}",))


def _permit_number(case: Case) -> str:
    day = clock.now().date() - timedelta(days=30 + case.world.count())
    return f"{case.place.region_code}{day:%Y%m%d}0101"


async def permit(case: Case) -> Call:
    """A permit that nobody has bound."""
    return Call(ids={"project_id": case.place.project_id}, json={"number": _permit_number(case)})


async def map_point(case: Case) -> Call:
    """A point in the project's city."""
    longitude, latitude = case.place.point
    return Call(
        ids={"project_id": case.place.project_id},
        json={"longitude": longitude, "latitude": latitude, "datum": "gcj02"},
    )


async def device(case: Case) -> Call:
    """A monitor that is registered nowhere."""
    body = {"mn": f"POLICY{case.world.count():010d}", "name": "1#", "password": "123456"}
    return Call(ids={"project_id": case.place.project_id}, json=body)


async def listed_devices(case: Case) -> Call:
    """A project with a monitor."""
    new = NewDevice(mn=f"POLICY{case.world.count():010d}", name="1#", password="123456")
    await devices.register(case.place.manager, case.place.project_id, new)
    return Call(ids={"project_id": case.place.project_id})


async def new_project(case: Case) -> Call:
    """A project for the scope's unit."""
    number = case.world.count()
    whole = site.new_project(
        case.place.unit_id,
        region_code=case.place.region_code,
        # Nobody manages or supervises two unfinished projects.
        project_manager=NewPerson(name="新经理", phone=f"137{number:07}1"),
        chief_engineer=NewPerson(name="新总监", phone=f"137{number:07}2"),
    )
    return Call(json=msgspec.to_builtins(whole))


async def photo_form(case: Case) -> Call:
    """A photo of the project's progress."""
    return Call(form={"project_id": str(case.place.project_id), "purpose": "progress", "slot": "front"})


# --- posts --------------------------------------------------------------------------------------------------------


async def application_to_make(case: Case) -> Call:
    """A post that the person does not hold."""
    is_clerk = case.person is not None and case.person.name == "materials_clerk"
    kind, uscc = ("developer_lead", site.DEVELOPER) if is_clerk else ("materials_clerk", site.CONTRACTOR)
    return Call(ids={"project_id": case.place.project_id}, json={"kind": kind, "uscc": uscc})


def post_in(state: str, **body: str) -> Builder:
    async def build(case: Case) -> Call:
        holder = case.sender.account_id if case.is_self else await worlds.other_person()
        post_id = await worlds.post(case.place.project_id, holder, state)
        return Call(ids={"post_id": post_id}, json=body or None, trace=str(post_id))

    return build


# --- progress -----------------------------------------------------------------------------------------------------


def report_in(state: str, **body: str | int) -> Builder:
    async def build(case: Case) -> Call:
        # Nobody of the table has filed it, unless the scope says so.
        author = case.sender.account_id if case.is_self else await worlds.other_person()
        report_id = await worlds.report(case.world, case.place.project_id, author, state)
        return Call(ids={"report_id": report_id}, json=body or None, queries=("limit=100",), trace=str(report_id))

    return build


async def new_report(case: Case) -> Call:
    """This month's report with three photos of the person's own."""
    photos = [await photo(case.sender, case.place.project_id, "progress") for _ in range(3)]
    body = {
        "period": period_of(clock.now()),
        "stage": "B-FOUNDATION",
        "percent": 5,
        "photos": [{"photo_id": str(each), "slot": f"s{at}"} for at, each in enumerate(photos)],
    }
    return Call(ids={"project_id": case.place.project_id}, json=body)


# --- units and accounts -------------------------------------------------------------------------------------------


async def unit(case: Case) -> Call:
    """The scope's unit in the list; its id may stand there as a parent's, too."""
    return Call(trace=f'"id":"{case.place.unit_id}"')


async def new_unit(case: Case) -> Call:
    """A station beside the scope's unit, or below it."""
    body = {
        "parent_id": str(case.place.parent_id),
        "level": "station",
        "region_code": case.place.region_code,
        "name_zh": "新站",
        "name_en": "New station",
    }
    return Call(json=body)


async def new_account(case: Case) -> Call:
    """A colleague of the scope's unit; an administrator where the scope is `administrator`."""
    body = {"unit_id": str(case.place.unit_id), "name": "新人", "wecom_userid": ids.new_id().hex}
    return Call(json=body | {"is_unit_administrator": case.scope == "administrator"})


async def account(case: Case) -> Call:
    """A colleague in the scope's unit."""
    account_id = await accounts.add_regulator(
        case.world.root, case.place.unit_id, name="旧人", wecom_userid=ids.new_id().hex
    )
    return Call(ids={"account_id": account_id}, queries=("limit=100",), trace=str(account_id))
