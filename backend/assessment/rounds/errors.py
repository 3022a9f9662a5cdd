"""The named refusals of rounds."""

from __future__ import annotations

from backend.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused, Stale


class RoundNotFound(NotFound):
    """No such round, or none that this person may know of."""

    code = "round_not_found"


class RoundOverlaps(Conflict):
    """People of this place are in another round of the same year. Facts: year, title of the other."""

    code = "round_overlaps"


class RoundStateWrong(Conflict):
    """The round is in a state in which this cannot be done. Facts: state, and to where, or which were fit."""

    code = "round_state_wrong"


class RoundReasonMissing(Refused):
    """A round goes back only with a reason."""

    code = "round_reason_missing"


class RoundChanged(Stale):
    """Somebody changed the round meanwhile. Facts: version."""

    code = "round_changed"


class RoundWindowsInvalid(Invalid):
    """A window ends before it begins, or lies outside the year and the one after. Facts: fields."""

    code = "round_windows_invalid"


class RoundParametersInvalid(Invalid):
    """A number is unknown, out of its bounds, or not below the one above it. Facts: fields."""

    code = "round_parameters_invalid"


class RoundParametersFixed(Conflict):
    """The numbers of a round are fixed once it is open."""

    code = "round_parameters_fixed"


class RatingWindowOver(Conflict):
    """A democratic rating that has ended is not opened again: the difference would show who came late."""

    code = "rating_window_over"


class RoundWindowsMissing(Refused):
    """A round opens with days for self-summaries and superiors' marks. Facts: windows."""

    code = "round_windows_missing"


class RoundEmpty(Refused):
    """Nobody is posted below the place of the round."""

    code = "round_empty"


class InvestigationKeeperUnknown(Refused):
    """The account cannot be used, or has no part in assessments here."""

    code = "investigation_keeper_unknown"


class AssessedNotFound(NotFound):
    """Nobody of that id who is assessed where this person may know of it."""

    code = "assessed_not_found"


class SuperiorUnfit(Refused):
    """Nobody is their own superior, and nobody names the own one. Facts: reason."""

    code = "superior_unfit"


class OwnCase(Forbidden):
    """Nobody marks or grades themselves, nor enters or lifts what stands in place of the own grade."""

    code = "own_case"
