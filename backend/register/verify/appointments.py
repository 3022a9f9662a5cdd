"""Leader posts folded again from their entries, unit by unit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import select

from backend.core.findings import Finding
from backend.core.transaction import Tx
from backend.register.appointments import fold
from backend.register.models import AppointmentEntry
from backend.register.models.marks import table_of
from backend.register.queries.appointments import fact_of

_ENTRIES = table_of(AppointmentEntry)


def check_appointments(tx: Tx) -> Iterator[Finding]:
    """Each end ends an appointment of its unit, once and not before it began."""
    rows = tx.session.execute(
        select(_ENTRIES)
        .order_by(_ENTRIES.c.organization_id, _ENTRIES.c.sequence)
        .execution_options(yield_per=2000)
    )
    for unit_id, entries in groupby(rows, key=lambda row: row.organization_id):
        try:
            fold(fact_of(row) for row in entries)
        except ValueError as broken:
            yield Finding("register_appointment", _ENTRIES.name, unit_id, str(broken))
