"""Reading what questions said in a version. Versions never change, so what was read once is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import select, tuple_

from backend.core.bounded import Bounded
from backend.core.transaction import Tx
from courses.quizzes.models import QuestionVersion
from courses.quizzes.parsing import parse_question
from courses.quizzes.questions import Question

#: The id of a question and the number of its version.
Ref = tuple[str, int]

#: So many values stand in one statement.
AT_ONCE = 400

_Value = TypeVar("_Value")
_read: Bounded[Ref, Question] = Bounded(5_000)


def slices(values: Sequence[_Value], size: int) -> Iterator[Sequence[_Value]]:
    """``values`` in parts of at most ``size``."""
    return (values[begin : begin + size] for begin in range(0, len(values), size))


def question_data(tx: Tx, refs: Iterable[Ref]) -> dict[Ref, Question]:
    """The questions of ``refs``; unknown ones are left out."""
    found: dict[Ref, Question] = {}
    missing: list[Ref] = []
    for ref in dict.fromkeys(refs):
        question = _read.get(ref)
        if question is None:
            missing.append(ref)
        else:
            found[ref] = question
    place = tuple_(QuestionVersion.question_id, QuestionVersion.version)
    columns = (QuestionVersion.question_id, QuestionVersion.version, QuestionVersion.data)
    for part in slices(missing, AT_ONCE):
        for question_id, version, data in tx.session.execute(select(*columns).where(place.in_(part))):
            question = parse_question(data)
            _read.put((question_id, version), question)
            found[question_id, version] = question
    return found
