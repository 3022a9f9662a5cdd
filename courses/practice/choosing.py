"""What is practised next: mistakes first, then what is due, then what is new, and last what is known for now."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

#: A question's id and the number of its version.
Ref = tuple[str, int]

#: So many questions a day; nobody is asked for more.
A_DAY: Final = 5
#: So many lie on the device for days without a network.
IN_PACK: Final = 60


@dataclass(frozen=True, slots=True)
class Planned:
    """A question in its turn; ``due_on`` is absent while it is new, ``mistake``: it went wrong in a quiz."""

    ref: Ref
    due_on: date | None
    mistake: bool

    def is_due(self, today: date) -> bool:
        return self.due_on is None or self.due_on <= today


def plan(
    today: date, pool: Sequence[Ref], mistakes: Sequence[Ref], due: Mapping[str, date], seed: int
) -> list[Planned]:
    """Every question of ``pool`` and of ``mistakes`` once, in the order in which it is to be practised.

    ``mistakes`` come the latest first; ``due`` is by question. New questions come in an order that is the person's
    own (``seed``), so that a bank sorted by topic is not practised topic after topic.
    """
    wrong = {question_id for question_id, _ in mistakes}
    refs = list(dict.fromkeys([*mistakes, *pool]))
    planned = {ref[0]: Planned(ref, due.get(ref[0]), ref[0] in wrong) for ref in refs}
    order = sorted(planned)
    random.Random(seed).shuffle(order)  # noqa: S311  # an order, not a secret
    chance = {question_id: place for place, question_id in enumerate(order)}
    lateness = {question_id: place for place, (question_id, _) in enumerate(mistakes)}

    def turn(item: Planned) -> tuple[int, int, int]:
        question_id = item.ref[0]
        if not item.is_due(today):
            group, within = 3, (item.due_on or today).toordinal()
        elif item.mistake:
            group, within = 0, lateness[question_id]
        elif item.due_on is not None:
            group, within = 1, item.due_on.toordinal()
        else:
            group, within = 2, 0
        return group, within, chance[question_id]

    return sorted(planned.values(), key=turn)


def for_today(planned: Sequence[Planned], today: date, answered: int, *, more: bool) -> list[Planned]:
    """What is left of the day's few; with ``more`` as many again, and then also what is not due yet."""
    if more:
        return list(planned[:A_DAY])
    left = max(0, A_DAY - answered)
    return [item for item in planned if item.is_due(today)][:left]
