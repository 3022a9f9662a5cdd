"""Proposing grades from scores, a few pools in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update

from backend.assessment.grading.discipline import ALL
from backend.assessment.grading.models import AssessmentCase, AssessmentPool, AssessmentRun, AssessmentScore
from backend.assessment.grading.operations.pooling import place_pools
from backend.assessment.grading.operations.runs import SCORE_AT_ONCE
from backend.assessment.grading.proposals import Candidate, Proposal, Thresholds, propose
from backend.assessment.grading.ratio import limit_of
from backend.assessment.rounds.public import Parameters, round_by_id
from backend.assessment.terms import ONE, Category, Grade, SpecialCase, SubjectKind
from backend.core.transaction import Tx

_CASES = cast(Table, AssessmentCase.__table__)
#: written by the case, without a model for each
_PROPOSE = (
    update(_CASES)
    .where(_CASES.c.id == bindparam("case"))
    .values(
        total=bindparam("points"),
        known=bindparam("share"),
        proposed=bindparam("given"),
        grade=bindparam("given"),
        tied=bindparam("equal"),
    )
)
_POOLS_AT_ONCE = 500


def propose_next(tx: Tx, run: AssessmentRun, last: str) -> str | None:
    """Propose grades in the next few pools after ``last``, whose people are done with it.

    Returns the last of these pools, None when there are none left.
    """
    found = round_by_id(tx, run.round_id)
    if not last:
        place_pools(tx, found, run.revision)
    pools = _next_pools(tx, run, last)
    if not pools:
        return None
    rules = found.parameters
    thresholds = _thresholds(rules)
    candidates = _candidates(tx, run, [pool.id for pool in pools])
    changes: list[dict[str, Any]] = []
    last_id = pools[-1].id
    for pool in pools:
        people = candidates[pool.id]
        limit = limit_of(pool.percent, pool.people)
        proposals = propose(Category(pool.category), people, limit, thresholds)
        changes += [_proposed(one, proposals[one.person_id]) for one in people]
        pool.excellent = sum(proposal.grade is Grade.EXCELLENT for proposal in proposals.values())
        pool.version += 1
    run.done += len(changes)
    tx.session.flush()
    if changes:
        tx.connection.execute(_PROPOSE, changes)
        tx.session.expire_all()
    return last_id


def _thresholds(rules: Parameters) -> Thresholds:
    """The numbers of a round that proposals go by."""
    return Thresholds(
        rules.excellent_score_from,
        rules.competent_score_from,
        rules.basic_score_from,
        rules.known_weight_from * ONE,
    )


def _next_pools(tx: Tx, run: AssessmentRun, last: str) -> list[AssessmentPool]:
    """As many pools as come to about one slice of people."""
    pools = tx.session.scalars(
        select(AssessmentPool)
        .where(
            AssessmentPool.round_id == run.round_id,
            AssessmentPool.revision == run.revision,
            AssessmentPool.id > last,
        )
        .order_by(AssessmentPool.id)
        .limit(_POOLS_AT_ONCE)
    )
    taken: list[AssessmentPool] = []
    people = 0
    for pool in pools:
        taken.append(pool)
        people += pool.people
        if people >= SCORE_AT_ONCE:
            break
    return taken


def _candidates(tx: Tx, run: AssessmentRun, pool_ids: Sequence[str]) -> dict[str, list[Candidate]]:
    """Everybody of these pools, by pool; a candidate goes by the id of the case."""
    score = (
        (AssessmentScore.freeze_id == run.freeze_id)
        & (AssessmentScore.kind == SubjectKind.PERSON.value)
        & (AssessmentScore.subject_id == AssessmentCase.person_id)
    )
    case = AssessmentCase
    rows = tx.session.execute(
        select(
            case.pool_id,
            case.id,
            AssessmentScore.total,
            case.special_case,
            AssessmentScore.known,
            case.grades_left,
        )
        .outerjoin(AssessmentScore, score)
        .where(case.pool_id.in_(pool_ids), case.revision == run.revision)
        .order_by(case.id)
    )
    found: dict[str, list[Candidate]] = defaultdict(list)
    for pool_id, case_id, total, special, known, left in rows:
        one = SpecialCase(special) if special else None
        found[pool_id or ""].append(Candidate(case_id, total, one, known or 0, ALL if left is None else left))
    return found


def _proposed(one: Candidate, proposal: Proposal) -> dict[str, Any]:
    """A case's own values of ``_PROPOSE``; the proposal holds until somebody changes it."""
    return {
        "case": one.person_id,
        "points": one.total,
        "share": one.known,
        "given": proposal.grade.value if proposal.grade else None,
        "equal": proposal.tied,
    }
