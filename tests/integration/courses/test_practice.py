"""Practice over HTTP and from several devices: private, a few a day, mistakes first, and nothing counted twice."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.identity.models import Account
from backend.identity.permissions import permissions_of
from courses.practice.models import PracticeCard
from courses.practice.operations import record_reviews
from courses.practice.queries import todays_practice
from courses.practice.verify import check_cards
from courses.quizzes.public import finish_attempt, revise_question, start_attempt
from tests.factories.identity import make_account
from tests.factories.quizzes import SYSTEM, every_type, fill_bank, learner, make_quiz, single
from tests.integration.courses.training_people import Person, code_of, let_act, person
from tests.support.unchanged import nothing_changes

ARTICLE = "地方各级人民政府机构设置和编制管理条例#9"
Data = dict[str, Any]


@pytest.fixture
def ids(database: Database) -> dict[str, str]:
    """Seven questions to practise, three for examinations, by key."""
    with database.write() as tx:
        practice = every_type(1, use="practice")
        return dict(fill_bank(tx, [*practice, *(single(number, topic="real_name") for number in (21, 22, 23))]))


@pytest.fixture
def me(app: Flask, database: Database) -> Person:
    with database.write() as tx:
        actors = {name: _actor(make_account(tx, name), name) for name in ("me", "other", "author")}
    let_act(app, actors)
    return person(app, "me")


def _actor(account_id: str, name: str) -> Actor:
    return Actor(account_id, name, permissions_of({"author"} if name == "author" else set()), ())


def review(question: Data, answer: Data | None, day: str, review_id: str | None = None) -> Data:
    return {
        "id": review_id or str(uuid.uuid4()),
        "question_id": question["question_id"],
        "version": question["version"],
        "answer": answer,
        "answered_on": day,
    }


def results_of(who: Person, *reviews: Data) -> list[Data]:
    """What the server says of these reviews."""
    answer = who.post("/practice/reviews", {"reviews": list(reviews)})
    assert answer.status_code == 200, answer.text
    results: list[Data] = (answer.json or {})["results"]
    return results


def right_answer(question: Data) -> Data:
    """What the key that was handed out says."""
    told = question["told"]
    if question["question"]["type"] == "fill_in":
        return {"blanks": ["40", "3.14"]}
    if question["question"]["type"] == "case":
        return {"parts": {part: content["answer"] for part, content in told["parts"].items()}}
    answer: Data = told["answer"]
    return answer


def test_five_a_day_and_what_is_known_comes_back_later(me: Person, ids: dict[str, str], clock: FixedClock) -> None:
    today = me.read("/practice/today")
    assert (today["left"], len(today["questions"])) == (5, 5)
    assert [topic["code"] for topic in today["topics"]] == ["local_bodies"]
    given = [review(question, right_answer(question), today["day"]) for question in today["questions"]]
    results = results_of(me, *given[:4])
    assert {(result["state"], result["verdict"]) for result in results} == {("recorded", "right")}
    assert {result["due_on"] > today["day"] for result in results} == {True}
    [wrong] = results_of(me, {**given[4], "answer": None})
    assert (wrong["verdict"], wrong["due_on"]) == ("wrong", "2026-06-17")
    after = me.read("/practice/today")
    assert (after["left"], after["questions"]) == (0, [])
    assert len(me.read("/practice/today?more=true")["questions"]) == 5
    clock.move(timedelta(days=1))
    tomorrow = me.read("/practice/today")
    assert tomorrow["questions"][0]["question_id"] == given[4]["question_id"]
    assert [question["due_on"] for question in tomorrow["questions"]] == ["2026-06-17", None, None]
    assert len(me.read("/practice/pack")["questions"]) == 7
    assert me.read("/practice/today?topic=real_name")["questions"] == []


def test_practice_is_nobody_elses(app: Flask, me: Person, ids: dict[str, str], database: Database) -> None:
    today = me.read("/practice/today")
    question = next(question for question in today["questions"] if "options" in question["question"])
    given = review(question, right_answer(question), today["day"])
    assert results_of(me, given)[0]["state"] == "recorded"
    other = person(app, "other")
    assert other.read("/practice/today")["left"] == 5
    # the same answer from somebody else names options that they were not given
    [result] = results_of(other, given)
    assert result["state"] == "left_out"
    assert other.read("/practice/today")["left"] == 5


def test_the_key_of_an_examination_is_told_by_no_answer(
    me: Person, ids: dict[str, str], database: Database
) -> None:
    exam = {"question_id": ids["q-00021"], "version": 1}
    handed = {question["question_id"] for question in me.read("/practice/pack")["questions"]}
    assert handed.isdisjoint({ids["q-00021"], ids["q-00022"], ids["q-00023"]})
    with nothing_changes(database):
        results = results_of(me, *(review(exam, answer, "2026-06-16") for answer in ({"choice": "0" * 8}, None)))
    assert [result["state"] for result in results] == ["left_out", "left_out"]


def test_mistakes_of_a_quiz_come_first_once_they_may_be_seen(
    me: Person, ids: dict[str, str], database: Database, clock: FixedClock
) -> None:
    with database.write() as tx:
        quiz_id = make_quiz(tx, questions=["q-00021", "q-00022"], review="after_finish")
        actor = learner(tx.session.scalar(select(Account.id).where(Account.username == "me")))
        attempt_id = start_attempt(tx, actor, quiz_id, random.Random(1))
        finish_attempt(tx, actor, attempt_id)
    first = me.read("/practice/today")["questions"][:2]
    assert {question["question_id"] for question in first} == {ids["q-00021"], ids["q-00022"]}
    assert all(question["mistake"] for question in first)
    results_of(me, *(review(question, right_answer(question), "2026-06-16") for question in first))
    assert not any(question["mistake"] for question in me.read("/practice/today?topic=local_bodies")["questions"])
    # a new version of an examination's question has a new key, which nobody has seen
    with database.write() as tx:
        revise_question(tx, SYSTEM, ids["q-00021"], single(21, right=1, topic="real_name"))
    clock.move(timedelta(days=40))
    again = {question["question_id"] for question in me.read("/practice/pack")["questions"]}
    assert ids["q-00022"] in again
    assert ids["q-00021"] not in again


@pytest.mark.parametrize("seed", [1, 2])
def test_two_devices_in_any_order_make_one_memory(database: Database, ids: dict[str, str], seed: int) -> None:
    """The same answers by day from two devices: whole, in pieces, repeated and shuffled."""
    dice = random.Random(seed)
    people = [learner().account_id or "" for _ in range(3)]
    with database.write() as tx:
        questions = {who: todays_practice(tx, who, more=True)["questions"] for who in people}
        by_id = {who: {question["question_id"]: question for question in questions[who]} for who in people}
        common = sorted(set.intersection(*(set(found) for found in by_id.values())))
        assert common
        plan = [
            (uuid.UUID(int=dice.getrandbits(128)).hex, question_id, dice.random() < 0.6, dice.randrange(30))
            for question_id in common
            for _ in range(4)
        ]
        for who in people:
            sent = [(step, by_id[who][step[1]]) for step in [*plan, *dice.sample(plan, 3)]]
            dice.shuffle(sent)
            for step, question in sent:
                answer = right_answer(question) if step[2] else None
                day = tx.today() - timedelta(days=step[3])
                [told] = record_reviews(tx, who, [{**review(question, answer, "", step[0]), "answered_on": day}])
                assert told["verdict"] == ("right" if step[2] else "wrong")
        cards = [
            sorted(
                tx.session.execute(select(PracticeCard.question_id, PracticeCard.due_on).filter_by(account_id=who))
            )
            for who in people
        ]
        assert cards[0] == cards[1] == cards[2]
        assert list(check_cards(tx)) == []


def test_a_clock_that_runs_ahead_and_answers_that_are_none(
    me: Person, ids: dict[str, str], database: Database
) -> None:
    question = me.read("/practice/today")["questions"][0]
    [ahead] = results_of(me, review(question, None, "2099-01-01"))
    assert ahead["due_on"] == "2026-06-17"
    with nothing_changes(database):
        for answer in ({"choice": ["x"]}, {"parts": {"1": {"parts": {}}}, "x": 1}):
            [result] = results_of(me, review(question, answer, "2026-06-16"))
            assert result["state"] == "left_out"
    with nothing_changes(database):
        reviews: list[list[Data]] = [[], [{}], [review(question, None, "x")]]
        for wrong in reviews:
            assert code_of(me.post("/practice/reviews", {"reviews": wrong}))[0] == 422
        assert code_of(me.get("/practice/today?topic=No%20topic"))[0] == 422


def test_a_changed_article_takes_its_questions_away_and_shows_old_beside_new(
    app: Flask, me: Person, ids: dict[str, str], database: Database
) -> None:
    author, change = (
        person(app, "author"),
        {"article": ARTICLE, "effective_on": "2026-06-01", "note": "审批权上收"},
    )
    practised = me.read("/practice/today")["questions"][0]
    results_of(me, review(practised, right_answer(practised), "2026-06-16"))
    with nothing_changes(database, core_command=2):
        assert code_of(author.post("/practice/article-changes", {**change, "effective_on": "2026-06-17"})) == (
            422,
            "article_change_not_in_force",
        )
        unknown = author.post("/practice/article-changes", {**change, "article": "无此条例#1"})
        assert code_of(unknown) == (404, "article_without_questions")
        assert code_of(me.post("/practice/article-changes", change)) == (403, "permission_missing")
    changed = author.post("/practice/article-changes", change)
    assert (changed.status_code, (changed.json or {})["questions"]) == (201, 10)
    assert me.read("/practice/pack")["questions"] == []
    assert me.read("/practice/differences")["items"] == []
    with database.write() as tx:
        key = next(key for key, question_id in ids.items() if question_id == practised["question_id"])
        new = single(int(key[2:]), right=2, use="practice", stem="新的规定")
        revise_question(tx, SYSTEM, practised["question_id"], new)
    [item] = me.read("/practice/differences")["items"]
    assert (item["article"], item["note"]) == (ARTICLE, "审批权上收")
    assert item["before"]["question"]["stem_html"] == practised["question"]["stem_html"]
    assert "新的规定" in item["now"]["question"]["stem_html"]
    assert item["now"]["due_on"] is None
    assert person(app, "other").read("/practice/differences")["items"] == []
    [done] = results_of(me, review(item["now"], right_answer(item["now"]), "2026-06-16"))
    assert done["verdict"] == "right"
    assert me.read("/practice/differences")["items"] == []
    with database.read() as tx:
        assert list(check_cards(tx)) == []
