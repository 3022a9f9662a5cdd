"""Routes of the question desk."""

from __future__ import annotations

from typing import Any

from backend.core.web.endpoint import Area, Call
from backend.identity.public import Permission
from courses.desk import operations, queries, schemas
from courses.desk.operations import EntryText

area = Area("desk", prefix="/desk")

Json = dict[str, Any]


@area.endpoint(
    "/questions",
    method="POST",
    permission=Permission.SELF,
    body=schemas.DeskAskSchema,
    answer=schemas.DeskIdSchema,
    idempotent=True,
    status=201,
)
def ask(call: Call) -> Json:
    """Ask the office."""
    about, body = call.body["about"], call.body
    question_id = operations.ask_question(
        call.tx, call.actor, body["text"], about["kind"], about["id"], anonymous=body["anonymous"]
    )
    return {"id": question_id}


@area.endpoint(
    "/questions",
    permission=Permission.SELF,
    query=schemas.DeskQuestionsQuery,
    answer=schemas.DeskLinePageSchema,
)
def list_questions(call: Call) -> Json:
    """Questions: one's own, those shared with all learners, those of one's office."""
    return queries.questions(call.tx, call.actor, **call.query)


@area.endpoint("/questions/<question_id>", permission=Permission.SELF, answer=schemas.DeskQuestionSchema)
def show_question(call: Call, question_id: str) -> Json:
    """A question with its answers."""
    return queries.question_view(call.tx, call.actor, question_id)


@area.endpoint(
    "/questions/<question_id>/messages",
    method="POST",
    permission=Permission.SELF,
    body=schemas.DeskMessageBodySchema,
    answer=schemas.DeskQuestionSchema,
    idempotent=True,
)
def ask_on(call: Call, question_id: str) -> Json:
    """Ask on, about one's own question."""
    operations.follow_up(call.tx, call.actor, question_id, call.body["text"])
    return queries.question_view(call.tx, call.actor, question_id)


@area.endpoint(
    "/questions/<question_id>/answers",
    method="POST",
    permission=Permission.DESK_ANSWER,
    body=schemas.DeskAnswerSchema,
    answer=schemas.DeskQuestionSchema,
    idempotent=True,
)
def answer(call: Call, question_id: str) -> Json:
    """Answer in the office's name."""
    body = call.body
    operations.answer_question(
        call.tx, call.actor, question_id, body["version"], body["text"], share=body["share"]
    )
    return queries.question_view(call.tx, call.actor, question_id)


@area.endpoint(
    "/questions/<question_id>/helped",
    method="PUT",
    permission=Permission.SELF,
    body=schemas.DeskHelpedSchema,
    status=204,
)
def mark_helped(call: Call, question_id: str) -> None:
    """Say whether the answer to one's own question helped."""
    operations.mark_helped(call.tx, call.actor, question_id, **call.body)


@area.endpoint(
    "/faq", permission=Permission.SELF, query=schemas.DeskEntriesQuery, answer=schemas.DeskEntryLinePageSchema
)
def list_entries(call: Call) -> Json:
    """Frequent questions, all or those that a search finds."""
    query = call.query
    return queries.entries(
        call.tx, call.actor, query["q"].strip(), query["which"], query["cursor"], query["limit"]
    )


@area.endpoint(
    "/faq",
    method="POST",
    permission=Permission.DESK_ANSWER,
    body=schemas.DeskPublishSchema,
    answer=schemas.DeskIdSchema,
    idempotent=True,
    status=201,
)
def publish(call: Call) -> Json:
    """Publish a frequent question."""
    entry_id = operations.publish_entry(call.tx, call.actor, _text(call), call.body["question_id"])
    return {"id": entry_id}


@area.endpoint("/faq/<entry_id>", permission=Permission.SELF, answer=schemas.DeskEntrySchema)
def show_entry(call: Call, entry_id: str) -> Json:
    """A frequent question."""
    return queries.entry_view(call.tx, call.actor, entry_id)


@area.endpoint(
    "/faq/<entry_id>",
    method="PUT",
    permission=Permission.DESK_ANSWER,
    body=schemas.DeskReviseSchema,
    answer=schemas.DeskEntrySchema,
)
def revise(call: Call, entry_id: str) -> Json:
    """Edit a frequent question of one's office; one that was withdrawn comes back."""
    operations.revise_entry(call.tx, call.actor, entry_id, call.body["version"], _text(call))
    return queries.entry_view(call.tx, call.actor, entry_id)


@area.endpoint(
    "/faq/<entry_id>/withdrawal",
    method="POST",
    permission=Permission.DESK_ANSWER,
    body=schemas.DeskVersionSchema,
    status=204,
)
def withdraw(call: Call, entry_id: str) -> None:
    """Withdraw a frequent question of one's office."""
    operations.withdraw_entry(call.tx, call.actor, entry_id, call.body["version"])


@area.endpoint(
    "/faq/<entry_id>/useful",
    method="PUT",
    permission=Permission.SELF,
    body=schemas.DeskUsefulSchema,
    status=204,
)
def keep(call: Call, entry_id: str) -> None:
    """Keep a frequent question at hand, or no longer."""
    operations.keep_entry(call.tx, call.actor, entry_id, **call.body)


def _text(call: Call) -> EntryText:
    return EntryText(call.body["title"], call.body["answer"], call.body["article"])
