"""The refusals of the register. Facts hold ids, codes, days and numbers, never personal data."""

from __future__ import annotations

from backend.core.errors import Conflict, Invalid, NotFound, Refused


class UnitNotFound(NotFound):
    """No such organization, or none that this person may know of."""

    code = "unit_not_found"


class PersonNotFound(NotFound):
    """No such person, or none that this person may know of."""

    code = "person_not_found"


class RegionNotFound(NotFound):
    """No such region, or none that this person may know of."""

    code = "region_not_found"


class PostingNotFound(NotFound):
    """No such posting."""

    code = "posting_not_found"


class ReservationNotFound(NotFound):
    """The matter holds no open reservation."""

    code = "reservation_not_found"


class EntryNotFound(NotFound):
    """No such ledger entry to reverse."""

    code = "ledger_entry_not_found"


class DateInFuture(Refused):
    """No effect is dated in the future (domain rule 7)."""

    code = "date_in_future"


class DateBeforeFounding(Refused):
    """The unit did not exist yet on that day; ``founded_on`` says since when it does."""

    code = "date_before_founding"


class DateAfterDissolution(Refused):
    """The unit no longer existed on that day."""

    code = "date_after_dissolution"


class NotRecordedThen(Refused):
    """At the moment asked for, the register did not know this unit yet."""

    code = "not_recorded_then"


class UnknownCode(Refused):
    """A value is in no code list; ``list`` and ``value`` name it."""

    code = "unknown_code"


class DivisionNotInUnit(Refused):
    """The internal division belongs to another unit, or not on that day."""

    code = "division_not_in_unit"


class OverQuota(Refused):
    """More filled than approved plus standing exceptions on ``day``; the facts hold the numbers (rule 2)."""

    code = "over_quota"


class NoVacancy(Refused):
    """Nothing vacant is left to promise on ``day``; the facts hold the numbers (rule 2)."""

    code = "no_vacancy"


class ApprovedUnknown(Refused):
    """No approved quota is recorded for that day: an opening balance comes first."""

    code = "approved_unknown"


class NegativeQuota(Refused):
    """A number would fall below nought on ``day``."""

    code = "negative_quota"


class CeilingExceeded(Refused):
    """Allocations would pass the ceiling of the region (编制总额); ``reserve`` is what is left."""

    code = "ceiling_exceeded"


class PersonAlreadyPosted(Refused):
    """One person, one posting (一人一编): another posting stands on that day."""

    code = "person_already_posted"


class PersonDiffers(Refused):
    """The ID number is registered with another name."""

    code = "person_differs"


class PostingHistoryBroken(Refused):
    """The event does not fit the posting: a move or an exit of somebody who is not there on that day."""

    code = "posting_history_broken"


class AlreadyReversed(Conflict):
    """The entry was reversed before."""

    code = "already_reversed"


class RegionExists(Conflict):
    """The region is placed already."""

    code = "region_exists"


class CodeTaken(Conflict):
    """Another organization has this unified social credit code."""

    code = "code_taken"


class IdNumberInvalid(Invalid):
    """Not an ID number by GB 11643: length, county, birth date or check digit."""

    code = "id_number_invalid"


class CodeInvalid(Invalid):
    """Not a unified social credit code by GB 32100."""

    code = "code_invalid"


class RecruitmentItemUnfit(Refused):
    """The recruitment item belongs to another unit, has vanished, or all its posts are taken."""

    code = "recruitment_item_unfit"


class AppointmentNotFound(NotFound):
    """No such appointment, or none of a unit whose leader posts this person may record."""

    code = "appointment_not_found"


class AlreadyAppointed(Refused):
    """The person holds a leader post of this unit or division on that day; the facts name it."""

    code = "already_appointed"


class AppointmentEnded(Conflict):
    """The appointment has ended already."""

    code = "appointment_ended"


class AppointmentEndTooEarly(Refused):
    """An end before the beginning; the facts hold both days."""

    code = "appointment_end_too_early"
