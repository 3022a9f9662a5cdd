"""The refusals of the question bank, of quizzes and of attempts."""

from __future__ import annotations

from backend.core.errors import Conflict, Invalid, NotFound, Refused, Stale


class QuestionInvalid(Invalid):
    """A question cannot be used as it stands; ``problems`` lists ``{path, problem}``."""

    code = "question_invalid"


class BankRefused(Invalid):
    """A set of questions was refused as a whole; ``rows`` lists ``{row, key, problems}``, the first row is 1."""

    code = "bank_refused"


class QuestionNotFound(NotFound):
    """No such question."""

    code = "question_not_found"


class QuestionKeyTaken(Conflict):
    """Another question has this key."""

    code = "question_key_taken"


class QuestionChanged(Stale):
    """Somebody else revised the question meanwhile; ``version`` is the present one."""

    code = "question_changed"


class QuizNotFound(NotFound):
    """No such quiz, or none that this person may open."""

    code = "quiz_not_found"


class QuizInvalid(Invalid):
    """The settings of a quiz cannot be used; ``problems`` lists ``{path, problem}``."""

    code = "quiz_invalid"


class QuizKeyTaken(Conflict):
    """Another quiz has this key."""

    code = "quiz_key_taken"


class TooFewQuestions(Refused):
    """The bank has fewer questions than the quiz asks for: ``path`` of the rule, ``wanted``, ``available``."""

    code = "too_few_questions"


class QuizClosed(Refused):
    """The quiz has closed (``closes_at``)."""

    code = "quiz_closed"


class NoAttemptsLeft(Refused):
    """All ``attempts`` were used."""

    code = "no_attempts_left"


class AttemptNotFound(NotFound):
    """No such attempt, or somebody else's."""

    code = "attempt_not_found"


class AttemptOver(Conflict):
    """The attempt has ended; answers are taken no more."""

    code = "attempt_over"


class QuestionNotDrawn(NotFound):
    """The paper has no question at this position."""

    code = "question_not_drawn"


class AnswerInvalid(Invalid):
    """What was sent is no answer to this question."""

    code = "answer_invalid"


class ReviewNotYet(Refused):
    """The key may not be seen: by the ``rule`` of the quiz, or because an attempt at it is open."""

    code = "review_not_yet"
