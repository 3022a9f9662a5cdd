"""Who may do what with matters and tasks, and the guards of a decision. Each check raises one named refusal."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import bindparam, select

from backend.approvals.errors import (
    AlreadyDecided,
    AlreadyReviewed,
    FilingNotAllowed,
    MatterNotFound,
    MatterNotOpen,
    NoAuthority,
    NotFiler,
    OwnFiling,
    StaleForm,
    TaskClosed,
    TaskNotFound,
    ViewChanged,
    WrongVerdict,
)
from backend.approvals.flows import Step, Verdict
from backend.approvals.models import Decision, Matter, Task
from backend.approvals.states import MatterAction, TaskState, may
from backend.approvals.subjects import ScopeOf, Subject
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import (
    Permission,
    account_names,
    ancestor_nodes,
    ensure_in_scope,
    held_role,
    holds_role,
    visible_nodes,
)

#: Seconds by which a device's clock may differ before a decision is flagged.
_MAX_SKEW = 600


def ensure_may_file(tx: Tx, actor: Actor, subject: Subject, scope: ScopeOf) -> None:
    """Filing needs the permission of the kind on the subject's node; a stranger learns nothing of the subject."""
    if actor.account_id is None or not actor.may(subject.file_permission):
        raise FilingNotAllowed(kind=subject.kind)
    ensure_in_scope(tx, actor, subject.file_permission, scope.subject_node_id)


def can_see_matter(tx: Tx, actor: Actor, matter: Matter) -> bool:
    """In my subtree with the right to read matters, or mine by filing, by a task before me, by deciding."""
    if actor.is_system or matter.filed_by == actor.account_id:
        return True
    above = set(ancestor_nodes(tx, matter.subject_node_id))
    if above.intersection(visible_nodes(actor, Permission.MATTER_READ)):
        return True
    my_roles = {grant.role for grant in actor.grants if grant.node_id in above}
    if my_roles and my_roles.intersection(_roles_asked(tx, matter.id)):
        return True
    return _has_decided(tx, actor, matter.id)


def ensure_matter_visible(tx: Tx, actor: Actor, matter: Matter) -> None:
    """Raises ``MatterNotFound``: not visible and not there look the same."""
    if not can_see_matter(tx, actor, matter):
        raise MatterNotFound


def ensure_task_known(tx: Tx, actor: Actor, task: Task, matter: Matter) -> None:
    """Raises ``TaskNotFound`` for strangers. Who held the role once gets to hear that the authority is gone."""
    if not can_see_matter(tx, actor, matter) and not held_role(tx, actor, task.role, task.node_id):
        raise TaskNotFound


def ensure_authority(tx: Tx, actor: Actor, task: Task) -> None:
    """The grant must stand at this moment, asked of the database, not of the session. Raises ``NoAuthority``."""
    if not holds_role(tx, actor, task.role, task.node_id):
        raise NoAuthority


def ensure_not_own_filing(actor: Actor, matter: Matter) -> None:
    if matter.filed_by == actor.account_id:
        raise OwnFiling


def ensure_one_opinion_each(tx: Tx, actor: Actor, task: Task) -> None:
    """A joint review by one person would be none. Raises ``AlreadyReviewed``."""
    place = {"matter": task.matter_id, "round": task.round, "step": task.step_key, "account": actor.account_id}
    if tx.session.scalar(_OWN_OPINION, place) is not None:
        raise AlreadyReviewed


_OWN_OPINION = (
    select(Decision.id)
    .join(Task, Task.id == Decision.task_id)
    .where(
        Task.matter_id == bindparam("matter"),
        Task.round == bindparam("round"),
        Task.step_key == bindparam("step"),
        Decision.account_id == bindparam("account"),
    )
    .limit(1)
)


def ensure_task_open(tx: Tx, task: Task) -> None:
    """Raises ``AlreadyDecided`` with who and when, or ``TaskClosed``."""
    if task.state == TaskState.OPEN:
        return
    query = select(Decision.account_id, Decision.decided_at).where(Decision.task_id == task.id)
    decision = tx.session.execute(query).first()
    if decision is None:
        raise TaskClosed
    names = account_names(tx, [decision.account_id])
    raise AlreadyDecided(
        by=names.get(decision.account_id, ""),
        at=decision.decided_at.astimezone(UTC).isoformat(),
    )


def ensure_form_current(matter: Matter, form_revision: int) -> None:
    if matter.form_revision != form_revision:
        raise StaleForm(form_revision=matter.form_revision)


def ensure_view_same(shown: str, held: str) -> None:
    """What was signed must be what was seen."""
    if shown != held:
        raise ViewChanged


def ensure_verdict_allowed(step: Step, verdict: str) -> Verdict:
    """The verdict as the step knows it. Raises ``WrongVerdict`` with those it allows."""
    allowed = [known.value for known in step.verdicts]
    if verdict not in allowed:
        raise WrongVerdict(allowed=allowed)
    return Verdict(verdict)


def ensure_filer(actor: Actor, matter: Matter) -> None:
    if actor.account_id is None or matter.filed_by != actor.account_id:
        raise NotFiler


def ensure_matter_may(matter: Matter, action: MatterAction) -> None:
    """Raises ``MatterNotOpen`` with the state when the table has no such transition."""
    if not may(matter.state, action):
        raise MatterNotOpen(state=matter.state)


def clock_is_skewed(now: datetime, claimed_at: datetime | None) -> bool:
    """Whether the device's time is more than ten minutes off the server's."""
    return claimed_at is not None and abs((now - claimed_at).total_seconds()) > _MAX_SKEW


def _roles_asked(tx: Tx, matter_id: str) -> set[str]:
    return set(tx.session.scalars(select(Task.role).where(Task.matter_id == matter_id).distinct()))


def _has_decided(tx: Tx, actor: Actor, matter_id: str) -> bool:
    query = select(Decision.id).where(Decision.matter_id == matter_id, Decision.account_id == actor.account_id)
    return tx.session.scalar(query.limit(1)) is not None
