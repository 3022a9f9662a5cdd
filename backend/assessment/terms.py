"""The words of the annual assessment that all its rooms share: categories, dimensions, grades, evidence.

Pure: no database, no edge. Amounts are whole hundredths, so that sums are exact and the same evidence always gives
the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

#: One, as it is written in amounts, weights and points.
ONE: Final = 100


class Category(StrEnum):
    """Whose rules somebody is assessed by; each category is graded, and its 优秀 counted, on its own."""

    CIVIL_SERVANT = "civil_servant"  # 公务员, and institutions managed by the Civil Servant Law (参公)
    INSTITUTION_STAFF = "institution_staff"  # 事业单位工作人员
    ORGAN_WORKER = "organ_worker"  # 机关工勤人员


class SubjectKind(StrEnum):
    """Who or what evidence is about."""

    PERSON = "person"
    UNIT = "unit"


class Dimension(StrEnum):
    """德能勤绩廉 (公务员法 art. 35)."""

    VIRTUE = "virtue"
    ABILITY = "ability"
    DILIGENCE = "diligence"
    PERFORMANCE = "performance"
    INTEGRITY = "integrity"


class Grade(StrEnum):
    """等次 (civil servants, organ workers) and 档次 (institution staff), with what stands in place of one."""

    EXCELLENT = "excellent"
    COMPETENT = "competent"
    BASICALLY_COMPETENT = "basically_competent"
    INCOMPETENT = "incompetent"
    QUALIFIED = "qualified"
    BASICALLY_QUALIFIED = "basically_qualified"
    UNQUALIFIED = "unqualified"
    COMMENTS_ONLY = "comments_only"  # probation: comments, no grade
    NO_GRADE = "no_grade"  # takes part, no grade
    DEFERRED = "deferred"  # one neutral code; its reason is kept nowhere here
    NOT_ASSESSED = "not_assessed"


#: What a person may be graded, best first. Organ workers: by the civil servants' list, a default without a source.
GRADES: Mapping[Category, tuple[Grade, Grade, Grade, Grade]] = {
    Category.CIVIL_SERVANT: (
        Grade.EXCELLENT,
        Grade.COMPETENT,
        Grade.BASICALLY_COMPETENT,
        Grade.INCOMPETENT,
    ),
    Category.INSTITUTION_STAFF: (
        Grade.EXCELLENT,
        Grade.QUALIFIED,
        Grade.BASICALLY_QUALIFIED,
        Grade.UNQUALIFIED,
    ),
    Category.ORGAN_WORKER: (
        Grade.EXCELLENT,
        Grade.COMPETENT,
        Grade.BASICALLY_COMPETENT,
        Grade.INCOMPETENT,
    ),
}


class SpecialCase(StrEnum):
    """Why somebody is not graded like the others (公务员考核规定 arts. 25-29, read in a mirror)."""

    PROBATION = "probation"
    LONG_LEAVE = "long_leave"
    DEFERRED = "deferred"
    WARNED = "warned"  # is graded, but not 优秀 in that year
    DISCIPLINED = "disciplined"  # a heavier disciplinary action; of which kind is kept with the entry alone
    NOT_ASSESSED = "not_assessed"


#: What stands in place of a grade; what a disciplinary action leaves is said by the round's parameters.
GRADE_OF_SPECIAL_CASE: Mapping[SpecialCase, Grade] = {
    SpecialCase.PROBATION: Grade.COMMENTS_ONLY,
    SpecialCase.LONG_LEAVE: Grade.NO_GRADE,
    SpecialCase.DEFERRED: Grade.DEFERRED,
    SpecialCase.NOT_ASSESSED: Grade.NOT_ASSESSED,
}


@dataclass(frozen=True, slots=True)
class Period:
    """The days an assessment looks at, both included."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year, 12, 31))

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence, as the domain that owns the fact gives it; never stored as a fact of its own.

    ``amount`` of ``out_of`` are hundredths: a matter handled in time is 100 of 100, one that was late 0 of 100, a
    rating of 87.50 is 8750 of 10000. ``key`` is the fact's own id, unique in its source, and does not change when
    the evidence is asked for again. ``link`` is the path of the page in the app where the fact can be seen, empty
    where there is none. ``facts`` are codes and numbers for the sentence that tells it, never a name.
    """

    kind: SubjectKind
    subject_id: str
    source: str
    key: str
    on: date
    amount: int
    out_of: int
    link: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)
