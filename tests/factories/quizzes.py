"""Questions, quizzes and people who sit them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.permissions import permissions_of
from courses.quizzes.public import place_quiz, upsert_questions

SYSTEM = Actor.system("tests")

Data = dict[str, Any]


def single(number: int, *, right: int = 0, **changes: Any) -> Data:
    """A question with three options, of which ``right`` is right."""
    options = [
        {"text": f"第{number}题选项{place}", "correct": place == right, "why": f"理由{place}"}
        for place in range(3)
    ]
    return _question(number, "single", options=options, **changes)


def multiple(number: int, *, right: tuple[int, ...] = (0, 1), **changes: Any) -> Data:
    """A question with four options."""
    options = [{"text": f"第{number}题选项{place}", "correct": place in right} for place in range(4)]
    return _question(number, "multiple", options=options, **changes)


def every_type(first: int = 1, **changes: Any) -> list[Data]:
    """One question of each type."""
    part = {"type": "true_false", "stem": "部分", "answer": True, "explanation": "见条文"}
    return [
        single(first, **changes),
        multiple(first + 1, **changes),
        _question(first + 2, "true_false", answer=False, **changes),
        _question(first + 3, "fill_in", stem="{{1}} 与 {{2}}", blanks=[_forty(), _about_pi()], **changes),
        _question(first + 4, "order", items=["动议", "论证", "审议", "实施"], **changes),
        _question(first + 5, "match", pairs=_pairs(), distractors=["丙"], **changes),
        _question(first + 6, "case", parts=[part, {**part, "answer": False}], **changes),
    ]


def make_quiz(tx: Tx, key: str = "quiz", /, **settings: Any) -> str:
    """A quiz; by default of every question of the bank's practice pool that ``settings`` do not narrow."""
    return place_quiz(tx, SYSTEM, key, f"测验 {key}", settings)


def fill_bank(tx: Tx, questions: list[Data]) -> Mapping[str, str]:
    """Add questions; returns the id behind each key."""
    return upsert_questions(tx, SYSTEM, questions).ids


def learner(account_id: str | None = None) -> Actor:
    """Somebody with an account and nothing else."""
    return Actor(account_id or new_id(), "", permissions_of(set()), ())


def _question(number: int, kind: str, **changes: Any) -> Data:
    return {
        "key": f"q-{number:05}",
        "type": kind,
        "topic": "local_bodies",
        "difficulty": 1,
        "use": "exam",
        "articles": ["地方各级人民政府机构设置和编制管理条例#9"],
        "stem": f"第{number}题",
        "explanation": "依据第九条",
        **changes,
    }


def _forty() -> Data:
    return {"accepted": ["40", "四十"], "numeric": None}


def _about_pi() -> Data:
    return {"accepted": [], "numeric": {"value": "3.14", "tolerance": "0.01"}}


def _pairs() -> list[Data]:
    return [{"left": "一", "right": "甲"}, {"left": "二", "right": "乙"}]
