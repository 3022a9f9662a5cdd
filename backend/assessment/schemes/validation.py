"""What is wrong with a scheme, all of it at once. Pure.

Each problem names the place (``indicators[2].weight``), a code and the facts of its sentence. Three rules come
from a text: what 国办函〔2026〕12号 forbids is no source; all of 德能勤绩廉 is looked at, political quality and
results of the work in front (公务员法 art. 35; that "in front" means over half of the weight is a default of this
product); and an empty entry in the app says nothing of anybody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from backend.assessment.evidence.public import DOCUMENT, SOURCES, forbidden_word
from backend.assessment.schemes.definition import UNIT, Data, Json, indicator_of
from backend.assessment.schemes.errors import SchemeInvalid, SourceForbidden
from backend.assessment.schemes.scoring import FULL, Indicator
from backend.assessment.schemes.shapes import shape_problems
from backend.assessment.terms import Category, Dimension, SubjectKind

MAX_INDICATORS: Final = 40
MAX_TITLE: Final = 60
FORBIDDEN: Final = "source_forbidden"
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
_CHOICES: Final = {
    "dimension": tuple(Dimension),
    "base": ("sum", "share"),
    "marked_by": ("evidence", "superior", "raters", "office"),
    "missing": ("left_out", "zero"),
    "focus": (None, "political", "results"),
}
#: A main weight counts where it belongs: political quality is 德, results of the work are 绩.
_FOCUS_OF: Final = {"political": Dimension.VIRTUE, "results": Dimension.PERFORMANCE}
_MARKS: Final = {"superior_mark": "superior", "rating": "raters"}
#: Kept on paper as well, or not given where a group is too small: no entry says nothing.
_NEVER_A_MINUS: Final = frozenset({"routine_check", "superior_mark", "rating"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a scheme."""

    path: str
    problem: str
    facts: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> Json:
        return {"path": self.path, "problem": self.problem, "facts": self.facts}


def validate(category: str, indicators: Sequence[Data]) -> tuple[Indicator, ...]:
    """The indicators that the data describes. Raises :class:`SchemeInvalid` with every problem."""
    problems = problems_of(category, indicators)
    if problems:
        raise SchemeInvalid(problems=[problem.to_json() for problem in problems])
    return tuple(indicator_of(each) for each in indicators)


def ensure_nothing_forbidden(indicators: Sequence[Data]) -> None:
    """Raises :class:`SourceForbidden`, which names the document, the words and where they stand."""
    found = [
        {"path": f"indicators[{number}].source", "source": str(each.get("source"))}
        for number, each in enumerate(indicators)
        if forbidden_word(str(each.get("source"))) is not None
    ]
    if found:
        raise SourceForbidden(source=found[0]["source"], document=DOCUMENT, places=found)


def problems_of(category: str, indicators: Sequence[Data]) -> list[Problem]:
    """Everything that is wrong with a scheme of ``category``, in order; nothing for a sound one."""
    if not indicators:
        return [Problem("indicators", "indicators_missing")]
    if len(indicators) > MAX_INDICATORS:
        return [Problem("indicators", "too_many_indicators", {"most": MAX_INDICATORS})]
    problems: list[Problem] = []
    for number, indicator in enumerate(indicators):
        at = f"indicators[{number}]"
        problems += _own_problems(at, category, indicator)
    problems += _repeated(indicators)
    problems += _whole(category, indicators)
    return problems


def _own_problems(at: str, category: str, indicator: Data) -> Iterator[Problem]:
    if not _KEY.fullmatch(str(indicator.get("key") or "")):
        yield Problem(f"{at}.key", "key_wrong")
    yield from _title_problems(at, indicator)
    for name, choices in _CHOICES.items():
        if indicator.get(name) not in cast(Sequence[object], choices):
            yield Problem(f"{at}.{name}", "unknown_value", {"value": str(indicator.get(name))})
    weight = _weight(indicator)
    if weight <= 0:
        yield Problem(f"{at}.weight", "weight_zero")
    elif weight > FULL:
        yield Problem(f"{at}.weight", "weight_too_large", {"most": FULL})
    yield from _source_problems(at, category, indicator)
    yield from _meaning_problems(at, indicator)
    for path, problem, facts in shape_problems(indicator):
        yield Problem(f"{at}.shape{path}", problem, facts)


def _title_problems(at: str, indicator: Data) -> Iterator[Problem]:
    if not str(indicator.get("title_zh") or "").strip():
        yield Problem(f"{at}.title_zh", "title_missing")
    for name in ("title_zh", "title_en"):
        if len(str(indicator.get(name) or "")) > MAX_TITLE:
            yield Problem(f"{at}.{name}", "title_too_long", {"most": MAX_TITLE})


def _source_problems(at: str, category: str, indicator: Data) -> Iterator[Problem]:
    path, code = f"{at}.source", str(indicator.get("source") or "")
    if forbidden_word(code) is not None:
        yield Problem(path, FORBIDDEN, {"source": code, "document": DOCUMENT})
    elif code not in SOURCES:
        yield Problem(path, "source_unknown", {"source": code})
    elif (SOURCES[code].kind is SubjectKind.UNIT) != (category == UNIT):
        yield Problem(path, "wrong_subject", {"source": code, "subject": SOURCES[code].kind.value})


def _meaning_problems(at: str, indicator: Data) -> Iterator[Problem]:
    """Fields that contradict each other: who marks what, which side a mark belongs to, what is missing."""
    family, _, side = str(indicator.get("source") or "").partition(".")
    marks = _MARKS.get(family)
    marked_by = indicator.get("marked_by")
    if marked_by in _CHOICES["marked_by"] and (marked_by != marks if marks else marked_by in _MARKS.values()):
        yield Problem(f"{at}.marked_by", "marked_by_wrong", {"source": str(indicator.get("source"))})
    dimension = indicator.get("dimension")
    if marks and side in tuple(Dimension) and dimension in tuple(Dimension) and side != dimension:
        yield Problem(f"{at}.dimension", "dimension_wrong", {"dimension": side})
    focus = indicator.get("focus")
    belongs = _FOCUS_OF.get(focus) if isinstance(focus, str) else None
    if belongs is not None and dimension in tuple(Dimension) and dimension != belongs:
        yield Problem(f"{at}.focus", "focus_wrong", {"focus": str(focus), "dimension": belongs.value})
    if family in _NEVER_A_MINUS and indicator.get("missing") == "zero":
        yield Problem(f"{at}.missing", "empty_is_no_minus", {"source": str(indicator.get("source"))})


def _repeated(indicators: Sequence[Data]) -> Iterator[Problem]:
    """Keys and sources that stand twice; the first of them is not at fault."""
    for name, problem in (("key", "key_twice"), ("source", "source_twice")):
        first: dict[str, int] = {}
        for number, indicator in enumerate(indicators):
            value = str(indicator.get(name) or "")
            if value in first:
                facts = {name: value, "first": first[value] + 1}
                yield Problem(f"indicators[{number}].{name}", problem, facts)
            elif value:
                first[value] = number


def _whole(category: str, indicators: Sequence[Data]) -> Iterator[Problem]:
    """What only the scheme as a whole can have wrong: its sum, a side without weight, its main weight."""
    weights: Counter[str] = Counter()
    focus: Counter[str] = Counter()
    for indicator in indicators:
        weights[str(indicator.get("dimension"))] += max(0, _weight(indicator))
        focus[str(indicator.get("focus"))] += max(0, _weight(indicator))
    total = weights.total()
    if total != FULL:
        short = {"missing": FULL - total} if total < FULL else {"too_much": total - FULL}
        yield Problem("indicators", "weights_do_not_sum", {"sum": total, **short})
    if category != UNIT:
        for dimension in Dimension:
            if weights[dimension] == 0:
                yield Problem("indicators", "dimension_unused", {"dimension": dimension.value})
    if category == Category.CIVIL_SERVANT:
        political, results = focus["political"], focus["results"]
        if not political or not results or political + results <= FULL // 2:
            facts = {"political": political, "results": results, "more_than": FULL // 2}
            yield Problem("indicators", "main_weight_missing", facts)


def _weight(indicator: Data) -> int:
    weight = indicator.get("weight")
    return weight if type(weight) is int else 0
