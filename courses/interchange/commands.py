"""Commands of the interchange: ``import questions`` and ``export questions``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from backend.core.actor import Actor
from backend.core.errors import DomainError
from backend.core.runtime import Runtime
from courses.interchange.errors import BankFileInvalid
from courses.interchange.formats import Defaults, Loss
from courses.interchange.operations import import_file, told_loss
from courses.interchange.queries import export_bank
from courses.interchange.registry import FORMATS, format_for

#: The exit code of a refusal, as in ``backend.cli``.
REFUSED = 3

_FORMAT: Callable[[Any], Any] = click.option(
    "--format", "format_name", type=click.Choice(sorted(FORMATS)), help="If the name of the file does not tell."
)


@click.group("import")
def import_group() -> None:
    """Take in files of others."""


@click.group("export")
def export_group() -> None:
    """Give out what others can read."""


@import_group.command("questions")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_FORMAT
@click.option("--topic", default="imported", show_default=True, help="Of questions whose file names none.")
@click.option("--difficulty", type=click.IntRange(1, 3), default=2, show_default=True, help="Likewise.")
@click.pass_obj
def import_questions(
    runtime: Runtime, file: Path, *, format_name: str | None, topic: str, difficulty: int
) -> None:
    """Take a file of questions (GIFT, Moodle XML, .xlsx) into the bank: all of them, or none.

    What has no place here is listed; the same file again changes nothing.
    """
    actor, defaults = Actor.system("import questions"), Defaults(topic, difficulty)
    try:
        form = format_for(format_name, file.name)
        report = import_file(runtime, actor, form, file.read_bytes(), defaults)
    except BankFileInvalid as refusal:
        for problem in refusal.problems:
            click.echo(f"{_place(problem)}: {problem['problem']} {problem['path']}".rstrip(), err=True)
        click.echo(f"{refusal.code}: {refusal.facts['count']} problems, nothing was stored", err=True)
        sys.exit(REFUSED)
    except DomainError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(REFUSED)
    _list_losses(report.not_carried)
    click.echo(f"added {report.added}  changed {report.changed}  same {report.same}")


@export_group.command("questions")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@_FORMAT
@click.option("--topic", help="Only the questions of this topic.")
@click.pass_obj
def export_questions(runtime: Runtime, file: Path, *, format_name: str | None, topic: str | None) -> None:
    """Write the questions in use to FILE; what its format has no place for is listed."""
    try:
        form = format_for(format_name, file.name)
    except DomainError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(REFUSED)
    with runtime.database.read() as tx:
        written = export_bank(tx, form, topic)
    file.write_bytes(written.content)
    _list_losses(written.losses)
    click.echo(f"questions {written.questions}")


def _list_losses(losses: tuple[Loss, ...]) -> None:
    for loss in losses:
        click.echo(f"not carried over: {_place(told_loss(loss))}: {loss.what}", err=True)


def _place(told: dict[str, Any]) -> str:
    """``line 12``, ``试题 row 3, 答案`` or the key of a question."""
    if told["line"] is not None:
        return f"line {told['line']}"
    if told["row"] is not None:
        return f"{told['sheet']} row {told['row']}" + (f", {told['column']}" if told["column"] else "")
    return str(told.get("key") or "file")


COMMANDS: list[click.Command] = [import_group, export_group]
