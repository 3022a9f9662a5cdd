"""What the room speaks of: frozen values, the same for every room above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.assessment.rounds.parameters import Parameters
from backend.assessment.rounds.states import RoundState
from backend.assessment.rounds.superiors import SuperiorSource
from backend.assessment.terms import Category, Period


class Window(StrEnum):
    """Days in which people hand something in."""

    SELF_SUMMARY = "self_summary"
    RATING = "rating"
    SUPERIOR_MARK = "superior_mark"


@dataclass(frozen=True, slots=True)
class Round:
    """The assessment of one year for everybody below one place.

    ``windows`` have their first and last day; a window that is not planned is left out. ``revision`` grows when
    frozen evidence is opened again. ``investigation_keeper`` is the one account that may enter the neutral code.
    """

    id: str
    year: int
    node_id: str
    title: str
    state: RoundState
    period: Period
    windows: Mapping[Window, tuple[date, date]]
    parameters: Parameters
    revision: int
    version: int
    investigation_keeper: str | None

    def day(self, today: date) -> date:
        """The day whose postings and superiors count: today, once the year is over its last day."""
        return min(today, self.period.last)

    def is_open(self, window: Window, today: date) -> bool:
        """Whether people may hand in now."""
        days = self.windows.get(window)
        return self.state is RoundState.OPEN and days is not None and days[0] <= today <= days[1]

    def has_closed(self, window: Window, today: date) -> bool:
        """Whether the window was planned and is over for good."""
        days = self.windows.get(window)
        return days is not None and self.state is not RoundState.PREPARING and today > days[1]


@dataclass(frozen=True, slots=True)
class Assessed:
    """Somebody who is assessed, with the place of the round's day.

    ``started_on`` is the day of entry (入编), ``leading`` whether the person holds a leader post of the unit
    itself, ``superior_id`` a person, None where ``superior_source`` is unknown. ``seconded_from`` names the own
    unit of somebody who is assessed where they are seconded to.
    """

    person_id: str
    name: str
    account_id: str | None
    organization_id: str
    organization_name: str
    node_id: str
    division_id: str | None
    category: Category
    rank: str | None
    started_on: date
    leading: bool
    superior_id: str | None
    superior_source: SuperiorSource
    seconded_from: str | None = None
