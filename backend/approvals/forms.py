"""Forms as values: joining plain and personal parts, finding differences, and the digest of what was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from backend.approvals.subjects import CheckedForm, Form
from backend.core.crypto import Keyring

_DIGEST_PURPOSE = "approvals_form"


def join_forms(under: Form, over: Form) -> dict[str, Any]:
    """Both nested forms in one; where both have a value that of ``over`` counts. Lists are values."""
    joined = dict(under)
    for key, value in over.items():
        below = joined.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            joined[key] = join_forms(below, value)
        else:
            joined[key] = value
    return joined


def flatten_form(form: Form) -> dict[str, Any]:
    """``{"person.name": …, "rows.0.approved": …}`` of a nested form."""
    return dict(_walk("", form))


def changed_fields(before: CheckedForm, after: CheckedForm) -> frozenset[str]:
    """Paths whose value differs, each with the paths above it."""
    old = flatten_form(join_forms(before.form, before.personal))
    new = flatten_form(join_forms(after.form, after.personal))
    missing = object()
    differing = {path for path in old.keys() | new.keys() if old.get(path, missing) != new.get(path, missing)}
    return frozenset(above for path in differing for above in _with_parents(path))


def view_digest(keyring: Keyring, matter_id: str, revision: int, canonical: Form, personal: Form) -> str:
    """``sha256:hex`` of what an approver is shown of one revision of a form.

    Personal values enter as keyed digests: an ID number has so few possible values that a plain digest of it
    could be turned back by trying them.
    """
    text = canonical_bytes(
        {
            "matter": matter_id,
            "revision": revision,
            "form": canonical,
            "personal": {
                path: keyring.digest(_DIGEST_PURPOSE, canonical_bytes(value).decode())
                for path, value in flatten_form(personal).items()
            },
        }
    )
    return "sha256:" + hashlib.sha256(text).hexdigest()


def canonical_bytes(value: object) -> bytes:
    """JSON with sorted keys and no spaces (the order of RFC 8785 for our keys, which are ASCII)."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _walk(prefix: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        items: Any = value.items()
    elif isinstance(value, list | tuple):
        items = enumerate(value)
    else:
        yield prefix, value
        return
    for key, item in items:
        yield from _walk(f"{prefix}.{key}" if prefix else str(key), item)


def _with_parents(path: str) -> Iterator[str]:
    parts = path.split(".")
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[:length])
