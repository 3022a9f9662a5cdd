"""A year of assessment at a unit: scheme, round, marks, compile, ratio, decision, objection, signature, seal.

Everything of the last weeks of a year happens here in one sitting: days that must pass are over because the unit
showed the names on paper, which the office records as it would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, expect

from backend.core.clock import SHANGHAI
from tests.journeys.board_steps import enter_special_case, raise_ratio, suggest
from tests.journeys.conftest import Product
from tests.journeys.rating_steps import RATERS, is_counted, rate
from tests.support.phone import Phone

UNIT = "云川市住房和城乡建设局"
GRADES = ("优秀", "称职", "基本称职", "不称职")
REASON = "综合全年表现，会议研究确定。"
#: Whose case is objected to, and told of the result.
MENTEE_ACCOUNT = "trainee"


def _day(days_ago: int) -> str:
    return f"{datetime.now(SHANGHAI) - timedelta(days=days_ago):%Y-%m-%d}"


@pytest.fixture
def desk(chromium: Browser, product: Product) -> Iterator[Phone]:
    """The office of the assessment, at a desk."""
    one = Phone.take(chromium, product.origin, size=(1280, 800)).sign_in("assessor", product.password)
    yield one
    one.close()


def test_a_year_from_its_scheme_to_its_seal(
    desk: Phone, phone: Callable[..., Phone], product: Product, tmp_path: Path
) -> None:
    trainee, clerk, head = phone(MENTEE_ACCOUNT), phone("unit"), phone("head")
    _adopt_scheme(desk)
    round_path = _open_round(desk)
    _hand_in(trainee, clerk)
    rate(desk, [trainee, clerk, head, *(phone(name) for name in RATERS[3:])], round_path)
    _end_windows(desk, round_path)
    is_counted(desk, len(RATERS), round_path)
    _compile(desk, round_path)
    suggest(head, "competent", "踏实肯干")
    names = _fill_the_ratio(desk, round_path)
    raise_ratio(desk, tmp_path)
    enter_special_case(desk, desk.page.locator(".zb-cases tbody tr").nth(len(names) + 1))
    _grade_the_rest(desk)
    _decide(desk, round_path)
    for who in (head, phone("orgdept")):
        _confirm(who, round_path)
    fallen = _object(trainee, desk, head, round_path, names)
    _end_publicity(desk, round_path)
    _sign(trainee, desk, round_path)
    _seal(desk, round_path, product)
    _compare_sheet(desk, round_path, tmp_path, [name for name in names if name != fallen])


def _adopt_scheme(desk: Phone) -> None:
    """Last year's scheme, tried on last year's evidence, is adopted for this one."""
    desk.visit("/assessment/schemes")
    desk.tap("schemes.begin")
    sheet = desk.page.get_by_role("dialog")
    desk.field("schemes.place", sheet).select_option(label=UNIT)
    sheet.get_by_text(desk.say("schemes.fromLastYear"), exact=True).click()
    desk.tap("schemes.begin", within=sheet)
    desk.page.wait_for_url(re.compile("/assessment/schemes/.+"))
    desk.tap("schemes.try")
    adopt = desk.page.get_by_role("button", name=desk.say("schemes.adopt"), exact=True)
    expect(adopt).to_be_visible()
    adopt.click()
    _give_reason(desk, "schemes.adopt", "按上年方案试算后采用")
    expect(desk.page.get_by_text(desk.say("schemes.adopted")).first).to_be_visible()


def _open_round(desk: Phone) -> str:
    desk.visit("/assessment")
    desk.tap("rounds.new")
    sheet = desk.page.get_by_role("dialog")
    desk.field("rounds.place", sheet).select_option(label=UNIT)
    desk.tap("rounds.prepare", within=sheet)
    desk.page.wait_for_url(re.compile("/assessment/rounds/.+"))
    _plan_windows(desk, _day(0))
    desk.tap("rounds.open")
    desk.tap("rounds.open", within=desk.page.get_by_role("dialog"))
    expect(desk.page.get_by_text(desk.say("rounds.board")).first).to_be_visible()
    return desk.page.url.removeprefix(desk.origin)


def _plan_windows(desk: Phone, day: str) -> None:
    desk.tap("rounds.edit")
    for window in ("selfSummary", "rating", "superiorMark"):
        for edge in ("开始", "截止"):
            desk.page.get_by_label(f"{desk.say(f'rounds.{window}')}：{edge}").fill(day)
    desk.tap("rounds.save")
    expect(desk.page.get_by_role("button", name=desk.say("rounds.edit"))).to_be_visible()


def _hand_in(trainee: Phone, superior: Phone) -> None:
    """One writes what the year was, the other says what it is worth; the dial knows it at once."""
    trainee.visit("/me/year/self-summary")
    trainee.fill("marks.summaryText", "完成巡查二十个项目，参加业务学习，遵守各项纪律。")
    trainee.tap("marks.handIn")
    expect(trainee.page.get_by_text(re.compile("^已")).first).to_be_visible()
    superior.visit("/me/year/marks")
    superior.page.get_by_role("link", name=re.compile("^戴|^学员|.")).first.wait_for()
    person = superior.page.locator("a[href*='/me/year/marks/']").first
    person.click()
    expect(superior.page.get_by_role("button", name=superior.say("marks.give"))).to_be_visible()
    for box in superior.page.locator("input[type=number]").all():
        box.fill("93")
    superior.fill("marks.comment", "工作扎实，完成任务好。")
    superior.tap("marks.give")
    expect(superior.page.get_by_role("button", name=superior.say("marks.giveAgain"))).to_be_visible()


def _end_windows(desk: Phone, round_path: str) -> None:
    desk.visit(round_path)
    _plan_windows(desk, _day(1))


def _compile(desk: Phone, round_path: str) -> None:
    """Evidence is frozen, then scored, by the worker; the page is told over the socket."""
    desk.visit(f"{round_path}/board")
    desk.tap("grading.freeze")
    compile_now = desk.page.get_by_role("button", name=desk.say("grading.compile"), exact=True)
    expect(compile_now).to_be_visible()
    compile_now.click()
    expect(desk.page.get_by_role("button", name=desk.say("grading.recompile"))).to_be_visible()


def _fill_the_ratio(desk: Phone, round_path: str) -> list[str]:
    """优秀 is given until nothing is left; one more is refused, and stays what it was."""
    desk.visit(f"{round_path}/board")
    desk.page.get_by_role("button", name=re.compile(UNIT)).first.click()
    meter = desk.page.locator("section .zb-ratio__head").last
    expect(meter).to_be_visible()
    found = re.search(r"(\d+) / (\d+)", meter.inner_text())
    assert found is not None
    given, limit = int(found[1]), int(found[2])
    assert 0 < limit < 12
    rows = desk.page.locator(".zb-cases tbody tr")
    named = []
    for number in range(limit - given + 1):
        row = rows.nth(number)
        _grade(desk, row, "excellent")
        if number < limit - given:
            named.append(row.get_by_role("button").first.inner_text())
            expect(meter).to_contain_text(f"{given + number + 1} / {limit}")
    sheet = desk.page.get_by_role("dialog")
    expect(sheet.get_by_role("alert")).to_contain_text(str(limit))
    desk.tap("ui.cancel", within=sheet)
    expect(meter).to_contain_text(f"{limit} / {limit}")
    return named


def _grade(desk: Phone, row: Locator, grade: str) -> None:
    row.get_by_role("combobox").select_option(value=grade)
    _give_reason(desk, "grading.change", REASON, closes=False)


def _give_reason(desk: Phone, confirm: str, reason: str, *, closes: bool = True) -> None:
    sheet = desk.page.get_by_role("dialog")
    sheet.get_by_role("textbox").fill(reason)
    desk.tap(confirm, within=sheet)
    if closes:
        expect(sheet).to_have_count(0)


def _grade_the_rest(desk: Phone) -> None:
    """Whom too little is known of stands without a grade in each group; HR gives one to all of them at once."""
    for group in desk.page.locator("button.zb-pool").all():
        group.click()
        rest = desk.page.get_by_role("button", name=re.compile("^其余未定等次的"))
        expect(desk.page.locator(".zb-cases tbody tr").first).to_be_visible()
        if rest.count():
            rest.click()
            sheet = desk.page.get_by_role("dialog")
            desk.field("grading.grade", sheet).select_option(value="competent")
            _give_reason(desk, "grading.change", REASON)
            expect(rest).to_have_count(0)


def _decide(desk: Phone, round_path: str) -> None:
    """The committee's decision on the unit, and the supervising organ's on its leader, from their minutes."""
    desk.visit(f"{round_path}/decisions")
    record = desk.page.get_by_role("button", name=desk.say("results.record"), exact=True)
    expect(record.first).to_be_visible()
    while count := record.count():
        record.first.click()
        sheet = desk.page.get_by_role("dialog")
        desk.fill("results.minutesNumber", f"考委纪要〔{_day(0)[:4]}〕{count}号", within=sheet)
        desk.fill("results.decidedOnLabel", _day(24), within=sheet)
        expect(sheet.get_by_role("group").first).to_be_visible()
        desk.tap("results.record", within=sheet)
        expect(sheet).to_have_count(0)
        expect(record).to_have_count(count - 1)


def _confirm(who: Phone, round_path: str) -> None:
    """Another person reads and confirms it, on the phone."""
    who.visit(f"{round_path}/decisions")
    who.tap("results.confirm")
    sheet = who.page.get_by_role("dialog")
    expect(sheet.get_by_text(who.say("results.counts"))).to_be_visible()
    who.tap("results.confirm", within=sheet)
    expect(sheet).to_have_count(0)


def _object(trainee: Phone, desk: Phone, head: Phone, round_path: str, names: list[str]) -> str:
    """Names are on show inside the organ; one is objected to, with success. Returns that name."""
    desk.visit(f"{round_path}/decisions")
    desk.tap("results.openPublicity")
    expect(desk.page.get_by_text(desk.say("results.publicityRunning"))).to_be_visible()
    trainee.visit("/me/year/list")
    for name in names:
        trainee.sees(name)
    name = next(one for one in names if _button_of(trainee, one).count())
    _button_of(trainee, name).click()
    sheet = trainee.page.get_by_role("dialog")
    trainee.fill("results.objectReason", "上半年的两项任务并未按期完成。", within=sheet)
    trainee.tap("results.objectSend", within=sheet)
    expect(sheet).to_have_count(0)
    desk.visit(f"{round_path}/objections")
    desk.tap("results.toAnswer")
    answer = desk.page.get_by_role("dialog")
    answer.locator(".zb-choices label").last.click()
    desk.fill("results.answerReason", "经核实情况属实。", within=answer)
    desk.field("results.newGrade", answer).select_option(value="competent")
    desk.fill("results.minutesNumber", f"考委纪要〔{_day(0)[:4]}〕9号", within=answer)
    desk.fill("results.decidedOnLabel", _day(23), within=answer)
    desk.tap("results.toAnswer", within=answer)
    expect(answer).to_have_count(0)
    _confirm(head, round_path)
    trainee.visit("/me/year/list")
    trainee.sees(trainee.say("results.state_accepted"))
    return name


def _button_of(trainee: Phone, name: str) -> Locator:
    """The way to object to a name; the own one has none."""
    return trainee.page.get_by_role("button", name=re.compile(name))


def _end_publicity(desk: Phone, round_path: str) -> None:
    """The names hung on the board of the unit for three weeks: that is recorded, and ends it."""
    desk.visit(f"{round_path}/decisions")
    desk.tap("results.endPublicity")
    sheet = desk.page.get_by_role("dialog")
    sheet.get_by_role("switch").click()
    desk.fill("results.paperDocument", f"云建考〔{_day(0)[:4]}〕1号", within=sheet)
    desk.fill("results.paperFirst", _day(22), within=sheet)
    desk.fill("results.paperLast", _day(1), within=sheet)
    desk.tap("results.endPublicity", within=sheet)
    expect(sheet).to_have_count(0)
    desk.tap("results.issue")
    expect(desk.page.get_by_role("button", name=desk.say("results.paperSign"))).to_be_visible()


def _sign(trainee: Phone, desk: Phone, round_path: str) -> None:
    """One signs with a finger, the others did on paper."""
    trainee.visit("/me/year/result")
    trainee.tap("results.sign")
    sheet = trainee.page.get_by_role("dialog")
    trainee.settled()  # the sheet has come up
    box = sheet.locator("[data-test=signature]").bounding_box()
    assert box is not None
    mouse = trainee.page.mouse
    mouse.move(box["x"] + 40, box["y"] + 40)
    mouse.down()
    for step in range(1, 13):
        mouse.move(box["x"] + 40 + 18 * step, box["y"] + 40 + 25 * (step % 2))
    mouse.up()
    trainee.tap("results.sign", within=sheet)
    expect(sheet).to_have_count(0)
    with trainee.page.expect_download() as own:
        trainee.tap("results.downloadForm")
    assert own.value.suggested_filename.endswith(".pdf")
    desk.visit(f"{round_path}/decisions")
    desk.tap("results.paperSign")
    paper = desk.page.get_by_role("dialog")
    desk.fill("results.paperKeptAt", "人事档案室", within=paper)
    desk.tap("results.paperSign", within=paper)
    expect(paper).to_have_count(0)


def _seal(desk: Phone, round_path: str, product: Product) -> None:
    desk.tap("results.sealNow")
    expect(desk.page.locator(".zb-digest")).to_contain_text("sm3:")
    checked = product.command("verify")
    assert checked.returncode == 0, checked.stdout
    assert "0 differences" in checked.stdout


def _compare_sheet(desk: Phone, round_path: str, folder: Path, excellent: list[str]) -> None:
    """The summary as a spreadsheet says what the page says, name by name and in sum."""
    desk.visit(f"{round_path}/papers")
    shown = desk.page.locator(".zb-table tbody tr").first.locator("td").all_inner_texts()
    title = re.escape(desk.say("papers.results"))
    with desk.page.expect_download() as fetched:
        desk.page.get_by_role("button", name=re.compile(f"{title}.*Excel")).click()
    path = folder / "results.xlsx"
    fetched.value.save_as(path)
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    lines = [[str(cell) for cell in row if cell is not None] for row in rows]
    best = [line for line in lines if "优秀" in line]
    assert sum(any(name in line for line in best) for name in excellent) == len(excellent)
    assert len(best) == len(excellent) == int(shown[1])
    assert sum(any(grade in line for grade in GRADES) for line in lines) == int(shown[0])
