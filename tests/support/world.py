"""A small office in a real database: a county, a unit with vacancies, and everybody an entry passes through."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from backend.approvals.public import (
    DecisionCommand,
    DocumentReference,
    IssueDetails,
    OpenTask,
    decide_task,
    file_matter,
    issue_task,
    open_tasks,
    reading_of,
)
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.public import actor_of_account, create_account, grant_directly
from backend.register.public import node_of_organization, region_nodes
from tests.factories.register import Register, generated_id_number

PASSWORD = "Clear-Brook-2026"
REGION = "990102"
#: Who has a part in an entry, at the unit or in its region.
PARTS = {
    "unit": "unit",
    "head": "unit",
    "officer": "region",
    "orgdept": "region",
    "hr": "region",
    "chief": "region",
    "finance": "region",
}
_SYSTEM = Actor.system("tests")


@dataclass(slots=True)
class World:
    """What tests need to name."""

    unit_id: str
    unit_node: str
    region_node: str
    accounts: dict[str, str] = field(default_factory=dict)

    def actor(self, tx: Tx, username: str) -> Actor:
        actor = actor_of_account(tx, self.accounts[username])
        assert actor is not None
        return actor

    def add_account(
        self, tx: Tx, username: str, role: str, *, power: str = "business", at: str | None = None
    ) -> None:
        """One more account with the common password; ``at`` is a node, the region's by default."""
        self.accounts[username] = create_account(tx, _SYSTEM, username, username, PASSWORD, power)
        node = (at or self.region_node) if power == "business" else None
        grant_directly(tx, _SYSTEM, self.accounts[username], role, node)


def make_world(runtime: Runtime, *, approved: int = 1, filled: int = 0) -> World:
    """Build the office; the unit has ``approved`` institution posts, ``filled`` of them taken."""
    with runtime.database.write() as tx:
        register = Register.start(tx)
        unit_id = register.unit(approved=approved, filled=filled)
        world = World(unit_id, node_of_organization(tx, unit_id), region_nodes(tx, [REGION])[REGION])
        for username, place in PARTS.items():
            world.add_account(tx, username, username, at=world.unit_node if place == "unit" else None)
    return world


def play_entry(runtime: Runtime, world: World, number: int, *, until: str | None = None) -> str:
    """File an entry and have everybody approve it, up to the step ``until`` or to its end; returns the matter."""
    with runtime.database.write() as tx:
        form = {**entry_form(number, tx.today()), "effective_on": tx.today()}
        matter_id = file_matter(tx, world.actor(tx, "unit"), "personnel_entry", world.unit_id, form)
    while tasks := _tasks(runtime, matter_id):
        for task in tasks:
            if task.step_key == until:
                return matter_id
            _act(runtime, world, task, number)
    return matter_id


def _tasks(runtime: Runtime, matter_id: str) -> list[OpenTask]:
    with runtime.database.read() as tx:
        return list(open_tasks(tx, matter_id))


def _act(runtime: Runtime, world: World, task: OpenTask, number: int) -> None:
    with runtime.database.write() as tx:
        actor = world.actor(tx, task.role)
        revision, digest = reading_of(tx, actor, task.id)
        verdict = "issue" if task.step_key == "issue" else "approve"
        command = DecisionCommand(new_id(), verdict, revision, digest, "同意")
        if verdict == "approve":
            decide_task(tx, actor, task.id, command)
            return
        document = DocumentReference(f"清编办〔2026〕{number}号", "关于人员入编的通知", "清溪县编办", tx.today())
        issue_task(tx, actor, task.id, command, IssueDetails(document))


def entry_form(number: int, day: date, **changes: Any) -> dict[str, Any]:
    """The form of an entry as the app sends it; another ``number`` is another person."""
    born_on = date(1985, 1, 1) + timedelta(days=number)
    return {
        "recruitment_item_id": None,
        "quota_type": "institution",
        "division_id": None,
        "entry_reason": "open_recruitment",
        "effective_on": day.isoformat(),
        "post_title": "馆员",
        "rank": None,
        "person": {
            "name": f"林生{number}",
            "sex": "2",
            "id_number": generated_id_number(born_on),
            "ethnicity": "01",
            "political_status": "13",
            "education": "21",
            "degree": None,
            "major": None,
            "started_work_on": None,
            "identity": "cadre",
        },
        **changes,
    }
