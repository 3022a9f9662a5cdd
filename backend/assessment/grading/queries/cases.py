"""Cases as others see them: few statements, however many people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy import case as sql_case

from backend.assessment.grading.discipline import ALL
from backend.assessment.grading.errors import CaseNotFound
from backend.assessment.grading.models import (
    AssessmentCase,
    AssessmentRun,
    AssessmentScore,
    GradeAdjustment,
    RunKind,
    RunState,
)
from backend.assessment.grading.proposals import grade_by_case
from backend.assessment.rounds.public import FrozenPlace
from backend.assessment.schemes.public import Scheme, scheme_version
from backend.assessment.terms import Category, Grade, SpecialCase, SubjectKind
from backend.core.transaction import Tx
from backend.register.public import unit_brief

#: how many ids are asked for by one statement
_AT_ONCE = 500


_FROZEN = select(
    AssessmentCase.person_id, AssessmentCase.round_id, AssessmentCase.revision, AssessmentCase.organization_id
).where(
    exists().where(
        AssessmentRun.round_id == AssessmentCase.round_id,
        AssessmentRun.revision == AssessmentCase.revision,
        AssessmentRun.kind == RunKind.FREEZE.value,
        AssessmentRun.state != RunState.FAILED.value,
    )
)


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


def revision_of(tx: Tx, round_id: str) -> int:
    """The newest revision that is frozen, 0 before the first."""
    newest = select(func.max(AssessmentRun.revision)).where(_is_done(round_id, RunKind.FREEZE))
    return tx.session.scalar(newest) or 0


def count_of(tx: Tx, round_id: str, revision: int) -> int:
    """How many people are assessed in a revision."""
    here = (AssessmentCase.round_id == round_id) & (AssessmentCase.revision == revision)
    return tx.session.scalar(select(func.count()).where(here)) or 0


def freeze_of(tx: Tx, round_id: str) -> AssessmentRun | None:
    """The newest freezing that is done."""
    newest = select(AssessmentRun).where(_is_done(round_id, RunKind.FREEZE))
    return tx.session.scalar(newest.order_by(AssessmentRun.revision.desc()).limit(1))


def frozen_digest(tx: Tx, round_id: str) -> str:
    """``sm3:hex`` over the newest frozen evidence in canonical form, empty before the first freezing."""
    freeze = freeze_of(tx, round_id)
    return (freeze.digest or "") if freeze else ""


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
    here = _of_revision(tx, round_id)
    if organization_id is not None:
        here &= AssessmentCase.organization_id == organization_id
    if leading is not None:
        here &= AssessmentCase.leading.is_(leading)
    if supervising_id is not None:
        here &= AssessmentCase.supervising_id == (supervising_id or None)
    if case_ids is None:
        found = list(_cases(tx, round_id, here))
    else:
        by_id = (here & AssessmentCase.id.in_(ids) for ids in _chunks(case_ids))
        found = [case for condition in by_id for case in _cases(tx, round_id, condition)]
    return sorted(found, key=lambda case: (case.organization_name, case.organization_id, case.name, case.id))


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """Cases that one decision covers: the people of a unit, or the leading members below one supervising body.

    Leading members above whom no body is known have an empty ``organization_id``. ``changed`` counts grades that
    differ from what was proposed, ``ungraded`` people without a grade or what stands in its place.
    """

    organization_id: str
    organization_name: str
    leading: bool
    people: int
    excellent: int
    changed: int
    ungraded: int
    decided: int


def case_groups(tx: Tx, round_id: str) -> list[CaseGroup]:
    """How the cases of the newest revision stand, by what one decision covers: one aggregate."""
    case = AssessmentCase
    unit = sql_case((case.leading.is_(True), func.coalesce(case.supervising_id, "")), else_=case.organization_id)
    plain = case.special_case.is_(None)
    rows = tx.session.execute(
        select(
            unit.label("unit"),
            case.leading,
            func.max(case.organization_name).label("name"),
            func.count().label("people"),
            _number_of(case.grade == Grade.EXCELLENT.value),
            _number_of(plain & case.grade.is_distinct_from(case.proposed)),
            _number_of(case.grade.is_(None)),
            _number_of(case.decided.is_(True)),
        )
        .where(_of_revision(tx, round_id))
        .group_by(unit, case.leading)
    ).all()
    bodies = unit_brief(tx, {row.unit for row in rows if row.leading and row.unit})
    groups = []
    for unit_id, leading, name, *numbers in rows:
        body = bodies.get(unit_id)
        shown = name if not leading else body.name if body else ""
        groups.append(CaseGroup(unit_id, shown, bool(leading), *(int(number) for number in numbers)))
    return sorted(groups, key=lambda group: (not group.leading, group.organization_name, group.organization_id))


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(sql_case((condition, 1), else_=0)), 0)


def _of_revision(tx: Tx, round_id: str) -> ColumnElement[bool]:
    return and_(AssessmentCase.round_id == round_id, AssessmentCase.revision == revision_of(tx, round_id))


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


def frozen_places(tx: Tx, person_ids: Collection[str]) -> list[FrozenPlace]:
    """Where these people were frozen, or are being frozen, in the last revision they were assessed in."""
    return [
        FrozenPlace(*row)
        for ids in _chunks(person_ids)
        for row in tx.session.execute(_FROZEN.where(AssessmentCase.person_id.in_(ids)))
    ]


def people_frozen_in(tx: Tx, revisions: Mapping[str, int]) -> set[str]:
    """Everybody who was frozen, or is being frozen, in these revisions of rounds by round."""
    return {
        person_id
        for ids in _chunks(revisions)
        for person_id, round_id, revision, _ in tx.session.execute(_FROZEN.where(AssessmentCase.round_id.in_(ids)))
        if revisions[round_id] == revision
    }


def _chunks(ids: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(set(ids))
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


def case_of_round(tx: Tx, round_id: str, case_id: str) -> None:
    """Raises :class:`CaseNotFound` for a case of another round, as for none."""
    here = select(AssessmentCase.id).where(AssessmentCase.id == case_id, AssessmentCase.round_id == round_id)
    if tx.session.scalar(here) is None:
        raise CaseNotFound


def _is_done(round_id: str, kind: RunKind) -> ColumnElement[bool]:
    return and_(
        AssessmentRun.round_id == round_id,
        AssessmentRun.kind == kind.value,
        AssessmentRun.state == RunState.DONE.value,
    )


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


def scheme_used(tx: Tx, schemes: Mapping[str, Any], category: str) -> Scheme:
    """The version of a scheme that a freezing recorded; versions never change."""
    scheme_id, version = schemes[category]
    found = scheme_version(tx, scheme_id, version)
    assert found is not None, "an adopted version is never deleted"
    return found


def scheme_weights(tx: Tx, schemes: Mapping[str, Any], category: str) -> list[int]:
    """The weight of each indicator of a scheme that a freezing recorded, in their order."""
    return [indicator.weight for indicator in scheme_used(tx, schemes, category).indicators]


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
