"""One scan button: a computer's sign-in matched or refused, permits, and codes that are none of ours."""

from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser.phone.in_page import HELD_CAMERA, NO_CAMERA
from tests.browser.phone.scanning import desktop, from_album, scan_page, signed_in_as
from tests.browser.phone.touches import TOLD, was_told
from tests.phone_town import Town

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]
PERMIT = "440305202403150101"
OTHER_PERMIT = "440305202403150202"


def code_of(text: str) -> bytes:
    """A picture of a code with this text."""
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    picture = Image.fromarray(drawn.to_image(scale=8))
    framed = Image.new("L", (picture.width + 160, picture.height + 160), 255)
    framed.paste(picture, (80, 80))
    out = BytesIO()
    framed.save(out, "PNG")
    return out.getvalue()


def test_a_regulator_holds_the_phone_before_the_screen_matches_the_number_and_the_console_is_open(
    town: Town, look: Look, tmp_path: Path
) -> None:
    def story(browser: Browser) -> None:
        phone = town.phone(browser, town.regulator)
        asked: list[str] = []
        phone.on("request", lambda request: asked.append(request.url))
        phone.goto(town.address("scan"))
        expect(phone.get_by_role("button", name="扫一扫")).to_be_visible()
        assert [url for url in asked if url.endswith(".wasm")] == []
        screen = desktop(browser, town)
        phone.evaluate(HELD_CAMERA % f"data:image/png;base64,{b64encode(screen.screenshot()).decode()}")
        phone.get_by_role("button", name="扫一扫").click()
        expect(phone.get_by_text("允许这台电脑登录吗？")).to_be_visible()
        assert len([url for url in asked if url.endswith(".wasm")]) == 1
        assert "/qr/" not in phone.url
        expect(phone.get_by_text("监管端（电脑浏览器）")).to_be_visible()
        expect(phone.get_by_text("黄莉")).to_be_visible()
        expect(phone.get_by_role("button", name="拒绝")).to_be_focused()
        expect(screen.locator("#number")).to_be_visible()
        phone.get_by_role("button", name=screen.locator("#number").inner_text(), exact=True).click()
        phone.get_by_role("button", name="允许登录").click()
        expect(phone.get_by_text("已允许", exact=True)).to_be_visible()
        expect(screen.locator("#stage[data-state=signed_in]")).to_be_visible()
        assert signed_in_as(screen.context, town, "console") == "黄莉"
        phone.get_by_role("button", name="不是我，立即退出并报告").click()
        expect(phone.get_by_text("由这个二维码产生的 1 个登录已退出")).to_be_visible()
        assert signed_in_as(screen.context, town, "console") is None

    look(story)


def test_a_wrong_number_is_typed_from_then_on_and_a_lost_signal_costs_a_tap(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        phone = town.phone(browser, town.manager)
        phone.add_init_script(NO_CAMERA)
        scan_page(phone, town)
        expect(phone.get_by_role("alert")).to_contain_text("没有得到使用相机的许可")
        screen = desktop(browser, town, "/m/sign-in")
        from_album(phone, screen.screenshot())
        expect(screen.locator("#number")).to_be_visible()
        right = screen.locator("#number").inner_text()
        offered = phone.get_by_role("group", name="电脑屏幕上显示的数字是？").get_by_role("button")
        expect(offered).to_have_count(3)
        wrong = next(text for text in offered.all_inner_texts() if text != right)
        phone.get_by_role("button", name=wrong, exact=True).click()
        phone.get_by_role("button", name="允许登录").click()
        expect(phone.get_by_role("alert")).to_contain_text("还可再试 2 次")
        expect(phone.get_by_role("button", name="允许登录")).to_have_attribute("disabled", "true")
        phone.get_by_label("请输入电脑屏幕上显示的两位数字").locator("input").fill(right)
        phone.context.set_offline(True)
        phone.get_by_role("button", name="允许登录").click()
        expect(phone.get_by_role("alert")).to_contain_text("没有网络")
        phone.context.set_offline(False)
        phone.get_by_role("button", name="重试").click()
        expect(phone.get_by_text("已允许", exact=True)).to_be_visible()
        expect(screen.locator("#stage[data-state=signed_in]")).to_be_visible()
        assert signed_in_as(screen.context, town, "miniapp") == "林晓明"

    look(story)


def test_refused_by_a_key_the_screen_says_so_and_it_is_reported(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        phone = town.phone(browser, town.regulator)
        phone.add_init_script(NO_CAMERA)
        scan_page(phone, town)
        screen = desktop(browser, town)
        from_album(phone, screen.screenshot())
        expect(phone.get_by_role("button", name="拒绝")).to_be_focused()
        phone.keyboard.press("Enter")
        expect(phone.get_by_text("已拒绝", exact=True)).to_be_visible()
        expect(screen.locator("#stage[data-state=refused]")).to_be_visible()
        assert signed_in_as(screen.context, town, "console") is None
        phone.get_by_role("button", name="报告：不是我").click()
        expect(phone.get_by_text("已报告", exact=True)).to_be_visible()

    look(story)


def test_the_consoles_code_is_not_for_enterprise_staff_and_a_foreign_code_goes_nowhere(town: Town, look: Look) -> None:
    def story(browser: Browser) -> list[str]:
        phone = town.phone(browser, town.manager)
        phone.add_init_script(NO_CAMERA)
        scan_page(phone, town)
        asked: list[str] = []
        phone.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
        from_album(phone, code_of("https://example.com/qr/free-cement"))
        expect(phone.get_by_role("alert")).to_contain_text("这不是本平台的二维码")
        expect(phone.get_by_role("alert")).to_contain_text("https://example.com/qr/free-cement")
        phone.get_by_role("button", name="扫一扫").click()
        from_album(phone, desktop(browser, town).screenshot())
        expect(phone.get_by_role("alert")).to_contain_text("监管")
        expect(phone.get_by_role("button", name="重新扫码")).to_be_visible()
        return asked

    assert [each for each in look(story) if "example.com" in each or "cement" in each] == []


def test_a_permit_is_told_while_it_is_typed_and_bound_to_the_project_that_is_shown(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        phone = town.phone(browser, town.manager)
        phone.add_init_script(TOLD)
        phone.goto(town.address(f"permit?id={town.project_id}"))
        expect(phone.get_by_text("南山科学城一期")).to_be_visible()
        number = phone.get_by_label("施工许可证编号").locator("input")
        number.fill("110105")
        expect(phone.get_by_role("alert")).to_contain_text("前两位应为 44")
        number.fill("44030520240230")
        expect(phone.get_by_role("alert")).to_contain_text("2024-02-30")
        number.fill("440305 20240315 01")
        expect(phone.get_by_text("已输入 16 位，共 18 位")).to_be_visible()
        phone.get_by_role("button", name="绑定到本项目").click()
        expect(phone.get_by_role("alert")).to_contain_text("还差 2 位")
        number.fill(PERMIT)
        expect(phone.get_by_text("2024-03-15 核发 · 第 01 号 · 类别 01")).to_be_visible()
        phone.get_by_role("button", name="绑定到本项目").click()
        was_told(phone, f"已绑定 {PERMIT}")
        expect(phone.locator(".bound").get_by_text(PERMIT)).to_be_visible()

    look(story)
    shown = town.call(town.manager, "GET", f"/api/miniapp/v1/projects/{town.project_id}")
    assert [permit["number"] for permit in shown["permits"]] == [PERMIT]


def test_a_scanned_permit_shows_whose_it_is_and_a_taken_one_is_explained(town: Town, look: Look) -> None:
    town.call(town.manager, "POST", f"/api/miniapp/v1/projects/{town.project_id}/permits", {"number": PERMIT})

    def story(browser: Browser) -> None:
        phone = town.phone(browser, town.manager)
        phone.add_init_script(NO_CAMERA)
        scan_page(phone, town)
        from_album(phone, code_of(f"https://permit.example/show?certNum={PERMIT}"))
        expect(phone.get_by_text("已绑定到这个项目")).to_be_visible()
        expect(phone.get_by_role("button", name="打开项目")).to_be_visible()
        expect(phone.get_by_text("绑定到哪个项目")).to_have_count(0)
        phone.goto(town.address(f"permit?id={town.project_id}"))
        phone.get_by_label("施工许可证编号").locator("input").fill(PERMIT)
        phone.get_by_role("button", name="绑定到本项目").click()
        expect(phone.get_by_text("该施工许可证已绑定项目")).to_be_visible()
        expect(phone.get_by_text("请联系监督机构更正")).to_be_visible()
        scan_page(phone, town)
        from_album(phone, code_of(OTHER_PERMIT))
        expect(phone.get_by_text("还没有项目绑定这张许可证")).to_be_visible()
        phone.get_by_role("button", name="南山科学城一期").click()
        phone.get_by_role("button", name="绑定到本项目").click()
        expect(phone.locator(".bound").get_by_text(OTHER_PERMIT)).to_be_visible()

    look(story)
