"""Reads of the democratic rating: the own ballot, and means once it is over."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from backend.assessment.marks.groups import Member, rating_groups
from backend.assessment.marks.models import RatingTally, RatingVote
from backend.assessment.marks.tally import Choice, Mean, PersonCount, Tally
from backend.assessment.marks.texts import open_tally
from backend.assessment.rounds.public import Assessed, Parameters, Round, Window, assessed_in_units
from backend.assessment.terms import Dimension
from backend.core.transaction import Tx


@dataclass(frozen=True, slots=True)
class RatingGroup:
    """The people who rate one another."""

    id: str
    people: tuple[Assessed, ...]


def group_around(tx: Tx, the_round: Round, person: Assessed) -> RatingGroup | None:
    """The group of a person, None where the people around are too few."""
    unit = assessed_in_units(tx, [person.organization_id], the_round.day(tx.today()))
    groups = groups_of(unit, the_round.parameters)
    own = groups.get(person.person_id)
    if own is None:
        return None
    return RatingGroup(own, tuple(one for one in unit if groups.get(one.person_id) == own))


def groups_of(people: Iterable[Assessed], parameters: Parameters) -> dict[str, str]:
    """The group of each of these people, who are whole units, by person."""
    members = (
        Member(one.person_id, one.organization_id, one.division_id, votes=one.account_id is not None)
        for one in people
    )
    return rating_groups(members, unit_up_to=parameters.rating_unit_up_to, min_raters=parameters.min_raters)


def has_voted(tx: Tx, round_id: str, person_id: str) -> bool:
    """Whether the own ballot was counted."""
    own = select(RatingVote.person_id).where(RatingVote.round_id == round_id, RatingVote.person_id == person_id)
    return tx.session.scalar(own) is not None


def voters(tx: Tx, round_id: str) -> set[str]:
    """Who has voted; only so that nobody is reminded of what is done."""
    return set(tx.session.scalars(select(RatingVote.person_id).where(RatingVote.round_id == round_id)))


def rating_means(tx: Tx, the_round: Round, person_ids: Collection[str]) -> dict[str, dict[Dimension, Mean]]:
    """What people were rated by person and dimension: nothing while the window may still be open.

    A dimension that fewer than the round's least number of slips speak of is left out.
    """
    if not the_round.has_closed(Window.RATING, tx.today()):
        return {}
    wanted, counts = set(person_ids), dict[str, PersonCount]()
    for row in tx.session.scalars(select(RatingTally).where(RatingTally.round_id == the_round.id)):
        tally = Tally.of_text(open_tally(tx.keyring, row.round_id, row.group_id, row.counts_encrypted))
        for person_id in wanted & tally.numbers.keys():
            counts[person_id] = counts.get(person_id, PersonCount()).with_count(tally.of(person_id))
    worth, least = worth_of(the_round.parameters), the_round.parameters.min_raters
    found = {person_id: count.means(worth, least) for person_id, count in counts.items()}
    return {person_id: means for person_id, means in found.items() if means}


def worth_of(parameters: Parameters) -> dict[Choice, int]:
    """What each choice is worth, in hundredths of 100 points."""
    return {
        Choice.GOOD: parameters.rating_good,
        Choice.FAIRLY_GOOD: parameters.rating_fairly_good,
        Choice.AVERAGE: parameters.rating_average,
        Choice.POOR: parameters.rating_poor,
    }
