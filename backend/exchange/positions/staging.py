"""A table made ready to be written: every name read, placed and classified before a transaction begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from backend.core.search_tokens import normalize, readings
from backend.exchange.positions.classify import Classification, classify
from backend.exchange.positions.names import ParsedName, parse_name
from backend.exchange.positions.placing import Gazetteer, Placement, RegionRow, code_agrees
from backend.exchange.positions.store import PositionStore
from backend.exchange.positions.workbook import ParsedPositions
from backend.exchange.tables import RowError

COLLECTIVE, CODE_DIFFERS = "collective", "code_differs"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class StagedName:
    """A name and what it proves.

    :ivar region_code: where it belongs; of an undecided name as far as it can be told, at least the province
    :ivar undecided: why no organization is made of it: collective, no_region, ambiguous, code_differs; else None
    """

    parsed: ParsedName
    classification: Classification
    region_code: str
    undecided: str | None


@dataclass(frozen=True, slots=True)
class StagedTable:
    """All of a table; `source` names the notice that later tables of it are compared with."""

    province: str
    source: str
    names: Mapping[str, StagedName]
    positions: PositionStore
    heads: int
    errors: tuple[RowError, ...]
    faulty_codes: frozenset[str]


def stage_table(
    table: ParsedPositions, province: str, regions: Iterable[RegionRow], progress: Progress | None = None
) -> StagedTable:
    """Read every name of `table` against the `regions` of `province`.

    `progress` is told how many names of how many are done.
    """
    gazetteer = Gazetteer(regions)
    names: dict[str, StagedName] = {}
    for raw, code in table.first_codes.items():
        names[raw] = _stage_name(raw, code, province, gazetteer)
        if progress is not None:
            progress(len(names), len(table.first_codes))
    return StagedTable(
        province=province,
        source=f"positions:{province}:{table.year or 'undated'}",
        names=names,
        positions=table.positions,
        heads=table.heads,
        errors=table.errors,
        faulty_codes=table.faulty_codes,
    )


def _stage_name(raw: str, position_code: str, province: str, gazetteer: Gazetteer) -> StagedName:
    parsed = parse_name(raw)
    readings(normalize(parsed.name))  # the slow half of indexing, done here and not in the transaction
    place = gazetteer.place(parsed.name)
    region_code = place.region_code if isinstance(place, Placement) else province
    undecided = None if isinstance(place, Placement) else place.reason
    if parsed.collective:
        undecided = COLLECTIVE
    elif undecided is None and code_agrees(province, position_code, region_code) is False:
        undecided = CODE_DIFFERS
    return StagedName(parsed, classify(parsed), region_code, undecided)
