"""Messages on their way to officers, by mail and by LINE: that something waits, never what."""

from datetime import date, datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NO_ROWID, Base, Id, Instant
from models.tenancy import OfAgency


class OutboxRow(OfAgency, Base):
    """One message to one officer, written in the transaction of what it tells of.

    `dedup_key` is what is told once only. A worker holds the row under `lease` until
    `leased_until`; after `sent_at` or `given_up_on` nobody takes it any more. `problem` is a code
    of ours, never a server's words. `way` is how it travels; each has its own row and mark.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("dedup_key"),
        Index("ix_outbox_waiting", "sent_at", "given_up_on", "send_after"),
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    officer_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    kind: Mapped[str] = mapped_column(String(30))
    way: Mapped[str] = mapped_column(String(10), default="mail", server_default=text("'mail'"))
    dedup_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    send_after: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    lease: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    given_up_on: Mapped[date | None]
    problem: Mapped[str] = mapped_column(String(40), default="")
