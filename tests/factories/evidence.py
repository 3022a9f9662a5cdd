"""A small year in a real database: a unit whose people handle matters, learn, teach and are commended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from backend.approvals.public import (
    DecisionCommand,
    DocumentReference,
    IssueDetails,
    decide_task,
    file_matter,
    issue_task,
    open_tasks,
    reading_of,
    resubmit_matter,
)
from backend.assessment.evidence.public import EntryDocument, EntrySource, NewEntry, record_entry
from backend.core.actor import Actor
from backend.core.clock import FixedClock
from backend.core.db import new_id
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.permissions import Role
from backend.identity.public import grant_directly
from backend.register.public import NewPosting, node_of_organization, open_postings, region_nodes
from courses.catalogue.public import NewAssignment, assign_course, final_quiz_of
from courses.classes.models import ClassSession, ClassTeacher, TrainingClass
from courses.credits.operations import set_target
from courses.credits.public import Counter, NewCredit, Source, confirm_credits, propose_credit
from courses.credits.targets import PostLevel, Target
from tests.factories.courses import make_course, sit
from tests.factories.identity import SYSTEM, actor_of, make_account, make_holder
from tests.factories.quizzes import make_quiz
from tests.factories.register import OPENING, Register
from tests.support.world import REGION, entry_form

#: who is posted in the unit, with a rank of section level
STAFF = ("unit", "head", "learner", "idle")
PLAYED = timedelta(days=21)
OFFICE = (Role.OFFICER, Role.ORGDEPT, Role.HR, Role.CHIEF, Role.ASSESSOR, Role.TRAINING)


@dataclass(slots=True)
class Year:
    """Ids by names; ``matter`` was sent back once and issued late, ``course`` is to be passed by ``due``."""

    unit_id: str = ""
    unit_node: str = ""
    region: str = ""
    accounts: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    matter: str = ""
    course: str = ""
    due: date = OPENING

    def actor(self, tx: Tx, name: str) -> Actor:
        return actor_of(tx, self.accounts[name])


def make_staff(runtime: Runtime) -> Year:
    """The unit with its people and the office above it; nothing has happened yet."""
    year = Year()
    with runtime.database.write() as tx:
        register = Register.start(tx)
        year.unit_id = register.unit(approved=20)
        year.unit_node = node_of_organization(tx, year.unit_id)
        year.region = region_nodes(tx, [REGION])[REGION]
        people = register.people(len(STAFF) + 1)
        postings = [
            NewPosting(one, year.unit_id, "institution", "科员", "open_recruitment", OPENING, rank="G09")
            for one in people
        ]
        open_postings(tx, SYSTEM, postings, register.cause)
        for name, person_id in zip((*STAFF, "colleague"), people, strict=True):
            year.persons[name] = person_id
            year.accounts[name] = make_account(tx, name, person=person_id)
        grant_directly(tx, SYSTEM, year.accounts["unit"], Role.UNIT, year.unit_node)
        grant_directly(tx, SYSTEM, year.accounts["head"], Role.HEAD, year.unit_node)
        grant_directly(tx, SYSTEM, year.accounts["colleague"], Role.ASSESSOR, year.region)
        for role in OFFICE:
            year.accounts[role.value] = make_holder(tx, role.value, role, year.region)
    return year


def make_year(runtime: Runtime) -> Year:
    """A matter that is sent back and issued late, an examination passed by one and missed by others, and more.

    The clock has moved by :data:`PLAYED` when it is over.
    """
    year = make_staff(runtime)
    clock = runtime.clock
    assert isinstance(clock, FixedClock)
    _order_examination(runtime, year)
    _play_matter(runtime, year, clock)
    _train(runtime, year, clock)
    with runtime.database.write() as tx:
        for source, points in ((EntrySource.SPECIAL_ASSESSMENT, 9150), (EntrySource.COMMENDATION, None)):
            new = new_entry(year.persons["learner"], tx.today(), source, points)
            record_entry(tx, year.actor(tx, "assessor"), new)
    return year


def new_entry(person_id: str, day: date, source: EntrySource, points: int | None) -> NewEntry:
    """An entry of that day from a document of that day."""
    document = EntryDocument(f"清编〔2026〕{new_id()[-5:]}号", "关于专项工作考核结果的通报", "清溪县委编办", day)
    return NewEntry(source, person_id, "实名制数据专项核查", day, points, document)


def _order_examination(runtime: Runtime, year: Year) -> None:
    with runtime.database.write() as tx:
        year.course = make_course(tx)
        year.due = tx.today() + timedelta(days=10)
        assign_course(tx, SYSTEM, NewAssignment(year.course, year.unit_node, year.due))
        closes_at = tx.now() + timedelta(days=2)
        paper = make_quiz(tx, "ordered", questions=["basics-q1"], ordered=True, closes_at=closes_at.isoformat())
        for name in ("learner", "head"):
            sit(tx, year.actor(tx, name), paper, right=name == "learner")


def _play_matter(runtime: Runtime, year: Year, clock: FixedClock) -> None:
    """Sent back by the head with a field to correct, filed again the next day, issued after its last day."""
    with runtime.database.write() as tx:
        form = {**entry_form(1, tx.today()), "effective_on": tx.today()}
        year.matter = file_matter(tx, year.actor(tx, "unit"), "personnel_entry", year.unit_id, form)
    _decide(runtime, year, "return", returned_fields=("post_title",))
    clock.move(timedelta(days=1))
    with runtime.database.write() as tx:
        resubmit_matter(tx, year.actor(tx, "unit"), year.matter, {**form, "post_title": "副研究馆员"}, 1)
    for _step in range(5):  # the head, the officer, two departments, the chief
        _decide(runtime, year, "approve")
    clock.move(PLAYED - timedelta(days=1))
    with runtime.database.write() as tx:
        task = open_tasks(tx, year.matter)[0]
        actor = year.actor(tx, task.role)
        command = DecisionCommand(new_id(), "issue", *reading_of(tx, actor, task.id), "同意")
        document = DocumentReference("清编办〔2026〕1号", "关于人员入编的通知", "清溪县编办", tx.today())
        issue_task(tx, actor, task.id, command, IssueDetails(document))


def _decide(runtime: Runtime, year: Year, verdict: str, returned_fields: tuple[str, ...] = ()) -> None:
    with runtime.database.write() as tx:
        task = open_tasks(tx, year.matter)[0]
        actor = year.actor(tx, task.role)
        revision, digest = reading_of(tx, actor, task.id)
        command = DecisionCommand(new_id(), verdict, revision, digest, "意见", returned_fields)
        decide_task(tx, actor, task.id, command)


def _train(runtime: Runtime, year: Year, clock: FixedClock) -> None:
    with runtime.database.write() as tx:
        learner = year.actor(tx, "learner")
        sit(tx, learner, final_quiz_of(tx, year.course) or "")
        day = tx.today()
        target = Target(
            800, 1, source="清溪县干部教育培训规划"
        )  # less than the regulation's, and more than nothing
        set_target(tx, year.actor(tx, "training"), year.region, PostLevel.SECTION_AND_BELOW, target)
        credit = propose_credit(
            tx,
            SYSTEM,
            NewCredit(
                account_id=learner.account_id or "",
                node_id=year.unit_node,
                kind=Counter.CONCENTRATED,
                tenths=850,
                source=Source.PARTY_SCHOOL,
                source_key="2026",
                title="党校主体班",
                started_on=day - timedelta(days=12),
                ended_on=day,
            ),
        )
        assert credit is not None
        confirm_credits(tx, year.actor(tx, "training"), [credit])
        _teach(tx, year, clock)


def _teach(tx: Tx, year: Year, clock: FixedClock) -> None:
    """A class that was held, by its rows: how it comes to be held has tests of its own."""
    begins = clock.now() - timedelta(days=2)
    held = TrainingClass(
        node_id=year.region,
        title="实操班",
        about="",
        place="二教室",
        seats=9,
        per_unit=None,
        open_to_all=True,
        state="held",
        begins_at=begins,
    )
    tx.session.add(held)
    tx.session.flush()
    for number in (1, 2):
        starts = datetime.combine(begins.date(), begins.timetz(), UTC) + timedelta(hours=3 * number)
        session = {"title": f"第{number}轮", "task": "", "level": 1}
        tx.session.add(
            ClassSession(
                class_id=held.id, number=number, starts_at=starts, ends_at=starts + timedelta(hours=1), **session
            )
        )
    tx.session.add(ClassTeacher(class_id=held.id, account_id=year.accounts["learner"]))
    tx.session.flush()
