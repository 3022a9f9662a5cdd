"""Writing and publishing courses. A published version never changes; the next one has the next number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from backend.records.public import files_of_ids
from courses.catalogue.errors import (
    CourseChanged,
    CourseInvalid,
    CourseKeyTaken,
    CourseNotPublished,
    CourseUnchanged,
    PrerequisiteUnknown,
)
from courses.catalogue.models import Course, CourseDraft, CourseVersion
from courses.catalogue.operations.placing import place_quiz_of, place_units
from courses.catalogue.operations.rows import current_outline, current_version, digest_of, locked_course
from courses.catalogue.outline import Outline
from courses.catalogue.parsing import files_of, parse_course, parse_key
from courses.catalogue.source import CourseSource
from courses.events import CoursePublished

#: the owner kind of a course's files
COURSE_MEDIA = "course_media"


def create_course(tx: Tx, actor: Actor, source: Mapping[str, Any]) -> str:
    """Begin a course that nobody but its authors sees; of its source only the key must be right already.

    Raises :class:`CourseInvalid`, :class:`CourseKeyTaken`.
    """
    key = parse_key(source)
    if tx.session.scalar(select(Course.id).where(Course.key == key)) is not None:
        raise CourseKeyTaken(key=key)
    course_id = add_course(tx, actor, key)
    _write_draft(tx, actor, course_id, source)
    return course_id


def add_course(tx: Tx, actor: Actor, key: str) -> str:
    """The bare course, to which files can belong before its text names them."""
    course = Course(id=new_id(), key=key, state="draft", current_version=0, created_at=tx.now())
    tx.session.add(course)
    tx.session.flush()
    record_audit(tx, actor, "courses:course:created", "course", course.id, facts={"key": key})
    return course.id


def save_course(
    tx: Tx, actor: Actor, course_id: str, source: Mapping[str, Any], revision: int | None = None
) -> int:
    """Replace the draft, be it complete or not, and return its revision; learners keep the published version.

    ``revision`` is the one that was read; ``None`` overwrites whatever there is (the loader).
    Raises :class:`CourseNotFound`, :class:`CourseChanged`, :class:`CourseInvalid` (another key).
    """
    course = locked_course(tx, course_id)
    if parse_key(source) != course.key:
        raise CourseInvalid([{"path": "key", "problem": "key_changed"}])
    draft = tx.session.get(CourseDraft, course_id)
    if draft is not None and revision not in (None, draft.revision):
        raise CourseChanged(revision=draft.revision)
    return _write_draft(tx, actor, course_id, source)


def publish_course(tx: Tx, actor: Actor, course_id: str, revision: int | None = None) -> int:
    """Make the draft the version that people learn; returns its number.

    What learners have done stays done: lessons and quizzes are known by their keys.
    Raises :class:`CourseNotFound`, :class:`CourseChanged`, :class:`CourseUnchanged`, :class:`CourseInvalid`,
    :class:`PrerequisiteUnknown`.
    """
    course = locked_course(tx, course_id)
    draft = tx.session.get_one(CourseDraft, course_id)
    if revision not in (None, draft.revision):
        raise CourseChanged(revision=draft.revision)
    published = current_version(tx, course)
    if course.state == "published" and published is not None and published.digest == draft.digest:
        raise CourseUnchanged(version=course.current_version)
    source = parse_course(draft.source)
    media_bytes = _size_of_files(tx, course_id, source)
    outline = Outline(
        units=place_units(tx, actor, course_id, source),
        final_quiz_id=place_quiz_of(tx, actor, course_id, source.final_quiz, "final_quiz"),
        prerequisites=_prerequisites(tx, course, source.prerequisites),
        lesson_rule=source.completion.lessons,
        quiz_rule=source.completion.quizzes,
    )
    version = (tx.session.scalar(_last_version(course_id)) or 0) + 1
    tx.session.add(_version_row(tx, actor, draft, version, source, outline, media_bytes))
    course.state, course.current_version = "published", version
    tx.session.flush()
    record_audit(tx, actor, "courses:course:published", "course", course_id, facts={"version": version})
    tx.publish(CoursePublished(course_id, version))
    return version


def withdraw_course(tx: Tx, actor: Actor, course_id: str) -> None:
    """Take a course out of the catalogue; what was done and completed stays.

    Raises :class:`CourseNotFound`, :class:`CourseNotPublished`.
    """
    course = locked_course(tx, course_id)
    if course.state != "published":
        raise CourseNotPublished
    course.state = "withdrawn"
    tx.session.flush()
    record_audit(tx, actor, "courses:course:withdrawn", "course", course_id)


def _write_draft(tx: Tx, actor: Actor, course_id: str, source: Mapping[str, Any]) -> int:
    data = _canonical(source)
    digest = digest_of(data)
    draft = tx.session.get(CourseDraft, course_id)
    if draft is None:
        draft = CourseDraft(course_id=course_id, revision=0, digest="")
        tx.session.add(draft)
    elif draft.digest == digest:
        return draft.revision
    draft.source, draft.digest, draft.revision = data, digest, draft.revision + 1
    draft.saved_by, draft.saved_at = actor.account_id, tx.now()
    tx.session.flush()
    facts = {"revision": draft.revision}
    record_audit(tx, actor, "courses:course:saved", "course", course_id, facts=facts)
    return draft.revision


def _canonical(source: Mapping[str, Any]) -> dict[str, Any]:
    """The source as it is written for good, or as it came while it cannot be published yet."""
    try:
        return parse_course(source).to_data()
    except CourseInvalid:
        return dict(source)


def _size_of_files(tx: Tx, course_id: str, source: CourseSource) -> int:
    """The bytes of all files that the course shows, which must be its own. Raises :class:`CourseInvalid`."""
    wanted = files_of(source)
    own = {
        file.id: file.size
        for file in files_of_ids(tx, wanted)
        if (file.owner_kind, file.owner_id) == (COURSE_MEDIA, course_id)
    }
    missing = sorted(wanted - own.keys())
    if missing:
        raise CourseInvalid([{"path": "units", "problem": "file_missing", "key": key} for key in missing])
    return sum(own.values())


def _prerequisites(tx: Tx, course: Course, keys: Sequence[str]) -> tuple[str, ...]:
    """The courses that come first; none may itself wait, over however many others, for this one."""
    found = {row.key: row for row in tx.session.scalars(select(Course).where(Course.key.in_(keys)))}
    unknown = [key for key in keys if key not in found]
    waiting = [key for key in found if _waits_for(tx, found[key], course.id)]
    if unknown or waiting:
        raise PrerequisiteUnknown(keys=sorted(unknown), circular=sorted(waiting))
    return tuple(found[key].id for key in keys)


def _waits_for(tx: Tx, course: Course, target: str) -> bool:
    seen: set[str] = set()
    ahead = [course.id]
    while ahead:
        course_id = ahead.pop()
        if course_id == target:
            return True
        present = None if course_id in seen else tx.session.get(Course, course_id)
        seen.add(course_id)
        if present is not None and present.current_version:
            ahead.extend(current_outline(tx, present).prerequisites)
    return False


def _last_version(course_id: str) -> Any:
    return select(func.max(CourseVersion.version)).where(CourseVersion.course_id == course_id)


def _version_row(
    tx: Tx,
    actor: Actor,
    draft: CourseDraft,
    version: int,
    source: CourseSource,
    outline: Outline,
    media_bytes: int,
) -> CourseVersion:
    data = source.to_data()
    text_bytes = sum(len(lesson.markdown.encode()) for lesson in source.lessons)
    return CourseVersion(
        course_id=draft.course_id,
        version=version,
        digest=draft.digest,
        package_bytes=text_bytes + media_bytes,
        **{name: getattr(source, name) for name in _SHOWN},
        hours=data["hours"],
        valid_from=source.valid_from,
        valid_to=source.valid_to,
        gives_certificate=source.certificate is not None,
        certificate_months=source.certificate.valid_months if source.certificate else None,
        lessons=len(outline.lessons),
        quizzes=len(outline.quiz_ids),
        outline=outline.to_data(),
        published_at=tx.now(),
        published_by=actor.account_id,
    )


_SHOWN = ("title", "title_en", "summary", "summary_en", "audience", "audience_en")
