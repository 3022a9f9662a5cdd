"""The tables of the register."""

from backend.register.models.appointments import AppointmentCount, AppointmentEntry
from backend.register.models.ledgers import (
    QuotaBalance,
    QuotaEntry,
    QuotaException,
    RegionQuota,
    Reservation,
)
from backend.register.models.people import Person, Posting, PostingEvent
from backend.register.models.search import UNIT_SEARCH
from backend.register.models.units import (
    Import,
    InternalDivision,
    Organization,
    OrganizationVersion,
    RecruitmentItem,
    Region,
)

#: tables whose rows are never changed or removed
APPEND_ONLY = (OrganizationVersion, Import, QuotaEntry, QuotaException, PostingEvent, AppointmentEntry)

__all__ = [
    "APPEND_ONLY",
    "UNIT_SEARCH",
    "AppointmentCount",
    "AppointmentEntry",
    "Import",
    "InternalDivision",
    "Organization",
    "OrganizationVersion",
    "Person",
    "Posting",
    "PostingEvent",
    "QuotaBalance",
    "QuotaEntry",
    "QuotaException",
    "RecruitmentItem",
    "Region",
    "RegionQuota",
    "Reservation",
]
