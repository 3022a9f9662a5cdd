"""Numbering the questions that can be drawn, so that a draw costs what it draws and not what the bank holds.

The questions of one use, topic and difficulty are a pool; each has a place 1 … size in it. A draw picks places at
random and reads those rows alone. Whoever leaves is replaced by the last, so that no gap arises. A slot is the
pool's number and the place in one integer, which one index finds.

Since a change of one question may move another, writers of the bank queue (``lock_bank``); readers do not notice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select, text, update

from backend.core.transaction import Tx
from courses.quizzes.models import PLACES, QuestionPool, QuestionRow
from courses.quizzes.questions import Question

Stratum = tuple[str, str, int]


def lock_bank(tx: Tx) -> None:
    """Wait until no other transaction changes the bank. Comes first in every write of it."""
    if tx.dialect == "postgresql":  # a writer of SQLite is alone already
        tx.session.execute(text("LOCK TABLE courses_question_pool IN SHARE ROW EXCLUSIVE MODE"))


def stratum_of(question: Question) -> Stratum:
    """The use, topic and difficulty under which a question is drawn."""
    return question.use.value, question.topic, question.difficulty


def take_slots(tx: Tx, strata: Sequence[Stratum]) -> list[int]:
    """A new slot for each of ``strata``, in their order."""
    wanted: dict[Stratum, list[int]] = defaultdict(list)
    for place, stratum in enumerate(strata):
        wanted[stratum].append(place)
    slots = [0] * len(strata)
    for stratum in sorted(wanted):
        pool = _pool(tx, stratum)
        for turn, place in enumerate(wanted[stratum], pool.size + 1):
            slots[place] = pool.number * PLACES + turn
        pool.size += len(wanted[stratum])
    tx.session.flush()
    return slots


def close_gap(tx: Tx, slot: int) -> None:
    """Move the last of the pool to ``slot``, which nobody holds any more, and shorten the pool by one."""
    pool = tx.session.get_one(QuestionPool, slot // PLACES)
    last = pool.number * PLACES + pool.size
    if last != slot:
        tx.session.execute(update(QuestionRow).where(QuestionRow.slot == last).values(slot=slot))
    pool.size -= 1
    tx.session.flush()


def _pool(tx: Tx, stratum: Stratum) -> QuestionPool:
    use, topic, difficulty = stratum
    same = (QuestionPool.use == use) & (QuestionPool.topic == topic) & (QuestionPool.difficulty == difficulty)
    pool = tx.session.scalars(select(QuestionPool).where(same)).one_or_none()
    if pool is None:
        number = tx.session.scalars(select(func.coalesce(func.max(QuestionPool.number), 0) + 1)).one()
        pool = QuestionPool(number=number, use=use, topic=topic, difficulty=difficulty, size=0)
        tx.session.add(pool)
    return pool
