"""Clocks as they were judged (rules.md 2), and which reminders they have given."""

from datetime import date

from sqlalchemy import ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NO_ROWID, Base, Id
from models.tenancy import OfAgency


class ClockRow(OfAgency, Base):
    """One clock of one case; `told_due_on` is the day the reporter was told (decisions C31).

    An extended clock is answered by its extension, and another goes on from it. What a task is
    about stands sealed in `label_object_id`; `officer_id` is whose task it is.
    """

    __tablename__ = "clock"
    __table_args__ = (
        Index("ix_clock_due", "agency_id", "answered_on", "due_on", "case_id", "kind"),
        # Holds all that is asked of one case's clocks, which are asked about case by case.
        Index("ix_clock_case", "case_id", "answered_on", "due_on", "kind", "agency_id"),
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    case_id: Mapped[bytes] = mapped_column(Id, ForeignKey("complaint.id"))
    kind: Mapped[str] = mapped_column(String(30))
    starts_on: Mapped[date]
    due_on: Mapped[date]
    answer_by_on: Mapped[date]
    told_due_on: Mapped[date]
    answered_on: Mapped[date | None]
    answered_by_seq: Mapped[int | None]
    rules_version: Mapped[int] = mapped_column(SmallInteger)
    label_object_id: Mapped[bytes | None] = mapped_column(Id)
    officer_id: Mapped[bytes | None] = mapped_column(Id)


class ClockReminder(OfAgency, Base):
    """A reminder that a clock has given: `days` before its due day, -1 for the day after.

    The key is what makes each one come once, however often the clocks are looked at.
    """

    __tablename__ = "clock_reminder"

    clock_id: Mapped[bytes] = mapped_column(Id, ForeignKey("clock.id"), primary_key=True)
    # A recomputed due day gives its reminders anew.
    due_on: Mapped[date] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    made_on: Mapped[date]
