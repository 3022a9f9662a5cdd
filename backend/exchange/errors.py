"""Refusals of the exchange. Facts hold row numbers, columns and codes, never the content of a cell."""

from __future__ import annotations

from typing import ClassVar

from backend.core.errors import Conflict, Forbidden, Invalid, NotFound


class BadRows(Invalid):
    """Rows are wrong and nothing was written. Facts: count, rows (sheet, row, column, problem; the first 200)."""

    code: ClassVar[str] = "import_bad_rows"

    def __init__(self, count: int, rows: list[dict[str, str | int]]) -> None:
        super().__init__(count=count, rows=rows)
        self.rows = rows


class OfficeRegionUnknown(NotFound):
    """The table of regions has no such code. Facts: code."""

    code: ClassVar[str] = "office_region_unknown"


class UndecidedNameNotFound(NotFound):
    """No such name on the list, or outside the person's scope."""

    code: ClassVar[str] = "undecided_name_not_found"


class AlreadyPlaced(Conflict):
    """Somebody placed this name already. Facts: organization_id."""

    code: ClassVar[str] = "undecided_name_already_placed"


class RegionNotInProvince(Invalid):
    """The region chosen for a name does not exist in the province of its table. Facts: region_code."""

    code: ClassVar[str] = "region_not_in_province"


class ProvinceOutOfScope(NotFound):
    """The person may not import for this province. Facts: province."""

    code: ClassVar[str] = "province_not_found"


class UploadMissing(Invalid):
    """The request has no file, or two."""

    code: ClassVar[str] = "upload_missing"


class ImporterGone(Forbidden):
    """Who asked for the import may no longer act."""

    code: ClassVar[str] = "importer_gone"
