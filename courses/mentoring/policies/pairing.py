"""Who may do what with profiles and runs, and which pairs may be made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.jobs import has_ended
from backend.core.transaction import Tx
from backend.identity.public import Permission, Role, in_scope
from backend.register.public import unit_brief
from courses.learners import Learner, learners_in_scope, learners_of
from courses.mentoring.errors.pairing import (
    MentoringChanged,
    MentoringFieldsInvalid,
    MentoringPersonNotFound,
    MentoringRunNotFound,
    MentoringRunNotInState,
    PairAgainstRules,
    PairForbidden,
    PairNotPossible,
)
from courses.mentoring.models.pairing import MentoringRun, RunState
from courses.mentoring.rules import FIRM, Rule
from courses.quizzes.public import topic_names


def holds_mentor_role(actor: Actor) -> bool:
    """Whether somebody is a mentor by a grant, wherever it lies."""
    return any(grant.role == Role.MENTOR for grant in actor.grants)


def people_in_scope(tx: Tx, actor: Actor, account_ids: Collection[str]) -> dict[str, Learner]:
    """All these people, whom the office may pair. Raises :class:`MentoringPersonNotFound` if one is missing."""
    found = learners_in_scope(tx, actor, Permission.MENTORING_MANAGE, learners_of(tx, account_ids).values())
    if len(found) < len(set(account_ids)):
        raise MentoringPersonNotFound
    return {one.account_id: one for one in found}


def ensure_known_fields(tx: Tx, codes: Collection[str]) -> None:
    """Fields are topics of the bank. Raises :class:`MentoringFieldsInvalid`."""
    if set(codes) - topic_names(tx).keys():
        raise MentoringFieldsInvalid(fields={"fields": ["unknown"]})


def ensure_known_units(tx: Tx, unit_ids: Collection[str]) -> None:
    """Raises :class:`MentoringFieldsInvalid`."""
    if len(unit_brief(tx, unit_ids)) < len(set(unit_ids)):
        raise MentoringFieldsInvalid(fields={"unit_ids": ["unknown"]})


def ensure_days(first: date | None, last: date | None) -> None:
    """Raises :class:`MentoringFieldsInvalid` for an end before the beginning."""
    if first is not None and last is not None and last < first:
        raise MentoringFieldsInvalid(fields={"available_to": ["before_beginning"]})


def ensure_seen(seen: int, version: int) -> None:
    """Raises :class:`MentoringChanged` when there is another version than the one that was read."""
    if seen != version:
        raise MentoringChanged(version=version)


def ensure_pair(broken: Collection[Rule], set_aside: Collection[Rule]) -> None:
    """Whether two may be paired although ``broken`` rules speak against it, some of which are ``set_aside``.

    Who does not want whom is told to nobody: that refusal is the same whoever excluded whom, and comes before any
    other. Raises :class:`PairNotPossible`, :class:`PairForbidden`, :class:`PairAgainstRules`.
    """
    if Rule.EXCLUDED in broken:
        raise PairNotPossible
    firm = sorted(FIRM & set(broken))
    if firm:
        raise PairForbidden(rule=firm[0].value)
    if left := sorted(set(broken) - set(set_aside)):
        raise PairAgainstRules(rules=[rule.value for rule in left])


def load_run(tx: Tx, actor: Actor, run_id: str) -> MentoringRun:
    """A run in scope, locked by one that writes. Raises :class:`MentoringRunNotFound`."""
    query = select(MentoringRun).where(
        MentoringRun.id == run_id, in_scope(actor, Permission.MENTORING_MANAGE, MentoringRun.node_id)
    )
    if tx.writes:
        query = query.with_for_update().execution_options(populate_existing=True)
    run = tx.session.scalar(query)
    if run is None:
        raise MentoringRunNotFound
    return run


def state_of(tx: Tx, run: MentoringRun) -> RunState:
    """The run's state; one whose work was given up has failed, so that a person can go on with it."""
    state = RunState(run.state)
    given_up = state in (RunState.COMPUTING, RunState.CONFIRMING) and has_ended(tx, run.job_id)
    return RunState.FAILED if given_up else state


def ensure_state(tx: Tx, run: MentoringRun, *states: RunState) -> None:
    """Raises :class:`MentoringRunNotInState`."""
    state = state_of(tx, run)
    if state not in states:
        raise MentoringRunNotInState(state=state.value)


def public_rules(broken: Collection[Rule]) -> Mapping[str, list[str]]:
    """What may be said of a pair's broken rules."""
    return {"broken": sorted(rule.value for rule in broken if rule is not Rule.EXCLUDED)}
