"""What the other rooms of the assessment may use of marks."""

from __future__ import annotations

from backend.assessment.marks.errors import WindowClosed
from backend.assessment.marks.operations.handing_in import give_mark, hand_in_summary
from backend.assessment.marks.operations.voting import cast_ballot
from backend.assessment.marks.queries.marks import (
    mark_evidence,
    missing_marks,
    self_summaries,
    superior_comments,
)
from backend.assessment.marks.queries.rating import rating_means
from backend.assessment.marks.tally import Choice

__all__ = [
    "Choice",
    "WindowClosed",
    "cast_ballot",
    "give_mark",
    "hand_in_summary",
    "mark_evidence",
    "missing_marks",
    "rating_means",
    "self_summaries",
    "superior_comments",
]
