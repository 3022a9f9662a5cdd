"""Reads for the page of papers: the units in scope, and how results lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from backend.assessment.papers import gathering
from backend.assessment.papers.catalogue import AT_ONCE, KEEP
from backend.assessment.papers.forms.distribution import by_category, by_unit
from backend.assessment.papers.models import BundleState, PaperBundle
from backend.assessment.papers.policies import cases_to_read, may_read_bundle, people_to_read, round_to_read
from backend.core.actor import Actor
from backend.core.jobs import JOB_FAILED, has_ended, progress_of
from backend.core.transaction import Tx
from backend.records.public import files_of_ids

View = dict[str, Any]


def papers_view(tx: Tx, actor: Actor, round_id: str) -> View:
    """The round, the units of which the actor may have papers, and the distribution of results over them.

    Raises ``RoundNotFound``.
    """
    found = round_to_read(tx, actor, round_id)
    cases = cases_to_read(tx, actor, found, None, None)
    places = cases or people_to_read(tx, actor, found, None, None)
    units: dict[str, View] = {}
    for one in places:
        unit = units.setdefault(
            one.organization_id, {"id": one.organization_id, "name": one.organization_name, "people": 0}
        )
        unit["people"] += 1
    lines = gathering.case_lines(tx, found, cases)
    return {
        "id": found.id,
        "title": found.title,
        "year": found.year,
        "state": found.state.value,
        "at_once": AT_ONCE,
        "keep_days": KEEP.days,
        "units": sorted(units.values(), key=lambda unit: (unit["name"], unit["id"])),
        "by_unit": [asdict(share) for share in by_unit(lines)],
        "by_category": [{"now": asdict(now), "before": asdict(before)} for now, before in by_category(lines)],
    }


def bundles_view(tx: Tx, actor: Actor, round_id: str) -> View:
    """The actor's own papers of many in a round, the last that was asked for first. Raises ``RoundNotFound``."""
    round_to_read(tx, actor, round_id)
    own = select(PaperBundle).where(PaperBundle.asked_by == actor.account_id, PaperBundle.round_id == round_id)
    rows = list(tx.session.scalars(own.order_by(PaperBundle.asked_at.desc(), PaperBundle.id)))
    sizes = {file.id: file.size for file in files_of_ids(tx, [row.file_id for row in rows if row.file_id])}
    return {"bundles": [_bundle(tx, actor, row, sizes) for row in rows]}


def _bundle(tx: Tx, actor: Actor, row: PaperBundle, sizes: Mapping[str, int]) -> View:
    done, total = progress_of(tx, row.job_id)
    given_up = row.state == BundleState.MAKING.value and has_ended(tx, row.job_id)
    readable = row.file_id is not None and may_read_bundle(tx, actor, row.id)
    return {
        "id": row.id,
        "form": row.form,
        "format": row.kind,
        "organization_id": row.organization_id or None,
        "state": BundleState.FAILED.value if given_up else row.state,
        "error": JOB_FAILED if given_up else row.error,
        "done": done,
        "total": total,
        "people": row.people,
        "parts": row.parts,
        "file_id": row.file_id if readable else None,
        "size": sizes.get(row.file_id or ""),
        "made_at": row.made_at,
        "expires_at": row.expires_at,
    }
