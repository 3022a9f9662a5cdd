"""A small scope tree with people for each role, and a subject of its own: seats in a hall.

The subject is real but small: a hall has seats, a matter asks for some of them under a person's name, filing
reserves them and executing fills them. Its two tables lie in the test's database, so that what it writes stands
or falls with the transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from marshmallow import fields
from sqlalchemy import CheckConstraint, Column, Integer, MetaData, String, Table, insert, select, update

from backend.approvals.flow_book import FLOW_BOOK
from backend.approvals.flows import parse_flow
from backend.approvals.form_store import digest_of_view, read_form
from backend.approvals.models import Matter
from backend.approvals.public import (
    Card,
    CardRef,
    CheckedForm,
    DecisionCommand,
    DisplayField,
    DocumentReference,
    EffectRow,
    Form,
    IssueContext,
    IssueDetails,
    MatterRef,
    Preview,
    ScopeOf,
    Stage,
    decide_task,
    file_matter,
    issue_task,
    open_tasks,
    reading_of,
)
from backend.core.actor import Actor
from backend.core.db import Database, new_id
from backend.core.errors import Invalid, NotFound, Refused
from backend.core.transaction import Tx
from backend.core.web.schema import StrictSchema
from backend.identity.public import Permission, Role, actor_of_account, grant_directly, place_node
from tests.factories.identity import make_account

ROLES = frozenset(role.value for role in Role)
METADATA = MetaData()
HALL = Table(
    "t_hall",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("node_id", String(32), nullable=False),
    Column("office_node_id", String(32), nullable=False),
    Column("seats", Integer, nullable=False),
    Column("filled", Integer, nullable=False),
    Column("reserved", Integer, nullable=False),
    CheckConstraint("filled >= 0 AND reserved >= 0 AND filled + reserved <= seats"),
)
HOLD = Table(
    "t_hold",
    METADATA,
    Column("matter_id", String(32), primary_key=True),
    Column("hall_id", String(32), nullable=False),
    Column("heads", Integer, nullable=False),
)

_FLOWS = (
    """
flow: seats_two_of_three
version: 1
steps:
  - {key: review, type: joint, roles: [orgdept, finance, hr], need: 2, days: 5}
  - {key: finish, type: approver, roles: [chief], days: 3, issues: true}
""",
    """
flow: seats_any_one
version: 1
steps:
  - {key: review, type: any_one, roles: [orgdept, hr], days: 5}
  - {key: finish, type: issue, roles: [officer], days: 3, notice_series: entry_notice}
""",
)
for _text in _FLOWS:
    _flow = parse_flow(_text, ROLES)
    if FLOW_BOOK.find(_flow.name, _flow.version) is None:
        FLOW_BOOK.add(_flow)


class NoSeat(Refused):
    """More seats were asked for than are free."""

    code = "no_seat"


class HallNotFound(NotFound):
    """No such hall."""

    code = "hall_not_found"


class SeatsFormSchema(StrictSchema):
    """The form of the seats; each kind has a class of its own."""

    heads = fields.Integer(required=True)
    starts_on = fields.Date(required=True)
    note = fields.String(load_default="")
    person = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class SomeSeatsFormSchema(SeatsFormSchema):
    """The same form."""


class AnySeatsFormSchema(SeatsFormSchema):
    """The same form."""


@dataclass(frozen=True)
class SeatsSubject:
    """Seats in a hall."""

    kind: str = "seats"
    flow: str = "personnel_entry"
    schema: type[SeatsFormSchema] = SeatsFormSchema
    subject_kind: str = "hall"
    file_permission: str = Permission.MATTER_FILE

    def form_schema(self) -> type[SeatsFormSchema]:
        return self.schema

    def resolve_scope(self, tx: Tx, subject_id: str) -> ScopeOf:
        row = tx.session.execute(select(HALL).where(HALL.c.id == subject_id)).first()
        if row is None:
            raise HallNotFound
        return ScopeOf(row.node_id, row.office_node_id)

    def validate(self, tx: Tx, actor: Actor, subject_id: str, form: Form) -> CheckedForm:
        if form["heads"] < 1:
            raise Invalid(fields={"heads": ["invalid"]})
        person = dict(form["person"])
        return CheckedForm(
            form={
                "heads": form["heads"],
                "starts_on": form["starts_on"].isoformat(),
                "note": form.get("note", ""),
            },
            personal={"person": person},
            summary={"heads": form["heads"]},
            exclusive_key=tx.keyring.digest("seats_person", person["id_number"]),
        )

    def check(self, tx: Tx, matter: MatterRef, form: CheckedForm, stage: Stage) -> None:
        hall = self._hall(tx, matter.subject_id)
        held = self._held(tx, matter.id)
        free = hall.seats - hall.filled - hall.reserved + held
        if form.form["heads"] > free:
            raise NoSeat(free=free, asked=form.form["heads"])

    def preview(self, tx: Tx, matter: MatterRef, form: CheckedForm) -> Preview:
        hall, heads, held = self._hall(tx, matter.subject_id), form.form["heads"], self._held(tx, matter.id)
        free = hall.seats - hall.filled - hall.reserved
        row = EffectRow(
            quota_type="seat",
            approved=(hall.seats, hall.seats),
            filled=(hall.filled, hall.filled + heads),
            reserved=(hall.reserved, hall.reserved - held),
            vacant=(free, free + held - heads),
        )
        return Preview((row,), "green" if free + held - heads > 0 else "yellow")

    def reserve(self, tx: Tx, actor: Actor, matter: MatterRef, form: CheckedForm) -> None:
        heads, held = form.form["heads"], self._held(tx, matter.id)
        if held:
            tx.session.execute(update(HOLD).where(HOLD.c.matter_id == matter.id).values(heads=heads))
        else:
            tx.session.execute(insert(HOLD).values(matter_id=matter.id, hall_id=matter.subject_id, heads=heads))
        self._add(tx, matter.subject_id, reserved=heads - held)

    def release(self, tx: Tx, actor: Actor, matter: MatterRef) -> None:
        self._hall(tx, matter.subject_id)
        held = self._held(tx, matter.id)
        tx.session.execute(HOLD.delete().where(HOLD.c.matter_id == matter.id))
        self._add(tx, matter.subject_id, reserved=-held)

    def apply(
        self, tx: Tx, actor: Actor, matter: MatterRef, form: CheckedForm, context: IssueContext
    ) -> Mapping[str, Any]:
        self.release(tx, actor, matter)
        self._add(tx, matter.subject_id, filled=form.form["heads"])
        return {"heads": form.form["heads"], "document_id": context.document_id or f"own-{matter.id}"}

    def canonical(self, form: CheckedForm) -> Mapping[str, Any]:
        return dict(form.form)

    def display(self, tx: Tx, matter: MatterRef, form: CheckedForm, actor: Actor) -> Sequence[DisplayField]:
        number = str(form.personal["person"]["id_number"])
        return [
            DisplayField("heads", form.form["heads"]),
            DisplayField("starts_on", form.form["starts_on"]),
            DisplayField("note", form.form["note"]),
            DisplayField("person.id_number", f"{number[:2]}***", masked=True),
        ]

    def cards(self, tx: Tx, refs: Sequence[CardRef]) -> Mapping[str, Card]:
        halls = {ref.subject_id for ref in refs}
        rows = tx.session.execute(select(HALL.c.id, HALL.c.seats, HALL.c.filled).where(HALL.c.id.in_(halls)))
        known = {row.id: row for row in rows}
        return {
            ref.matter_id: Card(ref.subject_id, f"hall {ref.subject_id}", "county", ref.summary["heads"], "green")
            for ref in refs
            if ref.subject_id in known
        }

    def _hall(self, tx: Tx, hall_id: str) -> Any:
        query = select(HALL).where(HALL.c.id == hall_id)
        return tx.session.execute(query.with_for_update() if tx.writes else query).one()

    def _held(self, tx: Tx, matter_id: str) -> int:
        return tx.session.scalar(select(HOLD.c.heads).where(HOLD.c.matter_id == matter_id)) or 0

    def _add(self, tx: Tx, hall_id: str, *, reserved: int = 0, filled: int = 0) -> None:
        change = {"reserved": HALL.c.reserved + reserved, "filled": HALL.c.filled + filled}
        tx.session.execute(update(HALL).where(HALL.c.id == hall_id).values(change))


KINDS = {
    "seats": SeatsSubject(),
    "seats_some": SeatsSubject("seats_some", "seats_two_of_three", SomeSeatsFormSchema),
    "seats_any": SeatsSubject("seats_any", "seats_any_one", AnySeatsFormSchema),
}


@dataclass
class Scene:
    """Two units of a county in a province, and accounts named by their role.

    ``unit``, ``head`` belong to the hall's unit; ``officer``, ``officer2``, ``chief``, ``orgdept``, ``hr``,
    ``finance`` to the county; ``stranger`` is the clerk of the other unit.
    """

    database: Database
    suffix: str = ""
    county: str = ""
    unit_node: str = ""
    other_node: str = ""
    hall: str = ""
    accounts: dict[str, str] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """The account with its grants of this moment."""
        with self.database.read() as tx:
            actor = actor_of_account(tx, self.accounts[name])
        assert actor is not None
        return actor

    def file(self, kind: str = "seats", by: str = "unit", **changes: Any) -> str:
        """File a matter and return its id."""
        with self.database.write() as tx, tx.savepoint():
            return file_matter(tx, self.actor(by), kind, self.hall, seats_form(**changes))

    def waiting(self, matter_id: str) -> dict[str, str]:
        """Open tasks by role."""
        with self.database.read() as tx:
            return {task.role: task.id for task in open_tasks(tx, matter_id)}

    def digest(self, tx: Tx, matter_id: str) -> str:
        """What a decision on the matter's present form must carry, whoever decides."""
        matter = tx.session.get_one(Matter, matter_id)
        return digest_of_view(tx, matter, KINDS[matter.kind], read_form(tx, matter))

    def command(self, task_id: str, verdict: str, by: str, **changes: Any) -> DecisionCommand:
        """A decision on the task as ``by`` reads it now."""
        if "view_digest" not in changes or "form_revision" not in changes:
            with self.database.read() as tx:
                revision, digest = reading_of(tx, self.actor(by), task_id)
            changes = {"form_revision": revision, "view_digest": digest} | changes
        if verdict in ("return", "reject"):
            changes.setdefault("opinion", "材料不全")
        return DecisionCommand(command_id=new_id(), verdict=verdict, **changes)

    def decide(self, task_id: str, verdict: str, by: str, **changes: Any) -> dict[str, Any]:
        """Decide as ``by``, in the way of the edge: operation in a savepoint, one commit."""
        command = self.command(task_id, verdict, by, **changes)
        with self.database.write() as tx, tx.savepoint():
            if verdict == "issue":
                return issue_task(tx, self.actor(by), task_id, command, issue_details(tx.today()))
            return decide_task(tx, self.actor(by), task_id, command)

    def approve_until(self, matter_id: str, step_role: str) -> str:
        """Let everybody approve until a task of ``step_role`` waits; returns that task."""
        while True:
            waiting = self.waiting(matter_id)
            if step_role in waiting:
                return waiting[step_role]
            role = next(iter(waiting))
            self.decide(waiting[role], "approve", role)

    def hall_numbers(self) -> tuple[int, int]:
        """(filled, reserved)."""
        with self.database.read() as tx:
            row = tx.session.execute(select(HALL.c.filled, HALL.c.reserved).where(HALL.c.id == self.hall)).one()
            return row.filled, row.reserved


def make_scene(database: Database, seats: int = 5, suffix: str = "") -> Scene:
    """A new scene in ``database``; scenes do not know of each other, their accounts differ by ``suffix``."""
    METADATA.create_all(database.engine)
    scene = Scene(database, suffix)
    with database.write() as tx:
        province = place_node(tx, "region", new_id(), "某省", None)
        scene.county = place_node(tx, "region", new_id(), "某县", province)
        scene.unit_node = place_node(tx, "organization", new_id(), "某局", scene.county)
        scene.other_node = place_node(tx, "organization", new_id(), "另一局", scene.county)
        scene.hall = new_id()
        tx.session.execute(
            insert(HALL).values(
                id=scene.hall,
                node_id=scene.unit_node,
                office_node_id=scene.county,
                seats=seats,
                filled=0,
                reserved=0,
            )
        )
        for name in ("unit", "head"):
            add_account(tx, scene, name, name, scene.unit_node)
        for name in ("officer", "chief", "orgdept", "hr", "finance"):
            add_account(tx, scene, name, name, scene.county)
        add_account(tx, scene, "officer2", "officer", scene.county)
        add_account(tx, scene, "stranger", "unit", scene.other_node)
    return scene


def add_account(tx: Tx, scene: Scene, name: str, role: str, node_id: str) -> None:
    """An account with one grant and the common password of the tests."""
    account_id = make_account(tx, f"{name}{scene.suffix}")
    scene.accounts[name] = account_id
    grant_directly(tx, Actor.system("tests"), account_id, role, node_id)


def seats_form(heads: int = 1, note: str = "", id_number: str | None = None) -> dict[str, Any]:
    """A form as the schema loads it, of a new person unless ``id_number`` is given."""
    return {
        "heads": heads,
        "starts_on": date(2026, 6, 1),
        "note": note,
        "person": {"name": "赵甲", "id_number": id_number or new_id()},
    }


def issue_details(day: date) -> IssueDetails:
    """A document of that day with a number of its own."""
    return IssueDetails(DocumentReference(f"某编办〔2026〕{new_id()[-6:]}号", "关于列编的通知", "某县委编办", day))
