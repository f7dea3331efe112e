"""Papers, search, sheets of the past, LINE."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "letter_head",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number_prefix", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("telephone", sa.String(length=100), nullable=False),
        sa.Column("thai_digits", sa.Boolean(), nullable=False),
        sa.Column("emblem", sa.LargeBinary(), nullable=True),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_letter_head_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_head")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_letter_head_agency_id")),
    )
    op.create_table(
        "line_account",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed_token", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("quota_limit", sa.Integer(), nullable=True),
        sa.Column("quota_used", sa.Integer(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_line_account_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_account")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_line_account_agency_id")),
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("officer_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("done_rows", sa.Integer(), nullable=False),
        sa.Column("case_count", sa.Integer(), nullable=False),
        sa.Column("sealed_sheet", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_mapping", sa.LargeBinary(), nullable=True),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "standing IN ('uploaded', 'running', 'done', 'undone')",
            name=op.f("ck_import_batch_standing"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_import_batch_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_import_batch_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_import_batch_officer", "import_batch", ["officer_id", "standing"], unique=False
    )
    op.create_table(
        "line_link",
        sa.Column("officer_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed_user", sa.LargeBinary(), nullable=True),
        sa.Column("linked_on", sa.Date(), nullable=True),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("code_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_line_link_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_line_link_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_line_link")),
    )
    op.create_table(
        "paper_template",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(length=12000), nullable=False),
        sa.Column("changed_by", sa.LargeBinary(length=16), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_paper_template_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["officer.id"], name=op.f("fk_paper_template_changed_by_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_template")),
        sa.UniqueConstraint(
            "agency_id", "kind", "version", name=op.f("uq_paper_template_agency_id_kind_version")
        ),
    )
    op.create_table(
        "search_entry",
        sa.Column("officer_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_search_entry_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["complaint.id"], name=op.f("fk_search_entry_case_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_search_entry_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("officer_id", "case_id", name=op.f("pk_search_entry")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_entry_case", "search_entry", ["case_id"], unique=False)
    op.add_column("complaint", sa.Column("import_id", sa.LargeBinary(length=16), nullable=True))
    op.create_index("ix_complaint_import", "complaint", ["import_id"], unique=False)
    op.create_index(
        "ix_case_event_object",
        "case_event",
        ["object_id"],
        unique=False,
        sqlite_where=sa.text("object_id IS NOT NULL"),
        postgresql_where=sa.text("object_id IS NOT NULL"),
    )
    op.create_index("ix_attachment_meta", "attachment", ["meta_object_id"], unique=False)
    op.create_index("ix_attachment_name", "attachment", ["name_object_id"], unique=False)
    # No case goes before it came: what was decided on a holiday counts on the day it came in law.
    op.execute("UPDATE complaint SET completed_on = received_on WHERE completed_on < received_on")
    op.create_index(
        "ix_complaint_completed",
        "complaint",
        ["agency_id", "channel", "completed_on", "received_on", "state", "is_test"],
        unique=False,
    )
    op.add_column(
        "outbox",
        sa.Column("way", sa.String(length=10), server_default=sa.text("'mail'"), nullable=False),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_column("outbox", "way")
    op.drop_index("ix_complaint_completed", table_name="complaint")
    op.drop_index("ix_attachment_name", table_name="attachment")
    op.drop_index("ix_attachment_meta", table_name="attachment")
    op.drop_index("ix_case_event_object", table_name="case_event")
    op.drop_index("ix_complaint_import", table_name="complaint")
    op.drop_column("complaint", "import_id")
    op.drop_index("ix_search_entry_case", table_name="search_entry")
    op.drop_table("search_entry")
    op.drop_table("paper_template")
    op.drop_table("line_link")
    op.drop_index("ix_import_batch_officer", table_name="import_batch")
    op.drop_table("import_batch")
    op.drop_table("line_account")
    op.drop_table("letter_head")
