"""The shape of quizzes on the wire."""

from __future__ import annotations

from backend.core.web.pagination import PageQuery
from courses.quizzes.schemas.bank import (
    QuestionContentSchema,
    QuestionListQuery,
    QuestionPageSchema,
    QuestionRetirementSchema,
    QuestionRevisionSchema,
    QuestionViewSchema,
    QuizAnalysisSchema,
    QuizContentSchema,
    QuizCreationSchema,
    QuizListPageSchema,
    QuizPreviewSchema,
    QuizRowSchema,
)
from courses.quizzes.schemas.papers import (
    QuizAnswerSavingSchema,
    QuizPaperSchema,
    QuizResultSchema,
    QuizReviewSchema,
    QuizSavedSchema,
    QuizStartedSchema,
    QuizTopicsSchema,
    QuizViewSchema,
)

__all__ = [
    "PageQuery",
    "QuestionContentSchema",
    "QuestionListQuery",
    "QuestionPageSchema",
    "QuestionRetirementSchema",
    "QuestionRevisionSchema",
    "QuestionViewSchema",
    "QuizAnalysisSchema",
    "QuizAnswerSavingSchema",
    "QuizContentSchema",
    "QuizCreationSchema",
    "QuizListPageSchema",
    "QuizPaperSchema",
    "QuizPreviewSchema",
    "QuizResultSchema",
    "QuizReviewSchema",
    "QuizRowSchema",
    "QuizSavedSchema",
    "QuizStartedSchema",
    "QuizTopicsSchema",
    "QuizViewSchema",
]
