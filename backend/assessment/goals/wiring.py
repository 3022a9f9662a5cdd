"""What goals say in places that other domains keep open: who reads and hands in the files that show progress."""

from __future__ import annotations

from backend.assessment.goals.policies import GOAL_PART, may_read_file, may_write_file
from backend.records.public import register_file_owner


def connect() -> None:
    """Say it; a second call changes nothing."""
    register_file_owner(GOAL_PART, may_read_file, may_write_file)
