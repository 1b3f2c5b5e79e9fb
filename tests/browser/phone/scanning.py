"""A computer that shows a code to sign in with, and a phone that scans it."""

from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.phone_town import Town


def desktop(browser: Browser, town: Town, path: str = "/sign-in") -> Page:
    """A computer with the sign-in page open."""
    page = browser.new_context(viewport={"width": 1180, "height": 760}, locale="zh-CN").new_page()
    page.goto(town.stack.api_url + path)
    expect(page.locator(".code svg")).to_be_visible()
    return page


def signed_in_as(context: BrowserContext, town: Town, door: str) -> str | None:
    """The name behind the browser's own session, if it has one."""
    answer = context.request.get(f"{town.stack.api_url}/api/{door}/v1/me")
    return str(answer.json()["name"]) if answer.ok else None


def scan_page(page: Page, town: Town) -> None:
    """Open, and its only button tapped."""
    page.goto(town.address("scan"))
    page.get_by_role("button", name="扫一扫").click()


def from_album(page: Page, picture: bytes) -> None:
    """A phone without a camera is given the picture of a code."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="从相册选").click()
    chooser.value.set_files(FilePayload(name="code.png", mimeType="image/png", buffer=picture))
