"""Records and seals: the same content gives the same bytes, and any change of any field is found."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.assessment.results.records import canonical_record, chained, decision_digest
from backend.assessment.results.signature import HEIGHT, MAX_POINTS, WIDTH, is_signature, signature_digest
from backend.core.crypto import sm3

LEAF = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=12)
CONTENT = st.dictionaries(
    st.text(min_size=1, max_size=8),
    st.recursive(
        LEAF,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(content=CONTENT, data=st.data())
def test_any_change_of_any_field_is_another_digest(content: dict[str, Any], data: st.DataObject) -> None:
    before = canonical_record(content)
    shuffled = dict(data.draw(st.permutations(list(content.items()))))
    assert canonical_record(shuffled) == before
    assert canonical_record(json.loads(before)) == before
    name = data.draw(st.sampled_from(sorted(content)))
    changed = copy.deepcopy(content)
    changed[name] = data.draw(
        LEAF.filter(lambda value: value != content[name] or type(value) is not type(content[name]))
    )
    assert sm3(canonical_record(changed)) != sm3(before)


@pytest.mark.parametrize("wrong", [1.5, {1: "a"}, {"a": {2}}, [b"bytes"]])
def test_what_could_be_written_in_two_ways_is_refused(wrong: object) -> None:
    with pytest.raises(TypeError):
        canonical_record({"a": wrong})


def test_a_chain_knows_order_number_and_what_came_before() -> None:
    digests = ["sm3:a", "sm3:b"]
    others = [chained("", digests[::-1]), chained("", digests[:1]), chained("sm3:z", digests)]
    assert chained("", digests) not in others
    assert decision_digest({"a": "x", "b": "y"}) == decision_digest({"b": "y", "a": "x"})


@pytest.mark.parametrize(
    ("strokes", "good"),
    [
        ([], False),
        ([[1, 1]], False),
        ([[10, 10] * 20], False),
        ([[0, 0, 10, 10, 20, 20, 30, 30, 40, 40, 50, 50, 60, 60, 70, 70]], True),
        ([[0, 0, 10]], False),
        ([[0, 0, WIDTH + 1, 10] * 6], False),
        ([[0, 0, 10, HEIGHT + 1] * 6], False),
        ([[-1, 0, 90, 10] * 6], False),
        ([[0, 0, 90, 90] * MAX_POINTS], False),
        ([[0, 0, 90, 90]] * 121, False),
    ],
)
def test_a_signature_is_more_than_a_dot_and_lies_on_the_grid(strokes: list[list[int]], good: bool) -> None:
    assert is_signature(strokes) is good


def test_a_signature_is_bound_to_notice_and_words() -> None:
    mine = signature_digest("sm3:a", "[[1,2]]", "")
    assert mine not in {signature_digest("sm3:b", "[[1,2]]", ""), signature_digest("sm3:a", "[[1,2]]", "!")}
