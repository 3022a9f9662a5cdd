"""Putting a folder of courses into the catalogue: all of it, or nothing; what is the same stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.records.public import FileStore, store_file
from courses.catalogue.errors import CourseInvalid, CourseUnchanged
from courses.catalogue.folder import Content, FolderCourse
from courses.catalogue.models import Course
from courses.catalogue.operations.authoring import COURSE_MEDIA, add_course, publish_course, save_course
from courses.quizzes.public import place_topics, upsert_questions


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: keys of courses, and numbers of questions."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    questions_added: int = 0
    questions_changed: int = 0
    questions_same: int = 0

    def line(self) -> str:
        """One line for the terminal."""
        return (
            f"courses: {len(self.added)} added, {len(self.changed)} changed, {len(self.same)} same; questions: "
            f"{self.questions_added} added, {self.questions_changed} changed, {self.questions_same} same"
        )


def load_content(tx: Tx, actor: Actor, content: Content, store: FileStore) -> Loaded:
    """Store and publish what :func:`courses.catalogue.folder.read_content` found without problems.

    Courses that come first are published first. Raises what publishing and storing files raise, and
    :class:`CourseInvalid` where courses wait for each other.
    """
    place_topics(tx, actor, content.topics)
    rows = [question.to_data() for course in content.courses for question in course.questions]
    bank = upsert_questions(tx, actor, rows)
    loaded = Loaded(questions_added=bank.added, questions_changed=bank.changed, questions_same=bank.same)
    for course in _in_order(content.courses):
        try:
            _load_course(tx, actor, course, store, loaded)
        except CourseInvalid as refusal:
            file = f"{course.folder.name}/course.yaml"
            raise CourseInvalid([{"file": file, **problem} for problem in refusal.problems]) from refusal
    return loaded


def _load_course(tx: Tx, actor: Actor, course: FolderCourse, store: FileStore, loaded: Loaded) -> None:
    key = str(course.data["key"])
    present = tx.session.scalar(select(Course.id).where(Course.key == key))
    course_id = present or add_course(tx, actor, key)
    ids = {
        name: store_file(tx, actor, store, path, COURSE_MEDIA, course_id)
        for name, path in sorted(course.files.items())
    }
    save_course(tx, actor, course_id, course.source(ids).to_data())
    try:
        publish_course(tx, actor, course_id)
    except CourseUnchanged:
        loaded.same.append(key)
    else:
        (loaded.changed if present else loaded.added).append(key)


def _in_order(courses: Sequence[FolderCourse]) -> list[FolderCourse]:
    """The courses with each after those it waits for, as far as they are among them."""
    waiting = {str(course.data["key"]): course for course in courses}
    ordered: list[FolderCourse] = []
    while waiting:
        free = [key for key, course in waiting.items() if not waiting.keys() & _first(course)]
        if not free:
            where = {"path": "prerequisites", "problem": "prerequisites_circular"}
            raise CourseInvalid([{"file": f"{key}/course.yaml", **where} for key in sorted(waiting)])
        ordered += [waiting.pop(key) for key in free]
    return ordered


def _first(course: FolderCourse) -> set[str]:
    """The keys of the courses that come first."""
    return set(course.data.get("prerequisites") or ())
