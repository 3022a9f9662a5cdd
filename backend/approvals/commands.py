"""Commands of the approvals: ``flows check`` and ``flows show``."""

from __future__ import annotations

from pathlib import Path

import click

from backend.approvals.flow_book import FLOW_FOLDER
from backend.approvals.flows import Flow, FlowBook, FlowError, load_flows
from backend.identity.public import Role

_FOLDER = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=FLOW_FOLDER
)


@click.group("flows", help="The steps of each kind of matter.")
def flows_group() -> None:
    """Group of the commands below."""


@flows_group.command("check", help="Check the flow files of FOLDER (default: those of the product).")
@_FOLDER
def check_flows(folder: Path) -> None:
    """Print each flow with its digest; exit with 1 and the reason when a file is wrong."""
    for flow in _load(folder):
        click.echo(f"{flow.name} v{flow.version}: {len(flow.steps)} steps, {flow.digest}")


@flows_group.command("show", help="Show the steps of a flow.")
@click.argument("name")
@click.option("--version", type=int, help="Default: the newest.")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=FLOW_FOLDER)
def show_flow(name: str, version: int | None, folder: Path) -> None:
    """Print one line for each step; exit with 1 when there is no such flow."""
    book = _load(folder)
    try:
        flow = book.newest(name) if version is None else book.version(name, version)
    except KeyError as error:
        raise click.ClickException(f"no flow {name}" + (f" version {version}" if version else "")) from error
    for line in _lines(flow):
        click.echo(line)


def _load(folder: Path) -> FlowBook:
    try:
        return load_flows(folder, frozenset(role.value for role in Role))
    except FlowError as error:
        raise click.ClickException(str(error)) from error


def _lines(flow: Flow) -> list[str]:
    lines = [f"{flow.name} v{flow.version}"]
    for position, step in enumerate(flow.steps, start=1):
        need = f", {step.need} of {len(step.roles)}" if len(step.roles) > 1 else ""
        effect = ", brings the effect about" if step.issues else ""
        roles = " + ".join(step.roles)
        lines.append(f"{position}. {step.key}: {step.type} by {roles}{need}, {step.days} working days{effect}")
    return lines


COMMANDS: list[click.Command] = [flows_group]
