"""The assessment tells each person of what is theirs to do or to know; of a colleague's mark it tells nobody."""

from __future__ import annotations

from backend.assessment.events import (
    DecisionRecorded,
    EvidenceObjected,
    GoalsAgreed,
    GoalsDue,
    ObjectionAnswered,
    PublicityBegun,
    PublicityObjected,
    QuestionWithdrawn,
    ResultsNotified,
    ReviewAnswered,
    ReviewAsked,
    RoundSealed,
    RoutineCheckCommented,
    SuggestionWanted,
    UnitObjectionAnswered,
    WindowEnding,
    WindowOpened,
)
from backend.core.events import Event, Handler
from backend.core.transaction import Tx
from notifications.dispatch import notify, notify_each
from notifications.types import (
    ASSESSMENT_ANSWER,
    ASSESSMENT_CHECK,
    ASSESSMENT_DECISION,
    ASSESSMENT_GOALS,
    ASSESSMENT_OBJECTION,
    ASSESSMENT_PUBLICITY,
    ASSESSMENT_RESULT,
    ASSESSMENT_SEALED,
    ASSESSMENT_SUGGESTION,
    ASSESSMENT_WINDOW,
    ASSESSMENT_WITHDRAWN,
    Link,
    LinkKind,
    Telling,
)


def on_window(tx: Tx, event: WindowOpened | WindowEnding) -> None:
    """Those who are asked, once when it opens and once before it ends; no superior hears who has not answered."""
    occasion = f"{type(event).__name__}:{event.round_id}:{event.window}:{event.until:%Y%m%d}"
    notify(tx, ASSESSMENT_WINDOW, event.account_ids, Link(LinkKind.WINDOW, event.window), occasion=occasion)


def on_goals_agreed(tx: Tx, event: GoalsAgreed) -> None:
    """Whose goals they are."""
    notify(tx, ASSESSMENT_GOALS, event.account_ids, Link(LinkKind.GOALS, event.unit_id))


def on_goals_due(tx: Tx, event: GoalsDue) -> None:
    """Whose goals they are, once a month and no more."""
    link = Link(LinkKind.GOALS, event.month)
    notify(tx, ASSESSMENT_GOALS, event.account_ids, link, occasion=f"due:{event.month}")


def on_check_commented(tx: Tx, event: RoutineCheckCommented) -> None:
    """Whose check it is."""
    notify(tx, ASSESSMENT_CHECK, [event.account_id], Link(LinkKind.CHECK, event.check_id))


def on_evidence_objected(tx: Tx, event: EvidenceObjected) -> None:
    """Those who answer it."""
    link = Link(LinkKind.EVIDENCE_RULING, event.objection_id)
    notify(tx, ASSESSMENT_OBJECTION, event.account_ids, link, occasion=event.objection_id)


def on_objection_answered(tx: Tx, event: ObjectionAnswered) -> None:
    """Who objected."""
    kind = LinkKind.EVIDENCE if event.about == "evidence" else LinkKind.PUBLICITY
    notify(tx, ASSESSMENT_ANSWER, [event.account_id], Link(kind, event.objection_id), occasion=event.objection_id)


def on_unit_objection_answered(tx: Tx, event: UnitObjectionAnswered) -> None:
    """Who objected for the unit."""
    link = Link(LinkKind.UNIT_EVIDENCE, event.organization_id)
    notify(tx, ASSESSMENT_ANSWER, [event.account_id], link, occasion=event.objection_id)


def on_suggestion_wanted(tx: Tx, event: SuggestionWanted) -> None:
    """The leaders in charge; asked again only when they are asked again."""
    notify(tx, ASSESSMENT_SUGGESTION, event.account_ids, Link(LinkKind.SUGGESTION, event.round_id))


def on_decision_recorded(tx: Tx, event: DecisionRecorded) -> None:
    """Those who may confirm it."""
    link = Link(LinkKind.DECISION, event.round_id)
    notify(tx, ASSESSMENT_DECISION, event.account_ids, link, occasion=event.decision_id)


def on_publicity_begun(tx: Tx, event: PublicityBegun) -> None:
    """Everybody inside the organ."""
    link = Link(LinkKind.PUBLICITY, event.publicity_id)
    notify(tx, ASSESSMENT_PUBLICITY, event.account_ids, link, occasion=event.publicity_id)


def on_publicity_objected(tx: Tx, event: PublicityObjected) -> None:
    """Those who answer it."""
    link = Link(LinkKind.OBJECTION, event.round_id)
    notify(tx, ASSESSMENT_OBJECTION, event.account_ids, link, occasion=event.objection_id)


def on_results_notified(tx: Tx, event: ResultsNotified) -> None:
    """Each person alone."""
    tellings = [
        Telling(account_id, Link(LinkKind.RESULT, notice_id), notice_id)
        for notice_id, account_id in event.accounts.items()
    ]
    notify_each(tx, ASSESSMENT_RESULT, tellings)


def on_review_asked(tx: Tx, event: ReviewAsked) -> None:
    """Those who answer it."""
    link = Link(LinkKind.OBJECTION, event.round_id)
    notify(tx, ASSESSMENT_OBJECTION, event.account_ids, link, occasion=event.review_id)


def on_review_answered(tx: Tx, event: ReviewAnswered) -> None:
    """Who asked."""
    link = Link(LinkKind.RESULT, event.review_id)
    notify(tx, ASSESSMENT_ANSWER, [event.account_id], link, occasion=event.review_id)


def on_question_withdrawn(tx: Tx, event: QuestionWithdrawn) -> None:
    """Those who were to answer it."""
    link = Link(LinkKind.OBJECTION, event.round_id)
    notify(tx, ASSESSMENT_WITHDRAWN, event.account_ids, link, occasion=event.question_id)


def on_round_sealed(tx: Tx, event: RoundSealed) -> None:
    """Those whose year it is: the result is filed, and the sheet can be fetched."""
    occasion = f"{event.round_id}:{event.revision}"
    notify(tx, ASSESSMENT_SEALED, event.account_ids, Link(LinkKind.RESULT, event.round_id), occasion=occasion)


LISTENERS: list[tuple[type[Event], Handler]] = [
    (WindowOpened, on_window),
    (WindowEnding, on_window),
    (GoalsAgreed, on_goals_agreed),
    (GoalsDue, on_goals_due),
    (RoutineCheckCommented, on_check_commented),
    (EvidenceObjected, on_evidence_objected),
    (ObjectionAnswered, on_objection_answered),
    (UnitObjectionAnswered, on_unit_objection_answered),
    (SuggestionWanted, on_suggestion_wanted),
    (DecisionRecorded, on_decision_recorded),
    (PublicityBegun, on_publicity_begun),
    (PublicityObjected, on_publicity_objected),
    (ResultsNotified, on_results_notified),
    (ReviewAsked, on_review_asked),
    (ReviewAnswered, on_review_answered),
    (QuestionWithdrawn, on_question_withdrawn),
    (RoundSealed, on_round_sealed),
]
