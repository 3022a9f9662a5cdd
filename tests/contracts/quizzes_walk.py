"""The bank, a quiz and a paper, asked for once each as the app asks: written, sat, reviewed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backend.core.runtime import Runtime
from backend.identity.permissions import Role
from tests.factories.identity import make_account, make_holder
from tests.factories.quizzes import every_type, single
from tests.support.app_browser import AppBrowser

_FIRST = 70_000


def walk_quizzes(sign_in: Callable[[str], AppBrowser], runtime: Runtime) -> None:
    """Every success of ``/quizzes``, by an author and by somebody who sits the paper."""
    with runtime.database.write() as tx:
        make_account(tx, "candidate")
        make_holder(tx, "examiner", Role.AUTHOR, None)
    author, candidate = sign_in("examiner"), sign_in("candidate")
    quiz_id = _write(author)
    _sit(candidate, quiz_id)
    assert len(author.read(f"/quizzes/{quiz_id}/analysis")["items"]) == 7


def _write(author: AppBrowser) -> str:
    bank = every_type(_FIRST, topic="walked_quiz")
    for data in bank:
        _done(author.post("/quizzes/questions", {"content": data}))
    assert author.read("/quizzes/topics")["items"]
    extra = _done(author.post("/quizzes/questions", {"content": single(_FIRST + 10)}))
    path = f"/quizzes/questions/{extra['id']}"
    revised = {"content": single(_FIRST + 10, right=1), "version": 1}
    assert _done(author.send("PUT", path, revised))["version"] == 2
    assert len(author.read(path)["versions"]) == 2
    _done(author.post(f"{path}/retirement", {"reason": "停用"}))
    _done(author.post("/quizzes/questions/preview", {"content": bank[0]}))
    found = author.read("/quizzes/questions?topic=walked_quiz")["items"]
    assert [row["key"] for row in found] == [data["key"] for data in bank]
    settings = {"draw": [{"topic": "walked_quiz", "count": 7}], "minutes": 30}
    quiz = _done(author.post("/quizzes", {"key": "walked-quiz", "title": "测验", "settings": settings}))
    _done(author.send("PUT", f"/quizzes/{quiz['id']}", {"title": "单元测验", "settings": settings}))
    assert author.read("/quizzes")["items"]
    return str(quiz["id"])


def _sit(candidate: AppBrowser, quiz_id: str) -> None:
    assert candidate.read(f"/quizzes/{quiz_id}")["open_attempt_id"] is None
    path = f"/quizzes/attempts/{_done(candidate.post(f'/quizzes/{quiz_id}/attempts'))['id']}"
    for item in candidate.read(path)["items"]:
        if item["question"]["type"] in ("single", "true_false"):
            answer = {"choice": item["question"]["options"][0]["id"]}
            _done(candidate.send("PUT", f"{path}/answers/{item['position']}", {"answer": answer, "seq": 1}))
    _done(candidate.post(f"{path}/finish"))
    assert len(candidate.read(f"{path}/review")["items"]) == 7


def _done(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.text
    return answer.json
