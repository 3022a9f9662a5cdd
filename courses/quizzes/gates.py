"""Who may open a quiz: other rooms say no here, because quizzes know nothing of courses and their order."""

from __future__ import annotations

from collections.abc import Callable

from backend.core.actor import Actor
from backend.core.transaction import Tx

#: Raises a refusal, best :class:`courses.quizzes.errors.QuizNotFound`, or says nothing.
QuizGate = Callable[[Tx, Actor, str], None]
_gates: list[QuizGate] = []


def add_quiz_gate(gate: QuizGate) -> None:
    """Have ``gate`` asked before anybody looks at a quiz or begins an attempt; adding it again changes nothing."""
    if gate not in _gates:
        _gates.append(gate)


def ensure_quiz_is_open_to(tx: Tx, actor: Actor, quiz_id: str) -> None:
    """Raises whatever a gate raises."""
    for gate in _gates:
        gate(tx, actor, quiz_id)
