"""A round as a value, for what is computed without a database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from backend.assessment.rounds.public import Parameters, Round, RoundState, Window
from backend.assessment.terms import Period


def round_of(state: RoundState, windows: Mapping[Window, tuple[date, date]] | None = None) -> Round:
    """A round of 2026 in a state."""
    return Round(
        id="1" * 32,
        year=2026,
        node_id="2" * 32,
        title="二〇二六年度考核",
        state=state,
        period=Period.of_year(2026),
        windows=windows or {},
        parameters=Parameters(),
        revision=1,
        version=1,
        investigation_keeper=None,
    )
