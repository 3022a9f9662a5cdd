"""Facts of the register that others may listen to."""

from __future__ import annotations

from dataclasses import dataclass

from backend.core.events import Event


@dataclass(frozen=True, slots=True)
class OrganizationsRegistered(Event):
    """Organizations came into the register."""

    organization_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganizationRenamed(Event):
    """An organization has a new version."""

    organization_id: str


@dataclass(frozen=True, slots=True)
class QuotaRecorded(Event):
    """Approved numbers of organizations changed."""

    organization_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostingsOpened(Event):
    """People entered onto the quota."""

    posting_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostingEnded(Event):
    """A person left the quota."""

    posting_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class PostingMoved(Event):
    """A posting has another place."""

    posting_id: str
    person_id: str
