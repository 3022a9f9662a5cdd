"""Whether people met what they owe of training: yes or no for each counter that has a target. Batched.

The hours themselves stay in this room. Only the counter of concentrated training has a target, so it alone can be
met; what was learned on line is owed by nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import func, select

from backend.core.transaction import Tx
from backend.identity.public import ancestors_among
from courses.credits.models import Counter, Credit, CreditState, LevelSetting, TargetSetting
from courses.credits.targets import DEFAULT_TARGETS, PostLevel, Target, level_of_rank, nearest
from courses.learners import Learner, learners_of

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Requirement:
    """What somebody owes in a counter over a period of days, and the day on which it was met, if it was."""

    account_id: str
    counter: Counter
    first_day: date
    last_day: date
    met_on: date | None


def requirements_of(tx: Tx, account_ids: Collection[str], on: date) -> Iterator[Requirement]:
    """The requirement whose period holds the day ``on``, for everybody whose level is known."""
    ordered = sorted(set(account_ids))
    for start in range(0, len(ordered), _AT_ONCE):
        yield from _requirements(tx, ordered[start : start + _AT_ONCE], on)


def _requirements(tx: Tx, account_ids: list[str], on: date) -> Iterator[Requirement]:
    targets = _targets(tx, list(learners_of(tx, account_ids).values()))
    periods = {account_id: target.period(on) for account_id, target in targets.items()}
    earliest = min((first for first, _ in periods.values()), default=on)
    records = _records(tx, list(targets), earliest, max((last for _, last in periods.values()), default=on))
    for account_id in sorted(targets):
        first, last = periods[account_id]
        own = [row for row in records.get(account_id, ()) if first <= row.ended_on <= last]
        met_on = day_met(((row.ended_on, row.tenths) for row in own), targets[account_id].tenths)
        yield Requirement(account_id, Counter.CONCENTRATED, first, last, met_on)


def day_met(records: Iterable[tuple[date, int]], owed: int) -> date | None:
    """The day on which records ``(day, tenths)`` in order of days reach what is owed, if they do."""
    done = 0
    for day, tenths in records:
        done += tenths
        if done >= owed:
            return day
    return None


def _targets(tx: Tx, learners: list[Learner]) -> dict[str, Target]:
    levels = _levels(tx, learners)
    settings = list(tx.session.scalars(select(TargetSetting)))
    above = ancestors_among(
        tx, [one.node_id for one in learners if one.node_id], {row.node_id for row in settings}
    )
    by_level = {level: {row.node_id: row for row in settings if row.level == level} for level in PostLevel}
    targets: dict[str, Target] = {}
    for learner in learners:
        level = levels.get(learner.account_id)
        if level is not None:
            row = nearest(by_level[level], above.get(learner.node_id or "", []))
            targets[learner.account_id] = (
                Target(row.tenths, row.years, row.first_year, row.source) if row else DEFAULT_TARGETS[level]
            )
    return targets


def _levels(tx: Tx, learners: list[Learner]) -> dict[str, PostLevel]:
    """By rank; where that does not tell it, as the authority set it."""
    levels = {one.account_id: level for one in learners if (level := level_of_rank(one.rank)) is not None}
    unknown = [one.account_id for one in learners if one.account_id not in levels]
    rows = tx.session.execute(
        select(LevelSetting.account_id, LevelSetting.level).where(LevelSetting.account_id.in_(unknown))
    )
    return levels | {account_id: PostLevel(level) for account_id, level in rows}


def _records(tx: Tx, account_ids: list[str], first: date, last: date) -> dict[str, list[Any]]:
    rows = tx.session.execute(
        select(Credit.account_id, Credit.ended_on, func.sum(Credit.tenths).label("tenths"))
        .where(
            Credit.account_id.in_(account_ids),
            Credit.kind == Counter.CONCENTRATED,
            Credit.state == CreditState.CONFIRMED,
            Credit.ended_on.between(first, last),
        )
        .group_by(Credit.account_id, Credit.ended_on)
        .order_by(Credit.account_id, Credit.ended_on)
    )
    return {account_id: list(own) for account_id, own in groupby(rows, key=attrgetter("account_id"))}
