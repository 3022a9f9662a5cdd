"""Every read of identity, as mappings in the shape of the wire."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from backend.core.actor import Actor
from backend.core.prepared import PreparedForIds
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.audit.models import AuditRow
from backend.identity.counters import counts_of
from backend.identity.models import Account, Feedback, Grant, ScopeNode, Setting, SignInSession
from backend.identity.operations.accounts import is_demo_database
from backend.identity.operations.settings import numbers_in_force
from backend.identity.permissions import Permission
from backend.identity.scope import in_scope, sees_everything
from backend.identity.settings import SETTINGS
from backend.version import VERSION

Row = dict[str, Any]


def session_view(tx: Tx, actor: Actor) -> Row:
    """What the app needs to know about the person it serves."""
    account = tx.session.execute(
        select(
            Account.id,
            Account.username,
            Account.display_name,
            Account.locale,
            Account.must_change_password,
            SignInSession.device_kind,
        )
        .outerjoin(SignInSession, SignInSession.id == actor.session_id)
        .where(Account.id == actor.account_id)
    ).one()
    numbers = numbers_in_force(tx)
    idle = numbers["phone_lock_minutes" if account.device_kind == "phone" else "desktop_idle_minutes"]
    return {
        "account": {
            "id": account.id,
            "username": account.username,
            "display_name": account.display_name,
            "locale": account.locale,
        },
        "must_change_password": account.must_change_password,
        "grants": _own_grants(tx, actor),
        "permissions": sorted(actor.permissions),
        "counts": counts_of(tx, actor),
        "demo": is_demo_database(tx),
        "device_kind": account.device_kind or "desktop",
        "idle_seconds": idle * 60,
        "version": VERSION,
    }


def _own_grants(tx: Tx, actor: Actor) -> list[Row]:
    ids = [grant.node_id for grant in actor.grants if grant.node_id]
    nodes = {row.id: row for row in tx.session.scalars(select(ScopeNode).where(ScopeNode.id.in_(ids)))}
    return [
        {
            "role": grant.role,
            "node_id": grant.node_id,
            "node_name": nodes[grant.node_id].name if grant.node_id else None,
            "node_kind": nodes[grant.node_id].kind if grant.node_id else None,
        }
        for grant in actor.grants
    ]


def devices(tx: Tx, actor: Actor) -> list[Row]:
    """The actor's open sessions, the latest first."""
    rows = tx.session.scalars(
        select(SignInSession)
        .where(
            SignInSession.account_id == actor.account_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > tx.now(),
        )
        .order_by(SignInSession.last_seen_at.desc())
    )
    return [
        {
            "id": row.id,
            "device_kind": row.device_kind,
            "device_label": row.device_label,
            "created_at": row.created_at,
            "last_seen_at": row.last_seen_at,
            "this_session": row.id == actor.session_id,
        }
        for row in rows
    ]


def account_names(tx: Tx, account_ids: Iterable[str]) -> dict[str, str]:
    """``{account id: display name}`` of the accounts that exist."""
    ids = list(set(account_ids))
    tx.flush()
    names: dict[str, str] = {}
    for start in range(0, len(ids), _NAMES_AT_ONCE):
        names |= dict(map(tuple, _NAMES.run(tx.connection, ids[start : start + _NAMES_AT_ONCE])))
    return names


def _names(account_ids: Sequence[str]) -> Any:
    return select(Account.id, Account.display_name).where(Account.id.in_(account_ids))


_NAMES_AT_ONCE = 500
_NAMES = PreparedForIds(_names, sizes=(1, 10, 60, _NAMES_AT_ONCE))


def accounts(tx: Tx, actor: Actor, text: str, cursor: str | None, limit: int) -> Row:
    """Accounts by user name, whose user or display name contains ``text``.

    Who proposes grants sees those with a grant within the own scope, and those that have none anywhere.
    """
    statement = select(
        Account.id, Account.username, Account.display_name, Account.power, Account.disabled_at, Account.created_at
    )
    if not sees_everything(actor, Permission.ACCOUNT_READ):
        running = select(Grant.id).where(Grant.account_id == Account.id, Grant.state != "ended")
        within = running.where(in_scope(actor, Permission.ACCOUNT_READ, Grant.node_id))
        statement = statement.where(or_(within.exists(), ~running.exists()))
    if text:
        pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        statement = statement.where(
            or_(Account.username.like(pattern, escape="\\"), Account.display_name.like(pattern, escape="\\"))
        )
    after = decode_cursor(cursor, 1)
    if after is not None:
        statement = statement.where(Account.username > after[0])
    rows = tx.session.execute(statement.order_by(Account.username).limit(limit + 1)).mappings().all()
    return page([dict(row) for row in rows], limit, ["username"])


def grants(tx: Tx, actor: Actor, state: str | None, cursor: str | None, limit: int) -> Row:
    """Grants within the actor's scope, the latest proposals first."""
    proposer = aliased(Account)
    statement = (
        select(
            Grant.id,
            Grant.role,
            Grant.state,
            Grant.account_id,
            Account.username,
            Account.display_name,
            Grant.node_id,
            ScopeNode.name.label("node_name"),
            ScopeNode.kind.label("node_kind"),
            proposer.display_name.label("proposed_by_name"),
            Grant.proposed_at,
            Grant.confirmed_at,
            Grant.ended_at,
            Grant.ended_reason,
            and_(Grant.proposed_by.is_not(None), Grant.proposed_by == actor.account_id).label("own_proposal"),
        )
        .join(Account, Account.id == Grant.account_id)
        .outerjoin(ScopeNode, ScopeNode.id == Grant.node_id)
        .outerjoin(proposer, proposer.id == Grant.proposed_by)
        .order_by(Grant.id.desc())
        .limit(limit + 1)
    )
    if not sees_everything(actor, Permission.GRANT_READ):
        own = Grant.proposed_by == actor.account_id
        statement = statement.where(in_scope(actor, Permission.GRANT_READ, Grant.node_id, participant=own))
    if state is not None:
        statement = statement.where(Grant.state == state)
    after = decode_cursor(cursor, 1)
    if after is not None:
        statement = statement.where(Grant.id < after[0])
    rows = tx.session.execute(statement).mappings().all()
    return page([dict(row) for row in rows], limit, ["id"])


def settings_view(tx: Tx) -> list[Row]:
    """Every setting with what it takes and the value in force; ``version`` 0 = nobody changed it."""
    stored = {row.name: row for row in tx.session.scalars(select(Setting))}
    found = []
    for spec in SETTINGS.values():
        row = stored.get(spec.name)
        found.append(
            {
                "name": spec.name,
                "value": row.value if row else spec.default,
                "default": spec.default,
                "unit": spec.unit or None,
                "minimum": spec.minimum if not spec.choices else None,
                "maximum": spec.maximum if not spec.choices else None,
                "choices": list(spec.choices),
                "version": row.version if row else 0,
                "changed_at": row.changed_at if row else None,
            }
        )
    return found


def feedback(tx: Tx, cursor: str | None, limit: int) -> Row:
    """Complaints and suggestions, the latest first; who wrote them is not among the columns."""
    statement = select(Feedback.id, Feedback.kind, Feedback.text, Feedback.created_at)
    after = decode_cursor(cursor, 1)
    if after is not None:
        statement = statement.where(Feedback.id < after[0])
    rows = tx.session.execute(statement.order_by(Feedback.id.desc()).limit(limit + 1)).mappings().all()
    return page([dict(row) for row in rows], limit, ["id"])


def audited(tx: Tx, action: str) -> list[tuple[str, Row]]:
    """Subject and facts of every recorded act of exactly this name, in the order of the record."""
    rows = tx.session.execute(
        select(AuditRow.subject_id, AuditRow.facts).where(AuditRow.action == action).order_by(AuditRow.seq)
    )
    return [(row.subject_id, row.facts) for row in rows]


def audit_rows(
    tx: Tx,
    *,
    action: str | None = None,
    subject_id: str | None = None,
    account_id: str | None = None,
    cursor: str | None = None,
    limit: int = 30,
) -> Row:
    """The audit record, the latest first, by action (or the beginning of one), subject or account."""
    statement = select(
        AuditRow.seq,
        AuditRow.at,
        AuditRow.actor_account_id,
        AuditRow.actor_name,
        Account.username.label("actor_username"),
        AuditRow.action,
        AuditRow.subject_kind,
        AuditRow.subject_id,
        AuditRow.node_id,
        AuditRow.facts,
    ).outerjoin(Account, Account.id == AuditRow.actor_account_id)
    if action:
        statement = statement.where(AuditRow.action.startswith(action, autoescape=True))
    if subject_id:
        statement = statement.where(AuditRow.subject_id == subject_id)
    if account_id:
        statement = statement.where(AuditRow.actor_account_id == account_id)
    after = decode_cursor(cursor, 1, int)
    if after is not None:
        statement = statement.where(AuditRow.seq < after[0])
    rows = tx.session.execute(statement.order_by(AuditRow.seq.desc()).limit(limit + 1)).mappings().all()
    return page([dict(row) for row in rows], limit, ["seq"])
