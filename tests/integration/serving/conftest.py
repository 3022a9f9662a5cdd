"""The toy application under each green worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.serving.toy_names import GATE
from tests.support.servers import WebServer, postgres_server, web_server

TOY = "tests.integration.serving.toy:application"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="module", params=["eventlet", "gevent"])
def green_mode(request: pytest.FixtureRequest) -> str:
    mode: str = request.param
    return mode


@pytest.fixture(scope="module")
def toy_folder(green_mode: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp(green_mode)


@pytest.fixture(scope="module")
def toy(green_mode: str, postgres: str, toy_folder: Path) -> Iterator[WebServer]:
    """One server for the tests of a module that do not end it."""
    with web_server({"ZB_ASYNC": green_mode, "TOY_POSTGRES": postgres}, toy_folder, TOY) as server:
        yield server


@pytest.fixture
def gate(toy_folder: Path) -> Iterator[Path]:
    """The file for which requests of the toy wait; gone again for the next test."""
    gate = toy_folder / GATE
    yield gate
    gate.unlink(missing_ok=True)


@pytest.fixture
def mortal_toy(green_mode: str, tmp_path: Path) -> Iterator[WebServer]:
    """A server of the test's own, to be ended: whoever holds it up does so longer than anybody waits."""
    env = {"ZB_ASYNC": green_mode, "GUNICORN_CMD_ARGS": "--graceful-timeout 600"}
    with web_server(env, tmp_path, TOY) as server:
        yield server
