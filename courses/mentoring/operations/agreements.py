"""What the two agree on: goals, plan and period, as revisions that one writes and the other confirms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from courses.events import MentorshipAgreementWritten
from courses.mentoring.confirming import Agreement
from courses.mentoring.models.life import Mentorship, MentorshipAgreement
from courses.mentoring.policies.life import (
    account_of,
    ensure_may,
    ensure_not_rated,
    ensure_period,
    load_own,
)
from courses.mentoring.states import Act
from courses.mentoring.texts import sealed

GOALS, PLAN = "courses_mentorship_agreement:goals", "courses_mentorship_agreement:plan"


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """What somebody wants to agree on; the period's days are both within it."""

    goals: str
    plan: str
    period_from: date
    period_to: date


def write_agreement(tx: Tx, actor: Actor, mentorship_id: str, seen: int, draft: AgreementDraft) -> int:
    """Write the next revision over revision ``seen`` (0 before any); the other is asked to confirm it.

    Returns its number. Raises :class:`MentorshipNotFound`, :class:`MentorshipNotInState`,
    :class:`AgreementChanged`, :class:`AgreementFixed`, :class:`AgreementPeriodInvalid`.
    """
    mentorship, side = load_own(tx, actor, mentorship_id)
    ensure_may(mentorship, Act.AGREE)
    after = _standing(tx, mentorship).written(actor.account_id or "", seen)
    ensure_not_rated(tx, mentorship)
    ensure_period(tx.today(), draft.period_from, draft.period_to)
    row = revision_key(mentorship.id, after.latest)
    mentorship.agreement = after.latest
    tx.session.add(
        MentorshipAgreement(
            mentorship_id=mentorship.id,
            revision=after.latest,
            written_by=actor.account_id,
            written_on=tx.today(),
            period_from=draft.period_from,
            period_to=draft.period_to,
            goals_encrypted=sealed(tx, GOALS, row, draft.goals),
            plan_encrypted=sealed(tx, PLAN, row, draft.plan),
        )
    )
    _record(tx, actor, "written", mentorship, after.latest)
    told = account_of(mentorship, side.other)
    tx.publish(MentorshipAgreementWritten(mentorship.id, after.latest, (told,)))
    return after.latest


def confirm_agreement(tx: Tx, actor: Actor, mentorship_id: str, revision: int) -> None:
    """Stand by the revision that the other wrote; from now on it counts. The second time changes nothing.

    Raises :class:`MentorshipNotFound`, :class:`MentorshipNotInState`, :class:`AgreementChanged`,
    :class:`AgreementOwn`, :class:`AgreementFixed`.
    """
    mentorship, _ = load_own(tx, actor, mentorship_id)
    ensure_may(mentorship, Act.AGREE)
    before = _standing(tx, mentorship)
    after = before.confirmed(actor.account_id or "", revision)
    if after == before:
        return
    ensure_not_rated(tx, mentorship)
    row = tx.session.get_one(MentorshipAgreement, (mentorship.id, revision))
    row.confirmed_on = tx.today()
    if (mentorship.period_from, mentorship.period_to) != (row.period_from, row.period_to):
        mentorship.mid_told_on = mentorship.final_told_on = None
    mentorship.agreed = after.agreed
    mentorship.period_from, mentorship.period_to = row.period_from, row.period_to
    _record(tx, actor, "confirmed", mentorship, revision)


def revision_key(mentorship_id: str, revision: int) -> str:
    """What the texts of a revision are bound to."""
    return f"{mentorship_id}:{revision}"


def _standing(tx: Tx, mentorship: Mentorship) -> Agreement:
    last = tx.session.get(MentorshipAgreement, (mentorship.id, mentorship.agreement))
    return Agreement(mentorship.agreement, last.written_by if last else None, mentorship.agreed)


def _record(tx: Tx, actor: Actor, what: str, mentorship: Mentorship, revision: int) -> None:
    action, node_id = f"courses:mentorship_agreement:{what}", mentorship.node_id
    facts = {"revision": revision}
    record_audit(tx, actor, action, "mentorship", mentorship.id, node_id=node_id, facts=facts)
