"""The named refusals of classes."""

from __future__ import annotations

from backend.core.errors import Conflict, Invalid, NotFound, Refused, Stale


class ClassNotFound(NotFound):
    """No such class for this person: it is elsewhere, or they neither teach it nor may join it."""

    code = "class_not_found"


class ClassSessionNotFound(NotFound):
    """The class has no session of that number."""

    code = "class_session_not_found"


class ClassNotInState(Conflict):
    """The class is in a state in which this cannot be done. Facts: state, act."""

    code = "class_not_in_state"


class ClassChanged(Stale):
    """Somebody changed the class meanwhile. Facts: version."""

    code = "class_changed"


class ClassScheduleInvalid(Invalid):
    """Sessions overlap, run backwards, or become easier. Facts: fields."""

    code = "class_schedule_invalid"


class ClassSeatsTaken(Refused):
    """More people are enrolled than seats would remain. Facts: enrolled, seats."""

    code = "class_seats_taken"


class ClassSessionMarked(Refused):
    """The roster has marks, so no round may go. Facts: sessions."""

    code = "class_session_marked"


class ClassTeacherUnknown(Invalid):
    """A teacher is no usable account. Facts: fields."""

    code = "class_teacher_unknown"


class ClassPersonUnknown(Invalid):
    """Somebody to be seated is not in scope. Facts: fields."""

    code = "class_person_unknown"


class ClassNotEnrolled(Refused):
    """Only people who are enrolled stand on the roster."""

    code = "class_not_enrolled"


class ClassCodeInvalid(Invalid):
    """The code was not made by this installation, or is of another class."""

    code = "class_code_invalid"


class ClassCodeExpired(Refused):
    """The code is shown no more."""

    code = "class_code_expired"


class ClassNotBegun(Refused):
    """The last session has not begun: the class cannot be finished."""

    code = "class_not_begun"
