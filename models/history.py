"""Append-only: what happened in a case, and who opened what."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant
from models.tenancy import OfAgency


class CaseEvent(OfAgency, Base):
    """One link of a case's chain: `packed` is `crypto.case_chain.Event` in bytes.

    `kind` and `day` repeat what `packed` says, for queries; `object_id` is the sealed body that
    the event hashes; an officer's event carries his signature.
    """

    __tablename__ = "case_event"
    # For deleting a sealed body: without it every event of the installation would be looked at.
    __table_args__ = (
        Index(
            "ix_case_event_object",
            "object_id",
            sqlite_where=text("object_id IS NOT NULL"),
            postgresql_where=text("object_id IS NOT NULL"),
        ),
    )

    case_id: Mapped[bytes] = mapped_column(Id, ForeignKey("complaint.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[int] = mapped_column(SmallInteger)
    day: Mapped[date]
    packed: Mapped[bytes]
    salt: Mapped[bytes] = mapped_column(LargeBinary(32))
    object_id: Mapped[bytes | None] = mapped_column(Id, ForeignKey("sealed_object.id"))
    officer_id: Mapped[bytes | None] = mapped_column(Id, ForeignKey("officer.id"))
    signature: Mapped[bytes | None] = mapped_column(LargeBinary(64))


class AccessLog(OfAgency, Base):
    """An opening of sealed words: who, when, what, how many cases (decisions B25)."""

    __tablename__ = "access_log"
    __table_args__ = (
        Index("ix_access_log_case", "agency_id", "case_id"),
        Index("ix_access_log_day", "agency_id", "opened_at"),
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    officer_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    case_id: Mapped[bytes | None] = mapped_column(Id)
    what: Mapped[str] = mapped_column(String(30))
    count: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(Instant)
