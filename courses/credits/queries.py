"""Every read of credits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission, account_names, ancestor_nodes, in_scope, node_refs, visible_nodes
from courses.catalogue.public import course_titles
from courses.credits.models import (
    Counter,
    CourseCreditSetting,
    Credit,
    CreditState,
    LevelSetting,
    TargetSetting,
)
from courses.credits.targets import DEFAULT_TARGETS, PostLevel, Target, level_of_rank, nearest
from courses.learners import Learner, learners_in_scope, learners_matching, learners_of

_ROW = (
    Credit.id,
    Credit.kind,
    Credit.source,
    Credit.title,
    Credit.tenths.label("hours"),
    Credit.started_on,
    Credit.ended_on,
    Credit.state,
    Credit.reason,
)
#: More records of one year than anybody can have.
_MOST_OF_A_YEAR = 500
_MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class Counters:
    """The two counters of a person in the period of the target, in tenths of hours.

    ``level`` and ``target`` are None where the level is unknown; the period is then the calendar year.
    """

    level: PostLevel | None
    level_from: str | None
    target: Target | None
    first_day: date
    last_day: date
    concentrated: int
    online: int


def counters(tx: Tx, account_id: str, on: date) -> Counters:
    """What is recognized and what is owed on the day ``on``."""
    learner = learners_of(tx, [account_id])[account_id]
    level, level_from = _level(tx, learner)
    target = _target(tx, learner.node_id, level) if level else None
    first_day, last_day = (target or Target(0, 1)).period(on)
    sums = {
        row.kind: row.tenths
        for row in tx.session.execute(
            select(Credit.kind, func.sum(Credit.tenths).label("tenths"))
            .where(
                Credit.account_id == account_id,
                Credit.state == CreditState.CONFIRMED,
                Credit.ended_on.between(first_day, last_day),
            )
            .group_by(Credit.kind)
        )
    }
    done = [int(sums.get(kind, 0)) for kind in (Counter.CONCENTRATED, Counter.ONLINE)]
    return Counters(level, level_from, target, first_day, last_day, *done)


def _level(tx: Tx, learner: Learner) -> tuple[PostLevel | None, str | None]:
    """The level of somebody and what tells it: ``rank`` or ``authority``."""
    by_rank = level_of_rank(learner.rank)
    if by_rank is not None:
        return by_rank, "rank"
    row = tx.session.get(LevelSetting, learner.account_id)
    return (PostLevel(row.level), "authority") if row else (None, None)


def _target(tx: Tx, node_id: str | None, level: PostLevel) -> Target:
    settings = {
        row.node_id: row for row in tx.session.scalars(select(TargetSetting).where(TargetSetting.level == level))
    }
    row = nearest(settings, ancestor_nodes(tx, node_id)) if settings and node_id else None
    return Target(row.tenths, row.years, row.first_year, row.source) if row else DEFAULT_TARGETS[level]


def my_credits(tx: Tx, account_id: str, year: int) -> dict[str, Any]:
    """What the learner's page shows: both counters today, and the records of a year."""
    today = tx.today()
    now = counters(tx, account_id, today)
    owed = max(now.target.tenths - now.concentrated, 0) if now.target else None
    return {
        "level": now.level,
        "level_from": now.level_from,
        "first_day": now.first_day,
        "last_day": now.last_day,
        "target": target_view(now.level, now.target) if now.level and now.target else None,
        "concentrated": {"done": now.concentrated, "owed": owed},
        "online": {"done": now.online, "owed": None},
        "year": year,
        "records": records_of(tx, account_id, date(year, 1, 1), date(year, 12, 31)),
    }


def records_of(tx: Tx, account_id: str, first_day: date, last_day: date) -> list[dict[str, Any]]:
    """A person's records that ended in a period, the latest first."""
    rows = tx.session.execute(
        select(*_ROW)
        .where(Credit.account_id == account_id, Credit.ended_on.between(first_day, last_day))
        .order_by(Credit.ended_on.desc(), Credit.id)
        .limit(_MOST_OF_A_YEAR)
    )
    return [dict(row) for row in rows.mappings()]


def pending_credits(tx: Tx, actor: Actor, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of what waits for confirmation in the actor's scope; ``own`` marks what another must confirm."""
    query = select(*_ROW, Credit.account_id).where(
        Credit.state == CreditState.PROPOSED, in_scope(actor, Permission.CREDIT_CONFIRM, Credit.node_id)
    )
    if (after := decode_cursor(cursor, 1)) is not None:
        query = query.where(Credit.id > after[0])
    found = [dict(row) for row in tx.session.execute(query.order_by(Credit.id).limit(limit + 1)).mappings()]
    answer = page(found, limit, ("id",))
    learners = learners_of(tx, [row["account_id"] for row in answer["items"]])
    for row in answer["items"]:
        learner = learners[row.pop("account_id")]
        row["name"], row["unit"] = learner.name, learner.organization_name
        row["own"] = learner.account_id == actor.account_id
    return answer


def target_view(level: PostLevel, target: Target) -> dict[str, Any]:
    """A target in the shape of the wire."""
    return {
        "level": level,
        "hours": target.tenths,
        "years": target.years,
        "first_year": target.first_year,
        "source": target.source,
        "is_default": target.is_default,
    }


def targets_in_scope(tx: Tx, actor: Actor) -> list[dict[str, Any]]:
    """For each place where the actor confirms records: the target of each level that holds there."""
    nodes = visible_nodes(actor, Permission.CREDIT_CONFIRM)
    names = node_refs(tx, nodes)
    return [
        {
            "node_id": node_id,
            "node_name": names[node_id]["name"],
            "targets": [target_view(level, _target(tx, node_id, level)) for level in PostLevel],
        }
        for node_id in nodes
    ]


def people_matching(tx: Tx, actor: Actor, text: str) -> list[dict[str, Any]]:
    """People in the actor's scope by a part of their name, each with the level as far as it is known."""
    people = []
    found = learners_in_scope(tx, actor, Permission.CREDIT_CONFIRM, learners_matching(tx, text))
    for learner in found[:_MOST_FOUND]:
        level, level_from = _level(tx, learner)
        people.append(
            {
                "account_id": learner.account_id,
                "name": learner.name,
                "unit": learner.organization_name,
                "level": level,
                "level_from": level_from,
            }
        )
    return people


def course_credits(tx: Tx, actor: Actor) -> list[dict[str, Any]]:
    """The fixed credits of courses in the actor's scope."""
    rows = tx.session.scalars(
        select(CourseCreditSetting)
        .where(in_scope(actor, Permission.CREDIT_CONFIRM, CourseCreditSetting.node_id))
        .order_by(CourseCreditSetting.course_id, CourseCreditSetting.node_id)
    ).all()
    titles = course_titles(tx, [row.course_id for row in rows])
    nodes = node_refs(tx, [row.node_id for row in rows])
    by = account_names(tx, [row.granted_by for row in rows if row.granted_by])
    return [
        {
            "course_id": row.course_id,
            "title": titles.get(row.course_id, ""),
            "node_id": row.node_id,
            "node_name": nodes[row.node_id]["name"],
            "hours": row.tenths,
            "granted_by": by.get(row.granted_by or ""),
        }
        for row in rows
    ]
