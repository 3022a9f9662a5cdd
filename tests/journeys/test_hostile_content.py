"""Whatever an author writes or uploads, nothing of it runs in the app: not in the editor, not at the learner's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Dialog, FilePayload, Page, expect

from tests.journeys.conftest import Product
from tests.support.hostile_markdown import HOSTILE_MARKDOWN, HOSTILE_SVG, MARK
from tests.support.phone import Phone

TakePhone = Callable[..., Phone]
DESKTOP = (1280, 900)
TITLE, LESSON = "粘贴来的课程", "粘贴来的课时"
#: the file that the texts name; the drawing takes its place
NO_FILE = "0" * 32
#: without those that are long only to be slow to read; the longest paste that the editor takes
PASTED = "\n\n".join(text for text in HOSTILE_MARKDOWN if len(text) < 1000 and "\x00" not in text)


@dataclass  # without slots: Playwright hangs its own wrappers on the handlers' owner
class Witness:
    """What a page would do if something of the content ran."""

    page: Page
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("dialog", self._dialog)
        self.page.on("console", lambda message: self._note(message.text))
        self.page.on("request", lambda request: self._note(request.url))

    def _dialog(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note(self, text: str) -> None:
        if "evil.example" in text or "Content Security Policy" in text:
            self.seen.append(text)

    def testify(self) -> list[str]:
        """Dialogs, requests to other hosts, scripts that ran or that only the policy held up."""
        ran = self.page.evaluate(f"window.{MARK} !== undefined")
        return [*self.seen, *(["a script ran"] if ran else [])]


@pytest.fixture
def author(chromium: Browser, product: Product) -> Iterator[Phone]:
    desk = Phone.take(chromium, product.origin, size=DESKTOP).sign_in("author", product.password)
    yield desk
    desk.close()


def test_hostile_content_stays_text(product: Product, author: Phone, phone: TakePhone) -> None:
    writing = Witness(author.page)
    _begin_course(author)
    drawing = _upload_drawing(author)
    author.fill("authoring.lessonText", PASTED.replace(NO_FILE, drawing))
    expect(author.page.get_by_text(f"window.{MARK}=1").first).to_be_visible()
    assert writing.testify() == []
    _publish(author)
    assert writing.testify() == []

    learner = phone("trainee")
    reading = Witness(learner.page)
    learner.visit("/learn/courses")
    learner.page.get_by_role("link", name=re.compile(TITLE)).first.click()
    learner.page.get_by_role("link", name=re.compile(LESSON)).first.click()
    expect(learner.page.get_by_role("heading", name=LESSON, level=1)).to_be_visible()
    learner.settled()
    shown = learner.page.get_by_role("article")
    expect(shown).to_contain_text(f"<script>window.{MARK}=1</script>")
    for link in shown.get_by_role("link").all():
        assert (link.get_attribute("href") or "").startswith(("https://gov.example", "/"))
        link.hover()
    assert reading.testify() == []

    with learner.page.expect_download() as saved:
        learner.page.evaluate("address => { location.href = address }", f"/api/v1/files/{drawing}")
    assert saved.value.suggested_filename.endswith(".svg"), "a drawing is saved, never opened as a page"
    assert reading.testify() == []
    _withdraw(author)


def _begin_course(author: Phone) -> None:
    """A new course with one lesson that has a title."""
    author.visit("/authoring")
    author.tap("authoring.newCourse")
    sheet = author.page.get_by_role("dialog")
    author.fill("authoring.key", "pasted-course", within=sheet)
    author.fill("authoring.title", TITLE, within=sheet)
    author.tap("authoring.newCourse", within=sheet)
    author.page.wait_for_url(re.compile("/authoring/courses/.+"))
    author.fill("authoring.summary", "简介")
    author.fill("authoring.hours", "1")
    outline = author.page.get_by_role("navigation", name=author.say("authoring.outline"))
    outline.locator("strong").first.click()
    author.fill("authoring.title", "第一单元")
    author.tap("authoring.addLesson", within=outline)
    author.fill("authoring.title", LESSON)


def _upload_drawing(author: Phone) -> str:
    """Hand in an SVG with scripts, past what the file chooser proposes; returns its id."""
    drawing: FilePayload = {"name": "图.svg", "mimeType": "image/svg+xml", "buffer": HOSTILE_SVG.encode()}
    author.page.locator("input[type=file]").set_input_files(drawing)
    text = author.field("authoring.lessonText")
    expect(text).to_have_value(re.compile(r"file:[0-9a-f]{32}\)\s*$"))
    return str(re.findall(r"file:([0-9a-f]{32})", text.input_value())[-1])


def _publish(author: Phone) -> None:
    author.tap("authoring.publish")
    sheet = author.page.get_by_role("dialog", name=author.say("authoring.publishTitle"))
    author.tap("authoring.publish", within=sheet)
    expect(sheet).to_have_count(0)
    expect(author.page.get_by_text(author.say("authoring.state_published")).first).to_be_visible()


def _withdraw(author: Phone) -> None:
    """Out of the catalogue again."""
    author.tap("authoring.withdraw")
    author.tap(
        "authoring.withdraw", within=author.page.get_by_role("dialog", name=author.say("authoring.withdrawTitle"))
    )
    expect(author.page.get_by_text(author.say("authoring.state_withdrawn")).first).to_be_visible()
