"""Files of questions as others keep them: an export of Moodle, and a spreadsheet that people fill in."""

from __future__ import annotations

import io
from collections.abc import Sequence

from backend.core.spreadsheet import CellValue, SheetContent, write_workbook

#: Nine questions, of which five have a place here.
MOODLE_EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/top/real_name</text></category></question>
  <question type="multichoice">
    <name><text>审批权限</text></name>
    <questiontext format="html"><text><![CDATA[<p>谁审批<b>编制</b>?<img src="@@PLUGINFILE@@/a.png"></p>]]></text>
      <file name="a.png" path="/" encoding="base64">iVBORw0KGgo=</file></questiontext>
    <generalfeedback format="html"><text>第九条</text></generalfeedback>
    <defaultgrade>1.0</defaultgrade><single>false</single>
    <correctfeedback format="html"><text>对</text></correctfeedback>
    <partiallycorrectfeedback format="html"><text>差一点</text></partiallycorrectfeedback>
    <answer fraction="50" format="html"><text><![CDATA[<p>省级</p>]]></text>
      <feedback><text>是</text></feedback></answer>
    <answer fraction="50" format="html"><text>国务院</text><feedback><text></text></feedback></answer>
    <answer fraction="-50" format="html"><text>乡镇</text><feedback format="html"><text></text></feedback></answer>
    <hint format="html"><text>想想</text></hint>
    <tags><tag><text>difficulty=3</text></tag></tags>
  </question>
  <question type="truefalse"><name><text>t</text></name>
    <questiontext format="html"><text>对吗</text></questiontext>
    <answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>
  <question type="shortanswer"><name><text>s</text></name>
    <questiontext format="plain_text"><text>一级 *编委* 叫_____。</text></questiontext><usecase>1</usecase>
    <answer fraction="100"><text>编委会</text></answer><answer fraction="50"><text>编办</text></answer></question>
  <question type="numerical"><name><text>n</text></name>
    <questiontext format="html"><text>多少</text></questiontext>
    <answer fraction="100"><text>3.14</text><tolerance>0.01</tolerance></answer></question>
  <question type="matching"><name><text>m</text></name><questiontext format="html"><text>配对</text></questiontext>
    <subquestion format="html"><text>甲</text><answer><text>1</text></answer></subquestion>
    <subquestion format="html"><text>乙</text><answer><text>2</text></answer></subquestion>
    <subquestion format="html"><text></text><answer><text>3</text></answer></subquestion></question>
  <question type="cloze"><name><text>c</text></name><questiontext><text>{1:SA:=a}</text></questiontext></question>
  <question type="essay"><name><text>e</text></name><questiontext><text>写</text></questiontext></question>
  <question type="ddwtos"><name><text>d</text></name><questiontext><text>拖</text></questiontext></question>
  <question type="coderunner"><name><text>x</text></name><questiontext><text>码</text></questiontext></question>
</quiz>"""

CHINESE = ("题型", "题干", "选项A", "选项B", "选项C", "答案", "解析", "难度", "用途", "依据", "说明A", "备注")
ENGLISH = ("Type", "Stem", "Option A", "Option B", "Answer", "Key", "Weights", "Valid from", "Partial credit")


Row = Sequence[CellValue | None]


def workbook(*sheets: tuple[str, Sequence[str], Sequence[Row]]) -> bytes:
    target = io.BytesIO()
    write_workbook([SheetContent(name, header, rows) for name, header, rows in sheets], target)
    return target.getvalue()


def filled_in_workbook() -> bytes:
    """Eight questions on two sheets in two languages, an essay, and a sheet with something else."""
    chinese: list[Row] = [
        (
            "单选题",
            "谁审批?",
            "省级",
            "乡镇",
            None,
            "A",
            "第九条",
            "难",
            "考试",
            "地方条例#9\n地方条例#10",
            "对",
            "x",
        ),
        ("多选", "哪些?", "甲", "乙", "丙", "A、C", None, 1.0, None, None, None, None),
        ("判断题", "对吗?", None, None, None, "×", None, None, None, None, "不对", None),
        ("填空题", "共{{1}}名,占{{2}}", "40|四十", "3.14±0.01", None, None, None, None, None, None, None, None),
        ("填空题", "{{1}}年", None, None, None, 2019.0, None, None, None, None, None, None),
        ("排序题", "顺序", "动议", "论证", "实施", None, None, None, None, None, None, None),
        ("连线题", "配对", "甲 → 1", "乙\\→ → 2", "→ 3", None, None, None, None, None, None, None),
        ("简答题", "写", None, None, None, None, None, None, None, None, None, None),
    ]
    english = [("Single", "Who?", "a", "b", "b", "w-1", "1/4 1", "2026-01-01", "no")]
    notes = ("notes", ("just", "words"), [("a", "b")])
    return workbook(("一", CHINESE, chinese), notes, ("Two", ENGLISH, english))
