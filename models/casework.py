"""What hangs on a case besides its words: follow-ups, burned numbers, codes handed on paper."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NO_ROWID, Base, Id
from models.tenancy import OfAgency


class FollowUp(OfAgency, Base):
    """What is done after grounds were found, until its end; against whom and how far is sealed."""

    __tablename__ = "follow_up"
    __table_args__ = (Index("ix_follow_up_case", "case_id"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    case_id: Mapped[bytes] = mapped_column(Id, ForeignKey("complaint.id"))
    kind: Mapped[str] = mapped_column(String(20))
    opened_on: Mapped[date]
    ended_on: Mapped[date | None]


class BurnedNumber(OfAgency, Base):
    """A register number whose case has moved to the other channel's register."""

    __tablename__ = "burned_number"
    __table_args__ = (
        UniqueConstraint(
            "agency_id",
            "channel",
            "register_year_be",
            "register_number",
            name="uq_burned_number_number",
        ),
        CheckConstraint("channel IN ('corruption', 'grievance')", name="channel"),
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    case_id: Mapped[bytes] = mapped_column(Id, ForeignKey("complaint.id"))
    channel: Mapped[str] = mapped_column(String(20))
    register_year_be: Mapped[int]
    register_number: Mapped[int]
    received_on: Mapped[date]
    burned_on: Mapped[date]


class HandedCode(OfAgency, Base):
    """A code that an officer printed for a reporter, until the reporter takes another.

    `verifier` is the Ed25519 key that the printed code's root gives; the event `code:handed`
    hashes it. The replacement is signed with it: see docs/formats.md.
    """

    __tablename__ = "handed_code"

    case_id: Mapped[bytes] = mapped_column(Id, ForeignKey("complaint.id"), primary_key=True)
    verifier: Mapped[bytes] = mapped_column(LargeBinary(32))
    handed_on: Mapped[date]
    replaced_on: Mapped[date | None]
    sealed_before: Mapped[bytes | None]
    signature: Mapped[bytes | None] = mapped_column(LargeBinary(64))
