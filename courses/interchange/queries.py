"""Giving questions out."""

from __future__ import annotations

from backend.core.offload import run_blocking
from backend.core.transaction import Tx
from courses.interchange.formats import Format, Written
from courses.quizzes.public import iter_questions


def export_bank(tx: Tx, form: Format, topic: str | None = None) -> Written:
    """All questions that are in use, of one topic or of all, as a file of the format, sorted by topic and key."""
    found = [question.to_data() for question in iter_questions(tx, topic=topic)]
    found.sort(key=lambda data: (data["topic"], data["key"]))
    return run_blocking(form.write, found)
