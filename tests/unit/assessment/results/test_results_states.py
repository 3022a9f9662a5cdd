"""State × act: what is not in a table is refused, and nothing leads out of an end."""

from __future__ import annotations

from itertools import product

import pytest

from backend.assessment.results.states import (
    ANSWERS,
    DECISIONS,
    NOTICES,
    UNANSWERED,
    AnswerAct,
    AnswerState,
    DecisionAct,
    DecisionState,
    NoticeAct,
    NoticeState,
)


@pytest.mark.parametrize(
    ("table", "states", "acts", "allowed"),
    [
        (DECISIONS, DecisionState, DecisionAct, 3),
        (ANSWERS, AnswerState, AnswerAct, 5),
        (NOTICES, NoticeState, NoticeAct, 5),
    ],
)
def test_every_pair_is_either_in_its_table_or_refused(table, states, acts, allowed) -> None:  # type: ignore[no-untyped-def]
    pairs = set(product(states, acts))
    assert set(table) <= pairs
    assert len(table) == allowed


def test_nothing_follows_an_end() -> None:
    assert not any(state is not DecisionState.RECORDED for state, _ in DECISIONS)
    assert {state for state, _ in ANSWERS} == set(UNANSWERED)
    assert (AnswerState.WAITING, AnswerAct.WITHDRAW) not in ANSWERS
    assert (DecisionState.CONFIRMED, DecisionAct.WITHDRAW) not in DECISIONS
    assert not any(state is NoticeState.REPLACED for state, _ in NOTICES)


def test_an_accepted_answer_counts_only_once_its_decision_is_confirmed() -> None:
    waiting = ANSWERS[AnswerState.OPEN, AnswerAct.ACCEPT]
    assert waiting in UNANSWERED
    assert ANSWERS[waiting, AnswerAct.RETURN] is AnswerState.OPEN
    assert ANSWERS[waiting, AnswerAct.CONFIRM] is AnswerState.ACCEPTED
