"""What speaks for and against one pair of a mentee and a mentor, in codes that the app puts into words. Pure.

The costs are defaults of ours without a source. They are whole numbers and each has its name, so that what was
proposed can be explained term by term. :mod:`courses.mentoring.grid` says the same of all pairs at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

#: All needed fields missing; or, where some match, of this the share that is missing. Who names no field costs the
#: whole share, and who has no wish as much as an unwished mentor: nobody loses a place by saying what they want.
NO_FIELD, PARTLY = 40, 20
#: Each step down the mentee's list of wishes, and a mentor who is not on it.
WISH_STEP, NO_WISH = 10, 60
#: Each mentee that the mentor has before this one, so that nobody has three while others have none.
PLACE_STEP = 2
MOST_WISHES = 5
MOST_PLACES = 20


class Rule(StrEnum):
    """Why two people are not to be paired."""

    FIELD = "field"
    UNIT = "unit"
    SERVED = "served"
    AVAILABLE = "available"
    BEFORE = "before"
    DROPPED = "dropped"
    CAPACITY = "capacity"
    SUPERIOR = "superior"
    EXCLUDED = "excluded"
    SELF = "self"


#: What nobody can set aside, the office included.
FIRM = frozenset({Rule.CAPACITY, Rule.SUPERIOR, Rule.EXCLUDED, Rule.SELF})


class Units(StrEnum):
    """Whether the two are to be of one unit."""

    ANY = "any"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Options:
    """What one run asks for."""

    units: Units = Units.ANY
    field_required: bool = True


@dataclass(frozen=True, slots=True)
class Mentee:
    """Somebody who looks for a mentor; ``wishes`` are mentors, the dearest first, ``superior`` an account."""

    id: str
    unit: str | None = None
    fields: frozenset[str] = frozenset()
    wishes: tuple[str, ...] = ()
    superior: str | None = None


@dataclass(frozen=True, slots=True)
class Mentor:
    """Somebody who takes mentees: ``places`` more than the ``taken``; ``serves`` units, all where it is empty."""

    id: str
    unit: str | None = None
    fields: frozenset[str] = frozenset()
    places: int = 1
    taken: int = 0
    serves: frozenset[str] = frozenset()
    available: bool = True


#: Pairs ``(mentee, mentor)`` that a rule of persons or of the past forbids.
Barred = Mapping[Rule, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that was weighed, and what it cost."""

    code: str
    cost: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)


def broken_rules(mentee: Mentee, mentor: Mentor, options: Options, barred: Barred) -> frozenset[Rule]:
    """The rules that the pair breaks, but for capacity, which is no matter of two people alone."""
    same = mentee.unit is not None and mentee.unit == mentor.unit
    broken = {
        Rule.FIELD: options.field_required and bool(mentee.fields) and not mentee.fields & mentor.fields,
        Rule.UNIT: options.units is not Units.ANY and same != (options.units is Units.SAME),
        Rule.SERVED: bool(mentor.serves) and mentee.unit not in mentor.serves,
        Rule.AVAILABLE: not mentor.available,
        Rule.SUPERIOR: mentee.superior == mentor.id,
        Rule.SELF: mentee.id == mentor.id,
    }
    held = {rule for rule, pairs in barred.items() if (mentee.id, mentor.id) in pairs}
    return frozenset({rule for rule, is_broken in broken.items() if is_broken} | held)


def terms_of(mentee: Mentee, mentor: Mentor, place: int) -> tuple[Term, ...]:
    """What the pair costs, when the mentee is the ``place``-th (from 1) of this mentor."""
    terms = [_field_term(mentee, mentor), _wish_term(mentee, mentor)]
    if mentee.unit is not None and mentee.unit == mentor.unit:
        terms.append(Term("same_unit"))
    if place > 1:
        terms.append(Term("place", PLACE_STEP * (place - 1), {"place": place}))
    return tuple(terms)


def cost_of(terms: tuple[Term, ...]) -> int:
    """Their sum."""
    return sum(term.cost for term in terms)


def _field_term(mentee: Mentee, mentor: Mentor) -> Term:
    if not mentee.fields:
        return Term("fields_open", PARTLY)
    common, missing = sorted(mentee.fields & mentor.fields), sorted(mentee.fields - mentor.fields)
    code = "fields_none" if not common else "fields_some" if missing else "fields_all"
    cost = PARTLY * len(missing) // len(mentee.fields) if common else NO_FIELD
    return Term(code, cost, {"fields": common, "missing": missing})


def _wish_term(mentee: Mentee, mentor: Mentor) -> Term:
    if mentor.id not in mentee.wishes:
        return Term("no_wish" if mentee.wishes else "wishes_open", NO_WISH)
    rank = mentee.wishes.index(mentor.id) + 1
    return Term("wish", WISH_STEP * (rank - 1), {"rank": rank})
