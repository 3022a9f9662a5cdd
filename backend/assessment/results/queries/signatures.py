"""Signatures that were drawn under notices, for the forms they are shown on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import select

from backend.assessment.results.models import Notice
from backend.assessment.results.private import open_text
from backend.assessment.results.signature import HEIGHT, WIDTH
from backend.assessment.results.states import NoticeState
from backend.core.transaction import Tx

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DrawnSignature:
    """A signature as it was drawn: ``strokes``, each x, y, x, y …, whole numbers on a grid of ``width`` and
    ``height`` with its origin at the upper left."""

    strokes: tuple[tuple[int, ...], ...]
    width: int
    height: int
    signed_at: datetime


def signatures_of(tx: Tx, case_ids: Collection[str]) -> dict[str, DrawnSignature]:
    """The signature under the notice that stands for each of these cases; signed on paper, or not, is left out.

    A statement for each 500 cases. Whoever asks has asked first whether the reader may, and records that a paper
    was made. Raises :class:`~backend.core.crypto.Undecryptable` for strokes that were changed.
    """
    found: dict[str, DrawnSignature] = {}
    ordered = sorted(set(case_ids))
    for start in range(0, len(ordered), _AT_ONCE):
        rows = tx.session.execute(
            select(Notice.case_id, Notice.id, Notice.signature_encrypted, Notice.settled_at).where(
                Notice.case_id.in_(ordered[start : start + _AT_ONCE]), Notice.state == NoticeState.SIGNED.value
            )
        )
        for case_id, notice_id, closed, signed_at in rows:
            if closed is None or signed_at is None:
                continue  # on paper
            drawn = orjson.loads(open_text(tx, Notice.__tablename__, "signature", notice_id, closed))
            found[case_id] = DrawnSignature(tuple(tuple(stroke) for stroke in drawn), WIDTH, HEIGHT, signed_at)
    return found
