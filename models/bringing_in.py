"""Sheets of the past on their way in: sealed to who brings them, gone when they are in."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NO_ROWID, Base, Id
from models.tenancy import OfAgency


class ImportBatch(OfAgency, Base):
    """One sheet that an officer brings in.

    `sealed_sheet` (its rows) and `sealed_mapping` (which column means what) stand under the
    officer's own key until the import ends. `done_rows` of `row_count` have been dealt with, of
    which `case_count` became cases; `standing` goes uploaded, running, done or undone.
    """

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint("standing IN ('uploaded', 'running', 'done', 'undone')", name="standing"),
        Index("ix_import_batch_officer", "officer_id", "standing"),
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    officer_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    made_on: Mapped[date]
    ended_on: Mapped[date | None]
    standing: Mapped[str] = mapped_column(String(10))
    row_count: Mapped[int]
    done_rows: Mapped[int] = mapped_column(default=0)
    case_count: Mapped[int] = mapped_column(default=0)
    sealed_sheet: Mapped[bytes | None]
    sealed_mapping: Mapped[bytes | None]
