"""Disclosure: versions, plans, prepared tables, edited items, reports, prevention, survey."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "disclosure_item",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("scheme", sa.String(length=30), nullable=False),
        sa.Column("fiscal_year_be", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("label_th", sa.String(length=300), nullable=False),
        sa.Column("label_en", sa.String(length=300), nullable=False),
        sa.Column("criteria", sa.LargeBinary(), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_disclosure_item_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_item")),
        sa.UniqueConstraint(
            "agency_id",
            "scheme",
            "fiscal_year_be",
            "role",
            name=op.f("uq_disclosure_item_agency_id_scheme_fiscal_year_be_role"),
        ),
    )
    op.create_table(
        "own_paragraph",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("section", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_th", sa.String(length=2000), nullable=False),
        sa.Column("text_en", sa.String(length=2000), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_own_paragraph_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_paragraph")),
    )
    op.create_table(
        "staff_confidence",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("fiscal_year_be", sa.Integer(), nullable=False),
        sa.Column("half", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_staff_confidence_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_confidence")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("fiscal_year_be", sa.Integer(), nullable=False),
        sa.Column("half", sa.SmallInteger(), nullable=False),
        sa.Column("occasion", sa.String(length=10), nullable=False),
        sa.Column("easy", sa.SmallInteger(), nullable=True),
        sa.Column("on_time", sa.SmallInteger(), nullable=True),
        sa.Column("clear", sa.SmallInteger(), nullable=True),
        sa.Column("secret", sa.SmallInteger(), nullable=True),
        sa.Column("fair", sa.SmallInteger(), nullable=True),
        sa.Column("overall", sa.SmallInteger(), nullable=True),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "occasion IN ('notice', 'closing')", name=op.f("ck_survey_answer_occasion")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_survey_answer_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_survey_answer_half",
        "survey_answer",
        ["agency_id", "fiscal_year_be", "half"],
        unique=False,
    )
    op.create_table(
        "survey_token",
        sa.Column("token", sa.LargeBinary(length=32), nullable=False),
        sa.Column("fiscal_year_be", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_survey_token_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_survey_token")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "executive_report",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("fiscal_year_be", sa.Integer(), nullable=False),
        sa.Column("period_kind", sa.String(length=10), nullable=False),
        sa.Column("period_index", sa.Integer(), nullable=False),
        sa.Column("document_no", sa.String(length=100), nullable=False),
        sa.Column("problems", sa.String(length=4000), nullable=False),
        sa.Column("obstacles", sa.String(length=4000), nullable=False),
        sa.Column("remedies", sa.String(length=4000), nullable=False),
        sa.Column("written_by", sa.LargeBinary(length=16), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("permitted_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("permitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("permitted_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "period_kind IN ('quarter', 'half', 'year')",
            name=op.f("ck_executive_report_period_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_executive_report_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["permitted_by"], ["officer.id"], name=op.f("fk_executive_report_permitted_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["officer.id"], name=op.f("fk_executive_report_written_by_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_executive_report")),
        sa.UniqueConstraint(
            "agency_id",
            "fiscal_year_be",
            "period_kind",
            "period_index",
            name=op.f("uq_executive_report_agency_id_fiscal_year_be_period_kind_period_index"),
        ),
    )
    op.create_table(
        "main_site_look",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=True),
        sa.Column("officer_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_main_site_look_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_main_site_look_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_main_site_look")),
    )
    op.create_table(
        "prepared_tables",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("fiscal_year_be", sa.Integer(), nullable=False),
        sa.Column("span", sa.String(length=20), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by", sa.LargeBinary(length=16), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_prepared_tables_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["officer.id"], name=op.f("fk_prepared_tables_prepared_by_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_tables")),
    )
    op.create_table(
        "prevention",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("root_cause", sa.String(length=2000), nullable=False),
        sa.Column("measure", sa.String(length=2000), nullable=False),
        sa.Column("responsible", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("public_text", sa.String(length=2000), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.LargeBinary(length=16), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_prevention_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["officer.id"], name=op.f("fk_prevention_made_by_officer")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_prevention_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prevention")),
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("fiscal_year_be", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publisher_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("publisher_name", sa.String(length=200), nullable=False),
        sa.Column("publisher_post", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=True),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_publication_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["publisher_id"], ["officer.id"], name=op.f("fk_publication_publisher_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint(
            "agency_id",
            "kind",
            "fiscal_year_be",
            "topic",
            "version",
            name=op.f("uq_publication_agency_id_kind_fiscal_year_be_topic_version"),
        ),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_publication_agency_id_number")),
    )
    op.create_table(
        "planned_publication",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("fiscal_year_be", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("options", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("planned_by", sa.LargeBinary(length=16), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("publication_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_planned_publication_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["planned_by"], ["officer.id"], name=op.f("fk_planned_publication_planned_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_planned_publication_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_publication")),
    )
    op.create_index(
        "ix_planned_publication_due", "planned_publication", ["ended_on", "due_on"], unique=False
    )
    op.create_table(
        "prevention_step",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("prevention_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("officer_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_prevention_step_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_prevention_step_officer_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["prevention_id"],
            ["prevention.id"],
            name=op.f("fk_prevention_step_prevention_id_prevention"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prevention_step")),
    )
    op.create_index("ix_prevention_step", "prevention_step", ["prevention_id"], unique=False)
    op.drop_index(op.f("ix_clock_case"), table_name="clock")
    op.create_index(
        "ix_clock_case",
        "clock",
        ["case_id", "answered_on", "due_on", "kind", "agency_id"],
        unique=False,
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_clock_case", table_name="clock")
    op.create_index(op.f("ix_clock_case"), "clock", ["case_id"], unique=False)
    op.drop_index("ix_prevention_step", table_name="prevention_step")
    op.drop_table("prevention_step")
    op.drop_index("ix_planned_publication_due", table_name="planned_publication")
    op.drop_table("planned_publication")
    op.drop_table("publication")
    op.drop_table("prevention")
    op.drop_table("prepared_tables")
    op.drop_table("main_site_look")
    op.drop_table("executive_report")
    op.drop_table("survey_token")
    op.drop_index("ix_survey_answer_half", table_name="survey_answer")
    op.drop_table("survey_answer")
    op.drop_table("staff_confidence")
    op.drop_table("own_paragraph")
    op.drop_table("disclosure_item")
