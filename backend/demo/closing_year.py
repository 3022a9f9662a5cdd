"""Last year's assessment of the demonstration, at the unit that has accounts to sign in with: from scheme to seal.

It is told as one thread that is woven into the year of matters: each step says when it happens and is handed a
transaction of that moment.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from backend.assessment.grading.operations.compiling import compile_round
from backend.assessment.grading.operations.freezing import freeze_round
from backend.assessment.grading.public import cases
from backend.assessment.marks.public import Choice, cast_ballot, give_mark, hand_in_summary
from backend.assessment.marks.queries.own import marks_to_give, own_ballot
from backend.assessment.results.operations.decisions import confirm_decision
from backend.assessment.results.operations.notices import issue_notices, sign_notice
from backend.assessment.results.operations.paper import record_paper_signatures
from backend.assessment.results.operations.publicity import end_publicity, open_publicity
from backend.assessment.results.operations.recording import Minutes, NewDecision, record_decision
from backend.assessment.results.operations.seals import seal_round
from backend.assessment.results.queries.desk import decision_view
from backend.assessment.results.queries.groups import group_of, key_of, undecided_groups
from backend.assessment.results.queries.own import my_result
from backend.assessment.results.states import Body
from backend.assessment.rounds.public import RoundPlan, Window, create_round, open_round, round_by_id
from backend.assessment.schemes.public import adopt_scheme, create_scheme, simulate_now
from backend.assessment.terms import Category, Dimension, Grade, SubjectKind
from backend.core.calendar import working_day_due
from backend.core.clock import SHANGHAI
from backend.core.transaction import Tx
from backend.demo.approvals import Thread
from backend.demo.identity import Cast
from backend.demo.register import Opened
from backend.register.public import (
    AppointmentRole,
    NewAppointment,
    Paper,
    Post,
    places_of_people,
    record_appointment,
)
from courses.credits.public import Counter, NewCredit, Source, confirm_credits, propose_credit
from courses.credits.queries import pending_credits

#: Who has an account at the unit.
PEOPLE = ("unit", "head", "trainee", "mentor", *(f"trainee-{number:02d}" for number in range(1, 9)))
#: A signature as a finger draws it.
_STROKE = [number for step in range(8) for number in (120 + 20 * step, 150 + 40 * (step % 3 - 1))]
_SIGNATURE = [_STROKE, [340, 130, 380, 170, 420, 200, 470, 150, 520, 120]]


def at(day: date, hour: int) -> datetime:
    """An hour of the working day at or after ``day``."""
    working = working_day_due(day - timedelta(days=1), 1).day
    return datetime(working.year, working.month, working.day, hour, tzinfo=SHANGHAI)


def last_year(cast: Cast, home: Opened, chance: random.Random, year: int) -> Thread:
    """The assessment of ``year``, which ends in the first weeks of the next."""
    yield from _prepare(cast, home, year)
    day = date(year + 1, 1, 5)
    tx = yield at(day, 9)
    adopt(tx, cast, year, home.node_id, tried_on=year)
    assessor = cast.actor(tx, "assessor")
    plan = RoundPlan(f"{year}年度考核", dict.fromkeys(Window, (tx.today(), tx.today() + timedelta(days=9))))
    round_id = create_round(tx, assessor, year, home.node_id, plan)
    open_round(tx, assessor, round_id, round_by_id(tx, round_id).version)
    yield from _hand_in(cast, round_id, day + timedelta(days=1), chance)
    tx = yield at(day + timedelta(days=14), 10)
    freeze_round(tx, cast.actor(tx, "assessor"), round_id)
    compile_round(tx, cast.actor(tx, "assessor"), round_id)
    yield from _decide(cast, round_id, day + timedelta(days=16), year)
    tx = yield at(day + timedelta(days=20), 10)
    publicity = open_publicity(tx, cast.actor(tx, "assessor"), round_id)
    tx = yield at(day + timedelta(days=40), 10)  # the spring festival may lie between
    if publicity is not None:
        end_publicity(tx, cast.actor(tx, "assessor"), publicity)
    issue_notices(tx, cast.actor(tx, "assessor"), round_id)
    yield from _sign(cast, round_id, day + timedelta(days=42))


def adopt(tx: Tx, cast: Cast, year: int, node_id: str, *, tried_on: int) -> None:
    """Put this product's suggestions for civil servants and for units in force at a place, tried on a year."""
    assessor = cast.actor(tx, "assessor")
    for category in (Category.CIVIL_SERVANT, SubjectKind.UNIT):
        scheme_id = create_scheme(
            tx, assessor, year=year, category=category.value, node_id=node_id, begin="suggestion"
        )
        simulate_now(tx, assessor, scheme_id, tried_on)
        adopt_scheme(tx, assessor, scheme_id, 1, "按建议方案试算后采用")


def _prepare(cast: Cast, home: Opened, year: int) -> Thread:
    """The head leads the unit, its clerk the division of the trainee; a year of training is recognized."""
    tx = yield at(date(year, 12, 2), 9)
    trainee = cast.actor(tx, "trainee").person_ref or ""
    division = places_of_people(tx, [trainee])[trainee].division_id
    paper = Paper(f"云任〔{year}〕1号", "关于任职的通知", "中共云川市委组织部", tx.today())
    for username, title, level, place in (("head", "局长", "L07", None), ("unit", "科长", "L09", division)):
        person = cast.actor(tx, username).person_ref or ""
        post = Post(
            person, home.organization_id, place, title, level, AppointmentRole.HELD, principal=True, counts=True
        )
        record_appointment(tx, cast.actor(tx, "officer"), NewAppointment(post, tx.today(), paper))
    tx = yield at(date(year, 12, 15), 10)
    training = cast.actor(tx, "training")
    for username in PEOPLE:
        record = NewCredit(
            account_id=cast.by_username[username],
            node_id=home.node_id,
            kind=Counter.CONCENTRATED,
            tenths=1000,
            source=Source.PARTY_SCHOOL,
            source_key=f"demo-{year}-{username}",
            title="年度轮训班（演示）",
            started_on=tx.today() - timedelta(days=13),
            ended_on=tx.today() - timedelta(days=1),
        )
        propose_credit(tx, training, record)
    confirm_credits(tx, training, [str(item["id"]) for item in pending_credits(tx, training, None, 50)["items"]])


def _hand_in(cast: Cast, round_id: str, day: date, chance: random.Random) -> Thread:
    """Summaries, ballots, and the marks of those who have somebody to mark."""
    for username in PEOPLE:
        tx = yield at(day, 10)
        actor = cast.actor(tx, username)
        hand_in_summary(tx, actor, round_id, "本年度完成了岗位职责内的各项工作，按时参加学习，遵守纪律。", 0)
        people = own_ballot(tx, actor, round_id)["people"]
        if people:
            words = (Choice.GOOD, Choice.GOOD, Choice.FAIRLY_GOOD)
            slips = {row["person_id"]: {of: chance.choice(words) for of in Dimension} for row in people}
            cast_ballot(tx, actor, round_id, slips)
    for username in ("head", "unit"):
        tx = yield at(day, 15)
        actor = cast.actor(tx, username)
        people = [person for row in marks_to_give(tx, actor)["items"] for person in row["people"]]
        for person in people:
            points = {of: chance.randint(86, 98) for of in Dimension}
            give_mark(tx, actor, round_id, person["person_id"], points, "工作认真，完成了任务。", 0)


def _decide(cast: Cast, round_id: str, day: date, year: int) -> Thread:
    """The committee decides as proposed, and 称职 where too little was known to propose anything."""
    tx = yield at(day, 10)
    assessor = cast.actor(tx, "assessor")
    recorded = {}
    for number, group in enumerate(undecided_groups(tx, round_id), start=1):
        body = Body.SUPERVISING if group.leading else Body.COMMITTEE
        minutes = Minutes(body, f"考委纪要〔{year + 1}〕{number}号", tx.today())
        open_cases = [
            case for case in cases(tx, round_id) if group_of(case) == key_of(group) and case.grade is None
        ]
        changes = {case.id: (Grade.COMPETENT, "综合全年表现，会议研究确定。") for case in open_cases}
        decision_id = record_decision(tx, assessor, round_id, NewDecision(key_of(group), minutes, changes))
        recorded[decision_id] = "orgdept" if group.leading else "head"
    for decision_id, username in recorded.items():
        tx = yield at(day + timedelta(days=1), 9)
        actor = cast.actor(tx, username)
        confirm_decision(tx, actor, decision_id, decision_view(tx, actor, decision_id)["digest"])


def _sign(cast: Cast, round_id: str, day: date) -> Thread:
    """Those who have a phone sign on it, the others on paper; then the year is sealed."""
    for username in PEOPLE:
        tx = yield at(day, 9)
        actor = cast.actor(tx, username)
        notice = my_result(tx, actor)["notice"]
        sign_notice(tx, actor, notice["id"], _SIGNATURE, notice["digest"], "")
    tx = yield at(day + timedelta(days=2), 10)
    assessor = cast.actor(tx, "assessor")
    record_paper_signatures(tx, assessor, round_id, tx.today(), "人事档案室")
    seal_round(tx, assessor, round_id)
