"""Those who are decided on together: the people of a unit, and the leading members whom a unit supervises."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from backend.assessment.grading.public import Case, CaseGroup, case_groups, cases
from backend.assessment.results.models import Decision
from backend.assessment.results.states import DecisionState, Occasion
from backend.assessment.rounds.public import Round
from backend.core.transaction import Tx
from backend.register.public import node_of_organization


@dataclass(frozen=True, slots=True)
class GroupKey:
    """A unit, or with ``leading`` the organization that supervises leading members ("" where none is known)."""

    organization_id: str
    leading: bool


def key_of(group: CaseGroup) -> GroupKey:
    return GroupKey(group.organization_id, group.leading)


def group_of(case: Case) -> GroupKey:
    """The group that decides on a case."""
    if case.leading:
        return GroupKey(case.supervising_id or "", leading=True)
    return GroupKey(case.organization_id, leading=False)


def group_of_decision(decision: Decision) -> GroupKey:
    """The group that a decision is about, or one of whom."""
    return GroupKey(decision.organization_id, decision.leading)


def cases_of_group(tx: Tx, round_id: str, key: GroupKey) -> list[Case]:
    """The people of a group; empty for one that the round has not."""
    if key.leading:
        return cases(tx, round_id, leading=True, supervising_id=key.organization_id)
    return cases(tx, round_id, leading=False, organization_id=key.organization_id)


def node_of_group(tx: Tx, found: Round, key: GroupKey) -> str:
    """Where the one who confirms has to stand: at the unit, or the round where no supervising unit is known."""
    return node_of_organization(tx, key.organization_id) if key.organization_id else found.node_id


def undecided_groups(tx: Tx, round_id: str) -> list[CaseGroup]:
    """The groups without a confirmed decision."""
    rows = tx.session.execute(
        select(Decision.organization_id, Decision.leading).where(
            Decision.round_id == round_id,
            Decision.occasion == Occasion.ROUND.value,
            Decision.state == DecisionState.CONFIRMED.value,
        )
    )
    decided = {GroupKey(row.organization_id, row.leading) for row in rows}
    return [group for group in case_groups(tx, round_id) if key_of(group) not in decided]
