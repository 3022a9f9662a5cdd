"""The named refusals of goals and routine checks. Facts hold numbers and places in a list, never a name."""

from __future__ import annotations

from backend.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused, Stale


class GoalPartNotFound(NotFound):
    """No such part, it has ended, or it is neither one's own nor of one's unit."""

    code = "goal_part_not_found"


class GoalProgressNotFound(NotFound):
    """No such entry of progress, or one may not take it back."""

    code = "goal_progress_not_found"


class GoalEvidenceNotFound(NotFound):
    """The file or matter that an entry points to does not exist, or is not for this person."""

    code = "goal_evidence_not_found"


class GoalPlanChanged(Stale):
    """Somebody changed the plan meanwhile."""

    code = "goal_plan_changed"


class GoalPlanAgreed(Conflict):
    """The plan is agreed: what changes now is a dated revision with its reason."""

    code = "goal_plan_agreed"


class GoalPlanNotAgreed(Conflict):
    """The plan is a draft still."""

    code = "goal_plan_not_agreed"


class GoalProgressTakenBack(Conflict):
    """The entry was taken back before, or takes one back itself."""

    code = "goal_progress_taken_back"


class GoalWeightsDoNotSum(Refused):
    """Weights do not come to 100 %. Facts: goal (its place in the list; 0: the goals themselves), and sum,
    whole and missing in hundredths of a percent (below zero: too much).
    """

    code = "goal_weights_do_not_sum"


class GoalPlanEmpty(Refused):
    """There is no goal (goal = 0), or one that nobody has a part of. Facts: goal (its place in the list)."""

    code = "goal_plan_empty"


class GoalTargetMissing(Invalid):
    """An amount without its target, or a yes or no with one. Facts: goal (its place in the list)."""

    code = "goal_target_missing"


class GoalDayOutside(Invalid):
    """A day outside the year, or a part that is due after its goal. Facts: goal (its place in the list), year."""

    code = "goal_day_outside"


class GoalPersonElsewhere(Refused):
    """A part is given to somebody who is not posted in the unit. Facts: goal (its place in the list)."""

    code = "goal_person_elsewhere"


class GoalRevisionDay(Refused):
    """A revision may not take effect before the one that holds, nor in another year."""

    code = "goal_revision_day"


class GoalProgressDay(Refused):
    """Progress of a day that has not come, or of another year than the goal's."""

    code = "goal_progress_day"


class CheckPeriodUnknown(Invalid):
    """Neither a month nor a quarter."""

    code = "check_period_unknown"


class CheckPeriodClosed(Refused):
    """The period has not begun, or what it covers is in a check of another rhythm already."""

    code = "check_period_closed"


class CheckCommented(Conflict):
    """The superior has commented; the entry stays as it was read."""

    code = "check_commented"


class CheckPersonNotFound(NotFound):
    """No such person, or their checks are not for this person."""

    code = "check_person_not_found"


class CheckOwn(Forbidden):
    """Nobody comments on the own check, nor enters it from paper."""

    code = "check_own"


class CheckCommentEmpty(Invalid):
    """Neither a grade nor a comment."""

    code = "check_comment_empty"
