"""Error codes: each means one thing, and the app has a sentence for it in both languages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from backend.description import refusals

# Nothing is stored here.
pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).parents[2]
SENTENCES = ROOT / "pwa" / "src" / "shared" / "i18n" / "locale"
#: What the app says where no answer of the server's came.
OF_THE_APP = {"unknown", "network_unreachable", "timed_out", "storage_unavailable"}


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What ``error-codes`` prints, in a process that knows no refusals of tests."""
    environment = {**os.environ, "ZB_DATA_DIR": str(tmp_path_factory.mktemp("codes"))}
    command = [sys.executable, "-m", "backend.cli", "error-codes"]
    printed = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout.split()
    assert printed == sorted(set(printed))
    return set(printed)


def test_a_code_has_one_meaning() -> None:
    own = [cls.code for cls in refusals() if "code" in vars(cls) and not cls.__module__.startswith("tests.")]
    assert len(own) > 80
    assert sorted(own) == sorted(set(own))


def test_codes_are_words(codes: set[str]) -> None:
    assert {code for code in codes if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", code)} == set()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_code_has_a_sentence_and_every_sentence_a_code(codes: set[str], language: str) -> None:
    text = (SENTENCES / f"errors.{language}.ts").read_text(encoding="utf-8")
    spoken = set(re.findall(r"^  (\w+):", text.partition("export default {")[2], re.MULTILINE))
    assert codes | OF_THE_APP == spoken
