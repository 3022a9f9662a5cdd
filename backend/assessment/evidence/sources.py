"""What may count in an assessment, and what must never count. Pure.

A source is named here or does not exist. What 国办函〔2026〕12号 forbids as a basis of evaluation (learning time,
time on line, sign-ins, points, rankings, practice, likes, install and log-in rates) is named too, so that whoever
asks for it is told why not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from backend.assessment.terms import Dimension, SubjectKind

#: The document that a refusal of a forbidden source names.
DOCUMENT: Final = "国办函〔2026〕12号"


class Base(StrEnum):
    """How a source's pieces come to one value: their sum, or what share of the possible they reach."""

    SUM = "sum"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Source:
    """One source: whom it is about, and how its pieces are usually taken together.

    ``title_key`` is the key of its name in the app's locale files.
    """

    code: str
    kind: SubjectKind
    base_hint: Base

    @property
    def title_key(self) -> str:
        return f"evidenceSources.{self.code}"


def _of(kind: SubjectKind, base: Base, *codes: str) -> list[Source]:
    return [Source(code, kind, base) for code in codes]


_PERSON: Final = SubjectKind.PERSON
_UNIT: Final = SubjectKind.UNIT

SOURCES: Final[Mapping[str, Source]] = {
    source.code: source
    for source in (
        *_of(_PERSON, Base.SHARE, "ordered_exam", "training_requirement"),
        *_of(_PERSON, Base.SUM, "mentoring", "class_taught"),
        *_of(_PERSON, Base.SHARE, "matter_in_time"),
        *_of(_PERSON, Base.SUM, "matter_returned"),
        *_of(_PERSON, Base.SHARE, "data_current", "special_assessment"),
        *_of(_PERSON, Base.SUM, "commendation"),
        *_of(_PERSON, Base.SHARE, "goal", "routine_check"),
        *_of(_PERSON, Base.SHARE, *(f"superior_mark.{dimension}" for dimension in Dimension)),
        *_of(_PERSON, Base.SHARE, *(f"rating.{dimension}" for dimension in Dimension)),
        *_of(_UNIT, Base.SHARE, "unit_matter_in_time", "unit_data_true", "unit_correction_answered", "unit_goal"),
    )
}

#: Never a basis of evaluation (国办函〔2026〕12号, red lines 2 to 4), nor a code that contains one as whole words.
FORBIDDEN: Final[frozenset[str]] = frozenset(
    {
        "learning_time",
        "learning_hours",
        "study_time",
        "study_hours",
        "online_time",
        "online_hours",
        "watch_time",
        "time_spent",
        "practice",
        "sign_in",
        "check_in",
        "attendance",
        "streak",
        "points",
        "ranking",
        "leaderboard",
        "badges",
        "likes",
        "votes",
        "forwards",
        "shares",
        "views",
        "install_rate",
        "log_in",
        "log_in_rate",
        "login",
        "login_rate",
        "use_rate",
        "active_days",
        "location",
        "track",
        "photos_uploaded",
    }
)


def forbidden_word(code: str) -> str | None:
    """The forbidden source that ``code`` is, or contains as whole words ("practice_count"); else None."""
    words = "_" + re.sub(r"[^a-z0-9]+", "_", code.lower()).strip("_") + "_"
    return next((each for each in sorted(FORBIDDEN) if f"_{each}_" in words), None)
