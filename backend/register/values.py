"""What the operations of the register take: frozen values, checked by the operation, never by the caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from backend.core.db import new_id
from backend.register.appointments import Post


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an entry exists: the matter that was executed or the import that was applied (domain rule 6)."""

    kind: Literal["matter", "import"]
    id: str


class HolderKey(NamedTuple):
    """One organization with one quota type: what is locked, summed and checked. Sorts by id."""

    organization_id: str
    quota_type: str


@dataclass(frozen=True, slots=True)
class NewRegion:
    """A region; ``code`` as in the statistical division codes, ``level`` country … township."""

    code: str
    name: str
    level: Literal["country", "province", "city", "county", "township"]
    parent_code: str | None
    has_institution_rows: bool = True


@dataclass(frozen=True, slots=True)
class NewOrganization:
    """An organization. ``founded_on`` empty means unknown (成立时间不详), which refuses no past date."""

    name: str
    region_code: str
    system: str
    nature: str
    source: Literal["demo", "import", "office"]
    founded_on: date | None = None
    short_name: str | None = None
    other_names: tuple[str, ...] = ()
    category: str | None = None
    level: str = "90"
    code: str | None = None
    institution_class: str | None = None
    funding_form: str | None = None
    civil_servant_law: bool = False
    supervising_id: str | None = None
    duties: str | None = None
    raw_name: str | None = None
    document_id: str | None = None
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Renaming:
    """New names of an organization from ``valid_from`` on; ``None`` keeps what was."""

    organization_id: str
    name: str
    valid_from: date
    short_name: str | None = None
    other_names: tuple[str, ...] | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewDivision:
    """An internal division (内设机构) of an organization."""

    organization_id: str
    name: str
    valid_from: date | None = None
    sort: int = 0


@dataclass(frozen=True, slots=True)
class QuotaMove:
    """± ``delta`` approved posts of an organization from ``effective_on`` on."""

    organization_id: str
    quota_type: str
    delta: int
    effective_on: date
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewException:
    """``heads`` by which filled may pass approved from ``effective_on`` on, with reason and document."""

    organization_id: str
    quota_type: str
    heads: int
    reason: str
    effective_on: date
    document_id: str


@dataclass(frozen=True, slots=True)
class NewReservation:
    """``heads`` to be promised to a matter; ``parent_id`` is the promise of the chain's earlier matter."""

    organization_id: str
    quota_type: str
    heads: int
    matter_id: str
    parent_id: str | None = None
    until: date | None = None
    recruitment_item_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as a form gives them; the birth date comes out of the ID number (GB 11643)."""

    name: str
    sex: str
    id_number: str
    identity: Literal["cadre", "worker"] = "cadre"
    ethnicity: str | None = None
    political_status: str | None = None
    education: str | None = None
    degree: str | None = None
    major: str | None = None
    started_work_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewPosting:
    """An entry onto the quota (入编) from ``effective_on`` on. ``reason`` is a code of entry_reason."""

    person_id: str
    organization_id: str
    quota_type: str
    post_title: str
    reason: str
    effective_on: date
    division_id: str | None = None
    rank: str | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class PostingMove:
    """A new place for a posting from ``effective_on`` on: another unit, division, type, post or rank."""

    posting_id: str
    effective_on: date
    organization_id: str
    quota_type: str
    post_title: str
    division_id: str | None = None
    rank: str | None = None
    reason: str | None = None
    promotion: bool = False
    document_id: str | None = None


class NewRecruitmentItem(NamedTuple):
    """A position of a recruitment notice. Exactly one of the two owners is given."""

    source: str
    position_code: str
    title: str
    heads: int
    organization_id: str | None = None
    undecided_name_id: str | None = None
    details: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Paper:
    """A document by its reference, before it is recorded."""

    number: str
    title: str
    issuer: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """Somebody is to hold ``post`` from ``effective_on`` on."""

    post: Post
    effective_on: date
    paper: Paper | None = None
