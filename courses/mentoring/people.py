"""The people of a place as pairing sees them: what they offer, need and wish, and whom they cannot have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.transaction import Tx
from courses.learners import Learner
from courses.mentoring.gates import superiors_of
from courses.mentoring.models.pairing import MenteeNeed, MentoringExclusion, MentorProfile, MentorWish
from courses.mentoring.queries.life_pairs import open_pairs, past_pairs
from courses.mentoring.rules import Barred, Mentee, Mentor, Rule

Row = TypeVar("Row", MenteeNeed, MentorProfile, MentorWish, MentoringExclusion)
#: Up to so many people are named in a statement; beyond, all rows are read and those of others left out.
_NAMED = 1000


@dataclass(frozen=True, slots=True)
class People:
    """Who looks for a mentor and who is one, by account; ``profiles`` of all mentors, offered or not."""

    learners: Mapping[str, Learner]
    mentees: Mapping[str, Mentee]
    mentors: Mapping[str, Mentor]
    profiles: Mapping[str, MentorProfile]
    needs: Mapping[str, MenteeNeed]
    barred: Barred

    @property
    def offering(self) -> list[Mentor]:
        """The mentors that take mentees at present, those without a free place included."""
        return [one for account_id, one in self.mentors.items() if self.profiles[account_id].offered]


def load_people(tx: Tx, learners: Collection[Learner], *, named_mentee: str | None = None) -> People:
    """These learners. Mentees are those who look for a mentor and have none, and ``named_mentee`` in any case."""
    by_id = {one.account_id: one for one in learners}
    profiles = {row.account_id: row for row in _rows(tx, MentorProfile, MentorProfile.account_id, by_id)}
    needs = {row.account_id: row for row in _rows(tx, MenteeNeed, MenteeNeed.account_id, by_id)}
    pairs = open_pairs(tx, _named(by_id))
    taken, paired = Counter(mentor for mentor, _ in pairs), {mentee for _, mentee in pairs}
    looking = [key for key, need in needs.items() if need.looking and key not in paired]
    if named_mentee in by_id and named_mentee not in looking:
        looking.append(named_mentee)
    return People(
        by_id,
        _mentees(tx, by_id, needs, looking),
        {key: _mentor(tx, by_id[key], row, taken[key]) for key, row in profiles.items()},
        profiles,
        needs,
        _barred(tx, by_id),
    )


def _mentees(
    tx: Tx, learners: Mapping[str, Learner], needs: Mapping[str, MenteeNeed], looking: Collection[str]
) -> dict[str, Mentee]:
    wishes: dict[str, list[str]] = {}
    for row in sorted(_rows(tx, MentorWish, MentorWish.mentee_id, looking), key=lambda one: one.rank):
        wishes.setdefault(row.mentee_id, []).append(row.mentor_id)
    superiors = _superiors(tx, learners, looking)
    return {
        key: Mentee(
            key,
            learners[key].organization_id,
            frozenset(needs[key].fields) if key in needs else frozenset(),
            tuple(wishes.get(key, ())),
            superiors.get(key),
        )
        for key in looking
    }


def _mentor(tx: Tx, learner: Learner, profile: MentorProfile, taken: int) -> Mentor:
    begun = profile.available_from is None or profile.available_from <= tx.today()
    over = profile.available_to is not None and profile.available_to < tx.today()
    return Mentor(
        learner.account_id,
        learner.organization_id,
        frozenset(profile.fields),
        max(profile.capacity - taken, 0),
        taken,
        frozenset(profile.unit_ids),
        begun and not over,
    )


def _superiors(tx: Tx, learners: Mapping[str, Learner], mentees: Collection[str]) -> dict[str, str]:
    """The superiors of the mentees, both as accounts, as far as they are among the learners."""
    accounts = {one.person_id: account_id for account_id, one in learners.items() if one.person_id}
    people = {learners[key].person_id or "": key for key in mentees if learners[key].person_id}
    known = superiors_of(tx, list(people), tx.today()) if people else {}
    return {people[person]: accounts[superior] for person, superior in known.items() if superior in accounts}


def _barred(tx: Tx, learners: Mapping[str, Learner]) -> Barred:
    """Who excluded whom counts in both directions; a pair that ended early or was declined is not tried again."""
    excluded = set()
    for row in _rows(tx, MentoringExclusion, MentoringExclusion.account_id, learners):
        excluded |= {(row.account_id, row.other_id), (row.other_id, row.account_id)}
    before = {(mentee, mentor) for mentor, mentee in past_pairs(tx, _named(learners))}
    return {Rule.EXCLUDED: frozenset(excluded), Rule.BEFORE: frozenset(before)}


def _named(account_ids: Collection[str]) -> list[str] | None:
    return list(account_ids) if len(account_ids) <= _NAMED else None


def _rows(tx: Tx, model: type[Row], column: InstrumentedAttribute[str], ids: Collection[str]) -> Iterable[Row]:
    named = _named(ids)
    if named is not None:
        return tx.session.scalars(select(model).where(column.in_(named)).order_by(column))
    wanted, name = set(ids), str(column.key)
    return (row for row in tx.session.scalars(select(model).order_by(column)) if getattr(row, name) in wanted)
