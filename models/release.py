"""Opening a reporter's name: who asked, the one-time key, the two halves, what came of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant
from models.tenancy import OfAgency


class IdentityRelease(OfAgency, Base):
    """One request to open the identity of one case (cryptography.md 2).

    `one_time_private` is the one-time key sealed to its asker; it and the halves go when the
    name was shown, refused or the time is over. `signature` is the asker's over
    `crypto.ceremonies.ReleaseStatement`. The reporter is told from `tell_on` on.
    """

    __tablename__ = "identity_release"
    __table_args__ = (
        CheckConstraint(
            "state IN ('asked', 'refused', 'shown', 'expired', 'withdrawn')", name="state"
        ),
        Index("ix_identity_release_case", "agency_id", "case_id"),
        Index("ix_identity_release_state", "agency_id", "state"),
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    case_id: Mapped[bytes] = mapped_column(Id, ForeignKey("complaint.id"))
    asker_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    state: Mapped[str] = mapped_column(String(10), default="asked")
    asked_at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ground: Mapped[str] = mapped_column(String(40))
    tell_on: Mapped[date]
    one_time_public: Mapped[bytes]
    one_time_private: Mapped[bytes | None]
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    reason_object_id: Mapped[bytes] = mapped_column(Id)
    sealed_reason: Mapped[bytes]
    # Whose keys the reason is sealed to, in the order of the seal: ids, 16 bytes each.
    reason_readers: Mapped[bytes]
    notice_object_id: Mapped[bytes] = mapped_column(Id, ForeignKey("sealed_object.id"))


class ReleaseHalf(OfAgency, Base):
    """A custodian's answer: a half sealed to the one-time key, or a refusal (`sealed` is None).

    `kind` is `crypto.sealed_keys.ShareKind`; the signature is over the half or the refusal.
    """

    __tablename__ = "release_half"

    release_id: Mapped[bytes] = mapped_column(
        Id, ForeignKey("identity_release.id"), primary_key=True
    )
    kind: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    custodian_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    given_at: Mapped[datetime] = mapped_column(Instant)
    agreed: Mapped[bool]
    sealed: Mapped[bytes | None]
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    # A refusal's reason, sealed to the asker and the case.
    reason_object_id: Mapped[bytes | None] = mapped_column(Id, ForeignKey("sealed_object.id"))
