"""Random writers against a model that knows nothing but days: both must accept and refuse the same.

The model keeps plain lists and looks at every day one by one. The register decides from locked balances, and from
the ledgers where an effect is dated back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.core.errors import Refused
from backend.register.ledger import Balance
from backend.register.public import (
    NewPosting,
    NewReservation,
    QuotaMove,
    draw_down,
    end_posting,
    numbers,
    open_posting,
    record_quota,
    release_reservation,
    reserve,
)
from backend.register.verify.postings import check_one_posting_each, check_postings
from backend.register.verify.rows import check_chains, check_marks
from backend.register.verify.sums import check_balances, check_regions, check_rules
from tests.factories.register import SYSTEM, Register

TYPE = "institution"
TODAY = date(2026, 6, 16)
SPAN = 12
RECOMPUTED = (
    check_marks,
    check_chains,
    check_balances,
    check_regions,
    check_rules,
    check_postings,
    check_one_posting_each,
)
#: (what, how many days ago, a small number that chooses or counts)
Step = tuple[str, int, int]

steps = st.lists(
    st.tuples(
        st.sampled_from(["quota", "enter", "enter", "leave", "reserve", "release", "use", "tomorrow"]),
        st.integers(0, SPAN),
        st.integers(-2, 3),
    ),
    min_size=4,
    max_size=16,
)


@dataclass
class Model:
    """Days and heads, nothing else."""

    approved: list[tuple[date, int]] = field(default_factory=list)
    stays: list[tuple[date, date | None]] = field(default_factory=list)
    promises: list[tuple[date, date | None]] = field(default_factory=list)

    def numbers(self, day: date) -> Balance:
        known = [delta for since, delta in self.approved if since <= day]
        return Balance(sum(known) if known else None, _standing(self.stays, day), _standing(self.promises, day))

    def holds(self, today: date) -> bool:
        first = TODAY - timedelta(days=2 * SPAN)
        days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
        return all(_fits(self.numbers(day)) for day in days)

    def copy(self) -> Model:
        return Model(list(self.approved), list(self.stays), list(self.promises))


def _standing(stretches: list[tuple[date, date | None]], day: date) -> int:
    return sum(since <= day and (until is None or day < until) for since, until in stretches)


def _fits(now: Balance) -> bool:
    if now.approved is None:
        return now.filled == now.reserved == 0
    fits = 0 <= now.filled <= now.approved
    return fits and (now.reserved == 0 or now.filled + now.reserved <= now.approved)


@dataclass
class Writer:
    """Does each step to the model and to the register, and compares."""

    register: Register
    clock: FixedClock
    unit: str
    people: list[str]
    model: Model = field(default_factory=Model)
    postings: list[str] = field(default_factory=list)
    matters: list[tuple[str, int]] = field(default_factory=list)

    def run(self, step: Step, number: int) -> None:
        what, ago, choice = step
        today = self.clock.today()
        day = today - timedelta(days=ago)
        if what == "tomorrow":
            self.clock.move(timedelta(days=1))
            return
        after = self.model.copy()
        act = getattr(self, f"_{what}")(after, day, today, choice, number)
        if act is None:
            return
        allowed = after.holds(today)
        try:
            with self.register.tx.savepoint():
                act()
        except Refused:
            assert not allowed, step
        else:
            assert allowed, step
            self.model = after
        assert numbers(self.register.tx, self.unit).get(TYPE, Balance()) == self.model.numbers(today)

    def _quota(self, after: Model, day: date, today: date, choice: int, number: int) -> Callable[[], None]:
        after.approved.append((day, choice))
        move = QuotaMove(self.unit, TYPE, choice, day)
        return lambda: record_quota(self.register.tx, SYSTEM, move, self.register.cause)

    def _enter(self, after: Model, day: date, today: date, choice: int, number: int) -> Callable[[], None]:
        after.stays.append((day, None))
        new = NewPosting(self.people[number], self.unit, TYPE, "科员", "transfer_in", day)

        def act() -> None:
            posting = open_posting(self.register.tx, SYSTEM, new, self.register.cause)
            self.postings.append(posting)

        return act

    def _leave(self, after: Model, day: date, today: date, choice: int, number: int) -> Callable[[], None] | None:
        open_stays = [n for n, (since, until) in enumerate(after.stays) if until is None and since < day]
        if not open_stays:
            return None
        chosen = open_stays[choice % len(open_stays)]
        after.stays[chosen] = (after.stays[chosen][0], day)
        posting = self.postings[chosen]
        return lambda: end_posting(self.register.tx, SYSTEM, posting, day, "resign", self.register.cause)

    def _reserve(self, after: Model, day: date, today: date, choice: int, number: int) -> Callable[[], None]:
        after.promises.append((today, None))
        matter = f"m{number}"

        def act() -> None:
            reserve(self.register.tx, SYSTEM, NewReservation(self.unit, TYPE, 1, matter))
            self.matters.append((matter, len(after.promises) - 1))

        return act

    def _release(
        self, after: Model, day: date, today: date, choice: int, number: int
    ) -> Callable[[], None] | None:
        return self._end(after, today, choice, lambda m: release_reservation(self.register.tx, SYSTEM, m))

    def _use(self, after: Model, day: date, today: date, choice: int, number: int) -> Callable[[], None] | None:
        return self._end(after, day, choice, lambda m: draw_down(self.register.tx, SYSTEM, m, day))

    def _end(
        self, after: Model, day: date, choice: int, ending: Callable[[str], None]
    ) -> Callable[[], None] | None:
        standing = [(m, n) for m, n in self.matters if after.promises[n][1] is None]
        if not standing:
            return None
        matter, position = standing[choice % len(standing)]
        since = after.promises[position][0]
        after.promises[position] = (since, max(since, day))
        return lambda: ending(matter)


def test_the_register_and_the_model_agree(database: Database, clock: FixedClock) -> None:
    start = clock.now()
    with database.write() as tx:
        register = Register.start(tx)
        people = register.people(20)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps)
    def agree(chosen: list[Step]) -> None:
        clock.set(start)
        with contextlib.suppress(_Undo), database.write() as tx:
            register.tx = tx
            writer = Writer(register, clock, register.unit(), people)
            for number, step in enumerate(chosen):
                writer.run(step, number)
            _compare_the_past(writer)
            assert [finding for check in RECOMPUTED for finding in check(tx)] == []
            raise _Undo

    agree()


def _compare_the_past(writer: Writer) -> None:
    for offset in range(SPAN):
        day = writer.clock.today() - timedelta(days=offset)
        found = numbers(writer.register.tx, writer.unit, day).get(TYPE, Balance())
        assert found == writer.model.numbers(day)


class _Undo(Exception):
    """Leaves nothing of an example behind."""
