"""Papers: drawing them from a large bank, saving an answer, and a room full of people who begin at once."""

from __future__ import annotations

import http.client
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import orjson

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.runtime import Runtime
from backend.core.web.endpoint import OWN_HEADER, OWN_HEADER_VALUE, SESSION_COOKIE
from backend.identity.operations.sessions import open_session
from courses.quizzes.drawing import draw_by_rule
from courses.quizzes.public import place_quiz, start_attempt, upsert_questions
from courses.quizzes.settings import DrawRule
from tests.bench.house import EMPTY_ROUTE, Browser, House, house
from tests.bench.measure import ROUNDS, Budget, Figure, Pair, percentile, side_by_side
from tests.bench.served import Served, served
from tests.bench.sizes import Size
from tests.factories.identity import make_account
from tests.factories.quizzes import single

PART = "papers"
_BUDGET = 3.0
_QUESTIONS, _DRAWS = 100, 50
_BANK = {"small": 400}
_USUAL_BANK = 100_000
#: who begins, within how many seconds, and the questions of that examination
_PEOPLE = {"small": 20}
_USUAL_PEOPLE, _RUSH_SECONDS = 500, 10.0
_EXAM_TOPIC, _EXAM_POOL, _EXAM_QUESTIONS = "exam_hall", 300, 50
_SYSTEM = Actor.system("bench")
_DRAWER = random.SystemRandom()


def measure(size: Size) -> Iterator[Figure]:
    """On SQLite, served by two processes, one a core."""
    bank, people = _BANK.get(size.name, _USUAL_BANK), _PEOPLE.get(size.name, _USUAL_PEOPLE)
    times = min(100, people)
    with house(1, 0) as built:
        quiz_id = _fill(built.runtime, bank)
        yield _drawn(built.runtime, bank)
        browser = Browser.of(built.app(), "officer")
        attempt_id = _started(built, quiz_id)
        tokens = _candidates(built.runtime, people)
        with served(built.runtime, browser.token, processes=2) as server:
            yield _saved(server, attempt_id, times).figure(PART, "an answer saved, in the server", _BUDGET)
            yield from _rushed(server, quiz_id, tokens)


def _fill(runtime: Runtime, number: int) -> str:
    """A bank of ``number`` questions in ten topics and an examination over a pool of its own; returns its id."""
    questions = [single(place, topic=f"topic_{place % 10}", use="practice") for place in range(_EXAM_POOL, number)]
    questions += [single(place, topic=_EXAM_TOPIC) for place in range(_EXAM_POOL)]
    draw = [{"topic": _EXAM_TOPIC, "count": _EXAM_QUESTIONS}]
    with runtime.database.write() as tx:
        upsert_questions(tx, _SYSTEM, questions)
        return place_quiz(tx, _SYSTEM, "exam", "考试", {"draw": draw, "minutes": 60, "attempts": 1})


def _drawn(runtime: Runtime, bank: int) -> Figure:
    """Against the same rows read by plain SQL: the sizes of the pools, then the places picked before."""
    with runtime.database.read() as tx, closing(sqlite3.connect(str(runtime.database.url.database))) as plain:
        plain.execute("PRAGMA cache_size=-65536")
        rule, rounds = DrawRule(_QUESTIONS), 2 * ROUNDS
        slots = [slot for (slot,) in plain.execute("SELECT slot FROM courses_question ORDER BY random()")]
        picked = [random.sample(slots, _QUESTIONS) for _ in range(_DRAWS * rounds)]
        marks = ", ".join("?" * _QUESTIONS)
        columns = "slot, id, current_version, valid_from, valid_to"
        read = f"SELECT {columns} FROM courses_question WHERE slot IN ({marks})"

        def bare(turn: int) -> None:
            plain.execute("SELECT number, size FROM courses_question_pool WHERE size > 0").fetchall()
            plain.execute(read, picked[turn]).fetchall()

        def ours(_turn: int) -> None:
            draw_by_rule(tx, rule, _DRAWER)

        for turn in range(_DRAWS):
            ours(turn)
            bare(turn)
        pair = side_by_side(ours, bare, times=_DRAWS, rounds=rounds)
    return pair.figure(PART, f"{_QUESTIONS} questions drawn of {bank} (reference: bare SQL)", _BUDGET)


def _started(built: House, quiz_id: str) -> str:
    with built.runtime.database.write() as tx:
        return start_attempt(tx, built.world.actor(tx, "officer"), quiz_id, _DRAWER)


def _saved(server: Served, attempt_id: str, times: int) -> Pair:
    paper = f"/api/v1/quizzes/attempts/{attempt_id}"
    items = _sent(server.connection, "GET", paper, server.headers)["items"]
    chosen = [item["question"]["options"][0]["id"] for item in items]
    seq = iter(range(1, 1_000_000))
    headers = {**server.headers, "Content-Type": "application/json"}

    def save(turn: int) -> None:
        place = turn % len(chosen)
        body = orjson.dumps({"answer": {"choice": chosen[place]}, "seq": next(seq)})
        _sent(server.connection, "PUT", f"{paper}/answers/{place + 1}", headers, body)

    empty = server.reading(EMPTY_ROUTE)
    for turn in range(times):
        save(turn)
        empty(turn)
    return side_by_side(save, empty, times=times, rounds=2 * ROUNDS, clock=server.clock)


def _sent(
    connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str], body: bytes = b""
) -> Any:
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    assert answer.status == 200, (answer.status, content)
    return orjson.loads(content)


def _candidates(runtime: Runtime, number: int) -> list[str]:
    """People who have signed in already; returns their sessions' tokens."""
    tokens = []
    with runtime.database.write() as tx:
        for place in range(number):
            account_id = make_account(tx, f"candidate-{place}")
            tokens.append(open_session(tx, _SYSTEM, account_id, "bench").token)
    return tokens


def _rushed(server: Served, quiz_id: str, tokens: list[str]) -> Iterator[Figure]:
    """Everybody begins at a moment of their own within the time, opens the paper and saves the first answer."""
    waits: list[tuple[float, float, float]] = []
    failures: list[str] = []
    ends = _RUSH_SECONDS * len(tokens) / _USUAL_PEOPLE
    begins = time.monotonic() + 0.5

    def sit(place: int, token: str) -> None:
        time.sleep(max(0.0, begins + ends * place / len(tokens) - time.monotonic()))
        try:
            waits.append(_sit(server.connection.port, quiz_id, token))
        except (AssertionError, OSError, http.client.HTTPException) as failure:
            failures.append(repr(failure))

    threads = [threading.Thread(target=sit, args=facts) for facts in enumerate(tokens)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    what = f"{len(tokens)} people begin within {ends:g} s"
    yield Figure(PART, f"{what}: refused or failed", len(failures), "", budget=Budget(0, of_value=True))
    for name, column in (("paper begun", 0), ("paper opened", 1), ("answer saved", 2)):
        p95 = percentile([wait[column] for wait in waits] or [0.0], 0.95)
        yield Figure(PART, f"{what}: {name}, p95", p95 * 1000, "ms")


def _sit(port: int, quiz_id: str, token: str) -> tuple[float, float, float]:
    """Seconds to begin, to open and to save."""
    headers = {OWN_HEADER: OWN_HEADER_VALUE, "Cookie": f"{SESSION_COOKIE}={token}"}
    json_headers = {**headers, "Content-Type": "application/json", "Idempotency-Key": new_id()}
    with closing(http.client.HTTPConnection("localhost", port, timeout=60)) as connection:
        attempt, begun = _timed(
            lambda: _sent(connection, "POST", f"/api/v1/quizzes/{quiz_id}/attempts", json_headers)
        )
        path = f"/api/v1/quizzes/attempts/{attempt['id']}"
        paper, opened = _timed(lambda: _sent(connection, "GET", path, headers))
        option = paper["items"][0]["question"]["options"][0]["id"]
        body = orjson.dumps({"answer": {"choice": option}, "seq": 1})
        _, saved = _timed(lambda: _sent(connection, "PUT", f"{path}/answers/1", json_headers, body))
    return begun, opened, saved


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    return work(), time.perf_counter() - begun
