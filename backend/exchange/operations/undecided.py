"""Deciding what a name stands for that the rules left open."""

from __future__ import annotations

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.errors import NotFound
from backend.core.transaction import Tx
from backend.exchange.errors import AlreadyPlaced, RegionNotInProvince, UndecidedNameNotFound
from backend.exchange.models import Batch, ImportedName
from backend.exchange.operations.planning import new_organization
from backend.exchange.operations.regions import place_needed_regions
from backend.exchange.positions.classify import classify
from backend.exchange.positions.names import parse_name
from backend.exchange.positions.staging import StagedName
from backend.identity.public import Permission, ensure_in_scope, in_scope, record_audit
from backend.register.public import (
    Cause,
    place_recruitment_items,
    region_nodes,
    regions_of_province,
    register_organizations,
)


def place_undecided(tx: Tx, actor: Actor, name_id: str, region_code: str) -> str:
    """Make an organization in `region_code` of an undecided name; its positions go with it.

    Returns the organization's id. The same region again answers the same; a person decides this, no rule.

    :raises UndecidedNameNotFound, AlreadyPlaced, RegionNotInProvince:
    """
    name = tx.session.scalars(
        select(ImportedName)
        .where(ImportedName.id == name_id, in_scope(actor, Permission.UNDECIDED_PLACE, ImportedName.node_id))
        .with_for_update()
    ).first()
    if name is None:
        raise UndecidedNameNotFound
    if name.placed_organization_id is not None:
        raise AlreadyPlaced(organization_id=name.placed_organization_id)
    _ensure_region(tx, actor, name.province_code, region_code)
    node_id = place_needed_regions(tx, actor, name.province_code, [region_code], [region_code])[region_code]
    parsed = parse_name(name.raw_name)
    staged = StagedName(parsed, classify(parsed), region_code, None)
    batch = tx.session.get_one(Batch, name.batch_id)
    cause = Cause("import", batch.import_id)
    organization_id = register_organizations(tx, actor, [new_organization(name.raw_name, staged)], cause)[0]
    place_recruitment_items(tx, actor, name.id, organization_id)
    name.placed_organization_id = organization_id
    name.decided_by, name.decided_at = actor.account_id, tx.now()
    tx.session.flush()
    facts = {"region_code": region_code, "organization_id": organization_id}
    record_audit(tx, actor, "exchange:undecided:place", "undecided_name", name.id, node_id=node_id, facts=facts)
    return organization_id


def _ensure_region(tx: Tx, actor: Actor, province: str, region_code: str) -> None:
    """The region exists in the province and lies in the actor's scope, itself or by the nearest region above."""
    places = {region.code for region in regions_of_province(province) if not region.is_heading}
    if region_code not in places:
        raise RegionNotInProvince(region_code=region_code)
    chain = [region_code[:length] for length in (9, 6, 4, 2) if length <= len(region_code)]
    nodes = region_nodes(tx, chain)
    nearest = next((nodes[code] for code in chain if code in nodes), None)
    try:
        ensure_in_scope(tx, actor, Permission.UNDECIDED_PLACE, nearest or "")
    except NotFound as hidden:
        raise RegionNotInProvince(region_code=region_code) from hidden
