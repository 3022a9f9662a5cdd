"""Evidence from training: ordered examinations, the requirement of the year, classes taught. Never hours."""

from __future__ import annotations

from collections.abc import Iterator

from backend.assessment.evidence import rules
from backend.assessment.evidence.port import Batch
from backend.assessment.terms import ONE, Evidence, SubjectKind
from backend.core.transaction import Tx
from courses.public import classes_taught, examinations_of, requirements_of


def exam_evidence(tx: Tx, batch: Batch) -> Iterator[Evidence]:
    """A passed examination is 100 of 100 on its day, one that was due and is not passed 0 of 100."""
    period = batch.period
    for exam in examinations_of(tx, batch.people, period.first, period.last):
        verdict = rules.examination(
            period, batch.today, due_on=exam.due_on, owed=exam.owed, passed_on=exam.passed_on
        )
        if verdict is None:
            continue
        facts: dict[str, str | int] = {"title": exam.title, "met": verdict.met}
        if exam.due_on is not None:
            facts["due_on"] = exam.due_on.isoformat()
        yield Evidence(
            kind=SubjectKind.PERSON,
            subject_id=batch.people[exam.account_id],
            source="ordered_exam",
            key=exam.key,
            on=verdict.on,
            amount=verdict.amount,
            out_of=ONE,
            link=f"/learn/courses/{exam.course_id}" if exam.course_id else f"/learn/quizzes/{exam.quiz_id}",
            facts=facts,
        )


def requirement_evidence(tx: Tx, batch: Batch) -> Iterator[Evidence]:
    """The requirement of a counter was met (100 of 100), or its period ended without that (0 of 100)."""
    for one in requirements_of(tx, batch.people, batch.period.last):
        verdict = rules.requirement(batch.period, batch.today, last_day=one.last_day, met_on=one.met_on)
        if verdict is None:
            continue
        yield Evidence(
            kind=SubjectKind.PERSON,
            subject_id=batch.people[one.account_id],
            source="training_requirement",
            key=f"{one.account_id}:{one.last_day.year}",
            on=verdict.on,
            amount=verdict.amount,
            out_of=ONE,
            link="/learn/records",
            facts={
                "counter": one.counter.value,
                "met": verdict.met,
                "first_year": one.first_day.year,
                "last_year": one.last_day.year,
            },
        )


def teaching_evidence(tx: Tx, batch: Batch) -> Iterator[Evidence]:
    """Each class that was held with the person as a teacher is 100 of 100."""
    for taught in classes_taught(tx, batch.people, batch.period.first, batch.period.last):
        yield Evidence(
            kind=SubjectKind.PERSON,
            subject_id=batch.people[taught.account_id],
            source="class_taught",
            key=f"{taught.class_id}:{taught.account_id}",
            on=taught.ended_on,
            amount=ONE,
            out_of=ONE,
            link=f"/teach/classes/{taught.class_id}",
            facts={"title": taught.title, "sessions": taught.sessions},
        )
