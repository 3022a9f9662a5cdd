"""Freezing: who is assessed, what evidence there is, and who is counted with whom, as of one moment on.

The evidence of a person is read and written in one transaction; a long round takes many of them. Everything that
could still change it has ended by then: windows are closed and objections to evidence are answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert, select, update

from backend.assessment.evidence.public import evidence_of
from backend.assessment.grading.canonical import EvidenceLine, digest_of_evidence
from backend.assessment.grading.errors import ReasonMissing, SchemesMissing
from backend.assessment.grading.models import AssessmentCase, AssessmentRun, FrozenEvidence, RunKind, RunState
from backend.assessment.grading.operations.pooling import place_pools
from backend.assessment.grading.operations.runs import COPY_AT_ONCE, Started, begin_run, end_run, hand_to_worker
from backend.assessment.grading.policies import ensure_no_run, load_round, obstacles
from backend.assessment.grading.queries.revisions import people_frozen_in
from backend.assessment.rounds.public import (
    Assessed,
    Round,
    RoundState,
    assessed_people,
    ensure_state,
    lock_round,
    lock_rounds_of_year,
    move_round,
    round_by_id,
    rounds_of_year,
)
from backend.assessment.schemes.public import adopted_schemes
from backend.assessment.terms import Evidence, SubjectKind
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, record_audit
from backend.register.public import supervisors_of

#: The category under which the scheme of units is kept.
UNIT_SCHEME = SubjectKind.UNIT.value
_CASES, _EVIDENCE = cast(Table, AssessmentCase.__table__), cast(Table, FrozenEvidence.__table__)


def start_freeze(tx: Tx, actor: Actor, round_id: str, reason: str | None) -> Started:
    """Have the worker freeze a round's evidence.

    Raises ``RoundNotFound``, ``RoundStateWrong``, :class:`WindowsOpen`, :class:`EvidenceObjectionsOpen`,
    :class:`CompileRunning`, and :class:`ReasonMissing` where it is frozen already and nobody says why again.
    """
    return hand_to_worker(tx, actor, _begin(tx, actor, round_id, reason))


def freeze_round(tx: Tx, actor: Actor, round_id: str, reason: str | None = None) -> int:
    """The same at once, in this transaction; returns the revision. Raises as :func:`start_freeze`."""
    run = _begin(tx, actor, round_id, reason)
    while copy_next(tx, run):
        pass
    finish_freeze(tx, actor, run)
    return run.revision


def _begin(tx: Tx, actor: Actor, round_id: str, reason: str | None) -> AssessmentRun:
    found = load_round(tx, actor, Permission.ROUND_MANAGE, round_id)
    ensure_state(found, RoundState.OPEN, RoundState.FROZEN, RoundState.COMPILED)
    for obstacle in obstacles(tx, found):
        raise obstacle
    ensure_no_run(tx, round_id)
    if found.state is not RoundState.OPEN:
        found = _reopen(tx, actor, found, (reason or "").strip())
    run = begin_run(
        tx, actor, AssessmentRun(round_id=round_id, kind=RunKind.FREEZE.value, revision=found.revision, schemes={})
    )
    facts = {"revision": run.revision}
    record_audit(tx, actor, "assessment:freeze:started", "round", round_id, node_id=found.node_id, facts=facts)
    return run


def _reopen(tx: Tx, actor: Actor, found: Round, reason: str) -> Round:
    """What was frozen may change again, for a reason, and becomes the next revision."""
    if not reason:
        raise ReasonMissing(fields={"reason": ["missing"]})
    if found.state is RoundState.COMPILED:
        move_round(tx, actor, found.id, RoundState.FROZEN, reason)
    move_round(tx, actor, found.id, RoundState.OPEN, reason)
    return round_by_id(tx, found.id)


def copy_next(tx: Tx, run: AssessmentRun) -> bool:
    """Write the next rows of a freezing; false when there are none left. Raises :class:`SchemesMissing`."""
    found = round_by_id(tx, run.round_id)
    if not run.schemes:
        _place_cases(tx, found, run)
        return True
    kind, _, last = run.upto.partition(":")
    subjects = _next_subjects(tx, run, SubjectKind(kind), last)
    if not subjects and kind == SubjectKind.UNIT.value:
        return False
    if not subjects:
        run.upto = f"{SubjectKind.UNIT.value}:"
        return True
    rows = [_row(run.id, piece) for piece in evidence_of(tx, SubjectKind(kind), subjects, found.period, found.id)]
    if rows:
        tx.session.execute(insert(_EVIDENCE), rows)
    run.upto, run.done = f"{kind}:{subjects[-1]}", run.done + len(subjects)
    tx.session.flush()
    return True


def finish_freeze(tx: Tx, actor: Actor, run: AssessmentRun) -> None:
    """Close the revision: pools, digest, the round's state."""
    found = lock_round(tx, run.round_id)
    place_pools(tx, found, run.revision)
    end_run(tx, run, RunState.DONE, digest_of_frozen(tx, run.id))
    move_round(tx, actor, found.id, RoundState.FROZEN, None)
    facts = {"revision": run.revision, "digest": run.digest}
    record_audit(tx, actor, "assessment:round:frozen", "round", found.id, node_id=found.node_id, facts=facts)


def digest_of_frozen(tx: Tx, freeze_id: str) -> str:
    """``sm3:hex`` over what a freezing holds, read again from the rows."""
    columns = [column for column in _EVIDENCE.columns if column.name != "freeze_id"]
    rows = tx.session.execute(
        select(*columns)
        .where(FrozenEvidence.freeze_id == freeze_id)
        .order_by(FrozenEvidence.kind, FrozenEvidence.subject_id)
        .execution_options(yield_per=5000)
    )
    return digest_of_evidence(cast(EvidenceLine, tuple(row)) for row in rows)


def _place_cases(tx: Tx, found: Round, run: AssessmentRun) -> None:
    """Write who is assessed in this revision, with the place that counts; nobody has a grade then."""
    lock_rounds_of_year(tx, found.year)
    people = _not_elsewhere(tx, found, assessed_people(tx, found))
    run.schemes = _schemes(tx, found, people)
    earlier = select(AssessmentCase.person_id, AssessmentCase.id).where(AssessmentCase.round_id == found.id)
    known = {row.person_id: row.id for row in tx.session.execute(earlier)}
    units = {one.organization_id for one in people}
    above = supervisors_of(tx, units)
    rows = [_case(found.id, run.revision, one, above) for one in people]
    fresh = [{"id": new_id(), "person_id": person, **row} for person, row in rows if person not in known]
    again = [{"id": known[person], **row} for person, row in rows if person in known]
    if fresh:
        tx.session.execute(insert(_CASES), fresh)
    if again:
        tx.session.execute(update(AssessmentCase), again)
    run.total, run.upto = len(people) + len(units), f"{SubjectKind.PERSON.value}:"
    tx.session.flush()


def _not_elsewhere(tx: Tx, found: Round, people: Sequence[Assessed]) -> list[Assessed]:
    """Whom no other round of the year holds: who came here after that one was frozen stays there."""
    others = {one.id: one.revision for one in rounds_of_year(tx, found.year) if one.id != found.id}
    held = people_frozen_in(tx, others)
    return [one for one in people if one.person_id not in held]


def _case(round_id: str, revision: int, one: Assessed, above: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    return one.person_id, {
        "round_id": round_id,
        "revision": revision,
        "account_id": one.account_id,
        "name": one.name,
        "organization_id": one.organization_id,
        "organization_name": one.organization_name,
        "supervising_id": above.get(one.organization_id),
        "node_id": one.node_id,
        "division_id": one.division_id,
        "category": one.category.value,
        "rank": one.rank,
        "leading": one.leading,
        "superior_id": one.superior_id,
        "total": None,
        "known": None,
        "proposed": None,
        "suggested": None,
        "grade": None,
        "tied": False,
        "decided": False,
    }


def _schemes(tx: Tx, found: Round, people: Iterable[Assessed]) -> dict[str, Any]:
    categories = sorted({one.category.value for one in people})
    adopted = adopted_schemes(tx, found.year, found.node_id)
    missing = [name for name in categories if name not in adopted]
    if missing or not categories:
        raise SchemesMissing(categories=missing)
    wanted = [*categories, UNIT_SCHEME]
    return {name: [adopted[name].id, adopted[name].version] for name in wanted if name in adopted}


def _next_subjects(tx: Tx, run: AssessmentRun, kind: SubjectKind, last: str) -> list[str]:
    column = AssessmentCase.person_id if kind is SubjectKind.PERSON else AssessmentCase.organization_id
    here = (AssessmentCase.round_id == run.round_id) & (AssessmentCase.revision == run.revision)
    query = select(column).distinct().where(here, column > last).order_by(column).limit(COPY_AT_ONCE)
    return list(tx.session.scalars(query))


def _row(freeze_id: str, piece: Evidence) -> dict[str, Any]:
    return {
        "freeze_id": freeze_id,
        "kind": piece.kind.value,
        "subject_id": piece.subject_id,
        "source": piece.source,
        "key": piece.key,
        "on_day": piece.on,
        "amount": piece.amount,
        "out_of": piece.out_of,
        "link": piece.link,
        "facts": dict(piece.facts),
    }
