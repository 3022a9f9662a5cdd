"""A compiled round, put back for each test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from backend.core.runtime import Runtime
from tests.factories.identity import PASSWORD
from tests.factories.results import Results, make_decided, make_results, make_sealed, make_shown
from tests.support.app_browser import AppBrowser
from tests.support.shelf import Shelf

AppOf = Callable[[str], AppBrowser]


@pytest.fixture
def compiled(runtime: Runtime, shelf: Shelf) -> Results:
    return shelf.take(make_results, runtime)


@pytest.fixture
def decided(runtime: Runtime, shelf: Shelf) -> Results:
    return shelf.take(make_decided, runtime)


@pytest.fixture
def shown(runtime: Runtime, shelf: Shelf) -> Results:
    return shelf.take(make_shown, runtime)


@pytest.fixture
def sealed(runtime: Runtime, shelf: Shelf) -> Results:
    return shelf.take(make_sealed, runtime)


@pytest.fixture
def app_of(client_as: Callable[[str, str], FlaskClient]) -> AppOf:
    return lambda username: AppBrowser(client_as(username, PASSWORD))
