"""How results lie over units and categories, and beside those of the year before. Counts only, no person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backend.assessment.papers.facts import CaseLine, Heading
from backend.assessment.papers.forms.lists import above, below, listed, percent
from backend.assessment.papers.sheet import Align, Cell, Paper, Row, Sheet, Table, Value, row_of
from backend.assessment.papers.words import CATEGORIES, UNGRADED
from backend.assessment.terms import GRADES, Category, Grade

#: The four grades from the best; those of the categories have different names and the same rank.
RANKS = 4
RANK_WORDS = ("优秀", "称职\n（合格）", "基本称职\n（基本合格）", "不称职\n（不合格）")
_NOTES = ("优秀比例 = 优秀人数 ÷ 应参加人数，向下取一位小数。应参加人数不含不参加考核的人员。",)
_OF_LAST_YEAR = "上年为本表所列人员上年度已归档的结果，不含已离开的人员。"
_RANK_OF = {grade: rank for grades in GRADES.values() for rank, grade in enumerate(grades)}


@dataclass(frozen=True, slots=True)
class Share:
    """How many people of a group take part; of these, how many have each grade, none, or nothing yet."""

    unit: str
    category: Category | None
    people: int
    ranks: tuple[int, ...]
    ungraded: int
    open: int

    @property
    def name(self) -> str:
        """The group as a line of a table is called."""
        category = CATEGORIES[self.category] if self.category else ""
        return f"{self.unit}（{category}）" if self.unit and category else self.unit or category


def by_unit(cases: Iterable[CaseLine]) -> list[Share]:
    """The shares of each unit and category, in the order of their names."""
    groups: dict[tuple[str, Category], list[Grade | None]] = defaultdict(list)
    for case in cases:
        groups[case.unit, case.category].append(case.result)
    ordered = sorted(groups.items(), key=lambda item: (item[0][0], list(Category).index(item[0][1])))
    return [share(unit, category, found) for (unit, category), found in ordered]


def by_category(cases: Iterable[CaseLine]) -> list[tuple[Share, Share]]:
    """The shares of each category this year and, of the same people, the year before as far as it is sealed."""
    listed = list(cases)
    found = []
    for category in Category:
        own = [case for case in listed if case.category is category]
        if own:
            before = [case.last_year for case in own if case.last_year is not None]
            found.append((share("", category, [case.result for case in own]), share("", category, before)))
    return found


def share(unit: str, category: Category | None, results: Sequence[Grade | None]) -> Share:
    """The counts of one group."""
    counts = Counter(_RANK_OF.get(result) for result in results if result in _RANK_OF)
    taking_part = [result for result in results if result is not Grade.NOT_ASSESSED]
    ungraded = sum(1 for result in taking_part if result in UNGRADED)
    ranks = tuple(counts[rank] for rank in range(RANKS))
    return Share(unit, category, len(taking_part), ranks, ungraded, taking_part.count(None))


def distribution(heading: Heading, cases: Sequence[CaseLine]) -> Paper:
    """考核结果分布表: by unit and in all, and this year beside the last."""
    head = row_of("单位（人员类别）", "应参加", *RANK_WORDS, "不定等次", "未定", "优秀比例", height=14.0)
    rows = [_unit_row(one) for one in (*by_unit(cases), share("合计", None, [case.result for case in cases]))]
    widths = (73.0, 18.0, 18.0, 26.0, 36.0, 32.0, 20.0, 14.0, 20.0)
    place, end = above(heading, *_NOTES), below(heading)
    units = Sheet("按单位", "考核结果分布表", place, listed(widths, head, rows), end, landscape=True)
    compared = above(heading, _OF_LAST_YEAR)
    years = Sheet("与上年比较", "考核结果与上年比较", compared, _years(heading.year, cases), end, landscape=True)
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
