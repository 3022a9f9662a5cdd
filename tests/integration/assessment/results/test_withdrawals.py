"""What was asked or recorded is taken back by whoever did it, while nobody has answered or confirmed it."""

from __future__ import annotations

from sqlalchemy import select

from backend.assessment.results import errors
from backend.assessment.results.deadlines import ReviewKind
from backend.assessment.results.models import Decision, Objection, PublicityEntry, Review
from backend.assessment.results.operations.decisions import withdraw_decision
from backend.assessment.results.operations.objections import (
    accept_objection,
    object_to_name,
    object_to_own,
    reject_objection,
    withdraw_objection,
)
from backend.assessment.results.operations.recording import NewDecision, record_decision
from backend.assessment.results.operations.reviews import ask_review, reject_review, withdraw_review
from backend.assessment.results.queries.groups import GroupKey
from backend.assessment.terms import Grade
from backend.core.db import Database
from backend.core.runtime import Runtime
from backend.identity.models import AuditRow
from notifications.models import Notice as Told
from tests.factories.results import Results, minutes
from tests.integration.assessment.results.conftest import AppOf
from tests.integration.assessment.results.test_decisions import refused

BASE = "/assessment/results"


def test_an_objection_is_withdrawn_by_who_made_it_until_it_is_answered(shown: Results, database: Database) -> None:
    graded = shown.graded
    with database.write() as tx:
        entry = tx.session.scalars(select(PublicityEntry)).one()
        plain, colleague, other = (graded.actor(tx, name) for name in ("plain", "colleague", "other"))
        about = object_to_name(tx, plain, entry.id, "请核实")
        own = object_to_own(tx, plain, entry.publicity_id, "我应为优秀")
    refused(database, errors.ObjectionNotFound, lambda tx: withdraw_objection(tx, other, about))
    refused(database, errors.ObjectionNotFound, lambda tx: withdraw_objection(tx, colleague, about))
    with database.write() as tx:
        decision_id = accept_objection(tx, colleague, about, "属实", minutes(tx), Grade.QUALIFIED)
        withdraw_objection(tx, plain, own)
    refused(database, errors.AnswerNotInState, lambda tx: withdraw_objection(tx, plain, about))
    refused(database, errors.AnswerNotInState, lambda tx: withdraw_objection(tx, plain, own))
    refused(database, errors.AnswerNotInState, lambda tx: reject_objection(tx, colleague, own, "x"))
    with database.write() as tx:
        withdraw_decision(tx, colleague, decision_id)  # the objection waits for an answer again
        withdraw_objection(tx, plain, about)
        assert {one.withdrawn_on for one in tx.session.scalars(select(Objection))} == {tx.today()}
        said = select(AuditRow.actor_account_id).where(AuditRow.action == "assessment:objection:withdrawn")
        assert set(tx.session.scalars(said)) == {None}
        told = tx.session.scalars(select(Told.account_id).where(Told.topic == "assessment_withdrawn")).all()
        assert set(told) == {graded.accounts["colleague"], graded.accounts["assessor"]}
        object_to_name(tx, plain, entry.id, "再次请核实")  # while names are on show
        withdraw_objection(
            tx, plain, tx.session.scalars(select(Objection.id).order_by(Objection.id.desc())).first() or ""
        )
        shown.end_on_paper(tx, entry.publicity_id)


def test_a_review_is_withdrawn_and_can_be_asked_for_again(
    sealed: Results, runtime: Runtime, app_of: AppOf
) -> None:
    database, graded = runtime.database, sealed.graded
    with database.write() as tx:
        plain, colleague = graded.actor(tx, "plain"), graded.actor(tx, "colleague")
        notice = sealed.notice(tx, "large", 5)
        review_id = ask_review(tx, plain, notice.id, ReviewKind.REVIEW, "漏计专项考核")
    path = f"{BASE}/reviews/{review_id}/withdrawal"
    assert app_of("other").post(path).status_code == 404
    app = app_of("plain")
    assert [one["withdrawable"] for one in app.read(f"{BASE}/me")["reviews"]] == [True]
    assert app.post(path).status_code == 204
    mine = app.read(f"{BASE}/me")
    assert [(one["state"], one["withdrawable"]) for one in mine["reviews"]] == [("withdrawn", False)]
    assert {right["kind"] for right in mine["rights"]} == {"review", "appeal"}
    refused(database, errors.AnswerNotInState, lambda tx: withdraw_review(tx, plain, review_id))
    with database.write() as tx:
        again = ask_review(tx, plain, notice.id, ReviewKind.REVIEW, "漏计专项考核")
    refused(database, errors.ReviewRepeated, lambda tx: ask_review(tx, plain, notice.id, ReviewKind.REVIEW, "x"))
    with database.write() as tx:
        reject_review(tx, colleague, again, "维持")
    refused(database, errors.AnswerNotInState, lambda tx: withdraw_review(tx, plain, again))
    with database.read() as tx:
        assert sorted(tx.session.scalars(select(Review.state))) == ["rejected", "withdrawn"]


def test_a_recorded_decision_is_taken_back_by_who_recorded_it(
    compiled: Results, runtime: Runtime, app_of: AppOf
) -> None:
    database, graded = runtime.database, compiled.graded
    with database.write() as tx:
        colleague, chief, assessor = (graded.actor(tx, name) for name in ("colleague", "chief", "assessor"))
        given = {compiled.case(tx, "large", 9).id: (Grade.QUALIFIED, "没有可计分的项目")}
        new = NewDecision(GroupKey(graded.units["large"], leading=False), minutes(tx), given)
        decision_id = record_decision(tx, colleague, graded.round_id, new)
    refused(database, errors.NotYoursToWithdraw, lambda tx: withdraw_decision(tx, chief, decision_id))
    refused(database, errors.NotYoursToWithdraw, lambda tx: withdraw_decision(tx, assessor, decision_id))
    path = f"{BASE}/decisions/{decision_id}"
    assert app_of("boss").read(path)["yours_to_withdraw"] is False
    app = app_of("colleague")
    assert app.read(path)["yours_to_withdraw"] is True
    assert app.post(f"{path}/withdrawal").status_code == 204
    refused(database, errors.DecisionNotInState, lambda tx: withdraw_decision(tx, colleague, decision_id))
    with database.write() as tx:
        assert compiled.case(tx, "large", 9).grade is None
        assert record_decision(tx, colleague, graded.round_id, new) != decision_id
        assert sorted(tx.session.scalars(select(Decision.state))) == ["recorded", "withdrawn"]
