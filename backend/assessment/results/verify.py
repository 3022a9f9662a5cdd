"""Checks of sealed years for ``verify``: every record, seal and signature is computed again.

What each kind of tampering looks like:

- a changed record: its SM3 does not fit its content, or its columns say something else than its content
- a deleted or inserted record: the SM3 of its seal does not fit the records that are there
- a changed seal: its mark or its chain does not fit
- a year's seals cut off, records and all: the audit record, which is sealed by itself, knows one that is gone
- a changed notice or signature: its digest does not fit; a grade changed behind a sealed record: the two differ
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, TypeVar

import orjson
from sqlalchemy import Select, select

from backend.assessment.grading.public import cases
from backend.assessment.results.models import Notice, Record, ResultRun, Seal
from backend.assessment.results.outcomes import result_of
from backend.assessment.results.private import open_text
from backend.assessment.results.queries.decisions import decisions_in_force
from backend.assessment.results.queries.records import is_sealed, record_content
from backend.assessment.results.records import canonical_seal, chained
from backend.assessment.results.signature import signature_digest
from backend.assessment.results.states import RunKind, RunState
from backend.core.crypto import Undecryptable, sm3
from backend.core.db import Base
from backend.core.findings import Check, Finding
from backend.core.transaction import Tx
from backend.identity.public import audited

_RECORDS, _SEALS, _NOTICES = Record.__tablename__, Seal.__tablename__, Notice.__tablename__
_AT_ONCE: Final = 500
_Row = TypeVar("_Row", bound=Base)
_COLUMNS = ("round_id", "case_id", "person_id", "year", "category", "grade", "revision", "seal_revision")


def check_records(tx: Tx) -> Iterator[Finding]:
    """Each record is what was sealed, and says what its columns say."""
    for record in tx.session.scalars(_one_by_one(select(Record).order_by(Record.id))):
        try:
            content = record_content(tx, record)
        except Undecryptable:
            yield Finding("record_unreadable", _RECORDS, record.id, "the content was changed, or is another row's")
            continue
        if sm3(content) != record.sm3:
            yield Finding("record_digest", _RECORDS, record.id, "its SM3 is another", sm3(content), record.sm3)
        said = orjson.loads(content)
        for name in _COLUMNS:
            if said[name] != getattr(record, name):
                found = str(getattr(record, name))
                yield Finding("record_column", _RECORDS, record.id, f"{name} differs", str(said[name]), found)


def _one_by_one(query: Select[_Row]) -> Select[_Row]:
    """Rows as they are asked for: a year of very many people is never in memory as a whole."""
    return query.execution_options(yield_per=_AT_ONCE)


def check_seals(tx: Tx) -> Iterator[Finding]:
    """Each seal has our mark, follows the one before it, and fits the records that are there."""
    seals = tx.session.scalars(select(Seal).order_by(Seal.round_id, Seal.revision)).all()
    for round_id, of_round in groupby(seals, key=lambda seal: seal.round_id):
        previous = ""
        for revision, seal in enumerate(of_round, start=1):
            yield from _check_seal(tx, seal, revision, previous, _digests(tx, round_id, seal.revision))
            previous = seal.sm3
    known = {(seal.round_id, seal.revision) for seal in seals} | _still_to_come(tx)
    named = select(Record.round_id, Record.seal_revision).group_by(Record.round_id, Record.seal_revision)
    for round_id, revision in tx.session.execute(named.order_by(Record.round_id, Record.seal_revision)):
        if (round_id, revision) not in known:
            yield Finding(
                "records_unsealed", _SEALS, f"{round_id}:{revision}", "records name a seal that is not there"
            )


def _digests(tx: Tx, round_id: str, seal_revision: int) -> Sequence[str]:
    of_seal = select(Record.sm3).where(Record.round_id == round_id, Record.seal_revision == seal_revision)
    return tx.session.scalars(of_seal.order_by(Record.case_id, Record.revision)).all()


def _still_to_come(tx: Tx) -> set[tuple[str, int]]:
    """Seals whose records are being written, or were when their run was cut off: the next seal takes them over."""
    runs = select(ResultRun.round_id, ResultRun.seal_revision).where(
        ResultRun.kind == RunKind.SEAL.value, ResultRun.state != RunState.DONE.value
    )
    return {(round_id, revision or 0) for round_id, revision in tx.session.execute(runs)}


def _check_seal(tx: Tx, seal: Seal, revision: int, previous: str, digests: Sequence[str]) -> Iterator[Finding]:
    name = f"{seal.round_id}:{seal.revision}"
    facts = {"round_id": seal.round_id, "revision": seal.revision, "records": seal.records, "sm3": seal.sm3}
    if not tx.keyring.verify_mac(canonical_seal({**facts, "at": seal.at}), seal.mac):
        yield Finding("seal_mark", _SEALS, name, "the seal was changed or is not ours")
    if seal.revision != revision:
        yield Finding("seal_missing", _SEALS, name, "a seal before it is gone", str(revision), str(seal.revision))
    expected = chained(previous, digests)
    if seal.sm3 != expected or seal.records != len(digests):
        text = f"{len(digests)} records do not give the SM3 over {seal.records}"
        yield Finding("seal_records", _SEALS, name, text, expected, seal.sm3)


def check_anchors(tx: Tx) -> Iterator[Finding]:
    """The audit record knows each seal, and no seal that is gone."""
    present = {(seal.round_id, seal.revision): seal.sm3 for seal in tx.session.scalars(select(Seal))}
    for round_id, facts in audited(tx, "assessment:round:sealed"):
        name, found = f"{round_id}:{facts['revision']}", present.pop((round_id, facts["revision"]), None)
        if found is None:
            yield Finding("seal_gone", _SEALS, name, "the audit record knows this seal", str(facts["sm3"]))
        elif found != facts["sm3"]:
            yield Finding("seal_anchor", _SEALS, name, "the audit record has another SM3", facts["sm3"], found)
    for round_id, revision in present:
        yield Finding("seal_anchor", _SEALS, f"{round_id}:{revision}", "the audit record does not know this seal")


def check_notices(tx: Tx) -> Iterator[Finding]:
    """Each notice is what its digest says, and each signature stands under that notice."""
    for notice in tx.session.scalars(_one_by_one(select(Notice).order_by(Notice.id))):
        try:
            content = open_text(tx, _NOTICES, "content", notice.id, notice.content_encrypted)
            signed = _signature_of(tx, notice)
        except Undecryptable:
            yield Finding("notice_unreadable", _NOTICES, notice.id, "a text was changed, or is another row's")
            continue
        if sm3(content.encode()) != notice.digest:
            found = sm3(content.encode())
            yield Finding("notice_digest", _NOTICES, notice.id, "its SM3 is another", found, notice.digest)
        if signed != notice.signature_digest:
            text = "the signature stands under something else"
            yield Finding("notice_signature", _NOTICES, notice.id, text, str(signed), str(notice.signature_digest))


def _signature_of(tx: Tx, notice: Notice) -> str | None:
    if notice.signature_encrypted is None or notice.comment_encrypted is None:
        return None
    strokes = open_text(tx, _NOTICES, "signature", notice.id, notice.signature_encrypted)
    comment = open_text(tx, _NOTICES, "comment", notice.id, notice.comment_encrypted)
    return signature_digest(notice.digest, strokes, comment)


def check_results(tx: Tx) -> Iterator[Finding]:
    """A case has the grade of its last sealed record, unless a later decision gave another."""
    for round_id in tx.session.scalars(select(Seal.round_id).distinct().order_by(Seal.round_id)).all():
        after = ""
        while ids := _next_sealed(tx, round_id, after):
            yield from _check_results(tx, round_id, ids)
            after = ids[-1]


def _next_sealed(tx: Tx, round_id: str, after: str) -> Sequence[str]:
    sealed = select(Record.case_id).where(Record.round_id == round_id, Record.case_id > after, is_sealed())
    return tx.session.scalars(sealed.distinct().order_by(Record.case_id).limit(_AT_ONCE)).all()


def _check_results(tx: Tx, round_id: str, case_ids: Sequence[str]) -> Iterator[Finding]:
    records = select(Record).where(Record.case_id.in_(case_ids), is_sealed()).order_by(Record.revision)
    last = {record.case_id: record for record in tx.session.scalars(records)}
    people = cases(tx, round_id, case_ids)
    decisions = decisions_in_force(tx, people)
    for case in people:
        record, decided, found = last[case.id], decisions.get(case.id), result_of(case)
        if found == record.grade:
            continue
        said = orjson.loads(_content_or_nothing(tx, record))
        if decided is None or decided.id == said.get("decision", {}).get("id", ""):
            text = "the grade is not the sealed one, and no decision says so"
            yield Finding("sealed_grade", "assessment_case", case.id, text, record.grade, str(found))


def _content_or_nothing(tx: Tx, record: Record) -> bytes:
    try:
        return record_content(tx, record)
    except Undecryptable:  # told by check_records
        return b"{}"


CHECKS: list[Check] = [check_records, check_seals, check_anchors, check_notices, check_results]
