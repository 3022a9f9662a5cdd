"""What the grades of the last years would mean by the rules: pure, shown as information, applied by nobody here.

Each has the place where it stands and how that place was read; grades before those held here are unknown, so what
counts years says how many it saw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from backend.assessment.results.deadlines import NO_SOURCE, Source
from backend.assessment.terms import GRADES, Category, Grade

_RULES_RESULTS: Final = Source("civil_servant_assessment_rules", "18-21", "S")
_RULES_INCOMPETENT: Final = Source("civil_servant_assessment_rules", "22", "M")
_LAW_DISMISSAL: Final = Source("civil_servant_law", "88", "T")
_REGULATIONS_CONTRACT: Final = Source("institution_personnel_regulations", "16", "T")
_REGULATIONS_RESULTS: Final = Source("institution_personnel_regulations", "22", "T")

#: Years for which each is given: a third-class merit, a pay step, a pay grade, a dismissal.
MERIT_YEARS: Final = 3
PAY_STEP_YEARS: Final = 2
PAY_GRADE_YEARS: Final = 5
DISMISSAL_YEARS: Final = 2


@dataclass(frozen=True, slots=True)
class Consequence:
    """One sentence of information; ``facts`` are its numbers. A warning tells what may go against the person."""

    code: str
    source: Source
    warning: bool = False
    facts: Mapping[str, int] = field(default_factory=dict)


def consequences(category: Category, grades: Sequence[tuple[int, Grade]]) -> list[Consequence]:
    """What the last of ``grades`` (year, grade) means together with those before it; empty without a grade.

    Raises ``KeyError`` for no category. Years are taken in order whatever order they come in; of one year the
    last given counts.
    """
    by_year = dict(grades)
    if not by_year or by_year[max(by_year)] not in GRADES[category]:
        return []
    if category is Category.CIVIL_SERVANT:
        return _of_civil_servant(by_year)
    if category is Category.INSTITUTION_STAFF:
        return _of_institution_staff(by_year)
    return [Consequence("no_source_held", NO_SOURCE)]


def _of_civil_servant(by_year: Mapping[int, Grade]) -> list[Consequence]:
    last = by_year[max(by_year)]
    if last is Grade.INCOMPETENT:
        return _of_incompetent(by_year)
    if last is Grade.BASICALLY_COMPETENT:
        return [
            Consequence("admonition", _RULES_RESULTS, warning=True),
            Consequence("year_not_counted", _RULES_RESULTS, warning=True),
        ]
    found = _of_excellent(by_year) if last is Grade.EXCELLENT else []
    found.append(Consequence("year_counts", _RULES_RESULTS))
    years = sum(grade in (Grade.EXCELLENT, Grade.COMPETENT) for grade in by_year.values())
    if years % PAY_STEP_YEARS == 0:
        found.append(Consequence("pay_step", _RULES_RESULTS, facts={"years": years}))
    if years % PAY_GRADE_YEARS == 0:
        found.append(Consequence("pay_grade", _RULES_RESULTS, facts={"years": years}))
    return found


def _of_excellent(by_year: Mapping[int, Grade]) -> list[Consequence]:
    found = [
        Consequence("commendation", _RULES_RESULTS),
        Consequence("rank_term_shortened", _RULES_RESULTS),
    ]
    running = _running(by_year, Grade.EXCELLENT)
    if running % MERIT_YEARS == 0:
        found.append(Consequence("third_class_merit", _RULES_RESULTS, facts={"years": running}))
    return found


def _of_incompetent(by_year: Mapping[int, Grade]) -> list[Consequence]:
    found = [
        Consequence("demotion", _RULES_INCOMPETENT, warning=True),
        Consequence("no_bonus", _RULES_INCOMPETENT, warning=True),
    ]
    running = _running(by_year, Grade.INCOMPETENT)
    code = "dismissal" if running >= DISMISSAL_YEARS else "dismissal_if_again"
    return [*found, Consequence(code, _LAW_DISMISSAL, warning=True, facts={"years": running})]


def _of_institution_staff(by_year: Mapping[int, Grade]) -> list[Consequence]:
    found = [Consequence("post_pay_renewal", _REGULATIONS_RESULTS)]
    if by_year[max(by_year)] is Grade.UNQUALIFIED:
        running = _running(by_year, Grade.UNQUALIFIED)
        code = "contract_may_end" if running >= DISMISSAL_YEARS else "contract_if_refused_or_again"
        found.append(Consequence(code, _REGULATIONS_CONTRACT, warning=True, facts={"years": running}))
    return found


def _running(by_year: Mapping[int, Grade], grade: Grade) -> int:
    """For how many years running, up to the last, somebody was graded ``grade``."""
    year = max(by_year)
    while by_year.get(year) is grade:
        year -= 1
    return max(by_year) - year
