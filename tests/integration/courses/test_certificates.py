"""Certificates from the completion that earns one to the stranger who verifies it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select, update

from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.core.jobs import claim_next, run_job
from backend.core.runtime import Runtime
from backend.identity.models import AuditRow
from backend.records.models import Number
from courses.catalogue.models import Completion
from courses.certificates.jobs import JOBS
from courses.certificates.models import Certificate
from courses.certificates.verify import check_certificate_numbers
from courses.events import CourseCompleted
from notifications.models import Notice
from tests.factories.learning import complete, course_source, publish, sit_final_quiz
from tests.factories.training import School, make_school
from tests.integration.courses.training_people import code_of, let_act, person
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes

TODAY = date(2026, 6, 16)
#: What a stranger may learn, and no more.
TOLD = {"state", "number", "issued_on", "valid_until"}


@pytest.fixture
def school(database: Database, app: Flask, shelf: Shelf) -> School:
    school = shelf.take(make_school, database)
    let_act(app, school.actors())
    return school


@pytest.fixture
def course(database: Database, school: School) -> str:
    """A course that anna and fang have completed: numbers 1 and 2 of the county."""
    with database.write() as tx:
        course_id = publish(tx, course_source())
        for name in ("anna", "fang"):
            complete(tx, school.actor(tx, name), course_id)
    return course_id


def certificates(database: Database) -> Sequence[Certificate]:
    with database.read() as tx:
        return tx.session.scalars(select(Certificate).order_by(Certificate.id)).all()


def verified(app: Flask, token: str) -> Any:
    """What somebody who is not signed in is told."""
    answer = person(app, "").get(f"/certificates/verification/{token}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_completion_earns_one_certificate_with_the_next_number(
    database: Database, school: School, course: str
) -> None:
    first, second = certificates(database)
    assert (first.account_id, second.account_id) == (school.accounts["anna"], school.accounts["fang"])
    assert [each.number for each in (first, second)] == ["培训证〔2026〕1号", "培训证〔2026〕2号"]
    assert (first.office_name, first.hours) == ("清溪县", "6")
    assert (first.issued_on, first.valid_until) == (TODAY, date(2028, 6, 16))
    assert len({first.token, second.token}) == 2
    assert all(len(each.token) == 43 for each in (first, second))
    with database.write() as tx:
        completion = tx.session.scalars(select(Completion).order_by(Completion.id).limit(1)).one()
        tx.publish(CourseCompleted(completion.id, completion.account_id, completion.course_id))
    assert len(certificates(database)) == 2
    with database.read() as tx:
        assert list(check_certificate_numbers(tx)) == []
        told = tx.session.scalars(select(Notice.account_id).where(Notice.topic == "certificate_issued")).all()
        assert sorted(told) == sorted([first.account_id, second.account_id])
        issued = select(func.count()).where(AuditRow.action == "courses:certificate:issued")
        assert tx.session.scalar(issued) == 2


def test_a_course_without_a_certificate_takes_no_number(database: Database, school: School) -> None:
    with database.write() as tx:
        complete(tx, school.actor(tx, "anna"), publish(tx, course_source(certificate=None)))
    assert certificates(database) == []
    with database.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(Number)) == 0


def test_the_number_goes_back_with_an_undone_completion(database: Database, school: School, course: str) -> None:
    with pytest.raises(RuntimeError), database.write() as tx:
        complete(tx, school.actor(tx, "bo"), course)
        raise RuntimeError
    with database.write() as tx:
        complete(tx, school.actor(tx, "chen"), course)
    assert [each.number for each in certificates(database)][-1] == "培训证〔2026〕3号"


def test_the_holder_reads_the_own_list_and_fetches_the_paper(app: Flask, school: School, course: str) -> None:
    [mine] = person(app, "anna").read("/certificates")["items"]
    assert (mine["state"], mine["renewed"], mine["former_number"]) == ("valid", False, None)
    assert mine["renewable_from"] == "2028-04-17"
    paper = person(app, "anna").get(f"/certificates/{mine['id']}/pdf")
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    assert paper.headers["Content-Disposition"] == 'attachment; filename="certificate-2026-1.pdf"'
    assert PdfReader(io.BytesIO(paper.data)).metadata is not None
    assert person(app, "anna").get(f"/certificates/{mine['id']}/pdf").data == paper.data
    for stranger in ("fang", "training"):
        answer = person(app, stranger).get(f"/certificates/{mine['id']}/pdf")
        assert code_of(answer) == (404, "certificate_not_found")
    assert person(app, "bo").read("/certificates")["items"] == []


def test_a_stranger_learns_whether_it_counts_and_nothing_else(
    app: Flask, database: Database, clock: FixedClock, school: School, course: str
) -> None:
    kept, revoked = certificates(database)
    assert verified(app, kept.token) == {
        "state": "valid",
        "number": "培训证〔2026〕1号",
        "issued_on": "2026-06-16",
        "valid_until": "2028-06-16",
    }
    answer = person(app, "training").post(f"/certificates/{revoked.id}/revocation", {"reason": "冒名考试"})
    assert answer.status_code == 204, answer.text
    told = verified(app, revoked.token)
    assert (told["state"], told["number"], set(told)) == ("revoked", "培训证〔2026〕2号", TOLD)
    clock.set(clock.now() + timedelta(days=732))
    assert verified(app, kept.token)["state"] == "expired"
    unknown = verified(app, "A" * 43)
    assert unknown == dict.fromkeys(TOLD, None) | {"state": "unknown"}
    for token in ("..%2f..", "%00", "a" * 400, "'--"):
        assert person(app, "").get(f"/certificates/verification/{token}").status_code in (200, 404, 422)


def test_asking_too_often_is_slowed_for_that_part_of_the_network_alone(
    app: Flask, clock: FixedClock, school: School
) -> None:
    stranger = person(app, "").client

    def ask(address: str) -> Any:
        path = "/api/v1/certificates/verification/none"
        return stranger.get(path, environ_overrides={"REMOTE_ADDR": address})

    assert {ask(f"203.0.113.{host}").status_code for host in range(60)} == {200}
    slowed = ask("203.0.113.200")
    assert code_of(slowed) == (429, "asked_too_often")
    assert slowed.headers["Retry-After"] == "60"
    assert ask("203.0.114.1").status_code == 200
    clock.move(timedelta(minutes=1))
    assert ask("203.0.113.200").status_code == 200


def test_the_training_authority_revokes_within_its_scope_and_once(
    app: Flask, database: Database, school: School, course: str
) -> None:
    first, _ = certificates(database)
    path, reason = f"/certificates/{first.id}/revocation", {"reason": "冒名考试"}
    with nothing_changes(database):
        for name, code in (
            ("anna", (403, "permission_missing")),
            ("library", (404, "certificate_not_found")),
        ):
            assert code_of(person(app, name).post(path, reason)) == code
        assert person(app, "training").post(path, {"reason": ""}).status_code == 422
        assert person(app, "library").read("/certificates/issued")["items"] == []
    assert person(app, "training").post(path, reason).status_code == 204
    with nothing_changes(database):
        assert code_of(person(app, "training").post(path, reason)) == (409, "certificate_revoked")
        assert code_of(person(app, "anna").get(f"/certificates/{first.id}/pdf")) == (409, "certificate_revoked")
    rows = person(app, "training").read("/certificates/issued?q=1号")["items"]
    assert [(row["number"], row["state"], row["revocation_reason"]) for row in rows] == [
        ("培训证〔2026〕1号", "revoked", "冒名考试")
    ]
    assert set(rows[0]) == {
        *("id", "number", "holder_name", "course_title", "issued_on", "valid_until", "state", "revocation_reason")
    }
    page = person(app, "training").read("/certificates/issued?limit=1")
    rest = person(app, "training").read(f"/certificates/issued?cursor={page['next_cursor']}")
    assert [len(page["items"]), len(rest["items"]), rest["next_cursor"]] == [1, 1, None]


def test_before_the_end_the_holder_is_reminded_once_and_passing_again_renews(
    app: Flask, runtime: Runtime, database: Database, clock: FixedClock, school: School, course: str
) -> None:
    first, second = certificates(database)
    with database.write() as tx:
        sit_final_quiz(tx, school.actor(tx, "anna"), course)  # too early: nothing is renewed
    assert len(certificates(database)) == 2
    assert _reminded(runtime) == []
    clock.set(clock.now() + timedelta(days=731 - 30))
    assert _reminded(runtime) == sorted([first.account_id, second.account_id])
    assert _reminded(runtime) == sorted([first.account_id, second.account_id])
    with database.write() as tx:
        sit_final_quiz(tx, school.actor(tx, "anna"), course)
        sit_final_quiz(tx, school.actor(tx, "anna"), course)
    new = certificates(database)[2:]
    assert [(each.number, each.former_id, each.cause_kind) for each in new] == [
        ("培训证〔2028〕1号", first.id, "attempt")
    ]
    later, former = person(app, "anna").read("/certificates")["items"]
    assert (later["former_number"], later["renewed"], former["renewed"]) == ("培训证〔2026〕1号", False, True)
    assert verified(app, first.token)["state"] == "valid"


def _reminded(runtime: Runtime) -> list[str]:
    """Run every job that is due twice, as after a crash; the accounts that have been reminded by then."""
    while (job := claim_next(runtime.database)) is not None:
        if job.kind in JOBS:
            JOBS[job.kind](runtime, job)
            run_job(runtime, job, JOBS)
        else:
            run_job(runtime, job, {job.kind: lambda _runtime, _job: None})
    with runtime.database.read() as tx:
        notices = select(Notice.account_id).where(Notice.topic == "certificate_expiring")
        return sorted(tx.session.scalars(notices))


def test_a_planted_number_is_found(database: Database, school: School, course: str) -> None:
    first, _ = certificates(database)
    with database.write() as tx:
        tx.session.execute(
            update(Certificate).where(Certificate.id == first.id).values(number="培训证〔2026〕9号")
        )
        [finding] = check_certificate_numbers(tx)
        assert (finding.row_id, finding.found) == (first.id, "培训证〔2026〕9号")


def test_nobody_else_in_the_office_sees_certificates(app: Flask, database: Database, school: School) -> None:
    with nothing_changes(database):
        for name in ("anna", "nowhere"):
            assert code_of(person(app, name).get("/certificates/issued")) == (403, "permission_missing")
        assert code_of(person(app, "").get("/certificates")) == (401, "not_signed_in")
