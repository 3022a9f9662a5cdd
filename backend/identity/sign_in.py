"""Proving who one is: the three steps around a password, each in its own transaction.

Checking a password takes 30 ms on purpose. A transaction must not be open meanwhile (on SQLite it would hold up
every writer), so an attempt is counted and the account read in a first one, the password checked outside, and the
result written in a second one. These are the only functions of identity that open transactions themselves.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.audit.record import record_audit
from backend.identity.errors import (
    AccountNotFound,
    CurrentPasswordWrong,
    DemoAccountRefused,
    PasswordRefused,
    WrongCredentials,
)
from backend.identity.models import Account
from backend.identity.operations.accounts import NewAccount, add_account, replace_password
from backend.identity.operations.sessions import OpenedSession, open_session, sign_out
from backend.identity.operations.settings import get_setting, numbers_in_force
from backend.identity.passwords import PROFILES, one_time_password, vault
from backend.identity.policies import ensure_password_fits
from backend.identity.throttle import count_attempt, drop_old_counts, forgive_attempt

_NOBODY = Actor.system("sign-in")


@dataclass(frozen=True, slots=True)
class Device:
    """Where an attempt comes from."""

    address: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The account behind a name, as it was read; no id if there is none that may sign in."""

    account_id: str | None
    display_name: str = ""
    password_hash: str | None = None
    demo: bool = False


def sign_in(
    runtime: Runtime, username: str, password: str, device: Device, *, replaced: Actor | None = None
) -> OpenedSession:
    """Open a session. A session the browser had before (``replaced``) ends: nobody hands one over.

    Raises :class:`WrongCredentials`, :class:`SignInPaused`, :class:`NetworkSlowed`, :class:`SignInBusy` or
    :class:`DemoAccountRefused`.
    """
    username = normalized_username(username)
    with runtime.database.write() as tx:
        count_attempt(tx, username, device.address)
        candidate = _candidate(tx, username)
    if not vault().verify(candidate.password_hash, password):
        _record_failure(runtime, candidate)
        raise WrongCredentials
    if candidate.demo and runtime.settings.production:
        raise DemoAccountRefused
    assert candidate.account_id is not None
    assert candidate.password_hash is not None
    fresh = vault().hash(password) if vault().outdated(candidate.password_hash) else None
    with runtime.database.write() as tx:
        forgive_attempt(tx, username, device.address)
        account = tx.session.get_one(Account, candidate.account_id, with_for_update=True)
        if account.disabled_at is not None or account.password_hash != candidate.password_hash:
            raise WrongCredentials  # changed while the password was being checked
        account.password_hash = fresh or account.password_hash
        _mark_expired(tx, account)
        if replaced is not None:
            sign_out(tx, replaced)
        owner = Actor(account.id, account.display_name, frozenset(), ())
        return open_session(tx, owner, account.id, device.user_agent)


def change_own_password(runtime: Runtime, actor: Actor, current: str, new: str, device: Device) -> None:
    """Replace the actor's password; other devices are signed out.

    Raises :class:`CurrentPasswordWrong`, :class:`SignInPaused`, :class:`NetworkSlowed`, :class:`PasswordRefused`
    or :class:`SignInBusy`.
    """
    username = confirm_own_password(runtime, actor, current, device)
    with runtime.database.read() as tx:
        profile = str(get_setting(tx, "password_profile"))
    ensure_password_fits(new, profile, (username, actor.name))
    if new == current:
        raise PasswordRefused(fields={"new": ["password_same"]})
    password_hash = vault().hash(new)
    assert actor.account_id is not None
    with runtime.database.write() as tx:
        replace_password(tx, actor, actor.account_id, password_hash)


def confirm_own_password(runtime: Runtime, actor: Actor, password: str, device: Device) -> str:
    """Check that it is still the actor who holds the device; returns the user name.

    Counted like a sign-in. Raises :class:`CurrentPasswordWrong`, :class:`SignInPaused`, :class:`NetworkSlowed` or
    :class:`SignInBusy`.
    """
    assert actor.account_id is not None
    with runtime.database.write() as tx:
        username = tx.session.get_one(Account, actor.account_id).username
        count_attempt(tx, username, device.address)
        candidate = _candidate(tx, username)
    if not vault().verify(candidate.password_hash, password):
        _record_failure(runtime, candidate)
        raise CurrentPasswordWrong(fields={"current": ["wrong_password"]})
    with runtime.database.write() as tx:
        forgive_attempt(tx, username, device.address)
    return username


def make_account(runtime: Runtime, actor: Actor, username: str, display_name: str, power: str) -> tuple[str, str]:
    """Make an account for somebody and return its id and the one-time password to hand over.

    Raises :class:`UsernameInvalid`, :class:`UsernameTaken` or :class:`SignInBusy`.
    """
    password = one_time_password()
    password_hash = vault().hash(password)
    with runtime.database.write() as tx:
        new = NewAccount(username, display_name, power, must_change_password=True)
        account_id = add_account(tx, actor, new, password_hash)
    return account_id, password


def reset_password(runtime: Runtime, actor: Actor, username: str) -> str:
    """Give an account a one-time password and return it; its devices are signed out, its pause is over.

    Raises :class:`AccountNotFound`, also for a disabled account.
    """
    username = normalized_username(username)
    password = one_time_password()
    password_hash = vault().hash(password)
    with runtime.database.write() as tx:
        candidate = _candidate(tx, username)
        if candidate.account_id is None:
            raise AccountNotFound
        replace_password(tx, actor, candidate.account_id, password_hash, must_change=True)
        forgive_attempt(tx, username, "")
    return password


def normalized_username(typed: str) -> str:
    """A name as it is stored, however the keyboard gave it."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def _candidate(tx: Tx, username: str) -> _Candidate:
    row = tx.session.execute(
        select(Account.id, Account.display_name, Account.password_hash, Account.demo).where(
            Account.username == username, Account.disabled_at.is_(None)
        )
    ).first()
    return _Candidate(*row) if row else _Candidate(None)


def _record_failure(runtime: Runtime, candidate: _Candidate) -> None:
    """What a wrong password leaves behind: its count, and this line; the name that was typed is not repeated."""
    with runtime.database.write() as tx:
        known = candidate.account_id or ""
        record_audit(tx, _NOBODY, "identity:session:refused", "account", known)
        drop_old_counts(tx)


def _mark_expired(tx: Tx, account: Account) -> None:
    """Under a profile with periodic change, an old password opens nothing but the change of itself."""
    if not PROFILES[str(get_setting(tx, "password_profile"))].expires or account.demo:
        return
    oldest = tx.now() - timedelta(days=numbers_in_force(tx)["password_max_age_days"])
    if account.password_changed_at < oldest:
        account.must_change_password = True
