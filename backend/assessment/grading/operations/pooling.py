"""Pools as rows: planned anew for each revision, known again by what they are named after."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update

from backend.assessment.grading.models import AssessmentCase, AssessmentPool
from backend.assessment.grading.ratio import Member, Pool, counts, plan_pools
from backend.assessment.rounds.public import Parameters, Round
from backend.assessment.terms import Category, SpecialCase
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.register.public import unit_brief

_CASES = cast(Table, AssessmentCase.__table__)
_MOVE = update(_CASES).where(_CASES.c.id == bindparam("case")).values(pool_id=bindparam("pool"))


def place_pools(tx: Tx, found: Round, revision: int) -> None:
    """Put every case of the revision into its pool; no grade counts yet. A pool keeps its consent."""
    rows = tx.session.execute(
        select(
            AssessmentCase.id,
            AssessmentCase.person_id,
            AssessmentCase.category,
            AssessmentCase.organization_id,
            AssessmentCase.supervising_id,
            AssessmentCase.leading,
            AssessmentCase.special_case,
            AssessmentCase.pool_id,
        ).where(AssessmentCase.round_id == found.id, AssessmentCase.revision == revision)
    ).all()
    members = [
        Member(
            row.person_id,
            Category(row.category),
            row.organization_id,
            row.supervising_id,
            leading=row.leading,
            counts=counts(SpecialCase(row.special_case) if row.special_case else None),
        )
        for row in rows
    ]
    rules = found.parameters
    plans = plan_pools(members, rules.excellent_percent, upward=rules.small_pool_upward == 1)
    place_of = _write_pools(tx, found.id, revision, plans, rules)
    moved = [
        {"case": row.id, "pool": place_of[row.person_id]} for row in rows if row.pool_id != place_of[row.person_id]
    ]
    if moved:
        tx.session.flush()
        tx.connection.execute(_MOVE, moved)
        tx.session.expire_all()


def _write_pools(tx: Tx, round_id: str, revision: int, plans: list[Pool], rules: Parameters) -> dict[str, str]:
    """Write the pools and return ``{person_id: pool_id}``."""
    known = {
        (pool.category, pool.kind, pool.holder_id): pool
        for pool in tx.session.scalars(select(AssessmentPool).where(AssessmentPool.round_id == round_id))
    }
    units = unit_brief(tx, {plan.holder_id for plan in plans if plan.holder_id})
    place_of: dict[str, str] = {}
    for plan in plans:
        pool = known.get(plan.key)
        if pool is None:
            pool = AssessmentPool(id=new_id(), round_id=round_id, **_named(plan))
            tx.session.add(pool)
        pool.percent = (
            rules.excellent_percent_with_consent if pool.consent_document_id else rules.excellent_percent
        )
        pool.revision, pool.people, pool.excellent = revision, plan.people, 0
        holder = units.get(plan.holder_id or "")
        pool.holder_name, pool.unit_ids = holder.name if holder else "", list(plan.unit_ids)
        place_of |= dict.fromkeys(plan.person_ids, pool.id)
    tx.session.flush()
    return place_of


def _named(plan: Pool) -> dict[str, Any]:
    category, kind, holder_id = plan.key
    return {"category": category, "kind": kind, "holder_id": holder_id}
