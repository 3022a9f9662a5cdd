"""Refusals of practice."""

from __future__ import annotations

from typing import ClassVar

from backend.core.errors import NotFound, Refused


class ChangeNotInForce(Refused):
    """An article changes on the day its new text counts, not before. Facts: effective_on."""

    code: ClassVar[str] = "article_change_not_in_force"


class ArticleWithoutQuestions(NotFound):
    """No question in use rests on this article."""

    code: ClassVar[str] = "article_without_questions"
