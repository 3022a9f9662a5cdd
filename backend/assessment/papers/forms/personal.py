"""Papers about one person: the annual form, routine checks of a year, the notice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from backend.assessment.papers.facts import NoticeFacts, PersonFacts, PersonSheet, RoutineLine, Settled
from backend.assessment.papers.forms.lists import notes
from backend.assessment.papers.sheet import Align, Cell, Paper, Paragraph, Row, Sheet, Table, row_of
from backend.assessment.papers.words import (
    CATEGORIES,
    DEFAULT_LAYOUT,
    GRADE_WORD,
    SIGNED,
    STAMPED,
    UNGRADED,
    grade_text,
    special_text,
)
from backend.assessment.terms import Category
from backend.core.chinese_text import chinese_date

_TITLES: Final = {
    Category.CIVIL_SERVANT: "公务员年度考核登记表",
    Category.INSTITUTION_STAFF: "事业单位工作人员年度考核登记表",
    Category.ORGAN_WORKER: "机关工勤人员年度考核登记表",
}
_BODY: Final = {
    Category.CIVIL_SERVANT: "机关负责人\n或考核委员会\n审核意见",
    Category.INSTITUTION_STAFF: "单位负责人\n或考核委员会\n意见",
    Category.ORGAN_WORKER: "机关负责人\n或考核委员会\n审核意见",
}
_PLACE: Final = {
    Category.CIVIL_SERVANT: "单位及\n职务职级",
    Category.INSTITUTION_STAFF: "单位及\n岗位等级",
    Category.ORGAN_WORKER: "单位及\n岗位等级",
}
#: label, value, label, value, label, value
_WIDTHS: Final = (28.0, 40.0, 22.0, 22.0, 24.0, 34.0)
#: The front ends with the own summary; what others say stands on the back, as the leaf is printed on both sides.
_BACK: Final = 5


def registration(sheets: Sequence[PersonSheet]) -> Paper:
    """年度考核登记表 of one person or of many, each on pages of their own."""
    made = tuple(_registration(sheet) for sheet in sheets)
    return Paper(made[0].title if len(made) == 1 else "年度考核登记表", made)


def _registration(facts: PersonSheet) -> Sheet:
    word = GRADE_WORD[facts.category]
    rows = (
        *_who(facts.person, facts.category),
        _wide("本人总结", facts.summary, 172.0),
        _wide("平时考核", _routine_text(facts.routine), 14.0),
        _wide("目标任务\n完成情况", _goals_text(facts), 32.0),
        _wide(f"主管领导\n评语和考核\n{word}建议", _comment_text(facts), 56.0, SIGNED),
        _wide(_BODY[facts.category], _decision_text(facts), 48.0, STAMPED),
        Row((Cell("本人意见"), _answer(facts.settled, across=5)), 42.0),
        _wide(f"未确定{word}\n或不参加\n考核情况", _special_text(facts), 38.0, STAMPED),
    )
    return Sheet(
        name=facts.person.name,
        title=_TITLES[facts.category],
        before=(Paragraph(f"（{facts.year} 年度）", Align.CENTER),),
        table=Table(_WIDTHS, rows, back=_BACK),
        after=notes(facts.seal),
        running=facts.person.name,
    )


def _who(person: PersonFacts, category: Category) -> tuple[Row, ...]:
    """What the register does not know stays empty, to be written in."""
    first = ("姓名", person.name, "性别", person.sex, "出生年月", person.birth_month)
    place = "　".join(word for word in (person.unit, person.division, _post(person)) if word)
    return (
        row_of(*first, height=9.0),
        Row((Cell("政治面貌"), Cell(person.political_status), Cell("任现职时间"), Cell(across=3))),
        Row((Cell(_PLACE[category]), Cell(place, across=5))),
        Row((Cell("从事或分管\n工作"), Cell(across=5, align=Align.LEFT)), 11.0),
    )


def _answer(settled: Settled, *, across: int = 1) -> Cell:
    """What somebody said to the result, and the signature: drawn on a phone, refused, or still to be written."""
    foot = "" if settled.refused else SIGNED
    if settled.ink is not None and settled.signed_on is not None:
        foot = f"签名：\n{chinese_date(settled.signed_on)}"
    return Cell(settled.text, across=across, align=Align.LEFT, foot=foot, top=True, ink=settled.ink)


def _post(person: PersonFacts) -> str:
    return "　".join(word for word in (person.post, person.rank) if word)


def _wide(label: str, text: str, height: float, foot: str = "") -> Row:
    return Row((Cell(label), Cell(text, across=5, align=Align.LEFT, foot=foot, top=True)), height)


def _routine_text(routine: Sequence[RoutineLine]) -> str:
    graded = [f"{line.period}：{line.grade}" for line in routine if line.grade]
    return "；".join(graded) + "。" if graded else "无。"


def _goals_text(facts: PersonSheet) -> str:
    lines = [f"{number}. {goal.title}：{goal.done}" for number, goal in enumerate(facts.goals, start=1)]
    return "\n".join(lines) or "无。"


def _comment_text(facts: PersonSheet) -> str:
    word = GRADE_WORD[facts.category]
    suggested = f"建议{word}：{grade_text(facts.suggested, facts.category)}" if facts.suggested else ""
    return "\n".join(line for line in (facts.comment, suggested) if line)


def _decision_text(facts: PersonSheet) -> str:
    if facts.result is None or facts.result in UNGRADED:
        return facts.decision
    result = f"考核{GRADE_WORD[facts.category]}：{grade_text(facts.result, facts.category)}"
    return "\n".join(line for line in (result, facts.decision) if line)


def _special_text(facts: PersonSheet) -> str:
    result = grade_text(facts.result, facts.category) if facts.result in UNGRADED else ""
    return "；".join(dict.fromkeys(text for text in (special_text(facts.special, facts.category), result) if text))


def routine(year: int, people: Sequence[tuple[PersonFacts, Sequence[RoutineLine]]]) -> Paper:
    """平时考核表 of a year; what was entered from paper names the paper."""
    return Paper("平时考核表", tuple(_routine(year, person, lines) for person, lines in people))


def _routine(year: int, person: PersonFacts, lines: Sequence[RoutineLine]) -> Sheet:
    heading = row_of("考核周期", "本人工作记实", "主管领导评语", "等次", "评价人及日期")
    rows = [
        Row(
            (
                Cell(line.period),
                Cell(line.text, align=Align.LEFT, top=True),
                Cell(line.comment, align=Align.LEFT, top=True),
                Cell(line.grade),
                Cell(_by(line)),
            ),
            26.0,
        )
        for line in lines
    ]
    if not rows:
        rows = [Row((Cell("本年度没有平时考核记录。", across=5),), 12.0)]
    who = f"姓名：{person.name}　　单位：{person.unit}　　职务职级：{_post(person)}"
    return Sheet(
        name=person.name,
        title="平时考核表",
        before=(Paragraph(f"（{year} 年度）", Align.CENTER), Paragraph(who)),
        table=Table((22.0, 58.0, 42.0, 14.0, 34.0), (heading, *rows), heading=1),
        after=(
            Paragraph(
                "注：等次分为好、较好、一般、较差，为系统默认设置。没有填写的周期不作扣分。", size=9.0, after=0.0
            ),
            Paragraph(DEFAULT_LAYOUT, size=9.0),
        ),
        running=person.name,
    )


def _by(line: RoutineLine) -> str:
    day = chinese_date(line.on) if line.on else ""
    return "\n".join(word for word in (line.by, day, line.document) if word)


def notices(facts: Sequence[NoticeFacts]) -> Paper:
    """考核结果通知书 of one person or of many."""
    return Paper("考核结果通知书", tuple(_notice(one) for one in facts))


def _notice(facts: NoticeFacts) -> Sheet:
    decided = f"，{facts.decided}" if facts.decided else ""
    result = f"您{facts.year}年度考核结果为：{grade_text(facts.result, facts.category)}"
    body = [Paragraph(f"{facts.name}同志：", size=15.0, after=4.0)]
    body.append(_letter(f"经{facts.year}年度{CATEGORIES[facts.category]}考核{decided}，{result}。"))
    if facts.review:
        body.append(_letter(facts.review))
    body.append(_letter("特此通知。"))
    day = chinese_date(facts.issued_on) if facts.issued_on else "　　　　年　　月　　日"
    end = (
        Paragraph("", after=14.0),
        Paragraph(facts.issuer, Align.RIGHT, 15.0),
        Paragraph(day, Align.RIGHT, 15.0, after=18.0),
    )
    slip = Table(
        (34.0, 136.0),
        (
            Row((Cell("本人签收"), _answer(facts.settled)), 34.0),
            Row((Cell("送达人"), Cell("", foot=SIGNED)), 26.0),
        ),
    )
    note = Paragraph(DEFAULT_LAYOUT, size=9.0)
    return Sheet(facts.name, "考核结果通知书", (*body, *end), slip, (note,), running=None)


def _letter(text: str) -> Paragraph:
    return Paragraph(text, size=15.0, indent=True, after=3.0)
