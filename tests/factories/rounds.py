"""A bureau with leaders, two divisions and an institution below it, and a round that looks at them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from backend.assessment.rounds.public import RoundPlan, RoundState, Window, create_round, move_round
from backend.core.actor import Actor
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.permissions import Role
from backend.identity.public import grant_directly
from backend.register.public import (
    AppointmentRole,
    NewAppointment,
    NewDivision,
    NewOrganization,
    NewPosting,
    Post,
    add_divisions,
    node_of_organization,
    open_postings,
    record_appointment,
    region_nodes,
    register_organization,
)
from tests.factories.identity import SYSTEM, actor_of, make_account, make_holder
from tests.factories.register import OPENING, Register
from tests.support.world import REGION

YEAR = 2026
#: people of the bureau, all with accounts: who directs it, a deputy, who directs the office, and the rest
BUREAU = ("director", "deputy", "chief", "ann", "ben", "cai", "dan", "eva", "fan")
OFFICE = ("chief", "ann", "ben")
#: people of the institution that the bureau supervises; nobody directs it
INSTITUTE = ("gao", "han")


@dataclass(slots=True)
class Bureau:
    """Ids by names."""

    region: str = ""
    bureau: str = ""
    node: str = ""
    institute: str = ""
    office: str = ""
    round_id: str = ""
    persons: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    posts: dict[str, str] = field(default_factory=dict)

    def actor(self, tx: Tx, name: str) -> Actor:
        return actor_of(tx, self.accounts[name])

    def name_of(self, person_id: str | None) -> str | None:
        return next((name for name, one in self.persons.items() if one == person_id), None)


def make_bureau(runtime: Runtime) -> Bureau:
    """The bureau and its institution in a register of their own."""
    with runtime.database.write() as tx:
        return build_bureau(tx, Register.start(tx))


def build_bureau(tx: Tx, register: Register, prefix: str = "") -> Bureau:
    """The same in a register that has the county; user names begin with ``prefix``.

    ``unit`` and ``head`` have their roles in the bureau, ``assessor`` in the county.
    """
    made = Bureau()
    made.region = region_nodes(tx, [REGION])[REGION]
    organ = NewOrganization("清溪县住房和城乡建设局", REGION, "10", "1", "office")
    made.bureau = register_organization(tx, SYSTEM, organ, register.cause)
    below = NewOrganization("清溪县房产事务中心", REGION, "10", "5", "office", supervising_id=made.bureau)
    made.institute = register_organization(tx, SYSTEM, below, register.cause)
    made.node = node_of_organization(tx, made.bureau)
    [made.office, _] = add_divisions(
        tx, SYSTEM, [NewDivision(made.bureau, name) for name in ("办公室", "法规科")], register.cause
    )
    register.opening(made.bureau, 20, "administrative")
    register.opening(made.institute, 20, "institution")
    _post(tx, register, made, BUREAU, made.bureau, "administrative", prefix)
    _post(tx, register, made, INSTITUTE, made.institute, "institution", prefix)
    for name, division in (("director", None), ("deputy", None), ("chief", made.office)):
        made.posts[name] = appoint(tx, made, name, division, principal=name != "deputy")
    made.accounts["assessor"] = make_holder(tx, f"{prefix}assessor", Role.ASSESSOR, made.region)
    for role in (Role.UNIT, Role.HEAD):
        made.accounts[role.value] = make_holder(tx, f"{prefix}{role.value}", role, made.node)
    grant_directly(tx, SYSTEM, made.accounts["director"], Role.HEAD, made.node)
    return made


def appoint(tx: Tx, made: Bureau, name: str, division: str | None, *, principal: bool) -> str:
    """Somebody of the bureau holds a leader post from the opening on."""
    level = "L09" if principal else "L10"
    post = Post(
        made.persons[name],
        made.bureau,
        division,
        "负责人",
        level,
        AppointmentRole.HELD,
        principal=principal,
        counts=True,
    )
    return record_appointment(tx, SYSTEM, NewAppointment(post, OPENING))


def open_windows(runtime: Runtime, made: Bureau, days: int = 10, *, rating: bool = True) -> None:
    """A round of the county, open, whose windows are all open from today on."""
    with runtime.database.write() as tx:
        span = (tx.today(), tx.today() + timedelta(days=days - 1))
        kinds = [kind for kind in Window if rating or kind is not Window.RATING]
        plan = RoundPlan("2026年度考核", dict.fromkeys(kinds, span))
        made.round_id = create_round(tx, SYSTEM, YEAR, made.region, plan)
        move_round(tx, SYSTEM, made.round_id, RoundState.OPEN, None)


def _post(
    tx: Tx,
    register: Register,
    made: Bureau,
    names: tuple[str, ...],
    unit_id: str,
    quota_type: str,
    prefix: str,
) -> None:
    people = dict(zip(names, register.people(len(names)), strict=True))
    made.persons |= people
    postings = [
        NewPosting(
            person_id,
            unit_id,
            quota_type,
            "科员",
            "open_recruitment",
            OPENING,
            division_id=made.office if name in OFFICE else None,
        )
        for name, person_id in people.items()
    ]
    open_postings(tx, SYSTEM, postings, register.cause)
    for name, person_id in people.items():
        made.accounts[name] = make_account(tx, f"{prefix}{name}", person=person_id)
