"""Accounts: made, disabled, given new passwords; and the first four of an installation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import exists, select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.audit.record import record_audit
from backend.identity.authentication import forget_account
from backend.identity.errors import AccountNotFound, AlreadySetUp, UsernameInvalid, UsernameTaken
from backend.identity.events import AccountDisabled
from backend.identity.models import Account, ScopeNode
from backend.identity.operations.grants import end_grants_of, grant_directly
from backend.identity.operations.sessions import revoke_sessions
from backend.identity.operations.settings import get_setting
from backend.identity.passwords import NO_HASH, one_time_password, vault
from backend.identity.permissions import Power, Role
from backend.identity.policies import ensure_password_fits

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")


class DemoInProduction(RuntimeError):
    """A production installation was started on a demonstration's database."""

    def __init__(self) -> None:
        super().__init__("This database holds the demonstration; ZB_ENV=production needs one of its own.")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is asked for when an account is made."""

    username: str
    display_name: str
    power: str = Power.BUSINESS
    person_ref: str | None = None
    must_change_password: bool = False
    demo: bool = False


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """An account of the first start, with the password to hand over once."""

    username: str
    role: str
    account_id: str
    password: str


def create_account(
    tx: Tx,
    actor: Actor,
    username: str,
    display_name: str,
    password: str | None,
    power: str = Power.BUSINESS,
    person_ref: str | None = None,
    *,
    demo: bool = False,
) -> str:
    """Make an account with a chosen password and return its id (command line, demonstration).

    Hashes inside the transaction; the edge hashes before it, see :func:`add_account`. An account without a
    password acts in the demonstration's past and can never sign in.
    Raises :class:`UsernameInvalid`, :class:`UsernameTaken` or :class:`PasswordRefused`.
    """
    new = NewAccount(username, display_name, power, person_ref, demo=demo)
    if password is None:
        return add_account(tx, actor, new, NO_HASH)
    words = () if demo else (username, display_name)  # one password for all demonstration accounts
    ensure_password_fits(password, str(get_setting(tx, "password_profile")), words, "password")
    return add_account(tx, actor, new, vault().hash(password))


def add_account(tx: Tx, actor: Actor, new: NewAccount, password_hash: str) -> str:
    """Make an account without any grant. Raises :class:`UsernameInvalid` or :class:`UsernameTaken`."""
    if not _USERNAME.fullmatch(new.username):
        raise UsernameInvalid(fields={"username": ["username_invalid"]})
    if tx.session.scalar(select(Account.id).where(Account.username == new.username)) is not None:
        raise UsernameTaken
    account_id = new_id()
    tx.session.add(
        Account(
            id=account_id,
            username=new.username,
            password_hash=password_hash,
            password_changed_at=tx.now(),
            must_change_password=new.must_change_password,
            display_name=new.display_name.strip(),
            person_ref=new.person_ref,
            power=Power(new.power).value,
            demo=new.demo,
            created_at=tx.now(),
        )
    )
    tx.session.flush()
    record_audit(
        tx, actor, "identity:account:created", "account", account_id, facts={"power": Power(new.power).value}
    )
    return account_id


def disable_account(tx: Tx, actor: Actor, account_id: str) -> None:
    """Close an account: its sessions and grants end, its traces stay. Raises :class:`AccountNotFound`."""
    account = _locked(tx, account_id)
    if account.disabled_at is not None:
        return
    account.disabled_at, account.version = tx.now(), account.version + 1
    tx.session.flush()
    revoke_sessions(tx, actor, account_id, "account_disabled")
    end_grants_of(tx, actor, account_id, "account_disabled")
    record_audit(tx, actor, "identity:account:disabled", "account", account_id)
    tx.publish(AccountDisabled(account_id))
    tx.on_commit(forget_account, account_id)


def replace_password(
    tx: Tx, actor: Actor, account_id: str, password_hash: str, *, must_change: bool = False
) -> None:
    """Store a new password; every other session of the account ends. Raises :class:`AccountNotFound`."""
    account = _locked(tx, account_id)
    account.password_hash, account.password_changed_at = password_hash, tx.now()
    account.must_change_password = must_change
    account.version += 1
    tx.session.flush()
    keep = actor.session_id if actor.account_id == account_id else None
    revoke_sessions(tx, actor, account_id, "password_changed", keep_session_id=keep)
    record_audit(tx, actor, "identity:password:changed", "account", account_id, facts={"one_time": must_change})
    tx.on_commit(forget_account, account_id)


def change_locale(tx: Tx, actor: Actor, locale: str) -> None:
    """The language somebody wants to be spoken to."""
    assert actor.account_id is not None
    tx.session.get_one(Account, actor.account_id).locale = locale
    tx.session.flush()


def create_first_accounts(tx: Tx, actor: Actor, chief_node_id: str | None = None) -> list[FirstAccount]:
    """The three administrators and the first chief, each with a password that must be changed at once.

    The chief's grant is on ``chief_node_id``, the region of the office; without one, on every root of the tree.
    Raises :class:`AlreadySetUp`.
    """
    if tx.session.scalar(select(exists().where(Account.power != Power.BUSINESS))):
        raise AlreadySetUp
    roots = select(ScopeNode.id).where(ScopeNode.parent_id.is_(None)).order_by(ScopeNode.id)
    offices = [chief_node_id] if chief_node_id else list(tx.session.scalars(roots))
    made = []
    for role in (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR, Role.CHIEF):
        power = Power.BUSINESS if role is Role.CHIEF else Power(role.value)
        password = one_time_password()
        new = NewAccount(role.value, role.value, power, must_change_password=True)
        account_id = add_account(tx, actor, new, vault().hash(password))
        for node_id in offices if role is Role.CHIEF else [None]:
            grant_directly(tx, actor, account_id, role, node_id)
        made.append(FirstAccount(role.value, role.value, account_id, password))
    return made


def has_accounts(tx: Tx) -> bool:
    """Whether anybody has an account yet."""
    return bool(tx.session.scalar(select(select(Account.id).exists())))


def is_demo_database(tx: Tx) -> bool:
    """Whether demonstration accounts live here: production refuses to open such a database."""
    return bool(tx.session.scalar(select(exists().where(Account.demo.is_(True)))))


def ensure_not_demo(runtime: Runtime) -> None:
    """Called by every process at its start. Raises :class:`DemoInProduction`."""
    if not runtime.settings.production:
        return
    with runtime.database.read() as tx:
        if is_demo_database(tx):
            raise DemoInProduction


def _locked(tx: Tx, account_id: str) -> Account:
    account = tx.session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise AccountNotFound
    return account
