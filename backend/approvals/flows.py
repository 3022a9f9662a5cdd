"""Flows: the order of steps of a kind of matter, written as YAML, read into checked frozen values.

A file ``<flow>.v<version>.yaml`` holds one version. Published versions are never edited: a change is a new file
with the next number, and a running matter keeps the version it began with.

A step names roles, never persons. Its ``type`` says how the tasks of one round make a result:

- ``approver``: one task; its verdict is the result.
- ``joint`` (会签): a task for each role; ``need`` of them (``all`` or a number) approve. One return or
  rejection ends the step at once.
- ``any_one`` (或签): a task for each role; the first verdict is the result.
- ``issue`` (成文): one task that records the document's number and brings the effect about.

The effect comes with the last step: an ``issue``, or an ``approver`` step marked ``issues: true`` for kinds whose
effect needs no document of its own. Meetings, publicity periods, conditions and timers have a place in the model
(a step type each) but nothing that carries them out yet, so the checker refuses them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml


class StepType(StrEnum):
    """Step types that can be carried out."""

    APPROVER = "approver"
    JOINT = "joint"
    ANY_ONE = "any_one"
    ISSUE = "issue"


class Verdict(StrEnum):
    """What a task can end with."""

    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"
    ISSUE = "issue"


#: Types the model knows and nothing carries out yet.
WITHOUT_EXECUTOR = frozenset({"meeting", "publicity", "condition", "timer"})

_FLOW_KEYS = frozenset({"flow", "version", "steps"})
_STEP_KEYS = frozenset({"key", "type", "roles", "need", "days", "issues", "notice_series", "verdicts"})
_REVIEW_VERDICTS = (Verdict.APPROVE, Verdict.RETURN, Verdict.REJECT)


class FlowError(ValueError):
    """A flow file is not a flow; the message says which step and why."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``days`` are working days, a default of the office and no term of law."""

    key: str
    type: StepType
    roles: tuple[str, ...]
    need: int
    days: int
    verdicts: tuple[Verdict, ...]
    issues: bool
    notice_series: str | None

    @property
    def takes_document(self) -> bool:
        """Whether the effect of this step needs a document that the issuer enters."""
        return self.type is StepType.ISSUE


@dataclass(frozen=True, slots=True)
class Flow:
    """One version of the way of a kind of matter."""

    name: str
    version: int
    steps: tuple[Step, ...]

    @property
    def first(self) -> Step:
        return self.steps[0]

    def step(self, key: str) -> Step:
        """Raises ``KeyError`` for a step this version does not have."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def after(self, key: str) -> Step | None:
        """The step that follows; ``None`` after the last."""
        position = self.steps.index(self.step(key))
        return self.steps[position + 1] if position + 1 < len(self.steps) else None

    @property
    def digest(self) -> str:
        """``sha256:…`` over the meaning of the flow: published versions are pinned by it."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


class FlowBook:
    """All published versions. Versions are only ever added, one after the other."""

    def __init__(self) -> None:
        self._flows: dict[tuple[str, int], Flow] = {}

    def add(self, flow: Flow) -> None:
        """Publish a flow. Raises :class:`FlowError` unless it is the next version of its name."""
        expected = 1 + max((version for name, version in self._flows if name == flow.name), default=0)
        if flow.version != expected:
            raise FlowError(f"{flow.name}: version {flow.version} where {expected} is expected")
        self._flows[flow.name, flow.version] = flow

    def find(self, name: str, version: int) -> Flow | None:
        return self._flows.get((name, version))

    def version(self, name: str, version: int) -> Flow:
        """Raises ``KeyError``."""
        return self._flows[name, version]

    def newest(self, name: str) -> Flow:
        """The version that new matters take. Raises ``KeyError``."""
        return self._flows[name, max((number for flow, number in self._flows if flow == name), default=0)]

    def __iter__(self) -> Iterator[Flow]:
        return iter(tuple(self._flows.values()))


def load_flows(folder: Path, roles: Collection[str]) -> FlowBook:
    """Read and check every flow file of ``folder``. Raises :class:`FlowError`."""
    found = []
    for path in folder.glob("*.yaml"):
        flow = parse_flow(path.read_text(encoding="utf-8"), roles)
        if path.name != f"{flow.name}.v{flow.version}.yaml":
            raise FlowError(f"{path.name}: holds {flow.name} version {flow.version}")
        found.append(flow)
    book = FlowBook()
    for flow in sorted(found, key=lambda flow: (flow.name, flow.version)):
        book.add(flow)
    return book


def parse_flow(text: str, roles: Collection[str]) -> Flow:
    """One flow from YAML; ``roles`` are those a step may name. Raises :class:`FlowError`."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise FlowError(f"not YAML: {error}") from error
    _ensure_keys(raw, _FLOW_KEYS, "flow")
    name, version, raw_steps = raw.get("flow"), raw.get("version"), raw.get("steps")
    if not isinstance(name, str) or not name.isidentifier():
        raise FlowError("flow: a name is missing")
    if not _is_count(version):
        raise FlowError(f"{name}: version must be a number from 1")
    if not isinstance(raw_steps, list) or not raw_steps:
        raise FlowError(f"{name}: steps are missing")
    steps = tuple(_parse_step(name, raw_step, roles) for raw_step in raw_steps)
    _ensure_order(name, steps)
    return Flow(name, version, steps)


def _parse_step(flow: str, raw: Any, roles: Collection[str]) -> Step:
    _ensure_keys(raw, _STEP_KEYS, flow)
    key = raw.get("key")
    if not isinstance(key, str) or not key.isidentifier():
        raise FlowError(f"{flow}: a step without key")
    where = f"{flow}.{key}"
    kind = _parse_type(where, raw.get("type"))
    step_roles = _parse_roles(
        where,
        raw.get("roles"),
        roles,
        single=kind in (StepType.APPROVER, StepType.ISSUE),
    )
    issues = raw.get("issues", kind is StepType.ISSUE)
    if not isinstance(issues, bool) or (issues and kind not in (StepType.APPROVER, StepType.ISSUE)):
        raise FlowError(f"{where}: only an approver or an issue step can issue")
    if kind is StepType.ISSUE and not issues:
        raise FlowError(f"{where}: an issue step issues")
    if not _is_count(raw.get("days")):
        raise FlowError(f"{where}: days must be a number of working days from 1")
    series = raw.get("notice_series")
    if series is not None and (not isinstance(series, str) or not issues):
        raise FlowError(f"{where}: a notice series belongs to a step that issues")
    need = _parse_need(where, kind, raw.get("need"), len(step_roles))
    return Step(
        key,
        kind,
        step_roles,
        need,
        raw["days"],
        _parse_verdicts(where, kind, raw),
        issues,
        series,
    )


def _parse_type(where: str, value: object) -> StepType:
    if value in WITHOUT_EXECUTOR:
        raise FlowError(f"{where}: nothing carries out steps of type {value} yet")
    try:
        return StepType(str(value))
    except ValueError as error:
        raise FlowError(f"{where}: unknown step type {value}") from error


def _parse_roles(where: str, value: object, known: Collection[str], *, single: bool) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise FlowError(f"{where}: roles are missing")
    for role in value:
        if role not in known:
            raise FlowError(f"{where}: unknown role {role}")
    if len(set(value)) != len(value):
        raise FlowError(f"{where}: a role is named twice")
    if single and len(value) != 1:
        raise FlowError(f"{where}: this type of step has one role")
    if not single and len(value) < 2:
        raise FlowError(f"{where}: this type of step has at least two roles")
    return tuple(value)


def _parse_need(where: str, kind: StepType, value: object, tasks: int) -> int:
    """How many approvals make the step's result."""
    if kind is not StepType.JOINT:
        if value is not None:
            raise FlowError(f"{where}: only a joint review says how many are needed")
        return 1
    if value == "all":
        return tasks
    if isinstance(value, int) and not isinstance(value, bool) and 1 < value <= tasks:
        return value
    raise FlowError(f"{where}: need is all, or a number from 2 to {tasks}")


def _parse_verdicts(where: str, kind: StepType, raw: Mapping[str, Any]) -> tuple[Verdict, ...]:
    if kind is StepType.ISSUE:
        if "verdicts" in raw:
            raise FlowError(f"{where}: an issue step has no verdicts to choose")
        return (Verdict.ISSUE,)
    value = raw.get("verdicts", list(_REVIEW_VERDICTS))
    if not isinstance(value, list) or Verdict.APPROVE not in value:
        raise FlowError(f"{where}: verdicts must hold approve")
    if any(verdict not in _REVIEW_VERDICTS for verdict in value):
        raise FlowError(f"{where}: verdicts are approve, return and reject")
    return tuple(verdict for verdict in _REVIEW_VERDICTS if verdict in value)


def _ensure_order(flow: str, steps: tuple[Step, ...]) -> None:
    keys = [step.key for step in steps]
    if len(set(keys)) != len(keys):
        raise FlowError(f"{flow}: two steps have one key")
    if not steps[-1].issues or any(step.issues for step in steps[:-1]):
        raise FlowError(f"{flow}: the last step, and only that, brings the effect about")


def _ensure_keys(raw: object, allowed: frozenset[str], where: str) -> None:
    if not isinstance(raw, dict):
        raise FlowError(f"{where}: a mapping is expected")
    unknown = {str(key) for key in raw} - allowed
    if unknown:
        raise FlowError(f"{where}: unknown keys {', '.join(sorted(unknown))}")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
