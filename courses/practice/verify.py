"""The check of practice for ``verify``: when a question comes back follows from its reviews."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from backend.core.findings import Check, Finding
from backend.core.transaction import Tx
from courses.practice.models import PracticeCard, PracticeReview
from courses.practice.queries import reviews_of
from courses.practice.scheduling import due_day


def check_cards(tx: Tx) -> Iterator[Finding]:
    """Every card is what its reviews make, and every question that was reviewed has one."""
    cards = {
        (row.account_id, row.question_id): row.due_on
        for row in tx.session.execute(
            select(PracticeCard.account_id, PracticeCard.question_id, PracticeCard.due_on)
        )
    }
    reviewed = tx.session.execute(select(PracticeReview.account_id, PracticeReview.question_id).distinct())
    for account_id, question_id in {*cards, *(tuple(row) for row in reviewed)}:
        due, found = due_day(reviews_of(tx, account_id, question_id)), cards.get((account_id, question_id))
        if due != found:
            yield Finding(
                "practice_card",
                "courses_practice_card",
                question_id,
                "the day is not what the reviews make",
                str(due),
                str(found),
            )


CHECKS: tuple[Check, ...] = (check_cards,)
