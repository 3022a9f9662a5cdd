"""The settings of access control: what each takes, and its value where nobody changed it.

They are facts of the house, not of law: every default can be changed by the security administrator. Technical
settings of an installation are environment variables, see :mod:`backend.config`.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend.identity.errors import SettingInvalid, SettingUnknown

SettingValue = int | str


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """A whole number within bounds, or one of several words (``choices``)."""

    name: str
    default: SettingValue
    unit: str = ""
    minimum: int = 0
    maximum: int = 0
    choices: tuple[str, ...] = ()

    def check(self, value: object) -> SettingValue:
        """``value`` as this setting takes it. Raises :class:`SettingInvalid`."""
        if self.choices:
            if isinstance(value, str) and value in self.choices:
                return value
            raise SettingInvalid(fields={"value": ["not_a_choice"]}, choices=list(self.choices))
        if isinstance(value, bool) or not isinstance(value, int):
            raise SettingInvalid(fields={"value": ["not_a_number"]})
        if not self.minimum <= value <= self.maximum:
            raise SettingInvalid(fields={"value": ["out_of_range"]}, minimum=self.minimum, maximum=self.maximum)
        return value


_SPECS = (
    SettingSpec("desktop_idle_minutes", 30, "minutes", 5, 240),
    SettingSpec("desktop_session_hours", 12, "hours", 1, 24),
    SettingSpec("phone_lock_minutes", 5, "minutes", 1, 60),
    SettingSpec("phone_session_days", 30, "days", 1, 90),
    SettingSpec("sessions_per_device_kind", 2, "sessions", 1, 10),
    SettingSpec("wrong_password_limit", 5, "attempts", 3, 20),
    SettingSpec("sign_in_pause_minutes", 15, "minutes", 1, 60),
    SettingSpec("network_attempts", 30, "attempts", 10, 1000),
    SettingSpec("password_profile", "djbh3", choices=("djbh3", "asvs")),
    SettingSpec("password_max_age_days", 90, "days", 30, 365),
    SettingSpec("mentoring_quiet_days", 42, "days", 7, 365),
)
SETTINGS: dict[str, SettingSpec] = {spec.name: spec for spec in _SPECS}


def spec_of(name: str) -> SettingSpec:
    """The setting called ``name``. Raises :class:`SettingUnknown`."""
    try:
        return SETTINGS[name]
    except KeyError:
        raise SettingUnknown(name=name) from None
