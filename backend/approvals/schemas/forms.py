"""Forms on the wire: loading them through their subject's schema, and describing their union."""

from __future__ import annotations

from typing import Any

from apispec import APISpec
from marshmallow import ValidationError, fields

from backend.approvals.references import subject_of
from backend.approvals.subjects import registered_subjects
from backend.core.errors import Invalid
from backend.core.web.errors import field_codes


def any_form() -> fields.Raw:
    """The form of a kind; the union of all kinds is the component MatterForm."""
    return fields.Raw(required=True, metadata={"oneOf": [{"$ref": "#/components/schemas/MatterForm"}]})


def load_form(kind: str, raw: object) -> dict[str, Any]:
    """The form of ``kind`` as its subject's schema loads it. Raises ``UnknownKind``, ``Invalid`` with codes."""
    schema = subject_of(kind).form_schema()()
    if not isinstance(raw, dict):
        raise Invalid(fields={"form": ["invalid"]})
    try:
        loaded: dict[str, Any] = schema.load(raw)
    except ValidationError as error:
        raise Invalid(fields=field_codes(error.messages)) from error
    return loaded


def document_forms(spec: APISpec) -> None:
    """Describe the forms of the registered kinds: MatterForm, and MatterFiling discriminated by ``kind``."""
    filings, forms = {}, []
    for subject in registered_subjects():
        name = "".join(part.title() for part in subject.kind.split("_"))
        spec.components.schema(f"{name}Form", schema=subject.form_schema())
        form = {"$ref": f"#/components/schemas/{name}Form"}
        filing = {
            "type": "object",
            "required": ["kind", "subject_id", "form"],
            "additionalProperties": False,
            "properties": {"kind": {"const": subject.kind}, "subject_id": {"type": "string"}, "form": form},
        }
        spec.components.schema(f"{name}Filing", component=filing)
        filings[subject.kind] = f"#/components/schemas/{name}Filing"
        forms.append(form)
    spec.components.schema("MatterForm", component={"oneOf": forms or [{"type": "object"}]})
    spec.components.schema(
        "MatterFiling",
        component={
            "oneOf": [{"$ref": filing} for filing in filings.values()] or [{"type": "object"}],
            "discriminator": {"propertyName": "kind", "mapping": filings},
        },
    )
