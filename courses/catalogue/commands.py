"""Commands of the catalogue: ``load courses``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from backend.core.actor import Actor
from backend.core.errors import DomainError
from backend.core.runtime import Runtime
from backend.records.public import FileStore
from courses.catalogue.errors import CourseInvalid
from courses.catalogue.folder import ContentProblem, read_content
from courses.catalogue.operations.loading import load_content

#: The exit code of a refusal, as in ``backend.cli``.
REFUSED = 3
#: The courses that come with the product.
OWN_COURSES = Path(__file__).parents[1] / "content"


@click.group("load")
def load_group() -> None:
    """Take in content that is kept as files: courses with their questions."""


@load_group.command("courses")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=OWN_COURSES)
@click.option("--check", is_flag=True, help="Only read and check the files; store nothing.")
@click.pass_obj
def load_courses(runtime: Runtime, folder: Path, *, check: bool) -> None:
    """Load the courses of FOLDER (default: those of the product) and publish what is new or has changed.

    The same folder again changes nothing. Everything that is wrong is listed with its file and line; then nothing
    is loaded.
    """
    content = read_content(folder)
    if content.problems:
        _refuse(content.problems)
    if check:
        questions = sum(len(course.questions) for course in content.courses)
        click.echo(f"{len(content.courses)} courses, {questions} questions, no problems")
        return
    try:
        with runtime.database.write() as tx:
            store = FileStore.of(runtime.settings)
            loaded = load_content(tx, Actor.system("load courses"), content, store)
    except CourseInvalid as refusal:
        _refuse([ContentProblem(each["file"], 0, each["path"], each["problem"]) for each in refusal.problems])
    except DomainError as refusal:
        click.echo(f"{refusal.code}: {refusal.facts}", err=True)
        sys.exit(REFUSED)
    else:
        click.echo(loaded.line())


def _refuse(problems: list[ContentProblem]) -> NoReturn:
    for problem in problems:
        click.echo(problem.text(), err=True)
    click.echo(f"{len(problems)} problems, nothing was loaded", err=True)
    sys.exit(REFUSED)


COMMANDS: list[click.Command] = [load_group]
