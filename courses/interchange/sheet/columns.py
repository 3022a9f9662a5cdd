"""The columns of the spreadsheet, their headings in Chinese and English, and how a cell holds a list.

======================  ==========================================================================================
column                  what it holds
======================  ==========================================================================================
题型 Type               单选题, 多选题, 判断题, 填空题, 排序题, 连线题, or the codes single, multiple, true_false …
题干 Stem               Markdown; a blank is written {{1}}, {{2}} …
A … J                   options; of 填空题 each blank: accepted texts with | between, or a number as 3.14±0.01;
                        of 排序题 the items in their right order; of 连线题 a pair as left → right, or → right for
                        a right side that fits nothing
答案 Answer             单选题 B · 多选题 ABD · 判断题 对 or 错 · empty for the others
解析 Explanation        why, with the article
说明A … 说明J, Why A …  why this option is right or wrong; of 判断题 A is for 对, B is for 错
编号 Key                stable name of the question; made from the content where it is empty
主题 Topic              code of the topic; else what is chosen at the import
难度 Difficulty         易, 中, 难 or 1, 2, 3
用途 Use                练习 or 考试 (practice, exam)
依据 Articles           <title>#<number>, one in a line
生效, 失效              dates; Valid from, Valid to
部分得分 Partial credit 是 or 否
权重 Weights            of the options in their order, as 1/2 -1/4 0; - for the usual one
答对反馈, 答错反馈      Feedback right, Feedback wrong
======================  ==========================================================================================

A backslash before ``|``, ``→`` or ``±`` takes the meaning from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

LETTERS: Final = "ABCDEFGHIJ"
#: column → heading in Chinese, heading in English; the order is that of a written file
HEADINGS: Final[dict[str, tuple[str, str]]] = {
    "type": ("题型", "type"),
    "stem": ("题干", "stem"),
    **{letter: (letter, f"option {letter}".lower()) for letter in LETTERS},
    "answer": ("答案", "answer"),
    "explanation": ("解析", "explanation"),
    **{f"why {letter}": (f"说明{letter}", f"why {letter}".lower()) for letter in LETTERS},
    "key": ("编号", "key"),
    "topic": ("主题", "topic"),
    "difficulty": ("难度", "difficulty"),
    "use": ("用途", "use"),
    "articles": ("依据", "articles"),
    "valid_from": ("生效", "valid from"),
    "valid_to": ("失效", "valid to"),
    "partial_credit": ("部分得分", "partial credit"),
    "weights": ("权重", "weights"),
    "feedback_right": ("答对反馈", "feedback right"),
    "feedback_wrong": ("答错反馈", "feedback wrong"),
}
REQUIRED: Final = ("type", "stem", "answer")

#: words of a cell → the value; the first word of each value is the one that is written
_TYPE_NAMES: Final = {
    "单选题": "single",
    "多选题": "multiple",
    "判断题": "true_false",
    "填空题": "fill_in",
    "排序题": "order",
    "连线题": "match",
}
TYPES: Final = {
    **_TYPE_NAMES,
    **{name.removesuffix("题"): code for name, code in _TYPE_NAMES.items()},
    **dict.fromkeys(("单项选择题",), "single"),
    **dict.fromkeys(("多项选择题",), "multiple"),
    **{code: code for code in _TYPE_NAMES.values()},
}
#: kinds of question that others' tables have and the bank has not
FOREIGN_TYPES: Final = {
    **dict.fromkeys(("简答题", "简答", "论述题", "问答题", "essay"), "essay"),
    **dict.fromkeys(("案例题", "案例分析题", "case"), "case"),
}
YES_NO: Final = {
    **dict.fromkeys(("对", "正确", "是", "√", "✓", "true", "t", "yes", "y"), True),
    **dict.fromkeys(("错", "错误", "否", "×", "✗", "false", "f", "no", "n"), False),
}
DIFFICULTIES: Final = {
    "易": 1,
    "中": 2,
    "难": 3,
    **dict.fromkeys(("1", "简单", "easy"), 1),
    **dict.fromkeys(("2", "中等", "middle"), 2),
    **dict.fromkeys(("3", "困难", "hard"), 3),
}
USES: Final = {"练习": "practice", "考试": "exam", "practice": "practice", "exam": "exam"}

_ESCAPED: Final = re.compile(r"\\([|→±\\])")
_HIDDEN: Final = {sign: chr(0xFDD0 + number) for number, sign in enumerate("|→±\\")}
_SHOWN: Final = {ord(hidden): sign for sign, hidden in _HIDDEN.items()}


def column_of(heading: str) -> str | None:
    """The column that a heading names, in either language."""
    plain = " ".join(heading.lower().replace("_", " ").replace("（", "(").split("(")[0].split())
    return _BY_HEADING.get(plain)


def hide(cell: str) -> str:
    """A cell in which signs behind a backslash mean nothing."""
    return _ESCAPED.sub(lambda found: _HIDDEN[found[1]], cell)


def show(text: str) -> str:
    """The text as it was meant, after :func:`hide`."""
    return text.translate(_SHOWN).strip()


def escape(text: str) -> str:
    """A text whose signs mean nothing in a cell."""
    return re.sub(r"[|→±\\]", r"\\\g<0>", text)


def word_for(words: Mapping[str, object], value: object) -> str:
    """The word that is written for a value."""
    return next(word for word, meaning in words.items() if meaning == value)


_BY_HEADING: Final = {
    name: column for column, headings in HEADINGS.items() for name in (headings[0].lower(), headings[1])
} | {f"选项{letter}".lower(): letter for letter in LETTERS}
