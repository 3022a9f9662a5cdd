"""What the two say about each other, in the middle and at the end."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from courses.mentoring.errors.life import EvaluationGiven, EvaluationIncomplete, EvaluationNotOpen
from courses.mentoring.evaluating import BEST, QUESTIONS, WORST, Stage, Window, window_of
from courses.mentoring.models.life import Mentorship, MentorshipEvaluation
from courses.mentoring.policies.life import ensure_may, load_own
from courses.mentoring.states import Act, Side
from courses.mentoring.texts import sealed

TEXT = "courses_mentorship_evaluation:text"


def give_evaluation(
    tx: Tx, actor: Actor, mentorship_id: str, stage: Stage, ratings: Mapping[str, int], text: str
) -> None:
    """Evaluate the other, once for a stage; it stays as it is.

    Raises :class:`MentorshipNotFound`, :class:`MentorshipNotInState`, :class:`EvaluationIncomplete`,
    :class:`EvaluationGiven`, :class:`EvaluationNotOpen`.
    """
    mentorship, side = load_own(tx, actor, mentorship_id)
    ensure_may(mentorship, Act.EVALUATE)
    _ensure_complete(side, ratings)
    given = {row.given_by: row for row in evaluations_of(tx, mentorship.id) if row.stage == stage}
    if actor.account_id in given:
        raise EvaluationGiven(stage=stage.value)
    window = _open_window(tx, mentorship, stage, list(given.values()))
    row = evaluation_key(mentorship.id, stage, actor.account_id)
    tx.session.add(
        MentorshipEvaluation(
            mentorship_id=mentorship.id,
            stage=stage.value,
            given_by=actor.account_id,
            given_on=tx.today(),
            closes_on=window.closes_on,
            ratings=dict(ratings),
            text_encrypted=sealed(tx, TEXT, row, text),
        )
    )
    tx.session.flush()
    action, node_id = "courses:mentorship_evaluation:given", mentorship.node_id
    facts = {"stage": stage.value, "side": side.value}
    record_audit(tx, actor, action, "mentorship", mentorship.id, node_id=node_id, facts=facts)


def evaluations_of(tx: Tx, mentorship_id: str) -> list[MentorshipEvaluation]:
    """Everything that was said in a mentorship."""
    said = select(MentorshipEvaluation).where(MentorshipEvaluation.mentorship_id == mentorship_id)
    return list(tx.session.scalars(said))


def evaluation_key(mentorship_id: str, stage: str, account_id: str | None) -> str:
    """What the text of an evaluation is bound to."""
    return f"{mentorship_id}:{stage}:{account_id}"


def window_now(mentorship: Mentorship, stage: Stage, given: list[MentorshipEvaluation]) -> Window | None:
    """The window of a stage; what was given holds its last day fast. ``None`` before anything was agreed."""
    if mentorship.period_from is None or mentorship.period_to is None:
        return None
    window = window_of(stage, mentorship.period_from, mentorship.period_to)
    return Window(window.opens_on, min([row.closes_on for row in given], default=window.closes_on))


def _open_window(tx: Tx, mentorship: Mentorship, stage: Stage, given: list[MentorshipEvaluation]) -> Window:
    window = window_now(mentorship, stage, given)
    if window is None or not window.is_open(tx.today()):
        opens_on, closes_on = (window.opens_on, window.closes_on) if window else (None, None)
        raise EvaluationNotOpen(stage=stage.value, opens_on=opens_on, closes_on=closes_on)
    return window


def _ensure_complete(side: Side, ratings: Mapping[str, int]) -> None:
    asked = QUESTIONS[side.other]
    wrong = [key for key in asked if not WORST <= ratings.get(key, 0) <= BEST]
    wrong += [key for key in ratings if key not in asked]
    if wrong:
        raise EvaluationIncomplete(fields={f"ratings.{key}": ["invalid"] for key in wrong})
