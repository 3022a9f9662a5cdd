"""Schemes in force, as rounds need them to be opened."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from backend.assessment.schemes.definition import SCHEME_CATEGORIES, UNIT, digest_of
from backend.assessment.schemes.models import SchemeRow, SchemeVersion
from backend.assessment.schemes.suggestions import suggested
from backend.core.db import new_id
from backend.core.transaction import Tx


def adopt_suggested(
    tx: Tx,
    node_id: str,
    year: int,
    categories: Iterable[str] = SCHEME_CATEGORIES,
    only: Collection[str] = (),
) -> dict[str, str]:
    """Put the suggested schemes of a year in force at a place, and return their ids by category.

    ``only`` names sources: those of a person have no other indicators then, and what is missing is left out.
    They are written as they would be after a simulation, which takes people who are often not there yet.
    """
    ids: dict[str, str] = {}
    for category in categories:
        indicators = suggested(category)
        if only and category != UNIT:
            indicators = [{**one, "missing": "left_out"} for one in indicators if one["source"] in only]
        ids[category] = new_id()
        shared = {"indicators": indicators, "digest": digest_of(indicators)}
        tx.session.add(
            SchemeRow(
                id=ids[category], node_id=node_id, year=year, category=category, changed_at=tx.now(), **shared
            )
        )
        tx.session.flush()
        tx.session.add(
            SchemeVersion(
                id=new_id(), scheme_id=ids[category], version=1, reason="设定", adopted_at=tx.now(), **shared
            )
        )
    tx.session.flush()
    return ids
