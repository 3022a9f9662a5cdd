"""The revisions of a form; personal fields are encrypted with their place as associated data."""

from __future__ import annotations

import orjson

from backend.approvals.forms import canonical_bytes, view_digest
from backend.approvals.models import FormRevision, Matter
from backend.approvals.subjects import CheckedForm, Subject
from backend.core.transaction import Tx


def personal_place(matter_id: str, revision: int) -> str:
    """The associated data of the encrypted part of one revision."""
    return f"approvals_matter:{matter_id}:{revision}"


def keep_form(tx: Tx, matter: Matter, form: CheckedForm, submitted_by: str) -> None:
    """Add ``form`` as the matter's present revision."""
    encrypted = None
    if form.personal:
        text = canonical_bytes(form.personal).decode()
        encrypted = tx.keyring.encrypt(text, personal_place(matter.id, matter.form_revision))
    tx.session.add(
        FormRevision(
            matter_id=matter.id,
            revision=matter.form_revision,
            form=dict(form.form),
            personal_encrypted=encrypted,
            submitted_by=submitted_by,
            submitted_at=tx.now(),
        )
    )


def read_form(tx: Tx, matter: Matter, revision: int | None = None) -> CheckedForm:
    """One revision of the form, the present one by default."""
    row = tx.session.get_one(FormRevision, (matter.id, revision or matter.form_revision))
    personal = {}
    if row.personal_encrypted is not None:
        personal = orjson.loads(
            tx.keyring.decrypt(row.personal_encrypted, personal_place(matter.id, row.revision))
        )
    return CheckedForm(row.form, personal, matter.summary, matter.exclusive_key)


def digest_of_view(tx: Tx, matter: Matter, subject: Subject, form: CheckedForm) -> str:
    """What an approver of the present revision signs for, see ``forms.view_digest``."""
    return view_digest(
        tx.keyring,
        matter.id,
        matter.form_revision,
        subject.canonical(form),
        form.personal,
    )
