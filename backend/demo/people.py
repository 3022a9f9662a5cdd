"""Generated people: nobody's names, nobody's numbers.

ID numbers have a real county code and the sequence 000, which is never issued, so that they pass the check of
GB 11643-1999 and can belong to no one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import cache

from backend.register.errors import IdNumberInvalid
from backend.register.id_numbers import read_id_number
from backend.register.public import NewPerson
from backend.register.region_data import RegionLevel, regions_of_province

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_GIVEN = {
    "1": "伟强磊军洋勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆志峰林海东建国永成庆文武德荣",
    "2": "芳娜敏静丽艳娟霞秀燕玲桂英婷雪慧巧美倩琳洁梅莉兰凤红玉春菊萍月颖佳怡欣悦",
}
_CHECKS = "10X98765432"
_FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ETHNIC = (("01", 88), ("11", 3), ("03", 3), ("08", 2), ("06", 2), ("15", 2))
_POLITICAL = (("01", 62), ("13", 28), ("03", 7), ("05", 3))
_EDUCATION = (("21", 62), ("14", 18), ("31", 16), ("11", 2), ("41", 2))
_DEGREES = {"21": "4", "14": "3", "11": "2"}
_MAJORS = (
    "行政管理",
    "公共事业管理",
    "法学",
    "汉语言文学",
    "会计学",
    "财务管理",
    "经济学",
    "土木工程",
    "计算机科学与技术",
    "农学",
    "临床医学",
    "教育学",
    "社会工作",
    "统计学",
    "环境工程",
    "档案学",
)


def id_number(county: str, born: date, sequence: int = 0) -> str:
    """An ID number of GB 11643-1999 with its check character; sequence 0 is never issued."""
    body = f"{county}{born:%Y%m%d}{sequence:03d}"
    total = sum(int(digit) * factor for digit, factor in zip(body, _FACTORS, strict=True))
    return body + _CHECKS[total % 11]


@cache
def _county_codes(today: date) -> tuple[str, ...]:
    """Counties of one real province that the checkers of ID numbers know."""
    found = []
    for region in regions_of_province("41"):
        if region.level is RegionLevel.COUNTY and not region.is_heading:
            with suppress(IdNumberInvalid):
                read_id_number(id_number(region.code, date(1980, 1, 1)), today)
                found.append(region.code)
    return tuple(found)


def people(chance: random.Random, today: date, *, youngest: int = 23, oldest: int = 59) -> Iterator[NewPerson]:
    """People of working age without end, no two with the same ID number."""
    counties = _county_codes(today)
    seen: set[str] = set()
    while True:
        born = today - timedelta(days=chance.randint(youngest * 366, oldest * 365))
        number = id_number(chance.choice(counties), born)
        if number not in seen:
            seen.add(number)
            yield _person(chance, number, born, today)


def _person(chance: random.Random, number: str, born: date, today: date) -> NewPerson:
    sex = chance.choice("12")
    given = "".join(chance.sample(_GIVEN[sex], chance.choices((1, 2), (3, 7))[0]))
    education = _pick(chance, _EDUCATION)
    started = date(born.year + chance.randint(22, 25), 7, 1)
    return NewPerson(
        name=chance.choice(_SURNAMES) + given,
        sex=sex,
        id_number=number,
        identity="cadre",
        ethnicity=_pick(chance, _ETHNIC),
        political_status=_pick(chance, _POLITICAL),
        education=education,
        degree=_DEGREES.get(education),
        major=chance.choice(_MAJORS),
        started_work_on=started if started < today else None,
    )


def _pick(chance: random.Random, weighted: tuple[tuple[str, int], ...]) -> str:
    values, weights = zip(*weighted, strict=True)
    return str(chance.choices(values, weights)[0])
