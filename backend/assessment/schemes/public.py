"""What other rooms of the assessment may use of the schemes."""

from __future__ import annotations

from backend.assessment.schemes.adopted import adopted_scheme, adopted_schemes, scheme_version
from backend.assessment.schemes.definition import UNIT, data_of
from backend.assessment.schemes.operations import adopt_scheme, create_scheme
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
    value_of,
)
from backend.assessment.schemes.trials import simulate_now

__all__ = [
    "FULL",
    "UNIT",
    "Cap",
    "Indicator",
    "Linear",
    "Part",
    "Prepared",
    "Scheme",
    "Score",
    "Step",
    "Total",
    "adopt_scheme",
    "adopted_scheme",
    "adopted_schemes",
    "create_scheme",
    "data_of",
    "prepare",
    "scheme_version",
    "score",
    "simulate_now",
    "value_of",
]
