"""Who lives in the year: made-up firms, people and sites of Foshan. Nobody and nothing here exists."""

import random
from typing import Final

import msgspec

from backend.core.geo import Point
from backend.identity import uscc

CITY: Final = "440600"
CITY_NAME: Final = "佛山"


class District(msgspec.Struct, frozen=True):
    """A district with a point inside it, WGS-84."""

    code: str
    zh: str
    en: str
    centre: Point


DISTRICTS: Final = (
    District("440604", "禅城", "Chancheng", Point(113.075, 23.005)),
    District("440605", "南海", "Nanhai", Point(113.085, 23.085)),
    District("440606", "顺德", "Shunde", Point(113.245, 22.815)),
    District("440607", "三水", "Sanshui", Point(112.905, 23.205)),
    District("440608", "高明", "Gaoming", Point(112.760, 22.890)),
)

_SURNAMES: Final = "陈李张黄何林梁罗郭谭邓周吴郑冯潘麦苏叶曾霍区欧阮"
_GIVEN: Final = (
    *("志强", "国栋", "晓明", "建华", "伟民", "嘉欣", "永健", "婉仪", "俊杰", "文辉", "丽萍", "海燕", "少芬"),
    *("家豪", "锦添", "子轩", "雪梅", "德胜", "惠玲", "振邦", "秀兰", "耀祖", "思敏"),
)
_TRADES: Final = {
    "contractor": ("建设集团", "建筑工程", "市政工程"),
    "supervision": ("建设监理", "工程管理"),
    "developer": ("置业", "城市投资"),
    "design": ("建筑设计院",),
    "survey": ("岩土勘察",),
}
_FIRM_NAMES: Final = ("禅德", "南粤昌", "顺盛", "西江安", "汾江达", "岭南建", "北滘成", "千灯诚", "祖庙兴", "三江汇")
_PLACES: Final = ("季华", "千灯湖", "东平", "大良", "北滘", "西南", "荷城", "祖庙", "狮山", "桂城", "容桂", "张槎")
_BUILDINGS: Final = ("花园", "科技园", "人民医院扩建", "中学新建", "人才公寓", "商务中心", "保障房", "产业社区")
_MUNICIPAL: Final = ("大道改造", "综合管廊", "污水管网", "跨河桥", "城市公园", "排涝泵站")


class Person(msgspec.Struct, frozen=True):
    """A made-up person with a phone number of a block that no operator gives out."""

    name: str
    phone: str


class Firm(msgspec.Struct, frozen=True):
    """A made-up firm; its code has the made-up organisation part `YY…`."""

    uscc: str
    name: str


class Casting:
    """Deals people, firms and names of sites, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self._people = 0
        self._sites: set[str] = set()
        self._firms = {role: [self._firm(role, trade, i) for i in range(8)] for role, trade in _TRADES.items()}

    def person(self) -> Person:
        """Somebody new."""
        self._people += 1
        name = self.dice.choice(_SURNAMES) + self.dice.choice(_GIVEN)
        return Person(name, f"1990000{self._people:04d}")

    def firm(self, role: str) -> Firm:
        """One of the firms of a role."""
        return self.dice.choice(self._firms[role])

    def site(self, *, is_building: bool) -> str:
        """A name that no other site has."""
        place, what = self.dice.choice(_PLACES), self.dice.choice(_BUILDINGS if is_building else _MUNICIPAL)
        for number in "一二三四五六七八九十":
            name = f"{place}{what}{number}期工程"
            if name not in self._sites:
                self._sites.add(name)
                return name
        return self.site(is_building=is_building)

    def near(self, district: District) -> Point:
        """A point a kilometre or two from the district's middle."""
        at = district.centre
        return Point(round(self.dice.gauss(at.longitude, 0.012), 6), round(self.dice.gauss(at.latitude, 0.01), 6))

    def _firm(self, role: str, trades: tuple[str, ...], number: int) -> Firm:
        place = len(_TRADES) * number + list(_TRADES).index(role)
        first = f"{place:06d}"
        organisation = f"YY{first}"
        body = f"91{CITY}{organisation}{uscc.organisation_check_character(organisation)}"
        name = f"{CITY_NAME}{_FIRM_NAMES[number % len(_FIRM_NAMES)]}{self.dice.choice(trades)}有限公司"
        return Firm(body + uscc.check_character(body), name)
