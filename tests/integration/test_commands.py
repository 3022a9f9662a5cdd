"""The operator's commands as an operator starts them: what they print, how they end, what they leave.

``start`` makes a process of its own, which takes as long as all else here: each kind of ending is seen in one.
Further words are given to ``invoke``, which runs the command line in the process of the test.
"""

from __future__ import annotations

import base64
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from backend.app import create_app
from backend.cli import main
from backend.config import Settings
from backend.core.runtime import Runtime
from backend.description import error_codes, openapi_document
from backend.identity.models import Grant, ScopeNode
from backend.migrations import upgrade
from tests.conftest import OwnClient
from tests.support.app_browser import AppBrowser

# What a command writes is an operation of its domain, tried on both databases there.
pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

ROOT = Path(__file__).parents[2]
REFUSED, NOT_SET_UP = 3, 4


@pytest.fixture
def installation(tmp_path: Path, empty_database_url: str) -> Settings:
    """An empty folder and an empty database."""
    return Settings.from_env({"ZB_DATA_DIR": str(tmp_path / "var"), "ZB_DATABASE_URL": empty_database_url})


def environment_of(installation: Settings) -> dict[str, str]:
    return {"ZB_DATA_DIR": str(installation.data_dir), "ZB_DATABASE_URL": installation.database_url}


def start(installation: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "backend.cli", *words],
        cwd=ROOT,
        env={**os.environ, **environment_of(installation)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def invoke(installation: Settings, *words: str) -> Result:
    return CliRunner(env=environment_of(installation)).invoke(main, words)


def test_nothing_runs_on_a_database_of_another_shape(installation: Settings) -> None:
    started = start(installation, "verify")
    assert (started.returncode, started.stdout) == (NOT_SET_UP, "")
    assert "run migrate" in started.stderr
    for words in (("create-admin", "--region", "9901"), ("demo",)):
        ended = invoke(installation, *words)
        assert (ended.exit_code, ended.stdout) == (NOT_SET_UP, ""), words
        assert "run migrate" in ended.stderr


def test_create_admin_makes_three_administrators_and_the_first_chief(installation: Settings) -> None:
    assert invoke(installation, "migrate").exit_code == 0
    made = start(installation, "create-admin", "--region", "4101")
    assert made.returncode == 0, made.stderr
    passwords = dict(line.split("\t") for line in made.stdout.splitlines())
    assert list(passwords) == ["sysadmin", "secadmin", "auditor", "chief"]
    assert len(set(passwords.values())) == 4
    again = start(installation, "create-admin", "--region", "4101")
    assert (again.returncode, again.stdout) == (REFUSED, "")
    assert again.stderr.startswith("already_set_up")
    assert invoke(installation, "verify").exit_code == 0
    runtime = Runtime.start(installation)
    app = create_app(runtime)
    app.test_client_class = OwnClient
    for username, password in passwords.items():
        browser = AppBrowser(app.test_client())
        assert browser.post("/session", {"username": username, "password": password}).status_code == 200
        assert browser.read("/session")["must_change_password"] is True
    with runtime.database.read() as tx:
        held = select(Grant.role, ScopeNode.name).outerjoin(ScopeNode, ScopeNode.id == Grant.node_id)
        places = {grant.role: grant.name for grant in tx.session.execute(held)}
    assert places == {**dict.fromkeys(passwords), "chief": "郑州市"}
    runtime.database.dispose()


def test_create_admin_knows_no_such_region(installation: Settings) -> None:
    assert invoke(installation, "migrate").exit_code == 0
    refused = invoke(installation, "create-admin", "--region", "4199")
    assert (refused.exit_code, refused.stdout) == (REFUSED, "")
    assert refused.stderr.startswith("office_region_unknown")
    assert invoke(installation, "create-admin", "--region", "4101").exit_code == 0, "nothing was kept"


def test_vapid_keys_are_made_once_and_kept_secret(installation: Settings) -> None:
    first, second = start(installation, "vapid-keys"), invoke(installation, "vapid-keys")
    assert first.returncode == second.exit_code == 0, first.stderr
    assert first.stdout == second.stdout
    key = first.stdout.strip()
    point = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
    assert (len(point), point[0]) == (65, 4), "an uncompressed point of P-256 (RFC 8292)"
    files = [path for path in installation.key_dir.iterdir() if path.is_file()]
    assert files
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)


def test_error_codes_and_the_description_are_those_of_the_product(installation: Settings) -> None:
    printed = start(installation, "error-codes")
    assert printed.returncode == 0
    codes = printed.stdout.split()
    assert set(codes) <= set(error_codes())
    assert all(re.fullmatch(r"[a-z0-9_]+", code) for code in codes)
    described = start(installation, "openapi")
    assert described.returncode == 0, described.stderr
    document = orjson.loads(described.stdout)
    assert document["openapi"] == "3.1.0"
    assert document["components"]["schemas"]["ErrorCode"]["enum"] == codes
    _ensure_served(installation, document)


def _ensure_served(installation: Settings, printed: dict[str, Any]) -> None:
    """What the application serves is what is printed, and each operation names its permission."""
    runtime = Runtime.start(installation)
    upgrade(runtime.database.engine)
    served = openapi_document(create_app(runtime))
    assert served["paths"].keys() == printed["paths"].keys()
    assert {path for path in served["paths"] if not path.startswith("/api/v1/")} == set()
    assert all(
        "x-permission" in operation
        for operations in served["paths"].values()
        for method, operation in operations.items()
        if method in ("get", "post", "put", "delete")
    )
    runtime.database.dispose()


def test_every_command_explains_itself(installation: Settings) -> None:
    listed = invoke(installation, "--help")
    assert listed.exit_code == 0
    for command in main.commands:
        assert re.search(rf"^  {command}\s+\S", listed.output, re.MULTILINE), command
        explained = invoke(installation, command, "--help")
        assert (explained.exit_code, explained.output[:7]) == (0, "Usage: "), command
    assert {"migrate", "demo", "import", "verify", "flows", "openapi"} <= set(main.commands)
