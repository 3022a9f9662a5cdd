"""Routes of quizzes: parse, call one operation or query, answer."""

from __future__ import annotations

import random
from typing import Any

import orjson
from flask import Response

from backend.core.web.endpoint import Area, Call, json_bytes
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission
from courses.quizzes import schemas
from courses.quizzes.operations import attempts as attempt_operations
from courses.quizzes.operations import bank as bank_operations
from courses.quizzes.operations import quizzes as quiz_operations
from courses.quizzes.parsing import parse_question
from courses.quizzes.presenting import Rng, present, reveal
from courses.quizzes.queries import analysis as analysis_queries
from courses.quizzes.queries import attempts as attempt_queries
from courses.quizzes.queries import bank as bank_queries
from courses.quizzes.queries.bank import BankFilter

area = Area("quizzes", prefix="/quizzes")

#: Who is asked what in which order is nobody's to foresee.
chance: Rng = random.SystemRandom()


@area.endpoint("/topics", permission=Permission.SELF, answer=schemas.QuizTopicsSchema)
def list_topics(call: Call) -> dict[str, Any]:
    """The topics of the bank."""
    return {"items": bank_queries.topics_view(call.tx)}


@area.endpoint(
    "/questions",
    permission=Permission.QUESTION_AUTHOR,
    query=schemas.QuestionListQuery,
    answer=schemas.QuestionPageSchema,
)
def list_questions(call: Call) -> dict[str, Any]:
    """The bank, for authors."""
    query = call.query
    wanted = BankFilter(
        query["topic"], query["difficulty"], query["use"], query["retired"], query["article"], query["q"]
    )
    keys = decode_cursor(query["cursor"], 1)
    rows = bank_queries.question_list(call.tx, wanted, keys[0] if keys else None, query["limit"])
    return page(rows, query["limit"], ["key"])


@area.endpoint(
    "/questions",
    method="POST",
    permission=Permission.QUESTION_AUTHOR,
    body=schemas.QuestionContentSchema,
    answer=schemas.QuestionViewSchema,
    idempotent=True,
    status=201,
)
def add_question(call: Call) -> dict[str, Any]:
    """Add a question."""
    question_id = bank_operations.add_question(call.tx, call.actor, call.body["content"])
    return bank_queries.question_view(call.tx, question_id)


@area.endpoint(
    "/questions/preview",
    method="POST",
    permission=Permission.QUESTION_AUTHOR,
    body=schemas.QuestionContentSchema,
    answer=schemas.QuizPreviewSchema,
    writes=False,
)
def preview_question(call: Call) -> Response:
    """A question as it would be asked and reviewed; writes nothing."""
    question = parse_question(call.body["content"])
    presented, keymap = present(question, chance)
    return json_bytes(orjson.dumps({"question": presented, "told": reveal(question, keymap)}))


@area.endpoint(
    "/questions/<question_id>", permission=Permission.QUESTION_AUTHOR, answer=schemas.QuestionViewSchema
)
def get_question(call: Call, question_id: str) -> dict[str, Any]:
    """A question with its key, for authors."""
    return bank_queries.question_view(call.tx, question_id)


@area.endpoint(
    "/questions/<question_id>",
    method="PUT",
    permission=Permission.QUESTION_AUTHOR,
    body=schemas.QuestionRevisionSchema,
    answer=schemas.QuestionViewSchema,
)
def revise_question(call: Call, question_id: str) -> dict[str, Any]:
    """Give a question a new version; papers drawn before keep theirs."""
    content, version = call.body["content"], call.body["version"]
    bank_operations.revise_question(call.tx, call.actor, question_id, content, version)
    return bank_queries.question_view(call.tx, question_id)


@area.endpoint(
    "/questions/<question_id>/retirement",
    method="POST",
    permission=Permission.QUESTION_AUTHOR,
    body=schemas.QuestionRetirementSchema,
    answer=schemas.QuestionViewSchema,
)
def retire_question(call: Call, question_id: str) -> dict[str, Any]:
    """Ask a question no more."""
    bank_operations.retire_questions(call.tx, call.actor, [question_id], call.body["reason"], call.body["article"])
    return bank_queries.question_view(call.tx, question_id)


@area.endpoint("", permission=Permission.COURSE_LOOK, query=schemas.PageQuery, answer=schemas.QuizListPageSchema)
def list_quizzes(call: Call) -> dict[str, Any]:
    """All quizzes with their settings, for authors."""
    keys = decode_cursor(call.query["cursor"], 1)
    rows = bank_queries.quiz_list(call.tx, keys[0] if keys else None, call.query["limit"])
    return page(rows, call.query["limit"], ["key"])


@area.endpoint(
    "",
    method="POST",
    permission=Permission.COURSE_AUTHOR,
    body=schemas.QuizCreationSchema,
    answer=schemas.QuizRowSchema,
    idempotent=True,
    status=201,
)
def add_quiz(call: Call) -> dict[str, Any]:
    """A new quiz."""
    quiz_id = quiz_operations.add_quiz(call.tx, call.actor, **call.body)
    return bank_queries.quiz_row(call.tx, quiz_id)


@area.endpoint("/<quiz_id>", permission=Permission.SELF, answer=schemas.QuizViewSchema)
def get_quiz(call: Call, quiz_id: str) -> dict[str, Any]:
    """A quiz before it is begun, and the own attempts."""
    return attempt_queries.quiz_view(call.tx, call.actor, quiz_id)


@area.endpoint(
    "/<quiz_id>",
    method="PUT",
    permission=Permission.COURSE_AUTHOR,
    body=schemas.QuizContentSchema,
    answer=schemas.QuizRowSchema,
)
def change_quiz(call: Call, quiz_id: str) -> dict[str, Any]:
    """Another title or other settings; running attempts keep theirs."""
    quiz_operations.change_quiz(call.tx, call.actor, quiz_id, **call.body)
    return bank_queries.quiz_row(call.tx, quiz_id)


@area.endpoint("/<quiz_id>/analysis", permission=Permission.ITEM_ANALYSIS, answer=schemas.QuizAnalysisSchema)
def get_analysis(call: Call, quiz_id: str) -> dict[str, Any]:
    """What the answers say about the questions."""
    return analysis_queries.quiz_analysis(call.tx, quiz_id)


@area.endpoint(
    "/<quiz_id>/attempts",
    method="POST",
    permission=Permission.SELF,
    answer=schemas.QuizStartedSchema,
    idempotent=True,
)
def start_attempt(call: Call, quiz_id: str) -> dict[str, Any]:
    """Open a paper, or the one that is open already on whatever device."""
    attempt_id = attempt_operations.start_attempt(call.tx, call.actor, quiz_id, chance)
    return attempt_queries.started_view(call.tx, attempt_id)


@area.endpoint("/attempts/<attempt_id>", permission=Permission.SELF, answer=schemas.QuizPaperSchema)
def get_paper(call: Call, attempt_id: str) -> Response:
    """The own paper."""
    return json_bytes(orjson.dumps(attempt_queries.paper_view(call.tx, call.actor, attempt_id)))


@area.endpoint(
    "/attempts/<attempt_id>/answers/<position>",
    method="PUT",
    permission=Permission.SELF,
    body=schemas.QuizAnswerSavingSchema,
    answer=schemas.QuizSavedSchema,
)
def save_answer(call: Call, attempt_id: str, position: str) -> Response:
    """Keep an answer; an older one never replaces a newer one."""
    place = int(position) if position.isdecimal() and len(position) < 4 else 0
    answer, seq = call.body["answer"], call.body["seq"]
    saved = attempt_operations.save_answer(call.tx, call.actor, attempt_id, place, answer, seq)
    kept = {"position": place, "saved": saved.saved, "answer": saved.answer, "seq": saved.seq}
    return json_bytes(orjson.dumps(kept))


@area.endpoint(
    "/attempts/<attempt_id>/finish",
    method="POST",
    permission=Permission.SELF,
    answer=schemas.QuizResultSchema,
)
def finish_attempt(call: Call, attempt_id: str) -> dict[str, Any] | None:
    """Hand the paper in; the same again answers the same result."""
    attempt_operations.finish_attempt(call.tx, call.actor, attempt_id)
    return attempt_queries.result_view(call.tx, call.actor, attempt_id)


@area.endpoint("/attempts/<attempt_id>/review", permission=Permission.SELF, answer=schemas.QuizReviewSchema)
def get_review(call: Call, attempt_id: str) -> Response:
    """What was right and why, once that may be seen."""
    return json_bytes(orjson.dumps(attempt_queries.review_view(call.tx, call.actor, attempt_id)))
