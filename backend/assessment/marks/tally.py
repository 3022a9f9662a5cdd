"""The count of a democratic rating: how often each choice was made of whom, and nothing else.

A ballot is added to the count of its group and is gone. No slip is kept, so none can be joined with a rater; the
count is the same in whatever order ballots came. Its text has one length for so many people, whatever was chosen.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from backend.assessment.terms import ONE, Dimension


class Choice(StrEnum):
    """What can be chosen: four words and no number, because a number of one's own is a signature."""

    GOOD = "good"
    FAIRLY_GOOD = "fairly_good"
    AVERAGE = "average"
    POOR = "poor"


#: of one person: what was chosen in each dimension; who does not know leaves it out
Slip = Mapping[Dimension, Choice]
_CELLS = [(dimension, choice) for dimension in Dimension for choice in Choice]
_DIGITS = 4
_ID = 32


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean as whole points in hundredths, half a point rounded up, and the ballots of the group it comes from.

    Not the slips about the person: they are fewer by one for who has voted, which is nobody's to know. Decimals
    would tell it just so, by what they can be divided by.
    """

    amount: int
    count: int


@dataclass(frozen=True, slots=True)
class PersonCount:
    """How often each choice was made of one person in each dimension, in so many ballots of the group."""

    ballots: int = 0
    numbers: tuple[int, ...] = (0,) * len(_CELLS)

    def with_slip(self, slip: Slip) -> PersonCount:
        """One slip more; the ballot it is on is counted by its group."""
        more = (int(slip.get(dimension) is choice) for dimension, choice in _CELLS)
        return PersonCount(self.ballots, tuple(map(sum, zip(self.numbers, more, strict=True))))

    def with_count(self, other: PersonCount) -> PersonCount:
        """What two groups said of somebody who moved from one to the other."""
        numbers = tuple(map(sum, zip(self.numbers, other.numbers, strict=True)))
        return PersonCount(self.ballots + other.ballots, numbers)

    def means(self, worth: Mapping[Choice, int], min_raters: int) -> dict[Dimension, Mean]:
        """The mean of each dimension of which at least ``min_raters`` slips speak, ``worth`` in hundredths.

        None at all without one ballot more than that: then nothing tells who of the group has voted.
        """
        if self.ballots <= min_raters:
            return {}
        found: dict[Dimension, Mean] = {}
        for dimension in Dimension:
            here = [
                (worth[choice], n) for n, (of, choice) in zip(self.numbers, _CELLS, strict=True) if of is dimension
            ]
            slips = sum(number for _, number in here)
            if slips >= min_raters:
                total = sum(value * number for value, number in here)
                found[dimension] = Mean(_whole_points(total, slips), self.ballots)
        return found


@dataclass(frozen=True, slots=True)
class Tally:
    """The count of one group: its ballots, and what they said of each person."""

    ballots: int
    numbers: Mapping[str, tuple[int, ...]]

    @classmethod
    def empty(cls, person_ids: Iterable[str]) -> Tally:
        return cls(0, {person_id: PersonCount().numbers for person_id in person_ids})

    def of(self, person_id: str) -> PersonCount:
        """What was said of one person."""
        return PersonCount(self.ballots, self.numbers.get(person_id, PersonCount().numbers))

    def with_people(self, person_ids: Iterable[str]) -> Tally:
        """The same count with a place for these people, too."""
        return Tally(self.ballots, {**Tally.empty(person_ids).numbers, **self.numbers})

    def with_ballot(self, ballot: Mapping[str, Slip]) -> Tally:
        """This count and one more slip of each person on the ballot."""
        said = {person_id: self.of(person_id).with_slip(slip).numbers for person_id, slip in ballot.items()}
        return Tally(self.ballots + 1, {**self.numbers, **said})

    def text(self) -> str:
        """The count as text: the ballots, then people in order of id, numbers of fixed width."""
        people = "".join(
            person_id + "".join(map(_written, numbers)) for person_id, numbers in sorted(self.numbers.items())
        )
        return _written(self.ballots) + people

    @classmethod
    def of_text(cls, text: str) -> Tally:
        """The count behind :meth:`text`."""
        width = _ID + _DIGITS * len(_CELLS)
        people = {
            text[start : start + _ID]: tuple(_read(text[start + _ID : start + width]))
            for start in range(_DIGITS, len(text), width)
        }
        return cls(int(text[:_DIGITS], 16), people)


def _whole_points(total: int, slips: int) -> int:
    return (2 * total + slips * ONE) // (2 * slips * ONE) * ONE


def _written(number: int) -> str:
    return f"{number:0{_DIGITS}x}"


def _read(numbers: str) -> Iterable[int]:
    return (int(numbers[at : at + _DIGITS], 16) for at in range(0, len(numbers), _DIGITS))
