"""Somebody's year so far, and a unit's: what the scheme in force makes of the evidence there is today.

What is not known is left out and said to be unknown; it is no zero, not even where the scheme will count it as
one: that happens when evidence is frozen. From then on the year is computed from the frozen rows, by the scheme
that no longer changes, and so says what the result says. Marks by people are not looked at before their window has
closed.

Every number is a sum of rows that the page of evidence lists: a part's ``amount`` and ``out_of`` are those of the
``count`` pieces of its source, its ``value`` and ``points`` follow from them by :mod:`.scoring` (each division
rounds down once), and the ``points`` of the year are the sum of the parts shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from backend.assessment.evidence.public import WINDOW_OF, evidence_shown, is_frozen
from backend.assessment.rounds.public import (
    Round,
    Window,
    assessed_in_year,
    round_at,
    round_of_person,
    subordinates_of,
)
from backend.assessment.schemes.adopted import adopted_scheme
from backend.assessment.schemes.definition import UNIT, Json, data_of
from backend.assessment.schemes.errors import YearUnitNotFound, YearWithoutPerson
from backend.assessment.schemes.scoring import FULL, Indicator, Part, Scheme, Total, score, total_up, value_of
from backend.assessment.terms import Evidence, SubjectKind
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, ancestor_nodes, node_refs, sees_everything, visible_nodes
from backend.register.public import unit_brief

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
    person = assessed_in_year(tx, actor.person_ref, year) if actor.person_ref else None
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
    """A unit's year, for who speaks for it or assesses it. Raises :class:`YearUnitNotFound` outside the scope."""
    year = year or tx.today().year
    unit = unit_brief(tx, [organization_id]).get(organization_id)
    if unit is None:
        raise YearUnitNotFound
    upward = ancestor_nodes(tx, unit.node_id)
    if not sees_everything(actor, Permission.UNIT_YEAR_READ) and not (
        set(upward) & set(visible_nodes(actor, Permission.UNIT_YEAR_READ))
    ):
        raise YearUnitNotFound
    held = round_at(tx, unit.node_id, year)
    return {"windows": []} | _year(
        tx, _Subject(SubjectKind.UNIT, unit.id, UNIT, unit.node_id, unit.id, unit.name), year, held
    )


def _year(tx: Tx, subject: _Subject, year: int, held: Round | None) -> Json:
    scheme = adopted_scheme(tx, year, subject.category, held.node_id if held else subject.node_id)
    pieces = evidence_shown(tx, subject.kind, [subject.id], year, held)
    known = {
        "year": year,
        "category": None if subject.category == UNIT else subject.category,
        "unit_id": subject.unit_id,
        "unit_name": subject.unit_name,
        "round": {"id": held.id, "title": held.title, "state": held.state.value} if held else None,
        "evidence_count": len(pieces),
    }
    return known | _standing(tx, scheme, pieces, held)


def _standing(tx: Tx, scheme: Scheme | None, pieces: Iterable[Evidence], held: Round | None) -> Json:
    """What the pieces come to by the scheme."""
    place = "" if scheme is None else node_refs(tx, [scheme.node_id]).get(scheme.node_id, {}).get("name", "")
    named = None if scheme is None else {"id": scheme.id, "version": scheme.version, "place": place}
    return {"scheme": named} | standing(scheme, pieces, held)


def standing(scheme: Scheme | None, pieces: Iterable[Evidence], held: Round | None) -> Json:
    """``frozen``, ``points``, ``known_weight``, ``total`` and ``parts`` of one subject's pieces by a scheme.

    ``points`` is the sum of the parts' points; ``total``, once evidence is frozen, what they are of the weight
    that is known: 60 of 80 points are 75 of 100, 20 of 30 are 66.66 (rounded down); none without any evidence.
    """
    frozen = is_frozen(held)
    if scheme is None:
        return {"frozen": frozen, "points": 0, "known_weight": 0, "total": None, "parts": []}
    totals = total_up(pieces)
    parts = [
        _part(indicator, part, totals.get(indicator.source), held)
        for indicator, part in zip(scheme.indicators, score(scheme, totals).parts, strict=True)
    ]
    points = sum(part["points"] for part in parts)
    weight = sum(part["weight"] for part in parts if part["used"])
    return {
        "frozen": frozen,
        "points": points,
        "known_weight": weight,
        "total": points * FULL // weight if frozen and any(part["count"] for part in parts) else None,
        "parts": parts,
    }


def _part(indicator: Indicator, part: Part, total: Total | None, held: Round | None) -> Json:
    found = total or _NOTHING
    known = value_of(indicator.base, total) is not None or (is_frozen(held) and part.used)
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
    window = WINDOW_OF.get(indicator.source.partition(".")[0])
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
