"""Practice and files of questions, asked for once each as the app asks."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from backend.core.runtime import Runtime
from backend.identity.permissions import Role
from courses.interchange.registry import FORMATS
from tests.factories.identity import make_account, make_holder
from tests.factories.quizzes import every_type, fill_bank
from tests.support.app_browser import AppBrowser

ARTICLE = "练习条例#1"


def walk_practice(sign_in: Callable[[str], AppBrowser], runtime: Runtime) -> None:
    """Every success of ``/practice`` and ``/interchange``, by a learner and an author."""
    with runtime.database.write() as tx:
        make_account(tx, "practiser")
        make_holder(tx, "questioner", Role.AUTHOR, None)
        fill_bank(tx, every_type(9001, use="practice", topic="walked", articles=[ARTICLE]))
    learner, author = sign_in("practiser"), sign_in("questioner")
    today = learner.read("/practice/today?topic=walked")
    assert learner.read("/practice/pack")["questions"]
    reviews = [
        {
            "id": str(uuid.uuid4()),
            "question_id": question["question_id"],
            "version": question["version"],
            "answer": None,
            "answered_on": today["day"],
        }
        for question in today["questions"]
    ]
    assert learner.post("/practice/reviews", {"reviews": reviews}).status_code == 200
    for form in FORMATS.values():
        query = f"?format={form.name}&topic=walked"
        assert author.read(f"/interchange/questions/losses{query}")["not_carried"]
        file = author.get(f"/interchange/questions{query}").get_data()
        assert author.upload("/interchange/questions", f"q{form.extension}", file).status_code == 200
    change = {"article": ARTICLE, "effective_on": today["day"], "note": "修订"}
    assert author.post("/practice/article-changes", change).status_code == 201
    assert learner.read("/practice/differences")["items"] == []
