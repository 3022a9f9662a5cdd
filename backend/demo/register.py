"""The opening of the demonstration: regions, bodies, their numbers and the people of a year ago."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from backend.core.actor import Actor
from backend.core.crypto import sm3
from backend.core.transaction import Tx
from backend.demo.people import people
from backend.demo.prefecture import Body, Prefecture
from backend.records.public import NewDocument, record_document
from backend.register.public import (
    Cause,
    NewDivision,
    NewException,
    NewPerson,
    NewPosting,
    QuotaMove,
    add_divisions,
    node_of_organization,
    open_postings,
    place_region,
    record_ceiling,
    record_import,
    record_quotas,
    register_organizations,
    upsert_people,
)

ISSUER = "中共云川市委机构编制委员会"
_POSTS = {
    "administrative": ("主任科员", "副主任科员", "科员"),
    "political_legal": ("检察官助理", "法官助理", "书记员"),
    "institution": ("管理岗位", "专业技术岗位", "工勤技能岗位"),
}
#: Ranks of those on administrative posts, from senior to junior (codes of civil_servant_rank_general).
_RANKS = ("G06", "G08", "G09", "G10", "G11", "G12")


@dataclass(frozen=True, slots=True)
class Opened:
    """A body as it stands in the register at the beginning of the year."""

    body: Body
    organization_id: str
    node_id: str
    division_ids: tuple[str, ...]
    #: persons of the register who are posted here, in the order of their posting
    staff: tuple[str, ...] = ()


def open_prefecture(
    tx: Tx, prefecture: Prefecture, entries: dict[str, int], chance: random.Random
) -> tuple[list[Opened], Iterator[NewPerson]]:
    """Write the opening import. ``entries`` says, by organization id, how many places the year will fill.

    Returns the bodies, and the people who are left to enter during the year.
    """
    system = Actor.system("demo")
    day = tx.today()
    cause = Cause("import", record_import(tx, system, "demo", sm3(b"yunchuan"), {"units": len(prefecture.bodies)}))
    for region in prefecture.regions:
        place_region(tx, system, region)
    register_organizations(tx, system, [body.organization for body in prefecture.bodies], cause)
    divisions = _open_divisions(tx, system, prefecture, cause)
    opened = [
        Opened(
            body,
            body.organization.id,
            node_of_organization(tx, body.organization.id),
            divisions[body.organization.id],
        )
        for body in prefecture.bodies
    ]
    _open_numbers(tx, system, prefecture, day, cause)
    crowd = people(chance, day)
    staff = _open_people(tx, system, opened, entries, crowd, chance, cause)
    return [replace(place, staff=tuple(staff.get(place.organization_id, ()))) for place in opened], crowd


def _open_divisions(tx: Tx, system: Actor, prefecture: Prefecture, cause: Cause) -> dict[str, tuple[str, ...]]:
    new = [
        NewDivision(body.organization.id, name, body.organization.founded_on, sort)
        for body in prefecture.bodies
        for sort, name in enumerate(body.divisions)
    ]
    ids = add_divisions(tx, system, new, cause)
    found: dict[str, tuple[str, ...]] = {}
    for division, division_id in zip(new, ids, strict=True):
        found[division.organization_id] = (*found.get(division.organization_id, ()), division_id)
    return found


def _open_numbers(tx: Tx, system: Actor, prefecture: Prefecture, day: date, cause: Cause) -> None:
    """Ceilings first, then what each body may have, with the exceptions of those that are over."""
    moves, exceptions = [], []
    for number, body in enumerate(prefecture.bodies, start=1):
        document = NewDocument(
            number=f"云编〔{day.year}〕{number}号",
            title=f"关于核定{body.organization.name}人员编制的通知",
            issuer=ISSUER,
            dated_on=day - timedelta(days=30),
            kind="opening_balance",
            cause_kind=cause.kind,
            cause_id=cause.id,
        )
        document_id = record_document(tx, system, document)
        moves.append(QuotaMove(body.organization.id, body.quota_type, body.approved, day, document_id))
        if body.over:
            exceptions.append(
                NewException(body.organization.id, body.quota_type, body.over, body.over_reason, day, document_id)
            )
    _open_ceilings(tx, system, prefecture, day, cause)
    record_quotas(tx, system, moves, exceptions, cause)


def _open_ceilings(tx: Tx, system: Actor, prefecture: Prefecture, day: date, cause: Cause) -> None:
    """Each region may have what its bodies have and a small reserve."""
    totals: dict[tuple[str, str], int] = {}
    for body in prefecture.bodies:
        key = (body.organization.region_code, body.quota_type)
        totals[key] = totals.get(key, 0) + body.approved
    for number, ((region, quota_type), allocated) in enumerate(sorted(totals.items()), start=1):
        document = NewDocument(
            number=f"岭编〔{day.year - 1}〕{number}号",
            title="关于下达编制总额的通知",
            issuer="中共云岭省委机构编制委员会",
            dated_on=day - timedelta(days=200),
            kind="ceiling",
            cause_kind=cause.kind,
            cause_id=cause.id,
        )
        document_id = record_document(tx, system, document)
        record_ceiling(
            tx, system, region, quota_type, allocated + max(2, allocated // 40), day, document_id, cause
        )


def _open_people(
    tx: Tx,
    system: Actor,
    opened: list[Opened],
    entries: dict[str, int],
    crowd: Iterator[NewPerson],
    chance: random.Random,
    cause: Cause,
) -> dict[str, list[str]]:
    """Fill the posts; returns the persons of each body."""
    places = [body for body in opened for _ in range(body.body.people - entries.get(body.organization_id, 0))]
    ids = upsert_people(tx, system, [next(crowd) for _ in places])
    postings = [
        NewPosting(
            person_id=person_id,
            organization_id=place.organization_id,
            quota_type=place.body.quota_type,
            post_title=chance.choice(_POSTS[place.body.quota_type]),
            reason="exam_civil_servant" if place.body.quota_type != "institution" else "open_recruitment",
            effective_on=tx.today(),
            division_id=chance.choice(place.division_ids),
            rank=_RANKS[number % len(_RANKS)] if place.body.quota_type == "administrative" else None,
        )
        for number, (place, person_id) in enumerate(zip(places, ids, strict=True))
    ]
    open_postings(tx, system, postings, cause)
    staff: dict[str, list[str]] = {}
    for posting in postings:
        staff.setdefault(posting.organization_id, []).append(posting.person_id)
    return staff
