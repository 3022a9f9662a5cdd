"""Checking the audit record against its seals and the anchors outside the database.

What each kind of tampering looks like:

- an edited row: its own mark does not fit its content, or its tag in the seal does not fit the row
- a deleted row: the seal lists a number that is not there
- an inserted row: its mark does not fit, or it lies among sealed rows and no seal lists it
- exchanged rows: the tags of both numbers do not fit
- a cut tail (rows and seals together): the anchor file knows a seal that is not there
- a rewritten seal: its mark, its chain or its anchor does not fit
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from backend.core.crypto import Keyring
from backend.core.db import Database
from backend.core.findings import Finding
from backend.core.transaction import Tx
from backend.identity.audit.models import AuditRow, AuditSeal
from backend.identity.audit.record import canonical_row
from backend.identity.audit.seal import Anchor, canonical_seal, chain_of, read_anchors, row_tag, unsealed_rows

_ROWS = AuditRow.__tablename__
_SEALS = AuditSeal.__tablename__
_FILE = "audit-anchor"
#: A seal is anchored right after its commit; this much later it counts as forgotten.
ANCHOR_DELAY = timedelta(minutes=1)


@dataclass(slots=True)
class AuditReport:
    """What a check of the audit record found."""

    findings: list[Finding] = field(default_factory=list)
    sealed_rows: int = 0
    seals: int = 0
    #: numbers of the committed rows that no seal covers yet; no finding, for the sealer has not come by yet
    tail: list[int] = field(default_factory=list)


def check_audit(database: Database, anchor_path: Path) -> AuditReport:
    """Check every row, seal and anchor. Reads the whole record, seal by seal, in one snapshot.

    The anchors are read first: a seal made meanwhile is then one too many in the database, not one too few.
    """
    anchors = list(read_anchors(anchor_path))
    with database.read() as tx:
        if tx.dialect == "postgresql":
            tx.connection.execution_options(isolation_level="REPEATABLE READ")
        return _check(tx, anchors)


def _check(tx: Tx, anchors: list[Anchor | None]) -> AuditReport:
    report = AuditReport(tail=unsealed_rows(tx))
    chains: dict[int, str] = {}
    times: dict[int, datetime] = {}
    previous = ""
    for row in tx.session.execute(select(AuditSeal.__table__).order_by(AuditSeal.seq)):
        seal: Mapping[str, Any] = row._asdict()
        report.findings += _check_seal(tx.keyring, seal, previous, expected_seq=report.seals + 1)
        report.findings += _check_rows(tx, seal)
        report.seals = seal["seq"]
        report.sealed_rows += seal["count"]
        previous = chains[seal["seq"]] = seal["chain"]
        times[seal["seq"]] = seal["at"]
    report.findings += _check_tail(tx, report.tail)
    report.findings += _check_strangers(tx, set(report.tail))
    last, findings = _check_anchors(tx.keyring, chains, anchors)
    report.findings += findings
    report.findings += _check_anchored(times, last, tx.now())
    return report


def _check_seal(keyring: Keyring, seal: Mapping[str, Any], previous: str, expected_seq: int) -> Iterator[Finding]:
    name = str(seal["seq"])
    if seal["seq"] != expected_seq:
        yield Finding("audit_seal_missing", _SEALS, str(expected_seq), "the seal is gone", str(expected_seq), name)
    if not keyring.verify_mac(canonical_seal(seal), seal["mac"]):
        yield Finding("audit_seal_mark", _SEALS, name, "the seal was changed or is not ours")
    if chain_of(previous, seal["entries"]) != seal["chain"]:
        yield Finding("audit_chain", _SEALS, name, "the chain is broken at this seal")


def _check_rows(tx: Tx, seal: Mapping[str, Any]) -> Iterator[Finding]:
    """Compare the rows a seal lists with those that are there."""
    tags = {int(seq): tag for seq, tag in seal["entries"]}
    if not tags:
        return
    found = _rows_between(tx, min(tags), max(tags))
    for seq, tag in tags.items():
        row = found.get(seq)
        if row is None:
            yield Finding("audit_row_missing", _ROWS, str(seq), f"listed in seal {seal['seq']} and gone")
        elif not tx.keyring.verify_mac(canonical_row(row), row["mac"]):
            yield Finding("audit_row_mark", _ROWS, str(seq), "the row was changed or is not ours")
        elif (present := row_tag(seq, row["id"], row["mac"])) != tag:
            yield Finding("audit_row_place", _ROWS, str(seq), "another row stood here", tag, present)


def _rows_between(tx: Tx, first: int, last: int) -> dict[int, Mapping[str, Any]]:
    rows = tx.session.execute(select(AuditRow.__table__).where(AuditRow.seq.between(first, last)))
    return {row.seq: row._asdict() for row in rows}


def _check_tail(tx: Tx, tail: list[int]) -> Iterator[Finding]:
    """The order of unsealed rows is not proven yet, their content is."""
    if not tail:
        return
    found = _rows_between(tx, tail[0], tail[-1])
    for seq in tail:
        row = found.get(seq)
        if row is not None and not tx.keyring.verify_mac(canonical_row(row), row["mac"]):
            yield Finding("audit_row_mark", _ROWS, str(seq), "the row was changed or is not ours")


def _check_strangers(tx: Tx, tail: set[int]) -> Iterator[Finding]:
    """Rows that lie among the sealed ones without being listed or expected."""
    listed: set[int] = set()
    for entries in tx.session.scalars(select(AuditSeal.entries)):
        listed.update(int(seq) for seq, _ in entries)
    last = tx.session.scalar(select(func.max(AuditSeal.last_seq))) or 0
    for seq in tx.session.scalars(select(AuditRow.seq).where(AuditRow.seq <= last).order_by(AuditRow.seq)):
        if seq not in listed and seq not in tail:
            yield Finding("audit_row_inserted", _ROWS, str(seq), "no seal lists this row")


def _check_anchors(
    keyring: Keyring, chains: Mapping[int, str], anchors: Iterable[Anchor | None]
) -> tuple[int, list[Finding]]:
    """The last anchored seal, and what is wrong with the lines up to there.

    A line torn by a crash cannot be read; the sealer repeated it, so the numbers still follow each other.
    """
    findings: list[Finding] = []
    last = 0
    for anchor in anchors:
        if anchor is None:
            continue
        name = str(anchor.seal)
        if not keyring.verify_mac(anchor.content(), anchor.mac):
            findings.append(Finding("audit_anchor_mark", _FILE, name, "the line was changed or is not ours"))
        if anchor.seal != last + 1:
            text = "the line is gone or repeated"
            findings.append(Finding("audit_anchor_missing", _FILE, name, text, str(last + 1), name))
        last = anchor.seal
        present = chains.get(anchor.seal)
        if present is None:
            text = f"the seal and the rows up to {anchor.last_seq} were cut off"
            findings.append(Finding("audit_tail_cut", _SEALS, name, text))
        elif present != anchor.chain:
            text = "the seal differs from its anchor"
            findings.append(Finding("audit_anchor_chain", _SEALS, name, text, anchor.chain, present))
    return last, findings


def _check_anchored(times: Mapping[int, datetime], last: int, now: datetime) -> Iterator[Finding]:
    waiting = [seal for seal, at in times.items() if seal > last and at < now - ANCHOR_DELAY]
    if waiting:
        yield Finding("audit_not_anchored", _SEALS, str(waiting[0]), "the anchor file does not know this seal")
