"""Somebody's year so far, and a unit's: what the scheme in force makes of the evidence there is today.

What is not known is left out and said to be unknown; it is no zero, not even where the scheme will count it as one
when the year ends. Marks by people are not looked at before their
window has closed, so that nobody learns a mark while it can still be given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from backend.assessment.evidence.public import evidence_of
from backend.assessment.rounds.public import (
    Round,
    Window,
    assessed_one,
    round_of_person,
    rounds_around,
    subordinates_of,
)
from backend.assessment.schemes.adopted import adopted_scheme
from backend.assessment.schemes.definition import UNIT, Json, data_of
from backend.assessment.schemes.errors import YearUnitNotFound, YearWithoutPerson
from backend.assessment.schemes.scoring import Indicator, Part, Scheme, Total, score, total_up, value_of
from backend.assessment.terms import Evidence, Period, SubjectKind
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, ancestor_nodes, node_refs, sees_everything, visible_nodes
from backend.register.public import unit_brief

#: The window that hides the pieces of a source until it has closed, by the first word of the source.
_WINDOW_OF: Final[Mapping[str, Window]] = {"superior_mark": Window.SUPERIOR_MARK, "rating": Window.RATING}
_NOTHING: Final = Total(0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whose year is looked at, and by whose rules."""

    kind: SubjectKind
    id: str
    category: str
    node_id: str
    unit_id: str
    unit_name: str


def own_year(tx: Tx, actor: Actor, year: int | None) -> Json:
    """The asker's own year. Raises :class:`YearWithoutPerson`."""
    year = year or tx.today().year
    person = assessed_one(tx, actor.person_ref) if actor.person_ref else None
    if person is None:
        raise YearWithoutPerson
    subject = _Subject(
        SubjectKind.PERSON,
        person.person_id,
        person.category.value,
        person.node_id,
        person.organization_id,
        person.organization_name,
    )
    held = round_of_person(tx, person.person_id, year)
    return _year(tx, subject, year, held) | {"windows": _windows(tx, held, person.person_id)}


def unit_year(tx: Tx, actor: Actor, organization_id: str, year: int | None) -> Json:
    """A unit's year, for who looks after its round. Raises :class:`YearUnitNotFound` outside the scope."""
    year = year or tx.today().year
    unit = unit_brief(tx, [organization_id]).get(organization_id)
    if unit is None:
        raise YearUnitNotFound
    upward = ancestor_nodes(tx, unit.node_id)
    if not sees_everything(actor, Permission.ROUND_READ) and not (
        set(upward) & set(visible_nodes(actor, Permission.ROUND_READ))
    ):
        raise YearUnitNotFound
    held = next((each for each in rounds_around(tx, unit.node_id) if each.year == year), None)
    return {"windows": []} | _year(
        tx, _Subject(SubjectKind.UNIT, unit.id, UNIT, unit.node_id, unit.id, unit.name), year, held
    )


def _year(tx: Tx, subject: _Subject, year: int, held: Round | None) -> Json:
    scheme = adopted_scheme(tx, year, subject.category, held.node_id if held else subject.node_id)
    period = held.period if held else Period.of_year(year)
    pieces = [
        piece
        for piece in evidence_of(tx, subject.kind, [subject.id], period, held.id if held else None)
        if may_be_seen(piece, held, tx.today())
    ]
    known = {
        "year": year,
        "category": None if subject.category == UNIT else subject.category,
        "unit_id": subject.unit_id,
        "unit_name": subject.unit_name,
        "round": {"id": held.id, "title": held.title, "state": held.state.value} if held else None,
        "evidence_count": len(pieces),
    }
    return known | _standing(tx, scheme, pieces, held)


def may_be_seen(piece: Evidence, held: Round | None, today: date) -> bool:
    """Whether somebody may see a piece about themselves; marks wait until nobody can give them any more."""
    window = _WINDOW_OF.get(piece.source.partition(".")[0])
    return window is None or (held is not None and held.has_closed(window, today))


def _standing(tx: Tx, scheme: Scheme | None, pieces: list[Evidence], held: Round | None) -> Json:
    """What the pieces come to by the scheme."""
    if scheme is None:
        return {"scheme": None, "points": 0, "known_weight": 0, "parts": []}
    totals = total_up(pieces)
    parts = [
        _part(indicator, part, totals.get(indicator.source), held)
        for indicator, part in zip(scheme.indicators, score(scheme, totals).parts, strict=True)
    ]
    place = node_refs(tx, [scheme.node_id]).get(scheme.node_id, {}).get("name", "")
    return {
        "scheme": {"id": scheme.id, "version": scheme.version, "place": place},
        "points": sum(part["points"] for part in parts),
        "known_weight": sum(part["weight"] for part in parts if part["used"]),
        "parts": parts,
    }


def _part(indicator: Indicator, part: Part, total: Total | None, held: Round | None) -> Json:
    found = total or _NOTHING
    known = value_of(indicator.base, total) is not None
    not_yet, known_from = (None, None) if known else _unknown(indicator, held)
    described = data_of(indicator)
    shown = ("key", "title_zh", "title_en", "dimension", "source", "weight", "base", "shape", "missing")
    return {name: described[name] for name in shown} | {
        "points": part.points,
        "value": part.value,
        "amount": found.amount,
        "out_of": found.out_of,
        "count": found.count,
        "used": known,
        "not_yet": not_yet,
        "known_from": known_from,
    }


def _unknown(indicator: Indicator, held: Round | None) -> tuple[str, date | None]:
    """Why nothing is known, and the day from which a mark can be."""
    window = _WINDOW_OF.get(indicator.source.partition(".")[0])
    if window is None:
        return "no_evidence", None
    days = held.windows.get(window) if held else None
    return ("after_window", days[1] + timedelta(days=1)) if days else ("no_window", None)


def _windows(tx: Tx, held: Round | None, person_id: str) -> list[Json]:
    """The days of a round in the order they come; those of superiors for who has somebody to mark."""
    if held is None:
        return []
    today = tx.today()
    shown = set(held.windows)
    if Window.SUPERIOR_MARK in shown and not subordinates_of(tx, person_id, held.day(today)):
        shown.remove(Window.SUPERIOR_MARK)
    return [
        {"window": window.value, "first": days[0], "last": days[1], "open": held.is_open(window, today)}
        for window, days in sorted(held.windows.items(), key=lambda item: item[1])
        if window in shown
    ]
