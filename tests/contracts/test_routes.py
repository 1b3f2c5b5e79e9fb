"""Promises that hold for every route, so that a new one cannot forget them."""

from typing import Any

import pytest

from backend.app import create_app
from tests.contracts.routes import UNSAFE, Route, routes_of

PUBLIC = {
    "GET /callbacks/wecom",  # WeCom verifies the address by a signed question.
    "POST /callbacks/wecom",  # Signed and encrypted by WeCom.
    "GET /livez",
    "GET /readyz",
    "GET /metrics",  # The operator's network only; nginx refuses it outside.
    "GET /docs",  # The page to read the API.
    "GET /",  # Where one begins; the page holds nothing.
    "GET /pages/start.js",
    "GET /console",  # The console's files hold nothing of anybody.
    "GET /console/{path}",
    "GET /m",  # Where a card's link leads; the page itself holds nothing.
    "GET /schema",  # The same as JSON.
    "GET /media/{photo_id}/{variant}",  # The address is signed and expires.
    "GET /api/miniapp/v1/sign-in/ways",  # Addresses without anything of anybody.
    "POST /api/miniapp/v1/sign-in",
    "POST /api/miniapp/v1/sign-in/link",
    "POST /api/console/v1/sign-in",
    "GET /api/console/v1/sign-in/wecom-page",
    "GET /sign-in",  # The pages of the scanned sign-in hold nothing.
    "GET /m/sign-in",
    "GET /m/{path}",
    "GET /qr",
    "GET /qr/{code}",
    "GET /pages/sign_in.js",
    "GET /pages/qr.js",
    "GET /pages/frame.js",
    "GET /pages/texts.js",
    "GET /pages/pages.css",
    "POST /api/console/v1/qr-sign-in",  # Whoever is not signed in asks for a code.
    "GET /api/console/v1/qr-sign-in/{ticket_id}",  # The secret in the cookie decides.
    "POST /api/miniapp/v1/qr-sign-in",
    "GET /api/miniapp/v1/qr-sign-in/{ticket_id}",
    "GET /api/miniapp/v1/sign-in/wecom-page",  # WeCom's address.
    "POST /api/miniapp/v1/sign-in/wecom-page",
    "POST /api/console/v1/sign-in/apply",  # WeCom's code says who asks; it opens nothing.
    "GET /api/console/v1/units/public",  # Names of public bodies.
}

WITHOUT_KEY = {
    "POST /callbacks/wecom": "the platform's own message id or the payload's hash is the key",
    "POST /api/miniapp/v1/sign-in": "a stored answer would be a stored token; the login code is used once anyway",
    "POST /api/miniapp/v1/sign-in/link": "a stored answer would be a stored token; the phone code is used once anyway",
    "POST /api/console/v1/sign-in": "a stored answer would be a stored token; the login code is used once anyway",
    "POST /api/console/v1/qr-sign-in": "public; asking twice makes two codes, of which one is scanned",
    "POST /api/miniapp/v1/qr-sign-in": "public; asking twice makes two codes, of which one is scanned",
    "POST /api/miniapp/v1/sign-in/wecom-page": "a stored answer would be a stored token; the code works once anyway",
    "POST /api/miniapp/v1/qr-scans": "the code is the key; a refusal that points at an attack must stay in the audit",
    "POST /api/miniapp/v1/qr-scans/{ticket_id}/confirm": "the ticket is the key: a second time is answered alike",
    "POST /api/miniapp/v1/qr-scans/{ticket_id}/refuse": "the ticket is the key: a second time is answered alike",
    "POST /api/miniapp/v1/qr-scans/{ticket_id}/report": "the ticket is the key: reporting again ends what is left",
    "POST /api/console/v1/sign-in/apply": "nobody is signed in; an identity has one open application at a time",
    "POST /api/console/v1/partners/{partner_id}/keys": "a stored answer would be a stored key; a name is taken once",
    "POST /api/console/v1/partners/{partner_id}/keys/{key_id}/rotate": "a stored answer would be a stored key; "
    "a key is replaced once",
    "DELETE /api/miniapp/v1/session": "ending an ended session is the same",
    "DELETE /api/console/v1/session": "ending an ended session is the same",
    "POST /api/miniapp/v1/me/links": "the provider is asked outside any transaction; a link that is there stays",
    "POST /api/miniapp/v1/photos": "the content's hash is the key",
    "POST /api/miniapp/v1/uploads": "the photo's hash is the key",
    "PATCH /api/miniapp/v1/uploads/{upload_id}": "the offset is the key: a piece that has come is not taken again",
    "POST /api/miniapp/v1/uploads/{upload_id}": "the offset is the key: a piece that has come is not taken again",
    "DELETE /api/miniapp/v1/uploads/{upload_id}": "ending an ended upload changes nothing",
    "POST /api/miniapp/v1/offline-acts": "key and counter in the statement are the key; a kept refusal must stay",
    "POST /api/miniapp/v1/dangerous-works/classify": "a calculation: nothing is kept",
}

ROUTES = routes_of(create_app())
SCHEMA: dict[str, Any] = create_app().openapi_schema.to_schema()
OPERATIONS = [(path, verb, operation) for path, verbs in SCHEMA["paths"].items() for verb, operation in verbs.items()]
API_OPERATIONS = [each for each in OPERATIONS if each[0].startswith("/api/")]
JSON = "application/json"


def test_only_the_written_routes_are_open_without_a_session() -> None:
    assert {route.name for route in ROUTES if route.is_public} == PUBLIC


def test_every_unsafe_route_takes_an_idempotency_key_or_says_why_not() -> None:
    assert {route.name for route in ROUTES if route.method in UNSAFE and not route.is_once} == set(WITHOUT_KEY)


@pytest.mark.parametrize("route", [route for route in ROUTES if route.path.startswith("/api/")], ids=lambda r: r.name)
def test_a_route_of_an_api_takes_only_the_sessions_of_its_door(route: Route) -> None:
    assert route.is_public or len(route.handler.opt["doors"]) == 1


@pytest.mark.parametrize(
    ("path", "verb", "operation"), OPERATIONS, ids=[f"{verb} {path}" for path, verb, _ in OPERATIONS]
)
def test_every_operation_is_described(path: str, verb: str, operation: dict[str, Any]) -> None:
    assert operation["operationId"]
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]


def _has_example(content: dict[str, Any]) -> bool:
    is_empty = content["schema"] in ({}, {"type": "null"})
    return is_empty or "examples" in content or "examples" in content["schema"]


@pytest.mark.parametrize(
    ("path", "verb", "operation"), API_OPERATIONS, ids=[f"{verb} {path}" for path, verb, _ in API_OPERATIONS]
)
def test_every_body_and_every_answer_has_an_example(path: str, verb: str, operation: dict[str, Any]) -> None:
    answers = [response for status, response in operation["responses"].items() if status.startswith("2")]
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    contents = [part["content"][JSON] for part in (*bodies, *answers) if JSON in part.get("content", {})]
    assert [content for content in contents if not _has_example(content)] == []


def test_operation_ids_are_unique() -> None:
    found = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(found) == len(set(found))
