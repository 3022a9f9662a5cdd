"""Tables of positions for tests: a dozen rows of Henan's regions and invented posts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from backend.core.spreadsheet import CellValue, SheetContent, write_workbook

HEADER = ("招录机关（单位）", "职位名称", "职位代码", "招录人数", "学历要求", "备注")
PositionRow = tuple[CellValue, ...]

ROWS: tuple[PositionRow, ...] = (
    ("中牟县财政局", "一级科员", "11001011", 1.0, "本科及以上", ""),
    ("中牟县财政局", "一级科员", "11001021", 2.0, "本科及以上", "近亲属回避"),
    ("中牟县档案馆（参公）", "一级科员", "11002011", 1.0, "本科及以上", ""),
    ("中牟县档案馆（参公）", "管理岗", "11002021", 1.0, "本科及以上", ""),
    ("中共中牟县委党校（中牟行政学院）（参公）", "教员", "11003011", 1.0, "研究生", ""),
    ("中牟县官渡镇人民政府", "一级科员", "11004011", 3.0, "大专及以上", ""),
    ("郑州市公安局基层一线单位", "警员", "11005011", 5.0, "本科及以上", ""),
    ("豫东新城管理委员会", "一级科员", "11006011", 1.0, "本科及以上", ""),
)


def positions_table(
    *rows: PositionRow, title: str = "河南省2026年度职位表", header: PositionRow = HEADER
) -> bytes:
    """An .xlsx with a title row, the header and `rows` (default: `ROWS`)."""
    target = io.BytesIO()
    sheet = SheetContent("市县", [title], [header, *(rows or ROWS)])
    write_workbook([sheet], target)
    return target.getvalue()


def positions_file(folder: Path, *rows: PositionRow, name: str = "positions.xlsx") -> Path:
    path = folder / name
    path.write_bytes(positions_table(*rows))
    return path


def changed(rows: Sequence[PositionRow], code: str, **cells: CellValue) -> list[PositionRow]:
    """`rows` with some cells of one position changed (keys: organization, title, heads, education)."""
    index = {"organization": 0, "title": 1, "heads": 3, "education": 4}
    fresh = []
    for row in rows:
        cellular = list(row)
        if row[2] == code:
            for key, value in cells.items():
                cellular[index[key]] = value
        fresh.append(tuple(cellular))
    return fresh
