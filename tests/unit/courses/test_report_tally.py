"""The report by unit: nobody is lost, nobody is counted twice, and the order is by name, never by result."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from courses.reports.tally import Result, tally_units

UNITS = st.sampled_from([None, "a", "b", "c"])
RESULTS = st.lists(
    st.tuples(st.sampled_from(["x", "y"]), st.integers(0, 30), UNITS, st.booleans()), max_size=60
).map(lambda rows: [Result(exam, str(n), f"甲{n}", unit, unit, passed) for exam, n, unit, passed in rows])


@given(RESULTS)
def test_every_result_is_counted_once_in_its_unit(results: list[Result]) -> None:
    units = tally_units(results)
    expected = Counter((result.unit_id, result.examination_id, result.passed) for result in results)
    counted: Counter[tuple[str | None, str, bool]] = Counter()
    for unit in units:
        for examination, count in unit.counts.items():
            counted[unit.unit_id, examination, True] += count.passed
            counted[unit.unit_id, examination, False] += count.not_passed
        assert unit.total.passed + unit.total.not_passed == sum(r.unit_id == unit.unit_id for r in results)
    assert +counted == expected
    assert [unit.unit_id for unit in units] == sorted(
        {r.unit_id for r in results}, key=lambda u: (u is None, u or "")
    )


@given(RESULTS)
def test_the_order_says_nothing_of_who_passed(results: list[Result]) -> None:
    turned = [
        Result(r.examination_id, r.account_id, r.name, r.unit_id, r.unit_name, not r.passed) for r in results
    ]
    assert [unit.unit_id for unit in tally_units(results)] == [unit.unit_id for unit in tally_units(turned)]
