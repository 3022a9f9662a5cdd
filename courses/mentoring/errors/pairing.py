"""The named refusals of profiles, needs and pairing."""

from __future__ import annotations

from backend.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused, Stale


class MentoringPersonNotFound(NotFound):
    """No such person for this reader: they are elsewhere, or there is nobody."""

    code = "mentoring_person_not_found"


class NotAMentor(Forbidden):
    """The person is no mentor by role, and the office has not named them one."""

    code = "not_a_mentor"


class MentoringFieldsInvalid(Invalid):
    """What was written about oneself cannot be kept. Facts: fields."""

    code = "mentoring_fields_invalid"


class MentoringChanged(Stale):
    """Somebody changed it meanwhile. Facts: version."""

    code = "mentoring_changed"


class TooManyExclusions(Refused):
    """More people than anybody may exclude. Facts: most."""

    code = "too_many_exclusions"


class PairForbidden(Refused):
    """A firm rule forbids the pair. Facts: rule (capacity, superior or self)."""

    code = "pair_forbidden"


class PairNotPossible(Refused):
    """The pair is not possible; why concerns the two alone, and nobody is told."""

    code = "pair_not_possible"


class PairAgainstRules(Refused):
    """The pair breaks rules that nobody has set aside. Facts: rules."""

    code = "pair_against_rules"


class MentoringRunNotFound(NotFound):
    """No such run, or it is not in scope."""

    code = "mentoring_run_not_found"


class MentoringRunNotInState(Conflict):
    """The run is in a state in which this cannot be done. Facts: state."""

    code = "mentoring_run_not_in_state"


class MentoringRunEmpty(Refused):
    """Nobody looks for a mentor there, nobody offers to be one, or there is no pair to confirm."""

    code = "mentoring_run_empty"


class MentoringRunTooLarge(Refused):
    """More mentees and places than one run can weigh against each other. Facts: mentees, places."""

    code = "mentoring_run_too_large"


class MentoringPairNotFound(NotFound):
    """The person is not in the run, or stands in no pair of it."""

    code = "mentoring_pair_not_found"


class MentoringActorGone(Refused):
    """Who confirmed the run may not act any more."""

    code = "mentoring_actor_gone"
