"""What can happen to a decision, a question about a result, and a notice: pure tables."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Body(StrEnum):
    """Who decides on grades (公务员法 art. 37)."""

    HEAD = "head"
    COMMITTEE = "committee"  # 考核委员会, authorized by the organ
    SUPERVISING = "supervising"  # 主管机关, for leading members


class Occasion(StrEnum):
    """What a decision is made for; all but the first speak of single people."""

    ROUND = "round"
    OBJECTION = "objection"
    REVIEW = "review"
    CORRECTION = "correction"


class DecisionState(StrEnum):
    """A decision changes no grade until another person has confirmed what was recorded."""

    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class DecisionAct(StrEnum):
    """What the one who confirms can do; whoever recorded it can take it back."""

    CONFIRM = "confirm"
    RETURN = "return"
    WITHDRAW = "withdraw"


class AnswerState(StrEnum):
    """An objection, a review or an appeal; it is open until its answer counts."""

    OPEN = "open"
    WAITING = "waiting"  # accepted, and the decision that says so is not confirmed
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class AnswerAct(StrEnum):
    """What becomes of it; whoever asked withdraws it, the others are acts of those who answer."""

    REJECT = "reject"
    ACCEPT = "accept"
    CONFIRM = "confirm"
    RETURN = "return"
    WITHDRAW = "withdraw"


class NoticeState(StrEnum):
    """A written notice; one of a later revision takes the place of an earlier one."""

    ISSUED = "issued"
    SIGNED = "signed"
    REFUSED = "refused"
    REPLACED = "replaced"


class NoticeAct(StrEnum):
    """What can happen to a notice."""

    SIGN = "sign"
    RECORD_REFUSAL = "record_refusal"
    REPLACE = "replace"


class RunKind(StrEnum):
    """Work on everybody of a round."""

    NOTICES = "notices"
    PAPER = "paper"  # signatures on paper are recorded together
    SEAL = "seal"


class RunState(StrEnum):
    """A run ends once; what one that failed has written, the next one takes over."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


#: (state, act) → the state afterwards; what is not here is refused
DECISIONS: Final[Mapping[tuple[DecisionState, DecisionAct], DecisionState]] = {
    (DecisionState.RECORDED, DecisionAct.CONFIRM): DecisionState.CONFIRMED,
    (DecisionState.RECORDED, DecisionAct.RETURN): DecisionState.RETURNED,
    (DecisionState.RECORDED, DecisionAct.WITHDRAW): DecisionState.WITHDRAWN,
}

ANSWERS: Final[Mapping[tuple[AnswerState, AnswerAct], AnswerState]] = {
    (AnswerState.OPEN, AnswerAct.REJECT): AnswerState.REJECTED,
    (AnswerState.OPEN, AnswerAct.ACCEPT): AnswerState.WAITING,
    (AnswerState.OPEN, AnswerAct.WITHDRAW): AnswerState.WITHDRAWN,
    (AnswerState.WAITING, AnswerAct.CONFIRM): AnswerState.ACCEPTED,
    (AnswerState.WAITING, AnswerAct.RETURN): AnswerState.OPEN,
}

NOTICES: Final[Mapping[tuple[NoticeState, NoticeAct], NoticeState]] = {
    (NoticeState.ISSUED, NoticeAct.SIGN): NoticeState.SIGNED,
    (NoticeState.ISSUED, NoticeAct.RECORD_REFUSAL): NoticeState.REFUSED,
    (NoticeState.ISSUED, NoticeAct.REPLACE): NoticeState.REPLACED,
    (NoticeState.SIGNED, NoticeAct.REPLACE): NoticeState.REPLACED,
    (NoticeState.REFUSED, NoticeAct.REPLACE): NoticeState.REPLACED,
}

#: Decisions that stand, or will once they are confirmed.
STANDING: Final = (DecisionState.RECORDED, DecisionState.CONFIRMED)

#: Answers that keep a publicity from ending and a year from being sealed.
UNANSWERED: Final = (AnswerState.OPEN, AnswerState.WAITING)
