"""Sitting a quiz: one open attempt, answers in their order, one result."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.core.errors import DomainError
from backend.core.jobs import claim_next, run_job
from backend.core.runtime import Runtime
from courses.quizzes.errors import (
    AnswerInvalid,
    AttemptNotFound,
    AttemptOver,
    NoAttemptsLeft,
    QuestionNotDrawn,
    QuizClosed,
    ReviewNotYet,
)
from courses.quizzes.jobs import JOBS
from courses.quizzes.models import Attempt
from courses.quizzes.operations.bank import revise_question
from courses.quizzes.public import (
    best_results,
    finish_attempt,
    mistakes,
    revealed_questions,
    save_answer,
    start_attempt,
)
from courses.quizzes.queries.attempts import paper_view, quiz_view, result_view, review_view
from courses.quizzes.verify import CHECKS
from tests.factories.quizzes import SYSTEM, every_type, fill_bank, learner, make_quiz, single
from tests.support.unchanged import nothing_changes

RNG = random.Random(7)
ME = learner()


@pytest.fixture
def quiz_id(database: Database) -> Iterator[str]:
    """One question of each type, thirty minutes, two attempts; whatever a test did must verify afterwards."""
    with database.write() as tx:
        fill_bank(tx, every_type())
        keys = [question["key"] for question in every_type()]
        quiz = make_quiz(tx, questions=keys, shuffle=False, minutes=30, attempts=2, pass_mark=60)
    yield quiz
    with database.read() as tx:
        assert [finding for check in CHECKS for finding in check(tx)] == []


def start(database: Database, quiz_id: str, actor: Actor = ME) -> str:
    with database.write() as tx:
        return start_attempt(tx, actor, quiz_id, RNG)


def save(database: Database, attempt_id: str, position: int, answer: dict[str, Any] | None, seq: int = 1) -> bool:
    with database.write() as tx:
        return save_answer(tx, ME, attempt_id, position, answer, seq).saved


def finish(database: Database, attempt_id: str) -> dict[str, Any]:
    with database.write() as tx:
        finish_attempt(tx, ME, attempt_id)
        result = result_view(tx, ME, attempt_id)
    assert result is not None
    return result


def right_answers(database: Database, quiz_id: str) -> list[dict[str, Any]]:
    """In the ids of the open attempt; read from the review of a copy that is undone."""
    attempt_id = start(database, quiz_id)
    with database.read() as tx:
        attempt = tx.session.get_one(Attempt, attempt_id)
        attempt.state, attempt.score, attempt.percent, attempt.passed = "finished", "0", 0, False
        attempt.finished_at, attempt.shares = tx.now(), ["0"] * 7
        answers: list[dict[str, Any]] = []
        for item in review_view(tx, ME, attempt_id)["items"]:
            told = item["told"]
            if item["question"]["type"] == "fill_in":
                answers.append({"blanks": [" ４０ ", "3.15"]})
            elif item["question"]["type"] == "case":
                answers.append({"parts": {part: content["answer"] for part, content in told["parts"].items()}})
            else:
                answers.append(told["answer"])
    return answers


def test_a_paper_from_its_beginning_to_its_review(database: Database, quiz_id: str, clock: FixedClock) -> None:
    attempt_id = start(database, quiz_id)
    for position, answer in enumerate(right_answers(database, quiz_id), 1):
        assert save(database, attempt_id, position, answer)
    assert save(database, attempt_id, 1, None, seq=2)
    with database.read() as tx:
        paper = paper_view(tx, ME, attempt_id)
        with pytest.raises(ReviewNotYet):
            review_view(tx, ME, attempt_id)
        assert mistakes(tx, ME.account_id or "") == []
    assert (paper["state"], paper["result"], paper["items"][0]["answer"]) == ("open", None, None)
    assert paper["deadline"] - paper["now"] == timedelta(minutes=30)

    clock.move(timedelta(minutes=5))
    result = finish(database, attempt_id)
    assert (result["percent"], result["passed"], result["attempts_left"]) == ("85.71", True, 1)
    assert [topic["code"] for topic in result["practise"]] == ["local_bodies"]
    with database.read() as tx:
        review = review_view(tx, ME, attempt_id)
        assert [item["verdict"] for item in review["items"]] == ["wrong", *["right"] * 6]
        assert review["items"][0]["told"]["articles"]
        assert len(mistakes(tx, ME.account_id or "")) == 1
        assert len(revealed_questions(tx, ME.account_id or "")) == 7
        best = best_results(tx, ME.account_id or "", [quiz_id])[quiz_id]
    assert (best.passed, best.best_percent, best.attempts_left, best.open_attempt_id) == (True, "85.71", 1, None)


def test_a_second_device_continues_and_older_answers_never_win(database: Database, quiz_id: str) -> None:
    attempt_id = start(database, quiz_id)
    assert start(database, quiz_id) == attempt_id
    with database.read() as tx:
        options = paper_view(tx, ME, attempt_id)["items"][0]["question"]["options"]
    first, second = ({"choice": option["id"]} for option in options[:2])
    assert save(database, attempt_id, 1, first, seq=5)
    assert save(database, attempt_id, 1, first, seq=5), "sent twice is the same"
    for late in (1, 5):
        assert not save(database, attempt_id, 1, second, seq=late)
    with database.read() as tx:
        item = paper_view(tx, ME, attempt_id)["items"][0]
        own = quiz_view(tx, ME, quiz_id)
    assert (item["answer"], item["seq"]) == (first, 5)
    assert (len(own["own"]), own["open_attempt_id"], own["attempts_left"]) == (1, attempt_id, 1)


def test_a_later_edit_of_a_question_changes_no_result(database: Database, quiz_id: str) -> None:
    attempt_id, answers = start(database, quiz_id), right_answers(database, quiz_id)
    with database.write() as tx:
        ids = fill_bank(tx, every_type())
        assert revise_question(tx, SYSTEM, ids["q-00001"], single(1, right=2)) == 2
    for position, answer in enumerate(answers, 1):
        save(database, attempt_id, position, answer)
    assert finish(database, attempt_id)["percent"] == "100"
    with database.write() as tx:
        revise_question(tx, SYSTEM, ids["q-00001"], single(1, right=1))
    assert finish(database, attempt_id)["percent"] == "100"
    with database.read() as tx:
        assert review_view(tx, ME, attempt_id)["items"][0]["told"]["answer"] == answers[0]


@pytest.mark.parametrize(
    ("position", "answer", "who", "refusal"),
    [
        (8, {"choice": "0"}, ME, QuestionNotDrawn),
        (1, {"choice": "00000000"}, ME, AnswerInvalid),
        (1, {"choice": "x" * 900_000}, ME, AnswerInvalid),
        (4, {"blanks": ["9" * 100_000, ""]}, ME, AnswerInvalid),
        (1, {"choice": None, "score": 1}, ME, AnswerInvalid),
        (1, ["choice"], ME, AnswerInvalid),
        (1, {"choice": "0"}, learner(), AttemptNotFound),
    ],
)
def test_what_cannot_be_saved(
    database: Database, quiz_id: str, position: int, answer: Any, who: Actor, refusal: type[DomainError]
) -> None:
    attempt_id = start(database, quiz_id)
    with nothing_changes(database), pytest.raises(refusal), database.write() as tx:
        save_answer(tx, who, attempt_id, position, answer, 1)


def test_time_is_the_servers_and_the_worker_ends_what_nobody_finishes(
    runtime: Runtime, database: Database, quiz_id: str, clock: FixedClock
) -> None:
    attempt_id, answers = start(database, quiz_id), right_answers(database, quiz_id)
    clock.move(timedelta(minutes=30, seconds=20))
    assert save(database, attempt_id, 1, answers[0]), "given in time, arrived within the grace"
    assert claim_next(database) is None
    clock.move(timedelta(seconds=11))
    with nothing_changes(database), pytest.raises(AttemptOver):
        save(database, attempt_id, 2, answers[1])
    with database.read() as tx:
        read = result_view(tx, ME, attempt_id)
    assert read is not None, "whoever reads is told, before anybody writes"
    job = claim_next(database)
    assert job is not None
    run_job(runtime, job, JOBS)
    with database.read() as tx:
        assert result_view(tx, ME, attempt_id) == read
        assert tx.session.scalars(select(Attempt.state)).one() == "expired"
    assert (read["state"], read["percent"], read["passed"]) == ("expired", "14.29", False)
    assert finish(database, attempt_id) == read

    second = start(database, quiz_id)
    assert second != attempt_id
    with database.read() as tx, pytest.raises(ReviewNotYet):
        review_view(tx, ME, attempt_id)  # the same questions may be on the paper that is open
    clock.move(timedelta(hours=1))
    with pytest.raises(NoAttemptsLeft), database.write() as tx:
        start_attempt(tx, ME, quiz_id, RNG)


def test_review_rules_and_the_closing_day(database: Database, clock: FixedClock) -> None:
    closes = clock.now() + timedelta(hours=1)
    rules: dict[str, dict[str, Any]] = {
        "never": {},
        "after-pass": {},
        "after-close": {"closes_at": closes.isoformat()},
    }
    with database.write() as tx:
        fill_bank(tx, [single(1)])
        quizzes = {
            rule: make_quiz(tx, rule, questions=["q-00001"], review=rule.replace("-", "_"), minutes=600, **more)
            for rule, more in rules.items()
        }
        attempts = {rule: start_attempt(tx, ME, quiz_id, RNG) for rule, quiz_id in quizzes.items()}
        assert tx.session.get_one(Attempt, attempts["after-close"]).deadline == closes
    results = {rule: finish(database, attempt_id) for rule, attempt_id in attempts.items()}
    assert {rule: len(result["practise"]) for rule, result in results.items()} == {
        "never": 0,
        "after-pass": 1,
        "after-close": 0,
    }
    clock.move(timedelta(hours=1))
    with database.read() as tx:
        assert review_view(tx, ME, attempts["after-close"])["items"]
        for rule in ("never", "after-pass"):
            with pytest.raises(ReviewNotYet):
                review_view(tx, ME, attempts[rule])
    with pytest.raises(QuizClosed), database.write() as tx:
        start_attempt(tx, ME, quizzes["after-close"], RNG)
    with pytest.raises(AttemptNotFound), database.write() as tx:
        finish_attempt(tx, learner(), attempts["never"])
