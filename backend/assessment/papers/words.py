"""The words of the papers. They stand in Chinese whatever language their reader speaks, as the files do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from backend.assessment.terms import Category, Dimension, Grade, SpecialCase

GRADES: Final[Mapping[Grade, str]] = MappingProxyType(
    {
        Grade.EXCELLENT: "优秀",
        Grade.COMPETENT: "称职",
        Grade.BASICALLY_COMPETENT: "基本称职",
        Grade.INCOMPETENT: "不称职",
        Grade.QUALIFIED: "合格",
        Grade.BASICALLY_QUALIFIED: "基本合格",
        Grade.UNQUALIFIED: "不合格",
        Grade.COMMENTS_ONLY: "只写评语不定等次",
        Grade.NO_GRADE: "参加考核不定等次",
        Grade.DEFERRED: "暂不定等次",
        Grade.NOT_ASSESSED: "不参加考核",
    }
)
CATEGORIES: Final[Mapping[Category, str]] = MappingProxyType(
    {
        Category.CIVIL_SERVANT: "公务员",
        Category.INSTITUTION_STAFF: "事业单位工作人员",
        Category.ORGAN_WORKER: "机关工勤人员",
    }
)
#: 等次 of civil servants and organ workers, 档次 of institution staff
GRADE_WORD: Final[Mapping[Category, str]] = MappingProxyType(
    {Category.CIVIL_SERVANT: "等次", Category.INSTITUTION_STAFF: "档次", Category.ORGAN_WORKER: "等次"}
)
#: Under investigation has one neutral word and no reason.
SPECIAL_CASES: Final[Mapping[SpecialCase, str]] = MappingProxyType(
    {
        SpecialCase.PROBATION: "试用期",
        SpecialCase.LONG_LEAVE: "病事假累计超过半年",
        SpecialCase.DEFERRED: "暂不定等次",
        SpecialCase.WARNED: "受警告处分，不定为优秀",
        SpecialCase.NOT_ASSESSED: "不参加考核",
    }
)
DIMENSIONS: Final[Mapping[Dimension, str]] = MappingProxyType(
    {
        Dimension.VIRTUE: "德",
        Dimension.ABILITY: "能",
        Dimension.DILIGENCE: "勤",
        Dimension.PERFORMANCE: "绩",
        Dimension.INTEGRITY: "廉",
    }
)
CHOICES: Final = ("好", "较好", "一般", "较差")
#: No official layout is held, which the papers say themselves.
DEFAULT_LAYOUT: Final = "注：本表为系统默认样式；主管部门印发统一样式的，以印发的样式为准。"
SIGNED: Final = "签名：　　　　　　\n　　　　年　　月　　日"
STAMPED: Final = "盖章或签名：　　　　　　\n　　　　年　　月　　日"


def grade_text(grade: Grade | None) -> str:
    """A grade in words, empty for none."""
    return GRADES[grade] if grade else ""
