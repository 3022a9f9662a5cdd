"""A class is held: planned, joined, scanned and tapped, seen live by its teacher, recognized by the authority."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect

from backend.core.clock import SHANGHAI
from tests.journeys.conftest import Product
from tests.support.phone import CHROMIUM_FLAGS, Phone

TakePhone = Callable[..., Phone]
TITLE = "点名与扫码班"
#: What the camera sees, in points, and how often it repeats the one picture.
CAMERA, FRAMES = (640, 480), 5


def test_a_class_with_roster_and_code(
    chromium: Browser, product: Product, phone: TakePhone, tmp_path: Path
) -> None:
    teacher = phone("training")
    _plan(teacher)
    _join(phone("unit"))
    film = tmp_path / "code.y4m"
    with _with_camera(chromium, film) as browser:
        learner = Phone.take(browser, product.origin).sign_in("trainee", product.password)
        _join(learner)
        before = _recognized(learner)
        _open_board(teacher)
        _show_code_to(teacher, film)
        learner.visit("/learn/scan")
        expect(learner.page.locator(".zb-scan__answer")).to_contain_text(TITLE)
        teacher.tap("ui.close")
        expect(teacher.page.get_by_text("到课 1 人，名册 2 人")).to_be_visible()
        _tap_the_rest(teacher)
        _finish(teacher)
        _confirm(teacher)
        assert _recognized(learner) == before + 3
        learner.close()


def _plan(teacher: Phone) -> None:
    """The authority plans a round that runs now, and announces it."""
    teacher.visit("/teach/classes/new")
    teacher.fill("classes.name", TITLE)
    teacher.fill("classes.place", "二楼会议室")
    now = datetime.now(SHANGHAI)
    teacher.fill("classes.sessionTitle", "看懂三个数")
    teacher.fill("classes.startsAt", f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    teacher.fill("classes.endsAt", f"{now + timedelta(hours=2):%Y-%m-%dT%H:%M}")
    teacher.fill("classes.hoursLabel", "3")
    teacher.tap("classes.save")
    teacher.tap("classes.announce")
    teacher.tap("classes.announce", within=teacher.page.get_by_role("dialog"))
    expect(teacher.page.get_by_text(teacher.say("classes.underWay")).first).to_be_visible()


def _join(learner: Phone) -> None:
    learner.visit("/learn/classes")
    learner.page.get_by_role("link", name=re.compile(TITLE)).first.click()
    learner.tap("classes.join")
    expect(learner.page.get_by_text(learner.say("classes.enrolled"), exact=True).first).to_be_visible()


def _open_board(teacher: Phone) -> None:
    teacher.visit("/teach/classes")
    teacher.page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(teacher.page.get_by_text("到课 0 人，名册 2 人")).to_be_visible()


def _show_code_to(teacher: Phone, film: Path) -> None:
    """Put the code on the teacher's screen before the camera of the other phone."""
    teacher.tap("classes.showCode")
    code = teacher.page.locator(".zb-qr")
    expect(code).to_be_visible()
    _film(code.screenshot(), film)


def _tap_the_rest(teacher: Phone) -> None:
    """Who did not scan is tapped: a scan is a convenience."""
    row = teacher.page.locator(".zb-roster").filter(has_text="单位编制管理员")
    row.get_by_role("button", name=teacher.say("classes.present"), exact=True).click()
    expect(teacher.page.get_by_text("到课 2 人，名册 2 人")).to_be_visible()


def _finish(teacher: Phone) -> None:
    teacher.tap("classes.finish")
    teacher.tap("classes.finish", within=teacher.page.get_by_role("dialog"))
    expect(teacher.page.get_by_text(teacher.say("classes.held")).first).to_be_visible()


def _confirm(teacher: Phone) -> None:
    """The authority recognizes the hours of this class."""
    teacher.visit("/training/records")
    records = teacher.page.locator("label.zb-pending").filter(has_text=TITLE)
    expect(records).to_have_count(2)
    for record in records.all():
        record.locator("input").check()
    teacher.page.locator(".zb-dock").get_by_role("button").last.click()
    expect(records).to_have_count(0)


def _recognized(learner: Phone) -> int:
    """The figure inside the ring of 集中培训."""
    learner.visit("/learn/records")
    ring = learner.page.locator(".zb-page .zb-card").first
    expect(ring).to_contain_text(re.compile(r"\d"))
    found = re.search(r"\d+", ring.inner_text())
    assert found is not None
    return int(found[0])


@contextmanager
def _with_camera(chromium: Browser, film: Path) -> Iterator[Browser]:
    """Another Chromium, whose camera shows the film."""
    _film(None, film)
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    browser = chromium.browser_type.launch(
        executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
        args=[*CHROMIUM_FLAGS, *flags, f"--use-file-for-fake-video-capture={film}"],
    )
    yield browser
    browser.close()


def _film(picture: bytes | None, path: Path) -> None:
    """A film of one picture, as the fake camera reads it (YUV4MPEG2, 4:2:0)."""
    frame = Image.new("RGB", CAMERA, "#999")
    if picture is not None:
        shown = Image.open(io.BytesIO(picture)).convert("RGB")
        shown.thumbnail((CAMERA[0] - 40, CAMERA[1] - 40))
        frame.paste(shown, ((CAMERA[0] - shown.width) // 2, (CAMERA[1] - shown.height) // 2))
    bright, blue, red = frame.convert("YCbCr").split()
    half = (CAMERA[0] // 2, CAMERA[1] // 2)
    planes = bright.tobytes() + blue.resize(half).tobytes() + red.resize(half).tobytes()
    head = f"YUV4MPEG2 W{CAMERA[0]} H{CAMERA[1]} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + FRAMES * (b"FRAME\n" + planes))
