"""Drawing the questions of a paper, each set of questions as likely as any other.

A draw looks up the sizes of the pools it may use, picks places among them at random and reads those rows (see
``operations.pools``). What is out of its dates, or drawn by another rule already, is thrown back and another place
is picked, which leaves the draw uniform over the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from backend.core.transaction import Tx
from courses.quizzes.book import Ref
from courses.quizzes.errors import QuizInvalid, TooFewQuestions
from courses.quizzes.models import PLACES, QuestionPool, QuestionRow
from courses.quizzes.presenting import Rng
from courses.quizzes.settings import DrawRule, QuizSettings

_ROWS = (
    QuestionRow.slot,
    QuestionRow.id,
    QuestionRow.current_version,
    QuestionRow.valid_from,
    QuestionRow.valid_to,
)
_BY_SLOT = select(*_ROWS).where(QuestionRow.slot.in_(bindparam("slots", expanding=True)))
_BY_KEY = select(*_ROWS, QuestionRow.key).where(
    QuestionRow.key.in_(bindparam("keys", expanding=True)), QuestionRow.retired_at.is_(None)
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
        held = select(func.count()).select_from(QuestionRow).where(*_conditions(QuestionRow, rule))
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
    pools = tx.session.execute(
        select(QuestionPool.number, QuestionPool.size)
        .where(*_conditions(QuestionPool, rule), QuestionPool.size > 0)
        .order_by(QuestionPool.number)
    ).all()
    total = sum(size for _number, size in pools)
    drawn: list[Ref] = []
    tried: set[int] = set()
    wanted = min(rule.count, total)
    while len(drawn) < rule.count and len(tried) < total:
        fresh = [number for number in rng.sample(range(total), wanted) if number not in tried]
        tried.update(fresh)
        rows = _valid_rows(tx, [_slot(pools, number) for number in fresh])
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
    rows = {row.key: row for row in tx.session.execute(_BY_KEY, {"keys": list(keys)}) if _is_valid(row, today)}
    if not rows:
        raise TooFewQuestions(path="questions", wanted=len(keys), available=0)
    return [(rows[key].id, rows[key].current_version) for key in keys if key in rows]


def _valid_rows(tx: Tx, slots: Sequence[int]) -> list[Ref]:
    """What stands in ``slots``, in their order, without what is out of its dates."""
    today = tx.today()
    rows = {row.slot: row for row in tx.session.execute(_BY_SLOT, {"slots": slots})}
    found = [rows[slot] for slot in slots if slot in rows]
    return [(row.id, row.current_version) for row in found if _is_valid(row, today)]


def _is_valid(row: Any, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or row.valid_to >= day)


def _slot(pools: Sequence[Any], number: int) -> int:
    """The slot of place ``number`` (from 0) in all ``pools`` put together."""
    for pool, size in pools:
        if number < size:
            return int(pool) * PLACES + number + 1
        number -= size
    raise IndexError(number)


def _most_precise_first(rules: Sequence[DrawRule]) -> list[tuple[int, DrawRule]]:
    """A rule for any topic must not take what a rule for one topic needs."""
    return sorted(enumerate(rules), key=lambda numbered: -numbered[1].precision)


def _conditions(table: type[QuestionPool | QuestionRow], rule: DrawRule) -> list[ColumnElement[bool]]:
    wanted = ((table.topic, rule.topic), (table.difficulty, rule.difficulty), (table.use, rule.use))
    return [column == value for column, value in wanted if value is not None]
