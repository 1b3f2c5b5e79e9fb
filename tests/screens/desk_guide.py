"""The guide for regulators: `docs/console/guide.*.md` to read, `guide.*.pdf` to print on two sides of a sheet."""

import re
from base64 import b64encode
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser

from tests.screens import desk_guide_words as words
from tests.screens.desk_guide_words import Look
from tests.screens.guide import NAMES
from tests.screens.guide_words import Both

FOLDER: Final = Path(__file__).parents[2] / "docs" / "console"
SCREENS: Final = Path(__file__).parents[2] / "docs" / "screens" / "console"
LOOKS: Final = (*words.FIRST, *words.SECOND)
SHOWN: Final = 810
"""Pixels of a picture's height."""


def write(browser: Browser) -> None:
    """Both languages, from the pictures of the console's pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in NAMES:
        (FOLDER / f"guide.{language}.md").write_text(_markdown(language), "utf-8")
        _print(browser, language)


def _picture(look: Look, language: str) -> Path:
    return SCREENS / f"{look.scene}{'.en' if language == 'en' else ''}.png"


def _markdown(language: str) -> str:
    other = next(each for each in NAMES if each != language)
    signs = "\n".join(f"| **{each.words.said(language)}** | {each.meaning.said(language)} |" for each in words.SIGNS)
    keys = "\n".join(f"| `{key}` | {does.said(language)} |" for key, does in words.KEYS)
    parts = [
        f"# {words.TITLE.said(language)}",
        f"{words.INTRO.said(language)} [PDF](guide.{language}.pdf) · [{NAMES[other]}](guide.{other}.md)",
        *(_markdown_look(look, language) for look in LOOKS),
        f"## {words.SIGNS_TITLE.said(language)}\n\n| | |\n|---|---|\n{signs}",
        f"## {words.KEYS_TITLE.said(language)}\n\n| | |\n|---|---|\n{keys}",
    ]
    return "\n\n".join(parts) + "\n"


def _markdown_look(look: Look, language: str) -> str:
    title = look.title.said(language)
    lines = "\n".join(f"- {each.said(language)}" for each in look.lines)
    return f"## {title}\n\n![{title}](../screens/console/{_picture(look, language).name})\n\n{lines}"


def _print(browser: Browser, language: str) -> None:
    page = browser.new_page()
    page.set_content(_html(language))
    page.wait_for_function("[...document.images].every((each) => each.complete)")
    path = FOLDER / f"guide.{language}.pdf"
    page.pdf(path=path, format="A4", print_background=True, prefer_css_page_size=True)
    page.close()
    count = len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))
    if count != 2:
        raise SystemExit(f"{path.name} has {count} pages, not two")


def _shown(look: Look, language: str) -> str:
    picture = Image.open(_picture(look, language))
    part = BytesIO()
    picture.crop((0, look.top, picture.width, look.top + SHOWN)).save(part, "PNG")
    return b64encode(part.getvalue()).decode()


def _html(language: str) -> str:
    def said(both: Both) -> str:
        return escape(both.said(language))

    def card(look: Look) -> str:
        lines = "".join(f"<li>{said(each)}</li>" for each in look.lines)
        image = f'<img src="data:image/png;base64,{_shown(look, language)}">'
        return f"<section>{image}<div><h2>{said(look.title)}</h2><ul>{lines}</ul></div></section>"

    signs = "".join(
        f'<tr><td><b class="{each.colour}">{said(each.words)}</b></td><td>{said(each.meaning)}</td></tr>'
        for each in words.SIGNS
    )
    keys = "".join(f"<tr><td><kbd>{key}</kbd></td><td>{said(does)}</td></tr>" for key, does in words.KEYS)
    first, second = ("".join(card(look) for look in looks) for looks in (words.FIRST, words.SECOND))
    return f"""<!doctype html><html lang="{language}" class="{language}"><meta charset="utf-8"><style>{STYLE}</style>
<article><header><h1>{said(words.TITLE)}</h1><p>{said(words.INTRO)}</p></header>{first}</article>
<article>{second}<footer><div><h2>{said(words.SIGNS_TITLE)}</h2><table>{signs}</table></div>
<div><h2>{said(words.KEYS_TITLE)}</h2><table>{keys}</table></div></footer></article></html>"""


STYLE: Final = """
@page { size: A4; margin: 0 }
* { box-sizing: border-box; margin: 0 }
html { font: 11pt/1.45 "Noto Sans CJK SC", sans-serif; color: #15202b }
.en { font-feature-settings: "pwid"; font-size: 10.5pt }
article { height: 296.5mm; padding: 9mm; display: flex; flex-direction: column; gap: 4mm; overflow: hidden }
article { break-after: page }
article:last-child { break-after: auto }
header { background: #0a58a8; color: #fff; border-radius: 3mm; padding: 3mm 5mm }
h1 { font-size: 20pt; line-height: 1.3 }
h2 { font-size: 14pt; line-height: 1.3; color: #0a58a8; margin-bottom: 1.5mm }
section { border: 0.4mm solid #c7d0d9; border-radius: 3mm; padding: 3mm; display: flex; gap: 4mm; flex: 1 }
section { min-height: 0 }
img { height: 100%; max-width: 100mm; object-fit: contain; object-position: top; border: 0.3mm solid #8795a3 }
img { border-radius: 1.5mm }
ul { padding: 0 0 0 4mm }
li { margin-bottom: 1.5mm }
footer { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm }
footer > div { border: 0.4mm solid #c7d0d9; border-radius: 3mm; padding: 3mm }
table { border-collapse: collapse; width: 100% }
td { padding: 0.7mm 2mm 0.7mm 0; vertical-align: top; font-size: 9.5pt; line-height: 1.35 }
td:first-child { width: 22% }
b, kbd { display: inline-block; border-radius: 1mm; padding: 0 1.5mm; font: bold 9pt sans-serif; background: #e8ecf0 }
.yellow { background: #fdf3d0; color: #6b5200 }
.blue { background: #e2edfa; color: #0a4b91 }
.red { background: #fde8e6; color: #9b1c13 }
.orange { background: #fdeedd; color: #8a4300 }
"""
