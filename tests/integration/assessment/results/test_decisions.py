"""Decisions and names on show: what is refused changes nothing, what is confirmed holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from backend.assessment.grading.errors import CaseDecided
from backend.assessment.grading.operations.grades import adjust_grade
from backend.assessment.grading.public import RatioExceeded, cases
from backend.assessment.results import errors
from backend.assessment.results.models import Decision, Objection, Publicity, PublicityEntry
from backend.assessment.results.operations.decisions import confirm_decision, return_decision
from backend.assessment.results.operations.notices import issue_notices
from backend.assessment.results.operations.objections import (
    accept_objection,
    object_to_name,
    object_to_own,
    reject_objection,
)
from backend.assessment.results.operations.publicity import PaperPublicity, end_publicity, open_publicity
from backend.assessment.results.operations.recording import Minutes, NewDecision, record_decision
from backend.assessment.results.queries.groups import GroupKey
from backend.assessment.results.states import Body
from backend.assessment.rounds.public import RoundNotFound, RoundState, move_round, round_by_id
from backend.assessment.terms import Grade
from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.core.errors import DomainError
from backend.core.transaction import Tx
from backend.identity.permissions import Role
from tests.factories.identity import SYSTEM, actor_of, make_holder
from tests.factories.results import Results, minutes
from tests.support.unchanged import nothing_changes


def refused(database: Database, refusal: type[DomainError], act: Callable[[Tx], object]) -> None:
    """``act`` raises ``refusal``, and nothing has changed."""
    with nothing_changes(database), pytest.raises(refusal), database.write() as tx:
        act(tx)


def _large(results: Results, tx: Tx, **changes: tuple[Grade, str]) -> NewDecision:
    """As proposed, but for the one without a grade and ``p<place>``."""
    wanted = {results.case(tx, "large", 9).id: (Grade.QUALIFIED, "没有可计分的项目")}
    for place, change in changes.items():
        wanted[results.case(tx, "large", int(place[1:])).id] = change
    return NewDecision(GroupKey(results.graded.units["large"], leading=False), minutes(tx), wanted)


def test_what_cannot_be_decided_is_refused(compiled: Results, database: Database, clock: FixedClock) -> None:
    graded = compiled.graded
    key = GroupKey(graded.units["large"], leading=False)

    def record(tx: Tx, new: NewDecision, by: str = "colleague") -> str:
        return record_decision(tx, graded.actor(tx, by), graded.round_id, new)

    tomorrow = clock.today() + timedelta(days=1)
    wrong_day = Minutes(Body.COMMITTEE, "1号", tomorrow)
    for refusal, act in (
        (errors.DecisionGradeMissing, lambda tx: record(tx, NewDecision(key, minutes(tx)))),
        (errors.DecisionReasonMissing, lambda tx: record(tx, _large(compiled, tx, p6=(Grade.UNQUALIFIED, " ")))),
        (
            errors.DecisionBodyWrong,
            lambda tx: record(tx, NewDecision(key, minutes(tx, Body.SUPERVISING), _large(compiled, tx).changes)),
        ),
        (
            errors.DecisionDateWrong,
            lambda tx: record(tx, NewDecision(key, wrong_day, _large(compiled, tx).changes)),
        ),
        (
            errors.DecisionGroupNotFound,
            lambda tx: record(tx, NewDecision(GroupKey("0" * 32, leading=False), minutes(tx))),
        ),
        (
            errors.DecisionGroupNotFound,
            lambda tx: record(tx, NewDecision(GroupKey("", leading=True), minutes(tx))),
        ),
        (
            errors.DecisionCaseForeign,
            lambda tx: record(
                tx, NewDecision(key, minutes(tx), {compiled.case(tx, "first", 0).id: (Grade.QUALIFIED, "x")})
            ),
        ),
        # the assessor is the fourth of the large unit
        (
            errors.OwnResult,
            lambda tx: record(tx, _large(compiled, tx, p3=(Grade.BASICALLY_QUALIFIED, "x")), "assessor"),
        ),
        # ten people have two places, of which the tie left one
        (
            RatioExceeded,
            lambda tx: record(tx, _large(compiled, tx, p1=(Grade.EXCELLENT, "x"), p2=(Grade.EXCELLENT, "x"))),
        ),
        (RoundNotFound, lambda tx: record(tx, _large(compiled, tx), "plain")),
    ):
        refused(database, refusal, act)


def test_a_decision_counts_once_another_person_confirmed_it(compiled: Results, database: Database) -> None:
    graded = compiled.graded
    with database.write() as tx:
        new = _large(compiled, tx, p1=(Grade.EXCELLENT, "同分中工作实绩更突出"))
        decision_id = record_decision(tx, graded.actor(tx, "colleague"), graded.round_id, new)
        digest = tx.session.get_one(Decision, decision_id).digest
        assert compiled.case(tx, "large", 1).grade is Grade.QUALIFIED
        both = make_holder(tx, "both", Role.ASSESSOR, graded.region)
        graded.accounts["both"] = both
    for refusal, act in (
        (
            errors.DecisionExists,
            lambda tx: record_decision(tx, graded.actor(tx, "colleague"), graded.round_id, new),
        ),
        # the head of the unit is one of those who are decided on
        (errors.OwnResult, lambda tx: confirm_decision(tx, graded.actor(tx, "head"), decision_id, digest)),
        (errors.NotYoursToConfirm, lambda tx: confirm_decision(tx, graded.actor(tx, "both"), decision_id, digest)),
        (errors.DecisionNotFound, lambda tx: confirm_decision(tx, graded.actor(tx, "plain"), decision_id, digest)),
        (
            errors.DecisionStale,
            lambda tx: confirm_decision(tx, graded.actor(tx, "chief"), decision_id, "sm3:" + "0" * 64),
        ),
        (errors.DecisionsStand, lambda tx: move_round(tx, SYSTEM, graded.round_id, RoundState.FROZEN, "再算")),
    ):
        refused(database, refusal, act)
    with database.write() as tx:
        confirm_decision(tx, graded.actor(tx, "chief"), decision_id, digest)
        case = compiled.case(tx, "large", 1)
        assert (case.grade, case.decided) == (Grade.EXCELLENT, True)
        assert round_by_id(tx, graded.round_id).state is RoundState.COMPILED
    refused(
        database,
        CaseDecided,
        lambda tx: adjust_grade(tx, graded.actor(tx, "colleague"), case.id, case.version, Grade.QUALIFIED, "x"),
    )
    refused(
        database,
        errors.DecisionNotInState,
        lambda tx: return_decision(tx, graded.actor(tx, "chief"), decision_id, "x"),
    )


def test_a_grade_that_changed_after_recording_makes_the_decision_stale(
    compiled: Results, database: Database
) -> None:
    graded = compiled.graded
    with database.write() as tx:
        colleague, chief = graded.actor(tx, "colleague"), graded.actor(tx, "chief")
        decision_id = record_decision(tx, colleague, graded.round_id, _large(compiled, tx))
        digest = tx.session.get_one(Decision, decision_id).digest
        case = compiled.case(tx, "large", 6)
        adjust_grade(tx, colleague, case.id, case.version, Grade.BASICALLY_QUALIFIED, "漏计一次通报")
    refused(database, errors.DecisionStale, lambda tx: confirm_decision(tx, chief, decision_id, digest))
    with database.write() as tx:
        return_decision(tx, chief, decision_id, "等次有变动")
        again = record_decision(tx, colleague, graded.round_id, _large(compiled, tx))
        confirm_decision(tx, chief, again, tx.session.get_one(Decision, again).digest)
        assert compiled.case(tx, "large", 6).grade is Grade.BASICALLY_QUALIFIED


def test_the_recorder_does_not_confirm_though_a_head(compiled: Results, database: Database) -> None:
    graded = compiled.graded
    with database.write() as tx:
        account = make_holder(tx, "two-hats", Role.HEAD, graded.region)
        decision_id = record_decision(tx, graded.actor(tx, "colleague"), graded.round_id, _large(compiled, tx))
        decision = tx.session.get_one(Decision, decision_id)
        decision.recorded_by = account
    refused(
        database,
        errors.SamePersonConfirms,
        lambda tx: confirm_decision(tx, actor_of(tx, account), decision_id, decision.digest),
    )


def test_only_names_decided_excellent_are_shown_and_only_for_their_days(
    decided: Results, database: Database, clock: FixedClock
) -> None:
    graded = decided.graded
    with database.write() as tx:
        assert round_by_id(tx, graded.round_id).state is RoundState.DECIDED
        decided.show(tx)
        publicity = tx.session.scalars(select(Publicity)).one()
        excellent = {case.id for case in cases(tx, graded.round_id) if case.grade is Grade.EXCELLENT}
        assert set(tx.session.scalars(select(PublicityEntry.case_id))) == excellent
        assert publicity.until == date(2026, 6, 24)  # five working days and a festival
        colleague = graded.actor(tx, "colleague")
    early = PaperPublicity("1号", clock.today() - timedelta(days=40), clock.today() - timedelta(days=30))
    short = PaperPublicity("1号", clock.today() - timedelta(days=2), clock.today() - timedelta(days=1))
    for refusal, act in (
        (errors.PublicityNotOver, lambda tx: end_publicity(tx, colleague, publicity.id)),
        (errors.PaperDaysWrong, lambda tx: end_publicity(tx, colleague, publicity.id, early)),
        (errors.PaperDaysWrong, lambda tx: end_publicity(tx, colleague, publicity.id, short)),
        (errors.PublicityExists, lambda tx: open_publicity(tx, colleague, graded.round_id)),
        (errors.PublicityRunning, lambda tx: issue_notices(tx, colleague, graded.round_id)),
    ):
        refused(database, refusal, act)
    clock.move(timedelta(days=9))
    with database.write() as tx:
        end_publicity(tx, colleague, publicity.id)
    refused(database, errors.PublicityEnded, lambda tx: end_publicity(tx, colleague, publicity.id))
    refused(
        database,
        errors.PublicityEnded,
        lambda tx: object_to_own(tx, graded.actor(tx, "plain"), publicity.id, "异议"),
    )


def test_an_accepted_objection_changes_the_grade_by_a_confirmed_decision(
    shown: Results, database: Database
) -> None:
    graded = shown.graded
    with database.write() as tx:
        entry = tx.session.scalars(select(PublicityEntry)).first()
        assert entry is not None
        plain, colleague, chief = (graded.actor(tx, name) for name in ("plain", "colleague", "chief"))
        about = object_to_name(tx, plain, entry.id, "去年受过警告")
        own = object_to_own(tx, plain, entry.publicity_id, "我应为优秀")
        stored = tx.session.get_one(Objection, about).text_encrypted
        assert "警告" not in stored
    minute = minutes_of(database)
    for refusal, act in (
        (errors.ObjectionRepeated, lambda tx: object_to_name(tx, plain, entry.id, "再说一遍")),
        (errors.PublicityObjectionsOpen, lambda tx: shown.end_on_paper(tx, entry.publicity_id)),
        (errors.GradeUnchanged, lambda tx: accept_objection(tx, colleague, about, "x", minute, Grade.EXCELLENT)),
        (errors.PublicityNotFound, lambda tx: object_to_name(tx, graded.actor(tx, "keeper"), entry.id, "外人")),
        (RoundNotFound, lambda tx: reject_objection(tx, plain, about, "x")),
    ):
        refused(database, refusal, act)
    with database.write() as tx:
        reject_objection(tx, colleague, own, "按得分排序")
        decision_id = accept_objection(tx, colleague, about, "属实", minute, Grade.QUALIFIED)
    refused(database, errors.PublicityObjectionsOpen, lambda tx: shown.end_on_paper(tx, entry.publicity_id))
    with database.write() as tx:
        confirm_decision(tx, chief, decision_id, tx.session.get_one(Decision, decision_id).digest)
        assert tx.session.get_one(Objection, about).state == "accepted"
        [case] = cases(tx, graded.round_id, [entry.case_id])
        assert case.grade is Grade.QUALIFIED
        shown.end_on_paper(tx, entry.publicity_id)
    refused(database, errors.AnswerNotInState, lambda tx: reject_objection(tx, colleague, own, "x"))


def minutes_of(database: Database) -> Minutes:
    with database.read() as tx:
        return minutes(tx)
