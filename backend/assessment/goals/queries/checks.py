"""Reads of routine checks: the own ones, those one comments on, and what papers take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from backend.assessment.goals.models import CheckComment, RoutineCheck
from backend.assessment.goals.operations.checks import comment_place, rhythm_of, text_place
from backend.assessment.goals.periods import CheckPeriod, overlap, period_of, periods_of_year
from backend.assessment.rounds.public import assessed_in_scope, assessed_named, assessed_one, subordinates_of
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, account_names
from backend.register.public import names_of_people

View = dict[str, Any]
#: more people than one superior has
_MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class CommentView:
    """What a superior said, or what stood on the paper; ``number`` counts how often it was said anew."""

    number: int
    grade: str | None
    comment: str
    given_on: date
    recorded_by: str
    from_paper: bool
    document: str | None
    document_on: date | None


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check of a period in plain text. There may be neither entry nor comment."""

    period: str
    first_on: date
    last_on: date
    text: str
    written_on: date | None
    comment: CommentView | None


def checks_of(tx: Tx, person_id: str, year: int) -> list[CheckView]:
    """The checks of somebody in a year that have an entry or a comment, in order; for papers."""
    return [check for check in _kept(tx, [person_id], year)[person_id] if check.text or check.comment]


def my_checks(tx: Tx, actor: Actor, year: int) -> View:
    """The actor's own checks of a year: every period that has begun, whether or not anything stands there."""
    person_id = actor.person_ref or ""
    place = assessed_one(tx, person_id)
    if place is None:
        return {"year": year, "superior": None, "rhythm": None, "checks": []}
    names = names_of_people(tx, [place.superior_id]) if place.superior_id else {}
    rhythm = rhythm_of(tx, place.organization_id)
    checks = _with_open(tx, _kept(tx, [person_id], year)[person_id], periods_of_year(year, rhythm))
    return {
        "year": year,
        "superior": names.get(place.superior_id or ""),
        "rhythm": rhythm.value,
        "checks": [asdict(check) for check in checks],
    }


def checks_to_comment(tx: Tx, actor: Actor, year: int) -> View:
    """The people whose superior the actor is today, by name, each with the checks of a year."""
    people = subordinates_of(tx, actor.person_ref, tx.today()) if actor.person_ref else []
    kept = _kept(tx, [one.person_id for one in people], year)
    listed = []
    for one in sorted(people, key=lambda one: (one.name, one.person_id)):
        periods = periods_of_year(year, rhythm_of(tx, one.organization_id))
        checks = _with_open(tx, kept[one.person_id], periods)
        listed.append(
            {
                "person_id": one.person_id,
                "name": one.name,
                "unit": one.organization_name,
                "checks": [asdict(check) for check in checks],
            }
        )
    return {"year": year, "people": listed}


def people_for_paper(tx: Tx, actor: Actor, text: str, year: int) -> list[View]:
    """The first people in scope by a part of their name, with the periods that have a comment already."""
    found = assessed_in_scope(tx, actor, Permission.ROUND_MANAGE, text, _MOST_FOUND)
    people = [person_id for person_id, _, _ in found]
    kept = _kept(tx, people, year)
    units = {one.person_id: one.organization_id for one in assessed_named(tx, people, tx.today())}
    listed = []
    for person_id, name, unit in found:
        periods = periods_of_year(year, rhythm_of(tx, units[person_id]))
        checks = _with_open(tx, kept[person_id], periods)
        entered = [{"period": check.period, "commented": check.comment is not None} for check in checks]
        listed.append({"person_id": person_id, "name": name, "unit": unit, "periods": entered})
    return listed


def _with_open(tx: Tx, kept: Sequence[CheckView], periods: Sequence[CheckPeriod]) -> list[CheckView]:
    """``kept``, and an empty one for each period that has begun and is not covered; the latest first."""
    covered = [period_of(check.period) for check in kept]
    empty = [
        CheckView(period.code, period.first, period.last, "", None, None)
        for period in periods
        if period.first <= tx.today() and not any(overlap(period, other) for other in covered)
    ]
    return sorted([*kept, *empty], key=lambda check: check.first_on, reverse=True)


def _kept(tx: Tx, person_ids: Collection[str], year: int) -> dict[str, list[CheckView]]:
    checks = tx.session.scalars(
        select(RoutineCheck)
        .where(
            RoutineCheck.person_id.in_(person_ids),
            RoutineCheck.first_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .order_by(RoutineCheck.first_on)
    ).all()
    comments = _latest_comments(tx, [check.id for check in checks])
    found: dict[str, list[CheckView]] = defaultdict(list)
    for check in checks:
        text = check.text_encrypted
        found[check.person_id].append(
            CheckView(
                period=check.period,
                first_on=check.first_on,
                last_on=check.last_on,
                text=tx.keyring.decrypt(text, text_place(check.id)) if text else "",
                written_on=check.written_on,
                comment=comments.get(check.id),
            )
        )
    return found


def _latest_comments(tx: Tx, check_ids: Collection[str]) -> dict[str, CommentView]:
    rows = tx.session.scalars(
        select(CheckComment).where(CheckComment.check_id.in_(check_ids)).order_by(CheckComment.number)
    ).all()
    latest = {row.check_id: row for row in rows}
    names = account_names(tx, [row.recorded_by for row in latest.values() if row.recorded_by])
    return {
        check_id: CommentView(
            number=row.number,
            grade=row.grade,
            comment=_comment(tx, row),
            given_on=row.given_on,
            recorded_by=names.get(row.recorded_by or "", ""),
            from_paper=row.from_paper,
            document=row.document,
            document_on=row.document_on,
        )
        for check_id, row in latest.items()
    }


def _comment(tx: Tx, row: CheckComment) -> str:
    kept = row.comment_encrypted
    return tx.keyring.decrypt(kept, comment_place(row.id)) if kept else ""
