"""国办函〔2026〕12号 as a check: nothing that watches people is offered, named in a table or read for evidence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backend.app import wire
from backend.assessment.evidence.providers import PROVIDERS
from backend.assessment.evidence.sources import DOCUMENT, FORBIDDEN, SOURCES, forbidden_word
from backend.core.db import Base
from tests.unit.courses.test_red_lines import WATCHING

ROOM = Path("backend/assessment/evidence")
#: What no provider may take from training: practice, presence, time, attempts.
_WATCHED = re.compile(r"practice|roster|attendance|review|desk|sandbox|last_seen|session_id|heartbeat")


def test_every_source_has_a_provider_of_its_kind_and_no_other_can_speak() -> None:
    offered = {source: provider.kind for provider in PROVIDERS for source in provider.sources}
    assert offered == {code: source.kind for code, source in SOURCES.items()}


def test_no_source_is_forbidden_and_the_forbidden_are_found_in_any_clothes() -> None:
    assert DOCUMENT == "国办函〔2026〕12号"
    assert [code for code in SOURCES if forbidden_word(code)] == []
    assert all(forbidden_word(code) == code or forbidden_word(code) in FORBIDDEN for code in FORBIDDEN)
    for disguised in ("Learning-Time.total", "weekly_practice", "login", "daily_sign_in_count", "likes"):
        assert forbidden_word(disguised) is not None


@pytest.mark.parametrize("path", sorted((ROOM / "providers").glob("*.py")), ids=lambda path: path.stem)
def test_no_provider_reads_what_watches(path: Path) -> None:
    imports = [line for line in path.read_text(encoding="utf-8").splitlines() if "import" in line]
    assert [line for line in imports if _WATCHED.search(line)] == []


def test_evidence_itself_is_stored_nowhere() -> None:
    wire()
    tables = {name for name in Base.metadata.tables if name.startswith("assessment_evidence")}
    assert tables == {f"assessment_evidence_{what}" for what in ("entry", "objection", "ruling")}


def test_no_column_of_evidence_watches() -> None:
    wire()
    columns = [
        column
        for table in Base.metadata.sorted_tables
        if table.name.startswith("assessment_evidence")
        for column in table.columns
    ]
    assert len(columns) > 20
    assert [str(column) for column in columns if WATCHING.search(column.name)] == []
