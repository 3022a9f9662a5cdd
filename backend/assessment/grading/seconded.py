"""Who was seconded (挂职) for over half of a year, and is in general assessed there. Pure.

公务员考核规定 art. 26, read in a mirror: in general where over half of the year was worked. The product says who
it is, and moves nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

#: person, first day, and last day where it has ended
Stretch = tuple[str, date, date | None]


def seconded_over_half(stretches: Iterable[Stretch], year: int, today: date) -> set[str]:
    """The people whose days away in ``year``, up to today where they run, are more than half of its days."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    away: dict[str, set[date]] = {}
    for person_id, started_on, ended_on in stretches:
        begin, end = max(started_on, first), min(ended_on or today, last)
        days = (begin + timedelta(days=number) for number in range((end - begin).days + 1))
        away.setdefault(person_id, set()).update(days)
    days_of_year = (last - first).days + 1
    return {person_id for person_id, days in away.items() if 2 * len(days) > days_of_year}
