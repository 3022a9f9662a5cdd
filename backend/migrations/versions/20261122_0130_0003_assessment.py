"""What mentoring and the annual assessment need, and appointments to leader posts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from backend.core.append_only import statements
from backend.core.db import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
APPEND_ONLY = (
    "assessment_adjustment",
    "assessment_check_comment",
    "assessment_evidence_entry",
    "assessment_evidence_ruling",
    "assessment_frozen_evidence",
    "assessment_goal_progress",
    "assessment_goal_revision",
    "assessment_record",
    "assessment_scheme_version",
    "assessment_seal",
    "assessment_special_case",
    "assessment_suggestion",
    "assessment_superior",
    "assessment_superior_mark",
    "courses_secondment_correction",
    "register_appointment",
)
#: What a notice may be about, and lead to, from here on.
TOPICS = """topic IN ('task_opened', 'matter_returned', 'matter_rejected', 'matter_executed', 'grant_confirmed', 'import_finished', 'course_assigned', 'course_due', 'certificate_issued', 'certificate_expiring', 'credits_confirmed', 'class_announced', 'desk_asked', 'desk_answered', 'mentorship_asked', 'mentorship_changed', 'mentorship_meeting', 'mentorship_quiet', 'mentorship_evaluation', 'assessment_window', 'assessment_goals', 'assessment_check', 'assessment_suggestion', 'assessment_decision', 'assessment_publicity', 'assessment_objection', 'assessment_answer', 'assessment_result', 'assessment_withdrawn', 'assessment_sealed', 'push_test')"""
LINK_KINDS = """link_kind IN ('task', 'matter', 'job', 'account', 'push', 'course', 'certificate', 'credit', 'class', 'desk', 'mentorship', 'window', 'goals', 'check', 'evidence', 'evidence_ruling', 'unit_evidence', 'suggestion', 'decision', 'publicity', 'objection', 'result')"""


def upgrade() -> None:
    _create_tables()
    dialect = op.get_context().dialect.name
    for table in APPEND_ONLY:
        for statement in statements(table, dialect):
            op.execute(sa.text(statement.replace(":", "\\:")))
    with op.batch_alter_table("notifications_notice") as notice:
        for name, condition in (("topic", TOPICS), ("link_kind", LINK_KINDS)):
            notice.drop_constraint(name, type_="check")
            notice.create_check_constraint(name, condition)


def _create_tables() -> None:
    op.create_table(
        "assessment_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("organization_id", sa.String(length=32), nullable=False),
        sa.Column("organization_name", sa.String(length=200), nullable=False),
        sa.Column("supervising_id", sa.String(length=32), nullable=True),
        sa.Column("node_id", sa.String(length=32), nullable=False),
        sa.Column("division_id", sa.String(length=32), nullable=True),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("rank", sa.String(length=40), nullable=True),
        sa.Column("leading", sa.Boolean(), nullable=False),
        sa.Column("superior_id", sa.String(length=32), nullable=True),
        sa.Column("pool_id", sa.String(length=32), nullable=True),
        sa.Column("special_case", sa.String(length=16), nullable=True),
        sa.Column("grades_left", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("known", sa.Integer(), nullable=True),
        sa.Column("proposed", sa.String(length=24), nullable=True),
        sa.Column("tied", sa.Boolean(), nullable=False),
        sa.Column("suggested", sa.String(length=24), nullable=True),
        sa.Column("grade", sa.String(length=24), nullable=True),
        sa.Column("decided", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "category IN ('civil_servant', 'institution_staff', 'organ_worker')",
            name=op.f("ck_assessment_case_category"),
        ),
        sa.CheckConstraint(
            "grade IS NULL OR grade IN ('excellent', 'competent', 'basically_competent', 'incompetent', 'qualified', 'basically_qualified', 'unqualified', 'comments_only', 'no_grade', 'deferred', 'not_assessed')",
            name=op.f("ck_assessment_case_grade"),
        ),
        sa.CheckConstraint(
            "proposed IS NULL OR proposed IN ('excellent', 'competent', 'basically_competent', 'incompetent', 'qualified', 'basically_qualified', 'unqualified', 'comments_only', 'no_grade', 'deferred', 'not_assessed')",
            name=op.f("ck_assessment_case_proposed"),
        ),
        sa.CheckConstraint(
            "special_case IS NULL OR special_case IN ('probation', 'long_leave', 'deferred', 'warned', 'disciplined', 'not_assessed')",
            name=op.f("ck_assessment_case_special_case"),
        ),
        sa.CheckConstraint(
            "suggested IS NULL OR suggested IN ('excellent', 'competent', 'basically_competent', 'incompetent', 'qualified', 'basically_qualified', 'unqualified', 'comments_only', 'no_grade', 'deferred', 'not_assessed')",
            name=op.f("ck_assessment_case_suggested"),
        ),
        sa.CheckConstraint("grades_left BETWEEN 0 AND 3", name=op.f("ck_assessment_case_grades_left")),
        sa.CheckConstraint("total BETWEEN 0 AND 10000", name=op.f("ck_assessment_case_total")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_case")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_assessment_case_round_id_person_id")),
    )
    op.create_index(op.f("ix_assessment_case_person_id"), "assessment_case", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_assessment_case_pool_id_total_id"), "assessment_case", ["pool_id", "total", "id"], unique=False
    )
    op.create_index(
        op.f("ix_assessment_case_round_id_node_id"), "assessment_case", ["round_id", "node_id"], unique=False
    )
    op.create_table(
        "assessment_check",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("organization_id", sa.String(length=32), nullable=False),
        sa.Column("node_id", sa.String(length=32), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("text_encrypted", sa.Text(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_check")),
        sa.UniqueConstraint("person_id", "period", name=op.f("uq_assessment_check_person_id_period")),
    )
    op.create_index(op.f("ix_assessment_check_node_id"), "assessment_check", ["node_id"], unique=False)
    op.create_index(
        op.f("ix_assessment_check_person_id_last_on"), "assessment_check", ["person_id", "last_on"], unique=False
    )
    op.create_table(
        "assessment_check_rhythm",
        sa.Column("organization_id", sa.String(length=32), nullable=False),
        sa.Column("rhythm", sa.String(length=12), nullable=False),
        sa.Column("set_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("rhythm IN ('monthly', 'quarterly')", name=op.f("ck_assessment_check_rhythm_rhythm")),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_assessment_check_rhythm")),
    )
    op.create_table(
        "assessment_decision",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("organization_id", sa.String(length=32), nullable=False),
        sa.Column("node_id", sa.String(length=32), nullable=False),
        sa.Column("leading", sa.Boolean(), nullable=False),
        sa.Column("occasion", sa.String(length=16), nullable=False),
        sa.Column("cause_id", sa.String(length=32), nullable=True),
        sa.Column("body", sa.String(length=16), nullable=False),
        sa.Column("minutes_number", sa.String(length=100), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=32), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("returned_by", sa.String(length=32), nullable=True),
        sa.Column("return_reason_encrypted", sa.Text(), nullable=True),
        sa.CheckConstraint("(occasion = 'round') = (cause_id IS NULL)", name=op.f("ck_assessment_decision_cause")),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_by IS NOT NULL)", name=op.f("ck_assessment_decision_confirmed")
        ),
        sa.CheckConstraint(
            "body IN ('head', 'committee', 'supervising')", name=op.f("ck_assessment_decision_body")
        ),
        sa.CheckConstraint(
            "occasion IN ('round', 'objection', 'review', 'correction')",
            name=op.f("ck_assessment_decision_occasion"),
        ),
        sa.CheckConstraint(
            "state IN ('recorded', 'confirmed', 'returned', 'withdrawn')",
            name=op.f("ck_assessment_decision_state"),
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> recorded_by",
            name=op.f("ck_assessment_decision_another_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_decision")),
    )
    op.create_index(op.f("ix_assessment_decision_round_id"), "assessment_decision", ["round_id"], unique=False)
    op.create_index(
        "uq_assessment_decision_open",
        "assessment_decision",
        ["round_id", "organization_id", "leading"],
        unique=True,
        sqlite_where=sa.text("occasion = 'round' AND state IN ('recorded', 'confirmed')"),
        postgresql_where=sa.text("occasion = 'round' AND state IN ('recorded', 'confirmed')"),
    )
    op.create_table(
        "assessment_evidence_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("node_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("reverses_id", sa.String(length=32), nullable=True),
        sa.Column("reason_encrypted", sa.Text(), nullable=True),
        sa.Column("entered_by", sa.String(length=32), nullable=True),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("mac", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "source IN ('special_assessment', 'commendation')", name=op.f("ck_assessment_evidence_entry_source")
        ),
        sa.CheckConstraint(
            "(reverses_id IS NULL) = (reason_encrypted IS NULL)",
            name=op.f("ck_assessment_evidence_entry_reversal_with_reason"),
        ),
        sa.CheckConstraint(
            "amount BETWEEN 0 AND out_of AND out_of > 0", name=op.f("ck_assessment_evidence_entry_amount")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["assessment_evidence_entry.id"],
            name=op.f("fk_assessment_evidence_entry_reverses_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_evidence_entry")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_assessment_evidence_entry_reverses_id")),
    )
    op.create_index(
        op.f("ix_assessment_evidence_entry_node_id_id"),
        "assessment_evidence_entry",
        ["node_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_assessment_evidence_entry_person_id_on"),
        "assessment_evidence_entry",
        ["person_id", "on"],
        unique=False,
    )
    op.create_table(
        "assessment_evidence_objection",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("node_id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("reason_encrypted", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answer_encrypted", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('upheld', 'dismissed')) = (answer_encrypted IS NOT NULL)",
            name=op.f("ck_assessment_evidence_objection_answered"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'upheld', 'dismissed', 'withdrawn')",
            name=op.f("ck_assessment_evidence_objection_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_evidence_objection")),
    )
    op.create_index(
        op.f("ix_assessment_evidence_objection_node_id_state_id"),
        "assessment_evidence_objection",
        ["node_id", "state", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_assessment_evidence_objection_subject_id_year"),
        "assessment_evidence_objection",
        ["subject_id", "year"],
        unique=False,
    )
    op.create_index(
        "uq_assessment_evidence_objection_piece",
        "assessment_evidence_objection",
        ["subject_id", "source", "key"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "assessment_frozen_evidence",
        sa.Column("freeze_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(length=200), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.CheckConstraint("kind IN ('person', 'unit')", name=op.f("ck_assessment_frozen_evidence_kind")),
        sa.PrimaryKeyConstraint(
            "freeze_id", "kind", "subject_id", "source", "key", name=op.f("pk_assessment_frozen_evidence")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "assessment_goal_plan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organization_id", sa.String(length=32), nullable=False),
        sa.Column("node_id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("draft", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'agreed') = (revision > 0)", name=op.f("ck_assessment_goal_plan_revision")),
        sa.CheckConstraint("state IN ('draft', 'agreed')", name=op.f("ck_assessment_goal_plan_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_goal_plan")),
        sa.UniqueConstraint("organization_id", "year", name=op.f("uq_assessment_goal_plan_organization_id_year")),
    )
    op.create_index(op.f("ix_assessment_goal_plan_node_id"), "assessment_goal_plan", ["node_id"], unique=False)
    op.create_table(
        "assessment_paper_bundle",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("organization_id", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("job_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=True),
        sa.Column("rights", sa.String(length=80), nullable=True),
        sa.Column("file_id", sa.String(length=32), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'failed') = (error IS NOT NULL)", name=op.f("ck_assessment_paper_bundle_failed")
        ),
        sa.CheckConstraint(
            "(state = 'ready') <= (file_id IS NOT NULL)", name=op.f("ck_assessment_paper_bundle_ready")
        ),
        sa.CheckConstraint(
            "state IN ('making', 'ready', 'failed')", name=op.f("ck_assessment_paper_bundle_state")
        ),
        sa.CheckConstraint(
            "(file_id IS NULL) = (expires_at IS NULL)", name=op.f("ck_assessment_paper_bundle_expires")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_paper_bundle")),
        sa.UniqueConstraint(
            "asked_by",
            "round_id",
            "form",
            "kind",
            "organization_id",
            name=op.f("uq_assessment_paper_bundle_asked_by_round_id_form_kind_organization_id"),
        ),
    )
    op.create_index(
        op.f("ix_assessment_paper_bundle_round_id"), "assessment_paper_bundle", ["round_id"], unique=False
    )
    op.create_table(
        "assessment_pool",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("holder_id", sa.String(length=32), nullable=False),
        sa.Column("holder_name", sa.String(length=200), nullable=False),
        sa.Column("unit_ids", JSON, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("excellent", sa.Integer(), nullable=False),
        sa.Column("consent_document_id", sa.String(length=32), nullable=True),
        sa.Column("consent_file_id", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "category IN ('civil_servant', 'institution_staff', 'organ_worker')",
            name=op.f("ck_assessment_pool_category"),
        ),
        sa.CheckConstraint("kind IN ('unit', 'small_units', 'leading')", name=op.f("ck_assessment_pool_kind")),
        sa.CheckConstraint(
            "excellent >= 0 AND excellent <= percent * people / 100", name=op.f("ck_assessment_pool_ratio")
        ),
        sa.CheckConstraint("people >= 0 AND percent BETWEEN 0 AND 100", name=op.f("ck_assessment_pool_numbers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_pool")),
        sa.UniqueConstraint(
            "round_id",
            "category",
            "kind",
            "holder_id",
            name=op.f("uq_assessment_pool_round_id_category_kind_holder_id"),
        ),
    )
    op.create_table(
        "assessment_publicity",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("opened_by", sa.String(length=32), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.Column("paper_document", sa.String(length=200), nullable=True),
        sa.Column("paper_first_on", sa.Date(), nullable=True),
        sa.Column("paper_last_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(paper_document IS NULL) = (paper_first_on IS NULL) AND (paper_document IS NULL) = (paper_last_on IS NULL)",
            name=op.f("ck_assessment_publicity_paper"),
        ),
        sa.CheckConstraint("until >= first_on", name=op.f("ck_assessment_publicity_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_publicity")),
    )
    op.create_index(op.f("ix_assessment_publicity_round_id"), "assessment_publicity", ["round_id"], unique=False)
    op.create_index(
        "uq_assessment_publicity_open",
        "assessment_publicity",
        ["round_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "assessment_record",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seal_revision", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("grade", sa.String(length=24), nullable=False),
        sa.Column("content_encrypted", sa.Text(), nullable=False),
        sa.Column("sm3", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "category IN ('civil_servant', 'institution_staff', 'organ_worker')",
            name=op.f("ck_assessment_record_category"),
        ),
        sa.CheckConstraint(
            "grade IN ('excellent', 'competent', 'basically_competent', 'incompetent', 'qualified', 'basically_qualified', 'unqualified', 'comments_only', 'no_grade', 'deferred', 'not_assessed')",
            name=op.f("ck_assessment_record_grade"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_record")),
        sa.UniqueConstraint("case_id", "revision", name=op.f("uq_assessment_record_case_id_revision")),
    )
    op.create_index(
        op.f("ix_assessment_record_person_id_year"), "assessment_record", ["person_id", "year"], unique=False
    )
    op.create_index(
        op.f("ix_assessment_record_round_id_seal_revision"),
        "assessment_record",
        ["round_id", "seal_revision"],
        unique=False,
    )
    op.create_table(
        "assessment_result_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("job_id", sa.String(length=32), nullable=True),
        sa.Column("upto", sa.String(length=32), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("seal_revision", sa.Integer(), nullable=True),
        sa.Column("reason_encrypted", sa.Text(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("kept_at", sa.String(length=200), nullable=True),
        sa.Column("started_by", sa.String(length=32), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'paper') = (signed_on IS NOT NULL AND kept_at IS NOT NULL)",
            name=op.f("ck_assessment_result_run_paper"),
        ),
        sa.CheckConstraint(
            "(kind = 'seal') = (seal_revision IS NOT NULL)", name=op.f("ck_assessment_result_run_seal")
        ),
        sa.CheckConstraint(
            "(state = 'running') = (ended_at IS NULL)", name=op.f("ck_assessment_result_run_ended")
        ),
        sa.CheckConstraint("kind IN ('notices', 'paper', 'seal')", name=op.f("ck_assessment_result_run_kind")),
        sa.CheckConstraint("state IN ('running', 'done', 'failed')", name=op.f("ck_assessment_result_run_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_result_run")),
    )
    op.create_index(
        "uq_assessment_result_run_running",
        "assessment_result_run",
        ["round_id"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "assessment_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("freeze_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("job_id", sa.String(length=32), nullable=True),
        sa.Column("upto", sa.String(length=48), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("schemes", JSON, nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=True),
        sa.Column("started_by", sa.String(length=32), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(kind = 'compile') = (freeze_id IS NOT NULL)", name=op.f("ck_assessment_run_freeze")),
        sa.CheckConstraint("(state = 'running') = (ended_at IS NULL)", name=op.f("ck_assessment_run_ended")),
        sa.CheckConstraint("kind IN ('freeze', 'compile')", name=op.f("ck_assessment_run_kind")),
        sa.CheckConstraint("state IN ('running', 'done', 'failed')", name=op.f("ck_assessment_run_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_run")),
    )
    op.create_index(
        op.f("ix_assessment_run_round_id_kind_revision"),
        "assessment_run",
        ["round_id", "kind", "revision"],
        unique=False,
    )
    op.create_index(
        "uq_assessment_run_running",
        "assessment_run",
        ["round_id"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "assessment_scheme",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("node_id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("indicators", JSON, nullable=False),
        sa.Column("digest", sa.String(length=68), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "category IN ('civil_servant', 'institution_staff', 'organ_worker', 'unit')",
            name=op.f("ck_assessment_scheme_category"),
        ),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_assessment_scheme_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_scheme")),
        sa.UniqueConstraint(
            "node_id", "year", "category", name=op.f("uq_assessment_scheme_node_id_year_category")
        ),
    )
    op.create_index(
        op.f("ix_assessment_scheme_year_category"), "assessment_scheme", ["year", "category"], unique=False
    )
    op.create_table(
        "assessment_score",
        sa.Column("freeze_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("points", JSON, nullable=False),
        sa.CheckConstraint("kind IN ('person', 'unit')", name=op.f("ck_assessment_score_kind")),
        sa.PrimaryKeyConstraint("freeze_id", "kind", "subject_id", name=op.f("pk_assessment_score")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "assessment_seal",
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("sm3", sa.String(length=80), nullable=False),
        sa.Column("reason_encrypted", sa.Text(), nullable=True),
        sa.Column("sealed_by", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("mac", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "revision", name=op.f("pk_assessment_seal")),
    )
    op.create_table(
        "assessment_special_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("special_case", sa.String(length=16), nullable=True),
        sa.Column("document_id", sa.String(length=32), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("entered_by", sa.String(length=32), nullable=True),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(special_case IS NULL OR special_case = 'deferred') = (document_id IS NULL AND sealed IS NULL)",
            name=op.f("ck_assessment_special_case_document"),
        ),
        sa.CheckConstraint(
            "sealed IS NULL OR special_case IN ('warned', 'disciplined')",
            name=op.f("ck_assessment_special_case_sealed"),
        ),
        sa.CheckConstraint(
            "special_case IS NULL OR special_case IN ('probation', 'long_leave', 'deferred', 'warned', 'disciplined', 'not_assessed')",
            name=op.f("ck_assessment_special_case_special_case"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_special_case")),
    )
    op.create_index(
        op.f("ix_assessment_special_case_round_id_person_id_id"),
        "assessment_special_case",
        ["round_id", "person_id", "id"],
        unique=False,
    )
    op.create_table(
        "assessment_superior",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("superior_id", sa.String(length=32), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("named_by", sa.String(length=32), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_superior")),
    )
    op.create_index(op.f("ix_assessment_superior_person_id"), "assessment_superior", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_assessment_superior_superior_id"), "assessment_superior", ["superior_id"], unique=False
    )
    op.create_table(
        "courses_mentoring_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("node_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("units", sa.String(length=8), nullable=False),
        sa.Column("field_required", sa.Boolean(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.String(length=32), nullable=False),
        sa.Column("failure", sa.String(length=60), nullable=True),
        sa.Column("started_by", sa.String(length=32), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=32), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'failed') = (failure IS NOT NULL)", name=op.f("ck_courses_mentoring_run_failure")
        ),
        sa.CheckConstraint(
            "state IN ('computing', 'proposed', 'confirming', 'confirmed', 'discarded', 'failed')",
            name=op.f("ck_courses_mentoring_run_state"),
        ),
        sa.CheckConstraint("units IN ('any', 'same', 'other')", name=op.f("ck_courses_mentoring_run_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses_mentoring_run")),
    )
    op.create_index(
        op.f("ix_courses_mentoring_run_node_id_id"), "courses_mentoring_run", ["node_id", "id"], unique=False
    )
    op.create_table(
        "courses_mentorship",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mentor_account_id", sa.String(length=32), nullable=False),
        sa.Column("mentee_account_id", sa.String(length=32), nullable=False),
        sa.Column("node_id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("proposed_by", sa.String(length=32), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=True),
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Integer(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.Column("reason_encrypted", sa.Text(), nullable=True),
        sa.Column("quiet_told_on", sa.Date(), nullable=True),
        sa.Column("mid_told_on", sa.Date(), nullable=True),
        sa.Column("final_told_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (state IN ('active', 'mentee_accepted', 'mentor_accepted', 'proposed'))",
            name=op.f("ck_courses_mentorship_ended"),
        ),
        sa.CheckConstraint(
            "state IN ('active', 'declined', 'ended', 'ended_early', 'mentee_accepted', 'mentor_accepted', 'proposed', 'withdrawn')",
            name=op.f("ck_courses_mentorship_state"),
        ),
        sa.CheckConstraint(
            "(period_from IS NULL) = (agreed = 0) AND (period_to IS NULL) = (agreed = 0)",
            name=op.f("ck_courses_mentorship_period"),
        ),
        sa.CheckConstraint("0 <= agreed AND agreed <= agreement", name=op.f("ck_courses_mentorship_agreed")),
        sa.CheckConstraint(
            "mentor_account_id <> mentee_account_id", name=op.f("ck_courses_mentorship_two_people")
        ),
        sa.CheckConstraint("period_to > period_from", name=op.f("ck_courses_mentorship_period_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses_mentorship")),
    )
    op.create_index(
        op.f("ix_courses_mentorship_mentee_account_id_id"),
        "courses_mentorship",
        ["mentee_account_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_courses_mentorship_mentor_account_id_id"),
        "courses_mentorship",
        ["mentor_account_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_courses_mentorship_node_id_id"), "courses_mentorship", ["node_id", "id"], unique=False
    )
    op.create_index(op.f("ix_courses_mentorship_state_id"), "courses_mentorship", ["state", "id"], unique=False)
    op.create_index(
        "uq_courses_mentorship_open",
        "courses_mentorship",
        ["mentee_account_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('active', 'mentee_accepted', 'mentor_accepted', 'proposed')"),
        postgresql_where=sa.text("state IN ('active', 'mentee_accepted', 'mentor_accepted', 'proposed')"),
    )
    op.create_table(
        "courses_secondment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("node_id", sa.String(length=32), nullable=False),
        sa.Column("organization_id", sa.String(length=32), nullable=True),
        sa.Column("place_name", sa.String(length=200), nullable=False),
        sa.Column("post_held", sa.String(length=100), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("expected_to", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("evaluation_encrypted", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (evaluation_encrypted IS NULL)", name=op.f("ck_courses_secondment_ended")
        ),
        sa.CheckConstraint("ended_on >= started_on", name=op.f("ck_courses_secondment_order")),
        sa.CheckConstraint("expected_to >= started_on", name=op.f("ck_courses_secondment_expected_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses_secondment")),
    )
    op.create_index(
        op.f("ix_courses_secondment_node_id_id"), "courses_secondment", ["node_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_courses_secondment_person_id_started_on"),
        "courses_secondment",
        ["person_id", "started_on"],
        unique=False,
    )
    op.create_table(
        "assessment_adjustment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("before", sa.String(length=24), nullable=True),
        sa.Column("after", sa.String(length=24), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("adjusted_by", sa.String(length=32), nullable=True),
        sa.Column("adjusted_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "cause IN ('adjustment', 'special_case', 'decision', 'objection', 'review')",
            name=op.f("ck_assessment_adjustment_cause"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["assessment_case.id"], name=op.f("fk_assessment_adjustment_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_adjustment")),
    )
    op.create_index(
        op.f("ix_assessment_adjustment_case_id_id"), "assessment_adjustment", ["case_id", "id"], unique=False
    )
    op.create_table(
        "assessment_check_comment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=12), nullable=True),
        sa.Column("comment_encrypted", sa.Text(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("from_paper", sa.Boolean(), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "grade IS NULL OR grade IN ('good', 'fairly_good', 'average', 'poor')",
            name=op.f("ck_assessment_check_comment_grade"),
        ),
        sa.CheckConstraint(
            "from_paper = (document IS NOT NULL)", name=op.f("ck_assessment_check_comment_paper_document")
        ),
        sa.CheckConstraint(
            "from_paper = (document_on IS NOT NULL)", name=op.f("ck_assessment_check_comment_paper_day")
        ),
        sa.ForeignKeyConstraint(
            ["check_id"], ["assessment_check.id"], name=op.f("fk_assessment_check_comment_check_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_check_comment")),
        sa.UniqueConstraint("check_id", "number", name=op.f("uq_assessment_check_comment_check_id_number")),
    )
    op.create_table(
        "assessment_decision_change",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("grade_from", sa.String(length=24), nullable=True),
        sa.Column("grade_to", sa.String(length=24), nullable=False),
        sa.Column("reason_encrypted", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "grade_to IN ('excellent', 'competent', 'basically_competent', 'incompetent', 'qualified', 'basically_qualified', 'unqualified', 'comments_only', 'no_grade', 'deferred', 'not_assessed')",
            name=op.f("ck_assessment_decision_change_grade_to"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["assessment_decision.id"], name=op.f("fk_assessment_decision_change_decision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_decision_change")),
        sa.UniqueConstraint(
            "decision_id", "case_id", name=op.f("uq_assessment_decision_change_decision_id_case_id")
        ),
    )
    op.create_index(
        op.f("ix_assessment_decision_change_case_id"), "assessment_decision_change", ["case_id"], unique=False
    )
    op.create_table(
        "assessment_evidence_ruling",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("objection_id", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("disputed", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("reason_encrypted", sa.Text(), nullable=False),
        sa.Column("ruled_by", sa.String(length=32), nullable=False),
        sa.Column("ruled_on", sa.Date(), nullable=False),
        sa.Column("mac", sa.String(length=80), nullable=False),
        sa.CheckConstraint("amount IS NULL OR amount >= 0", name=op.f("ck_assessment_evidence_ruling_amount")),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["assessment_evidence_objection.id"],
            name=op.f("fk_assessment_evidence_ruling_objection_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_evidence_ruling")),
        sa.UniqueConstraint("objection_id", name=op.f("uq_assessment_evidence_ruling_objection_id")),
    )
    op.create_index(
        op.f("ix_assessment_evidence_ruling_subject_id_source_key"),
        "assessment_evidence_ruling",
        ["subject_id", "source", "key"],
        unique=False,
    )
    op.create_table(
        "assessment_goal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("organization_id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("measure", sa.String(length=8), nullable=False),
        sa.Column("unit_word", sa.String(length=20), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(measure = 'amount') = (target IS NOT NULL)", name=op.f("ck_assessment_goal_has_target")
        ),
        sa.CheckConstraint("measure IN ('amount', 'yes_no')", name=op.f("ck_assessment_goal_measure")),
        sa.CheckConstraint("target IS NULL OR target > 0", name=op.f("ck_assessment_goal_target")),
        sa.CheckConstraint("weight BETWEEN 1 AND 10000", name=op.f("ck_assessment_goal_weight")),
        sa.ForeignKeyConstraint(["plan_id"], ["assessment_goal_plan.id"], name=op.f("fk_assessment_goal_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_goal")),
    )
    op.create_index(
        op.f("ix_assessment_goal_organization_id_year"),
        "assessment_goal",
        ["organization_id", "year"],
        unique=False,
    )
    op.create_index(op.f("ix_assessment_goal_plan_id"), "assessment_goal", ["plan_id"], unique=False)
    op.create_table(
        "assessment_goal_revision",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("goals", JSON, nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("recorded_by", sa.String(length=32), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("(number = 1) = (reason IS NULL)", name=op.f("ck_assessment_goal_revision_reason")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["assessment_goal_plan.id"], name=op.f("fk_assessment_goal_revision_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_goal_revision")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_assessment_goal_revision_plan_id_number")),
    )
    op.create_table(
        "assessment_notice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("content_encrypted", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("issued_by", sa.String(length=32), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("signature_encrypted", sa.Text(), nullable=True),
        sa.Column("signature_digest", sa.String(length=80), nullable=True),
        sa.Column("comment_encrypted", sa.Text(), nullable=True),
        sa.Column("paper_signed_on", sa.Date(), nullable=True),
        sa.Column("paper_kept_at", sa.String(length=200), nullable=True),
        sa.Column("witness_encrypted", sa.Text(), nullable=True),
        sa.Column("refusal_recorded_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "(state = 'refused') <= (witness_encrypted IS NOT NULL)", name=op.f("ck_assessment_notice_refused")
        ),
        sa.CheckConstraint(
            "(state = 'signed') <= (signature_encrypted IS NOT NULL OR paper_signed_on IS NOT NULL)",
            name=op.f("ck_assessment_notice_signed"),
        ),
        sa.CheckConstraint(
            "state IN ('issued', 'signed', 'refused', 'replaced')", name=op.f("ck_assessment_notice_state")
        ),
        sa.CheckConstraint(
            "(paper_signed_on IS NULL) = (paper_kept_at IS NULL)", name=op.f("ck_assessment_notice_paper")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["assessment_decision.id"], name=op.f("fk_assessment_notice_decision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_notice")),
        sa.UniqueConstraint("case_id", "revision", name=op.f("uq_assessment_notice_case_id_revision")),
    )
    op.create_index(op.f("ix_assessment_notice_person_id"), "assessment_notice", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_assessment_notice_round_id_state"), "assessment_notice", ["round_id", "state"], unique=False
    )
    op.create_table(
        "assessment_objection",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("publicity_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("text_encrypted", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answer_encrypted", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name=op.f("ck_assessment_objection_withdrawn")
        ),
        sa.CheckConstraint(
            "(state IN ('accepted', 'rejected')) <= (answer_encrypted IS NOT NULL)",
            name=op.f("ck_assessment_objection_answer"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'waiting', 'accepted', 'rejected', 'withdrawn')",
            name=op.f("ck_assessment_objection_state"),
        ),
        sa.ForeignKeyConstraint(
            ["publicity_id"], ["assessment_publicity.id"], name=op.f("fk_assessment_objection_publicity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_objection")),
    )
    op.create_index(
        op.f("ix_assessment_objection_account_id"), "assessment_objection", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_assessment_objection_round_id_state"), "assessment_objection", ["round_id", "state"], unique=False
    )
    op.create_table(
        "assessment_publicity_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("publicity_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("organization_id", sa.String(length=32), nullable=False),
        sa.Column("organization_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["publicity_id"], ["assessment_publicity.id"], name=op.f("fk_assessment_publicity_entry_publicity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_publicity_entry")),
        sa.UniqueConstraint(
            "publicity_id", "case_id", name=op.f("uq_assessment_publicity_entry_publicity_id_case_id")
        ),
    )
    op.create_index(
        op.f("ix_assessment_publicity_entry_case_id"), "assessment_publicity_entry", ["case_id"], unique=False
    )
    op.create_table(
        "assessment_round",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("parameters", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("investigation_keeper", sa.String(length=32), nullable=True),
        sa.Column("created_by", sa.String(length=32), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('preparing', 'open', 'frozen', 'compiled', 'decided', 'published', 'notified', 'sealed')",
            name=op.f("ck_assessment_round_state"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_assessment_round_revision")),
        sa.ForeignKeyConstraint(
            ["investigation_keeper"],
            ["identity_account.id"],
            name=op.f("fk_assessment_round_investigation_keeper"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_round")),
        sa.UniqueConstraint("year", "node_id", name=op.f("uq_assessment_round_year_node_id")),
    )
    op.create_index(op.f("ix_assessment_round_node_id"), "assessment_round", ["node_id"], unique=False)
    op.create_table(
        "assessment_scheme_simulation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scheme_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=68), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("result", JSON, nullable=False),
        sa.Column("run_by", sa.String(length=32), nullable=True),
        sa.Column("run_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["assessment_scheme.id"], name=op.f("fk_assessment_scheme_simulation_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_scheme_simulation")),
    )
    op.create_index(
        op.f("ix_assessment_scheme_simulation_scheme_id_digest"),
        "assessment_scheme_simulation",
        ["scheme_id", "digest"],
        unique=False,
    )
    op.create_table(
        "assessment_scheme_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scheme_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("indicators", JSON, nullable=False),
        sa.Column("digest", sa.String(length=68), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("adopted_by", sa.String(length=32), nullable=True),
        sa.Column("adopted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["assessment_scheme.id"], name=op.f("fk_assessment_scheme_version_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_scheme_version")),
        sa.UniqueConstraint("scheme_id", "version", name=op.f("uq_assessment_scheme_version_scheme_id_version")),
    )
    op.create_table(
        "assessment_suggestion",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=24), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("suggested_by", sa.String(length=32), nullable=True),
        sa.Column("suggested_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "grade IN ('excellent', 'competent', 'basically_competent', 'incompetent', 'qualified', 'basically_qualified', 'unqualified', 'comments_only', 'no_grade', 'deferred', 'not_assessed')",
            name=op.f("ck_assessment_suggestion_grade"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["assessment_case.id"], name=op.f("fk_assessment_suggestion_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_suggestion")),
    )
    op.create_index(
        op.f("ix_assessment_suggestion_case_id_id"), "assessment_suggestion", ["case_id", "id"], unique=False
    )
    op.create_table(
        "courses_mentee_need",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("looking", sa.Boolean(), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["identity_account.id"], name=op.f("fk_courses_mentee_need_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_courses_mentee_need")),
    )
    op.create_index(op.f("ix_courses_mentee_need_looking"), "courses_mentee_need", ["looking"], unique=False)
    op.create_table(
        "courses_mentor_profile",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("unit_ids", JSON, nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("available_to", sa.Date(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("available_to >= available_from", name=op.f("ck_courses_mentor_profile_available")),
        sa.CheckConstraint("capacity BETWEEN 1 AND 20", name=op.f("ck_courses_mentor_profile_capacity")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["identity_account.id"], name=op.f("fk_courses_mentor_profile_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_courses_mentor_profile")),
    )
    op.create_table(
        "courses_mentor_wish",
        sa.Column("mentee_id", sa.String(length=32), nullable=False),
        sa.Column("rank", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mentor_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("rank BETWEEN 1 AND 5", name=op.f("ck_courses_mentor_wish_rank")),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["identity_account.id"], name=op.f("fk_courses_mentor_wish_mentee_id")
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["identity_account.id"], name=op.f("fk_courses_mentor_wish_mentor_id")
        ),
        sa.PrimaryKeyConstraint("mentee_id", "rank", name=op.f("pk_courses_mentor_wish")),
        sa.UniqueConstraint("mentee_id", "mentor_id", name=op.f("uq_courses_mentor_wish_mentee_id_mentor_id")),
    )
    op.create_table(
        "courses_mentoring_exclusion",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("account_id <> other_id", name=op.f("ck_courses_mentoring_exclusion_two_people")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["identity_account.id"], name=op.f("fk_courses_mentoring_exclusion_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["identity_account.id"], name=op.f("fk_courses_mentoring_exclusion_other_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "other_id", name=op.f("pk_courses_mentoring_exclusion")),
    )
    op.create_index(
        op.f("ix_courses_mentoring_exclusion_other_id"), "courses_mentoring_exclusion", ["other_id"], unique=False
    )
    op.create_table(
        "courses_mentoring_run_drop",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("mentee_id", sa.String(length=32), nullable=False),
        sa.Column("mentor_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["courses_mentoring_run.id"], name=op.f("fk_courses_mentoring_run_drop_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "mentee_id", "mentor_id", name=op.f("pk_courses_mentoring_run_drop")),
    )
    op.create_table(
        "courses_mentoring_run_pair",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("mentee_id", sa.String(length=32), nullable=False),
        sa.Column("mentor_id", sa.String(length=32), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("terms", JSON, nullable=False),
        sa.Column("broken", JSON, nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('made', 'left_out')",
            name=op.f("ck_courses_mentoring_run_pair_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["courses_mentoring_run.id"], name=op.f("fk_courses_mentoring_run_pair_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "mentee_id", name=op.f("pk_courses_mentoring_run_pair")),
    )
    op.create_index(
        op.f("ix_courses_mentoring_run_pair_run_id_mentor_id"),
        "courses_mentoring_run_pair",
        ["run_id", "mentor_id"],
        unique=False,
    )
    op.create_table(
        "courses_mentoring_run_unmatched",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("mentee_id", sa.String(length=32), nullable=False),
        sa.Column("relaxations", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["courses_mentoring_run.id"], name=op.f("fk_courses_mentoring_run_unmatched_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "mentee_id", name=op.f("pk_courses_mentoring_run_unmatched")),
    )
    op.create_table(
        "courses_mentoring_run_unused",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("mentor_id", sa.String(length=32), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["courses_mentoring_run.id"], name=op.f("fk_courses_mentoring_run_unused_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "mentor_id", name=op.f("pk_courses_mentoring_run_unused")),
    )
    op.create_table(
        "courses_mentorship_agreement",
        sa.Column("mentorship_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("written_by", sa.String(length=32), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("goals_encrypted", sa.Text(), nullable=False),
        sa.Column("plan_encrypted", sa.Text(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("period_to > period_from", name=op.f("ck_courses_mentorship_agreement_period_order")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_courses_mentorship_agreement_revision")),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["courses_mentorship.id"],
            name=op.f("fk_courses_mentorship_agreement_mentorship_id"),
        ),
        sa.PrimaryKeyConstraint("mentorship_id", "revision", name=op.f("pk_courses_mentorship_agreement")),
    )
    op.create_table(
        "courses_mentorship_certificate",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mentorship_id", sa.String(length=32), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("office_node_id", sa.String(length=32), nullable=False),
        sa.Column("office_name", sa.String(length=200), nullable=False),
        sa.Column("holder_name", sa.String(length=60), nullable=False),
        sa.Column("other_name", sa.String(length=60), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_by", sa.String(length=32), nullable=True),
        sa.Column("revocation_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revocation_reason IS NULL)",
            name=op.f("ck_courses_mentorship_certificate_revoked"),
        ),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["courses_mentorship.id"],
            name=op.f("fk_courses_mentorship_certificate_mentorship_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses_mentorship_certificate")),
        sa.UniqueConstraint(
            "mentorship_id", "side", name=op.f("uq_courses_mentorship_certificate_mentorship_id_side")
        ),
        sa.UniqueConstraint(
            "office_node_id", "number", name=op.f("uq_courses_mentorship_certificate_office_node_id_number")
        ),
        sa.UniqueConstraint("token", name=op.f("uq_courses_mentorship_certificate_token")),
    )
    op.create_table(
        "courses_mentorship_evaluation",
        sa.Column("mentorship_id", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("given_by", sa.String(length=32), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("ratings", JSON, nullable=False),
        sa.Column("text_encrypted", sa.Text(), nullable=False),
        sa.CheckConstraint("stage IN ('mid', 'final')", name=op.f("ck_courses_mentorship_evaluation_stage")),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["courses_mentorship.id"],
            name=op.f("fk_courses_mentorship_evaluation_mentorship_id"),
        ),
        sa.PrimaryKeyConstraint(
            "mentorship_id", "stage", "given_by", name=op.f("pk_courses_mentorship_evaluation")
        ),
    )
    op.create_table(
        "courses_mentorship_meeting",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mentorship_id", sa.String(length=32), nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("about_encrypted", sa.Text(), nullable=False),
        sa.Column("next_step_encrypted", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_on IS NOT NULL)",
            name=op.f("ck_courses_mentorship_meeting_confirmed"),
        ),
        sa.CheckConstraint(
            "state IN ('noted', 'confirmed', 'withdrawn')", name=op.f("ck_courses_mentorship_meeting_state")
        ),
        sa.ForeignKeyConstraint(
            ["mentorship_id"], ["courses_mentorship.id"], name=op.f("fk_courses_mentorship_meeting_mentorship_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses_mentorship_meeting")),
    )
    op.create_index(
        op.f("ix_courses_mentorship_meeting_mentorship_id_held_on"),
        "courses_mentorship_meeting",
        ["mentorship_id", "held_on"],
        unique=False,
    )
    op.create_table(
        "courses_secondment_correction",
        sa.Column("secondment_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("corrected_by", sa.String(length=32), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=False),
        sa.Column("reason_encrypted", sa.Text(), nullable=False),
        sa.Column("former_encrypted", sa.Text(), nullable=False),
        sa.CheckConstraint("version > 1", name=op.f("ck_courses_secondment_correction_version")),
        sa.ForeignKeyConstraint(
            ["secondment_id"],
            ["courses_secondment.id"],
            name=op.f("fk_courses_secondment_correction_secondment_id"),
        ),
        sa.PrimaryKeyConstraint("secondment_id", "version", name=op.f("pk_courses_secondment_correction")),
    )
    op.create_table(
        "assessment_goal_part",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("goal_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 1 AND 10000", name=op.f("ck_assessment_goal_part_weight")),
        sa.ForeignKeyConstraint(["goal_id"], ["assessment_goal.id"], name=op.f("fk_assessment_goal_part_goal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_goal_part")),
    )
    op.create_index(op.f("ix_assessment_goal_part_goal_id"), "assessment_goal_part", ["goal_id"], unique=False)
    op.create_index(
        op.f("ix_assessment_goal_part_person_id_due_on"),
        "assessment_goal_part",
        ["person_id", "due_on"],
        unique=False,
    )
    op.create_table(
        "assessment_publicity_audience",
        sa.Column("organization_id", sa.String(length=32), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["assessment_publicity_entry.id"], name=op.f("fk_assessment_publicity_audience_entry_id")
        ),
        sa.PrimaryKeyConstraint("organization_id", "entry_id", name=op.f("pk_assessment_publicity_audience")),
    )
    op.create_table(
        "assessment_rating_tally",
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("counts_encrypted", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["assessment_round.id"], name=op.f("fk_assessment_rating_tally_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "group_id", name=op.f("pk_assessment_rating_tally")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "assessment_rating_vote",
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["assessment_round.id"], name=op.f("fk_assessment_rating_vote_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_assessment_rating_vote")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "assessment_review",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text_encrypted", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answer_encrypted", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name=op.f("ck_assessment_review_withdrawn")
        ),
        sa.CheckConstraint("kind IN ('review', 'appeal')", name=op.f("ck_assessment_review_kind")),
        sa.CheckConstraint(
            "state IN ('open', 'waiting', 'accepted', 'rejected', 'withdrawn')",
            name=op.f("ck_assessment_review_state"),
        ),
        sa.CheckConstraint("asked_on <= until", name=op.f("ck_assessment_review_in_time")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["assessment_notice.id"], name=op.f("fk_assessment_review_notice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_review")),
    )
    op.create_index(
        op.f("ix_assessment_review_round_id_state"), "assessment_review", ["round_id", "state"], unique=False
    )
    op.create_index(
        "uq_assessment_review_standing",
        "assessment_review",
        ["notice_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state <> 'withdrawn'"),
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_table(
        "assessment_self_summary",
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("text_encrypted", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_assessment_self_summary_version")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["assessment_round.id"], name=op.f("fk_assessment_self_summary_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_assessment_self_summary")),
    )
    op.create_table(
        "assessment_superior_mark",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("superior_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("virtue", sa.Integer(), nullable=False),
        sa.Column("ability", sa.Integer(), nullable=False),
        sa.Column("diligence", sa.Integer(), nullable=False),
        sa.Column("performance", sa.Integer(), nullable=False),
        sa.Column("integrity", sa.Integer(), nullable=False),
        sa.Column("comment_encrypted", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.CheckConstraint("person_id <> superior_id", name=op.f("ck_assessment_superior_mark_own_case")),
        sa.CheckConstraint(
            "virtue BETWEEN 0 AND 100 AND ability BETWEEN 0 AND 100 AND diligence BETWEEN 0 AND 100 AND performance BETWEEN 0 AND 100 AND integrity BETWEEN 0 AND 100",
            name=op.f("ck_assessment_superior_mark_points"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["assessment_round.id"], name=op.f("fk_assessment_superior_mark_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_superior_mark")),
        sa.UniqueConstraint(
            "round_id", "person_id", "version", name=op.f("uq_assessment_superior_mark_round_id_person_id_version")
        ),
    )
    op.create_table(
        "assessment_window",
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opening_told", sa.Boolean(), nullable=False),
        sa.Column("ending_told", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('self_summary', 'rating', 'superior_mark')", name=op.f("ck_assessment_window_kind")
        ),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_assessment_window_days")),
        sa.ForeignKeyConstraint(["round_id"], ["assessment_round.id"], name=op.f("fk_assessment_window_round_id")),
        sa.PrimaryKeyConstraint("round_id", "kind", name=op.f("pk_assessment_window")),
    )
    op.create_table(
        "register_appointment_count",
        sa.Column("organization_id", sa.String(length=32), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.CheckConstraint("entries >= 0", name=op.f("ck_register_appointment_count_entries")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["register_organization.id"],
            name=op.f("fk_register_appointment_count_organization_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_register_appointment_count")),
    )
    op.create_table(
        "assessment_goal_progress",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("part_id", sa.String(length=32), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("link_kind", sa.String(length=8), nullable=False),
        sa.Column("link_id", sa.String(length=32), nullable=True),
        sa.Column("by_head", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("reverses_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "(link_kind = 'none') = (link_id IS NULL)", name=op.f("ck_assessment_goal_progress_link")
        ),
        sa.CheckConstraint(
            "link_kind IN ('none', 'file', 'matter')", name=op.f("ck_assessment_goal_progress_link_kind")
        ),
        sa.CheckConstraint(
            "(reverses_id IS NULL AND amount >= 0) OR amount <= 0", name=op.f("ck_assessment_goal_progress_amount")
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["assessment_goal_part.id"], name=op.f("fk_assessment_goal_progress_part_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["assessment_goal_progress.id"], name=op.f("fk_assessment_goal_progress_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_goal_progress")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_assessment_goal_progress_reverses_id")),
    )
    op.create_index(
        op.f("ix_assessment_goal_progress_part_id"), "assessment_goal_progress", ["part_id"], unique=False
    )
    op.create_table(
        "register_appointment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("appointment_id", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("organization_id", sa.String(length=32), nullable=False),
        sa.Column("division_id", sa.String(length=32), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=True),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("principal", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=True),
        sa.Column("mac", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "(kind = 'appoint') = (id = appointment_id)", name=op.f("ck_register_appointment_appoints")
        ),
        sa.CheckConstraint("kind IN ('appoint', 'end')", name=op.f("ck_register_appointment_kind")),
        sa.CheckConstraint(
            "role IN ('held', 'concurrent', 'acting', 'seconded')", name=op.f("ck_register_appointment_role")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["register_internal_division.id"], name=op.f("fk_register_appointment_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["register_organization.id"], name=op.f("fk_register_appointment_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["register_person.id"], name=op.f("fk_register_appointment_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_appointment")),
        sa.UniqueConstraint("appointment_id", "kind", name=op.f("uq_register_appointment_appointment_id_kind")),
        sa.UniqueConstraint(
            "organization_id", "sequence", name=op.f("uq_register_appointment_organization_id_sequence")
        ),
    )
    op.create_index(
        op.f("ix_register_appointment_appointment_id"), "register_appointment", ["appointment_id"], unique=False
    )
    op.create_index(op.f("ix_register_appointment_person_id"), "register_appointment", ["person_id"], unique=False)
