"""What other rooms of the assessment may use of results."""

from __future__ import annotations

from backend.assessment.results.consequences import Consequence, consequences
from backend.assessment.results.outcomes import result_of
from backend.assessment.results.queries.decisions import decisions_in_force
from backend.assessment.results.queries.records import sealed_grades

__all__ = ["Consequence", "consequences", "decisions_in_force", "result_of", "sealed_grades"]
