"""Accounts of the demonstration: the roles of the product, and the clerks and heads whose year is played."""

from __future__ import annotations

from dataclasses import dataclass

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import (
    actor_of_account,
    create_account,
    grant_directly,
)

#: username → (display name, role, power, scope: region, unit or none)
ROLES: dict[str, tuple[str, str, str, str]] = {
    "officer": ("编办经办", "officer", "business", "region"),
    "chief": ("编办主任", "chief", "business", "region"),
    "unit": ("单位编制管理员", "unit", "business", "unit"),
    "head": ("单位负责人", "head", "business", "unit"),
    "orgdept": ("组织部联审", "orgdept", "business", "region"),
    "finance": ("财政局联审", "finance", "business", "region"),
    "hr": ("人社局联审", "hr", "business", "region"),
    "trainee": ("学员", "learner", "business", "none"),
    "mentor": ("导师", "mentor", "business", "unit"),
    "author": ("课程作者", "author", "business", "none"),
    "assessor": ("考核经办", "assessor", "business", "region"),
    "training": ("培训管理", "training", "business", "region"),
    "auditor": ("审计管理员", "auditor", "auditor", "none"),
    "secadmin": ("安全管理员", "secadmin", "secadmin", "none"),
    "sysadmin": ("系统管理员", "sysadmin", "sysadmin", "none"),
}
#: Who also acts at the imported institution, and where: there or in its region.
AT_IMPORTED_UNIT = ("unit", "head")
IN_IMPORTED_REGION = ("officer", "chief", "orgdept", "finance", "hr")


@dataclass(frozen=True, slots=True)
class Cast:
    """Account ids of those who play the year."""

    by_username: dict[str, str]

    def actor(self, tx: Tx, username: str) -> Actor:
        """The account with the rights of this moment."""
        actor = actor_of_account(tx, self.by_username[username])
        if actor is None:
            raise LookupError(username)
        return actor


#: Who is posted at the body that has accounts to sign in with.
AT_OWN_UNIT = ("unit", "head", "trainee", "mentor")
#: Colleagues there, who cannot sign in: a class and an assignment have more than one person.
COLLEAGUES = 8
#: More of them who can: a democratic rating counts for nothing with fewer raters than the least number and one.
RATERS = ("colleague1", "colleague2", "colleague3")


def create_cast(tx: Tx, region_node: str, unit_node: str, staff: tuple[str, ...], password: str) -> Cast:
    """The accounts that people sign in with, all with the one demonstration password.

    ``staff`` are the persons posted at the unit, of whom the first are those behind its accounts.
    """
    system = Actor.system("demo")
    nodes = {"region": region_node, "unit": unit_node, "none": None}
    persons = dict(zip(AT_OWN_UNIT, staff, strict=False))
    ids = {}
    for username, (name, role, power, scope) in ROLES.items():
        person = persons.get(username)
        ids[username] = create_account(tx, system, username, name, password, power, person_ref=person, demo=True)
        grant_directly(tx, system, ids[username], role, nodes[scope])
    # the unit assesses its own people; what the region assesses as one is another round
    grant_directly(tx, system, ids["assessor"], "assessor", unit_node)
    others = staff[len(AT_OWN_UNIT) :]
    for number, person in enumerate(others[:COLLEAGUES], start=1):
        ids[f"trainee-{number:02d}"] = _colleague(tx, f"trainee-{number:02d}", f"学员{number:02d}", None, person)
    for username, person in zip(RATERS, others[COLLEAGUES:], strict=False):
        ids[username] = _colleague(tx, username, f"同事{username[-1]}", password, person)
    return Cast(ids)


def _colleague(tx: Tx, username: str, name: str, password: str | None, person: str) -> str:
    """An account of somebody at the unit without an office; without a password nobody signs in with it."""
    system = Actor.system("demo")
    account_id = create_account(tx, system, username, name, password, "business", person_ref=person, demo=True)
    grant_directly(tx, system, account_id, "learner", None)
    return account_id


def add_unit_people(tx: Tx, cast: Cast, number: int, unit: str, node_id: str) -> tuple[str, str]:
    """A clerk and a head of one more unit, who cannot sign in; returns their usernames."""
    system = Actor.system("demo")
    names = []
    for role, title in (("unit", "编制管理员"), ("head", "负责人")):
        username = f"{role}-{number:03d}"
        account_id = create_account(tx, system, username, unit + title, None, "business", demo=True)
        grant_directly(tx, system, account_id, role, node_id)
        cast.by_username[username] = account_id
        names.append(username)
    return names[0], names[1]


def grant_at_import(tx: Tx, cast: Cast, unit_node: str, region_node: str) -> None:
    """Let the unit's people act at an imported institution, and the office in its region."""
    system = Actor.system("demo")
    for usernames, node_id in ((AT_IMPORTED_UNIT, unit_node), (IN_IMPORTED_REGION, region_node)):
        for username in usernames:
            grant_directly(tx, system, cast.by_username[username], ROLES[username][1], node_id)
