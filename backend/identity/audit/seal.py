"""Sealing the audit record, so that what was once recorded can neither change nor go unnoticed.

The story. A row's own mark proves that its content is ours, not that it is still there, nor where it stood. A
chain inside every transaction would queue all writers behind each other. So one sealer follows the committed rows:
every few seconds it writes a seal that lists them, chains it to the seal before, and appends the head of the chain
to an anchor file outside the database (flushed to the disk; ship it off the machine as well). Rows that came after
the last seal are the *tail*: named by the check, and never older than the sealer's interval.

PostgreSQL gives numbers out before their transactions commit, so a number below the last sealed one may still
arrive. Such holes are carried from seal to seal until they are filled or no transaction could live that long.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import func, insert, select
from sqlalchemy.engine import Row

from backend.core.crypto import sm3
from backend.core.db import Database
from backend.core.transaction import Tx
from backend.identity.audit.models import AuditRow, AuditSeal

ANCHOR_FILE = "audit-anchor.log"
ROWS_PER_SEAL = 2000
#: Longer than any transaction of the product lives.
HOLE_LIFE = timedelta(hours=1)
_LOCK_KEY = 0x7A62_5EA1
_TAG_LENGTH = 4 + 16  # "sm3:" and 64 bits: enough to name a row, the chain has the full strength
_SEAL_PREFIX = b"zb-audit-seal\n"
_ANCHOR_PREFIX = b"zb-audit-anchor\n"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line of the anchor file."""

    seal: int
    last_seq: int
    chain: str
    at: str
    mac: str

    def content(self) -> bytes:
        return _ANCHOR_PREFIX + orjson.dumps([self.seal, self.last_seq, self.chain, self.at])


def row_tag(seq: int, row_id: str, mac: str) -> str:
    """A short digest that names a row and its place."""
    return sm3(f"{seq}\n{row_id}\n{mac}".encode())[:_TAG_LENGTH]


def chain_of(previous: str, entries: Sequence[Sequence[Any]]) -> str:
    """The head of the chain after ``entries``; ``previous`` is "" for the first seal."""
    return sm3(orjson.dumps([previous, entries]))


def canonical_seal(seal: Mapping[str, Any]) -> bytes:
    """The bytes a seal's mark is made of."""
    names = ("seq", "first_seq", "last_seq", "count", "entries", "holes", "chain")
    return _SEAL_PREFIX + orjson.dumps([*(seal[name] for name in names), seal["at"].isoformat()])


def seal_committed(database: Database, anchor_path: Path) -> int:
    """Seal every committed row that is not sealed yet, then anchor; return how many rows were sealed.

    Safe to call from several processes and after a crash between the seal and its anchor.
    """
    sealed = 0
    while True:
        with database.read() as tx:
            waiting = _unsealed(tx, _last_seal(tx), limit=1)
        if not waiting:
            break
        with database.write() as tx:
            count = _seal_once(tx)
        sealed += count
        if count < ROWS_PER_SEAL:
            break
    with database.read() as tx:
        _append_anchors(tx, anchor_path)
    return sealed


def unsealed_rows(tx: Tx) -> list[int]:
    """The numbers of the committed rows that no seal covers yet (the tail), in order."""
    return [row.seq for row in _unsealed(tx, _last_seal(tx), limit=None)]


def read_anchors(path: Path) -> Iterator[Anchor | None]:
    """The lines of the anchor file; ``None`` stands for one that cannot be read."""
    if not path.exists():
        return
    for line in path.read_bytes().splitlines():
        try:
            yield Anchor(*orjson.loads(line))
        except (ValueError, TypeError):
            yield None


def _last_seal(tx: Tx) -> Row[Any] | None:
    return tx.session.execute(
        select(AuditSeal.seq, AuditSeal.last_seq, AuditSeal.chain, AuditSeal.holes)
        .order_by(AuditSeal.seq.desc())
        .limit(1)
    ).first()


def _unsealed(tx: Tx, last: Row[Any] | None, *, limit: int | None) -> Sequence[Row[int, str, str]]:
    wanted = AuditRow.seq > (last.last_seq if last else 0)
    for first, end, _ in last.holes if last else ():
        wanted |= AuditRow.seq.between(first, end)
    rows = select(AuditRow.seq, AuditRow.id, AuditRow.mac).where(wanted).order_by(AuditRow.seq).limit(limit)
    return tx.session.execute(rows).all()


def _seal_once(tx: Tx) -> int:
    if tx.dialect == "postgresql":  # SQLite's writers are one at a time anyway
        tx.session.execute(select(func.pg_advisory_xact_lock(_LOCK_KEY)))
    last = _last_seal(tx)
    rows = _unsealed(tx, last, limit=ROWS_PER_SEAL)
    if not rows:
        return 0
    entries = [[row.seq, row_tag(row.seq, row.id, row.mac)] for row in rows]
    reached = max(last.last_seq if last else 0, rows[-1].seq)
    seal: dict[str, Any] = {
        "seq": (last.seq if last else 0) + 1,
        "first_seq": rows[0].seq,
        "last_seq": reached,
        "count": len(rows),
        "entries": entries,
        "holes": _holes(last, [row.seq for row in rows], reached, tx.now()),
        "chain": chain_of(last.chain if last else "", entries),
        "at": tx.now(),
    }
    tx.session.execute(insert(AuditSeal).values(**seal, mac=tx.keyring.mac(canonical_seal(seal))))
    return len(rows)


def _holes(last: Row[Any] | None, found: Sequence[int], reached: int, now: datetime) -> list[list[Any]]:
    """The numbers up to ``reached`` that may still come, as ``[first, last, noticed at]``."""
    spans = [[first, end, noticed] for first, end, noticed in (last.holes if last else ())]
    begin = (last.last_seq if last else 0) + 1
    if begin <= reached:
        spans.append([begin, reached, now.isoformat()])
    oldest = now - HOLE_LIFE
    open_spans = [span for span in spans if datetime.fromisoformat(span[2]) > oldest]
    return [part for span in open_spans for part in _without(span, found)]


def _without(span: list[Any], found: Sequence[int]) -> Iterator[list[Any]]:
    """What is left of a span when the (ascending) numbers ``found`` are taken out."""
    first, end, noticed = span
    for seq in found:
        if first <= seq <= end:
            if first < seq:
                yield [first, seq - 1, noticed]
            first = seq + 1
    if first <= end:
        yield [first, end, noticed]


def _append_anchors(tx: Tx, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two sealers would otherwise anchor one seal twice
        anchored, torn = _last_anchored(path)
        missing = tx.session.execute(
            select(AuditSeal.seq, AuditSeal.last_seq, AuditSeal.chain, AuditSeal.at)
            .where(AuditSeal.seq > anchored)
            .order_by(AuditSeal.seq)
        ).all()
        if missing and torn:
            file.write(b"\n")
        for row in missing:
            line = Anchor(row.seq, row.last_seq, row.chain, row.at.isoformat(), "")
            mark = tx.keyring.mac(line.content())
            file.write(orjson.dumps([line.seal, line.last_seq, line.chain, line.at, mark]) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _last_anchored(path: Path) -> tuple[int, bool]:
    """The number of the last anchored seal, and whether a crash left a torn line behind it."""
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - 4096))
        tail = file.read()
    torn = bool(tail) and not tail.endswith(b"\n")
    for line in reversed(tail.splitlines()):
        try:
            return int(orjson.loads(line)[0]), torn
        except (ValueError, TypeError, IndexError):
            continue
    return 0, torn
