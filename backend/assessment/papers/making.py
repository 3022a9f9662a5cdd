"""Making a paper: who may have it, its facts, its description, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from backend.assessment.grading.public import Case, case_of_person
from backend.assessment.papers import gathering
from backend.assessment.papers.catalogue import Form, Kind, limit_of
from backend.assessment.papers.errors import PaperNotFound, PaperTooLarge
from backend.assessment.papers.forms import distribution, lists, personal, rating
from backend.assessment.papers.policies import People, cases_to_read, own_round, people_to_read, round_to_read
from backend.assessment.papers.render.docx import render_docx
from backend.assessment.papers.render.pdf import render_pdf
from backend.assessment.papers.render.xlsx import render_xlsx
from backend.assessment.papers.sheet import Paper
from backend.assessment.rounds.public import Assessed, Round, assessed_one
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import record_audit

_OF_PEOPLE = frozenset({Form.ROUTINE, Form.BALLOT, Form.RATING})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paper as which file, and of whom: a unit, a person, or everybody in the actor's scope."""

    form: Form
    kind: Kind
    organization_id: str | None = None
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """A paper that is ready to be written: of which round, of how many people, made on which day."""

    round_id: str
    year: int
    people: int
    day: date
    paper: Paper


def describe_paper(tx: Tx, actor: Actor, round_id: str, wanted: Wanted) -> Described:
    """The paper of a round, of those whose results the actor reads.

    :raises RoundNotFound: no such round, or nobody of it is in the actor's scope
    :raises PaperNotFound: nobody is on the paper
    :raises PaperTooLarge: more people than one file of this kind takes
    """
    found = round_to_read(tx, actor, round_id)
    people = people_on(tx, actor, found, wanted)
    ensure_number(len(people), limit_of(wanted.form, wanted.kind))
    return _described(tx, found, len(people), paper_of(tx, found, wanted, people))


def people_on(tx: Tx, actor: Actor, found: Round, wanted: Wanted) -> People:
    """Who is on a paper, of those whose results the actor reads, by unit and name."""
    read = people_to_read if wanted.form in _OF_PEOPLE else cases_to_read
    return read(tx, actor, found, wanted.organization_id, wanted.person_id)


def paper_of(tx: Tx, found: Round, wanted: Wanted, people: People) -> Paper:
    """The paper of these people. Raises :class:`PaperNotFound` where it says nothing of any of them."""
    assessed = [one for one in people if isinstance(one, Assessed)]
    if wanted.form in _OF_PEOPLE:
        return _paper_of_people(tx, found, wanted, assessed)
    return _paper_of_cases(tx, found, wanted, [one for one in people if isinstance(one, Case)])


def describe_own(tx: Tx, actor: Actor, wanted: Wanted) -> Described:
    """The actor's own form of the latest round. Raises :class:`PaperNotFound` before it is theirs to have."""
    found = own_round(tx, actor, wanted.form)
    person_id = actor.person_ref or ""
    read = assessed_one(tx, person_id) if wanted.form is Form.ROUTINE else case_of_person(tx, found.id, person_id)
    return _described(tx, found, 1, paper_of(tx, found, wanted, [read] if read else []))


def _described(tx: Tx, found: Round, people: int, paper: Paper) -> Described:
    return Described(found.id, found.year, people, tx.today(), paper)


def write_file(paper: Paper, day: date, kind: Kind) -> bytes:
    """The bytes; some seconds of work for a hundred people, so where it holds nobody up."""
    if kind is Kind.PDF:
        return render_pdf(paper, day)
    return render_docx(paper, day) if kind is Kind.DOCX else render_xlsx(paper, day)


def record_export(tx: Tx, actor: Actor, round_id: str, wanted: Wanted, people: int) -> None:
    """Say in the audit record who took which paper of how many people."""
    facts = {
        "form": wanted.form.value,
        "kind": wanted.kind.value,
        "people": people,
        "organization_id": wanted.organization_id,
        "person_id": wanted.person_id,
    }
    record_audit(tx, actor, "assessment:paper:exported", "assessment_round", round_id, facts=facts)


def ensure_number(people: int, limit: int) -> None:
    """Raises :class:`PaperTooLarge`, :class:`PaperNotFound` for nobody."""
    if people > limit:
        raise PaperTooLarge(people=people, limit=limit)
    if people == 0:
        raise PaperNotFound


def _unit_of(wanted: Wanted, people: People) -> str | None:
    """The unit that files a list: the one that was asked for, or the only one there is."""
    units = {one.organization_id for one in people}
    return wanted.organization_id or (units.pop() if len(units) == 1 else None)


def _paper_of_people(tx: Tx, found: Round, wanted: Wanted, people: Sequence[Assessed]) -> Paper:
    head = gathering.heading(tx, found, _unit_of(wanted, people))
    if wanted.form is Form.BALLOT:
        units = [
            (unit, [one.name for one in members])
            for (_, unit), members in groupby(people, key=lambda one: (one.organization_id, one.organization_name))
        ]
        return rating.ballot(head, units)
    if wanted.form is Form.RATING:
        lines = gathering.rating_lines(tx, found, people)
        return rating.rating_summary(head, lines, found.parameters.min_raters)
    facts = gathering.person_facts(tx, people)
    checks = [(facts[one.person_id], gathering.routine_lines(tx, one.person_id, found.year)) for one in people]
    if not checks:
        raise PaperNotFound
    return personal.routine(found.year, checks)


def _paper_of_cases(tx: Tx, found: Round, wanted: Wanted, cases: Sequence[Case]) -> Paper:
    if wanted.form is Form.REGISTRATION and cases:
        return personal.registration(gathering.person_sheets(tx, found, cases))
    if wanted.form is Form.NOTICE and (facts := gathering.notice_facts(tx, found, cases)):
        return personal.notices(facts)
    if wanted.form in (Form.REGISTRATION, Form.NOTICE):
        raise PaperNotFound
    head, lines = gathering.heading(tx, found, _unit_of(wanted, cases)), gathering.case_lines(tx, found, cases)
    build = {
        Form.EXCELLENT: lists.excellent,
        Form.RESULTS: lists.results,
        Form.NOT_GRADED: lists.not_graded,
        Form.DISTRIBUTION: distribution.distribution,
    }[wanted.form]
    return build(head, lines)
