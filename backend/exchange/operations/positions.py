"""Applying a staged table of positions in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import insert

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.exchange.events import ImportFinished
from backend.exchange.models import Batch, ImportedName
from backend.exchange.operations.planning import Owner, Plan, plan_positions, what_is_there
from backend.exchange.operations.regions import place_needed_regions
from backend.exchange.policies import ensure_may_import
from backend.exchange.positions.staging import StagedName, StagedTable
from backend.exchange.results import ImportResult, InputFile, PositionCounts, Reporter, silent
from backend.register.public import (
    Cause,
    NewOrganization,
    mark_vanished,
    record_import,
    record_recruitment_items,
    register_organizations,
)

_ORGANIZATIONS_AT_ONCE = 500


def apply_positions(
    tx: Tx,
    actor: Actor,
    staged: StagedTable,
    plan: Plan,
    file: InputFile,
    *,
    job_id: str | None = None,
    report: Reporter = silent,
) -> ImportResult:
    """Write what `staged` adds to or changes in the register; a table that changes nothing writes nothing.

    `plan` was made before the transaction; if it no longer fits what is there, it is made again.

    Names that are known keep the organization they became, by rule or by hand. Positions become recruitment
    items, which are reference and no quota. A code that is gone stays, marked as vanished.

    :raises ProvinceOutOfScope:
    """
    ensure_may_import(tx, actor, staged.province)
    if what_is_there(tx, staged) != plan.seen:
        plan = plan_positions(tx, staged)
    if plan.is_empty:
        return ImportResult(None, _counts(staged, plan), (), staged.errors)
    cause = Cause("import", record_import(tx, actor, "positions", file.digest, _size(staged)))
    batch_id = new_id()
    _write_names(tx, actor, staged.province, plan, cause, batch_id, report)
    record_recruitment_items(tx, actor, staged.positions.items(), batch_id)
    mark_vanished(tx, actor, plan.vanished.values(), batch_id)
    result = ImportResult(batch_id, _counts(staged, plan), tuple(plan.vanished), staged.errors)
    _write_batch(tx, actor, staged, file, cause, result, plan)
    tx.publish(ImportFinished(batch_id, actor.account_id, job_id))
    return result


def _write_names(
    tx: Tx, actor: Actor, province: str, plan: Plan, cause: Cause, batch_id: str, report: Reporter
) -> None:
    """Make organizations of the names that are placed, and put the others on the undecided list."""
    names = plan.new_names
    nodes = place_needed_regions(
        tx,
        actor,
        province,
        {name.region_code for name in names.values()} | ({province} if names else set()),
        {name.region_code for raw, name in names.items() if raw in plan.organizations},
    )
    for done, part in _parts(list(plan.organizations.values())):
        register_organizations(tx, actor, part, cause)
        report("writing", done, len(plan.organizations))
    rows = [
        _name_row(tx, province, raw, name, nodes[name.region_code], batch_id, plan.owners[raw])
        for raw, name in names.items()
    ]
    if rows:
        tx.session.execute(insert(ImportedName), rows)


def _parts(organizations: Sequence[NewOrganization]) -> Iterator[tuple[int, Sequence[NewOrganization]]]:
    for start in range(0, len(organizations), _ORGANIZATIONS_AT_ONCE):
        part = organizations[start : start + _ORGANIZATIONS_AT_ONCE]
        yield start + len(part), part


def _name_row(
    tx: Tx, province: str, raw: str, name: StagedName, node_id: str, batch_id: str, owner: Owner
) -> dict[str, Any]:
    return {
        "id": owner.name_id,
        "province_code": province,
        "raw_name": raw,
        "name": name.parsed.name,
        "reason": name.undecided,
        "region_code": name.region_code,
        "node_id": node_id,
        "suggested_quota_type": name.classification.quota_type,
        "batch_id": batch_id,
        "placed_organization_id": owner.organization_id,
        "decided_by": None,
        "decided_at": tx.now() if owner.organization_id else None,
    }


def _size(staged: StagedTable) -> dict[str, Any]:
    return {"names": len(staged.names), "positions": len(staged.positions), "posts": staged.heads}


def _counts(staged: StagedTable, plan: Plan) -> PositionCounts:
    organizations = sum(plan.owners[raw].organization_id is not None for raw in staged.names)
    return PositionCounts(
        names=len(staged.names),
        organizations=organizations,
        undecided=len(staged.names) - organizations,
        positions=len(staged.positions),
        posts=staged.heads,
        added=plan.added,
        changed=len(plan.changed),
        vanished=len(plan.vanished),
        skipped_rows=len({(error.sheet, error.row) for error in staged.errors}),
    )


def _write_batch(
    tx: Tx,
    actor: Actor,
    staged: StagedTable,
    file: InputFile,
    cause: Cause,
    result: ImportResult,
    plan: Plan,
) -> None:
    tx.session.add(
        Batch(
            id=result.batch_id,
            kind="positions",
            source=staged.source,
            file_digest=file.digest,
            file_name=file.name,
            import_id=cause.id,
            counts=result.counts,
            report={
                "vanished": list(result.vanished_codes),
                "changed": {change.code: list(change.fields) for change in plan.changed},
            },
            created_by=actor.account_id,
            created_at=tx.now(),
        )
    )
