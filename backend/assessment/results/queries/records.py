"""Records and seals: what a case comes to now, what was sealed of it last, and the grades of somebody's years."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, RowMapping, exists, select

from backend.assessment.grading.public import Case, cases, frozen_digest
from backend.assessment.results.models import Decision, Notice, Record, Review, Seal
from backend.assessment.results.outcomes import result_of
from backend.assessment.results.private import open_text
from backend.assessment.results.queries.decisions import decisions_in_force
from backend.assessment.results.states import NoticeState
from backend.assessment.rounds.public import Round
from backend.assessment.terms import Category, Grade
from backend.core.transaction import Tx

#: What only a sealed record has, beside what it says of the case.
_OF_THE_RECORD = ("revision", "seal_revision", "salt")
_AT_ONCE = 500
#: What a record says of a notice; its content, which is long, stays where it is.
_OF_A_NOTICE = (
    Notice.case_id,
    Notice.id,
    Notice.revision,
    Notice.digest,
    Notice.state,
    Notice.signature_digest,
    Notice.paper_signed_on,
    Notice.paper_kept_at,
)


@dataclass(frozen=True, slots=True)
class LastRecord:
    """The last revision of a case's record; ``facts`` is its content without what belongs to the record alone."""

    revision: int
    facts: Mapping[str, Any]


def contents_now(tx: Tx, found: Round, case_ids: Collection[str]) -> Iterator[dict[str, Any]]:
    """What each of these cases comes to, in order of case; those without any result are left out."""
    people = cases(tx, found.id, case_ids)
    evidence = frozen_digest(tx, found.id)
    decisions = decisions_in_force(tx, people)
    standing = select(*_OF_A_NOTICE).where(
        Notice.case_id.in_(case_ids), Notice.state != NoticeState.REPLACED.value
    )
    notices = {notice["case_id"]: notice for notice in tx.session.execute(standing).mappings()}
    reviews: dict[str, list[list[str]]] = {}
    asked = select(Review).where(Review.case_id.in_(case_ids)).order_by(Review.id)
    for review in tx.session.scalars(asked):
        reviews.setdefault(review.case_id, []).append([review.id, review.kind, review.state])
    for case in sorted(people, key=lambda case: case.id):
        if result_of(case) is not None and case.id in decisions:
            yield {
                **_of_case(found, case),
                "evidence": evidence,
                "decision": _of_decision(decisions[case.id]),
                "notice": _of_notice(notices.get(case.id)),
                "reviews": reviews.get(case.id, []),
            }


def _of_case(found: Round, case: Case) -> dict[str, Any]:
    result = result_of(case)
    return {
        "round_id": found.id,
        "year": found.year,
        "case_id": case.id,
        "person_id": case.person_id,
        "name": case.name,
        "organization_id": case.organization_id,
        "organization_name": case.organization_name,
        "category": case.category.value,
        "leading": case.leading,
        "special": case.special.value if case.special else None,
        "proposed": case.proposed.value if case.proposed else None,
        "suggested": case.suggested.value if case.suggested else None,
        "grade": result.value if result else None,
        "total": case.total,
        "parts": [dict(part) for part in case.parts],
        "evidence_revision": case.revision,
    }


def _of_decision(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id,
        "occasion": decision.occasion,
        "body": decision.body,
        "minutes_number": decision.minutes_number,
        "decided_on": decision.decided_on.isoformat(),
        "digest": decision.digest,
        "recorded_by": decision.recorded_by,
        "confirmed_by": decision.confirmed_by,
    }


def _of_notice(notice: RowMapping | None) -> dict[str, Any] | None:
    if notice is None:
        return None
    return {
        "id": notice["id"],
        "revision": notice["revision"],
        "digest": notice["digest"],
        "state": notice["state"],
        "signature": notice["signature_digest"],
        "paper_signed_on": notice["paper_signed_on"].isoformat() if notice["paper_signed_on"] else None,
        "paper_kept_at": notice["paper_kept_at"],
    }


def record_content(tx: Tx, record: Record) -> bytes:
    """The bytes a record was sealed with. Raises ``Undecryptable``."""
    return open_text(tx, Record.__tablename__, "content", record.id, record.content_encrypted).encode()


def last_records(tx: Tx, case_ids: Collection[str]) -> dict[str, LastRecord]:
    """The last record of each of these cases, sealed or written for a seal that is still to come."""
    rows = tx.session.scalars(select(Record).where(Record.case_id.in_(case_ids)).order_by(Record.revision))
    last = {row.case_id: row for row in rows}
    return {case_id: LastRecord(row.revision, facts_of(record_content(tx, row))) for case_id, row in last.items()}


def facts_of(content: bytes) -> dict[str, Any]:
    """What a record says of its case."""
    return {name: value for name, value in orjson.loads(content).items() if name not in _OF_THE_RECORD}


def last_seal(tx: Tx, round_id: str) -> Seal | None:
    """The last seal of a round."""
    query = select(Seal).where(Seal.round_id == round_id).order_by(Seal.revision.desc()).limit(1)
    return tx.session.scalar(query)


def is_sealed() -> ColumnElement[bool]:
    """The condition that the seal over a record is written."""
    return exists().where(Seal.round_id == Record.round_id, Seal.revision == Record.seal_revision)


def sealed_grades(tx: Tx, person_ids: Collection[str]) -> dict[str, list[tuple[int, Category, Grade]]]:
    """The sealed grades of people as (year, category, grade), the oldest first, each by its last revision."""
    found: dict[str, dict[int, tuple[int, Category, Grade]]] = {}
    ordered = sorted(set(person_ids))
    for start in range(0, len(ordered), _AT_ONCE):
        rows = tx.session.execute(
            select(Record.person_id, Record.year, Record.category, Record.grade)
            .where(Record.person_id.in_(ordered[start : start + _AT_ONCE]), is_sealed())
            .order_by(Record.year, Record.seal_revision)
        )
        for person_id, year, category, grade in rows:
            found.setdefault(person_id, {})[year] = (year, Category(category), Grade(grade))
    return {person_id: list(years.values()) for person_id, years in found.items()}
