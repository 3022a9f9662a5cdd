"""Drawing the questions of a paper, each set of questions as likely as any other.

A draw looks up the sizes of the pools it may use, picks places among them at random and reads those rows (see
``operations.pools``). What is out of its dates, or drawn by another rule already, is thrown back and another place
is picked, which leaves the draw uniform over the rest.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, func, or_, select

from backend.core.prepared import PreparedForIds, PreparedOnce, day_of
from backend.core.transaction import Tx
from courses.quizzes.book import AT_ONCE, Ref, slices
from courses.quizzes.errors import QuizInvalid, TooFewQuestions
from courses.quizzes.models import PLACES, QuestionPool, QuestionRow
from courses.quizzes.presenting import Rng
from courses.quizzes.settings import DrawRule, QuizSettings

_COLUMNS = (QuestionRow.id, QuestionRow.current_version, QuestionRow.valid_from, QuestionRow.valid_to)
_BY_KEY = select(QuestionRow.key, *_COLUMNS).where(
    QuestionRow.key.in_(bindparam("keys", expanding=True)), QuestionRow.retired_at.is_(None)
)
_POOLS = PreparedOnce(
    lambda: (
        select(
            QuestionPool.number, QuestionPool.size, QuestionPool.topic, QuestionPool.difficulty, QuestionPool.use
        )
        .where(QuestionPool.size > 0)
        .order_by(QuestionPool.number)
    )
)
_BY_SLOT = PreparedForIds(
    # Typed by hand: the stand-ins are text, and PostgreSQL compares no number with text.
    lambda slots: select(QuestionRow.slot, *_COLUMNS).where(
        QuestionRow.slot.in_([bindparam(None, slot, BigInteger) for slot in slots])
    ),
    (10, 30, 100, AT_ONCE),
)


def draw_paper(tx: Tx, settings: QuizSettings, rng: Rng) -> list[Ref]:
    """The questions of a new paper, in the order they are asked.

    Raises :class:`TooFewQuestions` where the bank has shrunk since the quiz was saved.
    """
    refs = _fixed(tx, settings.questions) if settings.questions else _drawn(tx, settings.draw, rng)
    if settings.shuffle:
        rng.shuffle(refs)
    return refs


def ensure_drawable(tx: Tx, settings: QuizSettings) -> None:
    """The bank holds what the quiz asks for today, whichever questions the rules before have taken.

    Raises :class:`QuizInvalid` for unknown or retired keys, :class:`TooFewQuestions`.
    """
    keys = {row.key for row in tx.session.execute(_BY_KEY, {"keys": list(settings.questions)})}
    missing = [place for place, key in enumerate(settings.questions) if key not in keys]
    if missing:
        problems = [{"path": f"questions[{place}]", "problem": "unknown_question"} for place in missing]
        raise QuizInvalid(problems=problems)
    before: list[DrawRule] = []
    for place, rule in _most_precise_first(settings.draw):
        held = select(func.count()).select_from(QuestionRow).where(*_conditions(rule))
        in_use = QuestionRow.retired_at.is_(None)
        available = tx.session.scalars(held.where(in_use, valid_on(tx.today()))).one()
        available -= sum(other.count for other in before if other.overlaps(rule))
        if available < rule.count:
            raise TooFewQuestions(path=f"draw[{place}]", wanted=rule.count, available=max(0, available))
        before.append(rule)


def valid_on(day: date) -> ColumnElement[bool]:
    """The condition that a question's dates include ``day``."""
    begun = or_(QuestionRow.valid_from.is_(None), QuestionRow.valid_from <= day)
    return begun & or_(QuestionRow.valid_to.is_(None), QuestionRow.valid_to >= day)


def draw_by_rule(
    tx: Tx, rule: DrawRule, rng: Rng, *, place: int = 0, taken: frozenset[str] = frozenset()
) -> list[Ref]:
    """``rule.count`` questions that are not in ``taken``. Raises :class:`TooFewQuestions` for ``draw[place]``."""
    pools = [pool for pool in _POOLS.run(tx.connection, {}) if _serves(rule, *pool[2:])]
    ends = list(accumulate(size for _number, size, *_kind in pools))
    total = ends[-1] if ends else 0
    drawn: list[Ref] = []
    tried: set[int] = set()
    wanted = min(rule.count, total)
    # Asking the system for each place would take longer than reading the questions; one seed of it is enough.
    places = random.Random(rng.getrandbits(256))  # noqa: S311  # seeded by the system's own chance
    while len(drawn) < rule.count and len(tried) < total:
        fresh = [number for number in places.sample(range(total), wanted) if number not in tried]
        tried.update(fresh)
        rows = _valid_rows(tx, [_slot(pools, ends, number) for number in fresh])
        drawn += [ref for ref in rows if ref[0] not in taken]
        wanted = min(total, 2 * wanted)
    if len(drawn) < rule.count:
        raise TooFewQuestions(path=f"draw[{place}]", wanted=rule.count, available=len(drawn))
    return drawn[: rule.count]


def _drawn(tx: Tx, rules: Sequence[DrawRule], rng: Rng) -> list[Ref]:
    taken: frozenset[str] = frozenset()
    parts: dict[int, list[Ref]] = {}
    for place, rule in _most_precise_first(rules):
        parts[place] = draw_by_rule(tx, rule, rng, place=place, taken=taken)
        taken |= {question_id for question_id, _version in parts[place]}
    return [ref for place in sorted(parts) for ref in parts[place]]


def _fixed(tx: Tx, keys: Sequence[str]) -> list[Ref]:
    today = tx.today()
    rows = tx.session.execute(_BY_KEY, {"keys": list(keys)})
    refs = {
        key: (id_, version)
        for key, id_, version, begins, ends in rows
        if (begins is None or begins <= today) and (ends is None or ends >= today)
    }
    if not refs:
        raise TooFewQuestions(path="questions", wanted=len(keys), available=0)
    return [refs[key] for key in keys if key in refs]


def _valid_rows(tx: Tx, slots: Sequence[int]) -> list[Ref]:
    """What stands in ``slots``, in their order, without what is out of its dates."""
    today, connection = tx.today(), tx.connection
    refs: dict[int, Ref] = {}
    for part in slices(slots, AT_ONCE):
        for slot, id_, version, begins, ends in _BY_SLOT.run(connection, part):
            if (begins is None or day_of(begins) <= today) and (ends is None or day_of(ends) >= today):
                refs[slot] = (id_, version)
    return [refs[slot] for slot in slots if slot in refs]


def _serves(rule: DrawRule, topic: str, difficulty: int, use: str) -> bool:
    """Whether a pool may be drawn from."""
    wanted = ((rule.topic, topic), (rule.difficulty, difficulty), (rule.use, use))
    return all(mine is None or mine == theirs for mine, theirs in wanted)


def _slot(pools: Sequence[Any], ends: Sequence[int], number: int) -> int:
    """The slot of place ``number`` (from 0) in all ``pools`` put together; ``ends`` are their sizes, added up."""
    place = bisect_right(ends, number)
    pool: int = pools[place].number
    begin: int = ends[place] - pools[place].size
    return pool * PLACES + number - begin + 1


def _most_precise_first(rules: Sequence[DrawRule]) -> list[tuple[int, DrawRule]]:
    """A rule for any topic must not take what a rule for one topic needs."""
    return sorted(enumerate(rules), key=lambda numbered: -numbered[1].precision)


def _conditions(rule: DrawRule) -> list[ColumnElement[bool]]:
    row = QuestionRow
    wanted = ((row.topic, rule.topic), (row.difficulty, rule.difficulty), (row.use, rule.use))
    return [column == value for column, value in wanted if value is not None]
