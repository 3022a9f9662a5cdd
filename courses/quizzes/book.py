"""Reading what questions said in a version. Versions never change, so what was read once is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import select

from backend.core.bounded import Bounded
from backend.core.prepared import PreparedForIds, json_of
from backend.core.transaction import Tx
from courses.quizzes.models import QuestionVersion
from courses.quizzes.parsing import parse_question
from courses.quizzes.questions import Question

#: The id of a question and the number of its version.
Ref = tuple[str, int]

#: So many values stand in one statement.
AT_ONCE = 400

_Value = TypeVar("_Value")
_VERSIONS = PreparedForIds(
    lambda ids: select(QuestionVersion.question_id, QuestionVersion.version, QuestionVersion.data).where(
        QuestionVersion.question_id.in_(ids)
    ),
    (1, 10, 100, AT_ONCE),
)
_read: Bounded[Ref, Question] = Bounded(5_000)


def slices(values: Sequence[_Value], size: int) -> Iterator[Sequence[_Value]]:
    """``values`` in parts of at most ``size``."""
    return (values[begin : begin + size] for begin in range(0, len(values), size))


def question_data(tx: Tx, refs: Iterable[Ref]) -> dict[Ref, Question]:
    """The questions of ``refs``; unknown ones are left out."""
    found: dict[Ref, Question] = {}
    missing: set[Ref] = set()
    for ref in refs:
        question = _read.get(ref)
        if question is None:
            missing.add(ref)
        else:
            found[ref] = question
    for ids in slices(sorted({question_id for question_id, _version in missing}), AT_ONCE):
        for question_id, version, data in _VERSIONS.run(tx.connection, ids):
            if (question_id, version) in missing:  # the others are earlier or later versions
                question = parse_question(json_of(data))
                _read.put((question_id, version), question)
                found[question_id, version] = question
    return found
