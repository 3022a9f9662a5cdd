"""Checks of sealed years for ``verify``: every record, seal and signature is computed again.

What each kind of tampering looks like:

- a changed record: its SM3 does not fit its content, or its columns say something else than its content
- a deleted or inserted record: the SM3 of its seal does not fit the records that are there
- a changed seal: its mark or its chain does not fit
- a year's seals cut off, records and all: the audit record, which is sealed by itself, knows one that is gone
- a changed notice or signature: its digest does not fit; a grade changed behind a sealed record: the two differ
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import orjson
from sqlalchemy import select

from backend.assessment.grading.public import cases
from backend.assessment.results.models import Notice, Record, Seal
from backend.assessment.results.outcomes import result_of
from backend.assessment.results.private import open_text
from backend.assessment.results.queries.decisions import decisions_in_force
from backend.assessment.results.queries.records import record_content
from backend.assessment.results.records import canonical_seal, chained
from backend.assessment.results.signature import signature_digest
from backend.core.crypto import Undecryptable, sm3
from backend.core.findings import Check, Finding
from backend.core.transaction import Tx
from backend.identity.public import audited

_RECORDS, _SEALS, _NOTICES = Record.__tablename__, Seal.__tablename__, Notice.__tablename__
_COLUMNS = ("round_id", "case_id", "person_id", "year", "category", "grade", "revision", "seal_revision")


def check_records(tx: Tx) -> Iterator[Finding]:
    """Each record is what was sealed, and says what its columns say."""
    for record in tx.session.scalars(select(Record).order_by(Record.id)):
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


def check_seals(tx: Tx) -> Iterator[Finding]:
    """Each seal has our mark, follows the one before it, and fits the records that are there."""
    digests: dict[tuple[str, int], list[str]] = {}
    rows = tx.session.execute(
        select(Record.round_id, Record.seal_revision, Record.sm3).order_by(Record.case_id, Record.revision)
    )
    for round_id, revision, digest in rows:
        digests.setdefault((round_id, revision), []).append(digest)
    seals = tx.session.scalars(select(Seal).order_by(Seal.round_id, Seal.revision)).all()
    for _, of_round in groupby(seals, key=lambda seal: seal.round_id):
        previous = ""
        for revision, seal in enumerate(of_round, start=1):
            yield from _check_seal(tx, seal, revision, previous, digests.pop((seal.round_id, seal.revision), []))
            previous = seal.sm3
    for round_id, revision in digests:
        yield Finding(
            "records_unsealed", _SEALS, f"{round_id}:{revision}", "records name a seal that is not there"
        )


def _check_seal(tx: Tx, seal: Seal, revision: int, previous: str, digests: list[str]) -> Iterator[Finding]:
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
    for notice in tx.session.scalars(select(Notice).order_by(Notice.id)):
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
    last: dict[str, dict[str, tuple[str, str]]] = {}
    for record in tx.session.scalars(select(Record).order_by(Record.revision)):
        said = orjson.loads(_content_or_nothing(tx, record))
        decision = said.get("decision", {}).get("id", "")
        last.setdefault(record.round_id, {})[record.case_id] = record.grade, decision
    for round_id, of_round in last.items():
        people = cases(tx, round_id, list(of_round))
        decisions = decisions_in_force(tx, people)
        for case in people:
            grade, decision_id = of_round[case.id]
            decided = decisions.get(case.id)
            found = result_of(case)
            if found != grade and (decided is None or decided.id == decision_id):
                text = "the grade is not the sealed one, and no decision says so"
                yield Finding("sealed_grade", "assessment_case", case.id, text, grade, str(found))


def _content_or_nothing(tx: Tx, record: Record) -> bytes:
    try:
        return record_content(tx, record)
    except Undecryptable:  # told by check_records
        return b"{}"


CHECKS: list[Check] = [check_records, check_seals, check_anchors, check_notices, check_results]
