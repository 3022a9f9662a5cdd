"""Rounds in a real database: who is in them and whose superior is who, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from backend.assessment.rounds.errors import (
    AssessedNotFound,
    InvestigationKeeperUnknown,
    RatingWindowOver,
    RoundChanged,
    RoundNotFound,
    RoundOverlaps,
    RoundParametersFixed,
    RoundParametersInvalid,
    RoundReasonMissing,
    RoundStateWrong,
    RoundWindowsInvalid,
    RoundWindowsMissing,
    SuperiorUnfit,
)
from backend.assessment.rounds.operations.rounds import (
    change_round,
    create_round,
    discard_round,
    move_round,
    open_round,
)
from backend.assessment.rounds.operations.superiors import name_superior
from backend.assessment.rounds.public import (
    Assessed,
    RoundPlan,
    RoundState,
    SuperiorSource,
    Window,
    assessed_one,
    assessed_people,
    latest_round_of,
    round_by_id,
    round_of_person,
    subordinates_of,
    superior_of,
    supervising_unit,
)
from backend.assessment.rounds.queries.views import round_list, round_people, round_view
from backend.assessment.terms import Category
from backend.core.clock import FixedClock
from backend.core.errors import DomainError
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.core.web.pagination import encode_cursor
from backend.identity.errors import NodeNotFound
from backend.register.public import end_appointment
from tests.factories.identity import SYSTEM
from tests.factories.rounds import BUREAU, INSTITUTE, YEAR, Bureau, make_bureau, open_windows
from tests.factories.schemes import adopt_suggested
from tests.support.unchanged import nothing_changes

DAYS = (date(2026, 6, 16), date(2026, 6, 30))
WINDOWS = dict.fromkeys(Window, DAYS)


@pytest.fixture
def made(runtime: Runtime) -> Bureau:
    return make_bureau(runtime)


def test_who_is_assessed_and_by_whom(runtime: Runtime, made: Bureau) -> None:
    open_windows(runtime, made)
    with runtime.database.read() as tx:
        people = {made.name_of(one.person_id): one for one in assessed_people(tx, round_by_id(tx, made.round_id))}
        assert set(people) == {*BUREAU, *INSTITUTE}
        assert {name for name, one in people.items() if one.leading} == {"director", "deputy"}
        assert {one.category for name, one in people.items() if name in BUREAU} == {Category.CIVIL_SERVANT}
        assert {one.category for name, one in people.items() if name in INSTITUTE} == {Category.INSTITUTION_STAFF}
        superiors = {name: (made.name_of(one.superior_id), one.superior_source) for name, one in people.items()}
        expected: dict[str | None, tuple[str | None, SuperiorSource]] = dict.fromkeys(
            ("deputy", "chief", "cai", "dan", "eva", "fan"), ("director", SuperiorSource.UNIT)
        )
        expected |= dict.fromkeys(("ann", "ben"), ("chief", SuperiorSource.DIVISION))
        expected |= dict.fromkeys(INSTITUTE, ("director", SuperiorSource.SUPERVISING))
        expected["director"] = (None, SuperiorSource.UNKNOWN)
        assert superiors == expected
        for name, one in people.items():  # one by one it is the same
            assert assessed_one(tx, one.person_id) == one, name
            assert superior_of(tx, one.person_id, tx.today()) == one.superior_id
        for name, count in (("director", 8), ("chief", 2), ("ann", 0)):
            below = subordinates_of(tx, made.persons[name], tx.today())
            assert len(below) == count
            assert all(one.superior_id == made.persons[name] for one in below)
        pages = [_page(tx, made, cursor) for cursor in (None, 4, 8)]
        assert [one for page in pages for one in page] == [one.person_id for one in people.values()]
        assert supervising_unit(tx, made.institute) == made.bureau
        assert round_of_person(tx, made.persons["gao"], YEAR) == latest_round_of(tx, made.persons["gao"])


def test_a_named_superior_counts_from_its_day_until_it_is_taken_back(runtime: Runtime, made: Bureau) -> None:
    ann, cai = made.persons["ann"], made.persons["cai"]
    today = runtime.clock.today()
    with runtime.database.write() as tx:
        name_superior(tx, made.actor(tx, "head"), ann, cai, today)
        assert _superior(tx, ann) == (cai, SuperiorSource.NAMED)
        assert superior_of(tx, ann, today - timedelta(days=1)) == made.persons["chief"]
        assert [one.person_id for one in subordinates_of(tx, cai, today)] == [ann]
        name_superior(tx, made.actor(tx, "head"), ann, None, today)
        assert _superior(tx, ann) == (made.persons["chief"], SuperiorSource.DIVISION)
        assert subordinates_of(tx, cai, today) == []
    refused: list[tuple[str, str, str, type[DomainError]]] = [
        ("head", "ann", "ann", SuperiorUnfit),
        ("director", "director", "cai", SuperiorUnfit),
        ("head", "gao", "cai", AssessedNotFound),  # another unit's
        ("unit", "ann", "cai", AssessedNotFound),
    ]
    for actor, person, superior, error in refused:
        with nothing_changes(runtime.database), pytest.raises(error), runtime.database.write() as tx:
            name_superior(tx, made.actor(tx, actor), made.persons[person], made.persons[superior], today)
    # without who directs the office, its people are the bureau's
    with runtime.database.write() as tx:
        end_appointment(tx, SYSTEM, made.posts["chief"], today)
        assert _superior(tx, ann) == (made.persons["director"], SuperiorSource.UNIT)


def test_a_round_is_prepared_opened_and_moved_on(runtime: Runtime, made: Bureau, clock: FixedClock) -> None:
    with runtime.database.write() as tx:
        assessor = made.actor(tx, "assessor")
        adopt_suggested(tx, made.region, YEAR)
        first = create_round(tx, assessor, YEAR, made.region, RoundPlan("2026年度考核"))
        discard_round(tx, assessor, first)
        plan = RoundPlan("2026年度考核", WINDOWS, {"excellent_percent": 15}, made.accounts["assessor"])
        round_id = create_round(tx, assessor, YEAR, made.region, plan)
        assert latest_round_of(tx, made.persons["ann"]) is None
        open_round(tx, assessor, round_id, 1)
        found = latest_round_of(tx, made.persons["ann"])
        assert found is not None
        assert (found.id, found.state, found.parameters.excellent_percent) == (round_id, RoundState.OPEN, 15)
        assert found.investigation_keeper == made.accounts["assessor"]
    with runtime.database.write() as tx:
        assert move_round(tx, assessor, round_id, RoundState.FROZEN, None).revision == 1
        assert move_round(tx, assessor, round_id, RoundState.OPEN, "迟到的证据").revision == 2
    _refuse_moves(runtime, made, round_id)
    clock.move(timedelta(days=20))
    with nothing_changes(runtime.database), pytest.raises(RatingWindowOver), runtime.database.write() as tx:
        longer = {**WINDOWS, Window.RATING: (DAYS[0], date(2026, 8, 1))}
        version = round_by_id(tx, round_id).version
        change_round(tx, assessor, round_id, version, RoundPlan("x", longer, {"excellent_percent": 15}))


def _refuse_moves(runtime: Runtime, made: Bureau, round_id: str) -> None:
    with runtime.database.read() as tx:
        assessor, head = made.actor(tx, "assessor"), made.actor(tx, "head")
        version = round_by_id(tx, round_id).version
    plan = RoundPlan("2026", WINDOWS, {"excellent_percent": 15})
    acts: list[tuple[type[DomainError], Callable[[Tx], Any]]] = [
        (RoundStateWrong, lambda tx: move_round(tx, assessor, round_id, RoundState.SEALED, None)),
        (RoundStateWrong, lambda tx: discard_round(tx, assessor, round_id)),
        (RoundStateWrong, lambda tx: open_round(tx, assessor, round_id, version)),
        (RoundChanged, lambda tx: change_round(tx, assessor, round_id, 1, plan)),
        (RoundParametersFixed, lambda tx: change_round(tx, assessor, round_id, version, RoundPlan("x", WINDOWS))),
        (RoundNotFound, lambda tx: change_round(tx, head, round_id, version, plan)),
        (RoundOverlaps, lambda tx: create_round(tx, assessor, YEAR, made.node, plan)),
        (NodeNotFound, lambda tx: create_round(tx, head, 2027, made.region, plan)),
        (RoundWindowsInvalid, lambda tx: create_round(tx, assessor, 2030, made.region, plan)),
        (
            RoundWindowsInvalid,
            lambda tx: create_round(
                tx, assessor, YEAR, made.region, RoundPlan("x", {Window.RATING: (DAYS[1], DAYS[0])})
            ),
        ),
        (
            RoundParametersInvalid,
            lambda tx: create_round(
                tx, assessor, 2027, made.region, RoundPlan("x", {}, {"excellent_percent": 26})
            ),
        ),
        (
            InvestigationKeeperUnknown,
            lambda tx: create_round(tx, assessor, 2027, made.region, RoundPlan("x", {}, {}, made.accounts["ann"])),
        ),
    ]
    for error, act in acts:
        with nothing_changes(runtime.database), pytest.raises(error), runtime.database.write() as tx:
            act(tx)
    with runtime.database.write() as tx:
        move_round(tx, assessor, round_id, RoundState.FROZEN, None)
    with nothing_changes(runtime.database), pytest.raises(RoundReasonMissing), runtime.database.write() as tx:
        move_round(tx, assessor, round_id, RoundState.OPEN, "  ")
    with runtime.database.write() as tx:
        other = create_round(tx, assessor, 2027, made.region, RoundPlan("x"))
    with nothing_changes(runtime.database), pytest.raises(RoundWindowsMissing), runtime.database.write() as tx:
        open_round(tx, assessor, other, 1)
    with runtime.database.write() as tx:
        move_round(tx, assessor, round_id, RoundState.OPEN, "继续")


def _page(tx: Tx, made: Bureau, start: int | None) -> list[str]:
    cursor = None if start is None else encode_cursor([start])
    actor = made.actor(tx, "assessor")
    shown = round_people(tx, actor, made.round_id, text="", which="all", cursor=cursor, limit=4)
    assert (shown["next_cursor"] is None) == (start == 8)
    return [one["person_id"] for one in shown["items"]]


def test_who_heads_a_unit_sees_its_people_in_the_round_of_the_county(runtime: Runtime, made: Bureau) -> None:
    open_windows(runtime, made)
    with runtime.database.read() as tx:
        head = made.actor(tx, "head")
        [seen] = round_list(tx, head)["items"]
        assert seen["id"] == made.round_id
        assert round_view(tx, head, made.round_id)["people"]["total"] == len(BUREAU)
        for which in ("all", "leading"):
            shown = round_people(tx, head, made.round_id, text="", which=which, cursor=None, limit=50)
            names = {made.name_of(one["person_id"]) for one in shown["items"]}
            assert names == (set(BUREAU) if which == "all" else {"director", "deputy"})


def _superior(tx: Tx, person_id: str) -> tuple[str | None, SuperiorSource]:
    found: Assessed | None = assessed_one(tx, person_id)
    assert found is not None
    return found.superior_id, found.superior_source
