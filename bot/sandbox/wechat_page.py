"""How a person's own WeChat looks when our client asks it for something: one person to allow it, or a list to tap."""

from collections.abc import Mapping
from html import escape
from string import Template
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode

from bot.sandbox.config import Member
from bot.sandbox.tokens import CodeKind


class Texts(NamedTuple):
    """What is asked for, in both languages, beside each other as everywhere on these pages."""

    zh: str
    en: str


TEXTS: Final = {
    CodeKind.MINI: Texts("登录“工程沙盘”", "Sign in to Sandtable"),
    CodeKind.PHONE: Texts("允许“工程沙盘”使用您的手机号", "Let Sandtable use your phone number"),
}
_WHO: Final = Texts("这是谁的手机？", "Whose phone is this?")
_ALLOW: Final = Texts("允许", "Allow")
_OTHER: Final = Texts("换一个人", "Somebody else")
_REFUSE: Final = Texts("拒绝", "Refuse")
_REGULATORS: Final = Texts(
    "监管人员请返回，用企业微信登录；用微信登录会另建一个企业端账号",
    "Regulators go back and sign in with WeCom; WeChat would make them a second account, an enterprise's",
)

_PAGE: Final = Template(
    """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>微信（沙箱） / WeChat (sandbox)</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"><body class="signin wechat"><main>
<p class="played">微信（沙箱） <span lang="en">WeChat (sandbox)</span></p>
<h1>$asks_zh</h1><p lang="en">$asks_en</p>
<p>$regulators_zh</p><p lang="en">$regulators_en</p>
$body</main></body></html>"""
)


def draw(kind: CodeKind, people: list[Member], *, query: Mapping[str, str], refused: str) -> str:
    """The page for one person whose WeChat this is, or for several to choose from.

    `query` leads here again; `refused` is where "refuse" goes.
    """
    asks = TEXTS[kind]
    body = _one(kind, people[0], query) if len(people) == 1 else _list(kind, people, query)
    refuse = f'<a class="other" href="{escape(refused)}">{_pair(_REFUSE)}</a>'
    return _PAGE.substitute(
        asks_zh=asks.zh, asks_en=asks.en, regulators_zh=_REGULATORS.zh, regulators_en=_REGULATORS.en, body=body + refuse
    )


def _one(kind: CodeKind, member: Member, query: Mapping[str, str]) -> str:
    allow = f'<a class="allow" href="{_here(query, member.userid)}">{_pair(_ALLOW)}</a>'
    other = f'<a class="other" href="{_here(query, "")}">{_pair(_OTHER)}</a>'
    return f'<div class="holder">{_person(kind, member)}</div>{allow}{other}'


def _list(kind: CodeKind, people: list[Member], query: Mapping[str, str]) -> str:
    items = (f'<li><a href="{_here(query, member.userid)}">{_person(kind, member)}</a></li>' for member in people)
    return f"<h2>{_pair(_WHO)}</h2><ul>{''.join(items)}</ul>"


def _person(kind: CodeKind, member: Member) -> str:
    more = f"{member.phone[:3]}****{member.phone[-4:]}" if kind is CodeKind.PHONE else member.role_zh
    also = "" if kind is CodeKind.PHONE else f'<span lang="en">{escape(member.role_en)}</span>'
    name = f'<b>{escape(member.name_zh)}</b> <span lang="en">{escape(member.name_en)}</span>'
    return f"<span>{name}</span><small>{escape(more)}{also}</small>"


def _pair(texts: Texts) -> str:
    return f'{texts.zh} <span lang="en">{texts.en}</span>'


def _here(query: Mapping[str, str], person: str) -> str:
    return escape("?" + urlencode({**query, "person": person}, quote_via=quote))
