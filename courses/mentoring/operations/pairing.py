"""One pair, made by a person's hand."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from courses.mentoring.errors.pairing import MentoringPersonNotFound
from courses.mentoring.models.pairing import MentorProfile
from courses.mentoring.operations.mentorships import propose_mentorship
from courses.mentoring.people import People
from courses.mentoring.policies.pairing import ensure_pair
from courses.mentoring.queries.board import people_of_pair
from courses.mentoring.rules import Options, Rule, broken_rules

BY_HAND = "hand"


def pair_by_hand(tx: Tx, actor: Actor, mentee_id: str, mentor_id: str, set_aside: Collection[Rule] = ()) -> str:
    """Propose a pair to the two; returns the mentorship. ``set_aside`` are rules that the person overrules.

    Raises :class:`MentoringPersonNotFound`, :class:`PairNotPossible`, :class:`PairForbidden`,
    :class:`PairAgainstRules`, and as :func:`propose_mentorship`.
    """
    lock_mentors(tx, [mentor_id])
    people = people_of_pair(tx, actor, mentee_id, mentor_id)
    ensure_pair(broken_by(people, mentee_id, mentor_id, Options()), set_aside)
    return propose_mentorship(tx, actor, mentor_id, mentee_id, BY_HAND)


def broken_by(people: People, mentee_id: str, mentor_id: str, options: Options) -> frozenset[Rule]:
    """The rules that a pair breaks at this moment. Raises :class:`MentoringPersonNotFound` for no mentor."""
    mentor, mentee = people.mentors.get(mentor_id), people.mentees.get(mentee_id)
    if mentor is None or mentee is None or not people.profiles[mentor_id].offered:
        raise MentoringPersonNotFound
    full = {Rule.CAPACITY} if mentor.places < 1 else set()
    return broken_rules(mentee, mentor, options, people.barred) | full


def lock_mentors(tx: Tx, mentor_ids: Collection[str]) -> None:
    """Hold the mentors' profiles in order of id, so that two offices never share somebody's last place."""
    rows = select(MentorProfile.account_id).where(MentorProfile.account_id.in_(mentor_ids))
    tx.session.execute(rows.order_by(MentorProfile.account_id).with_for_update()).all()
