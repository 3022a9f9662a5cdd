"""``python -m tests.bench.plain_import TABLE DATABASE``: the least that an import of positions could do.

Reads the table with the product's own reader and writes each row and each name by ``executemany``: no check, no
placing, no search index, no organization.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from backend.core.db import new_id
from backend.core.spreadsheet import read_rows

_ITEM = """
    INSERT INTO register_recruitment_item (id, undecided_name_id, source, position_code, title, heads, details,
                                           batch_id)
    VALUES (?, ?, 'plain', ?, ?, ?, ?, 'plain')
"""
_NAME = """
    INSERT INTO exchange_imported_name (id, province_code, raw_name, name, reason, region_code, node_id, batch_id)
    VALUES (?, '41', ?, ?, 'collective', '41', ?, 'plain')
"""


def main(table: str, database: str) -> None:
    """Read, then write in one transaction."""
    rows = [row.cells for row in read_rows(Path(table))][2:]
    names = {cells[0]: new_id() for cells in rows}
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_NAME, ((name_id, name, name, name_id) for name, name_id in names.items()))
        connection.executemany(
            _ITEM,
            (
                (new_id(), names[name], code, title, heads, json.dumps(details, ensure_ascii=False))
                for name, title, code, heads, *details in rows
            ),
        )
        connection.execute("COMMIT")


if __name__ == "__main__":
    main(*sys.argv[1:3])
