"""Reads of schemes for those who write them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select

from backend.assessment.evidence.public import SOURCES
from backend.assessment.rounds.public import RoundState, rounds_meeting
from backend.assessment.schemes.definition import Data, Json
from backend.assessment.schemes.errors import SchemeNotFound
from backend.assessment.schemes.models import SchemeRow, SchemeSimulation, SchemeVersion
from backend.assessment.schemes.validation import problems_of
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission, account_names, in_scope, node_refs, visible_nodes
from backend.register.public import unit_brief


def scheme_row(tx: Tx, actor: Actor, scheme_id: str, *, lock: bool = False) -> SchemeRow:
    """A scheme in the actor's scope. Raises :class:`SchemeNotFound`."""
    wanted = select(SchemeRow).where(
        SchemeRow.id == scheme_id, in_scope(actor, Permission.SCHEME_MANAGE, SchemeRow.node_id)
    )
    row = tx.session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise SchemeNotFound
    return row


def versions_of(tx: Tx, scheme_id: str) -> Sequence[SchemeVersion]:
    """The adopted versions, the latest first."""
    return tx.session.scalars(
        select(SchemeVersion).where(SchemeVersion.scheme_id == scheme_id).order_by(SchemeVersion.version.desc())
    ).all()


def latest_simulation(tx: Tx, scheme_id: str, digest: str) -> SchemeSimulation | None:
    """The last time that exactly this content was simulated."""
    return tx.session.scalar(
        select(SchemeSimulation)
        .where(SchemeSimulation.scheme_id == scheme_id, SchemeSimulation.digest == digest)
        .order_by(SchemeSimulation.run_at.desc(), SchemeSimulation.id.desc())
        .limit(1)
    )


def rounds_using(tx: Tx, year: int, node_id: str) -> list[str]:
    """The rounds of a year that were opened at, above or below a place, so that its schemes stay as they are."""
    met = rounds_meeting(tx, year, node_id)
    return [each.id for each in met if each.state is not RoundState.PREPARING]


def schemes_in_scope(tx: Tx, actor: Actor, year: int, cursor: str | None, limit: int) -> Json:
    """A page of the schemes of a year that the actor writes, and the places where one can be begun."""
    latest = func.max(SchemeVersion.version).label("version")
    statement = (
        select(SchemeRow, latest)
        .outerjoin(SchemeVersion, SchemeVersion.scheme_id == SchemeRow.id)
        .where(SchemeRow.year == year, in_scope(actor, Permission.SCHEME_MANAGE, SchemeRow.node_id))
        .group_by(SchemeRow.id)
        .order_by(SchemeRow.category, SchemeRow.id)
        .limit(limit + 1)
    )
    after = decode_cursor(cursor, 2)
    if after is not None:
        same = and_(SchemeRow.category == after[0], SchemeRow.id > after[1])
        statement = statement.where(or_(SchemeRow.category > after[0], same))
    rows = tx.session.execute(statement).all()
    places = visible_nodes(actor, Permission.SCHEME_MANAGE)
    names = node_refs(tx, sorted({row.SchemeRow.node_id for row in rows} | set(places)))
    in_force = _digests_in_force(tx, [row.SchemeRow.id for row in rows])
    simulated = _simulated(tx, [row.SchemeRow.id for row in rows])
    items = [
        _item(row.SchemeRow, names, row.version)
        | {"state": _state(row.SchemeRow, in_force.get(row.SchemeRow.id), simulated)}
        for row in rows
    ]
    listed = [{"id": node, "name": names[node]["name"]} for node in places if node in names]
    return page(items, limit, ["category", "id"]) | {"places": listed}


def scheme_view(tx: Tx, actor: Actor, scheme_id: str) -> Json:
    """A scheme with everything its page shows: what is wrong, what it came to, what was adopted and when."""
    row = scheme_row(tx, actor, scheme_id)
    versions = versions_of(tx, row.id)
    simulation = latest_simulation(tx, row.id, row.digest)
    names = account_names(tx, [each.adopted_by for each in versions if each.adopted_by])
    in_force = versions[0].digest if versions else None
    simulated = {(row.id, row.digest)} if simulation else set()
    return _item(row, node_refs(tx, [row.node_id]), versions[0].version if versions else None) | {
        "state": _state(row, in_force, simulated),
        "used": bool(rounds_using(tx, row.year, row.node_id)) and bool(versions),
        "indicators": row.indicators,
        "problems": [problem.to_json() for problem in problems_of(row.category, row.indicators)],
        "simulation": simulation_view(tx, simulation) if simulation else None,
        "versions": [
            {
                "version": each.version,
                "reason": each.reason,
                "adopted_at": each.adopted_at,
                "adopted_by": names.get(each.adopted_by or "", ""),
            }
            for each in versions
        ],
    }


def simulation_view(tx: Tx, simulation: SchemeSimulation) -> Json:
    """A simulation on the wire, with the names of the units that move."""
    result = simulation.result
    compared = result["compared"]
    if compared is not None:
        compared = {"moves": [], "groups": []} | compared  # what was tried before these were counted has none
        groups = compared["groups"]
        units = unit_brief(tx, [one["id"] for one in groups])
        named = [one | {"name": units[one["id"]].name} for one in groups if one["id"] in units]
        result = result | {"compared": compared | {"groups": named}}
    return {"year": simulation.year, "run_at": simulation.run_at, **result}


def problems_now(tx: Tx, actor: Actor, scheme_id: str, indicators: Sequence[Data]) -> Json:
    """What would be wrong with a scheme if it were written so; nothing is kept. Raises :class:`SchemeNotFound`."""
    row = scheme_row(tx, actor, scheme_id)
    return {"problems": [problem.to_json() for problem in problems_of(row.category, indicators)]}


def source_list() -> list[Json]:
    """The sources that a scheme may name."""
    return [
        {"source": source.code, "subject": source.kind.value, "base": source.base_hint.value}
        for source in SOURCES.values()
    ]


def _item(row: SchemeRow, names: Json, version: int | None) -> Json:
    return {
        "id": row.id,
        "year": row.year,
        "category": row.category,
        "node_id": row.node_id,
        "place": names.get(row.node_id, {}).get("name", ""),
        "revision": row.revision,
        "version": version,
        "changed_at": row.changed_at,
    }


def _state(row: SchemeRow, in_force: str | None, simulated: set[tuple[str, str]]) -> str:
    if row.digest == in_force:
        return "adopted"
    return "simulated" if (row.id, row.digest) in simulated else "draft"


def _digests_in_force(tx: Tx, scheme_ids: Sequence[str]) -> dict[str, str]:
    rows = tx.session.execute(
        select(SchemeVersion.scheme_id, SchemeVersion.digest)
        .where(SchemeVersion.scheme_id.in_(scheme_ids))
        .order_by(SchemeVersion.version)
    )
    return {row.scheme_id: row.digest for row in rows}


def _simulated(tx: Tx, scheme_ids: Sequence[str]) -> set[tuple[str, str]]:
    rows = tx.session.execute(
        select(SchemeSimulation.scheme_id, SchemeSimulation.digest)
        .where(SchemeSimulation.scheme_id.in_(scheme_ids))
        .distinct()
    )
    return {(row.scheme_id, row.digest) for row in rows}
