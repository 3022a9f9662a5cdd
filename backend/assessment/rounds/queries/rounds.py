"""Rounds: one, those of a scope, the one that a person or a place belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Select, select

from backend.assessment.rounds.errors import RoundNotFound
from backend.assessment.rounds.models import AssessmentRound, AssessmentWindow
from backend.assessment.rounds.parameters import Parameters
from backend.assessment.rounds.queries.people import assessed_on
from backend.assessment.rounds.queries.placing import frozen_places
from backend.assessment.rounds.states import RoundState
from backend.assessment.rounds.values import Round, Window
from backend.assessment.terms import Period
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import ancestor_nodes, ancestors_among, below, in_scope

Windows = Mapping[Window, tuple[date, date]]


def round_by_id(tx: Tx, round_id: str) -> Round:
    """A round, whoever asks. Raises :class:`RoundNotFound`."""
    return _one(tx, select(AssessmentRound).where(AssessmentRound.id == round_id))


def round_for(tx: Tx, actor: Actor, permission: str, round_id: str) -> Round:
    """A round that lies where the actor has ``permission``. Raises :class:`RoundNotFound`."""
    condition = in_scope(actor, permission, AssessmentRound.node_id)
    return _one(tx, select(AssessmentRound).where(AssessmentRound.id == round_id, condition))


def lock_round(tx: Tx, round_id: str) -> Round:
    """A round that nobody else changes until the end of this transaction. Raises :class:`RoundNotFound`."""
    locked = select(AssessmentRound).where(AssessmentRound.id == round_id).with_for_update()
    return _one(tx, locked.execution_options(populate_existing=True))


def rounds_in_scope(tx: Tx, actor: Actor, permission: str) -> list[Round]:
    """The rounds of places where the actor has ``permission``, the newest year first."""
    return _rounds(tx, in_scope(actor, permission, AssessmentRound.node_id))


def rounds_in_state(tx: Tx, state: RoundState) -> list[Round]:
    """Every round in a state, for work that the clock begins."""
    return _rounds(tx, AssessmentRound.state == state.value)


def rounds_around(tx: Tx, node_id: str) -> list[Round]:
    """The rounds that somebody in this place takes part in, one of each year at most, the newest first."""
    return _rounds(tx, AssessmentRound.node_id.in_(ancestor_nodes(tx, node_id)))


def round_at(tx: Tx, node_id: str, year: int) -> Round | None:
    """The round of a year that a place takes part in, if there is one."""
    return next((one for one in rounds_around(tx, node_id) if one.year == year), None)


def rounds_at(tx: Tx, node_ids: Collection[str], year: int) -> dict[str, Round]:
    """The round of a year that each of many places takes part in; places without one are left out."""
    held = {one.node_id: one for one in _rounds(tx, AssessmentRound.year == year)}
    return {node: held[above[0]] for node, above in ancestors_among(tx, node_ids, held).items()}


def rounds_of_year(tx: Tx, year: int) -> list[Round]:
    """Every round of a year."""
    return _rounds(tx, AssessmentRound.year == year)


def rounds_meeting(tx: Tx, year: int, node_id: str) -> list[Round]:
    """The rounds of a year at a place, above it or below it, whoever asks."""
    meets = below(node_id, AssessmentRound.node_id) | AssessmentRound.node_id.in_(ancestor_nodes(tx, node_id))
    return _rounds(tx, (AssessmentRound.year == year) & meets)


def round_of_person(tx: Tx, person_id: str, year: int) -> Round | None:
    """The round of a year that somebody is assessed in: where they were frozen, else by their place that year."""
    frozen = _frozen_rounds(tx, person_id).get(year)
    return frozen or _placed_rounds(tx, person_id, _last_day(tx, year)).get(year)


def rounds_of_person(tx: Tx, person_id: str) -> list[Round]:
    """The rounds that somebody is assessed in, one of each year, the newest first.

    Those of this year and the last by the place that counts in them, earlier ones where they were frozen.
    """
    found: dict[int, Round] = {}
    for day in (tx.today(), _last_day(tx, tx.today().year - 1)):
        found |= _placed_rounds(tx, person_id, day)
    found |= _frozen_rounds(tx, person_id)
    return [found[year] for year in sorted(found, reverse=True)]


def latest_round_of(tx: Tx, person_id: str) -> Round | None:
    """The round of the latest year that has been opened for somebody."""
    opened = (one for one in rounds_of_person(tx, person_id) if one.state is not RoundState.PREPARING)
    return next(opened, None)


def _last_day(tx: Tx, year: int) -> date:
    """The day whose postings count in the round of a year."""
    return min(tx.today(), Period.of_year(year).last)


def _frozen_rounds(tx: Tx, person_id: str) -> dict[int, Round]:
    """The rounds in which somebody was frozen and not opened again, by year."""
    places = frozen_places(tx, [person_id])
    rounds = _rounds(tx, AssessmentRound.id.in_({one.round_id for one in places})) if places else []
    standing = {(one.round_id, one.revision) for one in places}
    return {one.year: one for one in rounds if (one.id, one.revision) in standing}


def _placed_rounds(tx: Tx, person_id: str, day: date) -> dict[int, Round]:
    """The rounds around somebody's place on a day, as far as it is the day that counts in them, by year."""
    place = assessed_on(tx, person_id, day)
    around = rounds_around(tx, place.node_id) if place else []
    return {one.year: one for one in around if one.day(tx.today()) == day}


def _one(tx: Tx, statement: Select[AssessmentRound]) -> Round:
    row = tx.session.scalar(statement)
    if row is None:
        raise RoundNotFound
    return _value(row, _windows(tx, [row.id]).get(row.id, {}))


def _rounds(tx: Tx, condition: ColumnElement[bool]) -> list[Round]:
    newest = select(AssessmentRound).where(condition)
    rows = tx.session.scalars(newest.order_by(AssessmentRound.year.desc(), AssessmentRound.id.desc())).all()
    windows = _windows(tx, [row.id for row in rows])
    return [_value(row, windows.get(row.id, {})) for row in rows]


def _windows(tx: Tx, round_ids: Collection[str]) -> dict[str, dict[Window, tuple[date, date]]]:
    found: dict[str, dict[Window, tuple[date, date]]] = {}
    for row in tx.session.scalars(_windows_of(round_ids)):
        found.setdefault(row.round_id, {})[Window(row.kind)] = (row.opens_on, row.closes_on)
    return found


def _windows_of(round_ids: Iterable[str]) -> Select[AssessmentWindow]:
    return (
        select(AssessmentWindow)
        .where(AssessmentWindow.round_id.in_(list(round_ids)))
        .execution_options(populate_existing=True)
    )


def _value(row: AssessmentRound, windows: Windows) -> Round:
    return Round(
        id=row.id,
        year=row.year,
        node_id=row.node_id,
        title=row.title,
        state=RoundState(row.state),
        period=Period.of_year(row.year),
        windows=windows,
        parameters=Parameters().changed(row.parameters),
        revision=row.revision,
        version=row.version,
        investigation_keeper=row.investigation_keeper,
    )
