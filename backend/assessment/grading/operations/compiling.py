"""Compiling: from frozen evidence to scores, from scores to proposed grades.

Evidence is added up by the database, a slice of people at a time in the order in which it lies; a scheme is made
ready once and scores a person in microseconds. A slice is one transaction that also says how far it came, so a run
that was cut off goes on, and nothing is scored twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select, text

from backend.assessment.events import SuggestionWanted
from backend.assessment.grading.canonical import ScoreLine, digest_of_scores
from backend.assessment.grading.models import (
    AssessmentCase,
    AssessmentRun,
    AssessmentScore,
    RunKind,
    RunState,
)
from backend.assessment.grading.operations.freezing import UNIT_SCHEME
from backend.assessment.grading.operations.proposing import propose_next
from backend.assessment.grading.operations.runs import SCORE_AT_ONCE, Started, begin_run, end_run, hand_to_worker
from backend.assessment.grading.policies import load_round
from backend.assessment.grading.queries.leaders import leaders_in_charge
from backend.assessment.grading.queries.revisions import count_of, freeze_of, scheme_used, scheme_weights
from backend.assessment.rounds.public import (
    RoundState,
    ensure_state,
    lock_round,
    move_round,
)
from backend.assessment.schemes.public import FULL, prepare
from backend.assessment.terms import SubjectKind
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, record_audit

_PERSON, _UNIT, _POOL = SubjectKind.PERSON.value, SubjectKind.UNIT.value, "pool"
_CASES, _SCORES = cast(Table, AssessmentCase.__table__), cast(Table, AssessmentScore.__table__)
#: subjects lie in the order of their key, so a slice is read in one piece
_TOTALS = text(
    "SELECT subject_id, source, SUM(amount), SUM(out_of) FROM assessment_frozen_evidence "
    "WHERE freeze_id = :freeze AND kind = :kind AND subject_id > :after AND subject_id <= :upto "
    "GROUP BY subject_id, source"
)

#: A subject, and the category whose scheme counts for it.
Subject = tuple[str, str]


def start_compile(tx: Tx, actor: Actor, round_id: str) -> Started:
    """Have the worker score a frozen round.

    Raises ``RoundNotFound``, ``RoundStateWrong``, :class:`CompileRunning`.
    """
    return hand_to_worker(tx, actor, _begin(tx, actor, round_id))


def compile_round(tx: Tx, actor: Actor, round_id: str) -> str:
    """The same at once, in this transaction; returns the digest. Raises as :func:`start_compile`."""
    run = _begin(tx, actor, round_id)
    while score_next(tx, run):
        pass
    finish_compile(tx, actor, run)
    return run.digest or ""


def _begin(tx: Tx, actor: Actor, round_id: str) -> AssessmentRun:
    found = load_round(tx, actor, Permission.ROUND_MANAGE, round_id)
    ensure_state(found, RoundState.FROZEN)
    freeze = freeze_of(tx, round_id)
    assert freeze is not None, "a frozen round was frozen by a run"
    run = AssessmentRun(
        round_id=round_id,
        kind=RunKind.COMPILE.value,
        revision=freeze.revision,
        freeze_id=freeze.id,
        schemes=freeze.schemes,
        # everybody is scored and then proposed for, units are scored alone
        total=freeze.total + count_of(tx, round_id, freeze.revision),
        upto=f"{_PERSON}:",
    )
    return begin_run(tx, actor, run)


def score_next(tx: Tx, run: AssessmentRun) -> bool:
    """Score the next slice; false when all people, units and pools are done."""
    phase, _, last = run.upto.partition(":")
    if phase == _POOL:
        return _propose(tx, run, last)
    if not last and phase == _PERSON:
        # scored before, and the round taken back since: the same rows come again
        tx.session.execute(delete(AssessmentScore).where(AssessmentScore.freeze_id == run.freeze_id))
    subjects = _subjects(tx, run, phase, last)
    if subjects:
        _score(tx, run, phase, last, subjects)
        run.upto, run.done = f"{phase}:{subjects[-1][0]}", run.done + len(subjects)
    else:
        run.upto = f"{_UNIT if phase == _PERSON else _POOL}:"
    tx.session.flush()
    return True


def finish_compile(tx: Tx, actor: Actor, run: AssessmentRun) -> None:
    """Close the run: digest, the round's state, and word to those who suggest grades."""
    found = lock_round(tx, run.round_id)
    end_run(tx, run, RunState.DONE, digest_of_scored(tx, run.freeze_id or "", run.schemes))
    move_round(tx, actor, found.id, RoundState.COMPILED, None)
    facts = {"revision": run.revision, "digest": run.digest}
    record_audit(tx, actor, "assessment:round:compiled", "round", found.id, node_id=found.node_id, facts=facts)
    leaders = leaders_in_charge(tx, found.node_id)
    if leaders:
        tx.publish(SuggestionWanted(found.id, tuple(leaders)))


def digest_of_scored(tx: Tx, freeze_id: str, schemes: dict[str, Any]) -> str:
    """``sm3:hex`` over the scores of a freezing, read again from the rows."""
    columns = [column for column in _SCORES.columns if column.name != "freeze_id"]
    rows = tx.session.execute(
        select(*columns)
        .where(AssessmentScore.freeze_id == freeze_id)
        .order_by(AssessmentScore.kind, AssessmentScore.subject_id)
        .execution_options(yield_per=5000)
    )
    return digest_of_scores(schemes, (cast(ScoreLine, tuple(row)) for row in rows))


def scored_rows(
    tx: Tx, freeze_id: str, phase: str, after: str, subjects: Sequence[Subject], schemes: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """The scores of a slice of subjects, computed from frozen evidence alone."""
    ready = {
        category: prepare(scheme_used(tx, schemes, category))
        for category in {category for _, category in subjects}
    }
    places = {category: {source: n for n, source in enumerate(one.sources)} for category, one in ready.items()}
    weights = {category: scheme_weights(tx, schemes, category) for category in ready}
    category_of = dict(subjects)
    cells: dict[str, list[tuple[int, int] | None]] = {
        subject: [None] * len(ready[category].sources) for subject, category in subjects
    }
    slice_ = {"freeze": freeze_id, "kind": phase, "after": after, "upto": subjects[-1][0]}
    for subject, source, amount, out_of in tx.connection.execute(_TOTALS, slice_).all():
        category = category_of.get(subject)
        place = places[category].get(source) if category else None
        if place is not None:
            # PostgreSQL adds whole numbers up to a Decimal
            cells[subject][place] = (int(amount), int(out_of))
    for subject, category in subjects:
        total, points = ready[category].score_row(cells[subject])
        yield {
            "freeze_id": freeze_id,
            "kind": phase,
            "subject_id": subject,
            # a part that counts as zero when missing is no reason to grade somebody of whom nothing is known
            "total": total if any(cells[subject]) else None,
            "known": _known(weights[category], cells[subject]),
            "points": points,
        }


def _known(weights: Sequence[int], cells: Sequence[tuple[int, int] | None]) -> int:
    """The share of the weight that rests on evidence, in hundredths of a percent, rounded down."""
    if None not in cells:
        return FULL
    found = sum(weight for weight, cell in zip(weights, cells, strict=True) if cell is not None)
    return found * FULL // sum(weights)


def _score(tx: Tx, run: AssessmentRun, phase: str, after: str, subjects: Sequence[Subject]) -> None:
    rows = list(scored_rows(tx, run.freeze_id or "", phase, after, subjects, run.schemes))
    tx.connection.execute(insert(_SCORES), rows)


def _subjects(tx: Tx, run: AssessmentRun, phase: str, last: str) -> list[Subject]:
    here = (AssessmentCase.round_id == run.round_id) & (AssessmentCase.revision == run.revision)
    if phase == _PERSON:
        people = (
            select(AssessmentCase.person_id, AssessmentCase.category)
            .where(here, AssessmentCase.person_id > last)
            .order_by(AssessmentCase.person_id)
            .limit(SCORE_AT_ONCE)
        )
        return [(person_id, category) for person_id, category in tx.session.execute(people)]
    if UNIT_SCHEME not in run.schemes:
        return []
    unit = AssessmentCase.organization_id
    units = select(unit).distinct().where(here, unit > last).order_by(unit).limit(SCORE_AT_ONCE)
    return [(unit_id, UNIT_SCHEME) for unit_id in tx.session.scalars(units)]


def _propose(tx: Tx, run: AssessmentRun, last: str) -> bool:
    upto = propose_next(tx, run, last)
    if upto is None:
        return False
    run.upto = f"{_POOL}:{upto}"
    tx.session.flush()
    return True
