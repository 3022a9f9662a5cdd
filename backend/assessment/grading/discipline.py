"""What grades a disciplinary action (处分) leaves in the year of it (公务员考核规定 art. 29). Pure.

Read, in a mirror: who was warned is not 优秀 in that year; heavier actions "by kind". The kinds stand in the law.
What each of the heavier ones leaves was not read anywhere, so it is a default of this product that a round can
change: comments and no grade, which puts no grade on anybody that no text asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from backend.assessment.terms import GRADES, Category, Grade, SpecialCase

if TYPE_CHECKING:
    from backend.assessment.rounds.public import Parameters

#: All grades of a category are left.
ALL: Final = len(GRADES[Category.CIVIL_SERVANT])


class DisciplinaryAction(StrEnum):
    """Actions heavier than a warning that leave somebody in service, the lightest first."""

    DEMERIT = "demerit"  # 记过
    MAJOR_DEMERIT = "major_demerit"  # 记大过
    DEMOTION = "demotion"  # 降级; of institution staff 降低岗位等级
    REMOVAL = "removal"  # 撤职


_EVERY: Final = tuple(DisciplinaryAction)
#: 公务员法 art. 62, and Order 652 art. 29, which has no 记大过; for organ workers no source is held
KINDS: Final[Mapping[Category, tuple[DisciplinaryAction, ...]]] = {
    Category.CIVIL_SERVANT: _EVERY,
    Category.INSTITUTION_STAFF: tuple(one for one in _EVERY if one is not DisciplinaryAction.MAJOR_DEMERIT),
    Category.ORGAN_WORKER: _EVERY,
}


def grades_left(special: SpecialCase | None, action: DisciplinaryAction | None, rules: Parameters) -> int:
    """How many grades, counted from the last, somebody can still be given; 0 where none is given at all."""
    if special is None:
        return ALL
    if special is SpecialCase.WARNED:
        return rules.grades_after_warning
    if special is SpecialCase.DISCIPLINED and action is not None:
        return int(getattr(rules, f"grades_after_{action.value}"))
    return 0


def possible_grades(category: Category, left: int) -> tuple[Grade, ...]:
    """The grades that are left, best first."""
    return GRADES[category][ALL - left :]


def within(category: Category, grade: Grade | None, left: int) -> Grade | None:
    """The grade itself where it is left, else the best that is; comments where none is."""
    if left == 0:
        return Grade.COMMENTS_ONLY
    if grade is None:
        return None
    possible = possible_grades(category, left)
    return grade if grade in possible else possible[0]
