"""Applying a staged table of positions in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.exchange.events import ImportFinished
from backend.exchange.models import Batch, ImportedName
from backend.exchange.operations.regions import place_needed_regions
from backend.exchange.policies import ensure_may_import
from backend.exchange.positions.diff import PositionFacts, PositionsDiff, diff_positions
from backend.exchange.positions.staging import StagedName, StagedTable
from backend.exchange.positions.workbook import Position
from backend.exchange.results import ImportResult, InputFile, PositionCounts, Reporter, silent
from backend.register.public import (
    Cause,
    NewOrganization,
    NewRecruitmentItem,
    RecordedPosition,
    mark_vanished,
    record_import,
    record_recruitment_items,
    recorded_positions,
    register_organizations,
)

_ORGANIZATIONS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose a position is: an organization's, or that of a name nobody has decided yet."""

    name_id: str
    organization_id: str | None
    suggested_quota_type: str | None

    @property
    def key(self) -> str:
        return self.organization_id or self.name_id


def apply_positions(
    tx: Tx,
    actor: Actor,
    staged: StagedTable,
    file: InputFile,
    *,
    job_id: str | None = None,
    report: Reporter = silent,
) -> ImportResult:
    """Write what `staged` adds to or changes in the register; a table that changes nothing writes nothing.

    Names that are known keep the organization they became, by rule or by hand. Positions become recruitment
    items, which are reference and no quota. A code that is gone stays, marked as vanished.

    :raises ProvinceOutOfScope:
    """
    ensure_may_import(tx, actor, staged.province)
    owners = _known_owners(tx, staged.province)
    new_names = {raw: name for raw, name in staged.names.items() if raw not in owners}
    recorded = recorded_positions(tx, staged.source)
    if not new_names and (difference := _difference(staged, owners, recorded)).is_empty:
        return ImportResult(None, _counts(staged, owners, difference), (), staged.errors)
    cause = Cause("import", record_import(tx, actor, "positions", file.digest, _size(staged)))
    batch_id = new_id()
    owners |= _write_names(tx, actor, staged.province, new_names, cause, batch_id, report)
    difference = _difference(staged, owners, recorded)
    fresh = {*difference.added, *(change.code for change in difference.changed)}
    items = [_item(staged.source, owners, position) for position in staged.positions if position.code in fresh]
    record_recruitment_items(tx, actor, items, batch_id)
    mark_vanished(tx, actor, [recorded[code].id for code in difference.vanished], batch_id)
    result = ImportResult(batch_id, _counts(staged, owners, difference), difference.vanished, staged.errors)
    _write_batch(tx, actor, staged, file, cause, result, difference)
    tx.publish(ImportFinished(batch_id, actor.account_id, job_id))
    return result


def _known_owners(tx: Tx, province: str) -> dict[str, _Owner]:
    columns = (
        ImportedName.raw_name,
        ImportedName.id,
        ImportedName.placed_organization_id,
        ImportedName.suggested_quota_type,
    )
    rows = tx.session.execute(select(*columns).where(ImportedName.province_code == province))
    return {raw: _Owner(name_id, *facts) for raw, name_id, *facts in rows}


def _difference(
    staged: StagedTable, owners: Mapping[str, _Owner], recorded: Mapping[str, RecordedPosition]
) -> PositionsDiff:
    """What `staged` adds, changes and lacks.

    A vanished position that is back counts as added; a code whose row is faulty is not gone.
    """
    known = {
        code: PositionFacts(
            position.organization_id or position.undecided_name_id or "",
            position.title,
            position.heads,
            position.details,
        )
        for code, position in recorded.items()
        if not position.vanished and code not in staged.faulty_codes
    }
    table = {
        position.code: PositionFacts(
            owners[position.organization].key,
            position.title,
            position.heads,
            _details(owners[position.organization], position),
        )
        for position in staged.positions
        if position.organization in owners
    }
    return diff_positions(known, table)


def _write_names(
    tx: Tx,
    actor: Actor,
    province: str,
    names: Mapping[str, StagedName],
    cause: Cause,
    batch_id: str,
    report: Reporter,
) -> dict[str, _Owner]:
    """Make organizations of the names that are placed, and put the others on the undecided list."""
    placed = {raw: name for raw, name in names.items() if name.undecided is None}
    nodes = place_needed_regions(
        tx,
        actor,
        province,
        {name.region_code for name in names.values()} | ({province} if names else set()),
        {name.region_code for name in placed.values()},
    )
    organizations = {raw: new_organization(raw, name) for raw, name in placed.items()}
    for done, part in _parts(list(organizations.values())):
        register_organizations(tx, actor, part, cause)
        report("writing", done, len(organizations))
    rows = [
        _name_row(tx, province, raw, name, nodes, batch_id, organizations.get(raw)) for raw, name in names.items()
    ]
    if rows:
        tx.session.execute(insert(ImportedName), rows)
    return {
        row["raw_name"]: _Owner(row["id"], row["placed_organization_id"], row["suggested_quota_type"])
        for row in rows
    }


def new_organization(raw: str, name: StagedName, region_code: str | None = None) -> NewOrganization:
    """The organization a name stands for: level 未定级, founding unknown, everything else as the name suggests."""
    return NewOrganization(
        name=name.parsed.name,
        region_code=region_code or name.region_code,
        system=name.classification.system,
        nature=name.classification.nature,
        source="import",
        other_names=name.parsed.other_names,
        category=name.classification.category,
        civil_servant_law=name.parsed.civil_servant_law,
        raw_name=raw,
    )


def _parts(organizations: Sequence[NewOrganization]) -> Iterator[tuple[int, Sequence[NewOrganization]]]:
    for start in range(0, len(organizations), _ORGANIZATIONS_AT_ONCE):
        part = organizations[start : start + _ORGANIZATIONS_AT_ONCE]
        yield start + len(part), part


def _name_row(
    tx: Tx,
    province: str,
    raw: str,
    name: StagedName,
    nodes: Mapping[str, str],
    batch_id: str,
    organization: NewOrganization | None,
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "province_code": province,
        "raw_name": raw,
        "name": name.parsed.name,
        "reason": name.undecided,
        "region_code": name.region_code,
        "node_id": nodes[name.region_code],
        "suggested_quota_type": name.classification.quota_type,
        "batch_id": batch_id,
        "placed_organization_id": organization.id if organization else None,
        "decided_by": None,
        "decided_at": tx.now() if organization else None,
    }


def _item(source: str, owners: Mapping[str, _Owner], position: Position) -> NewRecruitmentItem:
    owner = owners[position.organization]
    return NewRecruitmentItem(
        source=source,
        position_code=position.code,
        title=position.title,
        heads=position.heads,
        organization_id=owner.organization_id,
        undecided_name_id=None if owner.organization_id else owner.name_id,
        details=_details(owner, position),
    )


def _details(owner: _Owner, position: Position) -> dict[str, Any]:
    """What the notice says, and the quota type the name of its organization suggests."""
    details: dict[str, Any] = dict(position.details)
    if owner.suggested_quota_type is not None:
        details["suggested_quota_type"] = owner.suggested_quota_type
    return details


def _size(staged: StagedTable) -> dict[str, Any]:
    return {"names": len(staged.names), "positions": len(staged.positions), "posts": staged.heads}


def _counts(staged: StagedTable, owners: Mapping[str, _Owner], difference: PositionsDiff) -> PositionCounts:
    organizations = sum(owners[raw].organization_id is not None for raw in staged.names)
    return PositionCounts(
        names=len(staged.names),
        organizations=organizations,
        undecided=len(staged.names) - organizations,
        positions=len(staged.positions),
        posts=staged.heads,
        added=len(difference.added),
        changed=len(difference.changed),
        vanished=len(difference.vanished),
        skipped_rows=len({(error.sheet, error.row) for error in staged.errors}),
    )


def _write_batch(
    tx: Tx,
    actor: Actor,
    staged: StagedTable,
    file: InputFile,
    cause: Cause,
    result: ImportResult,
    difference: PositionsDiff,
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
                "changed": {change.code: list(change.fields) for change in difference.changed},
            },
            created_by=actor.account_id,
            created_at=tx.now(),
        )
    )
