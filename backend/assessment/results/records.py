"""The bytes of a record and of a year's seal: pure. The same content always gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from backend.core.crypto import sm3

_SEAL_PREFIX: Final = b"zb-assessment-seal\n"


def canonical_record(content: Mapping[str, Any]) -> bytes:
    """One way of writing a record: sorted keys, no spaces, whole numbers and texts only.

    Raises ``TypeError`` for anything whose bytes could differ from one writing to the next, floats among them.
    """
    _refuse_ambiguous(content)
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def _refuse_ambiguous(value: object) -> None:
    if value is None or isinstance(value, str | bool | int):
        return
    if isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str):
                raise TypeError(key)
            _refuse_ambiguous(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_ambiguous(part)
    else:
        raise TypeError(value)


def decision_digest(outcomes: Mapping[str, str]) -> str:
    """What somebody confirms: each case with the grade, or what stands in place of one, that it is to have."""
    return sm3(canonical_record(outcomes))


def chained(previous: str, digests: Sequence[str]) -> str:
    """The SM3 over the records of a seal in their order, after the seal before it ("" for the first)."""
    return sm3(orjson.dumps([previous, list(digests)]))


def canonical_seal(seal: Mapping[str, Any]) -> bytes:
    """The bytes a seal's mark is made of."""
    names = ("round_id", "revision", "records", "sm3")
    return _SEAL_PREFIX + orjson.dumps([*(seal[name] for name in names), seal["at"].isoformat()])
