"""Every write of credits: records are proposed and decided; targets, levels and course credits are set."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.exchange.public import RowError, bad_rows
from backend.identity.public import Permission, ancestor_nodes, ensure_in_scope, in_scope, record_audit
from courses.catalogue.public import CourseNotFound, completions_of, course_titles
from courses.credits.models import (
    Counter,
    CourseCreditSetting,
    Credit,
    CreditState,
    LevelSetting,
    Source,
    TargetSetting,
)
from courses.credits.policies import ensure_learner_in_scope
from courses.credits.sheet import SheetRecord, SheetRecords
from courses.credits.targets import PostLevel, Target, nearest
from courses.events import CreditsConfirmed
from courses.learners import Learner, learners_in_scope, learners_known_as, learners_of


@dataclass(frozen=True, slots=True)
class NewCredit:
    """A record to be proposed; ``source_key`` is what it is for, and counts once for a person."""

    account_id: str
    node_id: str
    kind: Counter
    tenths: int
    source: Source
    source_key: str
    title: str
    started_on: date
    ended_on: date
    import_id: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a list of records: those decided, and why others were left out (id → code)."""

    ids: tuple[str, ...]
    left_out: dict[str, str]


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """An applied import; ``repeated`` are the numbers of rows that were on record already."""

    import_id: str
    proposed: int
    repeated: tuple[int, ...]


def propose_credit(tx: Tx, actor: Actor, new: NewCredit) -> str | None:
    """Put a record before the training authority; None when the same is there already, in whatever state."""
    return _add(tx, new, CreditState.PROPOSED, proposed_by=actor.account_id, decided_by=None)


def _add(
    tx: Tx, new: NewCredit, state: CreditState, *, proposed_by: str | None, decided_by: str | None
) -> str | None:
    row: dict[str, Any] = {
        "id": new_id(),
        "account_id": new.account_id,
        "node_id": new.node_id,
        "kind": new.kind.value,
        "tenths": new.tenths,
        "source": new.source.value,
        "source_key": new.source_key,
        "title": new.title,
        "started_on": new.started_on,
        "ended_on": new.ended_on,
        "state": state.value,
        "import_id": new.import_id,
        "proposed_by": proposed_by,
        "decided_by": decided_by,
    }
    added: str | None = tx.connection.execute(_insert_new(tx.dialect), row).scalar()
    return added


@cache
def _insert_new(dialect: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    unique = ["account_id", "source", "source_key"]
    # what was there already is not returned
    return insert(cast(Table, Credit.__table__)).on_conflict_do_nothing(index_elements=unique).returning(Credit.id)


def confirm_credits(tx: Tx, actor: Actor, ids: Collection[str]) -> Decided:
    """Recognize the records of ``ids`` that wait in the actor's scope; never one's own.

    What is left out has a reason: ``not_found`` (or not in scope), ``own``, ``decided`` before.
    """
    decided = _decide(tx, actor, ids, CreditState.CONFIRMED, None)
    if decided.ids:
        account_ids = tx.session.scalars(select(Credit.account_id).where(Credit.id.in_(decided.ids)).distinct())
        tx.publish(CreditsConfirmed(decided.ids, tuple(sorted(account_ids))))
    return decided


def refuse_credits(tx: Tx, actor: Actor, ids: Collection[str], reason: str) -> Decided:
    """Refuse records with a reason that their people read; otherwise as :func:`confirm_credits`."""
    return _decide(tx, actor, ids, CreditState.REFUSED, reason)


def _decide(tx: Tx, actor: Actor, ids: Collection[str], state: CreditState, reason: str | None) -> Decided:
    rows = tx.session.scalars(
        select(Credit)
        .where(Credit.id.in_(ids), in_scope(actor, Permission.CREDIT_CONFIRM, Credit.node_id))
        .order_by(Credit.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    left_out = dict.fromkeys(sorted(set(ids) - {row.id for row in rows}), "not_found")
    taken = []
    for row in rows:
        if row.account_id == actor.account_id:
            left_out[row.id] = "own"
        elif row.state != CreditState.PROPOSED:
            left_out[row.id] = "decided"
        else:
            row.state, row.decided_by, row.reason = state.value, actor.account_id, reason
            taken.append(row.id)
    tx.session.flush()
    if taken:
        record_audit(tx, actor, f"courses:credit:{state.value}", "credits", taken[0], facts={"ids": taken})
    return Decided(tuple(taken), left_out)


def import_records(tx: Tx, actor: Actor, table: SheetRecords, file_digest: str) -> ImportOutcome:
    """Propose every record of a table, or none. A record that is there already is recognized and left alone.

    Raises :class:`BadRows` with each row that is wrong, unknown people and people out of scope among them.
    """
    learners = learners_known_as(tx, {record.learner for record in table.records})
    reached = {
        one.account_id for one in learners_in_scope(tx, actor, Permission.CREDIT_CONFIRM, learners.values())
    }
    errors = [*table.errors]
    for record in table.records:
        error = _mismatch(record, learners.get(record.learner), reached)
        if error is not None:
            errors.append(error)
    if errors:
        raise bad_rows(sorted(errors, key=lambda error: (error.sheet, error.row)))
    import_id = new_id()
    news = [_of_sheet(record, learners[record.learner], import_id) for record in table.records]
    repeated = [
        record.row
        for record, new in zip(table.records, news, strict=True)
        if propose_credit(tx, actor, new) is None
    ]
    outcome = ImportOutcome(import_id, len(news) - len(repeated), tuple(repeated))
    facts = {"file": file_digest, "proposed": outcome.proposed, "repeated": len(repeated)}
    record_audit(tx, actor, "courses:credit:imported", "credit_import", import_id, facts=facts)
    return outcome


def _mismatch(record: SheetRecord, learner: Learner | None, reached: Collection[str]) -> RowError | None:
    if learner is None or learner.account_id not in reached:
        return record.error("learner", "unknown_person")
    if learner.name != record.name:
        return record.error("name", "name_differs")
    return None


def _of_sheet(record: SheetRecord, learner: Learner, import_id: str) -> NewCredit:
    return NewCredit(
        account_id=learner.account_id,
        node_id=learner.node_id or "",
        kind=record.counter,
        tenths=record.tenths,
        source=record.source,
        source_key=record.key,
        title=record.title,
        started_on=record.started_on,
        ended_on=record.ended_on,
        import_id=import_id,
    )


def set_target(tx: Tx, actor: Actor, node_id: str, level: PostLevel, target: Target) -> None:
    """Replace the target of a level at a node and below. Raises ``NodeNotFound`` outside the actor's scope."""
    ensure_in_scope(tx, actor, Permission.CREDIT_CONFIRM, node_id)
    row = tx.session.get(TargetSetting, (node_id, level.value), with_for_update=True)
    if row is None:
        row = TargetSetting(node_id=node_id, level=level.value)
        tx.session.add(row)
    row.tenths, row.years, row.first_year = target.tenths, target.years, target.first_year
    row.source, row.changed_by = target.source or "", actor.account_id
    tx.session.flush()
    facts = {"level": level.value, "tenths": target.tenths, "years": target.years}
    record_audit(tx, actor, "courses:target:changed", "target", node_id, node_id=node_id, facts=facts)


def set_level(tx: Tx, actor: Actor, account_id: str, level: PostLevel | None) -> None:
    """Say, or take back, the level of somebody; where the rank tells it, the rank goes first.

    Raises :class:`LearnerNotFound` outside the actor's scope.
    """
    ensure_learner_in_scope(tx, actor, account_id)
    row = tx.session.get(LevelSetting, account_id, with_for_update=True)
    if level is None:
        if row is not None:
            tx.session.delete(row)
    elif row is None:
        tx.session.add(LevelSetting(account_id=account_id, level=level.value, set_by=actor.account_id))
    else:
        row.level, row.set_by = level.value, actor.account_id
    tx.session.flush()
    record_audit(tx, actor, "courses:level:set", "account", account_id, facts={"level": level and level.value})


def set_course_credit(tx: Tx, actor: Actor, course_id: str, node_id: str, tenths: int) -> int:
    """Fix the credit of a course for the people at a node and below; who passed it before gets it now.

    What was given before stays as it was. Returns how many records were added. Raises ``NodeNotFound`` outside
    the actor's scope, ``CourseNotFound``.
    """
    if course_id not in course_titles(tx, [course_id]):
        raise CourseNotFound
    ensure_in_scope(tx, actor, Permission.CREDIT_CONFIRM, node_id)
    row = tx.session.get(CourseCreditSetting, (course_id, node_id), with_for_update=True)
    if row is None:
        row = CourseCreditSetting(course_id=course_id, node_id=node_id)
        tx.session.add(row)
    row.tenths, row.granted_by = tenths, actor.account_id
    tx.session.flush()
    facts = {"course_id": course_id, "tenths": tenths}
    record_audit(tx, actor, "courses:course_credit:set", "course", course_id, node_id=node_id, facts=facts)
    return grant_course_credit(tx, course_id, completions_of(tx, course_id))


def grant_course_credit(tx: Tx, course_id: str, passed: Sequence[tuple[str, date]]) -> int:
    """Give the fixed credit of a course to those who passed it, once; nobody gets it where none is fixed.

    ``passed`` are account ids with the day. Returns how many records were added.
    """
    settings = {
        row.node_id: row
        for row in tx.session.scalars(
            select(CourseCreditSetting).where(CourseCreditSetting.course_id == course_id)
        )
    }
    if not settings or not passed:
        return 0
    title = course_titles(tx, [course_id]).get(course_id, "")
    learners = learners_of(tx, [account_id for account_id, _ in passed])
    given: dict[str, str] = {}
    for account_id, day in passed:
        node_id = learners[account_id].node_id
        setting = nearest(settings, ancestor_nodes(tx, node_id)) if node_id else None
        if node_id is None or setting is None:
            continue
        new = NewCredit(
            account_id, node_id, Counter.ONLINE, setting.tenths, Source.COURSE, course_id, title, day, day
        )
        by = setting.granted_by
        credit_id = _add(tx, new, CreditState.CONFIRMED, proposed_by=None, decided_by=by)
        if credit_id is not None:
            given[credit_id] = account_id
    if given:
        tx.publish(CreditsConfirmed(tuple(given), tuple(sorted(set(given.values())))))
    return len(given)
