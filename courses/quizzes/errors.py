"""The refusals of the question bank and of papers."""

from __future__ import annotations

from backend.core.errors import Invalid


class QuestionInvalid(Invalid):
    """A question cannot be used as it stands; ``problems`` lists ``{path, problem}``, and ``key`` in a bank."""

    code = "question_invalid"


class AnswerInvalid(Invalid):
    """What was sent is no answer to this question."""

    code = "answer_invalid"
