"""What does not exist at all, and page marks that we never gave out."""

from uuid import uuid4

import httpx
import pytest

from backend.identity.scope import Door
from tests.backend.site import PHONE, Site, headers


@pytest.mark.parametrize("path", ["projects", "messages", "warnings", "orders"])
@pytest.mark.parametrize("cursor", ["forged", "WyJ4Il0", "5Lit5paH", "%00"])
async def test_a_page_mark_that_is_not_ours_is_refused(
    phone: httpx.AsyncClient, site: Site, path: str, cursor: str
) -> None:
    answer = await phone.get(f"{PHONE}/{path}?cursor={cursor}", headers=await headers(site.manager, door=Door.PHONE))
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["field"]) == (400, "bad_cursor", "cursor")
    assert problem["next"] == "请从第一页重新打开列表"


@pytest.mark.parametrize("path", ["projects/{}", "projects/{}/progress", "projects/{}/stages", "progress/{}",
                                  "warnings/{}", "orders/{}", "projects/{}/devices"])  # fmt: skip
async def test_what_does_not_exist_looks_like_what_is_somebody_elses(
    phone: httpx.AsyncClient, site: Site, path: str
) -> None:
    address = f"{PHONE}/{path.format(uuid4())}"
    answer = await phone.get(address, headers=await headers(site.manager, door=Door.PHONE))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
