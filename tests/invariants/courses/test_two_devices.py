"""Two devices and a network that loses, doubles and reorders: one attempt, the latest answers, one result.

A few lines of model say what must be stored: of what arrived in time, for each question the answer with the
highest number, the first to arrive among equals.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.core.transaction import Tx
from courses.quizzes.errors import AttemptOver, NoAttemptsLeft
from courses.quizzes.models import Attempt
from courses.quizzes.operations.attempts import finish_attempt, save_answer, start_attempt
from courses.quizzes.papers import judge_paper, paper_items, settings_of
from courses.quizzes.queries.attempts import paper_view, quiz_view, result_view
from tests.conftest import START
from tests.factories.quizzes import every_type, fill_bank, learner, make_quiz

MINUTES, QUESTIONS = 30, 3

acts = st.lists(
    st.one_of(
        st.tuples(st.just("give"), st.integers(0, 1), st.integers(1, QUESTIONS), st.integers(0, 2)),
        st.tuples(st.just("deliver"), st.integers(0, 30)),
        st.tuples(st.just("deliver"), st.integers(0, 30)),
        st.tuples(st.just("reload"), st.integers(0, 1)),
        st.tuples(st.just("start")),
        st.tuples(st.just("wait"), st.integers(1, 25)),
        st.tuples(st.just("finish")),
    ),
    max_size=40,
)


@dataclass
class Sent:
    """An answer on its way: it may arrive never, once or often, before or after any other."""

    position: int
    answer: dict[str, Any]
    seq: int


@dataclass
class Play:
    """The person with both devices, and what the model believes is stored."""

    tx: Tx
    clock: FixedClock
    quiz_id: str
    me: Any = field(default_factory=learner)
    counters: list[int] = field(default_factory=lambda: [0, 0])
    network: list[Sent] = field(default_factory=list)
    stored: dict[int, Sent] = field(default_factory=dict)
    result: dict[str, Any] | None = None

    def begin(self) -> None:
        self.attempt_id = start_attempt(self.tx, self.me, self.quiz_id, random.Random(1))
        self.ends = self.clock.now() + timedelta(minutes=MINUTES, seconds=30)
        self.items = paper_view(self.tx, self.me, self.attempt_id)["items"]

    @property
    def over(self) -> bool:
        return self.result is not None or self.clock.now() > self.ends

    def give(self, device: int, position: int, choice: int) -> None:
        self.counters[device] += 1
        options = self.items[position - 1]["question"]["options"]
        chosen = options[choice % len(options)]["id"]
        single = self.items[position - 1]["question"]["type"] != "multiple"
        answer: dict[str, Any] = {"choice": chosen} if single else {"choices": [chosen]}
        self.network.append(Sent(position, answer, self.counters[device]))

    def deliver(self, place: int) -> None:
        if not self.network:
            return
        sent = self.network[place % len(self.network)]
        if self.over:
            with pytest.raises(AttemptOver):
                save_answer(self.tx, self.me, self.attempt_id, sent.position, sent.answer, sent.seq)
            return
        saved = save_answer(self.tx, self.me, self.attempt_id, sent.position, sent.answer, sent.seq)
        before = self.stored.get(sent.position)
        if before is None or sent.seq > before.seq:
            self.stored[sent.position] = sent
        kept = self.stored[sent.position]
        assert (saved.answer, saved.seq, saved.saved) == (kept.answer, kept.seq, kept.answer == sent.answer)

    def reload(self, device: int) -> None:
        paper = paper_view(self.tx, self.me, self.attempt_id)
        assert paper["state"] == ("open" if not self.over else paper["result"]["state"])
        self.counters[device] = max(self.counters[device], *(item["seq"] for item in paper["items"]))

    def start(self) -> None:
        if self.over:
            with pytest.raises(NoAttemptsLeft):
                start_attempt(self.tx, self.me, self.quiz_id, random.Random(2))
        else:
            assert start_attempt(self.tx, self.me, self.quiz_id, random.Random(2)) == self.attempt_id

    def wait(self, minutes: int) -> None:
        self.clock.move(timedelta(minutes=minutes))

    def finish(self) -> None:
        expired = self.result is None and self.over
        finish_attempt(self.tx, self.me, self.attempt_id)
        found = result_view(self.tx, self.me, self.attempt_id)
        assert found is not None
        assert found == (self.result or found)
        assert self.result is not None or found["state"] == ("expired" if expired else "finished")
        self.result = found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_what_two_devices_send_never_adds_up(
    database: Database, clock: FixedClock, sequence: list[tuple[Any, ...]]
) -> None:
    clock.set(START)
    with database.read() as tx:  # undone at its end
        keys = [question["key"] for question in every_type()[:QUESTIONS]]
        fill_bank(tx, every_type()[:QUESTIONS])
        quiz_id = make_quiz(tx, questions=keys, shuffle=False, minutes=MINUTES, attempts=1)
        play = Play(tx, clock, quiz_id)
        play.begin()
        for name, *facts in sequence:
            getattr(play, name)(*facts)
        play.finish()
        _check(play)


def _check(play: Play) -> None:
    items = paper_items(play.tx, play.attempt_id)
    assert {item.position: item.answer for item in items if item.answer} == {
        position: sent.answer for position, sent in play.stored.items()
    }
    attempt = play.tx.session.get_one(Attempt, play.attempt_id)
    judged = judge_paper(items, settings_of(play.tx, play.quiz_id, attempt.quiz_version))
    assert attempt.score == str(judged.score)
    own = quiz_view(play.tx, play.me, play.quiz_id)
    assert (len(own["own"]), own["attempts_left"]) == (1, 0)
