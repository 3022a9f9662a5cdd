"""The named refusals of the approvals."""

from __future__ import annotations

from backend.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused, Stale


class MatterNotFound(NotFound):
    """No such matter, or not for this person."""

    code = "matter_not_found"


class TaskNotFound(NotFound):
    """No such task, or not for this person."""

    code = "task_not_found"


class UnknownKind(Invalid):
    """No subject is registered for this kind of matter (``kind``)."""

    code = "unknown_kind"


class AlreadyDecided(Conflict):
    """Somebody was faster; the facts say ``by`` whom (a display name) and ``at`` what moment (ISO 8601)."""

    code = "already_decided"


class TaskClosed(Conflict):
    """The task needs nobody any more: its step ended, or the matter was withdrawn."""

    code = "task_closed"


class MatterNotOpen(Conflict):
    """The matter's ``state`` does not allow this any more."""

    code = "matter_not_open"


class StaleForm(Stale):
    """The form was changed since; ``form_revision`` is the present one."""

    code = "stale_form"


class ViewChanged(Stale):
    """What was shown is not what the server holds."""

    code = "view_changed"


class NoAuthority(Forbidden):
    """The person's grants do not carry this task at this moment."""

    code = "no_authority"


class OwnFiling(Forbidden):
    """Nobody decides what they filed themselves."""

    code = "own_filing"


class AlreadyReviewed(Forbidden):
    """One person gives one opinion in a joint review."""

    code = "already_reviewed"


class FilingNotAllowed(Forbidden):
    """The person's roles do not file this ``kind`` anywhere."""

    code = "filing_not_allowed"


class NotFiler(Forbidden):
    """Only the person who filed the matter may do this."""

    code = "not_filer"


class WrongVerdict(Refused):
    """The step does not know this verdict; ``allowed`` lists those it knows."""

    code = "wrong_verdict"


class DuplicateOpenMatter(Refused):
    """A matter of this kind about the same thing is under way."""

    code = "duplicate_open_matter"
