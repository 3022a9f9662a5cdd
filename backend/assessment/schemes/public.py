"""What other rooms of the assessment may use of the schemes."""

from __future__ import annotations

from backend.assessment.schemes.scoring import (
    FULL,
    Cap,
    Indicator,
    Linear,
    Part,
    Prepared,
    Scheme,
    Score,
    Step,
    Total,
    prepare,
    score,
    total_up,
    value_of,
)

__all__ = [
    "FULL",
    "Cap",
    "Indicator",
    "Linear",
    "Part",
    "Prepared",
    "Scheme",
    "Score",
    "Step",
    "Total",
    "prepare",
    "score",
    "total_up",
    "value_of",
]
