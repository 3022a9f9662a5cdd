"""Random histories of people who come, move, leave, learn and get roles: who owes a course is never in doubt."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from backend.core.db import Database
from backend.core.transaction import Tx
from backend.identity.models import Grant
from backend.identity.permissions import Role
from backend.identity.public import end_grant, grant_directly, node_refs
from backend.register.models import Posting
from backend.register.public import (
    Cause,
    PostingMove,
    end_posting,
    move_posting,
    node_of_organization,
    record_import,
)
from courses.catalogue.models import Assignment, Completion, Obligation
from courses.catalogue.operations.assigning import NewAssignment, assign_course, audience_of, end_assignment
from courses.catalogue.operations.learning import mark_lesson_done
from courses.catalogue.verify import CHECKS
from tests.factories.courses import make_course, outline_of
from tests.factories.identity import SYSTEM
from tests.factories.training import School, make_school

TODAY, DUE = date(2026, 6, 16), date(2026, 6, 30)
RANKS = ("G06", "G07", "G12", None)
STEPS = 25


class History:
    """One random history; after each step, what is stored must be what follows from the present alone."""

    def __init__(self, school: School, seed: int) -> None:
        self.school = school
        self.dice = random.Random(seed)
        self.people = sorted(school.persons)
        with school.database.write() as tx:
            self.courses = [make_course(tx, f"c-{n}", lessons=1, quiz=False) for n in range(2)]
            self.lessons = [outline_of(tx, course_id).lesson_ids[0] for course_id in self.courses]
            units = [node_of_organization(tx, unit_id) for unit_id in school.units.values()]
            self.nodes = [school.county, *units]
            self.cause = Cause("import", record_import(tx, SYSTEM, "test", f"sm3:{seed}", {}))

    def step(self) -> None:
        acts: list[Callable[[Tx], None]] = [self._assign, self._move, self._learn, self._grant, self._ungrant]
        acts += [self._move, self._learn, self._leave, self._end]
        with self.school.database.write() as tx:
            self.dice.choice(acts)(tx)

    def _assign(self, tx: Tx) -> None:
        roles = self.dice.choice([(), (), (Role.UNIT.value,)])
        ranks = self.dice.choice([(), (), ("G06", "G07")])
        course_id, node_id = self.dice.choice(self.courses), self.dice.choice(self.nodes)
        assign_course(tx, SYSTEM, NewAssignment(course_id, node_id, DUE, roles, ranks))

    def _move(self, tx: Tx) -> None:
        posting = self._posting(tx)
        if posting is not None:
            unit_id = self.dice.choice(sorted(self.school.units.values()))
            rank = self.dice.choice(RANKS)
            change = PostingMove(posting.posting_id, TODAY, unit_id, posting.quota_type, "科员", rank=rank)
            move_posting(tx, SYSTEM, change, self.cause)

    def _leave(self, tx: Tx) -> None:
        posting = self._posting(tx)
        if posting is not None:
            end_posting(tx, SYSTEM, posting.posting_id, TODAY, "retire", self.cause)

    def _learn(self, tx: Tx) -> None:
        mark_lesson_done(tx, self.school.actor(tx, self.dice.choice(self.people)), self.dice.choice(self.lessons))

    def _grant(self, tx: Tx) -> None:
        account_id, node_id = self.school.accounts[self.dice.choice(self.people)], self.dice.choice(self.nodes)
        held = select(Grant.id).where(Grant.account_id == account_id, Grant.state == "active")
        if tx.session.scalar(held) is None:
            grant_directly(tx, SYSTEM, account_id, Role.UNIT, node_id)

    def _ungrant(self, tx: Tx) -> None:
        running = tx.session.scalars(
            select(Grant.id).where(Grant.state == "active", Grant.role == Role.UNIT).order_by(Grant.id)
        ).all()
        if running:
            end_grant(tx, SYSTEM, self.dice.choice(running))

    def _end(self, tx: Tx) -> None:
        running = tx.session.scalars(
            select(Assignment.id).where(Assignment.ended_on.is_(None)).order_by(Assignment.id)
        ).all()
        if len(running) > 3:
            end_assignment(tx, SYSTEM, running[0])

    def _posting(self, tx: Tx) -> Posting | None:
        person_id = self.school.persons[self.dice.choice(self.people)]
        return tx.session.scalar(select(Posting).where(Posting.person_id == person_id, Posting.ended_on.is_(None)))

    def check(self) -> None:
        """Open debts are those of today's audience who have not completed; those who have, have met them."""
        with self.school.database.read() as tx:
            completed = {(row.account_id, row.course_id) for row in tx.session.scalars(select(Completion))}
            for row in tx.session.scalars(select(Assignment)):
                debts = tx.session.scalars(select(Obligation).where(Obligation.assignment_id == row.id)).all()
                owing = sorted(debt.account_id for debt in debts if debt.ended_on is None)
                meant = set(audience_of(tx, row)) if row.ended_on is None else set()
                done = {account_id for account_id, course_id in completed if course_id == row.course_id}
                assert owing == sorted(meant - done), node_refs(tx, [row.node_id])
                met = [debt.account_id for debt in debts if debt.reason == "completed"]
                assert sorted(met) == sorted(set(met)), "a debt is met once"
                assert set(met) <= done
            assert [finding for check in CHECKS for finding in check(tx)] == []


@pytest.mark.parametrize("seed", range(3))
def test_who_owes_a_course_follows_from_the_present_alone(database: Database, seed: int) -> None:
    history = History(make_school(database), seed)
    for _ in range(STEPS):
        history.step()
        history.check()
