"""A case: what is in clear (cryptography.md 3), and sealed bytes."""

from datetime import date

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

from models.base import NO_ROWID, Base, Id
from models.tenancy import OfAgency


class Complaint(OfAgency, Base):
    """One case of either channel.

    In clear: random id, channel, register number, state, days, handling unit, assigned officer.
    `lookup_index`, `reporter_public`, `handle` come from the tracking code; `manifest` is what
    the `sealed` event hashes (public halves and hashes of the sealed bodies) and `manifest_mac`
    lets the code's holder notice that it was changed (decisions A3).
    """

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("agency_id", "channel", "register_year_be", "register_number"),
        UniqueConstraint("lookup_index"),
        CheckConstraint("channel IN ('corruption', 'grievance')", name="channel"),
        CheckConstraint("awaits IN ('office', 'reporter', 'others', 'nobody')", name="awaits"),
        # Rows are wide with keys, so counting and listing must do without them: each index holds
        # every column that its pages ask about.
        Index(
            "ix_complaint_counted",
            "agency_id",
            "channel",
            "received_on",
            "completed_on",
            "state",
            "is_test",
        ),  # fmt: skip
        Index(
            "ix_complaint_completed",
            "agency_id",
            "channel",
            "completed_on",
            "received_on",
            "state",
            "is_test",
        ),  # fmt: skip
        Index(
            "ix_complaint_listed",
            "agency_id",
            "state",
            "awaits",
            "reporter_spoke",
            "case_officer_id",
            "channel",
            "register_year_be",
            "register_number",
            "epoch",
        ),  # fmt: skip
        Index("ix_complaint_import", "import_id"),
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    register_year_be: Mapped[int]
    register_number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    awaits: Mapped[str] = mapped_column(String(10), default="office")
    reporter_spoke: Mapped[bool] = mapped_column(default=False)
    is_test: Mapped[bool] = mapped_column(default=False)

    submitted_on: Mapped[date]
    received_on: Mapped[date]
    answered_on: Mapped[date | None]
    completed_on: Mapped[date | None]

    unit_id: Mapped[bytes | None] = mapped_column(Id, ForeignKey("unit.id"))
    case_officer_id: Mapped[bytes | None] = mapped_column(Id, ForeignKey("officer.id"))

    epoch: Mapped[int] = mapped_column(default=0)
    code_version: Mapped[int] = mapped_column(SmallInteger, default=1)
    lookup_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    handle: Mapped[bytes] = mapped_column(Id)
    reporter_public: Mapped[bytes]
    identity_public: Mapped[bytes]
    manifest: Mapped[bytes]
    manifest_mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    event_count: Mapped[int]
    event_head: Mapped[bytes] = mapped_column(LargeBinary(32))
    # The day on which two persons destroyed what the case held.
    deleted_on: Mapped[date | None]
    # The `ImportBatch` that brought it in from an older register, None for all others.
    import_id: Mapped[bytes | None] = mapped_column(Id)


class CaseEpoch(OfAgency, Base):
    """The case pair of one epoch: its public half, and who made it when the reporter did not.

    `link` is the private half of the epoch before, sealed to this one's public half, so that one
    share of the newest epoch opens the whole case (crypto.ceremonies.seal_link). `signature` is
    the maker's over `crypto.ceremonies.EpochStatement`.
    """

    __tablename__ = "case_epoch"

    case_id: Mapped[bytes] = mapped_column(Id, ForeignKey("complaint.id"), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    case_public: Mapped[bytes]
    made_on: Mapped[date | None]
    link: Mapped[bytes | None]
    made_by: Mapped[bytes | None] = mapped_column(Id)
    signature: Mapped[bytes | None]


class SealedObject(OfAgency, Base):
    """One sealed text of a case; `type` is `crypto.envelope.ObjectType`."""

    __tablename__ = "sealed_object"
    __table_args__ = (Index("ix_sealed_object_case", "case_id", "type"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    case_id: Mapped[bytes] = mapped_column(Id, ForeignKey("complaint.id"))
    epoch: Mapped[int]
    type: Mapped[int] = mapped_column(SmallInteger)
    sealed: Mapped[bytes]


class Attachment(OfAgency, Base):
    """One file of a case. Its kind, size and cleaning stand sealed in `meta_object_id`."""

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        Index("ix_attachment_meta", "meta_object_id"),
        Index("ix_attachment_name", "name_object_id"),
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    case_id: Mapped[bytes] = mapped_column(Id, ForeignKey("complaint.id"))
    number: Mapped[int]
    added_on: Mapped[date]
    padded_bytes: Mapped[int]
    meta_object_id: Mapped[bytes] = mapped_column(Id, ForeignKey("sealed_object.id"))
    name_object_id: Mapped[bytes] = mapped_column(Id, ForeignKey("sealed_object.id"))


class AttachmentStream(OfAgency, Base):
    """A sealed stream of a file: the copy for the case, or the original for the custodians.

    `id` is the object id that the stream's header binds; `role` is copy or original.
    """

    __tablename__ = "attachment_stream"
    __table_args__ = (
        UniqueConstraint("attachment_id", "role"),
        CheckConstraint("role IN ('copy', 'original')", name="role"),
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    attachment_id: Mapped[bytes] = mapped_column(Id, ForeignKey("attachment.id"))
    role: Mapped[str] = mapped_column(String(10))
    epoch: Mapped[int]
    prefix: Mapped[bytes]


class AttachmentChunk(OfAgency, Base):
    """At most 1 MiB of a sealed stream."""

    __tablename__ = "attachment_chunk"

    stream_id: Mapped[bytes] = mapped_column(
        Id, ForeignKey("attachment_stream.id"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]


class FilingRetry(OfAgency, Base):
    """What makes a repeated send show the same code (decisions A6).

    `key` is SHA-256 of the sealed draft as sent; `sealed_code` stands under HKDF(sid, pepper)
    and goes when the code was typed back or the next day's first write comes; the bare row stays
    as long as the draft could be opened, so that it is not filed twice.
    """

    __tablename__ = "filing_retry"
    __table_args__ = (Index("ix_filing_retry_day", "day"), NO_ROWID)

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    day: Mapped[date]
    sealed_code: Mapped[bytes | None]
