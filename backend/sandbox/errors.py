"""What the practice space refuses."""

from __future__ import annotations

from backend.core.errors import Forbidden, Invalid, Refused


class NotInSandbox(Forbidden):
    """The route does something that cannot be practiced: it has a meaning in the installation alone."""

    code = "not_in_sandbox"


class PersonaUnknown(Invalid):
    """The request does not say as which of the fictional people it acts."""

    code = "persona_unknown"


class FictionalPeopleOnly(Refused):
    """The ID number could be somebody's: real people's data has no place among practice papers."""

    code = "fictional_people_only"
