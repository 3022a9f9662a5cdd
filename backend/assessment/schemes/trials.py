"""Trying a scheme on the evidence of a year, in one go or as a job of the worker.

Whose round of that year is frozen has the marks of that round looked at too; marks of a round that still runs are
not, so that no mark is learned from a trial while it can still be given.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from backend.assessment.evidence.public import evidence_of, is_frozen
from backend.assessment.rounds.public import Assessed, Round, assessed_below, rounds_at
from backend.assessment.schemes.adopted import scheme_version
from backend.assessment.schemes.definition import UNIT, Json
from backend.assessment.schemes.errors import NobodyToSimulate, SchemesNotComparable
from backend.assessment.schemes.models import SchemeRow, SchemeSimulation
from backend.assessment.schemes.queries import scheme_row
from backend.assessment.schemes.scoring import Scheme, total_up
from backend.assessment.schemes.simulation import LEAST_IN_GROUP, Simulation
from backend.assessment.schemes.validation import validate
from backend.assessment.terms import Evidence, Period, SubjectKind
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.jobs import enqueue
from backend.core.transaction import Tx
from backend.identity.public import record_audit

SIMULATE: Final = "simulate_scheme"
#: Up to this many subjects are scored while the asker waits.
AT_ONCE: Final = 300
_TELL_EVERY: Final = 500


def ask_for_simulation(
    tx: Tx, actor: Actor, scheme_id: str, year: int | None = None, compare_with: str | None = None
) -> str | None:
    """Simulate a scheme that few are measured by now; for many, returns the id of the job that does.

    ``year``: whose evidence, last year's unless said. Raises :class:`SchemeInvalid`, :class:`SchemeNotFound` (of
    either scheme), :class:`SchemesNotComparable`, :class:`NobodyToSimulate`.
    """
    row = scheme_row(tx, actor, scheme_id)
    trial = trial_of(tx, actor, row, year, compare_with)
    if len(trial.subjects) <= AT_ONCE:
        keep_trial(tx, actor, trial, trial.run(tx))
        return None
    payload = {"scheme_id": row.id, "year": trial.year, "compare_with": compare_with}
    key = f"{SIMULATE}:{row.id}"
    return enqueue(tx, SIMULATE, payload, unique_key=key, owner_account_id=actor.account_id)


def simulate_now(
    tx: Tx, actor: Actor, scheme_id: str, year: int | None = None, compare_with: str | None = None
) -> Json:
    """Simulate a scheme, however long it takes, and return what it came to. Raises as ``ask_for_simulation``."""
    trial = trial_of(tx, actor, scheme_row(tx, actor, scheme_id), year, compare_with)
    result = trial.run(tx)
    keep_trial(tx, actor, trial, result)
    return result


@dataclass(frozen=True, slots=True)
class _Asked:
    """Subjects whose evidence is asked for together: those of one frozen round, or of none."""

    held: Round | None
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A scheme as it is now, whom it would measure (each with the unit), and what it is compared with."""

    scheme: Scheme
    digest: str
    year: int
    subjects: Mapping[str, str]
    asked: tuple[_Asked, ...]
    other: Scheme | None

    def run(self, tx: Tx, report: Callable[[int, int], None] = lambda _done, _total: None) -> Json:
        """Score every subject; who has no evidence at all is counted as well."""
        units = self.scheme.category == UNIT
        simulation = Simulation(self.scheme, self.other, least_in_group=1 if units else LEAST_IN_GROUP)
        seen = 0
        for subject_id, own in groupby(self._evidence(tx), key=lambda piece: piece.subject_id):
            simulation.add(total_up(own), self.subjects[subject_id])
            seen += 1
            if seen % _TELL_EVERY == 0:
                report(seen, len(self.subjects))
        for _ in range(len(self.subjects) - seen):
            simulation.add({})
        return simulation.result()

    def _evidence(self, tx: Tx) -> Iterator[Evidence]:
        kind = SubjectKind.UNIT if self.scheme.category == UNIT else SubjectKind.PERSON
        for one in self.asked:
            period = one.held.period if one.held else Period.of_year(self.year)
            yield from evidence_of(tx, kind, one.subjects, period, one.held.id if one.held else None)


def trial_of(tx: Tx, actor: Actor, row: SchemeRow, year: int | None, compare_with: str | None) -> Trial:
    """What a simulation of the scheme takes. Raises as ``ask_for_simulation``."""
    scheme = _sound(row)
    year = year or row.year - 1
    other = _in_force(tx, actor, row, compare_with) if compare_with else None
    people = _people(tx, row, year)
    if not people:
        raise NobodyToSimulate(category=row.category, year=year)
    measured = {(one.organization_id if row.category == UNIT else one.person_id): one for one in people}
    subjects = {subject_id: one.organization_id for subject_id, one in measured.items()}
    nodes = {subject_id: one.node_id for subject_id, one in measured.items()}
    return Trial(scheme, row.digest, year, subjects, _asked(tx, nodes, year), other)


def _asked(tx: Tx, nodes: Mapping[str, str], year: int) -> tuple[_Asked, ...]:
    """The subjects by the frozen round of their place, those without one first."""
    held = {node: one for node, one in rounds_at(tx, set(nodes.values()), year).items() if is_frozen(one)}
    together: dict[str, list[str]] = {}
    for subject_id, node in nodes.items():
        together.setdefault(held[node].id if node in held else "", []).append(subject_id)
    rounds = {one.id: one for one in held.values()}
    return tuple(_Asked(rounds.get(round_id), tuple(sorted(ids))) for round_id, ids in sorted(together.items()))


def _sound(row: SchemeRow) -> Scheme:
    """The scheme as it is written now. Raises :class:`SchemeInvalid`."""
    return Scheme(
        id=row.id,
        version=0,
        year=row.year,
        category=row.category,
        node_id=row.node_id,
        indicators=validate(row.category, row.indicators),
    )


def _in_force(tx: Tx, actor: Actor, row: SchemeRow, scheme_id: str) -> Scheme:
    """Another scheme of the category, as it was adopted last. Raises :class:`SchemesNotComparable`."""
    other = scheme_row(tx, actor, scheme_id)
    adopted = scheme_version(tx, scheme_id)
    if adopted is None or other.category != row.category:
        raise SchemesNotComparable(category=other.category, adopted=adopted is not None)
    return adopted


def _people(tx: Tx, row: SchemeRow, year: int) -> Collection[Assessed]:
    """The people of the category, or those of all units, on the last day of the year or today."""
    people = assessed_below(tx, row.node_id, min(tx.today(), Period.of_year(year).last))
    return people if row.category == UNIT else [one for one in people if one.category == row.category]


def keep_trial(tx: Tx, actor: Actor, trial: Trial, result: Json) -> None:
    """Store what a scheme came to, for the content that was tried."""
    tx.session.add(
        SchemeSimulation(
            id=new_id(),
            scheme_id=trial.scheme.id,
            digest=trial.digest,
            year=trial.year,
            result=result,
            run_by=actor.account_id,
            run_at=tx.now(),
        )
    )
    tx.session.flush()
    record_audit(
        tx,
        actor,
        "assessment:scheme:simulated",
        "assessment_scheme",
        trial.scheme.id,
        node_id=trial.scheme.node_id,
        facts={"year": trial.year, "subjects": len(trial.subjects), "digest": trial.digest},
    )
