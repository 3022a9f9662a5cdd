"""What people hand in: within its days, by whom it is theirs to give; and a ballot that leaves no trace."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.assessment.events import WindowEnding, WindowOpened
from backend.assessment.marks.errors import (
    AlreadyVoted,
    BallotChanged,
    NotTheSuperior,
    RatingGroupTooSmall,
    SelfSummaryChanged,
    SuperiorMarkChanged,
    WindowClosed,
)
from backend.assessment.marks.models import RatingTally, SelfSummary
from backend.assessment.marks.operations.handing_in import give_mark, hand_in_summary
from backend.assessment.marks.operations.voting import cast_ballot
from backend.assessment.marks.public import mark_evidence, missing_marks, self_summaries, superior_comments
from backend.assessment.marks.queries.own import marks_to_give, own_ballot, own_marks
from backend.assessment.marks.reminders import tell_of_windows
from backend.assessment.marks.tally import Choice, Tally
from backend.assessment.marks.texts import open_tally
from backend.assessment.rounds.public import OwnCase, RoundNotFound, RoundState, move_round
from backend.assessment.terms import Dimension
from backend.core import events
from backend.core.clock import FixedClock
from backend.core.errors import DomainError
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from tests.factories.identity import SYSTEM
from tests.factories.rounds import BUREAU, Bureau, make_bureau, open_windows
from tests.support.shelf import Shelf
from tests.support.unchanged import all_rows, nothing_changes

POINTS = dict.fromkeys(Dimension, 90)
#: what rater number n chooses, in every dimension and of everybody
CHOICES = (Choice.GOOD, Choice.FAIRLY_GOOD, Choice.AVERAGE, Choice.POOR)


@pytest.fixture
def made(runtime: Runtime, shelf: Shelf) -> Bureau:
    return shelf.take(make_bureau, runtime)


def test_summaries_and_superiors_marks(runtime: Runtime, made: Bureau, clock: FixedClock) -> None:
    open_windows(runtime, made, rating=False)
    ann, ben, chief = (made.persons[name] for name in ("ann", "ben", "chief"))
    with runtime.database.write() as tx:
        assert hand_in_summary(tx, made.actor(tx, "ann"), made.round_id, "一年来办结二十件。", 0) == 1
        assert hand_in_summary(tx, made.actor(tx, "ann"), made.round_id, "一年来办结三十件。", 1) == 2
        seen = own_marks(tx, made.actor(tx, "ann"))
        assert seen["self_summary"]["version"] == 2
        assert (seen["rating"], seen["marks_due"]) == ("none", 0)
        assert give_mark(tx, made.actor(tx, "chief"), made.round_id, ann, POINTS, "踏实。", 0) == 1
        assert (
            give_mark(tx, made.actor(tx, "chief"), made.round_id, ann, {**POINTS, Dimension.VIRTUE: 95}, "", 1)
            == 2
        )
        [given] = marks_to_give(tx, made.actor(tx, "chief"))["items"]
        assert {one["person_id"]: one["given_on"] for one in given["people"]} == {ann: tx.today(), ben: None}
        assert self_summaries(tx, made.round_id, [ann, ben]) == {ann: "一年来办结三十件。"}
        assert superior_comments(tx, made.round_id, [ann]) == {ann: ""}
        found = mark_evidence(tx, made.round_id, [ann, ben])
        assert {(one.subject_id, one.source): (one.amount, one.out_of) for one in found} == {
            (ann, f"superior_mark.{of.value}"): (9500 if of is Dimension.VIRTUE else 9000, 10000)
            for of in Dimension
        }
        missing = missing_marks(tx, made.round_id)
        assert ann not in {one.person_id for one in (*missing.self_summary, *missing.superior_mark)}
        assert ben in {one.person_id for one in missing.superior_mark}
        stored = tx.session.scalars(select(SelfSummary.text_encrypted)).one()
        assert "三十" not in stored
    acts: list[tuple[type[DomainError], Callable[[Tx], Any]]] = [
        (SelfSummaryChanged, lambda tx: hand_in_summary(tx, made.actor(tx, "ann"), made.round_id, "x", 1)),
        (RoundNotFound, lambda tx: hand_in_summary(tx, made.actor(tx, "assessor"), made.round_id, "x", 0)),
        (
            SuperiorMarkChanged,
            lambda tx: give_mark(tx, made.actor(tx, "chief"), made.round_id, ann, POINTS, "", 1),
        ),
        (OwnCase, lambda tx: give_mark(tx, made.actor(tx, "chief"), made.round_id, chief, POINTS, "", 0)),
        (NotTheSuperior, lambda tx: give_mark(tx, made.actor(tx, "director"), made.round_id, ann, POINTS, "", 2)),
        (NotTheSuperior, lambda tx: give_mark(tx, made.actor(tx, "head"), made.round_id, ann, POINTS, "", 2)),
        (NotTheSuperior, lambda tx: give_mark(tx, made.actor(tx, "ben"), made.round_id, "0" * 32, POINTS, "", 0)),
    ]
    _all_refused(runtime, acts)
    clock.move(timedelta(days=10))
    _all_refused(
        runtime,
        [
            (WindowClosed, lambda tx: hand_in_summary(tx, made.actor(tx, "ben"), made.round_id, "x", 0)),
            (WindowClosed, lambda tx: give_mark(tx, made.actor(tx, "chief"), made.round_id, ben, POINTS, "", 0)),
        ],
    )


def test_a_ballot_is_counted_and_leaves_no_trace_of_its_rater(
    runtime: Runtime, made: Bureau, clock: FixedClock
) -> None:
    open_windows(runtime, made)
    voting = BUREAU[:7]
    lengths = set()
    for number, name in enumerate(voting):
        before = all_rows(runtime.database) if number in (0, 3) else None
        _vote(runtime, made, name, number)
        if before is not None:  # the first ballot of a group, and one more
            after = all_rows(runtime.database)
            touched = {table for table in after if after[table] != before[table]}
            assert touched == {"assessment_rating_tally", "assessment_rating_vote"}
            assert (after["assessment_rating_vote"] - before["assessment_rating_vote"]).total() == 1
        lengths.add(_length_of_tally(runtime, made))
        with runtime.database.read() as tx:  # nothing can be read before the end, by nobody
            assert mark_evidence(tx, made.round_id, list(made.persons.values())) == []
    assert len(lengths) == 1  # a count of one ballot is as long as one of many
    _all_refused(
        runtime,
        [
            (AlreadyVoted, lambda tx: _ballot(tx, made, voting[0], 1)),
            (BallotChanged, lambda tx: cast_ballot(tx, made.actor(tx, "fan"), made.round_id, {})),
            (RatingGroupTooSmall, lambda tx: cast_ballot(tx, made.actor(tx, "gao"), made.round_id, {})),
            (RoundNotFound, lambda tx: cast_ballot(tx, made.actor(tx, "assessor"), made.round_id, {})),
        ],
    )
    clock.move(timedelta(days=10))
    _all_refused(runtime, [(WindowClosed, lambda tx: _ballot(tx, made, "fan", 1))])
    with runtime.database.read() as tx:
        found = mark_evidence(tx, made.round_id, list(made.persons.values()))
        assert {made.name_of(one.subject_id) for one in found} == set(BUREAU)
        assert len(found) == len(BUREAU) * len(Dimension)
        # who voted and who did not look the same: so many ballots, not so many slips
        assert {one.facts["count"] for one in found} == {7}
        means = {made.name_of(one.subject_id): one.amount for one in found}
        worth = (10000, 8500, 7000, 5000)
        everybody = [worth[number % 4] for number in range(7)]
        assert (sum(everybody), means["fan"]) == (7 * 8000, 8000)
        assert (sum(everybody) - everybody[0], means["director"]) == (46_000, 7700)  # 76.67, in whole points


def test_a_count_is_the_same_in_whatever_order_people_vote(runtime: Runtime, made: Bureau) -> None:
    """The rows a thief would see are the same, too, but for bytes that are new with each writing."""
    open_windows(runtime, made)
    seen = set()
    for order in itertools.islice(itertools.permutations(enumerate(BUREAU[:4])), 0, 24, 8):
        with runtime.database.write() as tx:
            undone = tx.session.begin_nested()
            for number, name in order:
                _ballot(tx, made, name, number)
            seen.add(_what_a_thief_sees(tx, made))
            undone.rollback()
    assert len(seen) == 1


def test_those_concerned_are_told_once(
    runtime: Runtime, made: Bureau, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_windows(runtime, made)
    heard: list[WindowOpened | WindowEnding] = []
    for kind in (WindowOpened, WindowEnding):
        monkeypatch.setitem(events._handlers, kind, [lambda _tx, event: heard.append(event)])
    with runtime.database.write() as tx:
        hand_in_summary(tx, made.actor(tx, "ann"), made.round_id, "总结", 0)
        _ballot(tx, made, "ann", 0)
    assert _tell(runtime, made) == 3
    assert _tell(runtime, made) == 0
    told = {event.window: {_name(made, one) for one in event.account_ids} for event in heard}
    assert told["self_summary"] == {*BUREAU, "gao", "han"}
    assert told["rating"] == set(BUREAU)
    assert told["superior_mark"] == {"director", "chief"}
    heard.clear()
    clock.move(timedelta(days=7))
    assert _tell(runtime, made) == 3
    told = {event.window: {_name(made, one) for one in event.account_ids} for event in heard}
    assert told["rating"] == set(BUREAU) - {"ann"}
    assert told["self_summary"] == {*BUREAU, "gao", "han"} - {"ann"}
    assert _tell(runtime, made) == 0
    with runtime.database.write() as tx:
        move_round(tx, SYSTEM, made.round_id, RoundState.FROZEN, None)
    assert _tell(runtime, made) == 0


def _what_a_thief_sees(tx: Tx, made: Bureau) -> tuple[str, tuple[Any, ...]]:
    """The count, even decrypted, and the rows of who has voted in the order in which they lie."""
    [row] = tx.session.scalars(select(RatingTally)).all()
    assert set(RatingTally.__table__.columns.keys()) == {"round_id", "group_id", "counts_encrypted"}
    text = open_tally(tx.keyring, row.round_id, row.group_id, row.counts_encrypted)
    rows = tx.connection.exec_driver_sql("SELECT * FROM assessment_rating_vote")
    votes = tuple(tuple(one) for one in rows)
    voters = {made.persons[name] for name in BUREAU[:4]}
    assert {column for one in votes for column in one} == {made.round_id, *voters}
    # PostgreSQL's heap keeps the order of voting; nothing else is in that order, for there is one row to write
    return text, votes if tx.dialect == "sqlite" else tuple(sorted(votes))


def _tell(runtime: Runtime, made: Bureau) -> int:
    with runtime.database.write() as tx:
        return tell_of_windows(tx, made.round_id)


def _name(made: Bureau, account_id: str) -> str:
    return next(name for name, one in made.accounts.items() if one == account_id)


def _vote(runtime: Runtime, made: Bureau, name: str, number: int) -> None:
    with runtime.database.write() as tx:
        _ballot(tx, made, name, number)


def _ballot(tx: Tx, made: Bureau, name: str, number: int) -> None:
    """Rater ``number`` chooses the same for everybody and everything."""
    actor = made.actor(tx, name)
    people = own_ballot(tx, actor, made.round_id)["people"]
    slip = dict.fromkeys(Dimension, CHOICES[number % 4])
    cast_ballot(tx, actor, made.round_id, {one["person_id"]: slip for one in people})


def _length_of_tally(runtime: Runtime, made: Bureau) -> int:
    with runtime.database.read() as tx:
        [row] = tx.session.scalars(select(RatingTally)).all()
        tally = Tally.of_text(open_tally(tx.keyring, row.round_id, row.group_id, row.counts_encrypted))
        assert set(tally.numbers) == {made.persons[name] for name in BUREAU}
        return len(row.counts_encrypted)


def _all_refused(runtime: Runtime, acts: list[tuple[type[DomainError], Callable[[Tx], Any]]]) -> None:
    for error, act in acts:
        with nothing_changes(runtime.database), pytest.raises(error), runtime.database.write() as tx:
            act(tx)
