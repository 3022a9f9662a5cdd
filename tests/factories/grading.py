"""A round ready to be frozen: one unit of ten, two of three, and scores that meet at the limit of 优秀."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from backend.assessment.evidence.public import EntrySource, record_entry
from backend.assessment.rounds.public import RoundPlan, RoundState, Window, create_round, move_round
from backend.core.actor import Actor
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.permissions import Role
from backend.identity.public import grant_directly
from backend.register.public import NewPosting, node_of_organization, open_postings, region_nodes
from tests.factories.evidence import new_entry
from tests.factories.identity import SYSTEM, actor_of, make_account, make_holder
from tests.factories.register import OPENING, Register
from tests.factories.schemes import adopt_suggested
from tests.support.world import REGION

YEAR = 2026
#: Points of the ten people of the large unit; one has nothing to be scored by.
LARGE = (9800, 9500, 9500, 9400, 9100, 8000, 7100, 6500, 5000, None)
#: Points of each unit of three: too few for an 优秀 of their own.
SMALL = (9900, 9000, 8000)


@dataclass(slots=True)
class Graded:
    """Ids by names; people in the order of their points. ``assessor`` is the fourth of the large unit."""

    round_id: str = ""
    region: str = ""
    node: str = ""
    units: dict[str, str] = field(default_factory=dict)
    people: dict[str, list[str]] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)

    def actor(self, tx: Tx, name: str) -> Actor:
        return actor_of(tx, self.accounts[name])


def make_graded(runtime: Runtime, *, over: bool) -> Graded:
    """A round in which people can still hand in today, or could until yesterday if that is ``over``."""
    graded = Graded()
    with runtime.database.write() as tx:
        register = Register.start(tx)
        graded.region = region_nodes(tx, [REGION])[REGION]
        for name, points in (("large", LARGE), ("first", SMALL), ("second", SMALL)):
            _fill(tx, register, graded, name, points)
        graded.node = node_of_organization(tx, graded.units["large"])
        for name, place in (("assessor", 3), ("head", 4), ("plain", 5)):
            graded.accounts[name] = make_account(tx, name, person=graded.people["large"][place])
        grant_directly(tx, SYSTEM, graded.accounts["assessor"], Role.ASSESSOR, graded.region)
        grant_directly(tx, SYSTEM, graded.accounts["head"], Role.HEAD, graded.node)
        graded.accounts["colleague"] = make_holder(tx, "colleague", Role.ASSESSOR, graded.region)
        graded.accounts["keeper"] = make_holder(tx, "keeper", Role.ORGDEPT, graded.region)
        adopt_suggested(
            tx, graded.region, YEAR, only=("special_assessment", "ordered_exam", "superior_mark.virtue")
        )
        today = tx.today()
        days = (today - timedelta(days=5), today - timedelta(days=1 if over else 0))
        windows = dict.fromkeys((Window.SELF_SUMMARY, Window.SUPERIOR_MARK), days)
        plan = RoundPlan("2026年度考核", windows, {"known_weight_from": 5}, graded.accounts["keeper"])
        graded.round_id = create_round(tx, SYSTEM, YEAR, graded.region, plan)
        move_round(tx, SYSTEM, graded.round_id, RoundState.OPEN, None)
    return graded


def _fill(tx: Tx, register: Register, graded: Graded, name: str, points: tuple[int | None, ...]) -> None:
    unit_id = register.unit(f"清溪县{name}中心", approved=20)
    people = register.people(len(points))
    postings = [
        NewPosting(one, unit_id, "institution", "科员", "open_recruitment", OPENING, rank="G09") for one in people
    ]
    open_postings(tx, SYSTEM, postings, register.cause)
    graded.units[name], graded.people[name] = unit_id, people
    for person_id, given in zip(people, points, strict=True):
        if given is not None:
            entry = new_entry(person_id, date(YEAR, 6, 1), EntrySource.SPECIAL_ASSESSMENT, given)
            record_entry(tx, SYSTEM, entry)
