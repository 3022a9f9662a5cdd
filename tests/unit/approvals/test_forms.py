"""Forms as values: joining, differences, and the digest of what was shown."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backend.approvals.forms import canonical_bytes, changed_fields, flatten_form, join_forms, view_digest
from backend.approvals.subjects import CheckedForm
from backend.core.crypto import Keyring

LEAVES = st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=5)
KEYS = st.sampled_from(["a", "b", "c", "编制"])
FORMS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    KEYS,
    st.recursive(LEAVES, lambda inner: st.dictionaries(KEYS, inner) | st.lists(inner, max_size=3), max_leaves=6),
)
KEYRING = Keyring.generate()


def digest(form: dict[str, Any], personal: dict[str, Any], revision: int = 1, matter: str = "m") -> str:
    return view_digest(KEYRING, matter, revision, form, personal)


def test_joining_goes_as_deep_as_the_forms() -> None:
    under = {"person": {"id_number": "1", "name": "old"}, "rows": [1, 2]}
    over = {"person": {"name": "new"}, "rows": [3], "note": None}
    assert join_forms(under, over) == {"person": {"id_number": "1", "name": "new"}, "rows": [3], "note": None}
    assert under["person"] == {"id_number": "1", "name": "old"}


@given(FORMS)
def test_joining_with_nothing_changes_nothing(form: dict[str, Any]) -> None:
    assert join_forms(form, {}) == form
    assert join_forms({}, form) == form


def test_paths_are_those_of_the_wire() -> None:
    form = {"person": {"name": "n"}, "rows": [{"approved": 3}]}
    assert flatten_form(form) == {"person.name": "n", "rows.0.approved": 3}


def test_changed_fields_name_the_path_and_those_above() -> None:
    before = CheckedForm({"heads": 1, "rows": [{"approved": 3}]}, {"person": {"id": "1"}})
    after = CheckedForm({"heads": 1, "rows": [{"approved": 3}, {"approved": None}]}, {"person": {"id": "2"}})
    assert changed_fields(before, after) == {"person", "person.id", "rows", "rows.1", "rows.1.approved"}
    assert changed_fields(before, before) == frozenset()


@given(FORMS, FORMS)
def test_a_digest_stands_for_exactly_one_form(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (digest(one, {}) == digest(other, {})) == (canonical_bytes(one) == canonical_bytes(other))
    values, others = canonical_bytes(flatten_form(one)), canonical_bytes(flatten_form(other))
    assert (digest({}, one) == digest({}, other)) == (values == others)


def test_a_digest_is_of_one_revision_of_one_matter() -> None:
    assert len({digest({}, {}), digest({}, {}, revision=2), digest({}, {}, matter="n")}) == 3
    assert digest({"a": 1, "b": 2}, {}) == digest({"b": 2, "a": 1}, {})


def test_personal_values_cannot_be_guessed_without_the_key() -> None:
    personal = {"person": {"id_number": "410102199001010001"}}
    assert view_digest(Keyring.generate(), "m", 1, {}, personal) != digest({}, personal)
