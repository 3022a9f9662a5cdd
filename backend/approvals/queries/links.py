"""Matters that something else points to: found by who worked on them, named as far as the reader may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select

from backend.approvals.models import Decision, Matter
from backend.approvals.policies import can_see_matter
from backend.approvals.queries.cards import cards_of
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, in_scope

#: how many of the latest matters are asked for the name of their unit
_TITLES_READ = 200
_COLUMNS = (
    Matter.id.label("matter_id"),
    Matter.kind,
    Matter.subject_id,
    Matter.summary,
    Matter.filed_by,
    Matter.acceptance_number,
)


@dataclass(frozen=True, slots=True)
class MatterLink:
    """A matter's number, and for those who may read it what it is about; ``unit_name`` is empty if it is gone."""

    number: str
    #: None for a reader who may not see the matter
    kind: str | None
    unit_name: str


def matter_links(tx: Tx, reader: Actor, ids: Collection[str]) -> dict[str, MatterLink]:
    """The matters of ``ids`` by id, out of the reader's reach by their number alone; unknown ids are left out."""
    rows = tx.session.execute(select(*_COLUMNS).where(Matter.id.in_(set(ids)))).all() if ids else []
    seen = _seen(tx, reader, {row.matter_id for row in rows})
    named = _named(tx, [row for row in rows if row.matter_id in seen])
    return {row.matter_id: named.get(row.matter_id, _number_alone(row)) for row in rows}


def worked_on_matters(
    tx: Tx, actor: Actor, text: str, kinds: Collection[str], limit: int
) -> dict[str, MatterLink]:
    """The latest matters that the actor filed or decided in, by id: those whose number or unit has ``text`` in it,
    or that are of one of ``kinds``. The whole number finds any other matter, too, that the actor may see.
    """
    decided_in = select(Decision.matter_id).where(Decision.account_id == actor.account_id)
    own = select(*_COLUMNS).where(or_(Matter.filed_by == actor.account_id, Matter.id.in_(decided_in)))
    by_number = own.where(or_(Matter.acceptance_number.contains(text, autoescape=True), Matter.kind.in_(kinds)))
    found = _latest(tx, by_number, limit)
    if len(found) < limit:
        titled = _latest(tx, own, _TITLES_READ)
        found |= {key: link for key, link in titled.items() if text in link.unit_name}
    if text and not found:
        found = _numbered(tx, actor, text)
    return dict(sorted(found.items(), reverse=True)[:limit])


def _latest(tx: Tx, matters: Select[Any], limit: int) -> dict[str, MatterLink]:
    return _named(tx, tx.session.execute(matters.order_by(Matter.id.desc()).limit(limit)).all())


def _numbered(tx: Tx, actor: Actor, number: str) -> dict[str, MatterLink]:
    rows = tx.session.execute(select(*_COLUMNS).where(Matter.acceptance_number == number)).all()
    seen = _seen(tx, actor, {row.matter_id for row in rows})
    return _named(tx, [row for row in rows if row.matter_id in seen])


def _seen(tx: Tx, reader: Actor, ids: set[str]) -> set[str]:
    """Which of these the reader may see: those of the own places in one statement, the others one by one."""
    near = select(Matter.id).where(
        Matter.id.in_(ids), in_scope(reader, Permission.MATTER_READ, Matter.subject_node_id)
    )
    seen = set(tx.session.scalars(near)) if ids else set()
    others = [tx.session.get_one(Matter, matter_id) for matter_id in ids - seen]
    return seen | {matter.id for matter in others if can_see_matter(tx, reader, matter)}


def _named(tx: Tx, rows: Iterable[Any]) -> dict[str, MatterLink]:
    listed = list(rows)
    cards = cards_of(tx, listed)
    return {
        row.matter_id: MatterLink(
            number=row.acceptance_number or "",
            kind=row.kind,
            unit_name=cards[row.matter_id].unit_name if row.matter_id in cards else "",
        )
        for row in listed
    }


def _number_alone(row: Any) -> MatterLink:
    return MatterLink(row.acceptance_number or "", None, "")
