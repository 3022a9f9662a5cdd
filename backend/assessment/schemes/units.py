"""The years of many units beside each other, for who assesses them.

By name and never by points: this is a page to work with, no list of ranks (国办函〔2026〕12号, red line 2). A
unit sees its own year alone (:func:`backend.assessment.schemes.year.unit_year`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from backend.assessment.evidence.public import evidence_shown
from backend.assessment.rounds.public import Round, rounds_at
from backend.assessment.schemes.adopted import adopted_scheme
from backend.assessment.schemes.definition import UNIT, Json
from backend.assessment.schemes.scoring import Scheme
from backend.assessment.schemes.year import standing
from backend.assessment.terms import Dimension, Evidence, SubjectKind
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission
from backend.register.public import staffed_units, unit_brief, unit_places

_ORDER = ("unit_name", "unit_id")


def years_of_units(tx: Tx, actor: Actor, *, year: int | None, q: str, cursor: str | None, limit: int) -> Json:
    """A page of the units of the scope in which somebody is posted, by name, each with what its year comes to."""
    year = year or tx.today().year
    after = decode_cursor(cursor, len(_ORDER)) or ("", "")
    found = staffed_units(
        tx, actor, Permission.ROUND_MANAGE, text=q.strip(), after=(after[0], after[1]), limit=limit + 1
    )
    briefs = unit_brief(tx, [one.id for one in found])
    nodes = {unit_id: one.node_id for unit_id, one in briefs.items()}
    places = unit_places(tx, briefs.values())
    rounds = rounds_at(tx, set(nodes.values()), year)
    held = {unit_id: rounds.get(node) for unit_id, node in nodes.items()}
    pieces = _pieces(tx, year, held)
    schemes = _Schemes(tx, year)
    lines = [
        {"unit_id": one.id, "unit_name": one.name, "place": places[one.id]}
        | _line(schemes.at(held[one.id], nodes[one.id]), pieces.get(one.id, ()), held[one.id])
        for one in found
    ]
    return page(lines, limit, _ORDER)


class _Schemes:
    """The schemes for units in force in a year, each place looked up once."""

    def __init__(self, tx: Tx, year: int) -> None:
        self._tx, self._year = tx, year
        self._known: dict[str, Scheme | None] = {}

    def at(self, held: Round | None, node_id: str) -> Scheme | None:
        place = held.node_id if held else node_id
        if place not in self._known:
            self._known[place] = adopted_scheme(self._tx, self._year, UNIT, place)
        return self._known[place]


def _pieces(tx: Tx, year: int, held: dict[str, Round | None]) -> dict[str, list[Evidence]]:
    """The evidence of the units, asked for once for those of each round."""
    together: dict[str, list[str]] = defaultdict(list)
    rounds = {one.id: one for one in held.values() if one is not None}
    for unit_id, one in held.items():
        together[one.id if one else ""].append(unit_id)
    found: dict[str, list[Evidence]] = defaultdict(list)
    for round_id, unit_ids in sorted(together.items()):
        for piece in evidence_shown(tx, SubjectKind.UNIT, unit_ids, year, rounds.get(round_id)):
            found[piece.subject_id].append(piece)
    return found


def _line(scheme: Scheme | None, pieces: Sequence[Evidence], held: Round | None) -> Json:
    stands = standing(scheme, pieces, held)
    parts = stands.pop("parts")
    sides = [
        {
            "dimension": dimension.value,
            "points": sum(part["points"] for part in own),
            "known": sum(part["weight"] for part in own if part["used"]),
            "weight": sum(part["weight"] for part in own),
        }
        for dimension in Dimension
        if (own := [part for part in parts if part["dimension"] == dimension.value])
    ]
    return stands | {"sides": sides}
