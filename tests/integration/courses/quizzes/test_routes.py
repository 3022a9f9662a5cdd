"""Quizzes over HTTP: what is answered to whom, and that nothing of the key is in it before its time."""

from __future__ import annotations

import random
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import make_url
from werkzeug.test import TestResponse

import courses.quizzes.api
import courses.quizzes.operations.attempts
import courses.quizzes.operations.bank
import courses.quizzes.operations.quizzes
from backend.app import create_app
from backend.config import Settings
from backend.core.actor import Actor
from backend.core.clock import FixedClock
from backend.core.crypto import Keyring
from backend.core.db import Database, new_id
from backend.core.runtime import Runtime
from backend.core.web.endpoint import SESSION_COOKIE
from backend.identity.permissions import permissions_of
from courses.quizzes.models import Attempt
from tests.conftest import START, OwnClient
from tests.factories.quizzes import every_type, fill_bank, learner, make_quiz, multiple, single
from tests.support.unchanged import nothing_changes

ME, OTHER = learner(), learner()
AUTHOR = Actor(new_id(), "", permissions_of({"author"}), ())
PEOPLE = {"me": ME, "other": OTHER, "author": AUTHOR}

Send = Callable[..., TestResponse]


def sender(app: Flask) -> Send:
    """``send(who, method, path, body)``: what the app of one of PEOPLE sends."""
    app.extensions["zb_authenticate"] = lambda _runtime, token: PEOPLE.get(token or "")
    app.test_client_class = OwnClient

    def send(who: str, method: str, path: str, body: Any = None) -> TestResponse:
        client = app.test_client()
        client.set_cookie(SESSION_COOKIE, who, domain="localhost", secure=True)
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        return client.open(f"/api/v1/quizzes{path}", method=method, json=body, headers=headers)

    return send


@pytest.fixture
def send(app: Flask) -> Send:
    return sender(app)


def ok(answer: TestResponse) -> Any:
    assert answer.status_code in (200, 201), answer.text
    return answer.json


def refused(answer: TestResponse) -> tuple[int, str]:
    assert answer.json is not None
    return answer.status_code, answer.json["code"]


def test_authors_keep_the_bank_and_learners_sit_what_they_make(send: Send, database: Database) -> None:
    added = ok(send("author", "POST", "/questions", {"content": single(1)}))
    for data in every_type(2):
        ok(send("author", "POST", "/questions", {"content": data}))
    path = f"/questions/{added['id']}"
    assert ok(send("author", "POST", "/questions/preview", {"content": multiple(9)}))["told"]["answer"]["choices"]
    bad = send("author", "POST", "/questions/preview", {"content": single(9, right=5)})
    assert refused(bad) == (422, "question_invalid")
    revision = {"content": single(1, right=2), "version": 1}
    assert ok(send("author", "PUT", path, revision))["version"] == 2
    assert refused(send("author", "PUT", path, revision)) == (409, "question_changed")
    assert ok(send("author", "POST", f"{path}/retirement", {"reason": "旧题"}))["retired_reason"] == "旧题"
    page = ok(send("author", "GET", "/questions?topic=local_bodies&retired=false&limit=4"))
    rest = ok(send("author", "GET", f"/questions?retired=false&limit=4&cursor={page['next_cursor']}"))
    assert [row["key"] for row in page["items"] + rest["items"]] == [f"q-{number:05}" for number in range(2, 9)]
    assert [row["key"] for row in ok(send("author", "GET", "/questions?q=第3题"))["items"]] == ["q-00003"]
    assert ok(send("me", "GET", "/topics"))["items"][0]["questions"] == 7

    settings = {"draw": [{"use": "exam", "count": 7}], "minutes": 30, "attempts": 2}
    quiz = ok(send("author", "POST", "", {"key": "final", "title": "结业测验", "settings": settings}))
    assert refused(send("author", "POST", "", {"key": "final", "title": "又一", "settings": settings})) == (
        409,
        "quiz_key_taken",
    )
    changed = {"title": "结业测验", "settings": settings | {"pass_mark": 0}}
    assert ok(send("author", "PUT", f"/{quiz['id']}", changed))["version"] == 2
    assert len(ok(send("author", "GET", ""))["items"]) == 1
    assert ok(send("author", "GET", f"/{quiz['id']}/analysis"))["items"] == []

    attempt = ok(send("me", "POST", f"/{quiz['id']}/attempts"))
    mine = f"/attempts/{attempt['id']}"
    assert len(ok(send("me", "GET", mine))["items"]) == 7
    assert refused(send("me", "GET", f"{mine}/review")) == (422, "review_not_yet")
    saved = ok(send("me", "PUT", f"{mine}/answers/1", {"answer": None, "seq": 1}))
    assert saved == {"position": 1, "saved": True, "answer": None, "seq": 1}
    for stranger in ("other", "author"):
        with nothing_changes(database):
            for method, part, body in [
                ("GET", "", None),
                ("PUT", "/answers/1", {"answer": None, "seq": 9}),
                ("GET", "/review", None),
            ]:
                assert refused(send(stranger, method, mine + part, body)) == (404, "attempt_not_found")
        with nothing_changes(database):
            assert refused(send(stranger, "POST", f"{mine}/finish")) == (404, "attempt_not_found")
    result = ok(send("me", "POST", f"{mine}/finish"))
    assert result == ok(send("me", "POST", f"{mine}/finish"))
    assert len(ok(send("me", "GET", f"{mine}/review"))["items"]) == 7
    assert ok(send("me", "GET", f"/{quiz['id']}"))["passed"] is True


def test_an_answer_after_the_time_ends_the_attempt_for_good(
    send: Send, database: Database, clock: FixedClock
) -> None:
    with database.write() as tx:
        fill_bank(tx, [single(1)])
        quiz_id = make_quiz(tx, questions=["q-00001"], minutes=10)
    attempt = ok(send("me", "POST", f"/{quiz_id}/attempts"))
    mine = f"/attempts/{attempt['id']}"
    huge = {"answer": {"choice": "x" * 2_000_000}, "seq": 1}
    with nothing_changes(database):
        assert send("me", "PUT", f"{mine}/answers/1", huge).status_code == 413
        assert refused(send("me", "PUT", f"{mine}/answers/2", {"answer": None, "seq": 1})) == (
            404,
            "question_not_drawn",
        )
        assert refused(send("me", "PUT", f"{mine}/answers/1", {"answer": None, "seq": 2**53})) == (
            422,
            "invalid_input",
        )
    clock.move(timedelta(minutes=11))
    assert refused(send("me", "PUT", f"{mine}/answers/1", {"answer": None, "seq": 1})) == (409, "attempt_over")
    with database.read() as tx:
        assert tx.session.get_one(Attempt, attempt["id"]).state == "expired"
    assert ok(send("me", "GET", mine))["result"]["state"] == "expired"


def twins(number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two questions that differ in everything the key is made of, and in nothing else."""
    pool = every_type(number)
    one = {
        **pool[number % 7],
        "key": f"q-{number:05}",
        "topic": f"topic_{number % 3}",
        "difficulty": 1 + number % 3,
    }
    other = {**one, "explanation": "另一条", "partial_credit": False, "feedback_wrong": "不对", "articles": []}
    match one["type"]:
        case "single" | "multiple":
            told = [{**option, "correct": not option["correct"], "why": "因为"} for option in one["options"]]
            if one["type"] == "single":
                told = [{**option, "correct": place == 2} for place, option in enumerate(told)]
                told[0]["weight"] = "1/2"
            other["options"] = told
        case "true_false":
            other |= {"answer": not one["answer"], "why": {"true": "不是", "false": "是"}}
        case "fill_in":
            other["blanks"] = [
                {"accepted": ["7"]},
                {"accepted": ["八"], "numeric": {"value": "8", "tolerance": "1"}},
            ]
        case "order":
            other["items"] = [one["items"][place] for place in (2, 0, 3, 1)]
        case "match":
            lefts, rights = zip(*((pair["left"], pair["right"]) for pair in one["pairs"]), strict=True)
            pairs = zip(lefts, reversed([*rights[1:], "丙"]), strict=True)
            other |= {"pairs": [{"left": left, "right": right} for left, right in pairs], "distractors": ["甲"]}
        case _:
            other["parts"] = [{**part, "answer": not part["answer"], "explanation": "无"} for part in one["parts"]]
    return one, other


@pytest.mark.sqlite
def test_nothing_of_the_key_is_in_any_answer_before_the_review(
    template_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = [twins(number) for number in range(1, 501)]
    assert all(one != other for one, other in pairs)
    seen = []
    for place, bank in enumerate(zip(*pairs, strict=True)):
        with monkeypatch.context() as patch:
            runtime = _runtime(template_url, tmp_path / str(place))
            _make_repeatable(patch)
            seen.append(_everything_before_the_review(runtime, list(bank)))
            runtime.database.dispose()
    assert len(seen[0]) > 100
    for one, other in zip(*seen, strict=True):
        assert one == other


def _runtime(template_url: str, folder: Path) -> Runtime:
    folder.mkdir()
    shutil.copyfile(str(make_url(template_url).database), folder / "zhangbian.db")
    settings = Settings.from_env({"ZB_DATA_DIR": str(folder)})
    clock, keyring = FixedClock(START), Keyring.generate()
    return Runtime(settings, Database(f"sqlite:///{folder / 'zhangbian.db'}", clock, keyring), clock, keyring)


def _make_repeatable(patch: pytest.MonkeyPatch) -> None:
    """Ids and chance come out the same in every run."""
    numbers = count(1)
    for module in (
        courses.quizzes.operations.attempts,
        courses.quizzes.operations.bank,
        courses.quizzes.operations.quizzes,
    ):
        patch.setattr(module, "new_id", lambda: f"{next(numbers):032x}")
    patch.setattr(courses.quizzes.api, "chance", random.Random(29))


def _everything_before_the_review(runtime: Runtime, bank: list[dict[str, Any]]) -> list[bytes]:
    """Each answer that three papers over the whole bank give, until they are handed in."""
    with runtime.database.write() as tx:
        fill_bank(tx, bank)
        sizes = {"topic_0": 166, "topic_1": 167, "topic_2": 167}
        quizzes = [
            make_quiz(tx, topic.replace("_", "-"), draw=[{"topic": topic, "count": size}])
            for topic, size in sizes.items()
        ]
    send = sender(create_app(runtime))
    answers = [send("me", "GET", "/topics")]
    for quiz_id in quizzes:
        answers += _sit(send, quiz_id)
    return [re.sub(rb'"request_id":"[^"]*"', b"", answer.get_data()) for answer in answers]


def _sit(send: Send, quiz_id: str) -> Iterator[TestResponse]:
    yield send("me", "GET", f"/{quiz_id}")
    started = send("me", "POST", f"/{quiz_id}/attempts")
    yield started
    mine = f"/attempts/{ok(started)['id']}"
    paper = send("me", "GET", mine)
    yield paper
    for item in ok(paper)["items"][:14]:
        for answer in (_some_answer(item["question"]), {"choice": "0"}):
            yield send("me", "PUT", f"{mine}/answers/{item['position']}", {"answer": answer, "seq": 1})
    yield send("me", "GET", mine)
    yield send("me", "GET", f"{mine}/review")
    yield send("me", "GET", f"/{quiz_id}")


def _some_answer(question: dict[str, Any]) -> dict[str, Any]:
    match question["type"]:
        case "single" | "true_false":
            return {"choice": question["options"][0]["id"]}
        case "multiple":
            return {"choices": [question["options"][0]["id"]]}
        case "fill_in":
            return {"blanks": ["40"] * question["blanks"]}
        case "order":
            return {"order": [item["id"] for item in question["items"]]}
        case "match":
            return {"pairs": {left["id"]: question["rights"][0]["id"] for left in question["lefts"]}}
        case _:
            return {"parts": {part["id"]: _some_answer(part) for part in question["parts"]}}
