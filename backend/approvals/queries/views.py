"""A whole matter, and a task with its matter, as one person may read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from backend.approvals.errors import MatterNotFound, TaskNotFound
from backend.approvals.flows import Flow, Step, Verdict
from backend.approvals.form_store import digest_of_view, read_form
from backend.approvals.forms import changed_fields
from backend.approvals.models import Decision, Matter, Task
from backend.approvals.policies import can_see_matter, ensure_matter_visible
from backend.approvals.queries.cards import face
from backend.approvals.references import flow_of, reference_to, subject_of
from backend.approvals.states import (
    FINAL,
    UNDER_REVIEW,
    MatterAction,
    MatterState,
    TaskState,
    may,
)
from backend.approvals.subjects import CardRef, CheckedForm, Subject
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import account_names, holds_role
from backend.records.public import documents

View = dict[str, Any]


def matter_view(tx: Tx, actor: Actor, matter_id: str) -> View:
    """The matter with its form, stations, numbers and opinions. Raises ``MatterNotFound``."""
    matter = tx.session.get(Matter, matter_id)
    if matter is None:
        raise MatterNotFound
    ensure_matter_visible(tx, actor, matter)
    return _view(tx, actor, matter)


def task_view(tx: Tx, actor: Actor, task_id: str) -> View:
    """A task, its matter, and what a decision must send back. Raises ``TaskNotFound``.

    ``verdicts`` is empty when this person cannot decide the task now.
    """
    task = tx.session.get(Task, task_id)
    matter = tx.session.get(Matter, task.matter_id) if task else None
    if task is None or matter is None or not can_see_matter(tx, actor, matter):
        raise TaskNotFound
    view = _view(tx, actor, matter)
    subject = subject_of(matter.kind)
    step = flow_of(matter).step(task.step_key)
    decidable = (
        task.state == TaskState.OPEN
        and matter.filed_by != actor.account_id
        and holds_role(tx, actor, task.role, task.node_id)
    )
    return {
        "task": {
            **_task_card(tx, task, matter, view),
            "verdicts": [verdict.value for verdict in step.verdicts] if decidable else [],
            "issue": step.verdicts == (Verdict.ISSUE,),
        },
        "matter": view,
        "view_digest": digest_of_view(tx, matter, subject, read_form(tx, matter)),
        "form_revision": matter.form_revision,
        "preview": view["preview"],
    }


def reading_of(tx: Tx, actor: Actor, task_id: str) -> tuple[int, str]:
    """``(form_revision, view_digest)``: what a decision on the task as it is now must carry."""
    view = task_view(tx, actor, task_id)
    return view["form_revision"], view["view_digest"]


def _view(tx: Tx, actor: Actor, matter: Matter) -> View:
    subject, form = subject_of(matter.kind), read_form(tx, matter)
    card = subject.cards(tx, [CardRef(matter.id, matter.subject_id, matter.summary)]).get(matter.id)
    timeline, stations = _history(tx, matter)
    filer = actor.account_id == matter.filed_by
    return {
        "id": matter.id,
        "kind": matter.kind,
        "state": matter.state,
        "step_key": matter.step_key,
        "acceptance_number": matter.acceptance_number,
        **face(card),
        "unit": {
            "id": card.unit_id if card else matter.subject_id,
            "name": card.unit_name if card else "",
            "region_name": card.region_name if card else None,
        },
        "filed_by": {"name": account_names(tx, [matter.filed_by]).get(matter.filed_by, "")},
        "filed_at": matter.filed_at,
        "ended_at": matter.ended_at,
        "form": form.form,
        "fields": _fields(tx, actor, matter, subject, form),
        "form_revision": matter.form_revision,
        "round": matter.round,
        "stations": stations,
        "timeline": timeline,
        "preview": _preview(tx, matter, subject, form),
        "document": documents(tx, [matter.document_id]).get(matter.document_id) if matter.document_id else None,
        "notice_number": matter.notice_number,
        "withdrawal_reason": matter.withdrawal_reason,
        "returned": _returned(matter, timeline),
        "can": {
            "withdraw": filer and may(matter.state, MatterAction.WITHDRAW),
            "resubmit": filer and may(matter.state, MatterAction.RESUBMIT),
        },
    }


def _fields(tx: Tx, actor: Actor, matter: Matter, subject: Subject, form: CheckedForm) -> list[View]:
    """The form's lines; ``changed`` says which differ from the revision before."""
    changed: frozenset[str] = frozenset()
    if matter.form_revision > 1:
        changed = changed_fields(read_form(tx, matter, matter.form_revision - 1), form)
    lines = subject.display(tx, reference_to(matter), form, actor)
    return [{**asdict(line), "changed": line.field in changed} for line in lines]


def _preview(tx: Tx, matter: Matter, subject: Subject, form: CheckedForm) -> View | None:
    """Numbers before and after: as executed, or as they would be today; none for what ended without effect."""
    if matter.effect is not None:
        return dict(matter.effect["preview"])
    if matter.state in FINAL:
        return None
    return asdict(subject.preview(tx, reference_to(matter), form))


def _history(tx: Tx, matter: Matter) -> tuple[list[View], list[View]]:
    """Opinions of all rounds in order of time, and the stations of the present round."""
    rows = tx.session.execute(
        select(Task, Decision)
        .outerjoin(Decision, Decision.task_id == Task.id)
        .where(Task.matter_id == matter.id)
        .order_by(Task.round, Task.opened_at, Task.position)
    ).all()
    pairs: list[tuple[Task, Decision | None]] = [(row[0], row[1]) for row in rows]
    decided = [(task, decision) for task, decision in pairs if decision is not None]
    names = account_names(tx, sorted({decision.account_id for _, decision in decided}))
    decided.sort(key=lambda pair: (pair[1].decided_at, pair[1].id))
    timeline = [_opinion(task, decision, names) for task, decision in decided]
    present: dict[str, list[View]] = defaultdict(list)
    for task, decision in pairs:
        if task.round == matter.round:
            present[task.step_key].append(_station_task(task, decision, names))
    flow = flow_of(matter)
    return timeline, [_station(matter, flow, step, present) for step in flow.steps]


def _opinion(task: Task, decision: Decision, names: Mapping[str, str]) -> View:
    return {
        "round": task.round,
        "step_key": task.step_key,
        "role": task.role,
        "verdict": decision.verdict,
        "opinion": decision.opinion,
        "by": names.get(decision.account_id, ""),
        "at": decision.decided_at,
        "returned_fields": decision.returned_fields,
    }


def _station_task(task: Task, decision: Decision | None, names: Mapping[str, str]) -> View:
    return {
        "role": task.role,
        "state": task.state,
        "due_on": task.due_on,
        "verdict": decision.verdict if decision else None,
        "opinion": decision.opinion if decision else None,
        "decided_by_name": names.get(decision.account_id, "") if decision else None,
        "decided_at": decision.decided_at if decision else None,
    }


def _station(matter: Matter, flow: Flow, step: Step, present: Mapping[str, list[View]]) -> View:
    return {
        "step_key": step.key,
        "type": step.type.value,
        "roles": list(step.roles),
        "state": _station_state(matter, flow, step),
        "tasks": present.get(step.key, []),
    }


def _station_state(matter: Matter, flow: Flow, step: Step) -> str:
    """done, current, waiting, or skipped (the matter ended before it came here)."""
    place, now = flow.steps.index(step), flow.steps.index(flow.step(matter.step_key))
    if place < now or matter.state == MatterState.EXECUTED:
        return "done"
    if matter.state in UNDER_REVIEW:
        return "current" if place == now else "waiting"
    if place == now:
        return "done"
    return "waiting" if matter.state == MatterState.RETURNED else "skipped"


def _returned(matter: Matter, timeline: Sequence[View]) -> View | None:
    """What the filer is asked to correct, while the matter waits for it."""
    if matter.state != MatterState.RETURNED:
        return None
    last = next(entry for entry in reversed(timeline) if entry["verdict"] == Verdict.RETURN)
    return {"opinion": last["opinion"], "fields": last["returned_fields"]}


def _task_card(tx: Tx, task: Task, matter: Matter, view: View) -> View:
    return {
        "id": task.id,
        "matter_id": matter.id,
        "kind": matter.kind,
        "step_key": task.step_key,
        "round": task.round,
        "state": task.state,
        "due_on": task.due_on,
        "due_provisional": task.due_provisional,
        "overdue": task.state == TaskState.OPEN and task.due_on < tx.today(),
        "opened_at": task.opened_at,
        "unit": {"id": view["unit"]["id"], "name": view["unit"]["name"]},
        "heads": view["heads"],
        "light": view["light"],
        "filed_by_name": view["filed_by"]["name"],
        "acceptance_number": matter.acceptance_number,
    }
