"""Making a round, changing what it is to look at, opening it, and moving it on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete, func, select

from backend.assessment.rounds.errors import (
    InvestigationKeeperUnknown,
    RatingWindowOver,
    RoundChanged,
    RoundOverlaps,
    RoundParametersFixed,
    RoundReasonMissing,
    RoundStateWrong,
)
from backend.assessment.rounds.models import AssessmentRound, AssessmentWindow
from backend.assessment.rounds.parameters import Parameters
from backend.assessment.rounds.policies import (
    ensure_may_open,
    ensure_parameters,
    ensure_state,
    ensure_windows,
    keepers_at,
)
from backend.assessment.rounds.queries.rounds import lock_round, round_for
from backend.assessment.rounds.states import RoundState, Step, begins_revision, step_between
from backend.assessment.rounds.upkeep import look_now
from backend.assessment.rounds.values import Round, Window
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, ancestor_nodes, below, ensure_in_scope, record_audit

OpeningCheck = Callable[[Tx, Round], None]
_OPENING_CHECKS: list[OpeningCheck] = []
MoveCheck = Callable[[Tx, Round, RoundState], None]
_MOVE_CHECKS: list[MoveCheck] = []


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What is planned of a round; ``parameters`` only those that differ from the defaults."""

    title: str
    windows: Mapping[Window, tuple[date, date]] = field(default_factory=dict)
    parameters: Mapping[str, int] = field(default_factory=dict)
    investigation_keeper: str | None = None


def add_opening_check(check: OpeningCheck) -> None:
    """Have ``check`` asked before a round opens: it raises the refusal. A second time changes nothing."""
    if check not in _OPENING_CHECKS:
        _OPENING_CHECKS.append(check)


def add_move_check(check: MoveCheck) -> None:
    """Have ``check`` asked before a round moves: it raises the refusal. A second time changes nothing."""
    if check not in _MOVE_CHECKS:
        _MOVE_CHECKS.append(check)


def create_round(tx: Tx, actor: Actor, year: int, node_id: str, plan: RoundPlan) -> str:
    """Prepare the round of a year for everybody below a place; returns its id.

    Raises ``NodeNotFound`` outside the actor's scope, :class:`RoundOverlaps` where a round of that year lies at
    the place, above or below it, :class:`RoundWindowsInvalid`, :class:`RoundParametersInvalid`,
    :class:`InvestigationKeeperUnknown`.
    """
    ensure_in_scope(tx, actor, Permission.ROUND_MANAGE, node_id)
    ensure_windows(year, plan.windows)
    ensure_parameters(plan.parameters, Parameters())
    _ensure_keeper(tx, node_id, plan.investigation_keeper)
    _ensure_alone(tx, year, node_id)
    row = AssessmentRound(
        id=new_id(),
        year=year,
        node_id=node_id,
        title=plan.title,
        state=RoundState.PREPARING.value,
        parameters=dict(plan.parameters),
        investigation_keeper=plan.investigation_keeper,
        created_by=actor.account_id,
        created_at=tx.now(),
    )
    tx.session.add(row)
    tx.session.flush()
    _write_windows(tx, row.id, {}, plan.windows)
    _audit(tx, actor, "created", row.id, node_id, year=year)
    return row.id


def change_round(tx: Tx, actor: Actor, round_id: str, seen_version: int, plan: RoundPlan) -> None:
    """Replace the plan while the round is prepared; once it is open, only title, days and keeper.

    Raises :class:`RoundNotFound`, :class:`RoundStateWrong`, :class:`RoundChanged`, :class:`RoundParametersFixed`,
    :class:`RatingWindowOver`, :class:`RoundWindowsInvalid`, :class:`RoundParametersInvalid`,
    :class:`InvestigationKeeperUnknown`.
    """
    round_for(tx, actor, Permission.ROUND_MANAGE, round_id)
    before = lock_round(tx, round_id)
    ensure_state(before, RoundState.PREPARING, RoundState.OPEN)
    _ensure_seen(before, seen_version)
    ensure_windows(before.year, plan.windows)
    ensure_parameters(plan.parameters, Parameters())
    if before.state is RoundState.OPEN and Parameters().changed(plan.parameters) != before.parameters:
        raise RoundParametersFixed
    if before.has_closed(Window.RATING, tx.today()) and _differs(before, plan, Window.RATING):
        raise RatingWindowOver
    _ensure_keeper(tx, before.node_id, plan.investigation_keeper)
    row = tx.session.get_one(AssessmentRound, round_id)
    row.title, row.parameters = plan.title, dict(plan.parameters)
    row.investigation_keeper = plan.investigation_keeper
    row.version += 1
    _write_windows(tx, round_id, before.windows, plan.windows)
    if before.state is RoundState.OPEN:
        look_now(tx, round_id, row.version)
    changed = sorted(kind.value for kind in Window if _differs(before, plan, kind))
    keeper = plan.investigation_keeper != before.investigation_keeper
    _audit(tx, actor, "changed", round_id, before.node_id, windows=changed, keeper_changed=keeper)


def discard_round(tx: Tx, actor: Actor, round_id: str) -> None:
    """Take back a round that was never opened. Raises :class:`RoundNotFound`, :class:`RoundStateWrong`."""
    round_for(tx, actor, Permission.ROUND_MANAGE, round_id)
    before = lock_round(tx, round_id)
    ensure_state(before, RoundState.PREPARING)
    tx.session.execute(delete(AssessmentWindow).where(AssessmentWindow.round_id == round_id))
    tx.session.execute(delete(AssessmentRound).where(AssessmentRound.id == round_id))
    _audit(tx, actor, "discarded", round_id, before.node_id, year=before.year)


def open_round(tx: Tx, actor: Actor, round_id: str, seen_version: int) -> None:
    """Begin the round: from now on its windows open with their days.

    Raises :class:`RoundNotFound`, :class:`RoundChanged`, :class:`RoundStateWrong`, :class:`RoundWindowsMissing`,
    :class:`RoundEmpty`, and what the checks of other rooms raise.
    """
    round_for(tx, actor, Permission.ROUND_MANAGE, round_id)
    before = lock_round(tx, round_id)
    ensure_state(before, RoundState.PREPARING)
    _ensure_seen(before, seen_version)
    ensure_may_open(tx, before)
    for check in _OPENING_CHECKS:
        check(tx, before)
    opened = move_round(tx, actor, round_id, RoundState.OPEN, None)
    look_now(tx, round_id, opened.version)


def move_round(tx: Tx, actor: Actor, round_id: str, to: RoundState, reason: str | None) -> Round:
    """Move a round on, or back with a reason. Whether the actor may is the caller's to ask.

    Raises :class:`RoundNotFound`, :class:`RoundStateWrong`, :class:`RoundReasonMissing`.
    """
    before = lock_round(tx, round_id)
    step = step_between(before.state, to)
    if step is None:
        raise RoundStateWrong(state=before.state.value, to=to.value)
    told = (reason or "").strip()
    if step is Step.BACK and not told:
        raise RoundReasonMissing(state=before.state.value, to=to.value)
    for check in _MOVE_CHECKS:
        check(tx, before, to)
    row = tx.session.get_one(AssessmentRound, round_id)
    row.state = to.value
    row.version += 1
    if begins_revision(before.state, to):
        row.revision += 1
    facts = {"from": before.state.value, "to": to.value, "revision": row.revision}
    if told:
        facts["reason"] = told
    tx.session.flush()
    _audit(tx, actor, "moved", round_id, before.node_id, **facts)
    return lock_round(tx, round_id)


def lock_rounds_of_year(tx: Tx, year: int) -> None:
    """Let nobody else make a round of a year, or freeze one, until the end of this transaction."""
    if tx.dialect == "postgresql":  # SQLite's writers are alone already
        tx.session.execute(select(func.pg_advisory_xact_lock(_LOCK_SPACE, year)))


def _ensure_alone(tx: Tx, year: int, node_id: str) -> None:
    """A person is in one round a year. Raises :class:`RoundOverlaps`."""
    lock_rounds_of_year(tx, year)
    meets = below(node_id, AssessmentRound.node_id) | AssessmentRound.node_id.in_(ancestor_nodes(tx, node_id))
    title = tx.session.scalar(select(AssessmentRound.title).where(AssessmentRound.year == year, meets).limit(1))
    if title is not None:
        raise RoundOverlaps(year=year, title=title)


#: first half of the advisory lock under which rounds of a year are made, and filled, one after the other
_LOCK_SPACE = 0x5A42


def _ensure_seen(the_round: Round, seen_version: int) -> None:
    if the_round.version != seen_version:
        raise RoundChanged(version=the_round.version)


def _ensure_keeper(tx: Tx, node_id: str, account_id: str | None) -> None:
    if account_id is not None and account_id not in keepers_at(tx, node_id):
        raise InvestigationKeeperUnknown


def _differs(before: Round, plan: RoundPlan, kind: Window) -> bool:
    return before.windows.get(kind) != plan.windows.get(kind)


def _write_windows(
    tx: Tx,
    round_id: str,
    before: Mapping[Window, tuple[date, date]],
    after: Mapping[Window, tuple[date, date]],
) -> None:
    """Write the windows that changed; those concerned are told of the new days."""
    for kind in Window:
        if before.get(kind) == after.get(kind):
            continue
        tx.session.execute(
            delete(AssessmentWindow).where(AssessmentWindow.round_id == round_id, AssessmentWindow.kind == kind)
        )
        if kind in after:
            opens_on, closes_on = after[kind]
            tx.session.add(
                AssessmentWindow(round_id=round_id, kind=kind.value, opens_on=opens_on, closes_on=closes_on)
            )
    tx.session.flush()


def _audit(tx: Tx, actor: Actor, done: str, round_id: str, node_id: str, **facts: object) -> None:
    action = f"assessment:round:{done}"
    record_audit(tx, actor, action, "assessment_round", round_id, node_id=node_id, facts=facts)
