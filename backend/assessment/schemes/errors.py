"""The named refusals of schemes."""

from __future__ import annotations

from backend.core.errors import Conflict, Forbidden, NotFound, Refused, Stale


class SchemeNotFound(NotFound):
    """No such scheme, or it lies outside the scope."""

    code = "scheme_not_found"


class SchemeInvalid(Refused):
    """A scheme that could not score; ``problems`` lists all of it as ``{path, problem, facts}``."""

    code = "scheme_invalid"


class SourceForbidden(Refused):
    """What 国办函〔2026〕12号 forbids as a basis of evaluation; not even kept in a draft."""

    code = "source_forbidden"


class SchemeExists(Conflict):
    """There is a scheme of this category and year at this place already; ``scheme_id`` names it."""

    code = "scheme_exists"


class SchemeStale(Stale):
    """Somebody else has changed the scheme since."""

    code = "scheme_stale"


class SchemeUsed(Conflict):
    """A round of the year has been opened by it, so it stays as it is."""

    code = "scheme_used"


class SchemeNotSimulated(Refused):
    """As it is now, the scheme has not been tried on the evidence of a year."""

    code = "scheme_not_simulated"


class SchemeAdopted(Conflict):
    """An adopted scheme is not thrown away."""

    code = "scheme_adopted"


class SchemeUnchanged(Conflict):
    """What was adopted last is the same."""

    code = "scheme_unchanged"


class SchemeMissing(Refused):
    """A round needs an adopted scheme for each of ``categories``."""

    code = "scheme_missing"


class SchemesNotComparable(Refused):
    """The other scheme is of another category, or was never adopted."""

    code = "schemes_not_comparable"


class NobodyToSimulate(Refused):
    """There was nobody of this category below the place of the scheme in that year."""

    code = "nobody_to_simulate"


class SimulatorGone(Forbidden):
    """Who asked for the simulation cannot act any more."""

    code = "simulator_gone"


class YearWithoutPerson(NotFound):
    """The account belongs to no person of the register, so it has no year."""

    code = "year_without_person"


class YearUnitNotFound(NotFound):
    """No such unit, or it lies outside the scope."""

    code = "year_unit_not_found"
