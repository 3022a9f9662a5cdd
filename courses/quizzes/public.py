"""What the other rooms of courses may use of quizzes."""

from __future__ import annotations

from courses.quizzes.book import Ref, question_data
from courses.quizzes.errors import (
    AnswerInvalid,
    BankRefused,
    QuestionInvalid,
    QuestionNotFound,
    QuizInvalid,
    QuizNotFound,
    TooFewQuestions,
)
from courses.quizzes.gates import QuizGate, add_quiz_gate
from courses.quizzes.judging import check_answer_shape, is_answered, judge
from courses.quizzes.operations.attempts import finish_attempt, save_answer, settle_attempt, start_attempt
from courses.quizzes.operations.bank import (
    Upserted,
    add_question,
    place_topics,
    retire_questions,
    revise_question,
    upsert_questions,
)
from courses.quizzes.operations.quizzes import place_quiz
from courses.quizzes.parsing import parse_question
from courses.quizzes.presenting import KeyMap, Rng, arrange, present, reveal, show
from courses.quizzes.queries.attempts import topic_names
from courses.quizzes.queries.bank import (
    QuestionRef,
    iter_questions,
    practice_questions,
    practice_topics,
    questions_by_keys,
    questions_for_article,
)
from courses.quizzes.queries.results import (
    BestResult,
    OrderedResult,
    QuizBrief,
    best_results,
    mistakes,
    ordered_results,
    passed_accounts,
    quiz_brief,
    revealed_questions,
)
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
from courses.quizzes.settings import parse_settings

__all__ = [
    "AnswerInvalid",
    "BankRefused",
    "BestResult",
    "Blank",
    "Case",
    "Choice",
    "FillIn",
    "KeyMap",
    "Match",
    "Numeric",
    "Option",
    "Order",
    "OrderedResult",
    "Part",
    "Question",
    "QuestionInvalid",
    "QuestionNotFound",
    "QuestionRef",
    "QuestionType",
    "QuizBrief",
    "QuizGate",
    "QuizInvalid",
    "QuizNotFound",
    "Ref",
    "Rng",
    "TooFewQuestions",
    "Truth",
    "Upserted",
    "Use",
    "add_question",
    "add_quiz_gate",
    "arrange",
    "best_results",
    "check_answer_shape",
    "finish_attempt",
    "is_answered",
    "iter_questions",
    "judge",
    "mistakes",
    "ordered_results",
    "parse_question",
    "parse_settings",
    "passed_accounts",
    "place_quiz",
    "place_topics",
    "practice_questions",
    "practice_topics",
    "present",
    "question_data",
    "questions_by_keys",
    "questions_for_article",
    "quiz_brief",
    "retire_questions",
    "reveal",
    "revealed_questions",
    "revise_question",
    "save_answer",
    "settle_attempt",
    "show",
    "start_attempt",
    "topic_names",
    "upsert_questions",
]
