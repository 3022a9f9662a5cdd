"""Evidence, gathered anew each time it is asked for: providers first, rulings upon them, in one fixed order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from backend.assessment.evidence.models import EvidenceRuling
from backend.assessment.evidence.port import Batch
from backend.assessment.evidence.providers import PROVIDERS
from backend.assessment.evidence.rules import DEFAULT_RULES, Rules
from backend.assessment.rounds.public import round_by_id
from backend.assessment.terms import Evidence, Period, SubjectKind
from backend.core.transaction import Tx
from backend.identity.public import account_ids_of_people
from backend.register.public import unit_brief

#: how many subjects are asked for in one go
BATCH = 1000
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an upheld objection put in place of a piece's amount; None: the piece is struck out."""

    objection_id: str
    amount: int | None
    ruled_on: date


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as its provider gave it, with the ruling upon it, if there is one."""

    evidence: Evidence
    ruling: Ruling | None

    @property
    def counted(self) -> Evidence | None:
        """The evidence that counts; None if it was struck out."""
        if self.ruling is None:
            return self.evidence
        if self.ruling.amount is None:
            return None
        return replace(self.evidence, amount=self.ruling.amount)


def evidence_of(
    tx: Tx, kind: SubjectKind, subject_ids: Collection[str], period: Period, round_id: str | None = None
) -> Iterator[Evidence]:
    """The evidence that counts, by subject, source, day and key; the marks of a round only with its id.

    Nothing of it is stored: the same facts give the same evidence whenever they are asked for. Subjects are
    read in batches, a fixed number of statements each.
    """
    for piece in pieces_of(tx, kind, subject_ids, period, round_id):
        if (counted := piece.counted) is not None:
            yield counted


def pieces_of(
    tx: Tx,
    kind: SubjectKind,
    subject_ids: Collection[str],
    period: Period,
    round_id: str | None = None,
) -> Iterator[Piece]:
    """The same with what was struck out and replaced, in the same order."""
    rules = rules_of(tx, round_id)
    ordered = sorted(set(subject_ids))
    for start in range(0, len(ordered), BATCH):
        batch = _batch(tx, kind, ordered[start : start + BATCH], period, round_id, rules)
        found = [one for provider in PROVIDERS if provider.kind is kind for one in provider.read(tx, batch)]
        rulings = rulings_on(tx, batch.subject_ids)
        for evidence in sorted(found, key=_order):
            yield Piece(evidence, rulings.get(_as_disputed(evidence)))


def rules_of(tx: Tx, round_id: str | None) -> Rules:
    """The working days that make "in time": those of the round, else the defaults."""
    if round_id is None:
        return DEFAULT_RULES
    parameters = round_by_id(tx, round_id).parameters
    return Rules(parameters.entry_working_days, parameters.correction_working_days)


def rulings_on(tx: Tx, subject_ids: Sequence[str]) -> dict[tuple[str, str, str, int], Ruling]:
    """The rulings on the evidence of these people or units by subject, source, key and the amount disputed."""
    found: dict[tuple[str, str, str, int], Ruling] = {}
    for start in range(0, len(subject_ids), _AT_ONCE):
        rows = tx.session.scalars(
            select(EvidenceRuling)
            .where(EvidenceRuling.subject_id.in_(subject_ids[start : start + _AT_ONCE]))
            .order_by(EvidenceRuling.id)
        )
        found |= {
            (row.subject_id, row.source, row.key, row.disputed): Ruling(row.objection_id, row.amount, row.ruled_on)
            for row in rows
        }
    return found


def _batch(
    tx: Tx, kind: SubjectKind, subject_ids: Sequence[str], period: Period, round_id: str | None, rules: Rules
) -> Batch:
    ids, today = tuple(subject_ids), tx.today()
    if kind is SubjectKind.PERSON:
        people = {account_id: person for person, account_id in account_ids_of_people(tx, ids).items()}
        return Batch(ids, period, today, people=people, round_id=round_id, rules=rules)
    units = {brief.node_id: brief.id for brief in unit_brief(tx, ids).values()}
    return Batch(ids, period, today, units=units, round_id=round_id, rules=rules)


def _as_disputed(evidence: Evidence) -> tuple[str, str, str, int]:
    return evidence.subject_id, evidence.source, evidence.key, evidence.amount


def _order(evidence: Evidence) -> tuple[str, str, date, str]:
    return evidence.subject_id, evidence.source, evidence.on, evidence.key
