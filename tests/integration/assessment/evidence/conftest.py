"""The small year, with the clock at its end, and the apps of the people in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from backend.core.clock import FixedClock
from backend.core.runtime import Runtime
from tests.factories.evidence import PLAYED, Year, make_year
from tests.factories.identity import PASSWORD
from tests.support.app_browser import AppBrowser
from tests.support.shelf import Shelf


@pytest.fixture
def year(runtime: Runtime, clock: FixedClock, shelf: Shelf) -> Year:
    begin = clock.now()
    year = shelf.take(make_year, runtime)
    clock.set(begin + PLAYED)
    return year


@pytest.fixture
def app_of(year: Year, client_as: Callable[[str, str], FlaskClient]) -> Callable[[str], AppBrowser]:
    return lambda username: AppBrowser(client_as(username, PASSWORD))
