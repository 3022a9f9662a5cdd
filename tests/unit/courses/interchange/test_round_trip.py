"""What is exported is imported again as it was, but for what the export listed as lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from courses.interchange.formats import Defaults
from courses.interchange.registry import FORMATS
from courses.quizzes.public import parse_question
from tests.factories.questions import banks


@pytest.mark.parametrize("name", ["gift", "moodle-xml"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bank=banks())
def test_export_and_import_are_equal_but_for_the_listed_losses(name: str, bank: list[dict[str, Any]]) -> None:
    _check_round_trip(name, bank)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bank=banks(25))
def test_a_workbook_too(bank: list[dict[str, Any]]) -> None:
    _check_round_trip("xlsx", bank)


def _check_round_trip(name: str, bank: list[dict[str, Any]]) -> None:
    given_data = [parse_question(data).to_data() for data in bank]
    written = FORMATS[name].write(given_data)
    back = FORMATS[name].read(written.content, Defaults())
    assert back.problems == ()
    assert back.losses == ()
    found = {question.data["key"]: parse_question(question.data).to_data() for question in back.questions}
    lossy = {loss.key for loss in written.losses}
    for data in given_data:
        if data["key"] not in lossy:
            assert found.pop(data["key"]) == data
    assert set(found) <= lossy
