"""The guide for site managers: `docs/phone/guide.*.md` to read, `guide.*.pdf` to print on two sides of a sheet."""

import re
from base64 import b64encode
from html import escape
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

from tests.phone_town import SIZE
from tests.screens import guide_words as words
from tests.screens.guide_words import Step
from tests.screens.photographer import Photographer, save

FOLDER: Final = Path(__file__).parents[2] / "docs" / "phone"
NAMES: Final = {"zh-CN": "中文", "en": "English"}
SCALE: Final = 2
STEPS: Final = (*words.FIRST, *words.SECOND)


def write(photographer: Photographer, browser: Browser) -> None:
    """Both languages, with pictures of their own."""
    for language in NAMES:
        for step in STEPS:
            _photograph(photographer, step, language)
        (FOLDER / f"guide.{language}.md").write_text(_markdown(language), "utf-8")
        _print(browser, language)


def _picture(step: Step, language: str) -> Path:
    return FOLDER / "pictures" / f"{step.scene}{'.en' if language == 'en' else ''}.png"


def _photograph(photographer: Photographer, step: Step, language: str) -> None:
    """The page on a phone of the step's height, so that its keys stand below what they are about."""
    with photographer.opened(step.scene, language, "light", scale=SCALE) as page:
        # Nobody on a site has the sandbox.
        page.evaluate(
            "document.querySelectorAll('uni-button').forEach((e) => /沙箱|sandbox/.test(e.innerText) && e.remove())"
        )
        page.set_viewport_size({"width": SIZE["width"], "height": step.height})
        page.wait_for_timeout(300)
        save(page.screenshot(), _picture(step, language))


def _markdown(language: str) -> str:
    other = next(each for each in NAMES if each != language)
    lines = [
        f"# {words.TITLE.said(language)}",
        f"{words.INTRO.said(language)} [PDF](guide.{language}.pdf) · [{NAMES[other]}](guide.{other}.md)",
        *(_markdown_step(step, language) for step in STEPS),
        f"## {words.SIGNS_TITLE.said(language)}",
        "| | |\n|---|---|\n"
        + "\n".join(f"| **{each.words.said(language)}** | {each.meaning.said(language)} |" for each in words.SIGNS),
        f"## {words.CALLS_TITLE.said(language)}",
        "\n".join(f"- {each.said(language)}" for each in words.CALLS),
    ]
    return "\n\n".join(lines) + "\n"


def _markdown_step(step: Step, language: str) -> str:
    steps = "\n".join(f"<p>{escape(each.said(language))}</p>" for each in step.lines)
    place, title = _picture(step, language).relative_to(FOLDER), escape(step.title.said(language))
    picture = f'<img src="{place}" width="260" alt="{title}">'
    return f"## {title}\n\n<table><tr><td>{picture}</td><td>\n{steps}\n</td></tr></table>"


def _print(browser: Browser, language: str) -> None:
    """By Chromium, from the same words and pictures."""
    page = browser.new_page()
    page.set_content(_html(language))
    page.wait_for_function("[...document.images].every((each) => each.complete)")
    path = FOLDER / f"guide.{language}.pdf"
    page.pdf(path=path, format="A4", print_background=True, prefer_css_page_size=True)
    page.close()
    count = len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))
    if count != 2:
        raise SystemExit(f"{path.name} has {count} pages, not two")


def _html(language: str) -> str:
    def said(both: words.Both) -> str:
        return escape(both.said(language))

    def card(step: Step) -> str:
        picture = b64encode(_picture(step, language).read_bytes()).decode()
        steps = "".join(f"<li>{said(each)}</li>" for each in step.lines)
        image = f'<img src="data:image/png;base64,{picture}">'
        return f"<section><h2>{said(step.title)}</h2><div>{image}<ul>{steps}</ul></div></section>"

    signs = "".join(
        f'<tr><td><b class="{each.colour}">{said(each.words)}</b></td><td>{said(each.meaning)}</td></tr>'
        for each in words.SIGNS
    )
    calls = "".join(f"<li>{said(each)}<span>{said(words.PHONE)}</span></li>" for each in words.CALLS)
    first, second = ("".join(card(step) for step in steps) for steps in (words.FIRST, words.SECOND))
    return f"""<!doctype html><html lang="{language}" class="{language}"><meta charset="utf-8"><style>{STYLE}</style>
<article><header><h1>{said(words.TITLE)}</h1><p>{said(words.INTRO)}</p></header><main>{first}</main></article>
<article class="second"><main>{second}</main><footer><div><h2>{said(words.SIGNS_TITLE)}</h2><table>{signs}</table></div>
<div><h2>{said(words.CALLS_TITLE)}</h2><ol>{calls}</ol></div></footer></article></html>"""


STYLE: Final = """
@page { size: A4; margin: 0 }
* { box-sizing: border-box; margin: 0 }
body { font-size: 11.5pt; line-height: 1.45; color: #15202b }
html { font-family: "Noto Sans CJK SC", sans-serif }
.en { font-feature-settings: "pwid" }
article { height: 296.5mm; padding: 9mm; display: flex; flex-direction: column; gap: 4mm; overflow: hidden }
article { break-after: page }
article:last-child { break-after: auto }
header { background: #0a58a8; color: #fff; border-radius: 3mm; padding: 3mm 5mm }
h1 { font-size: 22pt; line-height: 1.3 }
h2 { font-size: 15pt; line-height: 1.3; color: #0a58a8 }
main { flex: 1; display: grid; grid-template: 1fr 1fr / 1fr 1fr; gap: 4mm; min-height: 0 }
section { border: 0.4mm solid #c7d0d9; border-radius: 3mm; padding: 3mm; display: flex; flex-direction: column }
section { min-height: 0 }
section div { flex: 1; display: flex; gap: 3mm; min-height: 0; align-items: flex-start; margin-top: 2mm }
img { width: 47mm; border: 0.3mm solid #8795a3; border-radius: 2mm; flex: none }
.second img { width: 42mm }
.second { font-size: 10.5pt }
ul { padding: 0; list-style: none }
li { margin-bottom: 2mm }
footer { display: grid; grid-template-columns: 1.75fr 1fr; gap: 4mm }
footer > div { border: 0.4mm solid #c7d0d9; border-radius: 3mm; padding: 3mm }
table { border-collapse: collapse; margin-top: 1.5mm; width: 100% }
td { padding: 0.7mm 2mm 0.7mm 0; vertical-align: top; font-size: 9.5pt; line-height: 1.35 }
td:first-child { width: 43% }
b { display: inline-block; border-radius: 1mm; padding: 0 1.5mm; font-size: 9pt; background: #e8ecf0 }
.yellow { background: #fdf3d0; color: #6b5200 }
.blue { background: #e2edfa; color: #0a4b91 }
.green { background: #e0f3e8; color: #0b5a35 }
.red { background: #fde8e6; color: #9b1c13 }
.orange { background: #fdeedd; color: #8a4300 }
ol { padding-left: 5mm; margin-top: 1.5mm; font-size: 9.5pt; line-height: 1.35 }
ol li { margin-bottom: 1.5mm }
ol span { display: block; color: #52606d; border-bottom: 0.3mm solid #52606d; margin-top: 2mm; width: 42mm }
"""
