"""The words of the papers. They stand in Chinese whatever language their reader speaks, as the files do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from backend.assessment.goals.public import CheckGrade
from backend.assessment.results.public import Body, NoticeState, may_question
from backend.assessment.terms import Category, Dimension, Grade, SpecialCase
from backend.core.chinese_text import chinese_date

GRADES: Final[Mapping[Grade, str]] = MappingProxyType(
    {
        Grade.EXCELLENT: "优秀",
        Grade.COMPETENT: "称职",
        Grade.BASICALLY_COMPETENT: "基本称职",
        Grade.INCOMPETENT: "不称职",
        Grade.QUALIFIED: "合格",
        Grade.BASICALLY_QUALIFIED: "基本合格",
        Grade.UNQUALIFIED: "不合格",
        Grade.COMMENTS_ONLY: "只写评语，不定等次",
        Grade.NO_GRADE: "参加考核，不定等次",
        Grade.DEFERRED: "暂不定等次",
        Grade.NOT_ASSESSED: "不参加考核",
    }
)
#: These have no grade of their own, whatever stands beside them.
UNGRADED: Final = frozenset({Grade.COMMENTS_ONLY, Grade.NO_GRADE, Grade.DEFERRED, Grade.NOT_ASSESSED})
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
#: 《公务员考核规定》 art. 29
_ARTICLE: Final = "第二十九条"
#: Under investigation has one neutral word and no reason.
SPECIAL_CASES: Final[Mapping[SpecialCase, str]] = MappingProxyType(
    {
        SpecialCase.PROBATION: "试用期",
        SpecialCase.LONG_LEAVE: "病事假累计超过半年",
        SpecialCase.DEFERRED: "暂不定等次",
        SpecialCase.WARNED: f"按规定{_ARTICLE}，不定为优秀",
        SpecialCase.DISCIPLINED: f"按规定{_ARTICLE}办理",
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
DEFAULT_LAYOUT: Final = "注：样式为系统默认；主管部门印发统一样式的，以印发的样式为准。"
#: Lines to be filled in by hand.
SIGNED: Final = "签名：　　　　　　　\n　　　　年　　月　　日"
STAMPED: Final = "（盖章或签名）：　　　　　　　\n　　　　年　　月　　日"


def grade_text(grade: Grade | None, category: Category = Category.CIVIL_SERVANT) -> str:
    """A grade in the words of a category, empty for none."""
    return GRADES[grade].replace("等次", GRADE_WORD[category]) if grade else ""


def special_text(special: SpecialCase | None, category: Category) -> str:
    """A special case likewise; the article is one of the rules for civil servants."""
    if special is None:
        return ""
    text = SPECIAL_CASES[special].replace("等次", GRADE_WORD[category])
    return text.replace(_ARTICLE, "") if category is Category.INSTITUTION_STAFF else text


def seal_text(revision: int, on: date, digest: str) -> str:
    """By what the sealed year is known, so that a paper can be compared with it."""
    return f"归档：第 {revision} 版，{chinese_date(on)}封存，SM3 摘要：{digest.removeprefix('sm3:')}"


#: Who decides on grades (公务员法 art. 37).
BODIES: Final[Mapping[str, str]] = MappingProxyType(
    {Body.HEAD.value: "机关负责人", Body.COMMITTEE.value: "考核委员会", Body.SUPERVISING.value: "主管机关"}
)
#: Grades of routine checks, a default.
CHECK_GRADES: Final[Mapping[str, str]] = MappingProxyType(
    dict(zip((grade.value for grade in CheckGrade), CHOICES, strict=True))
)


def period_text(code: str) -> str:
    """A period of routine checks: 第1季度, 3月."""
    rest = code.partition("-")[2]
    return f"第{rest[1:]}季度" if rest.startswith("Q") else f"{int(rest)}月"


def settled_text(state: NoticeState, on: date | None, comment: str, paper_on: date | None) -> str:
    """What the person did with the notice, as it stands on the annual form."""
    day = chinese_date(on) if on else ""
    if state is NoticeState.SIGNED:
        where = "在纸质通知书上签名" if paper_on else "在手机上签名确认"
        return f"{comment}\n（{day}{where}）".lstrip()
    return f"（拒绝签名，已记录，{day}）" if state is NoticeState.REFUSED else ""


def review_text(category: Category, result: Grade, review_days: int, appeal_days: int) -> str:
    """What can be done against a result, empty where nothing can (公务员法 art. 95; others by the parameters)."""
    if not may_question(category, result):
        return ""
    law = "依照《中华人民共和国公务员法》第九十五条，" if category is Category.CIVIL_SERVANT else ""
    return (
        f"{law}对考核结果不服的，可以自知道之日起{review_days}日内申请复核；对复核结果不服的，"
        f"可以自接到复核决定之日起{appeal_days}日内提出申诉；也可以自知道考核结果之日起{review_days}日内直接提出申诉。"
    )
