"""A county with two units whose people learn, its training authority, and one of a single unit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.spreadsheet import SheetContent, write_workbook
from backend.core.transaction import Tx
from backend.identity.permissions import Role
from backend.register.public import NewPosting, node_of_organization, open_postings, region_nodes
from courses.catalogue.models import Completion, Course, CourseVersion
from courses.credits.sheet import HEADINGS
from courses.events import CourseCompleted
from tests.factories.identity import SYSTEM, actor_of, make_account, make_holder
from tests.factories.register import OPENING, Register

COUNTY = "990102"
#: user name → (unit, rank): G06 is the last of division level, G07 the first of section level, P07 tells nothing
PEOPLE = {
    "anna": ("archive", "G07"),
    "bo": ("archive", "G06"),
    "chen": ("archive", "P07"),
    "deng": ("archive", "G02"),
    "fang": ("library", "G12"),
    "gao": ("library", None),
}


@dataclass(slots=True)
class School:
    """Ids by names. ``training`` and the teachers hold the role in the county, ``library`` at that unit."""

    database: Database
    county: str = ""
    library: str = ""
    units: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)

    def actor(self, tx: Tx, name: str) -> Actor:
        return actor_of(tx, self.accounts[name])

    def actors(self) -> dict[str, Actor]:
        with self.database.read() as tx:
            return {name: self.actor(tx, name) for name in self.accounts}


def make_school(database: Database) -> School:
    school = School(database)
    with database.write() as tx:
        register = Register.start(tx)
        school.county = region_nodes(tx, [COUNTY])[COUNTY]
        school.units = {"archive": register.unit(approved=9), "library": register.unit("清溪县图书馆", approved=9)}
        persons = register.people(len(PEOPLE))
        open_postings(
            tx,
            SYSTEM,
            [_posting(school, *one) for one in zip(persons, PEOPLE.values(), strict=True)],
            register.cause,
        )
        for name, person_id in zip(PEOPLE, persons, strict=True):
            school.persons[name] = person_id
            school.accounts[name] = make_account(tx, name, person=person_id)
        school.accounts["nowhere"] = make_account(tx, "nowhere")
        for name in ("training", "teacher", "teacher2"):
            school.accounts[name] = make_holder(tx, name, Role.TRAINING, school.county)
        library = node_of_organization(tx, school.units["library"])
        school.library = library
        school.accounts["library"] = make_holder(tx, "library", Role.TRAINING, library)
    return school


def _posting(school: School, person_id: str, place: tuple[str, str | None]) -> NewPosting:
    unit, rank = place
    return NewPosting(person_id, school.units[unit], "institution", "科员", "open_recruitment", OPENING, rank=rank)


def make_course(tx: Tx, title: str = "机构编制基础") -> str:
    """A published course, as far as credits look at one."""
    course = Course(key=f"c{title}"[:40], state="published", current_version=1, created_at=tx.now())
    tx.session.add(course)
    tx.session.flush()
    version = CourseVersion(
        course_id=course.id,
        version=1,
        digest="sm3:0",
        title=title,
        title_en=title,
        summary="",
        summary_en="",
        audience="",
        audience_en="",
        hours="6",
        gives_certificate=False,
        lessons=1,
        quizzes=0,
        package_bytes=0,
        outline={},
        published_at=tx.now(),
    )
    tx.session.add(version)
    tx.session.flush()
    return course.id


def complete_course(tx: Tx, course_id: str, account_id: str) -> str:
    """The row that says so, and the event."""
    completion = Completion(account_id=account_id, course_id=course_id, version=1, completed_on=tx.today())
    tx.session.add(completion)
    tx.session.flush()
    tx.publish(CourseCompleted(completion.id, account_id, course_id))
    return completion.id


def records_sheet(*rows: Sequence[str | float | date]) -> bytes:
    """A table of records with the headings of our form."""
    target = io.BytesIO()
    write_workbook([SheetContent("培训记录", HEADINGS, rows)], target)
    return target.getvalue()


def class_body(school: School, now: datetime, **changes: Any) -> dict[str, Any]:
    """A class of two rounds in the county tomorrow; its teachers are ``teacher`` and ``teacher2``."""
    begins = now + timedelta(days=1)
    session = {
        "title": "第一轮",
        "task": "填报一项入编",
        "level": 1,
        "starts_at": begins.isoformat(),
        "ends_at": (begins + timedelta(hours=2)).isoformat(),
        "hours": "2.5",
    }
    harder = {
        **session,
        "title": "第二轮",
        "level": 3,
        "starts_at": (begins + timedelta(hours=3)).isoformat(),
        "ends_at": (begins + timedelta(hours=5)).isoformat(),
        "hours": "3",
    }
    return {
        "node_id": school.county,
        "title": "实名制上机实操班",
        "about": "",
        "place": "县委党校二教室",
        "seats": 4,
        "per_unit": 3,
        "open_to_all": True,
        "teacher_ids": [school.accounts["teacher"], school.accounts["teacher2"]],
        "sessions": [session, harder],
        **changes,
    }
