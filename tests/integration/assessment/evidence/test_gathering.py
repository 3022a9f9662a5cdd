"""A small year as evidence: each source tells what happened, anew each time, for one person as for many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event, text

from backend.assessment.evidence.gathering import evidence_of
from backend.assessment.evidence.providers import PROVIDERS
from backend.assessment.evidence.sources import FORBIDDEN, SOURCES, forbidden_word
from backend.assessment.terms import ONE, Evidence, Period, SubjectKind
from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.core.runtime import Runtime
from tests.factories.evidence import Year, make_staff
from tests.support.shelf import Shelf

PERIOD = Period.of_year(2026)


def _people(database: Database, *person_ids: str) -> list[Evidence]:
    with database.read() as tx:
        return list(evidence_of(tx, SubjectKind.PERSON, person_ids, PERIOD))


def _amounts(evidence: list[Evidence]) -> list[tuple[str, int, int]]:
    return [(one.source, one.amount, one.out_of) for one in evidence]


def test_each_source_tells_what_happened(database: Database, year: Year) -> None:
    learner = _people(database, year.persons["learner"])
    assert _amounts(learner) == [
        ("class_taught", ONE, ONE),
        ("commendation", ONE, ONE),
        ("ordered_exam", ONE, ONE),  # the office's own paper
        ("ordered_exam", ONE, ONE),  # passed after its last day, but passed
        ("special_assessment", 9150, 10000),
        ("training_requirement", ONE, ONE),
    ]
    exams = [one.facts["title"] for one in learner if one.source == "ordered_exam"]
    assert exams == ["测验 ordered", "课程 basics"]
    clerk = _people(database, year.persons["unit"])
    assert _amounts(clerk) == [
        ("data_current", ONE, ONE),
        ("matter_in_time", ONE, ONE),
        ("matter_returned", ONE, ONE),
        ("ordered_exam", 0, ONE),
    ]
    assert {one.link for one in clerk if one.source != "ordered_exam"} == {f"/matters/{year.matter}"}
    head = _people(database, year.persons["head"])
    assert _amounts(head) == [("matter_in_time", ONE, ONE)] * 2 + [("ordered_exam", 0, ONE)] * 2
    assert head[-1].on == year.due
    with database.read() as tx:
        unit = list(evidence_of(tx, SubjectKind.UNIT, [year.unit_id], PERIOD))
    assert _amounts(unit) == [
        ("unit_correction_answered", ONE, ONE),
        ("unit_data_true", ONE, ONE),
        ("unit_matter_in_time", ONE, ONE),
        ("unit_matter_in_time", ONE, ONE),
    ]


def test_a_record_that_verify_finds_wrong_is_not_true(database: Database, year: Year) -> None:
    with database.write() as tx:
        tx.session.execute(text("UPDATE register_balance SET filled = filled - 1 WHERE filled > 0"))
    with database.read() as tx:
        [unit] = [
            one
            for one in evidence_of(tx, SubjectKind.UNIT, [year.unit_id], PERIOD)
            if one.source == "unit_data_true"
        ]
    assert (unit.amount, unit.out_of, unit.facts) == (0, ONE, {"met": 0, "findings": 1})


def test_what_can_still_be_met_says_nothing(
    runtime: Runtime, database: Database, clock: FixedClock, shelf: Shelf
) -> None:
    year = shelf.take(make_staff, runtime)
    assert _people(database, *year.persons.values()) == []
    clock.move(timedelta(days=365))  # the year is over: nobody had the hours that the regulation asks for
    unmet = _people(database, *year.persons.values())
    assert {(one.source, one.amount, one.on) for one in unmet} == {("training_requirement", 0, PERIOD.last)}
    assert len(unmet) == len(year.persons)
    with database.read() as tx:
        before = list(evidence_of(tx, SubjectKind.PERSON, year.persons.values(), Period.of_year(2025)))
    assert {one.source for one in before} <= {"training_requirement"}


def test_asked_again_it_is_equal_for_one_as_for_all_in_one_order(database: Database, year: Year) -> None:
    together = _people(database, *year.persons.values())
    assert together == _people(database, *reversed(year.persons.values()))
    alone = [one for person_id in sorted(year.persons.values()) for one in _people(database, person_id)]
    assert together == alone
    order = [(one.subject_id, one.source, one.on, one.key) for one in together]
    assert order == sorted(order)
    assert len({(one.subject_id, one.source, one.key) for one in together}) == len(together)


@contextmanager
def _statements(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def test_many_people_take_as_many_statements_as_one(database: Database, year: Year) -> None:
    people = list(year.persons.values())
    with _statements(database) as for_one:
        _people(database, people[0])
    with _statements(database) as for_all:
        _people(database, *people)
    assert len(for_all) <= len(for_one) + 3 <= 30


def test_nothing_that_watches_people_can_become_evidence() -> None:
    offered = [source for provider in PROVIDERS for source in provider.sources]
    assert set(offered) <= set(SOURCES)
    assert not any(forbidden_word(source) for source in SOURCES)
    assert not FORBIDDEN & set(SOURCES)
    assert all(SOURCES[source].kind is provider.kind for provider in PROVIDERS for source in provider.sources)
