"""The bank: versions that stay, draws that are uniform, refusals that leave nothing."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from backend.core.db import Database
from courses.quizzes.drawing import draw_by_rule, draw_paper
from courses.quizzes.errors import (
    BankRefused,
    QuestionChanged,
    QuestionKeyTaken,
    QuestionNotFound,
    QuizInvalid,
    TooFewQuestions,
)
from courses.quizzes.models import QuestionRow
from courses.quizzes.operations.bank import add_question, revise_question
from courses.quizzes.public import (
    iter_questions,
    place_topics,
    practice_questions,
    question_data,
    questions_by_keys,
    questions_for_article,
    retire_questions,
    start_attempt,
    topic_names,
    upsert_questions,
)
from courses.quizzes.queries.analysis import quiz_analysis
from courses.quizzes.settings import DrawRule, parse_settings
from courses.quizzes.verify import CHECKS
from tests.factories.quizzes import SYSTEM, every_type, fill_bank, learner, make_quiz, single
from tests.support.unchanged import nothing_changes

ARTICLE = "地方各级人民政府机构设置和编制管理条例#9"


def verified(database: Database) -> bool:
    with database.read() as tx:
        return [finding for check in CHECKS for finding in check(tx)] == []


def test_versions_stay_and_the_same_again_changes_nothing(database: Database) -> None:
    bank = every_type()
    with database.write() as tx:
        ids = fill_bank(tx, bank)
    with nothing_changes(database), database.write() as tx:
        again = upsert_questions(tx, SYSTEM, bank)
    assert (again.added, again.changed, again.same, again.ids) == (0, 0, 7, ids)
    with database.write() as tx:
        changed = upsert_questions(tx, SYSTEM, [single(1, right=1, topic="three_setting"), single(9)])
        assert (changed.added, changed.changed, changed.same) == (1, 1, 0)
        refs = [(ids["q-00001"], version) for version in (1, 2)]
        first, second = (question_data(tx, refs)[ref].to_data() for ref in refs)
    assert [first["topic"], second["topic"]] == ["local_bodies", "three_setting"]
    with pytest.raises(DatabaseError), database.write() as tx:
        tx.session.execute(text("UPDATE courses_question_version SET digest = ''"))
    with nothing_changes(database):
        with pytest.raises(QuestionChanged), database.write() as tx:
            revise_question(tx, SYSTEM, ids["q-00001"], single(1), seen_version=1)
        with pytest.raises(QuestionKeyTaken), database.write() as tx:
            revise_question(tx, SYSTEM, ids["q-00001"], single(2))
        with pytest.raises(QuestionKeyTaken), database.write() as tx:
            add_question(tx, SYSTEM, single(2))
        with pytest.raises(QuestionNotFound), database.write() as tx:
            revise_question(tx, SYSTEM, "0" * 32, single(2))
    assert verified(database)


def test_a_bank_with_a_question_without_a_right_answer_is_refused_with_its_row(database: Database) -> None:
    rows: list[Any] = [single(1), single(2, right=7), single(1), 5]
    with nothing_changes(database), pytest.raises(BankRefused) as refusal, database.write() as tx:
        upsert_questions(tx, SYSTEM, rows)
    assert refusal.value.facts == {
        "rows": [
            {"row": 2, "key": "q-00002", "problems": [{"path": "options", "problem": "no_right_answer"}]},
            {"row": 3, "key": "q-00001", "problems": [{"path": "key", "problem": "duplicate"}]},
            {"row": 4, "key": None, "problems": [{"path": "", "problem": "not_a_mapping"}]},
        ],
        "refused": 3,
    }


def test_retired_questions_are_drawn_no_more_until_they_are_revised(database: Database) -> None:
    with database.write() as tx:
        ids = fill_bank(tx, [single(number, use="practice") for number in range(1, 21)])
        gone = [ids[f"q-{number:05}"] for number in (1, 7, 20)]
        assert retire_questions(tx, SYSTEM, gone, "条例修改", ARTICLE) == 3
        assert retire_questions(tx, SYSTEM, gone, "条例修改") == 0
        drawn = draw_by_rule(tx, DrawRule(17), random.Random(1))
        assert {question_id for question_id, _version in drawn} == set(ids.values()) - set(gone)
        assert len(practice_questions(tx)) == len(questions_for_article(tx, ARTICLE)) == 17
        assert len(list(iter_questions(tx))) == 17
        assert questions_by_keys(tx, ["q-00001"])["q-00001"].retired
    assert verified(database)
    with database.write() as tx:
        assert revise_question(tx, SYSTEM, gone[0], single(1, right=2)) == 2
        assert len(draw_by_rule(tx, DrawRule(18), random.Random(1))) == 18
    assert verified(database)


def test_draws_are_uniform_and_never_twice_the_same(database: Database) -> None:
    outdated: dict[str, Any] = {"valid_to": "2026-06-15"}
    bank = [single(number, topic=f"topic_{number % 2}", difficulty=1 + number % 3) for number in range(1, 25)]
    bank += [single(number, topic="topic_0", **outdated) for number in range(25, 33)]
    settings = parse_settings({"draw": [{"count": 3}, {"topic": "topic_0", "count": 4}]})
    counts: Counter[str] = Counter()
    with database.write() as tx:
        keys = {question_id: key for key, question_id in fill_bank(tx, bank).items()}
        assert tx.today() > date.fromisoformat(outdated["valid_to"])
        rng = random.Random(20260616)
        for _ in range(600):
            paper = draw_paper(tx, settings, rng)
            assert len({question_id for question_id, _version in paper}) == 7
            counts.update(keys[question_id] for question_id, _version in paper)
    assert max(counts) == "q-00024", "what is out of its dates is never drawn"
    # four of twelve by the second rule, three of the twenty others by the first
    even, odd = 600 * (4 / 12 + 8 / 12 * 3 / 20), 600 * 3 / 20
    for number in range(1, 25):
        expected = odd if number % 2 else even
        assert abs(counts[f"q-{number:05}"] - expected) < 5 * expected**0.5, number


def test_a_quiz_that_the_bank_cannot_fill_is_refused_when_it_is_saved(database: Database) -> None:
    with database.write() as tx:
        fill_bank(tx, [single(1), single(2), single(3, difficulty=2), single(4, valid_from="2030-01-01")])
    with nothing_changes(database):
        for draw, path, available in [
            ([{"topic": "local_bodies", "count": 4}], "draw[0]", 3),
            ([{"count": 2}, {"difficulty": 2, "count": 1}, {"topic": "local_bodies", "count": 1}], "draw[0]", 1),
            ([{"topic": "unknown", "count": 1}], "draw[0]", 0),
        ]:
            with pytest.raises(TooFewQuestions) as refusal, database.write() as tx:
                make_quiz(tx, draw=draw)
            assert (refusal.value.facts["path"], refusal.value.facts["available"]) == (path, available)
        with pytest.raises(QuizInvalid), database.write() as tx:
            make_quiz(tx, questions=["q-00001", "q-99999"])
    with database.write() as tx:
        quiz_id = make_quiz(tx, draw=[{"count": 3}])
        row = tx.session.scalars(select(QuestionRow).where(QuestionRow.key == "q-00001")).one()
        retire_questions(tx, SYSTEM, [row.id], "停用")
    with nothing_changes(database), pytest.raises(TooFewQuestions), database.write() as tx:
        start_attempt(tx, learner(), quiz_id, random.Random(1))


def test_topics_have_names_and_analysis_waits_for_enough_people(database: Database) -> None:
    with database.write() as tx:
        place_topics(tx, SYSTEM, {"local_bodies": {"zh": "地方机构", "en": "Local bodies"}})
        fill_bank(tx, [single(1)])
        quiz_id = make_quiz(tx, questions=["q-00001"])
        start_attempt(tx, learner(), quiz_id, random.Random(1))
    with nothing_changes(database), database.write() as tx:
        place_topics(tx, SYSTEM, {"local_bodies": {"zh": "地方机构", "en": "Local bodies"}})
    with database.read() as tx:
        assert topic_names(tx, ["local_bodies", "other"])["other"] == {"zh": "other", "en": "other"}
        assert quiz_analysis(tx, quiz_id)["items"] == []
