"""What the text in the column of organizations says: the name, and what hangs on it.

Texts carry more than a name: 「（参公）」 is an attribute, 「（含派驻机构）」 a remark, 「（国资委）」 a second
name. 「…基层一线单位」 is no name at all but stands for many bodies.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

# The last bracket of the text, full-width or half-width, without brackets inside.
_LAST_BRACKET = re.compile(r"^(?P<before>.+?)\s*[（(](?P<inside>[^（()）]*)[)）]$")
_INCLUDES = re.compile(r"^[含包](括|含)?")
_CIVIL_SERVANT_LAW: Final = frozenset({"参公", "参照公务员法管理", "参照公务员法管理单位", "参照管理"})

# A bracket that names a part of the body and not the body by another name: 「市社会保险中心（某县分中心）」,
# 「市社会保险中心（市本级）」.
_PART = re.compile(r"(分中心|分局|分队|分院|分会|支队|大队|中队|片区|校区|站|所|本级)$")

# Labels that stand for several bodies. They are read as they are and left undecided.
_COLLECTIVE: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"基层一线(单位|岗位)?$",
        r"(所属|下属).*(单位|机构|工会)$",
        r"(派驻|派出)机构$",
        r"派出.*司法所$",
        r"各(乡镇|镇|乡|街道|派出所|单位|分局)",
    )
)


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A text taken apart; `raw` is kept as it was.

    :ivar name: the name itself
    :ivar other_names: second names and signs hung (加挂牌子), from brackets
    :ivar includes: what the text says is included, such as 派驻机构
    :ivar civil_servant_law: managed with reference to the Civil Servant Law (参公)
    :ivar collective: a label for several bodies, not a body
    """

    raw: str
    name: str
    other_names: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    civil_servant_law: bool = False
    collective: bool = False


def parse_name(raw: str) -> ParsedName:
    """Take a text apart, bracket after bracket from the end. Never fails: what is not understood stays."""
    name = unicodedata.normalize("NFC", raw).strip()
    other_names: list[str] = []
    includes: list[str] = []
    civil_servant_law = False
    while found := _LAST_BRACKET.match(name):
        inside = found["inside"].strip()
        if inside in _CIVIL_SERVANT_LAW:
            civil_servant_law = True
        elif _INCLUDES.match(inside):
            includes = _split(_INCLUDES.sub("", inside)) + includes
        elif not inside or _PART.search(inside):
            break
        else:
            other_names = _split(inside) + other_names
        name = found["before"]
    collective = any(pattern.search(name) for pattern in _COLLECTIVE)
    return ParsedName(raw, name, tuple(other_names), tuple(includes), civil_servant_law, collective)


def _split(inside: str) -> list[str]:
    return [part for part in (part.strip() for part in re.split(r"[、,，;；]", inside)) if part]
