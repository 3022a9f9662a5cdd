"""A matter on its whole way, with the four results of each step: answer, rows, audit, events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from backend.approvals import events
from backend.approvals.flow_book import FLOW_BOOK
from backend.approvals.flows import parse_flow
from backend.approvals.models import Decision, FormRevision, Matter, Task, TaskReach
from backend.approvals.operations import resubmit_matter, withdraw_matter
from backend.approvals.queries import matter_view
from backend.approvals.subjects import register_subject
from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.core.events import Event, handlers_of, listen
from backend.core.transaction import Tx
from backend.identity.audit.models import AuditRow
from backend.records.models import Document, Number
from tests.factories.approvals import KINDS, ROLES, Scene, seats_form

_HEARD: list[Event] = []


def _hear(_tx: Tx, event: Event) -> None:
    _HEARD.append(event)


@pytest.fixture
def heard() -> Iterator[list[Event]]:
    """Events of the approvals, in order."""
    for event_type in vars(events).values():
        if isinstance(event_type, type) and issubclass(event_type, Event) and event_type is not Event:
            listen(event_type, _hear)
    _HEARD.clear()
    yield _HEARD
    _HEARD.clear()


def one(database: Database, model: Any, **by: Any) -> Any:
    with database.read() as tx:
        return tx.session.scalars(select(model).filter_by(**by)).one()


def actions(database: Database, subject_id: str) -> list[str]:
    with database.read() as tx:
        query = select(AuditRow.action).where(AuditRow.subject_id == subject_id).order_by(AuditRow.seq)
        return list(tx.session.scalars(query))


def names(heard: list[Event]) -> list[str]:
    return [type(event).__name__ for event in heard]


def view(scene: Scene, matter_id: str, by: str = "unit") -> dict[str, Any]:
    with scene.database.read() as tx:
        return matter_view(tx, scene.actor(by), matter_id)


def test_filing_reserves_numbers_and_opens_the_first_step(scene: Scene, heard: list[Event]) -> None:
    matter_id = scene.file(heads=2)
    matter = one(scene.database, Matter, id=matter_id)
    assert (matter.state, matter.step_key, matter.round, matter.form_revision) == ("submitted", "unit_head", 1, 1)
    assert matter.acceptance_number == "受理〔2026〕1号"
    assert scene.hall_numbers() == (0, 2)
    task = one(scene.database, Task, matter_id=matter_id)
    assert (task.role, task.node_id, task.state) == ("head", scene.unit_node, "open")
    # 16 June 2026 is a Tuesday; the Friday after it is the Dragon Boat festival
    assert (task.due_on, task.due_provisional) == (date(2026, 6, 22), False)
    assert actions(scene.database, matter_id) == ["approvals:matter:filed"]
    assert names(heard) == ["TaskOpened", "MatterFiled"]


def test_personal_fields_are_stored_encrypted(scene: Scene) -> None:
    matter_id = scene.file(id_number="canary-4101")
    revision = one(scene.database, FormRevision, matter_id=matter_id)
    assert revision.form == {"heads": 1, "starts_on": "2026-06-01", "note": ""}
    assert "canary" not in revision.personal_encrypted
    shown = view(scene, matter_id)
    assert shown["form"] == revision.form
    assert "canary-4101" not in str(shown)
    assert {"field": "person.id_number", "value": "ca***", "masked": True, "changed": False} in shown["fields"]


def test_whole_way_to_the_effect(scene: Scene, heard: list[Event]) -> None:
    matter_id = scene.file()
    answers = [
        scene.decide(scene.waiting(matter_id)[role], "approve", role)
        for role in ("head", "officer", "orgdept", "hr", "chief")
    ]
    assert [(answer["matter_state"], answer["next_step"]) for answer in answers] == [
        ("reviewing", "office_clerk"),
        ("joint_review", "joint_review"),
        ("joint_review", "joint_review"),
        ("reviewing", "chief"),
        ("approved", "issue"),
    ]
    assert scene.hall_numbers() == (0, 1)  # approval only reserves
    heard.clear()
    answer = scene.decide(scene.waiting(matter_id)["officer"], "issue", "officer")
    assert scene.hall_numbers() == (1, 0)
    assert (answer["outcome"], answer["matter_state"], answer["notice_number"]) == (
        "done",
        "executed",
        "入编通〔2026〕1号",
    )
    assert answer["preview_after"]["rows"][0]["filled"] == [0, 1]
    assert names(heard) == ["TaskDecided", "MatterExecuted"]
    matter = one(scene.database, Matter, id=matter_id)
    document = one(scene.database, Document, cause_id=matter_id)
    assert (matter.state, matter.document_id, matter.effect["facts"]["heads"]) == ("executed", document.id, 1)
    assert scene.waiting(matter_id) == {}
    assert actions(scene.database, matter_id) == ["approvals:matter:filed", "approvals:matter:executed"]
    with scene.database.read() as tx:
        assert tx.session.scalars(select(func.count()).select_from(Decision)).one() == 6
        assert tx.session.scalars(select(func.count()).select_from(TaskReach)).one() == 0
    shown = view(scene, matter_id)
    assert [station["state"] for station in shown["stations"]] == ["done"] * 5
    assert shown["preview"]["rows"][0]["filled"] == [0, 1]  # as executed, not as of today
    assert shown["document"]["id"] == document.id
    assert shown["can"] == {"withdraw": False, "resubmit": False}


def test_return_names_fields_and_a_new_round_begins(scene: Scene, heard: list[Event], clock: FixedClock) -> None:
    matter_id = scene.file(heads=2)
    task_id = scene.approve_until(matter_id, "orgdept")
    heard.clear()
    scene.decide(task_id, "return", "orgdept", opinion="请核对人数", returned_fields=("heads", "person"))
    assert names(heard) == ["TaskDecided", "TaskCancelled", "MatterReturned"]
    assert scene.waiting(matter_id) == {}
    shown = view(scene, matter_id)
    assert (shown["state"], shown["returned"]) == (
        "returned",
        {"opinion": "请核对人数", "fields": ["heads", "person"]},
    )
    assert shown["can"] == {"withdraw": True, "resubmit": True}
    assert scene.hall_numbers() == (0, 2)  # kept while the filer corrects
    clock.move(timedelta(days=1))
    with scene.database.write() as tx:
        resubmit_matter(tx, scene.actor("unit"), matter_id, seats_form(heads=1), 1)
    assert scene.hall_numbers() == (0, 1)
    shown = view(scene, matter_id)
    assert (shown["state"], shown["round"], shown["form_revision"]) == ("submitted", 2, 2)
    assert [field["field"] for field in shown["fields"] if field["changed"]] == ["heads", "person.id_number"]
    assert [entry["round"] for entry in shown["timeline"]] == [1, 1, 1]
    assert [len(station["tasks"]) for station in shown["stations"]] == [1, 0, 0, 0, 0]
    assert list(scene.waiting(matter_id)) == ["head"]
    assert one(scene.database, Matter, id=matter_id).acceptance_number == "受理〔2026〕1号"


def test_rejection_ends_and_releases(scene: Scene, heard: list[Event]) -> None:
    matter_id = scene.file()
    task_id = scene.approve_until(matter_id, "hr")
    heard.clear()
    answer = scene.decide(task_id, "reject", "hr", opinion="不符合条件")
    assert (answer["matter_state"], answer["next_step"]) == ("rejected", None)
    assert scene.hall_numbers() == (0, 0)
    assert names(heard) == ["TaskDecided", "TaskCancelled", "MatterRejected"]
    shown = view(scene, matter_id)
    assert [station["state"] for station in shown["stations"]] == ["done", "done", "done", "skipped", "skipped"]
    assert shown["preview"] is None


def test_withdrawal_at_any_time_before_the_effect(scene: Scene, heard: list[Event]) -> None:
    matter_id = scene.file()
    scene.approve_until(matter_id, "chief")
    heard.clear()
    with scene.database.write() as tx:
        withdraw_matter(tx, scene.actor("unit"), matter_id, 1, "另行申报")
    assert scene.hall_numbers() == (0, 0)
    assert scene.waiting(matter_id) == {}
    assert names(heard) == ["TaskCancelled", "MatterWithdrawn"]
    assert actions(scene.database, matter_id)[-1] == "approvals:matter:withdrawn"
    assert view(scene, matter_id)["withdrawal_reason"] == "另行申报"


def test_two_of_three_are_enough(scene: Scene) -> None:
    matter_id = scene.file("seats_some")
    waiting = scene.waiting(matter_id)
    scene.decide(waiting["orgdept"], "approve", "orgdept")
    assert set(scene.waiting(matter_id)) == {"finance", "hr"}
    scene.decide(waiting["finance"], "approve", "finance")
    assert list(scene.waiting(matter_id)) == ["chief"]
    assert one(scene.database, Task, id=waiting["hr"]).state == "cancelled"
    answer = scene.decide(scene.waiting(matter_id)["chief"], "approve", "chief")
    assert (answer["matter_state"], answer["notice_number"]) == ("executed", None)
    assert scene.hall_numbers() == (1, 0)
    assert one(scene.database, Matter, id=matter_id).document_id == f"own-{matter_id}"


def test_any_one_is_enough(scene: Scene) -> None:
    matter_id = scene.file("seats_any")
    scene.decide(scene.waiting(matter_id)["hr"], "approve", "hr")
    assert list(scene.waiting(matter_id)) == ["officer"]
    scene.decide(scene.waiting(matter_id)["officer"], "issue", "officer")
    assert one(scene.database, Matter, id=matter_id).notice_number == "入编通〔2026〕1号"


def test_numbers_are_gap_free_when_a_filing_fails(scene: Scene) -> None:
    scene.file(heads=5)
    with pytest.raises(Exception, match="no_seat"):
        scene.file(heads=1)
    with scene.database.write() as tx:
        withdraw_matter(tx, scene.actor("unit"), one(scene.database, Matter).id, 1, "")
    second = scene.file()
    assert one(scene.database, Matter, id=second).acceptance_number == "受理〔2026〕2号"
    with scene.database.read() as tx:
        assert list(tx.session.scalars(select(Number.n).order_by(Number.n))) == [1, 2]


def test_a_running_matter_keeps_the_version_it_began_with(scene: Scene) -> None:
    name = f"seats_{scene.hall}"
    steps = "steps:\n  - {key: chief, type: approver, roles: [chief], days: 1, issues: true}\n"
    FLOW_BOOK.add(parse_flow(f"flow: {name}\nversion: 1\n{steps}", ROLES))
    register_subject(replace(KINDS["seats"], flow=name))
    running = scene.file()
    longer = steps + "  - {key: last, type: issue, roles: [officer], days: 1}\n"
    FLOW_BOOK.add(parse_flow(f"flow: {name}\nversion: 2\n{longer.replace(', issues: true', '')}", ROLES))
    later = scene.file()
    answers = [
        scene.decide(scene.waiting(matter_id)["chief"], "approve", "chief") for matter_id in (running, later)
    ]
    assert [answer["matter_state"] for answer in answers] == ["executed", "approved"]


def test_events_are_heard_once(heard: list[Event]) -> None:
    listen(events.MatterFiled, _hear)
    assert list(handlers_of(events.MatterFiled("x"))).count(_hear) == 1
