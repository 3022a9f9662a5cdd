"""``flows check`` and ``flows show``."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from backend.approvals.commands import flows_group


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(flows_group, list(arguments))
    return result.exit_code, result.output


def test_check_lists_each_version_with_its_digest() -> None:
    code, output = run("check")
    assert code == 0
    assert "personnel_entry v1: 5 steps, sha256:" in output
    assert "opening_balance v1: 1 steps, sha256:" in output


def test_check_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "f.v1.yaml").write_text("flow: f\nversion: 1\nsteps: []\n", encoding="utf-8")
    code, output = run("check", str(tmp_path))
    assert (code, output) == (1, "Error: f: steps are missing\n")


def test_show_tells_the_steps() -> None:
    code, output = run("show", "personnel_entry")
    assert code == 0
    assert output.splitlines() == [
        "personnel_entry v1",
        "1. unit_head: approver by head, 3 working days",
        "2. office_clerk: approver by officer, 5 working days",
        "3. joint_review: joint by orgdept + hr, 2 of 2, 5 working days",
        "4. chief: approver by chief, 3 working days",
        "5. issue: issue by officer, 3 working days, brings the effect about",
    ]


def test_show_knows_only_what_is_there() -> None:
    assert run("show", "lottery") == (1, "Error: no flow lottery\n")
    assert run("show", "personnel_entry", "--version", "9") == (1, "Error: no flow personnel_entry version 9\n")
