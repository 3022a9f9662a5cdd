"""The numbers a seal still waits for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.identity.audit.seal import _without


@given(st.integers(1, 50), st.integers(0, 60), st.sets(st.integers(0, 120)))
def test_what_is_left_of_a_span_is_the_span_without_what_was_found(
    first: int, length: int, found: set[int]
) -> None:
    end = first + length
    left = list(_without([first, end, "now"], sorted(found)))
    numbers = [seq for begin, stop, _ in left for seq in range(begin, stop + 1)]
    assert numbers == [seq for seq in range(first, end + 1) if seq not in found]
