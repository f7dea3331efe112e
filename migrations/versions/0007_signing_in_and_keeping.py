"""Passkeys, how a session was proven, how long data is kept, the privacy notice."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "privacy_contact",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("officer_post", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("telephone", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("extra_th", sa.String(length=2000), nullable=False),
        sa.Column("extra_en", sa.String(length=2000), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_privacy_contact_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_contact")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_privacy_contact_agency_id")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("officer_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("mark", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_passkey_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_passkey_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("officer_id", "mark", name=op.f("uq_passkey_officer_id_mark")),
    )
    op.create_table(
        "retention_period",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.LargeBinary(length=16), nullable=False),
        sa.Column("agency_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_retention_period_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["officer.id"], name=op.f("fk_retention_period_set_by_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_period")),
        sa.UniqueConstraint("agency_id", "kind", name=op.f("uq_retention_period_agency_id_kind")),
    )
    op.add_column(
        "officer_session",
        sa.Column("way", sa.String(length=10), server_default=sa.text("'totp'"), nullable=False),
    )
    op.add_column(
        "officer_session", sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_column("officer_session", "proven_at")
    op.drop_column("officer_session", "way")
    op.drop_table("retention_period")
    op.drop_table("passkey")
    op.drop_table("privacy_contact")
