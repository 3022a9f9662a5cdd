"""Lists over a round: proposed 优秀, results, who took no part or has no grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from backend.assessment.papers.facts import CaseLine, Heading
from backend.assessment.papers.sheet import Align, Cell, Paper, Paragraph, Row, Sheet, Table, row_of
from backend.assessment.papers.words import (
    CATEGORIES,
    DEFAULT_LAYOUT,
    GRADE_WORD,
    UNGRADED,
    grade_text,
    special_text,
)
from backend.assessment.terms import Category, Grade
from backend.core.chinese_text import chinese_date


def excellent(heading: Heading, cases: Sequence[CaseLine]) -> Paper:
    """拟定优秀名单: names and nothing that another may not know, with the counts of each category."""
    chosen = [case for case in cases if case.result is Grade.EXCELLENT]
    rows = [
        row_of(
            number, case.name, case.unit, CATEGORIES[case.category], "领导成员" if case.leading else "", height=9.0
        )
        for number, case in enumerate(chosen, start=1)
    ]
    head = row_of("序号", "姓名", "单位", "人员类别", "备注")
    counts = "；".join(_share(category, cases) for category in Category if _taking_part(category, cases))
    table = listed((12.0, 36.0, 64.0, 38.0, 20.0), head, rows)
    words = dict.fromkeys(GRADE_WORD[case.category] for case in cases)
    word = "等次" if len(words) != 1 else next(iter(words))
    return _paper(heading, f"拟定优秀{word}人员名单", table, f"{counts}。" if counts else "")


def results(heading: Heading, cases: Sequence[CaseLine]) -> Paper:
    """考核结果汇总表: everybody by unit and name, never by score."""
    head = row_of("序号", "单位", "姓名", "人员类别", "得分", "按得分建议", "考核结果", "备注")
    rows = [
        Row(
            (
                Cell(number),
                Cell(case.unit, align=Align.LEFT),
                Cell(case.name),
                Cell(CATEGORIES[case.category]),
                Cell("" if case.total is None else points(case.total)),
                Cell(grade_text(case.proposed, case.category)),
                Cell(grade_text(case.result, case.category)),
                Cell(_remark(case), align=Align.LEFT),
            ),
            8.0,
        )
        for number, case in enumerate(cases, start=1)
    ]
    table = listed((12.0, 64.0, 36.0, 38.0, 17.0, 25.0, 32.0, 33.0), head, rows)
    return _paper(heading, "年度考核结果汇总表", table, counted(cases), landscape=True)


def not_graded(heading: Heading, cases: Sequence[CaseLine]) -> Paper:
    """未参加考核及不定等次人员名册; of a deferred case only the neutral word stands here."""
    chosen = [case for case in cases if case.result in UNGRADED]
    head = row_of("序号", "姓名", "单位", "人员类别", "情形", "处理")
    rows = [
        row_of(
            number,
            case.name,
            case.unit,
            CATEGORIES[case.category],
            special_text(case.special, case.category),
            grade_text(case.result, case.category),
        )
        for number, case in enumerate(chosen, start=1)
    ]
    table = listed((12.0, 36.0, 76.0, 40.0, 50.0, 43.0), head, rows)
    return _paper(heading, "未参加考核及不定等次人员名册", table, f"共 {len(chosen)} 人。", landscape=True)


def points(total: int) -> Decimal:
    """Hundredths of points as they are written."""
    return Decimal(total).scaleb(-2)


def counted(cases: Iterable[CaseLine]) -> str:
    """How many have each result, in the order of the results."""
    counts = Counter(case.result for case in cases)
    words = [f"{grade_text(grade)} {counts[grade]} 人" for grade in Grade if counts[grade]]
    words += [f"未定 {counts[None]} 人"] if counts[None] else []
    return f"共 {sum(counts.values())} 人：{'，'.join(words)}。" if words else "共 0 人。"


def _taking_part(category: Category, cases: Iterable[CaseLine]) -> int:
    """应参加考核: everybody of the category but who is not assessed."""
    return sum(1 for case in cases if case.category is category and case.result is not Grade.NOT_ASSESSED)


def _share(category: Category, cases: Sequence[CaseLine]) -> str:
    people = _taking_part(category, cases)
    best = sum(1 for case in cases if case.category is category and case.result is Grade.EXCELLENT)
    return f"{CATEGORIES[category]}应参加 {people} 人，拟定优秀 {best} 人，占 {percent(best, people)}"


def percent(part: int, whole: int) -> str:
    """A share with one decimal, rounded down, as the ratio is; a dash where there is nobody."""
    if whole == 0:
        return "—"
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}%"


def _remark(case: CaseLine) -> str:
    words = [special_text(case.special, case.category)] if case.special else []
    return "；".join([*words, *(["领导成员"] if case.leading else [])])


def listed(widths: tuple[float, ...], head: Row, rows: Sequence[Row]) -> Table:
    """A list below its heading, which says so where nobody is on it."""
    nobody = Row((Cell("（无）", across=len(widths)),), 9.0)
    return Table(widths, (head, *(rows or [nobody])), heading=1)


def above(heading: Heading, *texts: str) -> tuple[Paragraph, ...]:
    """What stands above a list: its year and title, whose it is with room for a seal, and ``texts``."""
    return (
        Paragraph(f"（{heading.year} 年度）", Align.CENTER),
        Paragraph(heading.title),
        Paragraph(f"填报单位（盖章）：{heading.unit}"),
        *(Paragraph(text, size=10.5) for text in texts),
    )


def below(heading: Heading) -> tuple[Paragraph, ...]:
    """What stands below it: who filled it in and who looked at it, the day it was made, and notes."""
    day = chinese_date(heading.day)
    return (
        Paragraph(f"单位负责人：　　　　　　　审核人：　　　　　　　填表人：　　　　　　　{day}", size=10.5),
        *notes(heading.seal),
    )


def notes(seal: str) -> tuple[Paragraph, ...]:
    """Small below a paper: whose layout it is, and by what its sealed year is known."""
    return tuple(Paragraph(text, size=9.0, after=0.0) for text in (DEFAULT_LAYOUT, seal) if text)


def _paper(heading: Heading, name: str, table: Table, text: str, *, landscape: bool = False) -> Paper:
    sheet = Sheet(name, name, above(heading, text), table, below(heading), landscape=landscape)
    return Paper(name, (sheet,))
