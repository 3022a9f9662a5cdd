"""The arithmetic of establishment: what a unit may fill, has filled, has promised, on any day.

A holder is one organization with one quota type. Everything that happened to it is a list of dated deltas, and
everything the product shows is a sum over them: approved (核定), filled (实有), reserved (在途) and the heads of
named exceptions (超编). The rules are asked of *every day* from the first entry to today, because an entry may
be dated back: a posting recorded today with last month's date must fit last month, too.

Before the first approved entry the quota is unknown (an imported unit without an opening balance). Unknown is
not nought: it has no light and no vacancy, and nothing can be filled or promised on such a day.

Pure functions; no database, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Measure(StrEnum):
    """What an entry moves."""

    APPROVED = "approved"
    FILLED = "filled"
    RESERVED = "reserved"
    EXCEPTION = "exception"


class Light(StrEnum):
    """The traffic light of ``codes/vacancy_light.csv``."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Rule(StrEnum):
    """Which rule a day breaks."""

    UNKNOWN = "approved_unknown"
    NEGATIVE = "negative_quota"
    OVER_QUOTA = "over_quota"
    NO_VACANCY = "no_vacancy"


@dataclass(frozen=True, slots=True)
class Entry:
    """``delta`` heads of ``measure`` from ``day`` on."""

    measure: Measure
    day: date
    delta: int


@dataclass(frozen=True, slots=True)
class Balance:
    """The four numbers of a holder on one day, in heads; ``approved`` is ``None`` while unknown."""

    approved: int | None = None
    filled: int = 0
    reserved: int = 0
    exception: int = 0

    @property
    def vacant(self) -> int | None:
        """approved − filled − reserved; negative when over quota, ``None`` while approved is unknown."""
        return None if self.approved is None else self.approved - self.filled - self.reserved

    def moved(self, measure: Measure, delta: int) -> Balance:
        """This balance after ``delta`` heads of ``measure``."""
        match measure:
            case Measure.APPROVED:
                return replace(self, approved=(self.approved or 0) + delta)
            case Measure.FILLED:
                return replace(self, filled=self.filled + delta)
            case Measure.RESERVED:
                return replace(self, reserved=self.reserved + delta)
            case Measure.EXCEPTION:
                return replace(self, exception=self.exception + delta)

    def broken_rule(self) -> Rule | None:
        """The rule these numbers break, if any.

        Filled may pass approved by the heads of standing exceptions; a promise never: what is reserved must be
        really vacant.
        """
        if min(self.filled, self.reserved, self.exception, self.approved or 0) < 0:
            return Rule.NEGATIVE
        if self.approved is None:
            return Rule.UNKNOWN if self.filled or self.reserved or self.exception else None
        if self.filled > self.approved + self.exception:
            return Rule.OVER_QUOTA
        if self.reserved and self.filled + self.reserved > self.approved:
            return Rule.NO_VACANCY
        return None


@dataclass(frozen=True, slots=True)
class Step:
    """From ``day`` on, until the next step, the holder stands at ``balance``."""

    day: date
    balance: Balance


@dataclass(frozen=True, slots=True)
class Breach:
    """The first day on which a rule does not hold, with the numbers of that day."""

    rule: Rule
    day: date
    balance: Balance


def timeline(entries: Iterable[Entry], start: Balance | None = None) -> list[Step]:
    """The days on which a holder changes, in order, each with the balance at its end.

    ``start`` is where the holder stands before the first entry, when the entries are only the latest ones.
    """
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    steps: list[Step] = []
    balance = start or Balance()
    for day in sorted(by_day):
        for entry in by_day[day]:
            balance = balance.moved(entry.measure, entry.delta)
        steps.append(Step(day, balance))
    return steps


def balance_at(entries: Iterable[Entry], day: date) -> Balance:
    """The balance at the end of ``day``."""
    balance = Balance()
    for entry in entries:
        if entry.day <= day:
            balance = balance.moved(entry.measure, entry.delta)
    return balance


def first_breach(entries: Iterable[Entry], today: date, start: Balance | None = None) -> Breach | None:
    """The first day up to ``today`` that breaks a rule, or ``None`` when all hold (domain rules 1 and 2)."""
    for step in timeline(entries, start):
        if step.day > today:
            return None
        rule = step.balance.broken_rule()
        if rule is not None:
            return Breach(rule, step.day, step.balance)
    return None


def light(balance: Balance) -> Light | None:
    """Green: a vacancy; yellow: full, exit before entry; red: over quota, even under an exception.

    ``None`` while approved is unknown.
    """
    if balance.approved is None:
        return None
    if balance.filled > balance.approved:
        return Light.RED
    return Light.GREEN if balance.filled + balance.reserved < balance.approved else Light.YELLOW


_SEVERITY = (Light.RED, Light.YELLOW, Light.GREEN)


def worst_light(balances: Iterable[Balance]) -> Light | None:
    """The light of a unit with several quota types: red before yellow before green; ``None`` if none is known."""
    lights = {light(balance) for balance in balances}
    return next((found for found in _SEVERITY if found in lights), None)


def occupied(started_on: date, ended_on: date | None, measure: Measure, heads: int = 1) -> Sequence[Entry]:
    """The entries of something that lasts from ``started_on`` until the day before ``ended_on``."""
    start = Entry(measure, started_on, heads)
    if ended_on is None:
        return (start,)
    return () if ended_on <= started_on else (start, Entry(measure, ended_on, -heads))
