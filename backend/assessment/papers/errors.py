"""The named refusals of papers."""

from __future__ import annotations

from backend.core.errors import Forbidden, NotFound, Refused


class PaperNotFound(NotFound):
    """Nobody is on this paper, or it is not for this person."""

    code = "paper_not_found"


class PaperTooLarge(Refused):
    """More people than one file of this kind takes: choose a unit. Facts: people, limit."""

    code = "paper_too_large"


class PaperAskerGone(Forbidden):
    """Who asked for the papers cannot act any more."""

    code = "paper_asker_gone"
