"""The fictional county of the practice space, written through the operations that the product itself uses."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from backend.core.actor import Actor
from backend.core.crypto import sm3
from backend.core.transaction import Tx
from backend.demo.people import people
from backend.identity.public import actor_of_account, create_account, grant_directly
from backend.records.public import NewDocument, record_document
from backend.register.public import (
    Cause,
    NewDivision,
    NewOrganization,
    NewPerson,
    NewPosting,
    NewRegion,
    QuotaMove,
    add_divisions,
    node_of_organization,
    open_postings,
    place_regions,
    record_ceiling,
    record_import,
    record_quotas,
    region_nodes,
    register_organizations,
    units_named,
    upsert_people,
)
from notifications.public import read_all_notices

COUNTY = Path(__file__).with_name("county.yaml")
#: The parts one can play; each is the user name of an account and, but for the unit's two, a role in the county.
PERSONAS = ("unit", "head", "officer", "chief", "orgdept", "finance", "hr")
_OF_THE_UNIT = ("unit", "head")
_POST = {"administrative": ("科员", "exam_civil_servant"), "institution": ("专业技术岗位", "open_recruitment")}
_SEED = 20

Plan = dict[str, Any]


@cache
def _plan() -> Plan:
    plan: Plan = yaml.safe_load(COUNTY.read_text(encoding="utf-8"))
    return plan


def load_county(tx: Tx) -> None:
    """Write regions, units with their numbers, people and the accounts of the personas into an empty database."""
    plan = _plan()
    system = Actor.system("sandbox")
    opening = date(tx.today().year - 1, 1, 1)
    cause = Cause("import", record_import(tx, system, "demo", sm3(b"sandbox"), {"units": len(plan["units"])}))
    regions = [
        NewRegion(row["code"], row["name"], row["level"], row.get("parent"), row["level"] == "county")
        for row in plan["regions"]
    ]
    place_regions(tx, system, regions)
    bodies = [_body(plan, unit) for unit in plan["units"]]
    register_organizations(tx, system, bodies, cause)
    _open_numbers(tx, system, plan, bodies, opening, cause)
    _open_people(tx, system, plan, bodies, opening, cause)
    _open_accounts(tx, system, plan, bodies)


def unit_to_enter(tx: Tx) -> str:
    """The unit at which the guided entry is filed: the first of the clerk's own, which has vacancies."""
    name = _plan()["own_units"][0]
    return units_named(tx, [name])[name][0]


def unit_to_open(tx: Tx) -> str:
    """The unit whose numbers nobody has recorded yet."""
    name = next(unit["name"] for unit in _plan()["units"] if "approved" not in unit)
    return units_named(tx, [name])[name][0]


def example_people(today: date) -> Iterator[NewPerson]:
    """Fictional people without end who are on no quota yet, to fill a form with; the same every time."""
    return people(random.Random(_SEED + 1), today, oldest=34)  # noqa: S311  # nobody's data


def _body(plan: Plan, unit: Plan) -> NewOrganization:
    return NewOrganization(
        name=unit["name"],
        region_code=plan["office"],
        system=unit["system"],
        nature=unit["nature"],
        category=unit.get("category"),
        level=unit["level"],
        founded_on=date(1998, 6, 1),
        source="demo",
    )


def _open_numbers(
    tx: Tx, system: Actor, plan: Plan, bodies: list[NewOrganization], opening: date, cause: Cause
) -> None:
    """What each unit may have by a document, and a ceiling of the county with a reserve of two."""
    moves: list[QuotaMove] = []
    totals: dict[str, int] = {}
    for number, (unit, body) in enumerate(zip(plan["units"], bodies, strict=True), start=1):
        if (approved := unit.get("approved")) is not None:
            title = f"关于核定{body.name}人员编制的通知"
            document_id = _document(tx, system, plan, f"演编〔{opening.year}〕{number}号", title, opening, cause)
            moves.append(QuotaMove(body.id, unit["quota_type"], approved, opening, document_id))
            totals[unit["quota_type"]] = totals.get(unit["quota_type"], 0) + approved
    for number, (quota_type, total) in enumerate(sorted(totals.items()), start=1):
        title = "关于下达编制总额的通知"
        document_id = _document(tx, system, plan, f"演编总〔{opening.year}〕{number}号", title, opening, cause)
        # room for what the opening balance of the last unit will bring
        record_ceiling(tx, system, plan["office"], quota_type, total + 20, opening, document_id, cause)
    record_quotas(tx, system, moves, [], cause)


def _document(tx: Tx, system: Actor, plan: Plan, number: str, title: str, day: date, cause: Cause) -> str:
    new = NewDocument(
        number=number,
        title=title,
        issuer=plan["issuer"],
        dated_on=day,
        kind="opening_balance",
        cause_kind=cause.kind,
        cause_id=cause.id,
    )
    return record_document(tx, system, new)


def _open_people(
    tx: Tx, system: Actor, plan: Plan, bodies: list[NewOrganization], opening: date, cause: Cause
) -> None:
    crowd = people(random.Random(_SEED), opening, youngest=36)  # noqa: S311  # nobody's data
    postings: list[NewPosting] = []
    for unit, body in zip(plan["units"], bodies, strict=True):
        names = enumerate(unit["divisions"])
        divisions = add_divisions(
            tx, system, [NewDivision(body.id, name, body.founded_on, sort) for sort, name in names], cause
        )
        title, reason = _POST[unit["quota_type"]]
        ids = upsert_people(tx, system, [next(crowd) for _ in range(unit["people"])])
        postings += [
            NewPosting(
                person_id, body.id, unit["quota_type"], title, reason, opening, divisions[number % len(divisions)]
            )
            for number, person_id in enumerate(ids)
        ]
    open_postings(tx, system, postings, cause)


def _open_accounts(tx: Tx, system: Actor, plan: Plan, bodies: list[NewOrganization]) -> None:
    """Accounts without passwords: nobody signs in to them, the edge lets somebody act as them."""
    county = region_nodes(tx, [plan["office"]])[plan["office"]]
    own = [node_of_organization(tx, body.id) for body in bodies if body.name in plan["own_units"]]
    for persona in PERSONAS:
        account_id = create_account(tx, system, persona, plan["personas"][persona], None, demo=True)
        for node_id in own if persona in _OF_THE_UNIT else [county]:
            grant_directly(tx, system, account_id, persona, node_id)
        played = actor_of_account(tx, account_id)
        assert played is not None
        read_all_notices(tx, played)  # what they were told about their grants is no news to who plays them
