"""Indicators as plain data (on the wire, in a table, in a file) and back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias, assert_never

import orjson

from backend.assessment.schemes.scoring import Cap, Indicator, Linear, Shape, Step
from backend.assessment.terms import Category, Dimension
from backend.core.crypto import sm3

Json: TypeAlias = dict[str, Any]
Data: TypeAlias = Mapping[str, Any]

#: What a scheme for units is called where schemes for people name their category.
UNIT: Final = "unit"
SCHEME_CATEGORIES: Final[tuple[str, ...]] = (*(category.value for category in Category), UNIT)


def indicator_of(data: Data) -> Indicator:
    """The indicator that sound data describes; what validation passed, or a table kept, is sound."""
    return Indicator(
        key=data["key"],
        title_zh=data["title_zh"],
        title_en=data["title_en"],
        dimension=Dimension(data["dimension"]),
        weight=data["weight"],
        source=data["source"],
        base=data["base"],
        shape=_shape_of(data["shape"]),
        marked_by=data["marked_by"],
        missing=data["missing"],
        focus=data.get("focus"),
    )


def data_of(indicator: Indicator) -> Json:
    """The data that ``indicator_of`` reads back as the same indicator."""
    return {
        "key": indicator.key,
        "title_zh": indicator.title_zh,
        "title_en": indicator.title_en,
        "dimension": indicator.dimension.value,
        "weight": indicator.weight,
        "source": indicator.source,
        "base": indicator.base,
        "shape": _shape_data(indicator.shape),
        "marked_by": indicator.marked_by,
        "missing": indicator.missing,
        "focus": indicator.focus,
    }


def digest_of(indicators: Iterable[Data]) -> str:
    """SM3 over the canonical bytes of indicators, so that "the same scheme" is a question with one answer."""
    return sm3(orjson.dumps(list(indicators), option=orjson.OPT_SORT_KEYS))


def _shape_of(data: Data) -> Shape:
    match data["kind"]:
        case "linear":
            return Linear(data["zero_at"], data["full_at"])
        case "step":
            return Step(tuple((step["from_value"], step["percent"]) for step in data["steps"]))
        case "cap":
            return Cap(data["each"], data["cap"])
        case other:
            msg = f"no shape is called {other!r}"
            raise ValueError(msg)


def _shape_data(shape: Shape) -> Json:
    match shape:
        case Linear(zero_at, full_at):
            return {"kind": "linear", "zero_at": zero_at, "full_at": full_at}
        case Step(steps):
            return {
                "kind": "step",
                "steps": [{"from_value": from_value, "percent": percent} for from_value, percent in steps],
            }
        case Cap(each, cap):
            return {"kind": "cap", "each": each, "cap": cap}
        case _:
            assert_never(shape)
