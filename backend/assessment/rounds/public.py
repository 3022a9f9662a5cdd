"""What the other rooms of the assessment may use of rounds."""

from __future__ import annotations

from backend.assessment.rounds.errors import AssessedNotFound, OwnCase, RoundNotFound, RoundStateWrong
from backend.assessment.rounds.operations.rounds import (
    RoundPlan,
    add_move_check,
    add_opening_check,
    create_round,
    lock_rounds_of_year,
    move_round,
    open_round,
)
from backend.assessment.rounds.parameters import SPECS, Parameters, SourceMark
from backend.assessment.rounds.policies import ensure_state
from backend.assessment.rounds.queries.people import (
    assessed_below,
    assessed_in_scope,
    assessed_in_units,
    assessed_in_year,
    assessed_named,
    assessed_on,
    assessed_one,
    assessed_people,
    subordinates_of,
    superior_of,
    supervising_unit,
)
from backend.assessment.rounds.queries.placing import (
    AssessedAt,
    FrozenPlace,
    add_case_finder,
    seconded_around,
)
from backend.assessment.rounds.queries.rounds import (
    latest_round_of,
    lock_round,
    round_at,
    round_by_id,
    round_for,
    round_of_person,
    rounds_around,
    rounds_at,
    rounds_in_state,
    rounds_meeting,
    rounds_of_person,
    rounds_of_year,
)
from backend.assessment.rounds.states import RoundState
from backend.assessment.rounds.superiors import SuperiorSource
from backend.assessment.rounds.upkeep import WINDOWS, look_tomorrow, mark_told, windows_to_tell
from backend.assessment.rounds.values import Assessed, Round, Window

__all__ = [
    "SPECS",
    "WINDOWS",
    "Assessed",
    "AssessedAt",
    "AssessedNotFound",
    "FrozenPlace",
    "OwnCase",
    "Parameters",
    "Round",
    "RoundNotFound",
    "RoundPlan",
    "RoundState",
    "RoundStateWrong",
    "SourceMark",
    "SuperiorSource",
    "Window",
    "add_case_finder",
    "add_move_check",
    "add_opening_check",
    "assessed_below",
    "assessed_in_scope",
    "assessed_in_units",
    "assessed_in_year",
    "assessed_named",
    "assessed_on",
    "assessed_one",
    "assessed_people",
    "create_round",
    "ensure_state",
    "latest_round_of",
    "lock_round",
    "lock_rounds_of_year",
    "look_tomorrow",
    "mark_told",
    "move_round",
    "open_round",
    "round_at",
    "round_by_id",
    "round_for",
    "round_of_person",
    "rounds_around",
    "rounds_at",
    "rounds_in_state",
    "rounds_meeting",
    "rounds_of_person",
    "rounds_of_year",
    "seconded_around",
    "subordinates_of",
    "superior_of",
    "supervising_unit",
    "windows_to_tell",
]
