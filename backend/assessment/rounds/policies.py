"""What a round must be like before something happens to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from backend.assessment.rounds.errors import (
    RoundEmpty,
    RoundParametersInvalid,
    RoundStateWrong,
    RoundWindowsInvalid,
    RoundWindowsMissing,
)
from backend.assessment.rounds.parameters import Parameters, problems_of
from backend.assessment.rounds.states import RoundState
from backend.assessment.rounds.values import Round, Window
from backend.core.transaction import Tx
from backend.identity.public import Role, accounts_with_role
from backend.register.public import staff_below

#: without these nobody could be assessed; a democratic rating is not held everywhere
_NEEDED = (Window.SELF_SUMMARY, Window.SUPERIOR_MARK)
_KEEPERS = (Role.ASSESSOR, Role.ORGDEPT, Role.HEAD)


def ensure_state(the_round: Round, *states: RoundState) -> None:
    """Raises :class:`RoundStateWrong`."""
    if the_round.state not in states:
        raise RoundStateWrong(state=the_round.state.value, fit=[state.value for state in states])


def ensure_windows(year: int, windows: Mapping[Window, tuple[date, date]]) -> None:
    """Windows lie in the year or the one after, and end after they begin. Raises :class:`RoundWindowsInvalid`."""
    problems: dict[str, list[str]] = {}
    for kind, (opens_on, closes_on) in windows.items():
        if closes_on < opens_on:
            problems[f"windows.{kind.value}.closes_on"] = ["before_opening"]
        elif opens_on.year < year or closes_on.year > year + 1:
            problems[f"windows.{kind.value}.opens_on"] = ["outside_year"]
    if problems:
        raise RoundWindowsInvalid(fields=problems)


def ensure_parameters(values: Mapping[str, int], before: Parameters) -> None:
    """Raises :class:`RoundParametersInvalid`."""
    problems = problems_of(values, before)
    if problems:
        raise RoundParametersInvalid(
            fields={f"parameters.{name}": [problem] for name, problem in problems.items()}
        )


def ensure_may_open(tx: Tx, the_round: Round) -> None:
    """The days that are needed are set, and there is somebody. Raises :class:`RoundWindowsMissing`,
    :class:`RoundEmpty`.
    """
    missing = [kind.value for kind in _NEEDED if kind not in the_round.windows]
    if missing:
        raise RoundWindowsMissing(windows=missing)
    if next(staff_below(tx, the_round.node_id, the_round.day(tx.today())), None) is None:
        raise RoundEmpty


def keepers_at(tx: Tx, node_id: str) -> list[str]:
    """The accounts of which one may be named to enter the neutral code."""
    return sorted({account for role in _KEEPERS for account in accounts_with_role(tx, role, node_id)})
