"""Check of the question desk for ``verify``: the search finds what is published, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from backend.core.findings import Check, Finding
from backend.core.transaction import Tx
from courses.desk.models import DESK_SEARCH, DeskEntry


def check_entries_found(tx: Tx) -> Iterator[Finding]:
    """The index holds exactly the published entries."""
    published = set(tx.session.scalars(select(DeskEntry.id).where(DeskEntry.state == "published")))
    indexed = set(tx.session.scalars(select(DESK_SEARCH.table.c.entity_id)))
    for entry_id in sorted(published - indexed):
        yield Finding("desk_search", "courses_desk_entry", entry_id, "published, and the search does not know it")
    for entry_id in sorted(indexed - published):
        yield Finding("desk_search", DESK_SEARCH.name, entry_id, "found by the search, and not published")


CHECKS: list[Check] = [check_entries_found]
