"""The named refusals of the question desk."""

from __future__ import annotations

from backend.core.errors import Forbidden, Invalid, NotFound, Stale, TooMany


class DeskQuestionNotFound(NotFound):
    """No such question, or it is not for this person."""

    code = "desk_question_not_found"


class DeskEntryNotFound(NotFound):
    """No such entry, it was withdrawn, or it is another office's."""

    code = "desk_entry_not_found"


class DeskQuestionChanged(Stale):
    """Somebody wrote to the question meanwhile."""

    code = "desk_question_changed"


class DeskEntryChanged(Stale):
    """Somebody edited the entry meanwhile."""

    code = "desk_entry_changed"


class DeskOwnQuestion(Forbidden):
    """Whoever asked does not answer."""

    code = "desk_own_question"


class DeskAboutUnknown(Invalid):
    """The lesson that the question is about does not exist."""

    code = "desk_about_unknown"


class DeskNamesPerson(Invalid):
    """The text holds an ID number: a question is about a rule, never about somebody's data."""

    code = "desk_names_person"


class DeskTooMany(TooMany):
    """More questions in a day than anybody has."""

    code = "desk_too_many"
