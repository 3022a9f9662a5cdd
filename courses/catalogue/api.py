"""Routes of courses: for learners, for authors, for the training authority."""

from __future__ import annotations

from typing import Any

from backend.core.web.endpoint import Area, Call
from backend.core.web.pagination import PageQuery
from backend.identity.public import Permission
from courses.catalogue import schemas
from courses.catalogue.operations import assigning, authoring, learning
from courses.catalogue.operations.assigning import NewAssignment
from courses.catalogue.parsing import problems_of
from courses.catalogue.queries.assignments import audience_preview, list_assignments
from courses.catalogue.queries.authoring import authored_courses, course_draft
from courses.catalogue.queries.courses import course_package, course_page, lesson_page
from courses.catalogue.queries.learning import catalogue, home
from courses.markdown import render_markdown

area = Area("courses", prefix="/courses")


@area.endpoint("", permission=Permission.SELF, query=schemas.CatalogueQuery, answer=schemas.CatalogueSchema)
def list_courses(call: Call) -> Any:
    """The courses that can be learned today."""
    query = call.query
    return catalogue(call.tx, call.actor, query["q"].strip(), query["cursor"], query["limit"])


@area.endpoint("/home", permission=Permission.SELF, answer=schemas.CourseHomeSchema)
def show_home(call: Call) -> Any:
    """Where to go on, what is owed, what else there is."""
    return home(call.tx, call.actor)


@area.endpoint("/<course_id>", permission=Permission.SELF, answer=schemas.CoursePageSchema)
def show_course(call: Call, course_id: str) -> Any:
    """A course with its order."""
    return course_page(call.tx, call.actor, course_id)


@area.endpoint("/<course_id>/lessons/<lesson_id>", permission=Permission.SELF, answer=schemas.CourseLessonSchema)
def show_lesson(call: Call, course_id: str, lesson_id: str) -> Any:
    """A lesson."""
    return lesson_page(call.tx, call.actor, course_id, lesson_id)


@area.endpoint("/<course_id>/package", permission=Permission.SELF, answer=schemas.CoursePackageSchema)
def show_package(call: Call, course_id: str) -> Any:
    """All of a course, to be taken along."""
    return course_package(call.tx, call.actor, course_id)


@area.endpoint(
    "/lessons/<lesson_id>/done",
    method="POST",
    permission=Permission.SELF,
    body=schemas.CourseDoneSchema,
    answer=schemas.CourseProgressSchema,
)
def mark_done(call: Call, lesson_id: str) -> Any:
    """Say that a lesson has been done; it counts once.

    No command is stored: it would keep the moment of learning.
    """
    course_id = learning.mark_lesson_done(call.tx, call.actor, lesson_id)
    course = course_page(call.tx, call.actor, course_id)
    return {name: course[name] for name in ("state", "lessons", "lessons_done")} | {"course_id": course_id}


@area.endpoint(
    "/authored",
    permission=Permission.COURSE_LOOK,
    query=PageQuery,
    answer=schemas.AuthoredCoursesSchema,
)
def list_authored(call: Call) -> Any:
    """All courses, drafts and withdrawn ones included."""
    return authored_courses(call.tx, call.query["cursor"], call.query["limit"])


@area.endpoint(
    "",
    method="POST",
    permission=Permission.COURSE_AUTHOR,
    body=schemas.CourseSourceSchema,
    answer=schemas.CourseSavedSchema,
    status=201,
)
def create_course(call: Call) -> Any:
    """Begin a course; only its key must be right already."""
    course_id = authoring.create_course(call.tx, call.actor, call.body["source"])
    return {"id": course_id, "revision": 1, "problems": problems_of(call.body["source"])[:200]}


@area.endpoint("/<course_id>/draft", permission=Permission.COURSE_LOOK, answer=schemas.CourseDraftSchema)
def show_draft(call: Call, course_id: str) -> Any:
    """The source of a course."""
    return course_draft(call.tx, course_id)


@area.endpoint(
    "/<course_id>",
    method="PUT",
    permission=Permission.COURSE_AUTHOR,
    body=schemas.CourseSavingSchema,
    answer=schemas.CourseSavedSchema,
)
def save_course(call: Call, course_id: str) -> Any:
    """Save the draft, complete or not; learners keep what is published."""
    source = call.body["source"]
    revision = authoring.save_course(call.tx, call.actor, course_id, source, call.body["revision"])
    return {"id": course_id, "revision": revision, "problems": problems_of(source)[:200]}


@area.endpoint(
    "/<course_id>/publication",
    method="POST",
    permission=Permission.COURSE_AUTHOR,
    body=schemas.CourseRevisionSchema,
    answer=schemas.CoursePublishedSchema,
)
def publish_course(call: Call, course_id: str) -> Any:
    """Make the draft what people learn, for good."""
    return {"version": authoring.publish_course(call.tx, call.actor, course_id, call.body["revision"])}


@area.endpoint("/<course_id>/withdrawal", method="POST", permission=Permission.COURSE_AUTHOR, status=204)
def withdraw_course(call: Call, course_id: str) -> None:
    """Take a course out of the catalogue."""
    authoring.withdraw_course(call.tx, call.actor, course_id)


@area.endpoint(
    "/preview",
    method="POST",
    permission=Permission.COURSE_AUTHOR,
    writes=False,
    body=schemas.CourseMarkdownSchema,
    answer=schemas.CourseHtmlSchema,
)
def preview_markdown(call: Call) -> Any:
    """What Markdown looks like."""
    return {"html": render_markdown(call.body["markdown"])}


@area.endpoint("/assignments", permission=Permission.ASSIGN, query=PageQuery, answer=schemas.AssignmentsSchema)
def show_assignments(call: Call) -> Any:
    """The assignments in the own scope."""
    return list_assignments(call.tx, call.actor, call.query["cursor"], call.query["limit"])


@area.endpoint(
    "/assignments",
    method="POST",
    permission=Permission.ASSIGN,
    body=schemas.NewAssignmentSchema,
    answer=schemas.AssignmentMadeSchema,
    idempotent=True,
    status=201,
)
def assign_course(call: Call) -> Any:
    """Ask a course of an audience."""
    return {"id": assigning.assign_course(call.tx, call.actor, NewAssignment(**call.body))}


@area.endpoint("/assignments/<assignment_id>", method="DELETE", permission=Permission.ASSIGN, status=204)
def end_assignment(call: Call, assignment_id: str) -> None:
    """Ask it of nobody any more."""
    assigning.end_assignment(call.tx, call.actor, assignment_id)


@area.endpoint(
    "/assignments/audience-preview",
    permission=Permission.ASSIGN,
    query=schemas.AssignmentAudienceQuery,
    answer=schemas.AssignmentAudienceSchema,
)
def preview_audience(call: Call) -> Any:
    """How many an assignment would mean."""
    new = NewAssignment(due_on=call.tx.today(), **call.query)
    return audience_preview(call.tx, call.actor, new)
