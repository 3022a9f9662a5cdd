"""The named refusals of grading."""

from __future__ import annotations

from backend.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused, Stale


class CaseNotFound(NotFound):
    """No such case for this person: it is elsewhere, or belongs to an earlier revision."""

    code = "case_not_found"


class PoolNotFound(NotFound):
    """No such pool for this person."""

    code = "pool_not_found"


class RatioExceeded(Refused):
    """优秀 would pass the ratio. Facts: limit, excellent (what it would come to), people, pool."""

    code = "ratio_exceeded"


class WindowsOpen(Refused):
    """People can still hand in marks or summaries. Facts: windows, until."""

    code = "windows_open"


class EvidenceObjectionsOpen(Refused):
    """Somebody's objection to a piece of evidence has no answer yet. Facts: count."""

    code = "evidence_objections_open"


class CompileRunning(Conflict):
    """The evidence is being frozen or scored at this moment. Facts: kind (freeze, compile), done, total."""

    code = "compile_running"


class SchemesMissing(Refused):
    """A category has people and no adopted scheme. Facts: categories."""

    code = "schemes_missing"


class ReasonMissing(Invalid):
    """A change after the first freezing says why. Facts: fields."""

    code = "grading_reason_missing"


class CaseChanged(Stale):
    """Somebody else changed the case meanwhile. Facts: version."""

    code = "case_changed"


class CaseDecided(Refused):
    """A decision covers the case: what changes it now is an objection or a review."""

    code = "case_decided"


class NotCompiled(Refused):
    """The case has no score yet, so there is nothing to grade by."""

    code = "not_compiled"


class GradeOfOtherCategory(Invalid):
    """The category of this person has no such grade. Facts: fields, grades."""

    code = "grade_of_other_category"


class SpecialCaseStands(Refused):
    """Something stands in place of this person's grade. Facts: special_case."""

    code = "special_case_stands"


class GradeNotLeft(Refused):
    """A special case leaves other grades only (公务员考核规定 art. 29). Facts: grades, those that are left."""

    code = "grade_not_left"


class SpecialCaseUnknown(Refused):
    """There is no special case to lift."""

    code = "special_case_unknown"


class NotDeferralKeeper(Forbidden):
    """The neutral code is entered and lifted by the one person named for it in this round."""

    code = "not_deferral_keeper"


class ConsentIncomplete(Invalid):
    """The higher ratio needs the document of consent itself. Facts: fields."""

    code = "consent_incomplete"


class ConsentMissing(Refused):
    """The pool has no consent to take back."""

    code = "consent_missing"
