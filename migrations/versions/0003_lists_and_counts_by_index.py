"""Lists and counts are answered from indexes: the rows are wide with keys and sealed bytes."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = (
    ("complaint", "ix_complaint_received", ("agency_id", "channel", "received_on")),
    ("complaint", "ix_complaint_completed", ("agency_id", "channel", "completed_on")),
    ("clock", "ix_clock_open", ("agency_id", "answered_on", "due_on")),
    ("key_share", "ix_key_share_holder", ("holder_id", "kind", "is_checked")),
)
AFTER = (
    (
        "complaint",
        "ix_complaint_counted",
        ("agency_id", "channel", "received_on", "completed_on", "state", "is_test"),
    ),
    (
        "complaint",
        "ix_complaint_listed",
        (
            "agency_id", "state", "awaits", "reporter_spoke", "case_officer_id", "channel",
            "register_year_be", "register_number", "epoch",
        ),
    ),
    ("clock", "ix_clock_due", ("agency_id", "answered_on", "due_on", "case_id", "kind")),
    (
        "key_share",
        "ix_key_share_held",
        ("holder_id", "kind", "is_checked", "case_id", "epoch", "agency_id"),
    ),
)  # fmt: skip


def upgrade() -> None:
    """Make the wider indexes in the place of the old ones."""
    _replace(BEFORE, AFTER)


def downgrade() -> None:
    """Take them back."""
    _replace(AFTER, BEFORE)


def _replace(
    old: tuple[tuple[str, str, tuple[str, ...]], ...],
    new: tuple[tuple[str, str, tuple[str, ...]], ...],
) -> None:
    for table, name, _columns in old:
        op.drop_index(name, table)
    for table, name, columns in new:
        op.create_index(name, table, list(columns))
