"""Commands of the exchange: ``import positions`` and ``import balances``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from backend.core.actor import Actor
from backend.core.errors import DomainError
from backend.core.runtime import Runtime
from backend.exchange.errors import BadRows
from backend.exchange.imports import import_balances, import_positions, write_balances_form

#: The exit code of a refusal, as in ``backend.cli``.
REFUSED = 3

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group("import")
def import_group() -> None:
    """Take in files of others: recruitment positions, opening balances."""


@import_group.command("positions")
@_FILE
@click.option("--province", required=True, help="Two digits: the province whose notice it is (41 = Henan).")
@click.option("--accept-valid", is_flag=True, help="Take the good rows although others are bad.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
@click.pass_obj
def positions(runtime: Runtime, file: Path, *, province: str, accept_valid: bool, quiet: bool) -> None:
    """Import the positions of a recruitment notice (.xlsx or .xls) as they were published.

    Names that are placed bodies become organizations, the others wait on the undecided list. The last line says
    how many; the same file again changes nothing.
    """
    with _refusals():
        result = import_positions(
            runtime,
            Actor.system("import positions"),
            file,
            province=province,
            accept_valid=accept_valid,
            progress=not quiet,
        )
    for row in result.skipped:
        click.echo(f"skipped: {row.sheet} row {row.row}, {row.column}: {row.problem}", err=True)
    for code in result.vanished_codes:
        click.echo(f"vanished: {code}", err=True)
    click.echo(result.line())


@import_group.command("balances")
@_FILE
@click.option("--quiet", is_flag=True, help="No progress bar.")
@click.pass_obj
def balances(runtime: Runtime, file: Path, *, quiet: bool) -> None:
    """Record the opening balances of a filled-in form (see balances-form): all of its rows, or none."""
    with _refusals():
        result = import_balances(runtime, Actor.system("import balances"), file, progress=not quiet)
    click.echo(result.line())


@import_group.command("balances-form")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--region", required=True, help="Code of the region whose units the form lists.")
@click.pass_obj
def balances_form(runtime: Runtime, file: Path, *, region: str) -> None:
    """Write the empty form for opening balances, one row for each unit of a region, to FILE (.xlsx)."""
    click.echo(f"units {write_balances_form(runtime, region, file)}")


@contextmanager
def _refusals() -> Iterator[None]:
    """A refusal becomes lines on standard error and an exit code."""
    try:
        yield
    except BadRows as refusal:
        for row in refusal.rows:
            click.echo(f"{row['sheet']} row {row['row']}, {row['column']}: {row['problem']}", err=True)
        click.echo(f"{refusal.code}: {refusal.facts['count']} faults, nothing was written", err=True)
        sys.exit(REFUSED)
    except DomainError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(REFUSED)


COMMANDS: list[click.Command] = [import_group]
