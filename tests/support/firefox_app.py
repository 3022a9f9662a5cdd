"""The app in Firefox: what a person does there, through what is on the screen."""

from __future__ import annotations

from marionette_driver import By
from marionette_driver.errors import NoSuchElementException, StaleElementException
from marionette_driver.marionette import Marionette, WebElement

from tests.support.firefox import shown_notifications
from tests.support.waiting import wait_until
from tests.support.words import words


class FirefoxApp:
    """One browser with the app at ``origin``, in Chinese."""

    def __init__(self, browser: Marionette, origin: str) -> None:
        self._browser = browser
        self._origin = origin
        self._say = words("zh-CN")

    def sign_in(self, username: str, password: str) -> FirefoxApp:
        """Sign in on the first screen and wait for the tasks."""
        self._browser.navigate(f"{self._origin}/sign-in")
        self._find("input[autocomplete=username]").send_keys(username)
        self._find("input[type=password]").send_keys(password)
        self._find("button[type=submit]").click()
        self.reads(self._say("app.tasks"))
        return self

    def switch_push_on(self) -> None:
        """On the page of push: turn the switch, and wait until the device is listed."""
        self._browser.navigate(f"{self._origin}/me/push")
        self._find("[role=switch][aria-checked=false]:not([aria-busy=true])").click()
        self.reads(self._say("notifications.thisDevice"))

    def notifications(self) -> list[dict[str, str]]:
        """What is on the lock screen."""
        return shown_notifications(self._browser)

    def open(self, path: str) -> None:
        """Go where a tap on a notification leads."""
        self._browser.navigate(f"{self._origin}{path}")

    def path(self) -> str:
        """The path of the page that is open."""
        return str(self._browser.get_url()).removeprefix(self._origin)

    def reads(self, text: str) -> None:
        """Wait until ``text`` is on the screen."""
        wait_until(lambda: text in self._text(), f"{text!r} is on the screen")

    def _text(self) -> str:
        try:
            return str(self._browser.find_element(By.TAG_NAME, "body").text)
        except (NoSuchElementException, StaleElementException):
            return ""

    def _find(self, selector: str) -> WebElement:
        def shown() -> WebElement | None:
            found = self._browser.find_elements(By.CSS_SELECTOR, selector)
            return next((element for element in found if element.is_displayed()), None)

        return wait_until(shown, f"{selector} is on the screen")
