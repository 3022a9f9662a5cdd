"""Who is seconded for over half of the year: in the host's round or in the own one, and in every room the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from backend.assessment.evidence.public import (
    EntrySource,
    object_to_evidence,
    open_evidence_objections,
    record_entry,
)
from backend.assessment.evidence.queries.desk import people_to_enter
from backend.assessment.evidence.queries.views import evidence_of_person
from backend.assessment.goals.queries.checks import my_checks, people_for_paper
from backend.assessment.goals.queries.goals import people_for_parts
from backend.assessment.grading.models import AssessmentCase
from backend.assessment.grading.operations.freezing import freeze_round
from backend.assessment.grading.operations.reopening import reopen_round
from backend.assessment.grading.queries.board import board
from backend.assessment.marks.queries.own import marks_to_give, own_ballot, own_marks
from backend.assessment.rounds.operations.superiors import name_superior
from backend.assessment.rounds.public import (
    RoundPlan,
    RoundState,
    SuperiorSource,
    Window,
    assessed_in_units,
    assessed_named,
    assessed_one,
    assessed_people,
    create_round,
    latest_round_of,
    move_round,
    round_by_id,
    round_of_person,
    subordinates_of,
)
from backend.assessment.rounds.queries.views import round_people
from backend.core.clock import FixedClock
from backend.core.db import new_id
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.core.web.pagination import encode_cursor
from backend.identity.permissions import Role
from backend.register.models import Posting
from backend.register.public import (
    AppointmentRole,
    Cause,
    NewAppointment,
    NewPosting,
    Post,
    end_posting,
    node_of_organization,
    open_postings,
    record_appointment,
)
from courses.mentoring.operations.secondments import SecondmentDocument, SecondmentDraft, record_secondment
from tests.factories.evidence import new_entry
from tests.factories.identity import SYSTEM, actor_of, make_holder
from tests.factories.register import OPENING
from tests.factories.rounds import BUREAU, INSTITUTE, YEAR, Bureau, make_bureau
from tests.factories.schemes import adopt_suggested
from tests.support.shelf import Shelf

PAPER = SecondmentDocument("清组〔2026〕3号", "关于选派挂职干部的通知", "清溪县委组织部", date(2025, 12, 20))
SENT = date(2026, 2, 1)


@dataclass(slots=True)
class Two:
    """The bureau's round and that of the institution, which ``gao`` heads; ``ann`` of the bureau is there."""

    bureau: Bureau
    own: str
    host: str
    assessor: str
    training: str


def make_two(runtime: Runtime, *, own_lets_go: bool = True, host_takes: bool = True) -> Two:
    made = make_bureau(runtime)
    with runtime.database.write() as tx:
        adopt_suggested(tx, made.region, YEAR)
        node = node_of_organization(tx, made.institute)
        days = (tx.today() - timedelta(days=5), tx.today() + timedelta(days=5))
        own, host = (
            create_round(
                tx, SYSTEM, YEAR, place, RoundPlan("2026", dict.fromkeys(Window, days), {"seconded_at_host": yes})
            )
            for place, yes in ((made.node, int(own_lets_go)), (node, int(host_takes)))
        )
        for round_id in (own, host):
            move_round(tx, SYSTEM, round_id, RoundState.OPEN, None)
        gao, role = made.persons["gao"], AppointmentRole.HELD
        post = Post(gao, made.institute, None, "主任", "L10", role, principal=True, counts=True)
        record_appointment(tx, SYSTEM, NewAppointment(post, OPENING))
        assessor = make_holder(tx, "host-assessor", Role.ASSESSOR, node)
        training = make_holder(tx, "training", Role.TRAINING, made.region)
    return Two(made, own, host, assessor, training)


def second(runtime: Runtime, two: Two, name: str, place: str = "清溪县房产事务中心", **days: date) -> None:
    with runtime.database.write() as tx:
        draft = SecondmentDraft(
            organization_id=None,
            place_name=place,
            post_held="主任助理",
            started_on=days.get("started_on", SENT),
            expected_to=days.get("expected_to"),
            document=PAPER,
        )
        record_secondment(tx, actor_of(tx, two.training), two.bureau.persons[name], draft)


def names(tx: Tx, two: Two, round_id: str) -> set[str | None]:
    return {two.bureau.name_of(one.person_id) for one in assessed_people(tx, round_by_id(tx, round_id))}


def test_who_is_seconded_is_assessed_at_the_host_in_every_room(runtime: Runtime, shelf: Shelf) -> None:
    two = shelf.take(make_two, runtime)
    made, ann = two.bureau, two.bureau.persons["ann"]
    with runtime.database.write() as tx:  # named at home, before the secondment: of the former place
        name_superior(tx, made.actor(tx, "head"), ann, made.persons["cai"], OPENING)
    second(runtime, two, "ann")
    with runtime.database.write() as tx:
        today, actor = tx.today(), made.actor(tx, "ann")
        assert names(tx, two, two.own) == {*BUREAU} - {"ann"}
        assert names(tx, two, two.host) == {*INSTITUTE, "ann"}
        placed = assessed_one(tx, ann)
        assert placed is not None
        assert (placed.organization_id, placed.seconded_from) == (made.institute, "清溪县住房和城乡建设局")
        assert (placed.superior_id, placed.superior_source) == (made.persons["gao"], SuperiorSource.UNIT)
        for found in (
            assessed_people(tx, round_by_id(tx, two.host)),
            assessed_in_units(tx, [made.institute], today),
            assessed_named(tx, [ann], today),
            subordinates_of(tx, made.persons["gao"], today),
        ):
            assert placed in found
        assert ann not in {one.person_id for one in assessed_in_units(tx, [made.bureau], today)}
        for former in ("chief", "cai", "director"):
            assert ann not in {one.person_id for one in subordinates_of(tx, made.persons[former], today)}
        for held in (round_of_person(tx, ann, YEAR), latest_round_of(tx, ann)):
            assert held is not None
            assert held.id == two.host
        # what people hand in, and who reads what of them
        assert own_marks(tx, actor)["round"]["id"] == two.host
        assert my_checks(tx, actor, YEAR)["superior"] == _name(tx, made, "gao")
        [given] = marks_to_give(tx, made.actor(tx, "gao"))["items"]
        assert {one["person_id"] for one in given["people"]} == {ann, made.persons["han"]}
        raters = {one["person_id"] for one in own_ballot(tx, made.actor(tx, "ben"), two.own)["people"]}
        assert ann not in raters
        assert raters
        entry = record_entry(tx, SYSTEM, new_entry(ann, SENT, EntrySource.COMMENDATION, None))
        object_to_evidence(tx, actor, YEAR, "commendation", entry, "不是本人")
        assert [open_evidence_objections(tx, one) for one in (two.own, two.host)] == [0, 1]
        assert evidence_of_person(tx, actor_of(tx, two.assessor), ann, YEAR)["id"] == ann
        # who may be looked for by name at each desk
        own_desk = make_holder(tx, "own-assessor", Role.ASSESSOR, made.node)
        for desk, expected in ((own_desk, []), (two.assessor, [(ann, "清溪县房产事务中心")])):
            for_paper = people_for_paper(tx, actor_of(tx, desk), placed.name, YEAR)
            assert [(one["person_id"], one["unit"]) for one in for_paper] == expected
            to_enter = people_to_enter(tx, actor_of(tx, desk), placed.name)
            assert [(one["id"], one["unit"]) for one in to_enter] == expected
        # ... and who can be given a part of the goals: of the host's as of those at home
        head = actor_of(tx, make_holder(tx, "host-head", Role.HEAD, two.bureau.region))
        for unit, home in ((made.institute, placed.seconded_from), (made.bureau, None)):
            offered = {one["id"]: one["seconded_from"] for one in people_for_parts(tx, head, unit)}
            assert offered[ann] == home


@pytest.mark.parametrize(
    ("lets_go", "takes", "place"),
    [(False, True, "清溪县房产事务中心"), (True, False, "清溪县房产事务中心"), (True, True, "邻省某市住建局")],
)
def test_otherwise_the_own_unit_assesses(
    runtime: Runtime, shelf: Shelf, lets_go: bool, takes: bool, place: str
) -> None:
    two = shelf.take(make_two, runtime, own_lets_go=lets_go, host_takes=takes)
    second(runtime, two, "ann", place)
    with runtime.database.read() as tx:
        assert names(tx, two, two.own) == set(BUREAU)
        assert names(tx, two, two.host) == set(INSTITUTE)
        shown = board(tx, two.bureau.actor(tx, "assessor"), two.own)["seconded"]
        assert [(one["place"], one["assessed"]) for one in shown] == [(place, "own")]
        assert board(tx, actor_of(tx, two.assessor), two.host)["seconded"] == []


def test_less_than_half_of_the_year_moves_nobody(runtime: Runtime, shelf: Shelf) -> None:
    two = shelf.take(make_two, runtime)
    second(runtime, two, "ann", expected_to=date(2026, 6, 30))
    second(runtime, two, "ben", started_on=date(2026, 6, 20))  # not there yet
    with runtime.database.read() as tx:
        assert names(tx, two, two.own) == set(BUREAU)
        assert board(tx, two.bureau.actor(tx, "assessor"), two.own)["seconded"] == []


def test_the_board_names_who_came_and_who_went(runtime: Runtime, shelf: Shelf) -> None:
    two = shelf.take(make_two, runtime)
    second(runtime, two, "ann")
    with runtime.database.read() as tx:
        desks = {two.own: two.bureau.actor(tx, "assessor"), two.host: actor_of(tx, two.assessor)}
        for round_id, assessed in ((two.own, "there"), (two.host, "here")):
            assert board(tx, desks[round_id], round_id)["seconded"] == [
                {
                    "person_id": two.bureau.persons["ann"],
                    "name": _name(tx, two.bureau, "ann"),
                    "own_unit": "清溪县住房和城乡建设局",
                    "place": "清溪县房产事务中心",
                    "assessed": assessed,
                }
            ]


def test_a_list_shows_everybody_once_page_by_page(runtime: Runtime, shelf: Shelf) -> None:
    two = shelf.take(make_two, runtime)
    second(runtime, two, "ann")
    with runtime.database.read() as tx:
        host_desk = actor_of(tx, two.assessor)
        for round_id, desk in ((two.own, two.bureau.actor(tx, "assessor")), (two.host, host_desk)):
            seen: list[str] = []
            cursor: str | None = encode_cursor([0])
            while cursor is not None:
                page = round_people(tx, desk, round_id, text="", which="all", cursor=cursor, limit=2)
                seen += [one["person_id"] for one in page["items"]]
                cursor = page["next_cursor"]
            assert len(seen) == len(set(seen))
            assert {two.bureau.name_of(one) for one in seen} == names(tx, two, round_id)
        found = round_people(tx, host_desk, two.host, text="", which="all", cursor=None, limit=50)
        assert [one["seconded_from"] for one in found["items"]] == ["清溪县住房和城乡建设局", None, None]


def test_a_frozen_case_keeps_its_place_until_it_is_opened_again(
    runtime: Runtime, shelf: Shelf, clock: FixedClock
) -> None:
    two = shelf.take(make_two, runtime)
    ann = two.bureau.persons["ann"]
    clock.move(timedelta(days=10))
    with runtime.database.write() as tx:
        freeze_round(tx, SYSTEM, two.own)
    second(runtime, two, "ann")  # recorded late
    with runtime.database.write() as tx:
        assert _rounds_of(tx, ann) == {two.own}
        assert names(tx, two, two.host) == set(INSTITUTE)
        assert board(tx, two.bureau.actor(tx, "assessor"), two.own)["seconded"][0]["assessed"] == "own"
        reopen_round(tx, two.bureau.actor(tx, "assessor"), two.own, RoundState.OPEN, "挂职补录")
        assert names(tx, two, two.own) == {*BUREAU} - {"ann"}
        freeze_round(tx, SYSTEM, two.host)
        freeze_round(tx, SYSTEM, two.own)
        assert _rounds_of(tx, ann) == {two.host}
        cases = tx.session.scalars(select(AssessmentCase).where(AssessmentCase.round_id == two.host)).all()
        # what somebody is stays with them: a civil servant is counted with civil servants
        assert {(one.organization_id, one.category) for one in cases if one.person_id == ann} == {
            (two.bureau.institute, "civil_servant")
        }
        assert {one.category for one in cases if one.person_id != ann} == {"institution_staff"}


def test_who_moves_after_the_freezing_stays_there(runtime: Runtime, shelf: Shelf, clock: FixedClock) -> None:
    two = shelf.take(make_two, runtime)
    han = two.bureau.persons["han"]
    clock.move(timedelta(days=10))
    with runtime.database.write() as tx:
        freeze_round(tx, SYSTEM, two.host)
        _transfer(tx, two, han)
        freeze_round(tx, SYSTEM, two.own)
        assert _rounds_of(tx, han) == {two.host}
        held = latest_round_of(tx, han)
        assert held is not None
        assert held.id == two.host


def test_secondments_cost_a_handful_of_statements(runtime: Runtime, shelf: Shelf) -> None:
    two = shelf.take(make_two, runtime)
    counts = [_statements_for(runtime, two)]
    for name in ("ann", "ben", "cai", "dan"):
        second(runtime, two, name)
        counts.append(_statements_for(runtime, two))
    assert counts[0] <= 8
    assert set(counts[1:]) == {counts[1]}
    assert counts[1] <= counts[0] + 7


def _statements_for(runtime: Runtime, two: Two) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with runtime.database.read() as tx:
        the_round = round_by_id(tx, two.host)
        event.listen(runtime.database.engine, "before_cursor_execute", note)
        assessed_people(tx, the_round)
        event.remove(runtime.database.engine, "before_cursor_execute", note)
    return len(seen)


def _rounds_of(tx: Tx, person_id: str) -> set[str]:
    """The rounds that hold a case of somebody in their newest revision."""
    rows = tx.session.scalars(select(AssessmentCase).where(AssessmentCase.person_id == person_id))
    return {one.round_id for one in rows if round_by_id(tx, one.round_id).revision == one.revision}


def _transfer(tx: Tx, two: Two, person_id: str) -> None:
    """From the institution to the bureau, for good."""
    posting_id = tx.session.scalars(select(Posting.posting_id).where(Posting.person_id == person_id)).one()
    cause, today = Cause("import", new_id()), tx.today()
    end_posting(tx, SYSTEM, posting_id, today, "transfer_out", cause)
    there = NewPosting(person_id, two.bureau.bureau, "administrative", "科员", "transfer_in", today)
    open_postings(tx, SYSTEM, [there], cause)


def _name(tx: Tx, made: Bureau, name: str) -> str:
    found = assessed_one(tx, made.persons[name])
    assert found is not None
    return found.name
