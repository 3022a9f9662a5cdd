"""Makes parts of a register through its real operations: a region, units with quota, generated people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import count

from stdnum.cn import ric

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.records.public import NewDocument, record_document
from backend.register.errors import IdNumberInvalid
from backend.register.public import (
    Cause,
    NewException,
    NewOrganization,
    NewPerson,
    NewPosting,
    NewRegion,
    QuotaMove,
    RegionLevel,
    open_postings,
    place_regions,
    read_id_number,
    record_import,
    record_quotas,
    regions_of_province,
    register_organization,
    upsert_people,
)

SYSTEM = Actor.system("tests")
#: the opening day of the units made here
OPENING = date(2026, 1, 1)
_OLDEST = date(1960, 1, 1)
_SURNAMES = "赵钱孙李周吴郑王冯陈"


def generated_id_number(born_on: date, county: str = "410102") -> str:
    """A valid number that nobody can have: its sequence 000 is never issued."""
    body = f"{county}{born_on:%Y%m%d}000"
    return body + ric.calc_check_digit(body + "0")


@cache
def _counties() -> tuple[str, ...]:
    """Counties whose codes are in numbers of people born since 1960: enough for two million."""
    codes = [region.code for region in regions_of_province("41") if region.level is RegionLevel.COUNTY]
    return tuple(code for code in codes if _has_numbers(code))


def _has_numbers(county: str) -> bool:
    try:
        read_id_number(generated_id_number(_OLDEST, county), OPENING)
    except IdNumberInvalid:
        return False
    return True


def generated_people(number: int, first: int = 0) -> list[NewPerson]:
    """``number`` different people; the same ``first`` gives the same people."""
    return [
        NewPerson(
            name=f"{_SURNAMES[n % len(_SURNAMES)]}生{'一二三四五六七八九十'[n // 10 % 10]}",
            sex="1" if n % 2 else "2",
            id_number=generated_id_number(_OLDEST + timedelta(days=n % 15_000), _counties()[n // 15_000]),
            ethnicity="01",
            political_status="13",
            education="21",
        )
        for n in range(first, first + number)
    ]


@dataclass
class Register:
    """A register in the making, inside one transaction."""

    tx: Tx
    cause: Cause
    _people: Iterator[int]
    _documents: Iterator[int]

    @classmethod
    def start(cls, tx: Tx) -> Register:
        """Begin with an import as the cause of everything and the regions 99 → 9901 → 990102."""
        cause = Cause("import", record_import(tx, SYSTEM, "test", f"sm3:{new_id()}", {}))
        place_regions(
            tx,
            SYSTEM,
            [
                NewRegion("99", "云岭省", "province", None),
                NewRegion("9901", "云川市", "city", "99"),
                NewRegion("990102", "清溪县", "county", "9901"),
            ],
        )
        return cls(tx, cause, count(), count(1))

    def unit(
        self,
        name: str = "清溪县档案馆",
        *,
        region: str = "990102",
        approved: int | None = None,
        filled: int = 0,
        exception: int = 0,
        quota_type: str = "institution",
        founded_on: date | None = None,
        opening: date = OPENING,
    ) -> str:
        """A unit; with ``approved`` also its opening balance, and ``filled`` generated people on it."""
        new = NewOrganization(name, region, "10", "5", "office", founded_on)
        unit_id = register_organization(self.tx, SYSTEM, new, self.cause)
        if approved is not None:
            self.opening(unit_id, approved, quota_type, exception=exception, day=opening)
        if filled:
            self.fill(unit_id, filled, quota_type, opening)
        return unit_id

    def opening(
        self, unit_id: str, approved: int, quota_type: str, *, exception: int = 0, day: date = OPENING
    ) -> None:
        """Approved posts from ``day`` on by a document, with a named exception where asked for."""
        document = self.document(day)
        exceptions = [NewException(unit_id, quota_type, exception, "历史遗留", day, document)] if exception else []
        move = QuotaMove(unit_id, quota_type, approved, day, document)
        record_quotas(self.tx, SYSTEM, [move], exceptions, self.cause)

    def document(self, day: date = OPENING) -> str:
        """A document of that day, different each time."""
        number = f"清编〔{day.year}〕{next(self._documents)}号"
        new = NewDocument(
            number, "关于核定编制的批复", "清溪县委编委", day, "test", self.cause.kind, self.cause.id
        )
        return record_document(self.tx, SYSTEM, new)

    def people(self, number: int) -> list[str]:
        """Ids of ``number`` people who hold no posting yet."""
        first = next(self._people) * 1000
        return upsert_people(self.tx, SYSTEM, generated_people(number, first))

    def fill(self, unit_id: str, number: int, quota_type: str = "institution", day: date = OPENING) -> list[str]:
        """Enter ``number`` new people; returns the ids of their postings."""
        return open_postings(
            self.tx,
            SYSTEM,
            [
                NewPosting(person_id, unit_id, quota_type, "科员", "open_recruitment", day)
                for person_id in self.people(number)
            ],
            self.cause,
        )
