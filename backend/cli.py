"""``python -m backend.cli``: everything an operator does from a terminal."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
import orjson

from backend import app as house
from backend.config import Settings, SettingsError
from backend.core.actor import Actor
from backend.core.errors import DomainError
from backend.core.logs import configure_logs
from backend.core.runtime import Runtime
from backend.demo.load import DemoExists, load_demo, printed_accounts
from backend.description import error_codes, openapi_document
from backend.exchange.public import place_office
from backend.identity.public import check_audit_record, create_first_accounts
from backend.migrations import DatabaseOutdated, ensure_current, upgrade
from backend.records.public import check_stored_files
from notifications.public import ensure_vapid_keys

#: Exit codes: 0 done · 1 differences found · 2 used wrongly · 3 refused by a rule · 4 not set up.
FOUND, REFUSED, NOT_SET_UP = 1, 3, 4
#: Commands of domains that read or write the database.
STORING = ("import", "export", "load")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """掌上编办 Zhangbian: set up, fill, check and keep an installation."""
    try:
        settings = Settings.from_env()
    except SettingsError as error:
        click.echo(str(error), err=True)
        context.exit(NOT_SET_UP)
    configure_logs(settings.log_level)
    context.obj = runtime = Runtime.start(settings)
    context.call_on_close(runtime.database.dispose)
    house.wire()


def _ready(command: Callable[..., Any]) -> Callable[..., Any]:
    """For commands that need a database of this version; a refusal becomes one line and an exit code."""

    @click.pass_obj
    @wraps(command)
    def run(runtime: Runtime, *arguments: Any, **options: Any) -> Any:
        try:
            ensure_current(runtime)
            return command(runtime, *arguments, **options)
        except DatabaseOutdated as error:
            click.echo(str(error), err=True)
            sys.exit(NOT_SET_UP)
        except DomainError as refusal:
            click.echo(f"{refusal.code}: {refusal.facts}", err=True)
            sys.exit(REFUSED)

    return run


@main.command()
@click.pass_obj
def migrate(runtime: Runtime) -> None:
    """Bring the database to this version's shape."""
    upgrade(runtime.database.engine)
    click.echo("The database has the shape of this version.")


@main.command()
@click.option("--seed", default=7, show_default=True, help="The same seed gives the same prefecture.")
@click.option("--once", is_flag=True, help="Do nothing when it is loaded already.")
@click.option(
    "--with-import",
    "workbook",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="Also import this workbook of positions, and grant unit and head one of its institutions.",
)
@_ready
def demo(runtime: Runtime, *, seed: int, once: bool, workbook: Path | None) -> None:
    """Load the fictional prefecture 云川市: bodies, people, a year of history, accounts."""
    try:
        load_demo(runtime, seed, workbook, click.echo)
    except DemoExists as error:
        if not once:
            click.echo(str(error), err=True)
            sys.exit(REFUSED)
    for line in printed_accounts(runtime.settings):
        click.echo(line)


@main.command()
@_ready
def verify(runtime: Runtime) -> None:
    """Recompute everything from the ledgers and print each difference; exit 1 if there is one."""
    checks = house.CHECKS
    with runtime.database.read() as tx, click.progressbar(checks, label="verify", file=sys.stderr) as bar:
        findings = [finding for check in bar for finding in check(tx)]
    audit = check_audit_record(runtime)
    findings += [*audit.findings, *check_stored_files(runtime)]
    for finding in findings:
        click.echo(finding.line())
    if audit.tail:
        click.echo(f"audit: rows {audit.tail[0]} to {audit.tail[-1]} are not sealed yet")
    click.echo(f"{len(checks)} checks, {audit.sealed_rows} sealed audit rows, {len(findings)} differences")
    sys.exit(FOUND if findings else 0)


@main.command()
@click.pass_obj
def openapi(runtime: Runtime) -> None:
    """The description of the API (OpenAPI 3.1) as JSON on standard output."""
    click.echo(orjson.dumps(openapi_document(house.create_app(runtime)), option=orjson.OPT_INDENT_2).decode())


@main.command(name="error-codes")
def print_error_codes() -> None:
    """Every stable code a refusal can have."""
    for code in error_codes():
        click.echo(code)


@main.command(name="create-admin")
@click.option("--region", required=True, help="Code of the region that the office administers, such as 4101.")
@_ready
def create_admin(runtime: Runtime, region: str) -> None:
    """Make the three administrators and the first chief, each with a password that must be changed at once.

    The region and all regions below it are placed; the chief's grant is on that region.
    """
    system = Actor.system("create-admin")
    with runtime.database.write() as tx:
        accounts = create_first_accounts(tx, system, place_office(tx, system, region))
    for account in accounts:
        click.echo(f"{account.username}\t{account.password}")


@main.command(name="vapid-keys")
@click.pass_obj
def vapid_keys(runtime: Runtime) -> None:
    """Make the keys of Web Push if there are none, and print the public one."""
    click.echo(ensure_vapid_keys(runtime.settings.key_dir).public_key)


def _on_current_database(command: click.Command) -> click.Command:
    """A copy that runs only on a database of this version; its ``--help`` needs none.

    A copy, because the command is the domain's own and is also used without this program.
    """
    own = copy.copy(command)
    if isinstance(own, click.Group):
        own.commands = {name: _on_current_database(leaf) for name, leaf in own.commands.items()}
    elif (inner := own.callback) is not None:

        @_ready
        @wraps(inner)
        def checked(_runtime: Runtime, *arguments: Any, **options: Any) -> Any:
            return inner(*arguments, **options)

        own.callback = checked
    return own


def _add(command: click.Command) -> None:
    """Offer a domain's command; groups of one name from several domains become one."""
    offered = _on_current_database(command) if command.name in STORING else copy.copy(command)
    known = main.commands.get(command.name or "")
    if isinstance(known, click.Group) and isinstance(offered, click.Group):
        for leaf in offered.commands.values():
            known.add_command(leaf)
    else:
        main.add_command(offered)


for _command in house.COMMANDS:
    _add(_command)


if __name__ == "__main__":
    main(prog_name="zhangbian")
