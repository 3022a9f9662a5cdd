"""One case in detail: every point leads to the rows of frozen evidence whose sum it is."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from backend.assessment.grading.errors import CaseNotFound
from backend.assessment.grading.models import (
    AssessmentCase,
    AssessmentPool,
    AssessmentScore,
    FrozenEvidence,
    GradeAdjustment,
    GradeSuggestion,
)
from backend.assessment.grading.policies import load_case
from backend.assessment.grading.queries.cases import Case, case_by_id, case_of_person, comment_aad, reason_aad
from backend.assessment.grading.queries.revisions import freeze_of, scheme_used
from backend.assessment.rounds.public import RoundState, round_by_id
from backend.assessment.schemes.public import Indicator, Total, value_of
from backend.assessment.terms import SubjectKind
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, account_names

#: From here on a person has had the written notice, and sees what it rests on.
_NOTIFIED = (RoundState.NOTIFIED, RoundState.SEALED)


def case_for_reader(tx: Tx, actor: Actor, case_id: str) -> dict[str, Any]:
    """A case in detail for somebody who reads results there. Raises :class:`CaseNotFound`."""
    load_case(tx, actor, Permission.RESULT_READ, case_id)
    return case_view(tx, case_id)


def own_case_view(tx: Tx, actor: Actor, year: int | None) -> dict[str, Any]:
    """The own case of a year, else of the newest, after the notice; without what others said on the way.

    Raises :class:`CaseNotFound` before the notice, as for somebody who is not assessed.
    """
    own = select(AssessmentCase.round_id).where(AssessmentCase.person_id == actor.person_ref)
    rounds = [round_by_id(tx, round_id) for round_id in tx.session.scalars(own).all()]
    told = [one for one in rounds if one.state in _NOTIFIED and year in (None, one.year)]
    if not told:
        raise CaseNotFound
    newest = max(told, key=lambda one: one.year)
    case = case_of_person(tx, newest.id, actor.person_ref or "")
    if case is None:
        raise CaseNotFound
    return _view(tx, case) | {"adjustments": [], "suggestions": []}


def case_view(tx: Tx, case_id: str) -> dict[str, Any]:
    """A case with its parts, their evidence, and every change and suggestion. Raises :class:`CaseNotFound`."""
    case = case_by_id(tx, case_id)
    return _view(tx, case) | {"adjustments": _adjustments(tx, case), "suggestions": _suggestions(tx, case)}


def _view(tx: Tx, case: Case) -> dict[str, Any]:
    pool = tx.session.get(AssessmentPool, case.pool_id) if case.pool_id else None
    return {
        "id": case.id,
        "round_id": case.round_id,
        "revision": case.revision,
        "person_id": case.person_id,
        "name": case.name,
        "organization_name": case.organization_name,
        "category": case.category.value,
        "leading": case.leading,
        "special_case": case.special,
        "possible": case.possible,
        "total": case.total,
        "known": case.known,
        "proposed": case.proposed,
        "tied": case.tied,
        "suggested": case.suggested,
        "grade": case.grade,
        "decided": case.decided,
        "version": case.version,
        "pool_kind": pool.kind if pool else None,
        "pool_name": pool.holder_name if pool else "",
        "parts": _parts(tx, case),
    }


def _parts(tx: Tx, case: Case) -> list[dict[str, Any]]:
    """The indicators in the order of the scheme, each with its points and the evidence they rest on."""
    freeze = freeze_of(tx, case.round_id)
    if freeze is None or case.category.value not in freeze.schemes:
        return []
    key = (freeze.id, SubjectKind.PERSON.value, case.person_id)
    score = tx.session.get(AssessmentScore, key)
    evidence = _evidence(tx, key)
    indicators = scheme_used(tx, freeze.schemes, case.category.value).indicators
    points = score.points if score else [None] * len(indicators)
    return [_part(one, given, evidence[one.source]) for one, given in zip(indicators, points, strict=True)]


def _part(one: Indicator, points: int | None, rows: list[dict[str, Any]]) -> dict[str, Any]:
    total = Total(sum(row["amount"] for row in rows), sum(row["out_of"] for row in rows), len(rows))
    return {
        "key": one.key,
        "title_zh": one.title_zh,
        "title_en": one.title_en,
        "dimension": one.dimension.value,
        "source": one.source,
        "base": one.base,
        "weight": one.weight,
        "points": points,
        "value": value_of(one.base, total),
        "amount": total.amount,
        "out_of": total.out_of,
        "evidence": rows,
    }


def _evidence(tx: Tx, key: tuple[str, str, str]) -> dict[str, list[dict[str, Any]]]:
    freeze_id, kind, subject_id = key
    rows = tx.session.scalars(
        select(FrozenEvidence)
        .where(
            FrozenEvidence.freeze_id == freeze_id,
            FrozenEvidence.kind == kind,
            FrozenEvidence.subject_id == subject_id,
        )
        .order_by(FrozenEvidence.source, FrozenEvidence.on, FrozenEvidence.key)
    )
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row.source].append(
            {
                "key": row.key,
                "on": row.on,
                "amount": row.amount,
                "out_of": row.out_of,
                "link": row.link,
                "facts": row.facts,
            }
        )
    return found


def _adjustments(tx: Tx, case: Case) -> list[dict[str, Any]]:
    rows = tx.session.scalars(
        select(GradeAdjustment).where(GradeAdjustment.case_id == case.id).order_by(GradeAdjustment.id)
    ).all()
    names = account_names(tx, {row.adjusted_by for row in rows if row.adjusted_by})
    return [
        {
            "revision": row.revision,
            "cause": row.cause,
            "before": row.before,
            "after": row.after,
            "reason": tx.keyring.decrypt(row.reason, reason_aad(row.id)) if row.reason else "",
            "by": names.get(row.adjusted_by or "", ""),
            "at": row.adjusted_at,
        }
        for row in rows
    ]


def _suggestions(tx: Tx, case: Case) -> list[dict[str, Any]]:
    rows = tx.session.scalars(
        select(GradeSuggestion)
        .where(GradeSuggestion.case_id == case.id, GradeSuggestion.revision == case.revision)
        .order_by(GradeSuggestion.id)
    ).all()
    newest = {row.suggested_by: row for row in rows}
    names = account_names(tx, [account for account in newest if account])
    return [
        {
            "grade": row.grade,
            "comment": tx.keyring.decrypt(row.comment, comment_aad(row.id)),
            "by": names.get(row.suggested_by or "", ""),
            "at": row.suggested_at,
        }
        for row in newest.values()
    ]
