"""What can be wrong with the shape of an indicator. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final, TypeAlias

from backend.assessment.schemes.definition import Data
from backend.assessment.schemes.scoring import FULL

MAX_STEPS: Final = 12
#: Ten thousand of something in a year, in hundredths.
MAX_SUM: Final = 1_000_000
#: A path below the shape, a code, its facts.
Found: TypeAlias = tuple[str, str, dict[str, Any]]


def shape_problems(indicator: Data) -> Iterator[Found]:
    """The problems of ``indicator["shape"]``, which says how its value comes to points."""
    shape = indicator.get("shape")
    kind = shape.get("kind") if isinstance(shape, dict) else None
    if not isinstance(shape, dict) or kind not in _LOOK_AT:
        yield "", "shape_unknown", {"value": str(kind)}
        return
    most = FULL if indicator.get("base") == "share" else MAX_SUM
    yield from _LOOK_AT[kind](shape, indicator, most)


def _linear(shape: Data, _indicator: Data, most: int) -> Iterator[Found]:
    sound = True
    for name in ("zero_at", "full_at"):
        if not _within(shape.get(name), 0, most):
            sound = False
            yield f".{name}", "value_out_of_range", {"least": 0, "most": most}
    if sound and shape["zero_at"] == shape["full_at"]:
        yield ".full_at", "divides_by_zero", {"value": shape["full_at"]}


def _step(shape: Data, _indicator: Data, most: int) -> Iterator[Found]:
    steps = shape.get("steps")
    if not isinstance(steps, list) or not steps:
        yield ".steps", "steps_missing", {}
        return
    if len(steps) > MAX_STEPS:
        yield ".steps", "too_many_steps", {"most": MAX_STEPS}
        return
    for number, step in enumerate(steps):
        if not _within(step.get("from_value"), 0, most):
            yield f".steps[{number}].from_value", "value_out_of_range", {"least": 0, "most": most}
        if not _within(step.get("percent"), 0, FULL):
            yield f".steps[{number}].percent", "percent_out_of_range", {"most": FULL}
    starts = [step.get("from_value") for step in steps]
    if all(type(start) is int for start in starts):
        for number, (before, after) in enumerate(pairwise(starts), start=1):
            if after <= before:
                yield f".steps[{number}].from_value", "step_not_rising", {"before": before}
    if all(step.get("percent") == 0 for step in steps):
        yield ".steps", "steps_all_zero", {}


def _cap(shape: Data, indicator: Data, _most: int) -> Iterator[Found]:
    weight = indicator.get("weight")
    if not _within(shape.get("each"), 1, FULL):
        yield ".each", "value_out_of_range", {"least": 1, "most": FULL}
    if not _within(shape.get("cap"), 1, FULL):
        yield ".cap", "value_out_of_range", {"least": 1, "most": FULL}
    elif type(weight) is int and shape["cap"] > weight > 0:
        yield ".cap", "cap_over_weight", {"weight": weight}
    if indicator.get("base") == "share":
        yield "", "cap_needs_sum", {}


def _within(value: object, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


_LOOK_AT: Final = {"linear": _linear, "step": _step, "cap": _cap}
