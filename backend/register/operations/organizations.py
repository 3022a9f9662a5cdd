"""Regions, organizations, their versions over time, and internal divisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, select, update

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import NewNode, place_nodes, record_audit, rename_node
from backend.register.errors import CodeTaken, RegionNotFound, UnitNotFound
from backend.register.events import OrganizationRenamed, OrganizationsRegistered
from backend.register.models import InternalDivision, Organization, OrganizationVersion
from backend.register.models.marks import table_of
from backend.register.operations.regions import region_nodes
from backend.register.operations.rows import chunks, insert_marked, insert_rows, load_units, touch_units
from backend.register.policies import (
    ensure_code,
    ensure_effective,
    ensure_not_future,
    ensure_social_credit_code,
)
from backend.register.queries.versions import version_on
from backend.register.search_index import index_units
from backend.register.values import Cause, NewDivision, NewOrganization, Renaming

_ORGANIZATIONS = table_of(Organization)
_VERSIONS = table_of(OrganizationVersion)
_DIVISIONS = table_of(InternalDivision)

_CODED = {
    "system": "org_system",
    "nature": "org_nature",
    "category": "org_category",
    "level": "org_level",
    "institution_class": "institution_class",
    "funding_form": "funding_form",
}


def register_organization(tx: Tx, actor: Actor, new: NewOrganization, cause: Cause) -> str:
    """Register one organization. Raises what :func:`register_organizations` raises."""
    return register_organizations(tx, actor, [new], cause)[0]


def register_organizations(
    tx: Tx, actor: Actor, organizations: Sequence[NewOrganization], cause: Cause
) -> list[str]:
    """Register organizations below their regions, thousands at once; returns the ids in order.

    A supervising organization is registered already or stands earlier in the list. Raises
    :class:`RegionNotFound`, :class:`UnitNotFound` (supervising), :class:`UnknownCode`, :class:`CodeInvalid`,
    :class:`CodeTaken`, :class:`DateInFuture`.
    """
    nodes = region_nodes(tx, {new.region_code for new in organizations})
    for new in organizations:
        if new.region_code not in nodes:
            raise RegionNotFound(region_code=new.region_code)
        _ensure_organization(tx, new)
    _ensure_supervisors(tx, organizations)
    _ensure_codes_free(tx, [new.code for new in organizations if new.code])
    placed = place_nodes(
        tx, [NewNode("organization", new.id, new.name, nodes[new.region_code]) for new in organizations]
    )
    versions = [_first_version(tx, new, cause) for new in organizations]
    insert_rows(
        tx,
        _ORGANIZATIONS,
        [
            _organization_row(new, node_id, str(version["id"]))
            for new, node_id, version in zip(organizations, placed, versions, strict=True)
        ],
    )
    insert_marked(tx, _VERSIONS, versions)
    ids = [new.id for new in organizations]
    index_units(tx, ids)
    subject = ("organization", ids[0]) if len(ids) == 1 else (cause.kind, cause.id)
    facts = {"cause": [cause.kind, cause.id], "count": len(ids)}
    record_audit(tx, actor, "register:organization:register", *subject, facts=facts)
    tx.publish(OrganizationsRegistered(tuple(ids)))
    return ids


def rename_organization(tx: Tx, actor: Actor, new: Renaming, cause: Cause) -> None:
    """Give an organization a new version with new names (机构更名); what it was called stays known.

    Raises :class:`UnitNotFound` and the date errors.
    """
    unit = load_units(tx, [new.organization_id])[new.organization_id]
    ensure_effective(tx.today(), unit, new.valid_from)
    head = _locked_head(tx, unit.id)
    before = version_on(tx, unit.id, new.valid_from)
    version = dict(before) | {
        "id": new_id(),
        "sequence": head["version_count"] + 1,
        "valid_from": new.valid_from,
        "recorded_at": tx.now(),
        "name": new.name,
        "short_name": new.short_name if new.short_name is not None else before["short_name"],
        "other_names": list(new.other_names) if new.other_names is not None else before["other_names"],
        "document_id": new.document_id,
        "cause_kind": cause.kind,
        "cause_id": cause.id,
    }
    insert_marked(tx, _VERSIONS, [version])
    current = version_on(tx, unit.id, tx.today())
    tx.connection.execute(
        update(_ORGANIZATIONS)
        .where(_ORGANIZATIONS.c.id == unit.id)
        .values(current_version_id=current["id"], version_count=version["sequence"])
    )
    rename_node(tx, unit.node_id, current["name"])
    index_units(tx, [unit.id])
    touch_units(tx, [unit.id, *_supervised(tx, unit.id)])
    facts = {"cause": [cause.kind, cause.id], "version_id": version["id"]}
    record_audit(
        tx, actor, "register:organization:rename", "organization", unit.id, node_id=unit.node_id, facts=facts
    )
    tx.publish(OrganizationRenamed(unit.id))


def add_division(tx: Tx, actor: Actor, new: NewDivision, cause: Cause) -> str:
    """Add one internal division. Raises what :func:`add_divisions` raises."""
    return add_divisions(tx, actor, [new], cause)[0]


def add_divisions(tx: Tx, actor: Actor, divisions: Sequence[NewDivision], cause: Cause) -> list[str]:
    """Add internal divisions (内设机构), each with its scope node; returns the ids in order.

    Raises :class:`UnitNotFound` and the date errors.
    """
    units = load_units(tx, {new.organization_id for new in divisions})
    for new in divisions:
        if new.valid_from is not None:
            ensure_effective(tx.today(), units[new.organization_id], new.valid_from)
    ids = [new_id() for _ in divisions]
    nodes = place_nodes(
        tx,
        [
            NewNode("division", division_id, new.name, units[new.organization_id].node_id)
            for division_id, new in zip(ids, divisions, strict=True)
        ],
    )
    rows = [
        {
            "id": division_id,
            "organization_id": new.organization_id,
            "node_id": node_id,
            "name": new.name,
            "valid_from": new.valid_from,
            "valid_to": None,
            "sort": new.sort,
            "cause_kind": cause.kind,
            "cause_id": cause.id,
        }
        for division_id, node_id, new in zip(ids, nodes, divisions, strict=True)
    ]
    insert_rows(tx, _DIVISIONS, rows)
    touch_units(tx, list(units))
    facts = {"cause": [cause.kind, cause.id], "count": len(ids)}
    record_audit(tx, actor, "register:division:add", cause.kind, cause.id, facts=facts)
    return ids


def _ensure_organization(tx: Tx, new: NewOrganization) -> None:
    for column, code_list in _CODED.items():
        ensure_code(code_list, getattr(new, column))
    ensure_social_credit_code(new.code)
    if new.founded_on is not None:
        ensure_not_future(tx.today(), new.founded_on)


def _ensure_supervisors(tx: Tx, organizations: Sequence[NewOrganization]) -> None:
    wanted = {new.supervising_id for new in organizations if new.supervising_id}
    known = set(load_units(tx, wanted - {new.id for new in organizations}))
    for new in organizations:
        if new.supervising_id is not None and new.supervising_id not in known:
            raise UnitNotFound(unit_id=new.supervising_id)
        known.add(new.id)


def _ensure_codes_free(tx: Tx, codes: Sequence[str]) -> None:
    if len(set(codes)) < len(codes):
        raise CodeTaken
    for chunk in chunks(codes):
        taken = tx.session.scalar(select(Organization.code).where(Organization.code.in_(chunk)).limit(1))
        if taken is not None:
            raise CodeTaken(code=taken)


def _organization_row(new: NewOrganization, node_id: str, version_id: str) -> dict[str, Any]:
    return {
        "id": new.id,
        "node_id": node_id,
        "region_code": new.region_code,
        "code": new.code,
        "founded_on": new.founded_on,
        "founded_known": new.founded_on is not None,
        "dissolved_on": None,
        "source": new.source,
        "raw_name": new.raw_name,
        "version": 1,
        "current_version_id": version_id,
        "version_count": 1,
    }


def _first_version(tx: Tx, new: NewOrganization, cause: Cause) -> dict[str, Any]:
    return {
        "id": new_id(),
        "organization_id": new.id,
        "sequence": 1,
        "valid_from": new.founded_on,
        "recorded_at": tx.now(),
        "name": new.name,
        "short_name": new.short_name,
        "other_names": list(new.other_names),
        "region_code": new.region_code,
        "system": new.system,
        "nature": new.nature,
        "category": new.category,
        "level": new.level,
        "institution_class": new.institution_class,
        "funding_form": new.funding_form,
        "civil_servant_law": new.civil_servant_law,
        "supervising_id": new.supervising_id,
        "duties": new.duties,
        "document_id": new.document_id,
        "cause_kind": cause.kind,
        "cause_id": cause.id,
    }


def _locked_head(tx: Tx, organization_id: str) -> RowMapping:
    statement = select(_ORGANIZATIONS).where(_ORGANIZATIONS.c.id == organization_id).with_for_update()
    return tx.session.execute(statement).mappings().one()


def _supervised(tx: Tx, organization_id: str) -> list[str]:
    """Organizations whose record shows the name of this one."""
    return list(
        tx.session.scalars(
            select(Organization.id)
            .join(OrganizationVersion, OrganizationVersion.id == Organization.current_version_id)
            .where(OrganizationVersion.supervising_id == organization_id)
        )
    )
