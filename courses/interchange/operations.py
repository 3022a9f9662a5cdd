"""Taking questions in: read and check without a transaction, then store all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, cast

from backend.core.actor import Actor
from backend.core.offload import run_blocking
from backend.core.runtime import Runtime
from backend.core.secrecy import SecrecyGate
from backend.core.transaction import Tx
from courses.interchange.errors import BankFileInvalid, BankFileTooLarge
from courses.interchange.formats import (
    Defaults,
    Format,
    Loss,
    Place,
    PlacedQuestion,
    Problem,
    QuestionData,
    ReadResult,
)
from courses.quizzes.public import QuestionInvalid, parse_question, upsert_questions

#: More than any bank we know of, and read in a few seconds.
MAX_QUESTIONS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Bank:
    """Questions that can be stored as they are, and what of their file is not among them."""

    questions: tuple[QuestionData, ...]
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many questions came, changed and stayed, and what was not carried over."""

    added: int
    changed: int
    same: int
    not_carried: tuple[Loss, ...]


def import_file(
    runtime: Runtime,
    actor: Actor,
    form: Format,
    content: bytes,
    defaults: Defaults,
) -> ImportReport:
    """Take in a whole file, or nothing of it. The same file again adds nothing.

    Raises what :func:`read_bank` raises, and ``SecrecyRefused`` for a text that bears a mark of secrecy.
    """
    bank = run_blocking(read_bank, form, content, defaults)
    SecrecyGate.load(runtime.settings.secrecy_list).check(list(bank.questions))
    with runtime.database.write() as tx:
        return store_bank(tx, actor, bank)


def read_bank(form: Format, content: bytes, defaults: Defaults) -> Bank:
    """What a file holds, checked as the bank checks it.

    Raises :class:`BankFileInvalid` with everything that is wrong, :class:`BankFileTooLarge`, or a refusal of the
    file itself (no workbook, a hostile one).
    """
    found = form.read(content, defaults)
    if len(found.questions) > MAX_QUESTIONS:
        raise BankFileTooLarge(questions=len(found.questions), limit=MAX_QUESTIONS)
    questions, repeated, problems = _check(found)
    if problems:
        in_order = sorted(
            problems, key=lambda problem: (problem.place.sheet or "", problem.place.row or problem.place.line or 0)
        )
        raise BankFileInvalid([told_problem(problem) for problem in in_order])
    return Bank(tuple(questions), (*found.losses, *repeated))


def store_bank(tx: Tx, actor: Actor, bank: Bank) -> ImportReport:
    """Add what is new by its key, revise what says something else, leave the rest."""
    done = upsert_questions(tx, actor, bank.questions)
    return ImportReport(done.added, done.changed, done.same, bank.losses)


def told_loss(loss: Loss) -> dict[str, Any]:
    """``{what, key, line, sheet, row, column}`` of something that is not carried over."""
    return {"what": loss.what, "key": loss.key, **asdict(loss.place)}


def told_problem(problem: Problem) -> dict[str, Any]:
    """``{problem, path, line, sheet, row, column}`` of something that is wrong."""
    return {"problem": problem.problem, "path": problem.path, **asdict(problem.place)}


def _check(found: ReadResult) -> tuple[list[QuestionData], list[Loss], list[Problem]]:
    """The questions, each once; those that a file repeats word for word; and everything that is wrong."""
    known: dict[str, QuestionData] = {}
    repeated, problems = [], list(found.problems)
    for placed in found.questions:
        try:
            question = parse_question(placed.data)
        except QuestionInvalid as invalid:
            problems += _placed(placed, cast(Sequence[dict[str, str]], invalid.facts["problems"]))
            continue
        data = question.to_data()
        if question.key not in known:
            known[question.key] = data
        elif known[question.key] == data:
            repeated.append(Loss("repeated", placed.place))
        else:
            problems.append(Problem("duplicate_key", placed.where("key"), "key"))
    if not known and not problems and not found.losses:
        problems.append(Problem("no_questions", Place(line=1)))
    return list(known.values()), repeated, problems


def _placed(placed: PlacedQuestion, problems: Sequence[dict[str, str]]) -> list[Problem]:
    """What the bank says of a question, at the place in the file."""
    return [Problem(found["problem"], placed.where(found["path"]), found["path"]) for found in problems]
