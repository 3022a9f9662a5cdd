"""Random sound schemes, and totals of evidence for them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from backend.assessment.evidence.public import SOURCES, Base
from backend.assessment.schemes.definition import indicator_of
from backend.assessment.schemes.scoring import FULL, Scheme, Total
from backend.assessment.terms import Dimension, SubjectKind

Json = dict[str, Any]
_SIDES = tuple(dimension.value for dimension in Dimension)
_FREE = [
    source.code for source in SOURCES.values() if source.kind is SubjectKind.PERSON and "." not in source.code
]


@st.composite
def _linear(draw: st.DrawFn) -> Json:
    zero, full = draw(st.lists(st.integers(0, FULL), min_size=2, max_size=2, unique=True))
    return {"kind": "linear", "zero_at": zero, "full_at": full}


@st.composite
def _steps(draw: st.DrawFn) -> Json:
    starts = sorted(draw(st.sets(st.integers(0, FULL), min_size=1, max_size=4)))
    percents = draw(st.lists(st.integers(1, FULL), min_size=len(starts), max_size=len(starts)))
    pairs = zip(starts, percents, strict=True)
    return {"kind": "step", "steps": [{"from_value": start, "percent": percent} for start, percent in pairs]}


@st.composite
def _cap(draw: st.DrawFn, weight: int) -> Json:
    return {"kind": "cap", "each": draw(st.integers(1, 500)), "cap": draw(st.integers(1, weight))}


@st.composite
def sound_indicators(draw: st.DrawFn) -> list[Json]:
    """The data of a sound scheme for civil servants: the weights sum, and the main weight is in front."""
    sources = draw(st.lists(st.sampled_from(_FREE), min_size=5, max_size=len(_FREE), unique=True))
    sides = [
        *_SIDES,
        *draw(st.lists(st.sampled_from(_SIDES), min_size=len(sources) - 5, max_size=len(sources) - 5)),
    ]
    weights = _weights(draw, sides)
    return [
        {
            "key": f"indicator_{number}",
            "title_zh": f"指标{number}",
            "title_en": f"Indicator {number}",
            "dimension": side,
            "weight": weight,
            "source": source,
            **_scored(draw, source, weight),
            "marked_by": "evidence",
            "missing": "left_out" if source == "routine_check" else draw(st.sampled_from(["left_out", "zero"])),
            "focus": {"virtue": "political", "performance": "results"}.get(side),
        }
        for number, (source, side, weight) in enumerate(zip(sources, sides, weights, strict=True))
    ]


def _weights(draw: st.DrawFn, sides: list[str]) -> list[int]:
    """Weights that come to all of it; what is left over goes to the results of the work."""
    small = FULL // (2 * len(sides))
    weights = [draw(st.integers(1, small)) for _ in sides]
    weights[sides.index("performance")] += FULL - sum(weights)
    return weights


def _scored(draw: st.DrawFn, source: str, weight: int) -> Json:
    base = SOURCES[source].base_hint
    shapes = [_linear(), _steps(), *([_cap(weight)] if base is Base.SUM else [])]
    return {"base": base.value, "shape": draw(st.one_of(shapes))}


def totals_for(indicators: list[Json]) -> st.SearchStrategy[dict[str, Total]]:
    """Totals of some of the sources: those without an entry have no evidence."""
    total = st.builds(_total, st.integers(0, 50_000), st.integers(0, 50_000), st.integers(1, 40))
    names = [indicator["source"] for indicator in indicators]
    return st.dictionaries(st.sampled_from(names), total, max_size=len(names))


def _total(amount: int, more: int, count: int) -> Total:
    return Total(amount, amount + more, count)


def scheme_of(indicators: list[Json]) -> Scheme:
    """A scheme with these indicators."""
    return Scheme("0" * 32, 1, 2026, "civil_servant", "1" * 32, tuple(indicator_of(each) for each in indicators))
