"""How long a certificate counts. Pure.

What a course says in months is counted on the calendar: from the 31st to the last day of a shorter month.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from courses.verification import State

#: A default of this product, not law: so long before the end the holder is reminded and may renew.
RENEWAL_OPENS = timedelta(days=60)


def end_of_validity(issued_on: date, months: int | None) -> date | None:
    """The last day on which a certificate counts; ``None`` for one that never ends."""
    if months is None:
        return None
    years, month = divmod(issued_on.month - 1 + months, 12)
    year = issued_on.year + years
    return date(year, month + 1, min(issued_on.day, calendar.monthrange(year, month + 1)[1]))


def state_on(day: date, valid_until: date | None, *, revoked: bool) -> State:
    """What a certificate is worth on ``day``; its last day still counts."""
    if revoked:
        return "revoked"
    return "expired" if valid_until is not None and day > valid_until else "valid"


def renewable_from(valid_until: date | None) -> date | None:
    """The day from which passing again renews; ``None`` where there is nothing to renew."""
    return None if valid_until is None else valid_until - RENEWAL_OPENS


def renews_on(day: date, issued_on: date, valid_until: date | None) -> bool:
    """Whether passing again on ``day`` earns a new certificate.

    Never on the day of issue: a course of short validity must not renew itself by the paper that completed it.
    """
    opens = renewable_from(valid_until)
    return opens is not None and day >= opens and day > issued_on
