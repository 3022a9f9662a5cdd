"""What other rooms of courses may use of credits."""

from __future__ import annotations

from courses.credits.hours import write_hours
from courses.credits.models import Counter, Source
from courses.credits.operations import NewCredit, confirm_credits, propose_credit
from courses.credits.queries import Counters, counters
from courses.credits.requirements import Requirement, requirements_of

__all__ = [
    "Counter",
    "Counters",
    "NewCredit",
    "Requirement",
    "Source",
    "confirm_credits",
    "counters",
    "propose_credit",
    "requirements_of",
    "write_hours",
]
