"""What a setting takes."""

from __future__ import annotations

import pytest

from backend.identity.errors import SettingInvalid, SettingUnknown
from backend.identity.settings import SETTINGS, spec_of


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_every_default_is_a_value_the_setting_takes(name: str) -> None:
    spec = spec_of(name)
    assert spec.check(spec.default) == spec.default


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("desktop_idle_minutes", 0),
        ("desktop_idle_minutes", 10_000),
        ("desktop_idle_minutes", "30"),
        ("desktop_idle_minutes", True),
        ("desktop_idle_minutes", 30.5),
        ("desktop_idle_minutes", None),
        ("password_profile", "none"),
        ("password_profile", 3),
    ],
)
def test_other_values_are_refused(name: str, value: object) -> None:
    with pytest.raises(SettingInvalid):
        spec_of(name).check(value)


def test_an_unknown_setting() -> None:
    with pytest.raises(SettingUnknown):
        spec_of("anything")
