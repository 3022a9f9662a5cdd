"""What organizations are found by: their present and former names, codes and region."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from backend.core.search import PLACES, SearchEntry
from backend.core.transaction import Tx
from backend.register.models import UNIT_SEARCH, Organization, OrganizationVersion, Region

#: Of names as long, a city's comes before those of its counties: it is meant more often, and there are fewer.
_PLACE_OF_LEVEL = {"country": 0, "province": 1, "city": 2, "county": 3, "township": 4}
assert max(_PLACE_OF_LEVEL.values()) < PLACES


def index_units(tx: Tx, ids: Collection[str]) -> None:
    """Renew the entries of these organizations, from all versions of their names."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), 400):
        chunk = ordered[start : start + 400]
        UNIT_SEARCH.upsert(tx.connection, _entries(tx, chunk))


def _entries(tx: Tx, ids: Collection[str]) -> list[SearchEntry]:
    rows = tx.session.execute(
        select(
            Organization.id,
            Organization.node_id,
            Organization.code,
            Organization.current_version_id,
            OrganizationVersion.id.label("version_id"),
            OrganizationVersion.name,
            OrganizationVersion.short_name,
            OrganizationVersion.other_names,
            Region.name.label("region_name"),
            Region.code.label("region_code"),
            Region.level.label("region_level"),
        )
        .join(OrganizationVersion, OrganizationVersion.organization_id == Organization.id)
        .join(Region, Region.code == Organization.region_code)
        .where(Organization.id.in_(ids))
        .order_by(Organization.id, OrganizationVersion.sequence.desc())
    ).all()
    names: dict[str, list[str]] = {}
    heads: dict[str, tuple[str, tuple[str, ...], int]] = {}
    for row in rows:
        found = names.setdefault(row.id, [])
        own = [row.name, row.short_name, *row.other_names, _other_spelling(row.name, row.region_name)]
        if row.version_id == row.current_version_id:
            found[:0] = filter(None, own)
        else:
            found.extend(filter(None, own))
        codes = tuple(filter(None, (row.code, row.region_code)))
        heads[row.id] = (row.node_id, codes, _PLACE_OF_LEVEL[row.region_level])
    return [
        SearchEntry(unit_id, node_id, tuple(dict.fromkeys(names[unit_id])), codes, place)
        for unit_id, (node_id, codes, place) in heads.items()
    ]


def _other_spelling(name: str, region_name: str) -> str | None:
    """The name without its region where it has it (教育局 for 云川市教育局), else with it: both are typed."""
    _, found, rest = name.partition(region_name)
    if not found:
        return region_name + name
    return rest if len(rest) > 1 else None
