"""Evidence from approvals: handled in time, sent back for correction, the register kept current."""

from __future__ import annotations

from collections.abc import Iterator

from backend.approvals.public import (
    HandledTask,
    ReturnedMatter,
    executed_filings,
    returns_to_filers,
    tasks_decided_by,
)
from backend.assessment.evidence import rules
from backend.assessment.evidence.port import Batch
from backend.assessment.terms import ONE, Evidence, SubjectKind
from backend.core.transaction import Tx
from backend.register.public import entries_effective


def task_evidence(tx: Tx, batch: Batch) -> Iterator[Evidence]:
    """A task the person decided on its last day or before is 100 of 100, one decided later 0 of 100.

    Tasks that nobody decided say nothing of a person: they wait for a role, and count for the unit.
    """
    for task in tasks_decided_by(tx, batch.people, batch.period.first, batch.period.last):
        yield _of_task(batch.people[task.account_id or ""], task)


def return_evidence(tx: Tx, batch: Batch) -> Iterator[Evidence]:
    """A matter that was sent back to its filer with fields to correct counts as one, 100, as ``matter_returned``.

    Whether it was answered in time counts as ``matter_in_time``, also where the reviewer named no field: then
    something was asked, but no mistake of the filer's was pointed out.
    """
    for returned in returns_to_filers(tx, batch.people, batch.period.first, batch.period.last):
        person_id = batch.people[returned.filed_by]
        if returned.fields > 0:
            yield Evidence(
                kind=SubjectKind.PERSON,
                subject_id=person_id,
                source="matter_returned",
                key=returned.decision_id,
                on=returned.returned_on,
                amount=ONE,
                out_of=ONE,
                link=f"/matters/{returned.matter_id}",
                facts={"kind": returned.kind, "fields": returned.fields},
            )
        yield from answered(SubjectKind.PERSON, person_id, "matter_in_time", returned, batch)


def data_evidence(tx: Tx, batch: Batch) -> Iterator[Evidence]:
    """An entry the person filed soon enough after the day from which it counts is 100 of 100, else 0 of 100."""
    filed = list(executed_filings(tx, batch.people, batch.period.first, batch.period.last))
    effective = entries_effective(tx, [one.matter_id for one in filed])
    for one in filed:
        if one.matter_id not in effective:
            continue
        verdict = rules.filing(effective[one.matter_id], one.filed_on, batch.rules.entry_days)
        yield Evidence(
            kind=SubjectKind.PERSON,
            subject_id=batch.people[one.filed_by],
            source="data_current",
            key=one.matter_id,
            on=verdict.on,
            amount=verdict.amount,
            out_of=ONE,
            link=f"/matters/{one.matter_id}",
            facts={
                "kind": one.kind,
                "met": verdict.met,
                "effective_on": effective[one.matter_id].isoformat(),
                "days": batch.rules.entry_days,
            },
        )


def answered(
    kind: SubjectKind, subject_id: str, source: str, returned: ReturnedMatter, batch: Batch
) -> Iterator[Evidence]:
    """The piece, if there is one yet, that tells whether a matter that was sent back was answered in time."""
    days = batch.rules.answer_days
    verdict = rules.answer(batch.today, returned.returned_on, returned.answered_on, days)
    if verdict is not None:
        yield Evidence(
            kind=kind,
            subject_id=subject_id,
            source=source,
            key=returned.decision_id,
            on=verdict.on,
            amount=verdict.amount,
            out_of=ONE,
            link=f"/matters/{returned.matter_id}",
            facts={"kind": returned.kind, "step": "correction", "met": verdict.met, "days": days},
        )


def _of_task(person_id: str, task: HandledTask) -> Evidence:
    verdict = rules.task(task.due_on, task.handled_on)
    return Evidence(
        kind=SubjectKind.PERSON,
        subject_id=person_id,
        source="matter_in_time",
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
