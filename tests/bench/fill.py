"""Fills a register: units through the register's own bulk operation, people as plain rows of the same shape."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice, product

from stdnum.cn import uscc

from backend.core.actor import Actor
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.register.public import (
    Cause,
    NewOrganization,
    NewRegion,
    place_regions,
    record_import,
    register_organizations,
)

_SYSTEM = Actor.system("bench")
_AT_ONCE = 1_000
_ROWS_AT_ONCE = 20_000
#: below the city that the small world has (990102 is its county)
CITY = "9901"
_FIRST_COUNTY = 10
_TOWNS_PER_COUNTY = 20
_HEADS = "东西南北上下大小前后白黑青红金银石木水火云风松竹梅兰龙凤马牛"
_TAILS = "山河湖溪桥店庄岭坪滩沟塘湾坡寨堡关口渡集"
KINDS = (
    *(
        "人民政府",
        "中心小学",
        "实验小学",
        "第一中学",
        "第二中学",
        "第三中学",
        "幼儿园",
        "卫生院",
        "敬老院",
        "文化站",
    ),
    *("财政所", "司法所", "派出所", "市场监督管理所", "自然资源所", "农业服务中心", "林业工作站", "水利工作站"),
    *(
        "畜牧兽医站",
        "农机推广站",
        "广播电视站",
        "便民服务中心",
        "退役军人服务站",
        "综合行政执法队",
        "村镇建设中心",
    ),
    *(
        "民政所",
        "统计站",
        "人力资源和社会保障所",
        "应急管理站",
        "生态环境所",
        "消防救援站",
        "公路管理站",
        "供水管理站",
    ),
    *("图书分馆", "体育指导站", "科技服务站", "残疾人服务站", "计划生育服务站", "疾病预防控制站", "妇幼保健站"),
    *("档案室", "宣传服务站", "党群服务中心", "新时代文明实践所", "社会工作站", "乡村振兴服务站", "物资储备站"),
    *("气象服务站", "防汛抗旱站", "市政管理所"),
)


def fill_units(runtime: Runtime, number: int) -> list[str]:
    """Register ``number`` units in towns below the city 9901; returns their ids in order."""
    towns = -(-number // len(KINDS))
    with runtime.database.write() as tx:
        _place_towns(tx, towns)
        cause = Cause("import", record_import(tx, _SYSTEM, "bench", "sm3:bench", {}))
    ids: list[str] = []
    organizations = islice(_organizations(), number)
    while part := list(islice(organizations, _AT_ONCE)):
        with runtime.database.write() as tx:
            ids += register_organizations(tx, _SYSTEM, part, cause)
    return ids


def unit_name(position: int) -> str:
    """The name of the unit at this position."""
    town, kind = divmod(position, len(KINDS))
    county, _ = divmod(town, _TOWNS_PER_COUNTY)
    return f"{_place_name(county)}县{_place_name(town + 60)}镇{KINDS[kind]}"


def unit_code(position: int) -> str:
    """Its unified social credit code (GB 32100): its county's, and digits in no order as real ones have."""
    body = f"12{town_code(position)[:6]}{position * 482_711 % 1_000_000_007 % 10**9:09d}"
    return str(body + uscc.calc_check_digit(body))


def town_code(position: int) -> str:
    """The code of the town that the unit at this position belongs to."""
    county, town = divmod(position // len(KINDS), _TOWNS_PER_COUNTY)
    return f"{CITY}{_FIRST_COUNTY + county}{town + 100}"


def _place_name(number: int) -> str:
    head, tail = divmod(number * 7 % (len(_HEADS) * len(_TAILS)), len(_TAILS))
    return _HEADS[head] + _TAILS[tail]


def _place_towns(tx: Tx, towns: int) -> None:
    counties = -(-towns // _TOWNS_PER_COUNTY)
    place_regions(
        tx,
        _SYSTEM,
        [
            NewRegion(f"{CITY}{_FIRST_COUNTY + county}", f"{_place_name(county)}县", "county", CITY)
            for county in range(counties)
        ],
    )
    first_units = [town * len(KINDS) for town in range(towns)]
    place_regions(
        tx,
        _SYSTEM,
        [
            NewRegion(
                town_code(position), f"{_place_name(town + 60)}镇", "township", town_code(position)[: -len("100")]
            )
            for town, position in enumerate(first_units)
        ],
    )


def _organizations() -> Iterator[NewOrganization]:
    position = 0
    while True:
        yield NewOrganization(
            name=unit_name(position),
            region_code=town_code(position),
            system="10",
            nature="5",
            source="office",
            code=unit_code(position),
        )
        position += 1


def fill_people(runtime: Runtime, unit_ids: Sequence[str], number: int) -> None:
    """Put ``number`` people on posts, spread over the units, and sum them up in the balances.

    Plain rows in the shape of the register's own, without valid marks: nothing is verified here.
    """
    with closing(sqlite3.connect(str(runtime.database.url.database), isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        (cause,) = connection.execute("SELECT id FROM register_import LIMIT 1").fetchone()
        (entries,) = connection.execute("SELECT count(*) FROM register_posting_event").fetchone()
        connection.execute("BEGIN IMMEDIATE")
        for first in range(entries, entries + number, _ROWS_AT_ONCE):
            numbers = range(first, min(first + _ROWS_AT_ONCE, entries + number))
            connection.executemany(_PERSON, ((_id(n), _NAMES[n % len(_NAMES)], _id(n)) for n in numbers))
            units = [unit_ids[n % len(unit_ids)] for n in numbers]
            connection.executemany(
                _EVENT, ((_id(n), _id(n), _id(n), unit, cause) for n, unit in zip(numbers, units, strict=True))
            )
            connection.executemany(
                _POSTING, ((_id(n), _id(n), _id(n), unit, _id(n)) for n, unit in zip(numbers, units, strict=True))
            )
        connection.execute(_BALANCES)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _id(number: int) -> str:
    return f"01bench{number:025x}"


_NAMES = [
    f"{first}{second}{third}" for first, second, third in product("赵钱孙李周吴郑王", "文明建国", "华强英敏")
]
_PERSON = """
    INSERT INTO register_person (id, name, pinyin, sex, birth_month, id_digest, id_number_encrypted,
                                 birth_date_encrypted, ethnicity, political_status, education, identity, mac)
    VALUES (?, ?, 'zhaowenhua', '1', '1985-01', 'k1:' || ?, hex(randomblob(40)), hex(randomblob(30)),
            '01', '13', '21', 'cadre', 'k1:' || hex(randomblob(32)))
"""
_EVENT = """
    INSERT INTO register_posting_event (id, posting_id, person_id, sequence, kind, organization_id, quota_type,
                                        post_title, reason, effective_on, recorded_at, cause_kind, cause_id, mac)
    VALUES (?, ?, ?, 1, 'entered', ?, 'institution', '科员', 'open_recruitment', '2026-01-01',
            '2026-01-01 00:00:00.000000', 'import', ?, 'k1:' || hex(randomblob(32)))
"""
_POSTING = """
    INSERT INTO register_posting (id, posting_id, person_id, organization_id, quota_type, post_title,
                                  started_on, last_event_id)
    VALUES (?, ?, ?, ?, 'institution', '科员', '2026-01-01', ?)
"""
_BALANCES = """
    INSERT INTO register_balance (organization_id, quota_type, approved, filled, reserved, exception, changed_on,
                                  entry_count, exception_count)
    SELECT organization_id, quota_type, count(*) + 2, count(*), 0, 0, '2026-01-01', 1, 0
    FROM register_posting GROUP BY organization_id, quota_type
"""
