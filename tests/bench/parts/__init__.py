"""The parts of the bench, one thing measured in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.bench.measure import Figure
from tests.bench.parts import (
    compiling,
    course_video,
    decision,
    first_screen,
    inbox,
    lighthouse,
    pairing,
    papers,
    push,
    search,
    spreadsheet,
    unit_record,
)
from tests.bench.sizes import Size

PARTS: dict[str, Callable[[Size], Iterable[Figure]]] = {
    unit_record.PART: unit_record.measure,
    search.PART: search.measure,
    inbox.PART: inbox.measure,
    decision.PART: decision.measure,
    spreadsheet.PART: spreadsheet.measure,
    push.PART: push.measure,
    course_video.PART: course_video.measure,
    papers.PART: papers.measure,
    pairing.PART: pairing.measure,
    compiling.PART: compiling.measure,
    first_screen.PART: first_screen.measure,
    lighthouse.PART: lighthouse.measure,
}
