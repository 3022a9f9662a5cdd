"""The learning of the demonstration: courses come and are assigned, colleagues learn, a class is held, some ask.

Everybody acts through the operations of the product at their own hour, and no result is invented: papers are drawn
and judged as anybody's are. The account ``trainee`` has only begun, so that there is something left to do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from backend.core.calendar import is_working_day, working_day_due
from backend.core.clock import SHANGHAI, FixedClock
from backend.core.db import Database
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.demo.identity import Cast
from backend.demo.register import Opened
from backend.records.public import FileStore
from backend.register.public import region_nodes
from courses.catalogue.public import (
    OWN_COURSES,
    NewAssignment,
    assign_course,
    load_content,
    mark_lesson_done,
    read_content,
)
from courses.catalogue.queries.courses import course_page
from courses.catalogue.queries.learning import catalogue
from courses.classes.operations.planning import ClassPlan, NewSession, announce_class, create_class
from courses.classes.operations.roster import NewMark, finish_class, mark_roster
from courses.classes.operations.seating import seat_people
from courses.credits.operations import set_course_credit
from courses.credits.public import Counter, NewCredit, Source, confirm_credits, propose_credit
from courses.credits.queries import pending_credits
from courses.desk.operations import EntryText, answer_question, ask_question, publish_entry
from courses.quizzes.papers import paper_items
from courses.quizzes.public import best_results, finish_attempt, reveal, save_answer, start_attempt
from notifications.public import read_all_notices

#: The course everybody at the unit owes, and the one that the whole region does.
OWED, OWED_BY_ALL = "establishment-basics", "local-bodies"
#: Of those who learn, the last few have not finished.
UNFINISHED = 3


@dataclass(slots=True)
class School:
    """What the acts below share."""

    database: Database
    clock: FixedClock
    cast: Cast
    chance: random.Random
    region_node: str
    unit_node: str

    @contextmanager
    def at(self, day: date, hour: int) -> Iterator[Tx]:
        """A transaction on the working day at or before ``day``: nothing is told from the future."""
        while not is_working_day(day)[0]:
            day -= timedelta(days=1)
        moment = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
        self.clock.move(max(moment - self.clock.now(), timedelta(minutes=1)))
        with self.database.write() as tx:
            yield tx


def play_learning(
    runtime: Runtime, cast: Cast, home: Opened, chance: random.Random, say: Callable[[str], None]
) -> None:
    """Six weeks of learning, up to yesterday, at the unit that has accounts to sign in with."""
    today = runtime.clock.today()
    clock = FixedClock(runtime.clock.now() - timedelta(days=46))
    database = Database(runtime.settings.database_url, clock, runtime.keyring)
    with database.read() as tx:
        region = region_nodes(tx, [home.body.organization.region_code])[home.body.organization.region_code]
    school = School(database, clock, cast, chance, region, home.node_id)
    try:
        with school.at(today - timedelta(days=45), 9) as tx:
            loaded = load_content(
                tx, cast.actor(tx, "author"), read_content(OWN_COURSES), FileStore.of(runtime.settings)
            )
        say(loaded.line())
        _assign(school, today)
        _learn(school, today)
        _recognize(school, today)
        _hold_class(school, today)
        _ask(school, today)
        with database.write() as tx:  # what was told in those weeks was read then
            for username in school.cast.by_username:
                read_all_notices(tx, cast.actor(tx, username))
        _announce_next_class(school, today)
    finally:
        database.dispose()


def learners(cast: Cast) -> list[str]:
    """User names of those at the unit who learn, the one people sign in with excepted."""
    return ["head", "unit", "mentor", *sorted(name for name in cast.by_username if name.startswith("trainee-"))]


def _course_id(tx: Tx, school: School, key: str) -> str:
    page = catalogue(tx, school.cast.actor(tx, "training"), "", None, 50)
    return next(str(item["id"]) for item in page["items"] if item["key"] == key)


def _assign(school: School, today: date) -> None:
    with school.at(today - timedelta(days=42), 10) as tx:
        training = school.cast.actor(tx, "training")
        for key, node_id, days in ((OWED, school.unit_node, 20), (OWED_BY_ALL, school.region_node, 50)):
            new = NewAssignment(_course_id(tx, school, key), node_id, today + timedelta(days=days))
            assign_course(tx, training, new)
        set_course_credit(tx, training, _course_id(tx, school, OWED), school.region_node, 20)


def _learn(school: School, today: date) -> None:
    names = learners(school.cast)
    for place, username in enumerate(names):
        day = today - timedelta(days=38 - 3 * place)
        _study(school, username, day, finishes=place < len(names) - UNFINISHED)
    with school.at(today - timedelta(days=4), 12) as tx:
        trainee = school.cast.actor(tx, "trainee")
        outline = course_page(tx, trainee, _course_id(tx, school, OWED))
        for lesson in outline["units"][0]["lessons"][:1]:
            mark_lesson_done(tx, trainee, str(lesson["id"]))


def _study(school: School, username: str, day: date, *, finishes: bool) -> None:
    """One person's way through the course that is owed: its lessons, its quizzes, and its final paper."""
    with school.at(day, 9) as tx:
        actor = school.cast.actor(tx, username)
        outline = course_page(tx, actor, _course_id(tx, school, OWED))
        units = outline["units"] if finishes else outline["units"][:1]
        for unit in units:
            for lesson in unit["lessons"]:
                mark_lesson_done(tx, actor, str(lesson["id"]))
    papers = [str(quiz["id"]) for unit in units for quiz in unit["quizzes"]]
    if finishes and outline["final_quiz"]:
        papers.append(str(outline["final_quiz"]["id"]))
    for quiz_id in papers:
        passed = _sit(school, username, quiz_id, day, right=0.82)
        if not passed:
            _sit(school, username, quiz_id, day + timedelta(days=1), right=0.97)


def _sit(school: School, username: str, quiz_id: str, day: date, *, right: float) -> bool:
    """Sit one paper, giving each right answer with a probability and else none. Returns whether it was passed."""
    with school.at(day, 15) as tx:
        actor = school.cast.actor(tx, username)
        attempt_id = start_attempt(tx, actor, quiz_id, school.chance)
        for item in paper_items(tx, attempt_id):
            if school.chance.random() < right:
                answer = _right_answer(reveal(item.question, item.keymap))
                save_answer(tx, actor, attempt_id, item.position, answer, 1)
        finish_attempt(tx, actor, attempt_id)
        return best_results(tx, str(actor.account_id), [quiz_id])[quiz_id].passed


def _right_answer(told: dict[str, Any]) -> dict[str, Any]:
    """The answer that a review would call right, in the shape in which it is given."""
    if told["parts"]:
        return {"parts": {part_id: _right_answer(part) for part_id, part in told["parts"].items()}}
    if told["blanks"]:
        blanks = told["blanks"]
        return {"blanks": [(blank["accepted"] or [(blank["numeric"] or {}).get("value")])[0] for blank in blanks]}
    answer: dict[str, Any] = told["answer"]
    return answer


def _recognize(school: School, today: date) -> None:
    """A record of the Party school, and the hours of those who passed, confirmed by the training authority."""
    with school.at(today - timedelta(days=6), 10) as tx:
        training = school.cast.actor(tx, "training")
        last_day = today - timedelta(days=70)
        record = NewCredit(
            account_id=school.cast.by_username["trainee"],
            node_id=school.unit_node,
            kind=Counter.CONCENTRATED,
            tenths=240,
            source=Source.PARTY_SCHOOL,
            source_key="demo-party-school",
            title="新任职人员培训班（演示）",
            started_on=last_day - timedelta(days=3),
            ended_on=last_day,
        )
        propose_credit(tx, training, record)
        page = pending_credits(tx, training, None, 50)
        confirm_credits(tx, training, [str(item["id"]) for item in page["items"]])


def _plan(school: School, day: date, title: str, about: str) -> ClassPlan:
    def session(hour: int, name: str, task: str, level: int) -> NewSession:
        starts = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
        return NewSession(name, task, level, starts, starts + timedelta(hours=3), 30)

    return ClassPlan(
        title=title,
        about=about,
        place="市委党校 301 教室（演示）",
        seats=12,
        per_unit=None,
        open_to_all=True,
        teacher_ids=(school.cast.by_username["training"],),
        sessions=(
            session(9, "看懂一个单位的三个数", "在练习空间查一个单位的核定、实有、在途", 1),
            session(14, "办一件入编", "在练习空间申报、退回、补正、办结", 2),
        ),
    )


def _hold_class(school: School, today: date) -> None:
    day = working_day_due(today - timedelta(days=12), 1).day
    with school.at(day - timedelta(days=7), 9) as tx:
        training = school.cast.actor(tx, "training")
        class_id = create_class(
            tx, training, school.region_node, _plan(school, day, "实名制实务班", "带着问题来，现场办一遍。")
        )
        announce_class(tx, training, class_id, 1)
        seat_people(tx, training, class_id, _ids(school, learners(school.cast)[:9]), invite=False)
    with school.at(day, 18) as tx:
        training = school.cast.actor(tx, "training")
        for number in ("1", "2"):
            marks = [NewMark(one, present=True, seen=None) for one in _ids(school, learners(school.cast)[:8])]
            mark_roster(tx, training, class_id, number, marks)
        finish_class(tx, training, class_id)


def _announce_next_class(school: School, today: date) -> None:
    """One that is still to come, with its invitation waiting in the notices."""
    day = working_day_due(today + timedelta(days=8), 1).day
    with school.at(today - timedelta(days=1), 16) as tx:
        training = school.cast.actor(tx, "training")
        plan = _plan(school, day, "用编与入编专题班", "从申请用编到入编办结，一步一步做。")
        class_id = create_class(tx, training, school.region_node, plan)
        seat_people(tx, training, class_id, _ids(school, ["trainee", "unit"]), invite=True)
        announce_class(tx, training, class_id, 1)


def _ids(school: School, usernames: list[str]) -> list[str]:
    return [school.cast.by_username[username] for username in usernames]


def _ask(school: School, today: date) -> None:
    """Two questions, of which one was answered and became an entry that everybody finds."""
    with school.at(today - timedelta(days=5), 11) as tx:
        unit = school.cast.actor(tx, "unit")
        question_id = ask_question(
            tx, unit, "核定数和实有数一样时，还能申报入编吗？", "none", None, anonymous=False
        )
        ask_question(tx, unit, "两个岗位同时招录，要不要分两次申报？", "none", None, anonymous=False)
    with school.at(today - timedelta(days=3), 10) as tx:
        officer = school.cast.actor(tx, "officer")
        answer = "没有空编就不能申报入编：实有人员不得突破核定的编制。先看单位页的“空缺”，它已减去在途的人数。"
        answer_question(tx, officer, question_id, 1, answer, share=True)
        entry = EntryText("没有空编时能申报入编吗？", answer, "地方各级人民政府机构设置和编制管理条例#6")
        publish_entry(tx, officer, entry, question_id)
