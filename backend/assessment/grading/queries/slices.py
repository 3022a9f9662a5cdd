"""A round's cases in slices and sums, for those who do something with each of very many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from backend.assessment.grading.models import AssessmentCase
from backend.assessment.grading.queries.revisions import revision_of
from backend.assessment.terms import Grade
from backend.core.transaction import Tx


def count_cases(tx: Tx, round_id: str) -> int:
    """How many cases the newest revision has."""
    return tx.session.scalar(_cases(tx, round_id, func.count())) or 0


def next_cases(tx: Tx, round_id: str, after: str, at_most: int) -> dict[str, str]:
    """The next cases of the newest revision as person → case, in the order of people, in which they lie."""
    case = AssessmentCase
    later = _cases(tx, round_id, case.person_id, case.id).where(case.person_id > after)
    rows = tx.session.execute(later.order_by(case.person_id).limit(at_most))
    return {row.person_id: row.id for row in rows}


def case_ids_with(tx: Tx, round_id: str, grade: Grade) -> set[str]:
    """The cases of the newest revision that have ``grade``, those with something in its place among them."""
    return set(
        tx.session.scalars(_cases(tx, round_id, AssessmentCase.id).where(AssessmentCase.grade == grade.value))
    )


def units_of_pools(tx: Tx, round_id: str) -> dict[str, frozenset[str]]:
    """The organizations whose people are counted together: pool → organizations."""
    found: dict[str, set[str]] = {}
    columns = (AssessmentCase.pool_id, AssessmentCase.organization_id)
    for pool_id, organization_id in tx.session.execute(_cases(tx, round_id, *columns).distinct()):
        if pool_id is not None:
            found.setdefault(pool_id, set()).add(organization_id)
    return {pool_id: frozenset(units) for pool_id, units in found.items()}


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody who is assessed and can sign in."""

    person_id: str
    case_id: str
    organization_id: str
    account_id: str


def next_reached(tx: Tx, round_id: str, after: str, at_most: int) -> list[Reached]:
    """The next people with an account, in the order of people."""
    case = AssessmentCase
    query = _cases(tx, round_id, case.person_id, case.id, case.organization_id, case.account_id)
    later = query.where(case.person_id > after, case.account_id.is_not(None)).order_by(case.person_id)
    return [Reached(*row) for row in tx.session.execute(later.limit(at_most))]


def _cases(tx: Tx, round_id: str, *columns: Any) -> Select[Any]:
    return select(*columns).where(
        AssessmentCase.round_id == round_id, AssessmentCase.revision == revision_of(tx, round_id)
    )
