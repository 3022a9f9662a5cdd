"""Which region a body belongs to, read from its name.

Looking for region names anywhere is ambiguous for a sixth of all names and more, so the name is read as a chain
from its beginning: province → city → county in that city → township in that county. Each link must stand in the
name; the chain ends where the name goes on with something else, and the last link is the region.

    郑州市 · 金水区 · 发展和改革委员会        → 金水区
    伊川县 · 白沙镇 · 市场监督管理所           → 白沙镇
    河南省 · 安阳监狱                            → 河南省: a place without its 市 after the full province is a name

A position code says something about the city too. It never places a body; `code_agrees` only reports.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol


class RegionRow(Protocol):
    """What is needed of a region; `code` has 2, 4, 6 or 9 digits and begins with its parent's."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def is_heading(self) -> bool: ...
    @property
    def is_zone(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Placement:
    """A region, and what is left of the name behind it (the name people use inside the region)."""

    region_code: str
    rest: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why no region was found: `no_region` stands at its beginning, or it is `ambiguous`."""

    reason: str


# What stands before the region in names of parties, of the people's political consultative conference and of
# mass organizations. Longest first.
_LEADING_BODIES: Final = (
    "中国人民政治协商会议",
    "中国国际贸易促进委员会",
    "中国国民党革命委员会",
    "中国共产主义青年团",
    "台湾民主自治同盟",
    "中国民主建国会",
    "中国民主促进会",
    "中国农工民主党",
    "中国民主同盟",
    "中国共产党",
    "中国致公党",
    "九三学社",
    "共青团",
    "政协",
    "中共",
)

# Suffixes that may be left out of a region's name; those of autonomous counties and districts first.
_PEOPLES: Final = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|"
    "土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各"
)
_ETHNIC: Final = rf"(?:(?:{_PEOPLES})族)*"
_COUNTY_SUFFIX: Final = re.compile(rf"{_ETHNIC}(?:自治县|林区|特区|县|区|市)$")
_CITY_SUFFIX: Final = re.compile(rf"(?:市|地区|盟|{_ETHNIC}自治州)$")
_PROVINCE_SUFFIX: Final = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区)$")
# A short name of a county counts only before such words: 「新安经济技术开发区」 is a zone of 新安县.
_ZONE_FOLLOWS: Final = re.compile(
    r"^(?:国家)?(?:经济技术|高新技术产业|先进制造业|经济|产业|商务|现代服务业)(?:开发区|集聚区|园区|区)"
)
_ZONE: Final = re.compile(r"(?:开发区|示范区|集聚区|园区|新区|商务区)")

# Which region the first two digits of a position code stand for in the table of a province. Positions of the
# provincial organs (Henan: 30) may lie anywhere in it and say nothing.
CODE_PREFIXES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"41": {**{str(10 + n): f"41{n:02d}" for n in range(1, 18)}, "28": "419001", "29": "410173"}}
)


def code_agrees(province: str, position_code: str, region_code: str) -> bool | None:
    """Whether the position code speaks for the same region; None where it says nothing."""
    spoken = CODE_PREFIXES.get(province, {}).get(position_code[:2])
    if spoken is None:
        return None
    return region_code.startswith(spoken) or spoken.startswith(region_code)


class Gazetteer:
    """The names of one province, ready to be read from the front of a name."""

    def __init__(self, regions: Iterable[RegionRow]) -> None:
        places = [region for region in regions if not region.is_heading]
        self._province = next(region for region in places if len(region.code) == 2)
        self._province_short = _PROVINCE_SUFFIX.sub("", self._province.name)
        # Counties directly under the province (90 in the place of the city) stand where a city stands.
        self._cities = [
            region
            for region in places
            if len(region.code) == 4 or (len(region.code) == 6 and region.code[2:4] == "90")
        ]
        self._counties = [region for region in places if len(region.code) == 6]
        self._townships: dict[str, list[RegionRow]] = defaultdict(list)
        for region in places:
            if len(region.code) == 9:
                self._townships[region.code[:6]].append(region)

    def place(self, name: str) -> Placement | Unplaced:
        """Read the chain of regions at the beginning of `name`."""
        text = _without_leading_body(name)
        if text.startswith(self._province.name):
            text = text.removeprefix(self._province.name)
            return self._in_province(text) or Placement(self._province.code, text)
        return self._in_province(text) or self._by_short_names(text) or Unplaced("no_region")

    def _in_province(self, text: str) -> Placement | Unplaced | None:
        """By the full name of a city or county, whichever is longer: 新乡市, 新乡县."""
        found = _longest(text, {region.code: region for region in self._cities + self._counties}.values())
        if not found:
            return None
        if len(found) > 1:
            return Unplaced("ambiguous")
        rest = text.removeprefix(found[0].name)
        return self._in_city(found[0], rest) if len(found[0].code) == 4 else self._in_county(found[0], rest)

    def _by_short_names(self, text: str) -> Placement | Unplaced | None:
        """By a short name: of a city, of a county before the words of a zone, of the province."""
        rest = text.removeprefix(self._province_short)
        for city in self._cities:
            short = _CITY_SUFFIX.sub("", city.name)
            if rest.startswith(short):
                return self._in_city(city, rest.removeprefix(short))
        if (zone := self._zone_of_county(rest, self._counties)) is not None:
            return zone
        # 「河南…学院」 is a body of the province; 「河南…开发区」 is a zone that lies somewhere in it.
        is_provincial = rest != text and not _ZONE.search(rest)
        return Placement(self._province.code, rest) if is_provincial else None

    def _in_city(self, city: RegionRow, rest: str) -> Placement | Unplaced:
        if len(city.code) == 6:
            return self._in_county(city, rest)
        counties = [county for county in self._counties if county.code.startswith(city.code)]
        found = _longest(rest, counties) or _longest(city.name + rest, [c for c in counties if c.is_zone])
        if found:
            return self._in_county(found[0], rest.removeprefix(found[0].name))
        return self._zone_of_county(rest, counties) or Placement(city.code, rest)

    def _zone_of_county(self, text: str, counties: Iterable[RegionRow]) -> Placement | Unplaced | None:
        found = []
        for county in counties:
            short = _COUNTY_SUFFIX.sub("", county.name)
            if len(short) >= 2 and text.startswith(short) and _ZONE_FOLLOWS.match(text.removeprefix(short)):
                found.append((county, text.removeprefix(short)))
        if len(found) > 1:
            return Unplaced("ambiguous")
        return Placement(found[0][0].code, found[0][1]) if found else None

    def _in_county(self, county: RegionRow, rest: str) -> Placement | Unplaced:
        best: tuple[int, RegionRow] | None = None
        for township in self._townships[county.code]:
            name = township.name.removeprefix(county.name)
            for form in _forms_of_township(name):
                if rest.startswith(form) and (best is None or len(form) > best[0]):
                    best = (len(form), township)
        if best is not None:
            return Placement(best[1].code, rest[best[0] :])
        return Placement(county.code, rest)


def _forms_of_township(name: str) -> tuple[str, ...]:
    """How a township is written in names of bodies: 京航街道 also as 京航街道办事处 and 京航办事处."""
    if name.endswith("街道"):
        base = name.removesuffix("街道")
        return (name, f"{base}办事处", f"{base}街道办事处") if len(base) > 1 else (name,)
    return (name,)


def _without_leading_body(name: str) -> str:
    for body in _LEADING_BODIES:
        if name.startswith(body):
            return name.removeprefix(body)
    return name


def _longest(text: str, regions: Iterable[RegionRow]) -> list[RegionRow]:
    """The regions with the longest full name that `text` begins with: none, one, or several of one name."""
    found = [region for region in regions if text.startswith(region.name)]
    longest = max((len(region.name) for region in found), default=0)
    return [region for region in found if len(region.name) == longest]
