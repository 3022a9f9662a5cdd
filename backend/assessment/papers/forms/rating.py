"""Papers of the democratic rating: the empty slip, and the summary of means."""

from __future__ import annotations

from collections.abc import Sequence

from backend.assessment.papers.facts import Heading, RatingLine
from backend.assessment.papers.forms.lists import above, below, listed, points
from backend.assessment.papers.sheet import Align, Cell, Paper, Paragraph, Row, Sheet, Table, row_of
from backend.assessment.papers.words import CHOICES, DEFAULT_LAYOUT, DIMENSIONS
from backend.assessment.terms import Dimension


def ballot(heading: Heading, units: Sequence[tuple[str, Sequence[str]]]) -> Paper:
    """民主测评票: the people of each unit by name, a box for each choice, nothing of who fills it in."""
    return Paper("民主测评票", tuple(_ballot(heading, unit, names) for unit, names in units))


def _ballot(heading: Heading, unit: str, names: Sequence[str]) -> Sheet:
    first = Row((Cell("姓名", down=2), *(Cell(word, across=len(CHOICES)) for word in DIMENSIONS.values())), 9.0)
    second = row_of(*(choice for _ in DIMENSIONS for choice in CHOICES), height=12.0)
    boxes = len(DIMENSIONS) * len(CHOICES)
    rows = [row_of(name, *[""] * boxes, height=10.0) for name in names]
    widths = (35.0, *[11.1] * boxes)
    hint = "请在每项选择一栏画“○”；不了解的可以不填。本票不记名，请勿署名或作标记。"
    return Sheet(
        name=unit,
        title="民主测评票",
        before=(
            Paragraph(f"（{heading.year} 年度）", Align.CENTER),
            Paragraph(f"单位：{unit}"),
            Paragraph(hint, size=10.5),
        ),
        table=Table(widths, (first, second, *rows), heading=2),
        after=(Paragraph(DEFAULT_LAYOUT, size=9.0),),
        landscape=True,
    )


def rating_summary(heading: Heading, lines: Sequence[RatingLine], min_raters: int) -> Paper:
    """民主测评汇总: means by name; whoever was rated by too few is not on it."""
    head = row_of("序号", "单位", "姓名", "票数", *DIMENSIONS.values())
    rows = [
        row_of(
            number,
            line.unit,
            line.name,
            line.count,
            *(points(line.means[one]) if one in line.means else "" for one in Dimension),
        )
        for number, line in enumerate(lines, start=1)
    ]
    widths = (11.0, 43.0, 33.0, 13.0, 14.0, 14.0, 14.0, 14.0, 14.0)
    hint = (
        f"平均分按百分计，向下取两位小数。测评票不足 {min_raters} 张的不列入，以免辨认出填票人。按单位和姓名排列。"
    )
    name, title = "民主测评汇总", "民主测评汇总表"
    sheet = Sheet(name, title, above(heading, hint), listed(widths, head, rows), below(heading))
    return Paper(title, (sheet,))
