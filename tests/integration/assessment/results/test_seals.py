"""Notices, reviews and the seal: corrections are new revisions, and each planted corruption is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from backend.assessment.results import errors
from backend.assessment.results.deadlines import ReviewKind
from backend.assessment.results.models import Decision, Notice, Publicity, Record, Review, Seal
from backend.assessment.results.operations.decisions import confirm_decision
from backend.assessment.results.operations.notices import issue_notices, record_refusal, sign_notice
from backend.assessment.results.operations.paper import record_paper_signatures
from backend.assessment.results.operations.reviews import accept_review, ask_review, reject_review
from backend.assessment.results.operations.seals import record_correction, seal_round
from backend.assessment.results.public import sealed_grades
from backend.assessment.results.queries.desk import decisions_view
from backend.assessment.results.queries.own import my_result
from backend.assessment.results.verify import CHECKS
from backend.assessment.rounds.public import RoundState, round_by_id
from backend.assessment.terms import Category, Grade
from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.core.transaction import Tx
from tests.factories.results import STROKES, Results, minutes
from tests.integration.assessment.results.test_decisions import refused


def findings(database: Database) -> list[str]:
    with database.read() as tx:
        return sorted({found.check for check in CHECKS for found in check(tx)})


def test_a_notice_is_signed_as_it_was_shown_and_once(shown: Results, database: Database) -> None:
    graded = shown.graded
    with database.write() as tx:
        shown.end_on_paper(tx, tx.session.scalars(select(Publicity.id)).one())
        shown.notify(tx)
        notice = shown.notice(tx, "large", 5)
        plain, colleague, assessor = (graded.actor(tx, name) for name in ("plain", "colleague", "assessor"))
        own = shown.notice(tx, "large", 3)
    for refusal, act in (
        (errors.NoticeChanged, lambda tx: sign_notice(tx, plain, notice.id, STROKES, "sm3:" + "0" * 64, "")),
        (errors.SignatureInvalid, lambda tx: sign_notice(tx, plain, notice.id, [[1, 1]], notice.digest, "")),
        (errors.NoticeNotFound, lambda tx: sign_notice(tx, plain, own.id, STROKES, own.digest, "")),
        (errors.OwnResult, lambda tx: record_refusal(tx, assessor, own.id, "见证人")),
        (errors.SealNoticesOpen, lambda tx: seal_round(tx, colleague, graded.round_id)),
        (errors.NothingToNotify, lambda tx: issue_notices(tx, colleague, graded.round_id)),
        (
            errors.PaperSigningDay,
            lambda tx: record_paper_signatures(
                tx, colleague, graded.round_id, tx.today() + timedelta(days=1), "柜"
            ),
        ),
    ):
        refused(database, refusal, act)
    with database.write() as tx:
        sign_notice(tx, plain, notice.id, STROKES, notice.digest, "知悉")
        signed = tx.session.get_one(Notice, notice.id)
        assert "[" not in (signed.signature_encrypted or "")
        assert signed.signature_digest is not None
    refused(
        database, errors.NoticeNotInState, lambda tx: sign_notice(tx, plain, notice.id, STROKES, notice.digest, "")
    )
    with database.write() as tx:
        record_paper_signatures(tx, colleague, graded.round_id, tx.today(), "人事科档案柜")
        assert set(tx.session.scalars(select(Notice.state))) == {"signed"}
        assert seal_round(tx, colleague, graded.round_id) == 1
    assert findings(database) == []


def test_a_review_within_its_days_changes_the_result_by_a_new_revision(
    sealed: Results, database: Database, clock: FixedClock
) -> None:
    graded = sealed.graded
    with database.write() as tx:
        plain, colleague, chief = (graded.actor(tx, name) for name in ("plain", "colleague", "chief"))
        notice = sealed.notice(tx, "large", 5)
    review_id = _ask(database, lambda tx: ask_review(tx, plain, notice.id, ReviewKind.REVIEW, "漏计专项考核"))
    with database.read() as tx:
        asked = tx.session.get_one(Review, review_id)
        assert (asked.until - asked.asked_on, asked.answer_due_on - asked.asked_on) == (
            timedelta(days=30),
            timedelta(days=30),
        )
        minute = minutes(tx)
    for refusal, act in (
        (errors.ReviewRepeated, lambda tx: ask_review(tx, plain, notice.id, ReviewKind.REVIEW, "x")),
        (errors.ReviewNotGiven, lambda tx: ask_review(tx, plain, notice.id, ReviewKind.APPEAL, "x")),
        (errors.SealReviewsOpen, lambda tx: seal_round(tx, colleague, graded.round_id, "x")),
        (errors.GradeUnchanged, lambda tx: accept_review(tx, colleague, review_id, "x", minute, Grade.QUALIFIED)),
    ):
        refused(database, refusal, act)
    with database.write() as tx:
        decision_id = accept_review(tx, colleague, review_id, "另定", minute, Grade.BASICALLY_QUALIFIED)
    refused(database, errors.SealDecisionsOpen, lambda tx: seal_round(tx, colleague, graded.round_id, "x"))
    with database.write() as tx:
        confirm_decision(tx, chief, decision_id, tx.session.get_one(Decision, decision_id).digest)
        assert issue_notices(tx, colleague, graded.round_id) == 1
        newer = sealed.notice(tx, "large", 5)
        assert (newer.revision, tx.session.get_one(Notice, notice.id).state) == (2, "replaced")
        sign_notice(tx, plain, newer.id, STROKES, newer.digest, "")
    refused(database, errors.SealReasonMissing, lambda tx: seal_round(tx, colleague, graded.round_id))
    with database.write() as tx:
        assert seal_round(tx, colleague, graded.round_id, "复核后更正") == 2
        revisions = tx.session.scalars(
            select(Record.grade).where(Record.case_id == notice.case_id).order_by(Record.revision)
        ).all()
        assert revisions == ["qualified", "basically_qualified"]
        assert tx.session.get_one(Seal, (graded.round_id, 2)).records == 1
        assert sealed_grades(tx, [notice.person_id]) == {
            notice.person_id: [(2026, Category.INSTITUTION_STAFF, Grade.BASICALLY_QUALIFIED)]
        }
        assert round_by_id(tx, graded.round_id).state is RoundState.SEALED
        why = {"occasion": "review", "grade_from": "qualified", "reason": "另定"}
        assert my_result(tx, plain)["correction"] == why
        seals = decisions_view(tx, colleague, graded.round_id)["seals"]
        assert [(one["revision"], one["reason"], one["changed"]) for one in seals] == [
            (2, "复核后更正", True),  # the review was asked on this day
            (1, None, True),
        ]
    assert findings(database) == []
    refused(database, errors.NothingToSeal, lambda tx: seal_round(tx, colleague, graded.round_id, "x"))
    clock.move(timedelta(days=40))
    refused(database, errors.ReviewTooLate, lambda tx: ask_review(tx, plain, newer.id, ReviewKind.REVIEW, "x"))


def test_a_rejected_review_leaves_an_appeal_from_its_answer(
    sealed: Results, database: Database, clock: FixedClock
) -> None:
    graded = sealed.graded
    with database.write() as tx:
        plain, colleague = graded.actor(tx, "plain"), graded.actor(tx, "colleague")
        notice = sealed.notice(tx, "large", 5)
    review_id = _ask(database, lambda tx: ask_review(tx, plain, notice.id, ReviewKind.REVIEW, "x"))
    clock.move(timedelta(days=35))
    with database.write() as tx:
        reject_review(tx, colleague, review_id, "维持")
    appeal_id = _ask(database, lambda tx: ask_review(tx, plain, notice.id, ReviewKind.APPEAL, "x"))
    with database.read() as tx:
        answered = tx.session.get_one(Review, review_id).answered_on
        assert answered == clock.today()
        assert (tx.session.get_one(Review, appeal_id).until - answered).days >= 30


def test_a_correction_waits_for_its_confirmation(sealed: Results, database: Database) -> None:
    graded = sealed.graded
    with database.write() as tx:
        case = sealed.case(tx, "large", 8)
        record_correction(tx, graded.actor(tx, "colleague"), case.id, minutes(tx), Grade.QUALIFIED, "计分有误")
        assert sealed.case(tx, "large", 8).grade is case.grade
    assert findings(database) == []


def _ask(database: Database, act: Callable[[Tx], str]) -> str:
    with database.write() as tx:
        return act(tx)


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE assessment_record SET grade = 'excellent' WHERE grade = 'unqualified'", "record_column"),
        (
            "UPDATE assessment_record SET sm3 = 'sm3:0' WHERE id = (SELECT min(id) FROM assessment_record)",
            "record_digest",
        ),
        (
            (
                "UPDATE assessment_record SET content_encrypted = (SELECT content_encrypted FROM assessment_record"
                " ORDER BY id DESC LIMIT 1) WHERE id = (SELECT min(id) FROM assessment_record)"
            ),
            "record_unreadable",
        ),
        ("DELETE FROM assessment_record WHERE id = (SELECT min(id) FROM assessment_record)", "seal_records"),
        ("UPDATE assessment_seal SET records = records - 1", "seal_mark"),
        ("UPDATE assessment_seal SET revision = 2", "seal_missing"),
        ("DELETE FROM assessment_seal", "records_unsealed"),
        ("UPDATE assessment_notice SET digest = 'sm3:0' WHERE state = 'refused'", "notice_digest"),
        ("UPDATE assessment_notice SET signature_digest = 'sm3:0' WHERE state = 'signed'", "notice_signature"),
        (
            (
                "UPDATE assessment_notice SET content_encrypted ="
                " (SELECT n.content_encrypted FROM assessment_notice n WHERE n.state = 'signed')"
                " WHERE state = 'refused'"
            ),
            "notice_unreadable",
        ),
        ("UPDATE assessment_case SET grade = 'qualified' WHERE grade = 'unqualified'", "sealed_grade"),
    ],
)
def test_each_planted_corruption_is_named(sealed: Results, database: Database, statement: str, check: str) -> None:
    assert findings(database) == []
    _plant(database, statement)
    assert check in findings(database)


def test_years_that_were_cut_off_whole_are_known_to_the_audit_record(sealed: Results, database: Database) -> None:
    _plant(database, "DELETE FROM assessment_seal", "DELETE FROM assessment_record")
    assert findings(database) == ["seal_gone"]


def _plant(database: Database, *statements: str) -> None:
    """Change rows as the owner of the database could, past the triggers."""
    with database.write() as tx:
        for table in ("assessment_record", "assessment_seal"):
            if tx.dialect == "sqlite":
                for verb in ("update", "delete"):
                    tx.session.execute(text(f"DROP TRIGGER {table}_no_{verb}"))
            else:
                tx.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            tx.session.execute(text(statement))
        if tx.dialect == "postgresql":
            for table in ("assessment_record", "assessment_seal"):
                tx.session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
