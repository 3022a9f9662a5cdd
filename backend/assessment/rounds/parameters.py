"""The numbers of a round that rules of the field set: each with its default, its bounds and where it comes from.

Only what was read in the text of an act is a fact (mark T); everything else is a default that an assessor may
change while the round is prepared, and whoever looks at a number sees its mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Final

from backend.assessment.terms import Category


class SourceMark(StrEnum):
    """How well the source of a number is known."""

    TEXT = "T"  # read in the text of the act
    AUTHORITY = "P"  # read in an authority's own page, an excerpt only
    SECONDARY = "S"  # read only in a secondary page
    MEMORY = "M"  # not verified
    NONE = "none"  # a default of this product, without a source


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """A number of a round. ``source`` is a code that the app has words for; yes and no are 1 and 0.

    ``grades_left`` as a unit counts the grades that can still be given, from the last.
    """

    name: str
    default: int
    minimum: int
    maximum: int
    unit: str
    source: str
    mark: SourceMark


def _spec(  # a row of the table
    name: str, default: int, minimum: int, maximum: int, unit: str, source: str, mark: SourceMark
) -> ParameterSpec:
    return ParameterSpec(name, default, minimum, maximum, unit, source, mark)


_M = SourceMark
#: regulations.md 1.6-1.8 says where each was read
SPECS: Final[Mapping[str, ParameterSpec]] = {
    spec.name: spec
    for spec in (
        _spec("excellent_percent", 20, 0, 20, "percent", "civil_servant_assessment_2020", _M.SECONDARY),
        _spec(
            "excellent_percent_with_consent", 25, 0, 25, "percent", "civil_servant_assessment_2020", _M.SECONDARY
        ),
        _spec("seconded_at_host", 1, 0, 1, "yes_no", "civil_servant_assessment_26", _M.SECONDARY),
        _spec("small_pool_upward", 1, 0, 1, "yes_no", "product_default", _M.NONE),
        _spec("excellent_score_from", 9000, 0, 10000, "points", "product_default", _M.NONE),
        _spec("competent_score_from", 7000, 0, 10000, "points", "product_default", _M.NONE),
        _spec("basic_score_from", 6000, 0, 10000, "points", "product_default", _M.NONE),
        _spec("known_weight_from", 50, 0, 100, "percent", "product_default", _M.NONE),
        _spec("publicity_working_days", 5, 1, 30, "working_days", "publicity_not_verified", _M.MEMORY),
        _spec("grades_after_warning", 3, 0, 3, "grades_left", "civil_servant_assessment_29", _M.SECONDARY),
        _spec("grades_after_demerit", 0, 0, 3, "grades_left", "product_default", _M.NONE),
        _spec("grades_after_major_demerit", 0, 0, 3, "grades_left", "product_default", _M.NONE),
        _spec("grades_after_demotion", 0, 0, 3, "grades_left", "product_default", _M.NONE),
        _spec("grades_after_removal", 0, 0, 3, "grades_left", "product_default", _M.NONE),
        _spec("min_raters", 5, 5, 50, "people", "product_default", _M.NONE),
        _spec("rating_unit_up_to", 30, 6, 500, "people", "product_default", _M.NONE),
        _spec("entry_working_days", 10, 1, 60, "working_days", "product_default", _M.NONE),
        _spec("correction_working_days", 5, 1, 30, "working_days", "product_default", _M.NONE),
        _spec("rating_good", 10000, 0, 10000, "points", "product_default", _M.NONE),
        _spec("rating_fairly_good", 8500, 0, 10000, "points", "product_default", _M.NONE),
        _spec("rating_average", 7000, 0, 10000, "points", "product_default", _M.NONE),
        _spec("rating_poor", 5000, 0, 10000, "points", "product_default", _M.NONE),
        _spec("civil_servant_review_days", 30, 1, 365, "days", "civil_servant_law_95", _M.TEXT),
        _spec("civil_servant_appeal_days", 15, 1, 365, "days", "civil_servant_law_95", _M.TEXT),
        _spec("institution_staff_review_days", 30, 1, 365, "days", "order_652_38", _M.MEMORY),
        _spec("institution_staff_appeal_days", 30, 1, 365, "days", "order_652_38", _M.MEMORY),
        _spec("organ_worker_review_days", 30, 1, 365, "days", "product_default", _M.NONE),
        _spec("organ_worker_appeal_days", 30, 1, 365, "days", "product_default", _M.NONE),
    )
}


@dataclass(frozen=True, slots=True)
class Parameters:
    """The numbers of one round; a score is in hundredths of 100 points."""

    excellent_percent: int = 20
    excellent_percent_with_consent: int = 25
    #: who is seconded for over half of the year is assessed at the host
    seconded_at_host: int = 1
    small_pool_upward: int = 1
    excellent_score_from: int = 9000
    competent_score_from: int = 7000
    basic_score_from: int = 6000
    #: the least share of a scheme's weight that must rest on evidence for a grade to be proposed
    known_weight_from: int = 50
    publicity_working_days: int = 5
    #: how many grades, counted from the last, are left in the year of a disciplinary action; 0: comments, no grade
    grades_after_warning: int = 3
    grades_after_demerit: int = 0
    grades_after_major_demerit: int = 0
    grades_after_demotion: int = 0
    grades_after_removal: int = 0
    min_raters: int = 5
    #: a unit with more people is rated division by division
    rating_unit_up_to: int = 30
    #: what the four words of a democratic rating are worth
    rating_good: int = 10000
    rating_fairly_good: int = 8500
    rating_average: int = 7000
    rating_poor: int = 5000
    #: an entry is current that is filed within so many days of the day from which it counts
    entry_working_days: int = 10
    #: a matter that was sent back is answered in time within so many days
    correction_working_days: int = 5
    civil_servant_review_days: int = 30
    civil_servant_appeal_days: int = 15
    institution_staff_review_days: int = 30
    institution_staff_appeal_days: int = 30
    organ_worker_review_days: int = 30
    organ_worker_appeal_days: int = 30

    def review_days(self, category: Category) -> int:
        """Days in which a review may be asked for."""
        return int(getattr(self, f"{category.value}_review_days"))

    def appeal_days(self, category: Category) -> int:
        """Days in which one may appeal after the review."""
        return int(getattr(self, f"{category.value}_appeal_days"))

    def values(self) -> dict[str, int]:
        """Every number by its name."""
        return {field.name: int(getattr(self, field.name)) for field in fields(self)}

    def changed(self, values: Mapping[str, int]) -> Parameters:
        """These numbers with ``values`` in place of some; :func:`problems_of` says first whether they fit."""
        return replace(self, **values)


def problems_of(values: Mapping[str, int], before: Parameters) -> dict[str, str]:
    """What is wrong with numbers that somebody wants to set, by name: unknown, out_of_range, not_falling.

    Scores fall from the best grade to the last, the words of a rating from the best to the last; a heavier
    disciplinary action leaves no more than a lighter one, and the share with consent is not below that without.
    """
    found = {name: "unknown" for name in values if name not in SPECS}
    for name, value in values.items():
        spec = SPECS.get(name)
        if spec is not None and not spec.minimum <= value <= spec.maximum:
            found[name] = "out_of_range"
    if found:
        return found
    after = before.changed(values)
    if not after.excellent_score_from > after.competent_score_from > after.basic_score_from:
        found["competent_score_from"] = "not_falling"
    words = (after.rating_good, after.rating_fairly_good, after.rating_average, after.rating_poor)
    if sorted(set(words), reverse=True) != list(words):
        found["rating_fairly_good"] = "not_falling"
    left = [
        after.grades_after_warning,
        after.grades_after_demerit,
        after.grades_after_major_demerit,
        after.grades_after_demotion,
        after.grades_after_removal,
    ]
    if sorted(left, reverse=True) != left:
        found["grades_after_demerit"] = "not_falling"
    if after.excellent_percent_with_consent < after.excellent_percent:
        found["excellent_percent_with_consent"] = "not_falling"
    return found
