"""Every read of the question bank, of quizzes and of attempts."""

from __future__ import annotations
