"""Casework: tasks and reminders, follow-ups, mail to officers, burned numbers, handed codes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("officer_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("dedup_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("send_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("lease", sa.LargeBinary(length=16), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_on", sa.Date(), nullable=True),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_outbox_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_outbox_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_outbox_dedup_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_outbox_waiting", "outbox", ["sent_at", "given_up_on", "send_after"], unique=False
    )
    op.create_table(
        "burned_number",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("register_year_be", sa.Integer(), nullable=False),
        sa.Column("register_number", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("burned_on", sa.Date(), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "channel IN ('corruption', 'grievance')", name=op.f("ck_burned_number_channel")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_burned_number_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["complaint.id"], name=op.f("fk_burned_number_case_id_complaint")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_burned_number")),
        sa.UniqueConstraint(
            "agency_id",
            "channel",
            "register_year_be",
            "register_number",
            name="uq_burned_number_number",
        ),
    )
    op.create_table(
        "follow_up",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_follow_up_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["complaint.id"], name=op.f("fk_follow_up_case_id_complaint")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_follow_up_case", "follow_up", ["case_id"], unique=False)
    op.create_table(
        "handed_code",
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("verifier", sa.LargeBinary(length=32), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=True),
        sa.Column("sealed_before", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=True),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_handed_code_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["complaint.id"], name=op.f("fk_handed_code_case_id_complaint")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_handed_code")),
    )
    op.create_table(
        "clock_reminder",
        sa.Column("clock_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("days", sa.SmallInteger(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_clock_reminder_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["clock.id"], name=op.f("fk_clock_reminder_clock_id_clock")
        ),
        sa.PrimaryKeyConstraint("clock_id", "due_on", "days", name=op.f("pk_clock_reminder")),
    )
    op.create_index("ix_access_log_day", "access_log", ["agency_id", "opened_at"], unique=False)
    op.add_column(
        "agency",
        sa.Column("screening_days", sa.Integer(), server_default=sa.text("3"), nullable=False),
    )
    op.add_column(
        "agency",
        sa.Column("next_notice_days", sa.Integer(), server_default=sa.text("30"), nullable=False),
    )
    op.add_column(
        "agency",
        sa.Column("fact_finding_days", sa.Integer(), server_default=sa.text("45"), nullable=False),
    )
    op.add_column("clock", sa.Column("label_object_id", sa.LargeBinary(length=16), nullable=True))
    op.add_column("clock", sa.Column("officer_id", sa.LargeBinary(length=16), nullable=True))
    op.add_column(
        "officer",
        sa.Column("email", sa.String(length=200), server_default=sa.text("''"), nullable=False),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_column("officer", "email")
    op.drop_column("clock", "officer_id")
    op.drop_column("clock", "label_object_id")
    op.drop_column("agency", "fact_finding_days")
    op.drop_column("agency", "next_notice_days")
    op.drop_column("agency", "screening_days")
    op.drop_index("ix_access_log_day", table_name="access_log")
    op.drop_table("clock_reminder")
    op.drop_table("handed_code")
    op.drop_index("ix_follow_up_case", table_name="follow_up")
    op.drop_table("follow_up")
    op.drop_table("burned_number")
    op.drop_index("ix_outbox_waiting", table_name="outbox")
    op.drop_table("outbox")
