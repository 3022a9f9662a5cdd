"""Secondments as the office sees them, as the person does, and as the assessment asks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import or_, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission, in_scope
from backend.records.public import documents
from backend.register.public import names_of_people, people_named, unit_brief, units_like
from courses.mentoring.models.life import Secondment, SecondmentCorrection
from courses.mentoring.operations.secondments import EVALUATION, FORMER, REASON, correction_key
from courses.mentoring.texts import opened

View = dict[str, Any]

#: how many people or places a search for a name shows
_MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class PersonSecondment:
    """Where somebody was seconded; ``organization_id`` is ``None`` for a place outside the register.

    ``ended_on`` is ``None`` while it runs, ``expected_to`` the end that its document names.
    """

    id: str
    person_id: str
    organization_id: str | None
    place_name: str
    post_held: str
    started_on: date
    ended_on: date | None
    expected_to: date | None


def secondments_in(tx: Tx, year: int, person_ids: Collection[str] | None = None) -> list[PersonSecondment]:
    """Secondments with a day in ``year``, everybody's or those of a few people, by person and first day."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    of_year = select(Secondment).where(
        Secondment.started_on <= last, or_(Secondment.ended_on.is_(None), Secondment.ended_on >= first)
    )
    if person_ids is not None:
        of_year = of_year.where(Secondment.person_id.in_(person_ids))
    rows = tx.session.scalars(of_year.order_by(Secondment.person_id, Secondment.started_on, Secondment.id))
    return [
        PersonSecondment(
            row.id,
            row.person_id,
            row.organization_id,
            row.place_name,
            row.post_held,
            row.started_on,
            row.ended_on,
            row.expected_to,
        )
        for row in rows
    ]


def own_secondments(tx: Tx, actor: Actor) -> View:
    """The actor's own, the latest first; none where the account belongs to no person of the register."""
    rows = select(Secondment).where(Secondment.person_id == actor.person_ref)
    return {"items": _views(tx, list(tx.session.scalars(rows.order_by(Secondment.started_on.desc()))))}


def secondments_in_scope(tx: Tx, actor: Actor, *, cursor: str | None, limit: int) -> View:
    """A page of those recorded for people of the office's scope, the latest first."""
    query = select(Secondment).where(in_scope(actor, Permission.MENTORING_MANAGE, Secondment.node_id))
    after = decode_cursor(cursor, 1)
    if after is not None:
        query = query.where(Secondment.id < after[0])
    rows = tx.session.scalars(query.order_by(Secondment.id.desc()).limit(limit + 1))
    return page(_views(tx, list(rows)), limit, ["id"])


def people_to_second(tx: Tx, actor: Actor, text: str) -> View:
    """The first people of the office's scope whose name contains ``text``."""
    found = people_named(tx, actor, Permission.MENTORING_MANAGE, text, _MOST_FOUND) if text else []
    return {"items": [{"id": id_, "name": name, "organization_name": unit} for id_, name, unit in found]}


def places_to_second(tx: Tx, text: str) -> View:
    """The first units of the register whose name contains ``text``: the place is often in another region."""
    found = [unit.id for unit in units_like(tx, text, _MOST_FOUND)] if text else []
    units = unit_brief(tx, found)
    return {
        "items": [{"id": id_, "name": units[id_].name, "region_name": units[id_].region_name} for id_ in found]
    }


def _views(tx: Tx, rows: Sequence[Secondment]) -> list[View]:
    names = names_of_people(tx, {row.person_id for row in rows})
    papers = documents(tx, {row.document_id for row in rows})
    corrections = _corrections(tx, [row.id for row in rows])
    return [
        {
            "id": row.id,
            "person": {"id": row.person_id, "name": names.get(row.person_id, "")},
            "place_name": row.place_name,
            "organization_id": row.organization_id,
            "post_held": row.post_held,
            "document": _document(papers[row.document_id]),
            "started_on": row.started_on,
            "expected_to": row.expected_to,
            "ended_on": row.ended_on,
            "evaluation": _evaluation(tx, row),
            "corrections": corrections[row.id],
            "version": row.version,
        }
        for row in rows
    ]


def _document(paper: dict[str, Any]) -> View:
    dated_on = date.fromisoformat(paper["dated_on"])
    return {name: paper[name] for name in ("number", "title", "issuer")} | {"dated_on": dated_on}


def _evaluation(tx: Tx, row: Secondment) -> str | None:
    value = row.evaluation_encrypted
    return opened(tx, EVALUATION, row.id, value) if value is not None else None


def _corrections(tx: Tx, ids: Collection[str]) -> dict[str, list[View]]:
    """The corrections of each entry, the latest first, with what it said before."""
    found: dict[str, list[View]] = defaultdict(list)
    rows = select(SecondmentCorrection).where(SecondmentCorrection.secondment_id.in_(ids))
    for row in tx.session.scalars(rows.order_by(SecondmentCorrection.version.desc())):
        key = correction_key(row.secondment_id, row.version)
        former = orjson.loads(opened(tx, FORMER, key, row.former_encrypted))
        days = {name: _day(former[name]) for name in ("started_on", "expected_to", "ended_on")}
        reason = opened(tx, REASON, key, row.reason_encrypted)
        entry = {"corrected_on": row.corrected_on, "reason": reason, "former": {**former, **days}}
        found[row.secondment_id].append(entry)
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None
