"""What a decision is refused for. A refusal changes nothing: no row, no audit entry, no notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from backend.approvals.errors import (
    AlreadyDecided,
    AlreadyReviewed,
    DuplicateOpenMatter,
    FilingNotAllowed,
    MatterNotFound,
    MatterNotOpen,
    NoAuthority,
    NotFiler,
    OwnFiling,
    StaleForm,
    TaskClosed,
    TaskNotFound,
    UnknownKind,
    ViewChanged,
    WrongVerdict,
)
from backend.approvals.form_store import read_form
from backend.approvals.forms import view_digest
from backend.approvals.models import Decision, Matter
from backend.approvals.operations import decide_task, file_matter, issue_task, resubmit_matter, withdraw_matter
from backend.approvals.public import DecisionCommand, DocumentReference, IssueDetails
from backend.core.actor import Actor
from backend.core.clock import FixedClock
from backend.core.db import Base, Database, new_id
from backend.core.errors import DomainError, Invalid
from backend.identity.models import Grant
from backend.identity.public import end_grant, grant_directly
from tests.factories.approvals import HALL, HOLD, METADATA, NoSeat, Scene, issue_details, seats_form
from tests.support.unchanged import Rows, all_rows


def everything(database: Database) -> Rows:
    """All rows of all tables, those of the tests' own kind of matter too."""
    return all_rows(database, (Base.metadata, METADATA))


@dataclass
class Unchanged:
    """Asserts that the refused act left the database as it was."""

    database: Database

    def refuses(self, error: type[DomainError], act: Callable[[], object]) -> DomainError:
        before = everything(self.database)
        with pytest.raises(error) as caught:
            act()
        assert everything(self.database) == before
        return caught.value


@pytest.fixture
def unchanged(database: Database) -> Unchanged:
    return Unchanged(database)


def test_only_who_holds_the_role_decides(scene: Scene, unchanged: Unchanged) -> None:
    task_id = scene.waiting(scene.file())["head"]
    unchanged.refuses(NoAuthority, lambda: scene.decide(task_id, "approve", "officer"))


def test_a_stranger_learns_nothing_of_a_task(scene: Scene, unchanged: Unchanged) -> None:
    matter_id = scene.file()
    task_id = scene.waiting(matter_id)["head"]
    guess: dict[str, Any] = {"form_revision": 1, "view_digest": "sha256:0"}
    unchanged.refuses(TaskNotFound, lambda: scene.decide(task_id, "approve", "stranger", **guess))
    unchanged.refuses(TaskNotFound, lambda: scene.decide(new_id(), "approve", "head", **guess))
    # a reviewer sees only what came before them
    unchanged.refuses(TaskNotFound, lambda: scene.decide(task_id, "approve", "hr", **guess))


def test_authority_is_that_of_the_moment(scene: Scene, database: Database, unchanged: Unchanged) -> None:
    task_id = scene.waiting(scene.file())["head"]
    command = scene.command(task_id, "approve", "head")
    session_actor = scene.actor("head")  # a session that does not know yet
    with database.write() as tx:
        grant = tx.session.scalars(select(Grant).where(Grant.account_id == scene.accounts["head"])).one()
        end_grant(tx, Actor.system("tests"), grant.id, "岗位调整")

    def late() -> None:
        with database.write() as tx, tx.savepoint():
            decide_task(tx, session_actor, task_id, command)

    unchanged.refuses(NoAuthority, late)
    # also when the session knows: who held the role is told so, not "not found"
    guess: dict[str, Any] = {"form_revision": 1, "view_digest": command.view_digest}
    unchanged.refuses(NoAuthority, lambda: scene.decide(task_id, "approve", "head", **guess))


def test_nobody_decides_an_own_filing(scene: Scene, database: Database, unchanged: Unchanged) -> None:
    with database.write() as tx:
        grant_directly(tx, Actor.system("tests"), scene.accounts["unit"], "head", scene.unit_node)
    task_id = scene.waiting(scene.file())["head"]
    unchanged.refuses(OwnFiling, lambda: scene.decide(task_id, "approve", "unit"))


def test_one_person_gives_one_opinion_in_a_joint_review(
    scene: Scene, database: Database, unchanged: Unchanged
) -> None:
    with database.write() as tx:
        grant_directly(tx, Actor.system("tests"), scene.accounts["hr"], "orgdept", scene.county)
    matter_id = scene.file()
    task_id = scene.approve_until(matter_id, "hr")
    other = scene.waiting(matter_id)["orgdept"]
    scene.decide(task_id, "approve", "hr")
    unchanged.refuses(AlreadyReviewed, lambda: scene.decide(other, "approve", "hr"))
    scene.decide(other, "approve", "orgdept")


def test_the_loser_is_told_who_and_when(scene: Scene, unchanged: Unchanged, clock: FixedClock) -> None:
    matter_id = scene.file()
    task_id = scene.approve_until(matter_id, "officer")
    command: dict[str, Any] = {
        "form_revision": 1,
        "view_digest": scene.command(task_id, "approve", "officer").view_digest,
    }
    scene.decide(task_id, "approve", "officer")
    at = clock.now().isoformat()
    clock.move(timedelta(minutes=5))
    refusal = unchanged.refuses(AlreadyDecided, lambda: scene.decide(task_id, "reject", "officer2", **command))
    assert refusal.facts == {"by": "账户officer", "at": at}


def test_a_closed_task(scene: Scene, database: Database, unchanged: Unchanged) -> None:
    matter_id = scene.file()
    task_id = scene.waiting(matter_id)["head"]
    with database.write() as tx:
        withdraw_matter(tx, scene.actor("unit"), matter_id, 1, "")
    unchanged.refuses(TaskClosed, lambda: scene.decide(task_id, "approve", "head"))


def test_a_form_that_changed(scene: Scene, database: Database, unchanged: Unchanged) -> None:
    matter_id = scene.file()
    first = scene.waiting(matter_id)["head"]
    old = scene.command(first, "approve", "head")
    scene.decide(first, "return", "head")
    with database.write() as tx:
        resubmit_matter(tx, scene.actor("unit"), matter_id, seats_form(heads=2), 1)
    task_id = scene.waiting(matter_id)["head"]
    seen: dict[str, Any] = {"form_revision": 1, "view_digest": old.view_digest}
    refusal = unchanged.refuses(StaleForm, lambda: scene.decide(task_id, "approve", "head", **seen))
    assert refusal.facts == {"form_revision": 2}


@pytest.mark.parametrize("changed", ["heads", "starts_on", "note", "person.name", "person.id_number"])
def test_what_was_seen_is_what_is_signed(
    scene: Scene, database: Database, unchanged: Unchanged, changed: str
) -> None:
    """Each field of the form is covered by the digest, personal ones too."""

    matter_id = scene.file()
    task_id = scene.waiting(matter_id)["head"]
    with database.read() as tx:
        matter = tx.session.get_one(Matter, matter_id)
        form = read_form(tx, matter)
        plain, personal = dict(form.form), {"person": dict(form.personal["person"])}
        if changed.startswith("person."):
            personal["person"][changed.removeprefix("person.")] = "other"
        else:
            plain[changed] = "other"
        digest = view_digest(tx.keyring, matter_id, 1, plain, personal)
    unchanged.refuses(ViewChanged, lambda: scene.decide(task_id, "approve", "head", view_digest=digest))


def test_verdicts_of_the_step(scene: Scene, unchanged: Unchanged) -> None:
    matter_id = scene.file()
    task_id = scene.waiting(matter_id)["head"]
    refusal = unchanged.refuses(WrongVerdict, lambda: scene.decide(task_id, "issue", "head"))
    assert refusal.facts == {"allowed": ["approve", "return", "reject"]}
    issue = scene.approve_until(matter_id, "chief")
    scene.decide(issue, "approve", "chief")
    task_id = scene.waiting(matter_id)["officer"]
    refusal = unchanged.refuses(WrongVerdict, lambda: scene.decide(task_id, "approve", "officer"))
    assert refusal.facts == {"allowed": ["issue"]}


@pytest.mark.parametrize("verdict", ["return", "reject"])
def test_who_says_no_says_why(scene: Scene, unchanged: Unchanged, verdict: str) -> None:
    task_id = scene.waiting(scene.file())["head"]
    refusal = unchanged.refuses(Invalid, lambda: scene.decide(task_id, verdict, "head", opinion=" "))
    assert refusal.facts == {"fields": {"opinion": ["required"]}}


def test_only_fields_of_the_form_are_returned(scene: Scene, unchanged: Unchanged) -> None:
    task_id = scene.waiting(scene.file())["head"]
    for verdict, named in (("return", "salary"), ("approve", "heads")):
        wrong: dict[str, Any] = {"opinion": "x", "returned_fields": (named,)}
        decide = partial(scene.decide, task_id, verdict, "head", **wrong)
        refusal = unchanged.refuses(Invalid, decide)
        assert refusal.facts == {"fields": {"returned_fields": ["unknown_field"]}}


@pytest.mark.parametrize("step", ["head", "orgdept", "chief", "issue"])
def test_a_rule_that_would_break_leaves_the_task_open(
    scene: Scene, database: Database, unchanged: Unchanged, step: str
) -> None:
    matter_id = scene.file(heads=3)
    if step == "issue":
        scene.decide(scene.approve_until(matter_id, "chief"), "approve", "chief")
    role = "officer" if step == "issue" else step
    task_id = scene.waiting(matter_id)[role] if step == "issue" else scene.approve_until(matter_id, role)
    with database.write() as tx:  # the reservation lapsed, and others took seats meanwhile
        tx.session.execute(delete(HOLD))
        tx.session.execute(update(HALL).values(filled=3, reserved=0))
    refusal = unchanged.refuses(
        NoSeat, lambda: scene.decide(task_id, "issue" if step == "issue" else "approve", role)
    )
    assert refusal.facts == {"free": 2, "asked": 3}
    assert scene.waiting(matter_id)[role] == task_id


def test_a_document_must_be_possible(
    scene: Scene, database: Database, unchanged: Unchanged, clock: FixedClock
) -> None:
    matter_id = scene.file()
    scene.decide(scene.approve_until(matter_id, "chief"), "approve", "chief")
    task_id = scene.waiting(matter_id)["officer"]
    tomorrow = clock.today() + timedelta(days=1)

    def issue(details: IssueDetails) -> None:
        command = scene.command(task_id, "issue", "officer")
        with database.write() as tx, tx.savepoint():
            issue_task(tx, scene.actor("officer"), task_id, command, details)

    refusal = unchanged.refuses(Invalid, lambda: issue(IssueDetails(DocumentReference(" ", "题", "", tomorrow))))
    assert refusal.facts == {
        "fields": {
            "document.number": ["required"],
            "document.issuer": ["required"],
            "document.dated_on": ["date_in_future"],
        }
    }
    late = IssueDetails(issue_details(clock.today()).document, tomorrow)
    refusal = unchanged.refuses(Invalid, lambda: issue(late))
    assert refusal.facts == {"fields": {"effective_on": ["date_in_future"]}}


def test_filing_is_for_those_who_may(scene: Scene, database: Database, unchanged: Unchanged) -> None:
    def file(by: str, kind: str = "seats", hall: str = "", **form: Any) -> None:
        with database.write() as tx, tx.savepoint():
            file_matter(tx, scene.actor(by), kind, hall or scene.hall, seats_form(**form))

    unchanged.refuses(UnknownKind, lambda: file("unit", kind="nothing"))
    unchanged.refuses(FilingNotAllowed, lambda: file("hr"))
    not_mine = unchanged.refuses(DomainError, lambda: file("stranger"))
    not_there = unchanged.refuses(DomainError, lambda: file("unit", hall=new_id()))
    assert {not_mine.code, not_there.code} == {"node_not_found", "hall_not_found"}
    refusal = unchanged.refuses(Invalid, lambda: file("unit", heads=0))
    assert refusal.facts == {"fields": {"heads": ["invalid"]}}
    refusal = unchanged.refuses(NoSeat, lambda: file("unit", heads=6))
    assert refusal.facts == {"free": 5, "asked": 6}


def test_one_open_matter_about_one_thing(scene: Scene, database: Database, unchanged: Unchanged) -> None:
    first = scene.file(id_number="410102199001010001")
    refusal = unchanged.refuses(DuplicateOpenMatter, lambda: scene.file(id_number="410102199001010001"))
    assert refusal.facts == {"acceptance_number": "受理〔2026〕1号"}
    with database.write() as tx:
        withdraw_matter(tx, scene.actor("unit"), first, 1, "")
    scene.file(id_number="410102199001010001")


def test_only_the_filer_takes_back_or_files_again(scene: Scene, database: Database, unchanged: Unchanged) -> None:
    matter_id = scene.file()

    def withdraw(by: str, revision: int = 1) -> None:
        with database.write() as tx, tx.savepoint():
            withdraw_matter(tx, scene.actor(by), matter_id, revision, "")

    def resubmit(by: str, revision: int = 1) -> None:
        with database.write() as tx, tx.savepoint():
            resubmit_matter(tx, scene.actor(by), matter_id, seats_form(), revision)

    unchanged.refuses(MatterNotFound, lambda: withdraw("stranger"))
    unchanged.refuses(NotFiler, lambda: withdraw("officer"))
    unchanged.refuses(StaleForm, lambda: withdraw("unit", revision=2))
    unchanged.refuses(MatterNotOpen, lambda: resubmit("unit"))
    scene.decide(scene.waiting(matter_id)["head"], "return", "head")
    unchanged.refuses(NotFiler, lambda: resubmit("officer"))
    unchanged.refuses(StaleForm, lambda: resubmit("unit", revision=2))
    withdraw("unit")
    refusal = unchanged.refuses(MatterNotOpen, lambda: withdraw("unit"))
    assert refusal.facts == {"state": "withdrawn"}


def test_the_clock_of_a_device_is_only_noted(scene: Scene, database: Database, clock: FixedClock) -> None:
    matter_id = scene.file()
    for role, minutes in (("head", 9), ("officer", -2000)):
        task_id = scene.waiting(matter_id)[role]
        scene.decide(task_id, "approve", role, claimed_at=clock.now() + timedelta(minutes=minutes))
    with database.read() as tx:
        rows = tx.session.scalars(select(Decision).order_by(Decision.id)).all()
    assert [(row.clock_skewed, row.decided_at) for row in rows] == [(False, clock.now()), (True, clock.now())]


def test_a_command_is_one_decision(scene: Scene, database: Database) -> None:
    """Below the edge's stored answers, the database itself refuses a second decision with one command id."""

    matter_id = scene.file()
    first = scene.command(scene.waiting(matter_id)["head"], "approve", "head")
    with database.write() as tx:
        decide_task(tx, scene.actor("head"), scene.waiting(matter_id)["head"], first)
    task_id = scene.waiting(matter_id)["officer"]
    again = scene.command(task_id, "approve", "officer")
    again = DecisionCommand(first.command_id, "approve", again.form_revision, again.view_digest)
    with pytest.raises(IntegrityError), database.write() as tx:
        decide_task(tx, scene.actor("officer"), task_id, again)
