"""Reading and changing the settings of access control."""

from __future__ import annotations

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.audit.record import record_audit
from backend.identity.errors import SettingStale
from backend.identity.models import Setting
from backend.identity.settings import SETTINGS, SettingValue, spec_of


def get_setting(tx: Tx, name: str) -> SettingValue:
    """The value in force. Raises :class:`SettingUnknown`."""
    spec = spec_of(name)
    stored: SettingValue | None = tx.session.scalar(select(Setting.value).where(Setting.name == name))
    return spec.default if stored is None else stored


def settings_in_force(tx: Tx) -> dict[str, SettingValue]:
    """Every setting with its value, in one statement."""
    values = {name: spec.default for name, spec in SETTINGS.items()}
    values.update((row.name, row.value) for row in tx.session.execute(select(Setting.name, Setting.value)))
    return values


def numbers_in_force(tx: Tx) -> dict[str, int]:
    """The settings that are numbers."""
    return {name: value for name, value in settings_in_force(tx).items() if isinstance(value, int)}


def change_setting(tx: Tx, actor: Actor, name: str, value: object, version: int) -> None:
    """Put another value in force for what happens from now on; ``version`` is 0 while the default stands.

    Raises :class:`SettingUnknown`, :class:`SettingInvalid` or :class:`SettingStale`.
    """
    checked = spec_of(name).check(value)
    row = tx.session.get(Setting, name, with_for_update=True)
    present = row.version if row else 0
    if version != present:
        raise SettingStale(version=present)
    before = row.value if row else spec_of(name).default
    if row is None:
        row = Setting(name=name)
        tx.session.add(row)
    row.value, row.version = checked, present + 1
    row.changed_by, row.changed_at = actor.account_id, tx.now()
    tx.session.flush()
    record_audit(
        tx, actor, "identity:setting:changed", "setting", name, facts={"before": before, "after": checked}
    )
