"""The named refusals of credits."""

from __future__ import annotations

from backend.core.errors import NotFound


class LearnerNotFound(NotFound):
    """No such person in the authority's scope."""

    code = "learner_not_found"
