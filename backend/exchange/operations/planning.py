"""What a staged table would change, worked out before anybody has to wait for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.exchange.models import Batch, ImportedName
from backend.exchange.positions.diff import ChangedPosition, PositionFacts, diff_positions
from backend.exchange.positions.staging import StagedName, StagedTable
from backend.exchange.positions.store import PART, Position
from backend.register.public import (
    NewOrganization,
    NewRecruitmentItem,
    RecordedPosition,
    recorded_positions,
    standing_positions,
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a position is: an organization's, or that of a name nobody has decided yet."""

    name_id: str
    organization_id: str | None
    suggested_quota_type: str | None

    @property
    def key(self) -> str:
        return self.organization_id or self.name_id


@dataclass(frozen=True, slots=True)
class Seen:
    """What a plan rests on: the names of the province, and the last import of the same notice."""

    owners: Mapping[str, Owner]
    last_batch: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written; the items themselves wait in the store of the positions.

    :ivar owners: of all names of the table, those that are new with the ids they are to have
    :ivar organizations: what new names become, by raw name; the others are left undecided
    :ivar vanished: code → id of the items that the table lacks
    """

    seen: Seen
    owners: Mapping[str, Owner]
    new_names: Mapping[str, StagedName]
    organizations: Mapping[str, NewOrganization]
    added: int
    changed: tuple[ChangedPosition, ...]
    vanished: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        return not (self.new_names or self.added or self.changed or self.vanished)


def plan_positions(tx: Tx, staged: StagedTable) -> Plan:
    """Compare `staged` with what is recorded, and put the items that are new or changed into its store."""
    seen = what_is_there(tx, staged)
    new_names = {raw: name for raw, name in staged.names.items() if raw not in seen.owners}
    organizations = {raw: new_organization(raw, name) for raw, name in new_names.items() if name.undecided is None}
    owners = {**seen.owners, **{raw: _owner(name, organizations.get(raw)) for raw, name in new_names.items()}}
    staged.positions.clear_items()
    added, changed = 0, list[ChangedPosition]()
    for part in staged.positions.parts():
        fresh, differing = _compared(tx, staged.source, owners, part)
        staged.positions.add_items(fresh)
        added += len(fresh) - len(differing)
        changed += differing
    vanished = dict(_vanished(tx, staged))
    return Plan(seen, owners, new_names, organizations, added, tuple(changed), vanished)


def what_is_there(tx: Tx, staged: StagedTable) -> Seen:
    """What another import, or somebody who places a name, would change."""
    columns = (
        ImportedName.raw_name,
        ImportedName.id,
        ImportedName.placed_organization_id,
        ImportedName.suggested_quota_type,
    )
    names = tx.session.execute(select(*columns).where(ImportedName.province_code == staged.province))
    owners = {raw: Owner(name_id, *facts) for raw, name_id, *facts in names}
    return Seen(owners, tx.session.scalar(select(func.max(Batch.id)).where(Batch.source == staged.source)))


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


def _owner(name: StagedName, organization: NewOrganization | None) -> Owner:
    return Owner(new_id(), organization.id if organization else None, name.classification.quota_type)


def _compared(
    tx: Tx, source: str, owners: Mapping[str, Owner], part: Sequence[Position]
) -> tuple[list[NewRecruitmentItem], list[ChangedPosition]]:
    """The items of a part that are new or changed, and what differs in the changed ones.

    A vanished position that is back counts as added.
    """
    recorded = recorded_positions(tx, source, [position.code for position in part])
    items = {position.code: _item(source, owners[position.organization], position) for position in part}
    if not recorded:
        return list(items.values()), []
    known = {code: _facts(position) for code, position in recorded.items() if not position.vanished}
    table = {
        position.code: PositionFacts(
            owners[position.organization].key, position.title, position.heads, items[position.code].details
        )
        for position in part
    }
    difference = diff_positions(known, table)
    fresh = {*difference.added, *(change.code for change in difference.changed)}
    return [item for code, item in items.items() if code in fresh], list(difference.changed)


def _facts(position: RecordedPosition) -> PositionFacts:
    owner = position.organization_id or position.undecided_name_id or ""
    return PositionFacts(owner, position.title, position.heads, position.details)


def _vanished(tx: Tx, staged: StagedTable) -> Iterator[tuple[str, str]]:
    """Items that the table lacks; a code whose row is faulty is not gone."""
    for standing in standing_positions(tx, staged.source, PART):
        lacking = staged.positions.lacking(standing.keys()) - staged.faulty_codes
        yield from ((code, standing[code]) for code in sorted(lacking))


def _item(source: str, owner: Owner, position: Position) -> NewRecruitmentItem:
    return NewRecruitmentItem(
        source=source,
        position_code=position.code,
        title=position.title,
        heads=position.heads,
        organization_id=owner.organization_id,
        undecided_name_id=None if owner.organization_id else owner.name_id,
        details=_details(owner, position),
    )


def _details(owner: Owner, position: Position) -> dict[str, Any]:
    """What the notice says, and the quota type the name of its organization suggests."""
    details: dict[str, Any] = dict(position.details)
    if owner.suggested_quota_type is not None:
        details["suggested_quota_type"] = owner.suggested_quota_type
    return details
