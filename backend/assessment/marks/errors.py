"""The named refusals of marks. None of them says what somebody else handed in."""

from __future__ import annotations

from backend.core.errors import Conflict, Invalid, NotFound, Refused, Stale


class WindowClosed(Refused):
    """Nothing can be handed in today. Facts: window, opens_on and closes_on where days are set, state."""

    code = "window_closed"


class NotTheSuperior(NotFound):
    """Nobody of that id whose superior this person is: unknown, elsewhere, or another's to mark."""

    code = "not_the_superior"


class SelfSummaryChanged(Stale):
    """The summary was handed in anew from another device. Facts: version."""

    code = "self_summary_changed"


class SuperiorMarkChanged(Stale):
    """The mark was given anew meanwhile. Facts: version."""

    code = "superior_mark_changed"


class AlreadyVoted(Conflict):
    """This person's ballot was counted. It cannot be given back, because nobody knows which it was."""

    code = "already_voted"


class RatingGroupTooSmall(Refused):
    """The people around are too few for a rating that stays anonymous. Facts: min_raters."""

    code = "rating_group_too_small"


class BallotChanged(Stale):
    """The people to be rated are others than those on the ballot."""

    code = "ballot_changed"


class BallotInvalid(Invalid):
    """A person is on the ballot twice. Facts: fields."""

    code = "ballot_invalid"
