"""The secrecy gate: marks in every disguise, and ordinary words that must pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.core.secrecy import NestedTooDeep, SecrecyGate, SecrecyRefused

GATE = SecrecyGate.load()


@pytest.mark.parametrize(
    "text", ["秘密★", "关于机构的通知（机密★10年）", "绝密☆", "机密 ★", "秘密＊", "秘密*", "标题\u3000绝密\u3000★"]
)
def test_marks_are_refused_wherever_they_stand(text: str) -> None:
    for value in (text, {"form": {"title": text}}, {"rows": [["a", text]]}, {text: 1}):
        with pytest.raises(SecrecyRefused) as refusal:
            GATE.check(value)
        assert refusal.value.facts == {}, "a refusal repeats nothing of what it refused"


@pytest.mark.parametrize("text", ["秘密", "工作秘密管理办法", "机密级计算机不得上网", "★ 重点", "保密局", ""])
def test_ordinary_words_pass(text: str) -> None:
    GATE.check({"title": text, "n": 3, "none": None, "list": [1.5, True, text]})


def test_an_office_has_its_own_list(tmp_path: Path) -> None:
    own = tmp_path / "list.yaml"
    own.write_text("levels: [秘密]\nstars: ['★']\nexcluded_names: [某某中心]\n", encoding="utf-8")
    gate = SecrecyGate.load(own)
    with pytest.raises(SecrecyRefused):
        gate.check(["云川市某某中心"])
    gate.check("机密★")


def test_bodies_nested_without_end_are_refused() -> None:
    value: object = "end"
    for _ in range(30):
        value = [value]
    with pytest.raises(NestedTooDeep):
        GATE.check(value)
