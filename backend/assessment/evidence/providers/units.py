"""Evidence about units: matters handled in time, a true record, answers to corrections.

Whether the record agrees with other systems, and whether the unit's sites live, is not looked at yet: nothing
holds those facts. A source for each is added here when something does.
"""

from __future__ import annotations

from collections.abc import Iterator

from backend.approvals.public import returns_to_units, tasks_of_nodes
from backend.assessment.evidence import rules
from backend.assessment.evidence.port import Batch
from backend.assessment.evidence.providers.matters import answered
from backend.assessment.terms import ONE, Evidence, SubjectKind
from backend.core.transaction import Tx
from backend.identity.permissions import UNIT_ROLES
from backend.register.public import findings_of_units


def unit_task_evidence(tx: Tx, batch: Batch) -> Iterator[Evidence]:
    """Tasks of the unit's own people, decided in time or late; those that wait and are overdue are late."""
    for task in tasks_of_nodes(tx, batch.units, UNIT_ROLES, batch.period.first, batch.period.last):
        verdict = rules.task(task.due_on, task.handled_on)
        yield Evidence(
            kind=SubjectKind.UNIT,
            subject_id=batch.units[task.node_id],
            source="unit_matter_in_time",
            key=task.task_id,
            on=verdict.on,
            amount=verdict.amount,
            out_of=ONE,
            link=f"/matters/{task.matter_id}",
            facts={
                "kind": task.kind,
                "step": task.step_key,
                "met": verdict.met,
                "due_on": task.due_on.isoformat(),
            },
        )


def unit_data_evidence(tx: Tx, batch: Batch) -> Iterator[Evidence]:
    """The unit's record proves true as it is today (100 of 100), or ``verify`` finds differences (0 of 100)."""
    findings = findings_of_units(tx, batch.subject_ids)
    for unit_id in batch.subject_ids:
        found = findings.get(unit_id, 0)
        yield Evidence(
            kind=SubjectKind.UNIT,
            subject_id=unit_id,
            source="unit_data_true",
            key=f"{unit_id}:{batch.period.last.year}",
            on=min(batch.today, batch.period.last),
            amount=0 if found else ONE,
            out_of=ONE,
            link=f"/register/units/{unit_id}",
            facts={"met": int(not found), "findings": found},
        )


def unit_answer_evidence(tx: Tx, batch: Batch) -> Iterator[Evidence]:
    """Matters of the unit that were sent back and answered in time, or not."""
    for returned in returns_to_units(tx, batch.units, batch.period.first, batch.period.last):
        unit_id = batch.units[returned.unit_node_id]
        yield from answered(SubjectKind.UNIT, unit_id, "unit_correction_answered", returned, batch)
