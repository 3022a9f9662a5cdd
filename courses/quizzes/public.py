"""What the other rooms of courses may use of quizzes."""

from __future__ import annotations

from courses.quizzes.errors import AnswerInvalid, QuestionInvalid
from courses.quizzes.judging import check_answer_shape, is_answered, judge
from courses.quizzes.parsing import parse_question
from courses.quizzes.presenting import KeyMap, Rng, arrange, present, reveal, show
from courses.quizzes.questions import (
    Blank,
    Case,
    Choice,
    FillIn,
    Match,
    Numeric,
    Option,
    Order,
    Part,
    Question,
    QuestionType,
    Truth,
    Use,
)

__all__ = [
    "AnswerInvalid",
    "Blank",
    "Case",
    "Choice",
    "FillIn",
    "KeyMap",
    "Match",
    "Numeric",
    "Option",
    "Order",
    "Part",
    "Question",
    "QuestionInvalid",
    "QuestionType",
    "Rng",
    "Truth",
    "Use",
    "arrange",
    "check_answer_shape",
    "is_answered",
    "judge",
    "parse_question",
    "present",
    "reveal",
    "show",
]
