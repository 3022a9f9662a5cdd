"""Certificates of mentoring: what stands on them, what a stranger learns of them, and how one is taken back."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.identity.audit.models import AuditRow
from backend.records.models import Number
from courses.mentoring.evaluating import QUESTIONS, Stage
from courses.mentoring.operations.agreements import AgreementDraft, confirm_agreement, write_agreement
from courses.mentoring.operations.evaluations import give_evaluation
from courses.mentoring.operations.mentorships import accept_mentorship, finish_mentorship, propose_mentorship
from courses.mentoring.states import Side
from tests.factories.training import School, make_school
from tests.integration.courses.training_people import Person, code_of, let_act, person
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes

#: the clock stands at this day
TODAY = date(2026, 6, 16)
#: What a stranger may learn, and no more: the same as of a course's certificate.
TOLD = {"state", "number", "issued_on", "valid_until"}


def ended(database: Database) -> tuple[School, str]:
    """A mentorship of anna with bo that ended today, as agreed."""
    school = make_school(database)
    with database.write() as tx:
        anna, bo = school.actor(tx, "anna"), school.actor(tx, "bo")
        pair = school.accounts["anna"], school.accounts["bo"]
        mentorship_id = propose_mentorship(tx, school.actor(tx, "training"), *pair, "hand")
        for one in (anna, bo):
            accept_mentorship(tx, one, mentorship_id)
        write_agreement(tx, anna, mentorship_id, 0, AgreementDraft("学会", "", date(2026, 6, 1), TODAY))
        confirm_agreement(tx, bo, mentorship_id, 1)
        for one, about in ((anna, Side.MENTEE), (bo, Side.MENTOR)):
            give_evaluation(tx, one, mentorship_id, Stage.FINAL, dict.fromkeys(QUESTIONS[about], 5), "")
        finish_mentorship(tx, bo, mentorship_id)
    return school, f"/mentoring/mentorships/{mentorship_id}"


@pytest.fixture
def path(app: Flask, database: Database, shelf: Shelf) -> str:
    school, path = shelf.take(ended, database)
    let_act(app, school.actors())
    return path


def verified(app: Flask, holder: Person, path: str) -> Any:
    """What somebody who is not signed in is told at the address on the holder's paper."""
    address = holder.read(path)["certificate"]["verification_url"]
    assert "/verify/" in address
    return person(app, "").read(f"/certificates/verification/{address.rsplit('/', 1)[-1]}")


def test_each_of_the_two_holds_a_paper_of_their_own(app: Flask, path: str) -> None:
    anna = person(app, "anna")
    paper = anna.get(f"{path}/certificate")
    assert (paper.mimetype, paper.get_data()[:5]) == ("application/pdf", b"%PDF-")
    assert paper.headers["Content-Disposition"] == 'attachment; filename="mentoring-2026-1.pdf"'
    assert "扫码核验真伪" in PdfReader(io.BytesIO(paper.data)).pages[0].extract_text().replace("\0", "")
    addresses = {one.read(path)["certificate"]["verification_url"] for one in (anna, person(app, "bo"))}
    assert len(addresses) == 2
    [earned] = anna.read("/mentoring/certificates/mine")["items"]
    assert (earned["number"], earned["side"], earned["state"]) == ("带徒证〔2026〕1号", "mentor", "valid")
    assert path.endswith(earned["mentorship_id"])
    assert person(app, "fang").read("/mentoring/certificates/mine")["items"] == []
    assert code_of(person(app, "fang").get(f"{path}/certificate")) == (404, "mentorship_not_found")


def test_a_stranger_learns_whether_it_counts_and_nothing_else(app: Flask, path: str) -> None:
    assert verified(app, person(app, "anna"), path) == {
        "state": "valid",
        "number": "带徒证〔2026〕1号",
        "issued_on": "2026-06-16",
        "valid_until": None,
    }
    unknown = person(app, "").read(f"/certificates/verification/{'A' * 43}")
    assert unknown == dict.fromkeys(TOLD, None) | {"state": "unknown"}


def test_one_that_was_taken_back_says_so_and_the_other_stands(
    app: Flask, database: Database, path: str, clock: FixedClock
) -> None:
    anna, bo, authority = person(app, "anna"), person(app, "bo"), person(app, "training")
    listed = authority.read("/mentoring/certificates")["items"]
    assert [one["holder_name"] for one in listed] == [listed[1]["other_name"], listed[0]["other_name"]]
    found = authority.read("/mentoring/certificates?q=1号")["items"]
    assert [(one["number"], one["side"], one["state"]) for one in found] == [
        ("带徒证〔2026〕1号", "mentor", "valid")
    ]
    revocation = f"/mentoring/certificates/{found[0]['id']}/revocation"
    with nothing_changes(database):
        reason = {"reason": "误发"}
        elsewhere = person(app, "library").post(revocation, reason)
        assert code_of(elsewhere) == (404, "mentoring_certificate_not_found")
        assert code_of(anna.post(revocation, reason)) == (403, "permission_missing")
    assert authority.post(revocation, {"reason": "期限有误"}).status_code == 204

    told = verified(app, anna, path)
    assert (told["state"], told["number"], set(told)) == ("revoked", "带徒证〔2026〕1号", TOLD)
    assert verified(app, bo, path)["state"] == "valid"
    own = anna.read(path)["certificate"]
    assert (own["state"], own["revocation_reason"]) == ("revoked", "期限有误")
    assert code_of(anna.get(f"{path}/certificate")) == (409, "mentoring_certificate_revoked")
    with nothing_changes(database):
        again = authority.post(revocation, {"reason": "再次"})
        assert code_of(again) == (409, "mentoring_certificate_revoked")
    with database.read() as tx:
        revoked = select(AuditRow.action).where(AuditRow.action == "courses:mentoring_certificate:revoked")
        assert len(tx.session.scalars(revoked).all()) == 1
        assert len(tx.session.scalars(select(Number)).all()) == 2, "a number is never given twice"
