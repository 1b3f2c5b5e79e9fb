"""Who has never been here, before the page on which people sign in."""

from playwright.sync_api import Browser, Page, expect

from tests.phone_town import Town, pocket


def fresh(browser: Browser, town: Town, page_name: str = "me") -> Page:
    """The phone of somebody who has never been here: not signed in, nothing agreed to."""
    page = pocket(browser, None).new_page()
    page.goto(town.address("sign_in"))
    page.evaluate("localStorage.removeItem('privacy')")
    page.goto("about:blank")
    page.goto(town.address(page_name))
    return page


def agree(page: Page) -> None:
    """To the privacy notice, which nobody has agreed to for them."""
    box = page.get_by_role("checkbox", name="我已阅读并同意隐私说明")
    expect(box).to_have_attribute("aria-checked", "false")
    box.click()
    expect(box).to_have_attribute("aria-checked", "true")
