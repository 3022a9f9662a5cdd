"""Refusals of a whole table; faults of single rows are `RowError` values in `workbook`."""

from __future__ import annotations

from typing import ClassVar

from backend.core.errors import Invalid


class HeaderNotFound(Invalid):
    """No row near the top of any sheet holds the column names. Facts: needed."""

    code: ClassVar[str] = "positions_header_not_found"


class ColumnsMissing(Invalid):
    """A sheet has a header without a column that is needed. Facts: sheet, row, missing."""

    code: ClassVar[str] = "positions_columns_missing"


class ColumnRepeated(Invalid):
    """Two columns of a sheet mean the same. Facts: sheet, row, column."""

    code: ClassVar[str] = "positions_column_repeated"
