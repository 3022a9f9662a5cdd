"""Facts of a year as papers take them: long texts, every grade, special cases, names that look like formulas."""

from __future__ import annotations

from datetime import date

from backend.assessment.papers.facts import (
    CaseLine,
    GoalLine,
    Heading,
    NoticeFacts,
    PersonFacts,
    PersonSheet,
    RatingLine,
    RoutineLine,
    Settled,
)
from backend.assessment.papers.forms import distribution, lists, personal, rating
from backend.assessment.papers.sheet import Ink
from backend.assessment.terms import Category, Dimension, Grade, SpecialCase

DAY = date(2027, 1, 15)
HEADING = Heading("2026年度工作人员考核", 2026, "云川市住房和城乡建设局", DAY)
_SENTENCE = (
    "一年来，认真学习党的创新理论，严格遵守各项纪律，按照分工做好城镇老旧小区改造、物业管理和住房保障等工作，"
    "共办理群众来信来访四十七件，件件有回复；参加“一网通办”事项梳理，把原来的九项材料减为四项，"
    "平均办理时间由七个工作日缩短为两个工作日。"
)
SUMMARY = "\n".join(f"{number}、{_SENTENCE}" for number in "一二三四五")

STROKES = (
    (90, 60, 140, 52, 210, 70, 170, 120, 120, 170, 80, 190),
    (150, 90, 190, 140, 260, 190),
    (300, 60, 310, 190),
    (290, 80, 380, 70, 390, 180, 300, 185),
    (420, 50, 520, 60, 450, 130, 540, 150, 430, 200),
)
SIGNED = Settled("已阅。\n（2027年1月15日在手机上签名确认）", Ink(STROKES), DAY)
REFUSED = Settled("（拒绝签名，已记录，2027年1月15日）", refused=True)


def person(name: str = "欧阳建设") -> PersonFacts:
    """Somebody of the bureau."""
    return PersonFacts(
        name,
        "男",
        "1985年03月",
        "中国共产党党员",
        "云川市住房和城乡建设局",
        "城镇住房保障与房地产市场监管科",
        "科长",
        "一级主任科员",
    )


def routine() -> tuple[RoutineLine, ...]:
    """A year of checks: written, empty, and from paper."""
    return (
        RoutineLine("第1季度", _SENTENCE, "好", "工作主动，办理及时。", "周主任", date(2026, 4, 3), ""),
        RoutineLine("第2季度", "", "", "", "", None, ""),
        RoutineLine("第3季度", _SENTENCE * 2, "较好", "", "周主任", date(2026, 10, 9), ""),
        RoutineLine("第4季度", "", "好", "按期完成。", "考核人员", date(2027, 1, 4), "纸质：云住建考〔2027〕1号"),
    )


def sheet(category: Category = Category.CIVIL_SERVANT, *, summary: str = SUMMARY) -> PersonSheet:
    """A person's annual form, complete."""
    institution = category is Category.INSTITUTION_STAFF
    grade = Grade.QUALIFIED if institution else Grade.COMPETENT
    return PersonSheet(
        year=2026,
        category=category,
        person=person(),
        summary=summary,
        routine=routine(),
        goals=(
            GoalLine("完成城镇老旧小区改造一百二十个，惠及居民一万两千户", "118 / 120 个", 4_000),
            GoalLine("修订住房保障办事指南", "已完成", 2_000),
        ),
        comment="政治坚定，业务熟练，群众反映好。" * 4,
        suggested=grade,
        result=grade,
        special=None,
        decision="经局考核委员会研究确定（会议纪要〔2027〕3号，2027年1月12日）。",
        settled=SIGNED,
    )


def notice(category: Category = Category.CIVIL_SERVANT, settled: Settled = SIGNED) -> NoticeFacts:
    """A notice of 不称职 (不合格), the one that can be reviewed."""
    return NoticeFacts(
        2026,
        "欧阳建设",
        "云川市住房和城乡建设局",
        category,
        Grade.UNQUALIFIED if category is Category.INSTITUTION_STAFF else Grade.INCOMPETENT,
        "由局考核委员会研究确定（会议纪要〔2027〕3号）",
        "云川市住房和城乡建设局",
        DAY,
        "对结果不服的，可以自知道之日起30日内申请复核；对复核结果不服的，可以自接到复核决定之日起15日内提出申诉，也可以直接申诉。",
        settled,
    )


def case(name: str, category: Category, result: Grade | None, **more: object) -> CaseLine:
    """A line of a list."""
    facts = {
        "unit": "云川市住房和城乡建设局",
        "total": 8_750,
        "proposed": result,
        "special": None,
        "leading": False,
        "last_year": None,
    }
    return CaseLine(name=name, category=category, result=result, **{**facts, **more})  # type: ignore[arg-type]


def case_lines() -> list[CaseLine]:
    """Every kind of result, over two units."""
    civil, staff, worker = Category.CIVIL_SERVANT, Category.INSTITUTION_STAFF, Category.ORGAN_WORKER
    other = {"unit": "云川市城市更新和物业服务指导中心（云川市房屋安全鉴定所）"}
    deferred, probation = SpecialCase.DEFERRED, SpecialCase.PROBATION
    lines = [
        case("欧阳建设", civil, Grade.EXCELLENT, total=9_341, last_year=Grade.COMPETENT),
        case("=1+1", civil, Grade.COMPETENT, proposed=Grade.EXCELLENT, last_year=Grade.EXCELLENT),
        case("王某", civil, Grade.DEFERRED, special=deferred, proposed=None, total=None),
        case("李试用", civil, Grade.COMMENTS_ONLY, special=probation, proposed=None),
        case("赵长假", civil, Grade.NO_GRADE, special=SpecialCase.LONG_LEAVE, proposed=None),
        case("周领导", civil, Grade.COMPETENT, leading=True),
        case("孙待定", civil, None),
        case("钱中心", staff, Grade.EXCELLENT, last_year=Grade.EXCELLENT, **other),
        case("郑中心", staff, Grade.QUALIFIED, **other),
        case("冯中心", staff, Grade.UNQUALIFIED, total=4_100, **other),
        case("陈师傅", worker, Grade.COMPETENT, **other),
        case("褚借调", staff, Grade.NOT_ASSESSED, special=SpecialCase.NOT_ASSESSED, proposed=None, **other),
    ]
    return sorted(lines, key=lambda line: (line.unit, line.name))


def rating_lines(number: int = 30) -> list[RatingLine]:
    """Means by name; one dimension of one person has too few slips."""
    whole = {dimension: 9_000 + 7 * place for place, dimension in enumerate(Dimension)}
    lines = [RatingLine(f"人员{place:02}", HEADING.unit, 20 + place, whole) for place in range(number)]
    thin: dict[Dimension, int] = {
        dimension: mean for dimension, mean in whole.items() if dimension is not Dimension.INTEGRITY
    }
    return [*lines, RatingLine("司马", HEADING.unit, 6, thin)]


CASES = case_lines()
#: Every paper, with what is long, empty, refused or looks like a formula.
PAPERS = {
    "registration": personal.registration([sheet(), sheet(Category.INSTITUTION_STAFF, summary=SUMMARY * 9)]),
    "routine": personal.routine(2026, [(person(), routine()), (person("王某"), ())]),
    "notice": personal.notices([notice(), notice(settled=REFUSED)]),
    "ballot": rating.ballot(HEADING, [(HEADING.unit, ["欧阳建设", "=1+1"])]),
    "rating": rating.rating_summary(HEADING, rating_lines(40), 5),
    "excellent": lists.excellent(HEADING, CASES),
    "results": lists.results(HEADING, CASES * 3),
    "not_graded": lists.not_graded(HEADING, CASES),
    "nobody": lists.not_graded(HEADING, []),
    "distribution": distribution.distribution(HEADING, CASES),
}
