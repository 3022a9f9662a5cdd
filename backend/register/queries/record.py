"""A unit's record as it is today: the page people look at most.

Four statements at most: the reader's standing, the head, everything that is listed below it, the documents. Rows
go to a dict and to JSON bytes; what was made once for a version of the unit is kept and needs the first statement
only. Only a reading transaction keeps anything: a writer may still be undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from backend.core.actor import Actor
from backend.core.bounded import Bounded
from backend.core.prepared import PreparedOnce
from backend.core.transaction import Tx
from backend.register.ledger import Balance, light
from backend.register.models import (
    InternalDivision,
    Organization,
    OrganizationVersion,
    Posting,
    QuotaBalance,
    QuotaEntry,
    QuotaException,
    RecruitmentItem,
    Region,
)
from backend.register.policies import LEDGER_TYPES, expected_quota_type
from backend.register.queries.references import document_references
from backend.register.queries.standing import read_standing

_KEPT = 4096
_UNIT: BindParameter[str] = bindparam("unit_id", "")

#: bodies of records by unit, version and day
_bodies: Bounded[tuple[str, int, date], bytes] = Bounded(_KEPT)


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """The JSON of a record and the version tag of exactly these bytes."""

    body: bytes
    etag: str


def unit_record_today(tx: Tx, actor: Actor, unit_id: str) -> RecordAnswer:
    """The record of today. Raises :class:`UnitNotFound` for a unit outside the actor's scope."""
    standing = read_standing(tx, actor, unit_id)
    today = tx.today()
    key = (unit_id, standing.version, today)
    body = _bodies.get(key) if tx.keeps_answers else None
    if body is None:
        body = orjson.dumps(_record(tx, unit_id, today))
        if tx.keeps_answers:
            _bodies.put(key, body)
    etag = f"{unit_id}-{standing.version}-{today:%Y%m%d}-{standing.mark}"
    return RecordAnswer(body[:-1] + b',"can":' + orjson.dumps(standing.can) + b"}", etag)


def _head() -> Any:
    supervisor = aliased(OrganizationVersion)
    supervising = aliased(Organization)
    return (
        select(*_HEAD_COLUMNS, Region.name.label("region_name"), supervisor.name.label("supervising_name"))
        .join(OrganizationVersion, OrganizationVersion.id == Organization.current_version_id)
        .join(Region, Region.code == Organization.region_code)
        .outerjoin(supervising, supervising.id == OrganizationVersion.supervising_id)
        .outerjoin(supervisor, supervisor.id == supervising.current_version_id)
        .where(Organization.id == _UNIT)
    )


_HEAD_COLUMNS = (
    Organization.id,
    Organization.code,
    Organization.region_code,
    Organization.founded_on,
    Organization.founded_known,
    Organization.dissolved_on,
    Organization.source,
    Organization.raw_name,
    Organization.version,
    OrganizationVersion.name,
    OrganizationVersion.short_name,
    OrganizationVersion.other_names,
    OrganizationVersion.system,
    OrganizationVersion.nature,
    OrganizationVersion.category,
    OrganizationVersion.level,
    OrganizationVersion.institution_class,
    OrganizationVersion.funding_form,
    OrganizationVersion.civil_servant_law,
    OrganizationVersion.supervising_id,
    OrganizationVersion.duties,
)


def head_facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a record that says what the unit is, from a head row or one of the past."""
    return {
        "id": row["id"],
        "name": row["name"],
        "short_name": row["short_name"],
        "other_names": orjson.loads(names) if isinstance(names := row["other_names"], str) else names,
        "code": row["code"],
        "region": {"code": row["region_code"], "name": row["region_name"]},
        "system": row["system"],
        "nature": row["nature"],
        "category": row["category"],
        "level": row["level"],
        "institution_class": row["institution_class"],
        "funding_form": row["funding_form"],
        "civil_servant_law": bool(row["civil_servant_law"]),
        "supervising": (
            {"id": row["supervising_id"], "name": row["supervising_name"]} if row["supervising_id"] else None
        ),
        "founded_on": row["founded_on"],
        "founded_known": bool(row["founded_known"]),
        "dissolved_on": row["dissolved_on"],
        "duties": row["duties"],
        "source": row["source"],
        "raw_name": row["raw_name"],
    }


def _record(tx: Tx, unit_id: str, today: date) -> dict[str, Any]:
    connection = tx.connection
    head = _HEAD.run(connection, {"unit_id": unit_id})[0]
    rows: dict[str, list[Any]] = {"quota": [], "division": [], "exception": [], "recruitment": []}
    for row in _PARTS.run(connection, {"unit_id": unit_id, "today": today.isoformat()}):
        rows[row.part].append(row)
    known = document_references(tx, {row.document_id for part in rows.values() for row in part})
    balances = {row.key: Balance(row.n1, row.n2, row.n3, row.n4) for row in rows["quota"]}
    latest = {row.key: known.get(row.document_id) for row in rows["quota"]}
    (recruitment,) = rows["recruitment"]
    return head_facts(head._asdict()) | {
        "as_of": today,
        "known_at": None,
        "is_today": True,
        "version": head.version,
        "quotas": quota_rows(head.nature, balances, latest),
        "divisions": [
            {"id": row.key, "name": row.text, "filled": row.n1}
            for row in sorted(rows["division"], key=lambda row: (row.n2, row.text))
        ],
        "recruitment": {"items": recruitment.n1, "posts": recruitment.n2} if recruitment.n1 else None,
        "exceptions": [
            {
                "quota_type": row.key,
                "heads": row.n1,
                "reason": row.text,
                "effective_on": row.day,
                "document": known.get(row.document_id),
            }
            for row in rows["exception"]
        ],
    }


def quota_rows(
    nature: str, balances: dict[str, Balance], latest: dict[str, dict[str, Any] | None]
) -> list[dict[str, Any]]:
    """The numbers by quota type in the order of the list; of a unit without any, one row that says unknown."""
    shown = balances or {expected_quota_type(nature): Balance()}
    return [
        {
            "quota_type": name,
            "approved": shown[name].approved,
            "filled": shown[name].filled,
            "reserved": shown[name].reserved,
            "vacant": shown[name].vacant,
            "exception": shown[name].exception,
            "light": light(shown[name]),
            "document": latest.get(name),
        }
        for name in LEDGER_TYPES
        if name in shown
    ]


def _parts() -> CompoundSelect[Any]:
    """Quotas, divisions, standing exceptions and the sum of recruitment items in one statement."""
    return union_all(_quotas(), _divisions(), _exceptions(), _recruitment())


def _line(part: str, key: Any, text: Any, heads: tuple[Any, ...], day: Any, document_id: Any) -> Select[Any]:
    numbers = [*heads, *([cast(null(), Integer)] * (4 - len(heads)))]
    return select(
        literal(part).label("part"),
        key.label("key"),
        text.label("text"),
        *(number.label(f"n{position}") for position, number in enumerate(numbers, 1)),
        day.label("day"),
        document_id.label("document_id"),
    )


_NO_TEXT = cast(null(), String)
_NO_DAY = cast(null(), QuotaEntry.effective_on.type)


def _quotas() -> Select[Any]:
    latest = (
        select(QuotaEntry.document_id)
        .where(
            QuotaEntry.holder_kind == "organization",
            QuotaEntry.holder_id == QuotaBalance.organization_id,
            QuotaEntry.quota_type == QuotaBalance.quota_type,
        )
        .order_by(QuotaEntry.sequence.desc())
        .limit(1)
        .correlate(QuotaBalance)
        .scalar_subquery()
    )
    numbers = (QuotaBalance.approved, QuotaBalance.filled, QuotaBalance.reserved, QuotaBalance.exception)
    return _line("quota", QuotaBalance.quota_type, _NO_TEXT, numbers, _NO_DAY, latest).where(
        QuotaBalance.organization_id == _UNIT
    )


def _divisions() -> Select[Any]:
    filled = (
        select(Posting.division_id, func.count().label("heads"))
        .where(Posting.organization_id == _UNIT, Posting.ended_on.is_(None))
        .group_by(Posting.division_id)
        .subquery()
    )
    heads = (func.coalesce(filled.c.heads, 0), InternalDivision.sort)
    today = bindparam("today", date.min, type_=InternalDivision.valid_from.type)
    return (
        _line("division", InternalDivision.id, InternalDivision.name, heads, _NO_DAY, _NO_TEXT)
        .outerjoin(filled, filled.c.division_id == InternalDivision.id)
        .where(
            InternalDivision.organization_id == _UNIT,
            InternalDivision.valid_to.is_(None) | (InternalDivision.valid_to > today),
        )
    )


def _exceptions() -> Select[Any]:
    ended = aliased(QuotaException)
    return (
        _line(
            "exception",
            QuotaException.quota_type,
            QuotaException.reason,
            (QuotaException.heads,),
            QuotaException.effective_on,
            QuotaException.document_id,
        )
        .outerjoin(ended, ended.reverses_id == QuotaException.id)
        .where(QuotaException.organization_id == _UNIT, QuotaException.heads > 0, ended.id.is_(None))
    )


def _recruitment() -> Select[Any]:
    heads = (func.count(), func.coalesce(func.sum(RecruitmentItem.heads), 0))
    return _line("recruitment", _NO_TEXT, _NO_TEXT, heads, _NO_DAY, _NO_TEXT).where(
        RecruitmentItem.organization_id == _UNIT, RecruitmentItem.vanished_at.is_(None)
    )


_HEAD = PreparedOnce(_head)
_PARTS = PreparedOnce(_parts)
