"""What other rooms of the assessment may use of goals and routine checks."""

from __future__ import annotations

from backend.assessment.goals.operations.checks import Paper, comment_check, write_check
from backend.assessment.goals.operations.plans import agree, revise, save_draft
from backend.assessment.goals.operations.progress import NewProgress, report_progress
from backend.assessment.goals.periods import AMOUNT_OF_GRADE, CheckGrade, Rhythm
from backend.assessment.goals.plans import Goal, Measure, Part
from backend.assessment.goals.queries.checks import CheckView, checks_of
from backend.assessment.goals.queries.evidence import check_evidence, goal_evidence, unit_goal_evidence
from backend.assessment.goals.queries.goals import PartView, goals_of

__all__ = [
    "AMOUNT_OF_GRADE",
    "CheckGrade",
    "CheckView",
    "Goal",
    "Measure",
    "NewProgress",
    "Paper",
    "Part",
    "PartView",
    "Rhythm",
    "agree",
    "check_evidence",
    "checks_of",
    "comment_check",
    "goal_evidence",
    "goals_of",
    "report_progress",
    "revise",
    "save_draft",
    "unit_goal_evidence",
    "write_check",
]
