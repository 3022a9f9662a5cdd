"""A round from its decisions to its seal, as those see it who record, confirm or look after results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from backend.assessment.grading.public import CaseGroup, case_groups
from backend.assessment.results.models import (
    Decision,
    Notice,
    Objection,
    Publicity,
    PublicityEntry,
    Review,
)
from backend.assessment.results.policies import (
    load_decision,
    readable_decisions,
    running_run,
)
from backend.assessment.results.queries.briefs import Row, case_row, decided_people, decision_briefs
from backend.assessment.results.queries.groups import GroupKey, cases_of_group
from backend.assessment.results.queries.owed import owed_notices, seals_of
from backend.assessment.results.queries.publicity import names_to_show
from backend.assessment.results.states import STANDING, UNANSWERED, NoticeState, Occasion
from backend.assessment.rounds.public import Round, RoundNotFound, round_by_id, round_for
from backend.core.actor import Actor
from backend.core.errors import NotFound
from backend.core.transaction import Tx
from backend.identity.public import Permission
from backend.register.public import unit_brief, unit_places


def decisions_view(tx: Tx, actor: Actor, round_id: str) -> Row:
    """What is decided of a round and what is not, its publicity, notices and seal.

    Whoever reads the round sees all groups; others only the decisions that are theirs to read. Raises
    ``RoundNotFound``.
    """
    readable = _reads(tx, actor, round_id, Permission.ROUND_READ)
    query = select(Decision).where(Decision.round_id == round_id, readable_decisions(actor))
    decisions = tx.session.scalars(query.order_by(Decision.id.desc())).all()
    if not readable and not decisions:
        raise RoundNotFound
    found = round_by_id(tx, round_id)
    briefs = decision_briefs(tx, actor, decisions)
    return {
        "round": round_brief(found),
        "manages": _reads(tx, actor, round_id, Permission.ROUND_MANAGE),
        "groups": _groups(tx, round_id, briefs) if readable else [],
        "decisions": briefs,
        "publicity": _publicity(tx, round_id) if readable else None,
        "notices": _notice_counts(tx, round_id) if readable else None,
        "unanswered_reviews": _unanswered(tx, Review, round_id) if readable else 0,
        "seals": seals_of(tx, round_id),
        "running": _running(tx, actor, round_id) if readable else None,
    }


def round_brief(found: Round) -> Row:
    """What a page says of its round."""
    return {"id": found.id, "year": found.year, "title": found.title, "state": found.state.value}


def group_view(tx: Tx, actor: Actor, round_id: str, key: GroupKey) -> Row:
    """The people of a group for whoever records its decision. Raises ``RoundNotFound``."""
    round_for(tx, actor, Permission.ROUND_MANAGE, round_id)
    return {"people": [case_row(actor, case) for case in cases_of_group(tx, round_id, key)]}


def decision_view(tx: Tx, actor: Actor, decision_id: str) -> Row:
    """A decision with everybody it is about, for whoever may read or confirm it. Raises ``DecisionNotFound``."""
    decision = load_decision(tx, actor, decision_id)
    [brief] = decision_briefs(tx, actor, [decision])
    people, stale = decided_people(tx, actor, decision)
    return brief | {"stale": stale, "people": people}


def _reads(tx: Tx, actor: Actor, round_id: str, permission: Permission) -> bool:
    try:
        round_for(tx, actor, permission, round_id)
    except NotFound:
        return False
    return True


def _groups(tx: Tx, round_id: str, briefs: Sequence[Row]) -> list[Row]:
    of_groups = {
        (one["organization_id"], one["leading"]): one
        for one in reversed(briefs)
        if one["occasion"] == Occasion.ROUND and one["state"] in STANDING
    }
    groups = case_groups(tx, round_id)
    places = unit_places(tx, unit_brief(tx, {group.organization_id for group in groups}).values())
    return [_group(group, of_groups) | {"place": places.get(group.organization_id, "")} for group in groups]


def _group(group: CaseGroup, of_groups: Mapping[tuple[str, bool], Row]) -> Row:
    decision = of_groups.get((group.organization_id, group.leading))
    return {
        "organization_id": group.organization_id,
        "organization_name": group.organization_name,
        "leading": group.leading,
        "people": group.people,
        "excellent": group.excellent,
        "changed": group.changed,
        "ungraded": group.ungraded,
        "decision_id": decision["id"] if decision else None,
        "decision_state": decision["state"] if decision else None,
    }


def _publicity(tx: Tx, round_id: str) -> Row | None:
    query = select(Publicity).where(Publicity.round_id == round_id).order_by(Publicity.id.desc()).limit(1)
    found = tx.session.scalar(query)
    if found is None:
        return None
    entries = tx.session.scalars(
        select(PublicityEntry)
        .where(PublicityEntry.publicity_id == found.id)
        .order_by(PublicityEntry.organization_name, PublicityEntry.name, PublicityEntry.id)
    )
    return {
        "id": found.id,
        "first_on": found.first_on,
        "until": found.until,
        "working_days": found.working_days,
        "provisional": found.provisional,
        "over": tx.today() > found.until,
        "ended": found.ended_at is not None,
        "paper_document": found.paper_document,
        "paper_first_on": found.paper_first_on,
        "paper_last_on": found.paper_last_on,
        "names": [{"name": one.name, "organization_name": one.organization_name} for one in entries],
        "unanswered": _unanswered(tx, Objection, round_id),
        "unshown": len(names_to_show(tx, round_id)) if found.ended_at is not None else 0,
    }


def _unanswered(tx: Tx, model: type[Objection | Review], round_id: str) -> int:
    states = [state.value for state in UNANSWERED]
    query = select(func.count()).select_from(model).where(model.round_id == round_id, model.state.in_(states))
    return tx.session.scalar(query) or 0


def _notice_counts(tx: Tx, round_id: str) -> Row:
    rows = tx.session.execute(
        select(Notice.state, func.count().label("notices"))
        .where(Notice.round_id == round_id)
        .group_by(Notice.state)
    )
    counts = {state.value: 0 for state in NoticeState}
    return counts | {row.state: row.notices for row in rows} | {"owed": owed_notices(tx, round_id)}


def _running(tx: Tx, actor: Actor, round_id: str) -> Row | None:
    run = running_run(tx, round_id)
    if run is None:
        return None
    mine = run.started_by is not None and run.started_by == actor.account_id
    return {"kind": run.kind, "done": run.done, "total": run.total, "job_id": run.job_id if mine else None}
