"""LINE as a way to tell officers that something waits: the office's account, who is linked."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant
from models.tenancy import OfAgency


class LineAccount(OfAgency, Base):
    """The office's official account: one row an agency.

    Its token and its secret stand under the key file's key. `quota_limit` is None where LINE sets
    none; both numbers are LINE's own, as of `looked_at`. `problem` is a code of ours.
    """

    __tablename__ = "line_account"
    __table_args__ = (UniqueConstraint("agency_id"),)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    sealed_token: Mapped[bytes]
    sealed_secret: Mapped[bytes]
    is_on: Mapped[bool] = mapped_column(default=False)
    quota_limit: Mapped[int | None]
    quota_used: Mapped[int | None]
    looked_at: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str] = mapped_column(String(40), default="")


class LineLink(OfAgency, Base):
    """An officer's LINE, or the code by which it is being linked.

    The identity that LINE gives is sealed under the key file's key: it names a private person.
    """

    __tablename__ = "line_link"

    officer_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"), primary_key=True)
    sealed_user: Mapped[bytes | None]
    linked_on: Mapped[date | None]
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    code_until: Mapped[datetime | None] = mapped_column(Instant)
