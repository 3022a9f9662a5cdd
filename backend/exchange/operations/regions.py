"""Placing the regions that imported bodies hang below."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.exchange.errors import OfficeRegionUnknown
from backend.register.public import (
    AdministrativeRegion,
    NewRegion,
    place_regions,
    region_nodes,
    regions_of_province,
)


def place_needed_regions(
    tx: Tx, actor: Actor, province: str, needed: Collection[str], with_bodies: Collection[str]
) -> dict[str, str]:
    """Place the regions of `needed` and all above them that are not there yet; returns the nodes of `needed`.

    A region that is not among `with_bodies` is marked as having no institutions of its own.
    """
    table = {region.code: region for region in regions_of_province(province)}
    chain = {code for region_code in needed for code in _with_parents(table, region_code)}
    nodes = region_nodes(tx, chain)
    missing = sorted(chain - nodes.keys(), key=lambda code: (len(code), code))
    nodes |= place_regions(
        tx,
        actor,
        [
            NewRegion(
                code,
                table[code].name,
                table[code].level.value,
                _parent(table, code),
                has_institution_rows=code in with_bodies,
            )
            for code in missing
        ],
    )
    return {code: nodes[code] for code in needed}


def place_office(tx: Tx, actor: Actor, code: str) -> str:
    """Place the region that an office administers, those above it and all below; returns its node.

    Raises :class:`UnknownProvince` or :class:`OfficeRegionUnknown`.
    """
    regions = [region for region in regions_of_province(code[:2]) if not region.is_heading]
    below = {region.code for region in regions if region.code.startswith(code)}
    if code not in below:
        raise OfficeRegionUnknown(code=code)
    return place_needed_regions(tx, actor, code[:2], below, below)[code]


def _with_parents(table: Mapping[str, AdministrativeRegion], code: str) -> list[str]:
    chain = [code]
    while (parent := _parent(table, chain[-1])) is not None:
        chain.append(parent)
    return chain


def _parent(table: Mapping[str, AdministrativeRegion], code: str) -> str | None:
    """The region above, passing over headings of the code table, which are no places."""
    parent = table[code].parent_code
    return table[parent].parent_code if parent is not None and table[parent].is_heading else parent
