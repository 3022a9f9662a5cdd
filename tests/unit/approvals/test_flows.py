"""Flow files: what the checker takes, what it refuses, and that published versions stay as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.approvals.flow_book import FLOW_FOLDER
from backend.approvals.flows import (
    WITHOUT_EXECUTOR,
    Flow,
    FlowBook,
    FlowError,
    StepType,
    Verdict,
    load_flows,
    parse_flow,
)

ROLES = frozenset({"officer", "chief", "head", "orgdept", "finance", "hr"})

#: A published version is never edited: matters under way rely on it. A change is a new file.
PUBLISHED = {
    ("opening_balance", 1): "sha256:b5b670050b084e55e53463364ab0665316f5f3fdbe181a0350351af3c8925550",
    ("personnel_entry", 1): "sha256:31c13be1967737758367ec5740559979974d7f4e5897d58e2f8f36fb646ebee2",
}


def flow_of(*steps: dict[str, object], **changes: object) -> str:
    return yaml.safe_dump({"flow": "f", "version": 1, "steps": list(steps)} | changes)


def approver(key: str | None = "a", **changes: Any) -> dict[str, object]:
    return {"key": key, "type": "approver", "roles": ["officer"], "days": 3} | changes


LAST = approver("z", issues=True)


def test_published_versions_never_change() -> None:
    book = load_flows(FLOW_FOLDER, ROLES)
    assert {(flow.name, flow.version): flow.digest for flow in book} == PUBLISHED


def test_personnel_entry_goes_the_way_of_the_office() -> None:
    flow = load_flows(FLOW_FOLDER, ROLES).newest("personnel_entry")
    assert [(step.key, step.type, step.roles) for step in flow.steps] == [
        ("unit_head", StepType.APPROVER, ("head",)),
        ("office_clerk", StepType.APPROVER, ("officer",)),
        ("joint_review", StepType.JOINT, ("orgdept", "hr")),
        ("chief", StepType.APPROVER, ("chief",)),
        ("issue", StepType.ISSUE, ("officer",)),
    ]
    assert flow.step("joint_review").need == 2
    assert flow.step("issue").verdicts == (Verdict.ISSUE,)
    assert flow.step("issue").takes_document
    assert flow.steps[-1].notice_series == "entry_notice"


def test_steps_follow_each_other() -> None:
    flow = parse_flow(flow_of(approver("a"), approver("b"), LAST), ROLES)
    assert flow.first.key == "a"
    following = flow.after("a")
    assert following is not None
    assert following.key == "b"
    assert flow.after("z") is None
    with pytest.raises(KeyError):
        flow.step("c")


def test_joint_review_of_some() -> None:
    joint = {"key": "j", "type": "joint", "roles": ["orgdept", "finance", "hr"], "need": 2, "days": 5}
    assert parse_flow(flow_of(joint, LAST), ROLES).first.need == 2
    assert parse_flow(flow_of(joint | {"need": "all"}, LAST), ROLES).first.need == 3


def test_verdicts_can_be_narrowed() -> None:
    flow = parse_flow(flow_of(approver(verdicts=["return", "approve"]), LAST), ROLES)
    assert flow.first.verdicts == (Verdict.APPROVE, Verdict.RETURN)


@pytest.mark.parametrize("kind", sorted(WITHOUT_EXECUTOR))
def test_step_types_that_nothing_carries_out_are_refused(kind: str) -> None:
    with pytest.raises(FlowError, match=f"nothing carries out steps of type {kind} yet"):
        parse_flow(flow_of(approver(type=kind), LAST), ROLES)


_JOINT: dict[str, Any] = {"type": "joint", "roles": ["orgdept", "hr"], "need": "all"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[", "not YAML"),
        ("- a", "a mapping is expected"),
        (flow_of(LAST, extra=1), "unknown keys extra"),
        (flow_of(LAST, flow="no name"), "a name is missing"),
        (flow_of(LAST, version=0), "version must be a number from 1"),
        (flow_of(LAST, version=True), "version must be a number from 1"),
        (flow_of(), "steps are missing"),
        (flow_of(approver(speed=1), LAST), "unknown keys speed"),
        (flow_of(approver(key=None), LAST), "a step without key"),
        (flow_of(approver(type="lottery"), LAST), "unknown step type lottery"),
        (flow_of(approver(roles=[]), LAST), "roles are missing"),
        (flow_of(approver(roles=["king"]), LAST), "unknown role king"),
        (flow_of(approver(roles=["officer", "chief"]), LAST), "has one role"),
        (flow_of(approver(**_JOINT | {"roles": ["hr"]}), LAST), "at least two roles"),
        (flow_of(approver(**_JOINT | {"roles": ["hr", "hr"]}), LAST), "named twice"),
        (flow_of(approver(**_JOINT | {"need": 1}), LAST), "need is all"),
        (flow_of(approver(**_JOINT | {"need": 3}), LAST), "need is all"),
        (flow_of(approver(need=1), LAST), "only a joint review"),
        (flow_of(approver(**_JOINT | {"issues": True}), LAST), "only an approver or an issue step"),
        (flow_of(approver(days=0), LAST), "days must be"),
        (flow_of(approver(days=1.5), LAST), "days must be"),
        (flow_of(approver(notice_series="x"), LAST), "belongs to a step that issues"),
        (flow_of(approver(verdicts=["reject"]), LAST), "must hold approve"),
        (flow_of(approver(verdicts=["approve", "issue"]), LAST), "verdicts are"),
        (flow_of(approver("z", type="issue", verdicts=["approve"])), "no verdicts to choose"),
        (flow_of(approver("z", type="issue", issues=False)), "an issue step issues"),
        (flow_of(approver("z"), LAST), "two steps have one key"),
        (flow_of(approver("a")), "brings the effect about"),
        (flow_of(LAST, approver("a", issues=True)), "brings the effect about"),
    ],
)
def test_what_is_no_flow_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(FlowError, match=reason):
        parse_flow(text, ROLES)


def test_file_name_tells_name_and_version(tmp_path: Path) -> None:
    (tmp_path / "f.v2.yaml").write_text(flow_of(LAST), encoding="utf-8")
    with pytest.raises(FlowError, match="holds f version 1"):
        load_flows(tmp_path, ROLES)


def test_versions_have_no_gap(tmp_path: Path) -> None:
    for version in (1, 3):
        (tmp_path / f"f.v{version}.yaml").write_text(flow_of(LAST, version=version), encoding="utf-8")
    with pytest.raises(FlowError, match="version 3 where 2 is expected"):
        load_flows(tmp_path, ROLES)


def test_new_matters_take_the_newest_and_old_versions_stay() -> None:
    book = FlowBook()
    flows: list[Flow] = [parse_flow(flow_of(LAST, version=version), ROLES) for version in range(1, 12)]
    for flow in flows:
        book.add(flow)
    assert book.newest("f").version == 11
    assert book.version("f", 1) is flows[0]
    assert book.find("f", 12) is None
    with pytest.raises(KeyError):
        book.newest("g")
