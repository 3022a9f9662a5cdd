"""What other rooms of the assessment may use of results."""

from __future__ import annotations

from backend.assessment.results.consequences import consequences
from backend.assessment.results.deadlines import may_question
from backend.assessment.results.outcomes import result_of
from backend.assessment.results.queries.decisions import decisions_in_force
from backend.assessment.results.queries.records import sealed_grades
from backend.assessment.results.queries.seals import SealMark, seal_mark
from backend.assessment.results.queries.signatures import DrawnSignature, signatures_of
from backend.assessment.results.queries.standing import StandingNotice, standing_notices
from backend.assessment.results.states import Body, NoticeState

__all__ = [
    "Body",
    "DrawnSignature",
    "NoticeState",
    "SealMark",
    "StandingNotice",
    "consequences",
    "decisions_in_force",
    "may_question",
    "result_of",
    "seal_mark",
    "sealed_grades",
    "signatures_of",
    "standing_notices",
]
