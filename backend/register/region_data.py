"""The administrative regions shipped with the product (`regions/NOTICE.md` names source and licence)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import ClassVar, Final

from backend.core.errors import Invalid

_FOLDER: Final = Path(__file__).with_name("regions")
_PARENT_LENGTH: Final = {9: 6, 6: 4, 4: 2}
# Rows of the code table that head a list and name no place.
_HEADINGS: Final = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


class RegionLevel(StrEnum):
    """Rank of a region, told by the length of its code (GB/T 2260, GB/T 10114)."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


_LEVEL_OF_LENGTH: Final = {
    2: RegionLevel.PROVINCE,
    4: RegionLevel.CITY,
    6: RegionLevel.COUNTY,
    9: RegionLevel.TOWNSHIP,
}


class UnknownProvince(Invalid):
    """No province has this two-digit code. Facts: province."""

    code: ClassVar[str] = "unknown_province"


@dataclass(frozen=True, slots=True)
class AdministrativeRegion:
    """One row of the code table: `code` of 2, 4, 6 or 9 digits and its official name."""

    code: str
    name: str

    @property
    def level(self) -> RegionLevel:
        return _LEVEL_OF_LENGTH[len(self.code)]

    @property
    def parent_code(self) -> str | None:
        """The code this one begins with; None for a province."""
        length = _PARENT_LENGTH.get(len(self.code))
        return self.code[:length] if length else None

    @property
    def is_heading(self) -> bool:
        """True for a heading of the code table, which is no place: 市辖区, 省直辖县级行政区划."""
        return self.level is not RegionLevel.PROVINCE and self.name in _HEADINGS

    @property
    def is_zone(self) -> bool:
        """True for a development zone that statistics count like a county, without being one."""
        return self.level is RegionLevel.COUNTY and self.code[4] == "7"


def _read(path: Path) -> Iterator[AdministrativeRegion]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield AdministrativeRegion(row["code"], row["name"])


@cache
def provinces() -> tuple[AdministrativeRegion, ...]:
    """All provinces, by code."""
    return tuple(_read(_FOLDER / "provinces.csv"))


@cache
def regions_of_province(province: str) -> tuple[AdministrativeRegion, ...]:
    """The province (two digits) and all regions in it, parents before children.

    :raises UnknownProvince:
    """
    found = [region for region in provinces() if region.code == province]
    if not found:
        raise UnknownProvince(province=province)
    for file in ("cities.csv", "counties.csv", f"townships/{province}.csv"):
        found += [region for region in _read(_FOLDER / file) if region.code.startswith(province)]
    return tuple(found)
