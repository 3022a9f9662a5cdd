"""The bytes that digests are made of: one line a row, the same on every database. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain, groupby
from typing import Any

import orjson
from cryptography.hazmat.primitives import hashes

#: kind, subject, source, key, day, amount, whole, link, facts
EvidenceLine = tuple[str, str, str, str, date, int, int, str, dict[str, Any]]
#: kind, subject, total, known share, points
ScoreLine = tuple[str, str, int | None, int, list[int | None]]


def digest_of_evidence(rows: Iterable[EvidenceLine]) -> str:
    """``sm3:hex`` of evidence that comes subject by subject.

    Within a subject rows are sorted here: databases differ in where they put an underscore.
    """
    return _sm3(
        _line(row) for _, group in groupby(rows, key=_subject) for row in sorted(group, key=_source_and_key)
    )


def digest_of_scores(schemes: dict[str, Any], rows: Iterable[ScoreLine]) -> str:
    """``sm3:hex`` of scores in the order of their subjects, and of the schemes that gave them."""
    head = orjson.dumps(schemes, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
    return _sm3(chain([head], (orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)))


def _subject(row: EvidenceLine) -> tuple[str, str]:
    return row[0], row[1]


def _source_and_key(row: EvidenceLine) -> tuple[str, str]:
    return row[2], row[3]


def _line(row: EvidenceLine) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def _sm3(lines: Iterable[bytes]) -> str:
    digest = hashes.Hash(hashes.SM3())
    for line in lines:
        digest.update(line)
    return "sm3:" + digest.finalize().hex()
