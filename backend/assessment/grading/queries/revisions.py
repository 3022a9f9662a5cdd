"""Revisions of a round's frozen evidence: the newest, who and what is in it, by which schemes it is scored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select

from backend.assessment.grading.models import AssessmentCase, AssessmentRun, RunKind, RunState
from backend.assessment.rounds.public import FrozenPlace
from backend.assessment.schemes.public import Scheme, scheme_version
from backend.core.transaction import Tx

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


def of_revision(tx: Tx, round_id: str, *, among_ids: bool = False) -> ColumnElement[bool]:
    """The condition of a case in the newest revision of a round.

    ``among_ids`` where cases are looked up by id: SQLite, which does not know how many there are, would else walk
    all of the round for every few ids.
    """
    column = AssessmentCase.round_id
    here = column.concat("") == round_id if among_ids else column == round_id
    return and_(here, AssessmentCase.revision == revision_of(tx, round_id))


def frozen_places(tx: Tx, person_ids: Collection[str]) -> list[FrozenPlace]:
    """Where these people were frozen, or are being frozen, in the last revision they were assessed in."""
    return [
        FrozenPlace(*row)
        for ids in chunks(person_ids)
        for row in tx.session.execute(_FROZEN.where(AssessmentCase.person_id.in_(ids)))
    ]


def people_frozen_in(tx: Tx, revisions: Mapping[str, int]) -> set[str]:
    """Everybody who was frozen, or is being frozen, in these revisions of rounds by round."""
    return {
        person_id
        for ids in chunks(revisions)
        for person_id, round_id, revision, _ in tx.session.execute(_FROZEN.where(AssessmentCase.round_id.in_(ids)))
        if revisions[round_id] == revision
    }


def chunks(ids: Collection[str]) -> Iterator[list[str]]:
    """Ids in their order, as many at once as one statement asks for."""
    ordered = sorted(set(ids))
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


def _is_done(round_id: str, kind: RunKind) -> ColumnElement[bool]:
    return and_(
        AssessmentRun.round_id == round_id,
        AssessmentRun.kind == kind.value,
        AssessmentRun.state == RunState.DONE.value,
    )


def scheme_used(tx: Tx, schemes: Mapping[str, Any], category: str) -> Scheme:
    """The version of a scheme that a freezing recorded; versions never change."""
    scheme_id, version = schemes[category]
    found = scheme_version(tx, scheme_id, version)
    assert found is not None, "an adopted version is never deleted"
    return found


def scheme_weights(tx: Tx, schemes: Mapping[str, Any], category: str) -> list[int]:
    """The weight of each indicator of a scheme that a freezing recorded, in their order."""
    return [indicator.weight for indicator in scheme_used(tx, schemes, category).indicators]
