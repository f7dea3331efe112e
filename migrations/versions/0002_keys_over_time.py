"""Keys over time: releases, successions, permits, two-person requests, epochs with links."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "key_file_check",
        sa.Column("mark", sa.LargeBinary(length=32), nullable=False),
        sa.Column("read_back_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_key_file_check")),
    )
    op.create_table(
        "outward_count",
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("fiscal_year_be", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_outward_count_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("agency_id", "fiscal_year_be", name=op.f("pk_outward_count")),
    )
    op.create_table(
        "key_succession",
        sa.Column("officer_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("pair_public", sa.LargeBinary(), nullable=False),
        sa.Column("signing_public", sa.LargeBinary(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("next_signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_key_succession_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_key_succession_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("officer_id", "generation", name=op.f("pk_key_succession")),
    )
    op.create_table(
        "two_person_request",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("cases", sa.LargeBinary(), nullable=False),
        sa.Column("asker_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asker_signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=False),
        sa.Column("reason_readers", sa.LargeBinary(), nullable=False),
        sa.Column("approver_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approver_signature", sa.LargeBinary(length=64), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("kind IN ('export', 'delete')", name=op.f("ck_two_person_request_kind")),
        sa.CheckConstraint(
            "state IN ('asked', 'approved', 'refused', 'done', 'expired')",
            name=op.f("ck_two_person_request_state"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_two_person_request_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["officer.id"], name=op.f("fk_two_person_request_approver_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["officer.id"], name=op.f("fk_two_person_request_asker_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_two_person_request")),
    )
    op.create_table(
        "custodian_permit",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("holder_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("permitter_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_custodian_permit_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["complaint.id"], name=op.f("fk_custodian_permit_case_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["officer.id"], name=op.f("fk_custodian_permit_holder_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["permitter_id"], ["officer.id"], name=op.f("fk_custodian_permit_permitter_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custodian_permit")),
        sa.UniqueConstraint(
            "case_id", "holder_id", "kind", name=op.f("uq_custodian_permit_case_id_holder_id_kind")
        ),
    )
    op.create_index(
        "ix_custodian_permit_holder", "custodian_permit", ["agency_id", "holder_id", "kind"]
    )

    op.create_table(
        "identity_release",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("asker_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("tell_on", sa.Date(), nullable=False),
        sa.Column("one_time_public", sa.LargeBinary(), nullable=False),
        sa.Column("one_time_private", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("reason_object_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=False),
        sa.Column("reason_readers", sa.LargeBinary(), nullable=False),
        sa.Column("notice_object_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'refused', 'shown', 'expired', 'withdrawn')",
            name=op.f("ck_identity_release_state"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_identity_release_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["officer.id"], name=op.f("fk_identity_release_asker_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["complaint.id"], name=op.f("fk_identity_release_case_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["notice_object_id"],
            ["sealed_object.id"],
            name=op.f("fk_identity_release_notice_object_id_sealed_object"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_release")),
    )
    op.create_index("ix_identity_release_case", "identity_release", ["agency_id", "case_id"])
    op.create_index("ix_identity_release_state", "identity_release", ["agency_id", "state"])

    op.create_table(
        "release_half",
        sa.Column("release_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("custodian_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("reason_object_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_release_half_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["custodian_id"], ["officer.id"], name=op.f("fk_release_half_custodian_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["reason_object_id"],
            ["sealed_object.id"],
            name=op.f("fk_release_half_reason_object_id_sealed_object"),
        ),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["identity_release.id"],
            name=op.f("fk_release_half_release_id_identity_release"),
        ),
        sa.PrimaryKeyConstraint("release_id", "kind", name=op.f("pk_release_half")),
    )
    op.add_column(
        "agency", sa.Column("is_external", sa.Boolean(), nullable=False, server_default=sa.false())
    )

    op.add_column("case_epoch", sa.Column("made_on", sa.Date(), nullable=True))
    op.add_column("case_epoch", sa.Column("link", sa.LargeBinary(), nullable=True))

    op.add_column("complaint", sa.Column("deleted_on", sa.Date(), nullable=True))

    op.add_column(
        "key_share",
        sa.Column("holder_generation", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )

    op.add_column(
        "officer",
        sa.Column("key_generation", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    op.add_column("officer", sa.Column("sealed_previous", sa.LargeBinary(), nullable=True))

    op.add_column(
        "recovery_key", sa.Column("signing_public", sa.LargeBinary(length=32), nullable=True)
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_column("recovery_key", "signing_public")

    op.drop_column("officer", "sealed_previous")
    op.drop_column("officer", "key_generation")

    op.drop_column("key_share", "holder_generation")

    op.drop_column("complaint", "deleted_on")

    op.drop_column("case_epoch", "link")
    op.drop_column("case_epoch", "made_on")

    op.drop_column("agency", "is_external")

    op.drop_table("release_half")
    op.drop_index("ix_identity_release_state", "identity_release")
    op.drop_index("ix_identity_release_case", "identity_release")

    op.drop_table("identity_release")
    op.drop_index("ix_custodian_permit_holder", "custodian_permit")

    op.drop_table("custodian_permit")
    op.drop_table("two_person_request")
    op.drop_table("key_succession")
    op.drop_table("outward_count")
    op.drop_table("key_file_check")
