"""Keys over time: who followed whom, who may be given a half, what two persons agreed to."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant
from models.tenancy import OfAgency


class KeySuccession(OfAgency, Base):
    """An officer's public halves that were replaced on `ended_on`.

    `generation` counts from 0. Old and new key both sign
    `crypto.ceremonies.SuccessionStatement`, so that either vouches for the other.
    """

    __tablename__ = "key_succession"

    officer_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"), primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True)
    pair_public: Mapped[bytes]
    signing_public: Mapped[bytes]
    ended_on: Mapped[date]
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    next_signature: Mapped[bytes] = mapped_column(LargeBinary(64))


class CustodianPermit(OfAgency, Base):
    """Leave for a custodian to be given a half of one case's identity key.

    Custodians cannot read exclusions; whoever permits has read them (decisions A10).
    """

    __tablename__ = "custodian_permit"
    __table_args__ = (
        UniqueConstraint("case_id", "holder_id", "kind"),
        Index("ix_custodian_permit_holder", "agency_id", "holder_id", "kind"),
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    case_id: Mapped[bytes] = mapped_column(Id, ForeignKey("complaint.id"))
    holder_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    kind: Mapped[int] = mapped_column(SmallInteger)
    permitter_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


class TwoPersonRequest(OfAgency, Base):
    """An export of cases or a deletion: asked by one, approved by another, done once.

    `cases` are ids of 16 bytes joined; both sign `crypto.ceremonies.TwoPersonStatement`.
    """

    __tablename__ = "two_person_request"
    __table_args__ = (
        CheckConstraint("kind IN ('export', 'delete')", name="kind"),
        CheckConstraint(
            "state IN ('asked', 'approved', 'refused', 'done', 'expired')", name="state"
        ),
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="asked")
    cases: Mapped[bytes]
    asker_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)
    asker_signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    # The reason, sealed to the asker and to those who may approve; ids in the seal's order.
    sealed_reason: Mapped[bytes]
    reason_readers: Mapped[bytes]
    approver_id: Mapped[bytes | None] = mapped_column(Id, ForeignKey("officer.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    approver_signature: Mapped[bytes | None] = mapped_column(LargeBinary(64))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class OutwardCount(OfAgency, Base):
    """How many reports of a fiscal year left for the outside authority: a bare number."""

    __tablename__ = "outward_count"

    agency_id: Mapped[bytes] = mapped_column(Id, ForeignKey("agency.id"), primary_key=True)
    fiscal_year_be: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]


class KeyFileCheck(Base):
    """The day on which the printed key file was read back; no agency's row.

    `mark` is an HMAC under the pepper, so that it holds for the very pepper that was typed.
    """

    __tablename__ = "key_file_check"

    mark: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    read_back_on: Mapped[date]
