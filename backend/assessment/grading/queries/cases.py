"""Cases as others see them: few statements, however many people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from backend.assessment.grading.discipline import ALL
from backend.assessment.grading.errors import CaseNotFound
from backend.assessment.grading.models import (
    AssessmentCase,
    AssessmentScore,
    GradeAdjustment,
)
from backend.assessment.grading.proposals import grade_by_case
from backend.assessment.grading.queries.revisions import chunks, freeze_of, of_revision, scheme_used
from backend.assessment.schemes.public import Scheme
from backend.assessment.terms import Category, Grade, SpecialCase, SubjectKind
from backend.core.transaction import Tx


@dataclass(frozen=True, slots=True)
class Case:
    """One person's assessment. ``total`` and the numbers of ``parts`` are hundredths of points.

    ``parts`` has ``{"key", "points", "weight"}`` for each indicator, ``points`` None for one that was left out.
    ``grade`` is how it stands, ``changed_reason`` why somebody changed it last, ``possible`` how many grades can
    be given, counted from the last: all four, fewer after a disciplinary action, none where something else stands.
    """

    id: str
    round_id: str
    revision: int
    person_id: str
    account_id: str | None
    name: str
    organization_id: str
    organization_name: str
    supervising_id: str | None
    node_id: str
    category: Category
    pool_id: str | None
    leading: bool
    special: SpecialCase | None
    proposed: Grade | None
    tied: bool
    suggested: Grade | None
    grade: Grade | None
    total: int | None
    known: int | None
    parts: list[dict[str, Any]]
    changed_reason: str | None
    version: int
    decided: bool
    possible: int = ALL


def possible_of(special_case: str | None, left: int | None) -> int:
    """How many grades a case leaves, counted from the last."""
    special = SpecialCase(special_case) if special_case else None
    if grade_by_case(special, left) is not None:
        return 0
    return ALL if left is None else left


def reason_aad(adjustment_id: str) -> str:
    """What binds the reason of a change to its row."""
    return f"assessment_adjustment.reason:{adjustment_id}"


def comment_aad(suggestion_id: str) -> str:
    """What binds a leader's comment to its row."""
    return f"assessment_suggestion.comment:{suggestion_id}"


def cases(  # each narrows the list by itself
    tx: Tx,
    round_id: str,
    case_ids: Collection[str] | None = None,
    *,
    organization_id: str | None = None,
    leading: bool | None = None,
    supervising_id: str | None = None,
) -> list[Case]:
    """The cases of the newest revision, by organization, name and id; all of them without a condition.

    An empty ``supervising_id`` asks for those above whom no body is known.
    """
    here = of_revision(tx, round_id, among_ids=case_ids is not None)
    if organization_id is not None:
        here &= AssessmentCase.organization_id == organization_id
    if leading is not None:
        here &= AssessmentCase.leading.is_(leading)
    if supervising_id is not None:
        here &= AssessmentCase.supervising_id == (supervising_id or None)
    if case_ids is None:
        found = list(_cases(tx, round_id, here))
    else:
        by_id = (here & AssessmentCase.id.in_(ids) for ids in chunks(case_ids))
        found = [case for condition in by_id for case in _cases(tx, round_id, condition)]
    return sorted(found, key=lambda case: (case.organization_name, case.organization_id, case.name, case.id))


def case_by_id(tx: Tx, case_id: str) -> Case:
    """One case of its round's newest revision. Raises :class:`CaseNotFound`."""
    round_id = tx.session.scalar(select(AssessmentCase.round_id).where(AssessmentCase.id == case_id))
    found = cases(tx, round_id, [case_id]) if round_id else []
    if not found:
        raise CaseNotFound
    return found[0]


def case_of_person(tx: Tx, round_id: str, person_id: str) -> Case | None:
    """Somebody's case in a round."""
    own = select(AssessmentCase.id).where(
        AssessmentCase.round_id == round_id, AssessmentCase.person_id == person_id
    )
    case_id = tx.session.scalar(own)
    found = cases(tx, round_id, [case_id]) if case_id else []
    return found[0] if found else None


def case_of_round(tx: Tx, round_id: str, case_id: str) -> None:
    """Raises :class:`CaseNotFound` for a case of another round, as for none."""
    here = select(AssessmentCase.id).where(AssessmentCase.id == case_id, AssessmentCase.round_id == round_id)
    if tx.session.scalar(here) is None:
        raise CaseNotFound


def _cases(tx: Tx, round_id: str, condition: ColumnElement[bool]) -> Iterator[Case]:
    freeze = freeze_of(tx, round_id)
    score = and_(
        AssessmentScore.freeze_id == (freeze.id if freeze else ""),
        AssessmentScore.kind == SubjectKind.PERSON.value,
        AssessmentScore.subject_id == AssessmentCase.person_id,
    )
    columns = (*AssessmentCase.__table__.columns, AssessmentScore.points)
    rows = tx.session.execute(select(*columns).outerjoin(AssessmentScore, score).where(condition)).mappings().all()
    schemes = freeze.schemes if freeze else {}
    keys = {name: _indicators(scheme_used(tx, schemes, name)) for name in {row["category"] for row in rows}}
    reasons = _last_reasons(tx, condition)
    for row in rows:
        parts = _parts(keys[row["category"]], row["points"] or [])
        yield _case(row, parts, reasons.get(row["id"]))


def _indicators(scheme: Scheme) -> list[tuple[str, int]]:
    return [(indicator.key, indicator.weight) for indicator in scheme.indicators]


def _parts(indicators: list[tuple[str, int]], points: list[int | None]) -> list[dict[str, Any]]:
    return [
        {"key": key, "points": given, "weight": weight}
        for (key, weight), given in zip(indicators, points, strict=False)
    ]


def _last_reasons(tx: Tx, condition: ColumnElement[bool]) -> dict[str, str]:
    rows = tx.session.execute(
        select(GradeAdjustment.case_id, GradeAdjustment.id, GradeAdjustment.reason)
        .join(AssessmentCase, AssessmentCase.id == GradeAdjustment.case_id)
        .where(condition, GradeAdjustment.reason != "")
        .order_by(GradeAdjustment.id)
    )
    newest = {row.case_id: (row.id, row.reason) for row in rows}
    return {
        case_id: tx.keyring.decrypt(reason, reason_aad(row_id)) for case_id, (row_id, reason) in newest.items()
    }


def _case(row: Mapping[str, Any] | Any, parts: list[dict[str, Any]], reason: str | None) -> Case:
    return Case(
        id=row["id"],
        round_id=row["round_id"],
        revision=row["revision"],
        person_id=row["person_id"],
        account_id=row["account_id"],
        name=row["name"],
        organization_id=row["organization_id"],
        organization_name=row["organization_name"],
        supervising_id=row["supervising_id"],
        node_id=row["node_id"],
        category=Category(row["category"]),
        pool_id=row["pool_id"],
        leading=bool(row["leading"]),
        special=SpecialCase(row["special_case"]) if row["special_case"] else None,
        proposed=grade_or_none(row["proposed"]),
        tied=bool(row["tied"]),
        suggested=grade_or_none(row["suggested"]),
        grade=grade_or_none(row["grade"]),
        total=row["total"],
        known=row["known"],
        parts=parts,
        changed_reason=reason,
        version=row["version"],
        decided=bool(row["decided"]),
        possible=possible_of(row["special_case"], row["grades_left"]),
    )


def grade_or_none(value: str | None) -> Grade | None:
    """A stored grade."""
    return Grade(value) if value else None
