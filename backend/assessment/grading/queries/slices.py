"""A round's cases in slices and sums, for those who do something with each of very many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from backend.assessment.grading.models import AssessmentCase
from backend.assessment.grading.queries.cases import revision_of
from backend.assessment.terms import Grade
from backend.core.transaction import Tx


def count_cases(tx: Tx, round_id: str) -> int:
    """How many cases the newest revision has."""
    return tx.session.scalar(_cases(tx, round_id, func.count())) or 0


def next_case_ids(tx: Tx, round_id: str, after: str, at_most: int) -> Sequence[str]:
    """The ids of the next cases of the newest revision, in their order."""
    query = _cases(tx, round_id, AssessmentCase.id).where(AssessmentCase.id > after)
    return tx.session.scalars(query.order_by(AssessmentCase.id).limit(at_most)).all()


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


def accounts_by_case(tx: Tx, round_id: str, after: str, at_most: int) -> list[tuple[str, str, str]]:
    """The next cases of people who can sign in, as (case, organization, account), in order of case."""
    columns = (AssessmentCase.id, AssessmentCase.organization_id, AssessmentCase.account_id)
    query = _cases(tx, round_id, *columns).where(AssessmentCase.id > after, AssessmentCase.account_id.is_not(None))
    return [tuple(row) for row in tx.session.execute(query.order_by(AssessmentCase.id).limit(at_most))]


def _cases(tx: Tx, round_id: str, *columns: Any) -> Select[Any]:
    return select(*columns).where(
        AssessmentCase.round_id == round_id, AssessmentCase.revision == revision_of(tx, round_id)
    )
