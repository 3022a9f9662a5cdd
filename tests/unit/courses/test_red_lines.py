"""国办函〔2026〕12号 as a check: learning is not timed, ranked or watched, in any table and on any wire."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import Column

from backend.app import wire
from backend.core.db import Base, UtcDateTime
from backend.description import openapi_document

#: Words of what is not kept: time spent, visits, streaks, points, places in a ranking, likes.
WATCHING = re.compile(
    r"(^|_)(duration|elapsed|spent|seconds|dwell|heartbeat|visits?|views?|streaks?|points?|ranking|leaderboard|likes?"
    r"|check_?ins?|arriv\w*|last_seen|latitude|longitude|location)(_|$)"
)
#: Of a learner only these moments are kept, with their time of day; all else is a date, or is not kept.
MOMENTS_OF_LEARNERS = {
    # the clock of a paper, which the server must keep
    ("courses_attempt", "started_at"),
    ("courses_attempt", "deadline"),
    ("courses_attempt", "finished_at"),
    # a question and its answer are letters, not learning
    ("courses_desk_question", "asked_at"),
    ("courses_desk_question", "answered_at"),
    ("courses_desk_message", "at"),
}
#: A field of an answer that is allowed although it looks like one of those words, and what it says.
ALLOWED_ON_THE_WIRE = {"seconds_left"}  # until the code of a class changes


def _columns() -> list[Column[object]]:
    wire()
    tables = (table for table in Base.metadata.sorted_tables if table.name.startswith("courses_"))
    return [column for table in tables for column in table.columns]


def test_no_column_of_learning_watches() -> None:
    columns = _columns()
    assert len(columns) > 150, "the tables of learning are known"
    assert [str(column) for column in columns if WATCHING.search(column.name)] == []


def test_what_a_person_did_is_kept_by_the_day() -> None:
    of_people = {column.table.name for column in _columns() if column.name == "account_id"}
    moments = {
        (column.table.name, column.name)
        for column in _columns()
        if column.table.name in of_people and isinstance(column.type, UtcDateTime)
    }
    papers = {("courses_certificate", "revoked_at"), ("courses_mentorship_certificate", "revoked_at")}
    assert moments - papers == MOMENTS_OF_LEARNERS, "when an office takes a paper back is no learner's act"


def test_no_answer_about_learning_watches(app: Flask) -> None:
    document = openapi_document(app)
    rooms = ("courses", "quizzes", "practice", "classes", "credits", "certificates", "mentoring", "reports")
    names = {
        name
        for path, operations in document["paths"].items()
        if path.split("/")[3] in rooms
        for schema in re.findall(r"#/components/schemas/(\w+)", str(operations))
        for name in document["components"]["schemas"].get(schema, {}).get("properties", {})
    }
    assert len(names) > 100
    assert {name for name in names if WATCHING.search(name)} <= ALLOWED_ON_THE_WIRE
