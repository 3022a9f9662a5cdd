"""Imports from end to end: a file is read, checked, staged on disk and compared, then applied in one transaction.

Reading and comparing never hold up anybody; what others wait for is only the one write transaction, which finds
everything ready. However large the file, memory holds its names and a few hundred of its rows.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import structlog
from tqdm import tqdm

from backend.core.actor import Actor
from backend.core.crypto import sm3
from backend.core.runtime import Runtime
from backend.core.secrecy import SecrecyGate
from backend.core.spreadsheet import SheetRow, SpreadsheetUnreadable, read_rows, rows_on_disk, write_workbook
from backend.core.transaction import Tx
from backend.exchange.balances.sheet import empty_form, parse_balances
from backend.exchange.operations import apply_balances, apply_positions, plan_positions
from backend.exchange.operations.planning import Plan
from backend.exchange.positions.staging import StagedTable, stage_table
from backend.exchange.positions.workbook import parse_positions
from backend.exchange.queries import suggested_quota_types
from backend.exchange.results import BalancesResult, ImportResult, InputFile, Reporter, bad_rows, silent
from backend.register.public import code_lists, regions_of_province, units_in_region

_log = structlog.get_logger(__name__)


def import_positions(
    runtime: Runtime,
    actor: Actor,
    path: Path,
    *,
    province: str,
    accept_valid: bool = False,
    progress: bool = True,
) -> ImportResult:
    """Import a table of recruitment positions of `province` (two digits) from a file the operator names.

    :raises SpreadsheetUnreadable, SpreadsheetTooLarge, HeaderNotFound, ColumnsMissing, ColumnRepeated:
    :raises BadRows: rows are wrong and `accept_valid` does not say to take the others
    :raises SecrecyRefused: a cell bears a mark of secrecy; nothing of the file is kept
    :raises UnknownProvince, ProvinceOutOfScope:
    """
    file = input_file(path)
    with progress_bars(shown=progress) as report:
        with rows_on_disk(path) as rows:
            staged = stage_positions(runtime, file, rows, province, accept_valid=accept_valid, report=report)
        plan = planned(runtime, staged)
        with writing(runtime, "positions", len(staged.positions)) as tx:
            return apply_positions(tx, actor, staged, plan, file, report=report)


def stage_positions(
    runtime: Runtime,
    file: InputFile,
    rows: Iterable[SheetRow],
    province: str,
    *,
    accept_valid: bool,
    report: Reporter = silent,
) -> StagedTable:
    """Read and check everything a table says, without a transaction. Raises as :func:`import_positions`."""
    regions = regions_of_province(province)
    table = parse_positions(rows)
    if table.errors and not accept_valid:
        raise bad_rows(table.errors)
    gate = SecrecyGate.load(runtime.settings.secrecy_list)
    gate.check(file.name)
    for position in table.positions:
        # as one text, which no mark crosses: to walk lists takes longer than to look
        gate.check("\0".join((position.organization, position.title, *position.details.values())))
    return stage_table(table, province, regions, lambda done, total: report("placing", done, total))


def planned(runtime: Runtime, staged: StagedTable) -> Plan:
    """What the table changes, without keeping anybody from writing."""
    with runtime.database.read() as tx:
        return plan_positions(tx, staged)


def import_balances(runtime: Runtime, actor: Actor, path: Path, *, progress: bool = True) -> BalancesResult:
    """Import a filled-in table of opening balances: every row, or none.

    :raises SpreadsheetUnreadable, SpreadsheetTooLarge, HeaderNotFound, ColumnsMissing, ColumnRepeated, BadRows:
    :raises SecrecyRefused: a cell bears a mark of secrecy
    """
    file = input_file(path)
    rows = list(read_rows(path))
    gate = SecrecyGate.load(runtime.settings.secrecy_list)
    gate.check([file.name, [list(row.cells) for row in rows]])
    table = parse_balances(rows)
    if table.errors:
        raise bad_rows(table.errors)
    with progress_bars(shown=progress) as report, writing(runtime, "balances", len(table.rows)) as tx:
        return apply_balances(tx, actor, table.rows, file, report)


def write_balances_form(runtime: Runtime, region_code: str, path: Path) -> int:
    """Write the empty form for the units of a region and all regions in it; returns how many units it names."""
    with runtime.database.read() as tx:
        units = units_in_region(tx, region_code)
        suggested = suggested_quota_types(tx)
    names = {code: labels["zh"] for code, labels in code_lists()["quota_type"].items()}
    rows = [(unit.id, unit.code or "", unit.name, names.get(suggested.get(unit.id, ""), "")) for unit in units]
    with path.open("wb") as target:
        write_workbook([empty_form(rows)], target)
    return len(rows)


def input_file(path: Path) -> InputFile:
    """The digest and name of a file. Raises :class:`SpreadsheetUnreadable`."""
    try:
        return InputFile(sm3(path.read_bytes()), path.name)
    except OSError as unreadable:
        raise SpreadsheetUnreadable from unreadable


@contextmanager
def writing(runtime: Runtime, kind: str, count: int) -> Iterator[Tx]:
    """The one transaction of an import. How long others could not write goes to the log."""
    begun = time.monotonic()
    with runtime.database.write_in_bulk() as tx:
        yield tx
    milliseconds = round((time.monotonic() - begun) * 1000)
    _log.info("import_applied", kind=kind, count=count, milliseconds=milliseconds)


@contextmanager
def progress_bars(*, shown: bool) -> Iterator[Reporter]:
    """A reporter that draws one bar a stage on standard error; with `shown` false it is silent."""
    bars: dict[str, tqdm[NoReturn]] = {}

    def report(stage: str, done: int, total: int) -> None:
        if stage not in bars:
            bars[stage] = tqdm(total=total, desc=stage, unit="", leave=False)
        bars[stage].update(done - bars[stage].n)

    try:
        yield report if shown else silent
    finally:
        for bar in bars.values():
            bar.close()
