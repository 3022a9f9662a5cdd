"""How results lie over units and categories, and beside those of the year before. Counts only, no person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backend.assessment.papers.facts import CaseLine, Heading
from backend.assessment.papers.forms.lists import UNGRADED, percent
from backend.assessment.papers.sheet import Align, Cell, Paper, Paragraph, Row, Sheet, Table, Value, row_of
from backend.assessment.papers.words import CATEGORIES
from backend.assessment.terms import GRADES, Category, Grade

#: The four grades from the best; those of the categories have different names and the same rank.
RANKS = 4
RANK_WORDS = ("优秀", "称职（合格）", "基本称职（基本合格）", "不称职（不合格）")
_RANK_OF = {grade: rank for grades in GRADES.values() for rank, grade in enumerate(grades)}


@dataclass(frozen=True, slots=True)
class Share:
    """How many people of a group have each of the four grades, no grade, or nothing yet; ``people`` take part."""

    name: str
    people: int
    ranks: tuple[int, ...]
    ungraded: int
    open: int


def by_unit(cases: Iterable[CaseLine]) -> list[Share]:
    """The shares of each unit and category, in the order of their names."""
    groups: dict[tuple[str, Category], list[Grade | None]] = defaultdict(list)
    for case in cases:
        groups[case.unit, case.category].append(case.result)
    ordered = sorted(groups.items(), key=lambda item: (item[0][0], list(Category).index(item[0][1])))
    return [share(f"{unit}（{CATEGORIES[category]}）", found) for (unit, category), found in ordered]


def by_category(cases: Iterable[CaseLine]) -> list[tuple[Share, Share]]:
    """The shares of each category this year and, of the same people, the year before as far as it is sealed."""
    listed = list(cases)
    found = []
    for category in Category:
        own = [case for case in listed if case.category is category]
        if own:
            before = [case.last_year for case in own if case.last_year is not None]
            word = CATEGORIES[category]
            found.append((share(word, [case.result for case in own]), share(word, before)))
    return found


def share(name: str, results: Sequence[Grade | None]) -> Share:
    """The counts of one group."""
    counts = Counter(_RANK_OF.get(result) for result in results if result in _RANK_OF)
    ungraded = sum(1 for result in results if result in UNGRADED)
    people = sum(1 for result in results if result is not Grade.NOT_ASSESSED)
    ranks = tuple(counts[rank] for rank in range(RANKS))
    return Share(name, people, ranks, ungraded, results.count(None))


def distribution(heading: Heading, cases: Sequence[CaseLine]) -> Paper:
    """考核结果分布表: by unit, and this year beside the last."""
    before = (
        Paragraph(f"（{heading.year} 年度）", Align.CENTER),
        Paragraph("　　".join(word for word in (heading.title, heading.unit) if word)),
    )
    head = row_of("单位（人员类别）", "应参加", *RANK_WORDS, "不定等次", "未定", "优秀比例", height=14.0)
    rows = tuple(_unit_row(one) for one in by_unit(cases))
    widths = (77.0, 20.0, 20.0, 26.0, 30.0, 26.0, 20.0, 16.0, 22.0)
    units = Sheet("按单位", "考核结果分布表", before, Table(widths, (head, *rows), heading=1), landscape=True)
    years = Sheet("与上年比较", "考核结果与上年比较", before, _years(heading.year, cases), landscape=True)
    return Paper("考核结果分布表", (units, years))


def _unit_row(one: Share) -> Row:
    values: list[Value] = [one.people, *one.ranks, one.ungraded, one.open, percent(one.ranks[0], one.people)]
    return Row((Cell(one.name, align=Align.LEFT), *(Cell(value) for value in values)), 8.0)


def _years(year: int, cases: Sequence[CaseLine]) -> Table:
    head = row_of("人员类别", "年度", "应参加", *RANK_WORDS, "优秀比例", height=14.0)
    rows = []
    for now, before in by_category(cases):
        rows.append(Row((Cell(now.name, down=2), *_year_cells(year, now)), 9.0))
        rows.append(Row(_year_cells(year - 1, before), 9.0))
    return Table((44.0, 22.0, 28.0, 28.0, 38.0, 42.0, 33.0, 22.0), (head, *rows), heading=1)


def _year_cells(year: int, one: Share) -> tuple[Cell, ...]:
    values: list[Value] = [str(year), one.people, *one.ranks, percent(one.ranks[0], one.people)]
    return tuple(Cell(value) for value in values)
