"""The first page over HTTP: whole, what has changed, nothing."""

import httpx

from backend.core import db
from tests.backend.site import PHONE, Site, headers


async def test_the_first_page_is_asked_for_by_cursor_and_by_tag(phone: httpx.AsyncClient, site: Site) -> None:
    signed_in = await headers(site.manager)
    first = await phone.get(f"{PHONE}/home", headers=signed_in)
    assert first.json()["is_full"] is True
    known = {**signed_in, "if-none-match": first.headers["etag"]}
    same = await phone.get(f"{PHONE}/home", params={"since": first.json()["cursor"]}, headers=known)
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", first.headers["etag"])
    await db.execute("UPDATE project SET name = '新名' WHERE id = $1", site.project_id)
    delta = await phone.get(f"{PHONE}/home", params={"since": first.json()["cursor"]}, headers=known)
    assert delta.status_code == 200
    said = delta.json()
    assert [(each["id"], each["name"]) for each in said["projects"]] == [(str(site.project_id), "新名")]
    assert {"is_full": said["is_full"], "has_more": said["has_more"]} == {"is_full": False, "has_more": False}
    assert "dues" not in said
    assert delta.headers["etag"] != first.headers["etag"]


async def test_a_cursor_longer_than_any_of_ours_is_refused(phone: httpx.AsyncClient, site: Site) -> None:
    refused = await phone.get(f"{PHONE}/home", params={"since": "A" * 401}, headers=await headers(site.manager))
    assert (refused.status_code, refused.json()["field"]) == (400, "since")
