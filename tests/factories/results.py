"""A compiled round and its way to the seal; each step is one of the product's own operations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from backend.assessment.grading.operations.compiling import compile_round
from backend.assessment.grading.operations.freezing import freeze_round
from backend.assessment.grading.public import Case, case_groups, case_of_person
from backend.assessment.results.models import Decision, Notice, Publicity
from backend.assessment.results.operations.decisions import confirm_decision
from backend.assessment.results.operations.notices import issue_notices, record_refusal, sign_notice
from backend.assessment.results.operations.publicity import PaperPublicity, end_publicity, open_publicity
from backend.assessment.results.operations.recording import Minutes, NewDecision, record_decision
from backend.assessment.results.operations.seals import seal_round
from backend.assessment.results.outcomes import result_of
from backend.assessment.results.queries.groups import cases_of_group, key_of
from backend.assessment.results.states import Body
from backend.assessment.terms import Grade
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.permissions import Role
from tests.factories.grading import Graded, make_graded
from tests.factories.identity import make_account, make_holder

#: a signature drawn with a finger, on the grid
STROKES = [[20, 60, 60, 40, 100, 80, 140, 60], [160, 40, 160, 120, 200, 90, 240, 100]]


@dataclass(slots=True)
class Results:
    """A round of which the grades are proposed; ``chief`` confirms decisions and has no case of the own."""

    graded: Graded

    def case(self, tx: Tx, unit: str, place: int) -> Case:
        found = case_of_person(tx, self.graded.round_id, self.graded.people[unit][place])
        assert found is not None
        return found

    def decide_all(self, tx: Tx) -> list[str]:
        """Every group decided as proposed, and confirmed."""
        assessor, chief = self.graded.actor(tx, "colleague"), self.graded.actor(tx, "chief")
        ids = []
        for group in case_groups(tx, self.graded.round_id):
            people = cases_of_group(tx, self.graded.round_id, key_of(group))
            given = {one.id: (Grade.QUALIFIED, "没有可计分的项目") for one in people if result_of(one) is None}
            new = NewDecision(key_of(group), minutes(tx), given)
            ids.append(record_decision(tx, assessor, self.graded.round_id, new))
            confirm_decision(tx, chief, ids[-1], tx.session.get_one(Decision, ids[-1]).digest)
        return ids

    def show(self, tx: Tx) -> str:
        """Names on show."""
        publicity_id = open_publicity(tx, self.graded.actor(tx, "colleague"), self.graded.round_id)
        assert publicity_id is not None
        return publicity_id

    def end_on_paper(self, tx: Tx, publicity_id: str) -> None:
        end_publicity(tx, self.graded.actor(tx, "colleague"), publicity_id, paper(tx))

    def notify(self, tx: Tx) -> None:
        issue_notices(tx, self.graded.actor(tx, "colleague"), self.graded.round_id)

    def notice(self, tx: Tx, unit: str, place: int) -> Notice:
        """The notice that stands."""
        query = select(Notice).where(
            Notice.person_id == self.graded.people[unit][place], Notice.state != "replaced"
        )
        return tx.session.scalars(query).one()

    def settle_notices(self, tx: Tx) -> None:
        """``plain`` signs, everybody else refuses before a witness."""
        plain = self.graded.actor(tx, "plain")
        open_ones = select(Notice).where(Notice.round_id == self.graded.round_id, Notice.state == "issued")
        for notice in tx.session.scalars(open_ones).all():
            if notice.person_id == plain.person_ref:
                sign_notice(tx, plain, notice.id, STROKES, notice.digest, "知悉")
            else:
                record_refusal(tx, self.graded.actor(tx, "colleague"), notice.id, "在场人甲")


def make_results(runtime: Runtime) -> Results:
    """The round of ``make_graded``, frozen and compiled, with somebody to confirm it."""
    graded = make_graded(runtime, over=True)
    with runtime.database.write() as tx:
        graded.accounts["chief"] = make_holder(tx, "boss", Role.HEAD, graded.region)
        graded.accounts["small"] = make_account(tx, "small", person=graded.people["first"][1])
        graded.accounts["other"] = make_account(tx, "other", person=graded.people["second"][1])
        freeze_round(tx, graded.actor(tx, "colleague"), graded.round_id)
        compile_round(tx, graded.actor(tx, "colleague"), graded.round_id)
    return Results(graded)


def make_decided(runtime: Runtime) -> Results:
    """... with every decision confirmed."""
    results = make_results(runtime)
    with runtime.database.write() as tx:
        results.decide_all(tx)
    return results


def make_shown(runtime: Runtime) -> Results:
    """... and names on show since today."""
    results = make_decided(runtime)
    with runtime.database.write() as tx:
        results.show(tx)
    return results


def make_sealed(runtime: Runtime) -> Results:
    """... and everybody told in writing, and the year sealed."""
    results = make_shown(runtime)
    with runtime.database.write() as tx:
        publicity_id = tx.session.scalars(select(Publicity.id)).one()
        results.end_on_paper(tx, publicity_id)
        results.notify(tx)
        results.settle_notices(tx)
        seal_round(tx, results.graded.actor(tx, "colleague"), results.graded.round_id)
    return results


def minutes(tx: Tx, body: Body = Body.COMMITTEE) -> Minutes:
    """Minutes of three weeks ago, so that names can have been on show on paper since."""
    return Minutes(body, "清考委纪〔2026〕3号", tx.today() - timedelta(days=21))


def paper(tx: Tx) -> PaperPublicity:
    """Names that were on show on paper for more than five working days."""
    return PaperPublicity("清考公示〔2026〕1号", tx.today() - timedelta(days=14), tx.today() - timedelta(days=1))
