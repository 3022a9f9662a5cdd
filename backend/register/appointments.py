"""Who holds which leader post (领导职务) on a day: entries fold into appointments.

An end names its appointment and the first day on which it no longer stands; an end on the day of the appointment
takes it back as if it had never been. Who directs a place is its principal (正职), else whoever leads it in the
meantime (主持工作).

Pure functions; no database, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class AppointmentRole(StrEnum):
    """How somebody holds a post (任职、兼任、主持、挂职)."""

    HELD = "held"
    CONCURRENT = "concurrent"
    ACTING = "acting"
    SECONDED = "seconded"


class EntryKind(StrEnum):
    """What an entry says."""

    APPOINT = "appoint"
    END = "end"


@dataclass(frozen=True, slots=True)
class Post:
    """A leader post and how it is held; ``division_id`` None is a post of the unit itself."""

    person_id: str
    organization_id: str
    division_id: str | None
    title: str
    level: str | None
    role: AppointmentRole
    principal: bool
    counts: bool

    @property
    def directs(self) -> bool:
        """Whether the holder directs the unit or division."""
        return self.principal or self.role is AppointmentRole.ACTING


@dataclass(frozen=True, slots=True)
class AppointmentFact:
    """One entry of the ledger."""

    kind: EntryKind
    appointment_id: str
    post: Post
    effective_on: date


@dataclass(frozen=True, slots=True)
class Appointment:
    """A post that is held from ``started_on`` until the day before ``ended_on``."""

    id: str
    post: Post
    started_on: date
    ended_on: date | None = None

    def stands_on(self, day: date) -> bool:
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)

    def meets(self, started_on: date) -> bool:
        """Whether some day from ``started_on`` on is a day of this appointment."""
        return self.ended_on is None or self.ended_on > max(started_on, self.started_on)


def fold(facts: Iterable[AppointmentFact]) -> list[Appointment]:
    """The appointments that ``facts``, in the order in which they were recorded, come to.

    One that ended on its first day is none. Raises ``ValueError`` for an end before its beginning, a second end,
    or an end of nothing: a writer asks first, so that only a broken ledger holds one.
    """
    found: dict[str, Appointment] = {}
    for fact in facts:
        known = found.get(fact.appointment_id)
        if fact.kind is EntryKind.APPOINT:
            if known is not None:
                msg = f"{fact.appointment_id}: appointed twice"
                raise ValueError(msg)
            found[fact.appointment_id] = Appointment(fact.appointment_id, fact.post, fact.effective_on)
        else:
            if known is None or known.ended_on is not None or fact.effective_on < known.started_on:
                msg = f"{fact.appointment_id}: an end that ends nothing"
                raise ValueError(msg)
            found[fact.appointment_id] = replace(known, ended_on=fact.effective_on)
    return [one for one in found.values() if one.ended_on != one.started_on]


def standing(appointments: Iterable[Appointment], day: date) -> list[Appointment]:
    """Those that stand on ``day``, who directs first, then by the day of appointment."""
    return sorted((one for one in appointments if one.stands_on(day)), key=order_of)


def order_of(one: Appointment) -> tuple[bool, bool, date, str]:
    """The order in which leaders are named, and in which a director is chosen if there should be two."""
    return (not one.post.principal, not one.post.directs, one.started_on, one.id)
