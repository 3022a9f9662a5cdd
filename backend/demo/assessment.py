"""Mentoring and this year's work of the demonstration: goals, routine checks, a mentorship, the scheme.

Everybody acts through the operations of the product at their own hour. The assessment of this year is left to be
made. In the first weeks of a year there is no time for any of it, and none is played.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from backend.assessment.evidence.public import EntryDocument, EntrySource, NewEntry, record_entry
from backend.assessment.goals.public import (
    CheckGrade,
    Goal,
    Measure,
    NewProgress,
    Part,
    agree,
    comment_check,
    report_progress,
    save_draft,
    write_check,
)
from backend.assessment.goals.queries.goals import my_goals
from backend.assessment.terms import ONE
from backend.core.clock import FixedClock
from backend.core.db import Database, new_id
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.demo.closing_year import adopt
from backend.demo.identity import Cast
from backend.demo.learning import School
from backend.demo.register import Opened
from backend.register.public import region_nodes, staff_below
from courses.mentoring.operations.agreements import AgreementDraft, confirm_agreement, write_agreement
from courses.mentoring.operations.meetings import MeetingDraft, confirm_meeting, note_meeting
from courses.mentoring.operations.mentorships import accept_mentorship
from courses.mentoring.operations.pairing import pair_by_hand
from courses.mentoring.operations.profiles import (
    NeedText,
    ProfileText,
    save_need_of,
    save_own_profile,
    save_profile_of,
    set_wishes,
)
from courses.mentoring.operations.secondments import SecondmentDocument, SecondmentDraft, record_secondment
from notifications.public import read_all_notices

#: How many days of this year must have passed before there is anything to tell of it.
ROOM = 75


def play_assessment(
    runtime: Runtime, cast: Cast, home: Opened, chance: random.Random, say: Callable[[str], None]
) -> None:
    """This year's work, as far as this year has come."""
    today = runtime.clock.today()
    new_year = date(today.year, 1, 1)
    if (today - new_year).days < ROOM:
        return
    clock = FixedClock(runtime.clock.now() - timedelta(days=(today - new_year).days))
    database = Database(runtime.settings.database_url, clock, runtime.keyring)
    with database.read() as tx:
        region = region_nodes(tx, [home.body.organization.region_code])[home.body.organization.region_code]
    school = School(database, clock, cast, chance, region, home.node_id)
    try:
        _set_goals(school, home, new_year)
        _second(school, home, new_year + timedelta(days=61))
        _check(school, new_year, today)
        _pair(school, today)
        _enter(school, today)
        with school.at(today - timedelta(days=2), 10) as tx:
            adopt(tx, cast, today.year, school.region_node, tried_on=today.year - 1)
        with database.write() as tx:  # what was told until then was read then
            for username in cast.by_username:
                read_all_notices(tx, cast.actor(tx, username))
    finally:
        database.dispose()
    say(f"{home.body.organization.name} has goals, checks and a mentorship of {today.year}.")


def _person(tx: Tx, school: School, username: str) -> str:
    return str(school.cast.actor(tx, username).person_ref)


def _set_goals(school: School, home: Opened, new_year: date) -> None:
    """Two goals of the unit, shared out; the trainee has reported some of the way."""
    year = new_year.year
    due = date(year, 12, 20)
    with school.at(new_year + timedelta(days=19), 9) as tx:
        head = school.cast.actor(tx, "head")
        trainee, mentor, clerk = (_person(tx, school, name) for name in ("trainee", "mentor", "unit"))
        goals = (
            Goal(
                "",
                "完成在建项目巡查",
                Measure.AMOUNT,
                "个",
                40 * ONE,
                6000,
                due,
                (Part("", trainee, 5000, due), Part("", mentor, 5000, due)),
            ),
            Goal("", "修订档案管理制度", Measure.YES_NO, "", None, 4000, due, (Part("", clerk, 10000, due),)),
        )
        save_draft(tx, head, home.organization_id, year, 0, goals)
    with school.at(new_year + timedelta(days=20), 9) as tx:
        agree(tx, school.cast.actor(tx, "head"), home.organization_id, year, 1)
    with school.at(new_year + timedelta(days=60), 9) as tx:
        actor = school.cast.actor(tx, "trainee")
        part = my_goals(tx, actor, year)["parts"][0]
        report_progress(tx, actor, part["id"], NewProgress(tx.today(), 15 * ONE, "完成城东片区巡查"))


def _second(school: School, home: Opened, day: date) -> None:
    """Somebody of another unit works at this one since March (挂职), and is assessed here in this year."""
    with school.at(day, 10) as tx:
        today = tx.today()
        people = staff_below(tx, school.region_node, today, limit=100)
        guest = next(one.person_id for one in people if one.organization_id != home.organization_id)
        document = SecondmentDocument(
            f"云组〔{today.year}〕5号", "关于挂职锻炼的通知", "中共云川市委组织部", today
        )
        draft = SecondmentDraft(
            home.organization_id, home.body.organization.name, "科员", today, today + timedelta(days=600), document
        )
        record_secondment(tx, school.cast.actor(tx, "training"), guest, draft)


def _check(school: School, new_year: date, today: date) -> None:
    """The routine checks of the quarters that are over: two wrote something, and their superiors said a word."""
    for quarter, (username, superior) in enumerate((("trainee", "unit"), ("unit", "head"))):
        for number in range(1, (today.month - 1) // 3 + 1):
            code = f"{new_year.year}-Q{number}"
            day = date(new_year.year, 3 * number, 26)
            with school.at(day, 9 + quarter) as tx:
                write_check(tx, school.cast.actor(tx, username), code, "完成巡查和资料归档，参加业务学习。")
            with school.at(day + timedelta(days=2), 9 + quarter) as tx:
                person = _person(tx, school, username)
                comment_check(
                    tx, school.cast.actor(tx, superior), person, code, CheckGrade.GOOD, "任务完成得及时、细致。"
                )


def _pair(school: School, today: date) -> None:
    """A mentorship that runs since the courses came; the others look for a mentor."""
    day = today - timedelta(days=44)
    fields = ("real_name_entry", "local_quota")
    with school.at(day, 9) as tx:
        chief = school.cast.actor(tx, "chief")
        ids = school.cast.by_username
        save_own_profile(
            tx,
            school.cast.actor(tx, "mentor"),
            ProfileText(offered=True, fields=fields, capacity=3, about="从事机构编制工作十二年"),
            0,
        )
        save_profile_of(tx, chief, ids["trainee-01"], ProfileText(offered=True, fields=fields[:1], capacity=1), 0)
        for number in range(2, 6):
            save_need_of(tx, chief, ids[f"trainee-{number:02d}"], NeedText(looking=True, fields=fields[:1]), 0)
        set_wishes(tx, school.cast.actor(tx, "trainee-02"), [ids["mentor"]])
        mentorship_id = pair_by_hand(tx, chief, ids["trainee-05"], ids["trainee-01"])
    pair = ("trainee-01", "trainee-05")
    for username in pair:
        with school.at(day + timedelta(days=1), 9) as tx:
            accept_mentorship(tx, school.cast.actor(tx, username), mentorship_id)
    with school.at(day + timedelta(days=2), 9) as tx:
        draft = AgreementDraft("独立办理入编事项", "每两周交流一次", tx.today(), tx.today() + timedelta(days=240))
        write_agreement(tx, school.cast.actor(tx, pair[0]), mentorship_id, 0, draft)
    with school.at(day + timedelta(days=3), 9) as tx:
        confirm_agreement(tx, school.cast.actor(tx, pair[1]), mentorship_id, 1)
    for weeks in (1, 3, 5):
        with school.at(day + timedelta(days=7 * weeks), 9) as tx:
            meeting_id = new_id()
            note = MeetingDraft(tx.today(), "一起核对入编材料清单", "下次试办一件")
            note_meeting(tx, school.cast.actor(tx, pair[1]), mentorship_id, meeting_id, note)
        with school.at(day + timedelta(days=7 * weeks + 1), 9) as tx:
            confirm_meeting(tx, school.cast.actor(tx, pair[0]), mentorship_id, meeting_id, 1)


def _enter(school: School, today: date) -> None:
    """A result of a special assessment (专项考核), entered from its document."""
    with school.at(today - timedelta(days=12), 10) as tx:
        document = EntryDocument(
            f"云考〔{today.year}〕3号", "关于防汛专项考核结果的通报", "云川市考核办", tx.today()
        )
        entry = NewEntry(
            EntrySource.SPECIAL_ASSESSMENT,
            _person(tx, school, "trainee"),
            "防汛值守",
            tx.today(),
            90 * ONE,
            document,
        )
        record_entry(tx, school.cast.actor(tx, "assessor"), entry)
