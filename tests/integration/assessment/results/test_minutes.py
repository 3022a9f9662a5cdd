"""One set of minutes for many units: recorded, confirmed and taken back for all of them or for none."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from backend.assessment.grading.operations.grades import adjust_grade
from backend.assessment.results import errors
from backend.assessment.results.models import Decision
from backend.assessment.results.operations.decisions import (
    confirm_decision,
    confirm_minutes,
    return_minutes,
    withdraw_minutes,
)
from backend.assessment.results.operations.grades import Decided
from backend.assessment.results.operations.recording import record_minutes
from backend.assessment.results.queries.groups import GroupKey
from backend.assessment.results.queries.minutes import minutes_view
from backend.assessment.rounds.public import RoundState, round_by_id
from backend.assessment.terms import Grade
from backend.core.db import Database
from backend.core.transaction import Tx
from backend.identity.models import AuditRow
from notifications.models import Notice as Told
from tests.factories.results import Results, minutes
from tests.integration.assessment.results.conftest import AppOf
from tests.integration.assessment.results.test_decisions import refused
from tests.support.unchanged import nothing_changes

BASE = "/assessment/results"


def _key(results: Results, unit: str) -> GroupKey:
    return GroupKey(results.graded.units[unit], leading=False)


def _units(results: Results, tx: Tx, **changes: Decided) -> dict[GroupKey, Decided]:
    """All three units as proposed, but for the one without a grade and what is changed by unit."""
    ungraded = {results.case(tx, "large", 9).id: (Grade.QUALIFIED, "没有可计分的项目")}
    large = {**ungraded, **changes.get("large", {})}
    return {
        _key(results, "large"): large,
        **{_key(results, unit): changes.get(unit, {}) for unit in ("first", "second")},
    }


def _record(results: Results, tx: Tx, units: Mapping[GroupKey, Decided] | None = None) -> list[str]:
    colleague = results.graded.actor(tx, "colleague")
    return record_minutes(tx, colleague, results.graded.round_id, minutes(tx), units or _units(results, tx))


def _digests(tx: Tx) -> dict[str, str]:
    return {one.id: one.digest for one in tx.session.scalars(select(Decision).where(Decision.state == "recorded"))}


def test_one_act_records_and_one_confirms_the_minutes_of_all_units(compiled: Results, database: Database) -> None:
    graded = compiled.graded
    with database.write() as tx:
        ids = _record(compiled, tx)
        chief, seen = graded.actor(tx, "chief"), _digests(tx)
        [told] = tx.session.scalars(
            select(Told).where(Told.topic == "assessment_decision", Told.account_id == graded.accounts["chief"])
        )
        assert told is not None
        shown = minutes_view(tx, chief, ids[0])["units"]
        assert [one["people"] for one in sorted(shown, key=lambda one: ids.index(one["id"]))] == [10, 3, 3]
        assert {one["digest"] for one in shown} == set(seen.values())
    # the head of the large unit is one of its people: of that unit it is refused, so of none it is done
    with nothing_changes(database), database.write() as tx, pytest.raises(errors.DecisionNotFound):
        confirm_minutes(tx, graded.actor(tx, "head"), graded.round_id, seen)
    with database.write() as tx:
        confirm_minutes(tx, chief, graded.round_id, seen)
        assert round_by_id(tx, graded.round_id).state is RoundState.DECIDED
        rows = tx.session.scalars(select(AuditRow).where(AuditRow.subject_id.in_(ids))).all()
        acts = sorted(row.action.rsplit(":", 1)[1] for row in rows)
        assert acts == ["confirmed"] * 3 + ["recorded"] * 3


def test_what_is_refused_of_one_unit_is_told_by_unit_and_nothing_is_recorded(
    compiled: Results, database: Database
) -> None:
    graded = compiled.graded
    with database.write() as tx:
        worse = {compiled.case(tx, "second", 0).id: (Grade.UNQUALIFIED, " ")}
        units = _units(compiled, tx, second=worse)
        units[_key(compiled, "large")] = {}
    with nothing_changes(database), pytest.raises(errors.UnitsRefused) as told, database.write() as tx:
        _record(compiled, tx, units)
    assert [(one["organization_id"], one["code"]) for one in told.value.facts["units"]] == [  # type: ignore[attr-defined]
        (graded.units["large"], "decision_grade_missing"),
        (graded.units["second"], "decision_reason_missing"),
    ]


def test_places_are_counted_for_all_units_together(compiled: Results, database: Database) -> None:
    """The units of three share a pool of one place, which a tie left free; one can hand it over."""
    best = (Grade.EXCELLENT, "实绩突出")
    with database.write() as tx:
        first, second = (compiled.case(tx, unit, 0) for unit in ("first", "second"))
        both = _units(compiled, tx, first={first.id: best}, second={second.id: best})
    with nothing_changes(database), pytest.raises(errors.UnitsRefused) as told, database.write() as tx:
        _record(compiled, tx, both)
    assert [(one["organization_id"], one["code"]) for one in told.value.facts["units"]] == [  # type: ignore[attr-defined]
        (compiled.graded.units["second"], "ratio_exceeded")
    ]
    with database.write() as tx:
        colleague, chief = (compiled.graded.actor(tx, name) for name in ("colleague", "chief"))
        adjust_grade(tx, colleague, second.id, second.version, Grade.EXCELLENT, "并列中择一")
        given = {second.id: (Grade.QUALIFIED, "会议另择一人")}
        _record(compiled, tx, _units(compiled, tx, first={first.id: best}, second=given))
        confirm_minutes(tx, chief, compiled.graded.round_id, _digests(tx))
        assert compiled.case(tx, "first", 0).grade is Grade.EXCELLENT


def test_minutes_are_confirmed_whole_or_not_at_all(compiled: Results, database: Database) -> None:
    graded = compiled.graded
    with database.write() as tx:
        _record(compiled, tx)
        colleague, chief, seen = graded.actor(tx, "colleague"), graded.actor(tx, "chief"), _digests(tx)
        case = compiled.case(tx, "first", 2)
        adjust_grade(tx, colleague, case.id, case.version, Grade.BASICALLY_QUALIFIED, "漏计一次通报")
    with nothing_changes(database), pytest.raises(errors.UnitsRefused) as told, database.write() as tx:
        confirm_minutes(tx, chief, graded.round_id, seen)
    assert [one["code"] for one in told.value.facts["units"]] == ["decision_stale"]  # type: ignore[attr-defined]
    refused(database, errors.UnitsRefused, lambda tx: withdraw_minutes(tx, chief, graded.round_id, seen))
    foreign = {**seen, "0" * 32: "sm3:"}
    refused(database, errors.DecisionNotFound, lambda tx: confirm_minutes(tx, chief, graded.round_id, foreign))
    with database.write() as tx:
        return_minutes(tx, chief, graded.round_id, seen, "等次有变动")
        again = _record(compiled, tx)
        withdraw_minutes(tx, colleague, graded.round_id, again)
        [first, *others] = _record(compiled, tx)
        tx.session.get_one(Decision, first).minutes_number = "另一份纪要"
        seen = _digests(tx)
        shown = minutes_view(tx, chief, others[0])["units"]
        assert {one["id"] for one in shown} == set(others)
    refused(database, errors.MinutesDiffer, lambda tx: confirm_minutes(tx, chief, graded.round_id, seen))
    with database.write() as tx:
        confirm_decision(tx, chief, first, seen[first])
    confirmed = {one: seen[one] for one in others}
    refused(
        database,
        errors.MinutesDiffer,
        lambda tx: return_minutes(tx, chief, graded.round_id, [first, *others], "x"),
    )
    with database.write() as tx:
        confirm_minutes(tx, chief, graded.round_id, confirmed)
    refused(database, errors.UnitsRefused, lambda tx: return_minutes(tx, chief, graded.round_id, confirmed, "x"))


def test_minutes_over_http_are_for_those_who_may(compiled: Results, database: Database, app_of: AppOf) -> None:
    graded = compiled.graded
    path, said = f"{BASE}/rounds/{graded.round_id}/decisions", {"body": "committee", "minutes_number": "3号"}
    unit = {"organization_id": graded.units["first"], "leading": False, "changes": []}
    body = {
        **said,
        "decided_on": "2026-06-01",
        "units": [unit, {**unit, "organization_id": graded.units["second"]}],
    }
    colleague, plain = app_of("colleague"), app_of("plain")
    for bad in (
        {**body, "units": []},
        {**body, "units": [unit, unit]},
        {**body, "units": [{**unit, "changes": None}]},
    ):
        with nothing_changes(database):
            answer = colleague.post(path, bad)
        assert (answer.status_code, (answer.json or {})["code"]) == (422, "invalid_input")
    with nothing_changes(database):
        assert plain.post(path, body).status_code in (403, 404)
    ids = (colleague.post(path, body).json or {})["decision_ids"]
    shown = app_of("boss").read(f"{BASE}/decisions/{ids[0]}/minutes")["units"]
    seen = [{"decision_id": one["id"], "digest": one["digest"]} for one in shown]
    acts: list[tuple[str, dict[str, object]]] = [
        ("confirmation", {"decisions": seen}),
        ("return", {"decision_ids": ids, "reason": "x"}),
        ("withdrawal", {"decision_ids": ids}),
    ]
    for app in (plain, app_of("keeper")):
        assert app.get(f"{BASE}/decisions/{ids[0]}/minutes").status_code == 404
        for act, sent in acts:
            with nothing_changes(database) if act == "withdrawal" else nothing_changes(database, core_command=1):
                assert app.post(f"{path}/{act}", sent).status_code in (403, 404)
    assert app_of("boss").post(f"{path}/confirmation", {"decisions": seen}).status_code == 204
