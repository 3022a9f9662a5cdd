"""Random people do random things to matters; a model of a few lines says what must come out each time.

After every act four results are compared: the answer, the rows, the audit record and the events. An act that the
model refuses must change nothing at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from backend.approvals import events, subjects
from backend.approvals.flow_book import FLOW_BOOK
from backend.approvals.flows import Flow, StepType
from backend.approvals.models import Decision, Matter, Task
from backend.approvals.operations import decide_task, file_matter, issue_task, resubmit_matter, withdraw_matter
from backend.approvals.public import DecisionCommand
from backend.approvals.verify import CHECKS
from backend.core.db import Base, Database, new_id
from backend.core.errors import DomainError
from backend.core.events import Event, listen
from backend.core.transaction import Tx
from backend.identity.audit.models import AuditRow
from backend.records.verify import CHECKS as RECORD_CHECKS
from tests.factories.approvals import KINDS, METADATA, Scene, issue_details, make_scene, seats_form
from tests.support.unchanged import Rows, all_rows

SEATS = 4
PEOPLE = ("unit", "head", "officer", "officer2", "orgdept", "hr", "finance", "chief", "stranger")
ROLE_OF = {name: name for name in PEOPLE} | {"officer2": "officer", "stranger": "unit"}
VERDICTS = ("approve", "approve", "approve", "return", "reject", "issue")
_HEARD: Counter[str] = Counter()


def _hear(_tx: Tx, event: Event) -> None:
    _HEARD[type(event).__name__] += 1


@dataclass
class Expected:
    """A matter as the model believes it to be."""

    id: str
    flow: Flow
    heads: int
    state: str = "submitted"
    step: int = 0
    revision: int = 1
    round: int = 1
    waiting: dict[str, str] = field(default_factory=dict)
    agreed: set[str] = field(default_factory=set)

    @property
    def open(self) -> bool:
        return self.state not in ("rejected", "withdrawn", "executed")


class Approvals(RuleBasedStateMachine):
    """The acts, each with the answer the model expects."""

    matters: Bundle[Expected] = Bundle("matters")
    database: Database
    numbers = count()

    def __init__(self) -> None:
        super().__init__()
        self.scene: Scene = make_scene(self.database, SEATS, suffix=f".{next(self.numbers)}")
        self.known: list[Expected] = []
        self.filled = 0

    @rule(
        target=matters,
        kind=st.sampled_from(sorted(KINDS)),
        heads=st.sampled_from((1, 1, 2, 0, 3)),
        by=st.sampled_from(("unit", "unit", "unit", "unit", *PEOPLE)),
    )
    def file(self, kind: str, heads: int, by: str) -> Any:
        actor = self.scene.actor(by)

        def act(tx: Tx) -> str:
            return file_matter(tx, actor, kind, self.scene.hall, seats_form(heads=heads))

        if by == "stranger":
            self.refused(act, "node_not_found")
        elif by != "unit":
            self.refused(act, "filing_not_allowed")
        elif heads == 0:
            self.refused(act, "invalid_input")
        elif heads > self.free():
            self.refused(act, "no_seat")
        else:
            matter_id = self.done(act, {"matter:filed": 1}, {"MatterFiled": 1, "TaskOpened": None})
            expected = Expected(matter_id, FLOW_BOOK.newest(KINDS[kind].flow), heads)
            self.open_step(expected)
            self.known.append(expected)
            return expected
        return multiple()

    @rule(matter=matters, by=st.sampled_from(PEOPLE), verdict=st.sampled_from(VERDICTS), pick=st.integers(0, 2))
    def decide(self, matter: Expected, by: str, verdict: str, pick: int) -> None:
        """Somebody tries to decide one of the waiting tasks."""
        if not matter.waiting:
            return
        roles = sorted(matter.waiting)
        self.decide_as(matter, by, verdict, roles[pick % len(roles)])

    @rule(
        matter=matters, steps=st.integers(1, 6), last=st.sampled_from(("approve", "approve", "return", "reject"))
    )
    def go_forward(self, matter: Expected, steps: int, last: str) -> None:
        """The right people decide one after the other, so that matters come far."""
        for left in reversed(range(steps)):
            if matter.waiting:
                role = min(matter.waiting)
                issuing = matter.flow.steps[matter.step].type is StepType.ISSUE
                self.decide_as(matter, role, "issue" if issuing else "approve" if left else last, role)

    @rule(matter=matters, by=st.sampled_from(("unit", "unit", "officer")), heads=st.integers(1, 3))
    def resubmit(self, matter: Expected, by: str, heads: int) -> None:
        actor = self.scene.actor(by)

        def act(tx: Tx) -> None:
            resubmit_matter(tx, actor, matter.id, seats_form(heads=heads), matter.revision)

        if by != "unit":
            self.refused(act, "not_filer")
        elif matter.state != "returned":
            self.refused(act, "matter_not_open")
        elif heads > self.free() + matter.heads:
            self.refused(act, "no_seat")
        else:
            self.done(act, {"matter:resubmitted": 1}, {"MatterFiled": 1, "TaskOpened": None})
            matter.state, matter.step, matter.heads = "submitted", 0, heads
            matter.revision += 1
            matter.round += 1
            self.open_step(matter)

    @rule(matter=consumes(matters), by=st.sampled_from(("unit", "chief")), stale=st.booleans())
    def withdraw(self, matter: Expected, by: str, stale: bool) -> None:
        actor, waiting = self.scene.actor(by), len(matter.waiting)

        def act(tx: Tx) -> None:
            withdraw_matter(tx, actor, matter.id, matter.revision + stale, "")

        if by != "unit":
            self.refused(act, "not_filer")
        elif not matter.open:
            self.refused(act, "matter_not_open")
        elif stale:
            self.refused(act, "stale_form")
        else:
            self.done(act, {"matter:withdrawn": 1}, {"MatterWithdrawn": 1, "TaskCancelled": waiting})
            matter.state, matter.waiting = "withdrawn", {}

    @precondition(lambda self: self.known)
    @invariant()
    def rows_are_what_the_model_says(self) -> None:
        with self.database.read() as tx:
            for expected in self.known:
                matter = tx.session.get_one(Matter, expected.id)
                assert (matter.state, matter.round, matter.form_revision) == (
                    expected.state,
                    expected.round,
                    expected.revision,
                )
                if expected.open and expected.state != "returned":
                    assert matter.step_key == expected.flow.steps[expected.step].key
                query = select(Task.role, Task.id).where(Task.matter_id == expected.id, Task.state == "open")
                assert dict(tx.session.execute(query).all()) == expected.waiting
        reserved = sum(expected.heads for expected in self.known if expected.open)
        assert self.scene.hall_numbers() == (self.filled, reserved)

    def teardown(self) -> None:
        with self.database.read() as tx:
            assert [finding for check in (*CHECKS, *RECORD_CHECKS) for finding in check(tx)] == []

    def decide_as(self, matter: Expected, by: str, verdict: str, role: str) -> None:
        task_id, actor, step = matter.waiting[role], self.scene.actor(by), matter.flow.steps[matter.step]
        with self.database.read() as tx:
            digest = self.digest(tx, matter)
        command = DecisionCommand(new_id(), verdict, matter.revision, digest, opinion="意见")

        def act(tx: Tx) -> Any:
            if verdict == "issue":
                return issue_task(tx, actor, task_id, command, issue_details(tx.today()))
            return decide_task(tx, actor, task_id, command)

        if ROLE_OF[by] != role:
            self.refused(act, "no_authority" if self.sees(matter, by) else "task_not_found")
        elif verdict not in step.verdicts:
            self.refused(act, "wrong_verdict")
        elif verdict in ("return", "reject"):
            self.end_round(matter, act, verdict)
        else:
            self.agree(matter, act, role)

    def end_round(self, matter: Expected, act: Callable[[Tx], Any], verdict: str) -> None:
        told = {"return": "MatterReturned", "reject": "MatterRejected"}[verdict]
        others = len(matter.waiting) - 1
        answer = self.done(act, {"task:decided": 1}, {"TaskDecided": 1, told: 1, "TaskCancelled": others})
        matter.state, matter.waiting = ("returned" if verdict == "return" else "rejected"), {}
        assert (answer["matter_state"], answer["next_step"]) == (matter.state, None)

    def agree(self, matter: Expected, act: Callable[[Tx], Any], role: str) -> None:
        step = matter.flow.steps[matter.step]
        matter.agreed.add(role)
        if step.issues:
            audit = {"task:decided": 1, "matter:executed": 1}
            answer = self.done(act, audit, {"TaskDecided": 1, "MatterExecuted": 1})
            assert (answer["notice_number"] is None) == (step.notice_series is None)
            matter.state, matter.waiting = "executed", {}
            self.filled += matter.heads
        elif len(matter.agreed) < step.need:
            answer = self.done(act, {"task:decided": 1}, {"TaskDecided": 1})
            del matter.waiting[role]
        else:
            heard = {"TaskDecided": 1, "TaskCancelled": len(matter.waiting) - 1, "TaskOpened": None}
            answer = self.done(act, {"task:decided": 1}, heard)
            matter.step += 1
            following = matter.flow.steps[matter.step].type
            matter.state = {StepType.JOINT: "joint_review", StepType.ISSUE: "approved"}.get(following, "reviewing")
            self.open_step(matter)
        assert answer["matter_state"] == matter.state

    def open_step(self, matter: Expected) -> None:
        matter.waiting, matter.agreed = self.scene.waiting(matter.id), set()
        assert set(matter.waiting) == set(matter.flow.steps[matter.step].roles)

    def free(self) -> int:
        return SEATS - self.filled - sum(matter.heads for matter in self.known if matter.open)

    def sees(self, matter: Expected, by: str) -> bool:
        """Reviewers see what came before them in any round; the stranger sees nothing."""
        if by in ("unit", "head", "officer", "officer2", "chief"):
            return True
        with self.database.read() as tx:
            query = select(func.count()).where(Task.matter_id == matter.id, Task.role == ROLE_OF[by])
            return by != "stranger" and tx.session.scalars(query).one() > 0

    def digest(self, tx: Tx, matter: Expected) -> str:
        return self.scene.digest(tx, matter.id)

    def done(self, act: Callable[[Tx], Any], audit: dict[str, int], heard: dict[str, int | None]) -> Any:
        """Act; exactly these audit rows and events follow (None: some)."""
        before = self.audited()
        _HEARD.clear()
        with self.database.write() as tx, tx.savepoint():
            answer = act(tx)
        after = self.audited() - before
        assert {f"approvals:{name}": number for name, number in audit.items()} == {
            action: number for action, number in after.items() if action.startswith("approvals:")
        }
        assert set(_HEARD) == {name for name, number in heard.items() if number != 0}
        for name, number in heard.items():
            assert number is None or _HEARD[name] == number
        return answer

    def refused(self, act: Callable[[Tx], Any], code: str) -> None:
        """Act; the refusal has this code and nothing has changed."""
        before = self.everything()
        with pytest.raises(DomainError) as caught, self.database.write() as tx, tx.savepoint():
            act(tx)
        assert caught.value.code == code
        assert self.everything() == before

    def audited(self) -> Counter[str]:
        with self.database.read() as tx:
            return Counter(tx.session.scalars(select(AuditRow.action)))

    def everything(self) -> Rows:
        return all_rows(self.database, (Base.metadata, METADATA))


@pytest.fixture
def seats() -> Iterator[None]:
    before = dict(subjects._SUBJECTS)
    for subject in KINDS.values():
        subjects.register_subject(subject)
    for event_type in vars(events).values():
        if isinstance(event_type, type) and issubclass(event_type, Event) and event_type is not Event:
            listen(event_type, _hear)
    yield
    subjects._SUBJECTS.clear()
    subjects._SUBJECTS.update(before)


@pytest.mark.slow
@pytest.mark.usefixtures("seats")
def test_random_people_do_random_things(database: Database) -> None:
    class Here(Approvals):
        pass

    Here.database = database
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    with database.read() as tx:  # the walk came somewhere
        assert tx.session.scalars(select(func.count()).select_from(Decision)).one() > 20
