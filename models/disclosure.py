"""What the office publishes, and what it prepares for it. Nothing here tells of a single case.

Texts written here are meant for readers outside and are not sealed; the pages on which they are
written say so (ADR 11).
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant
from models.tenancy import OfAgency


class Publication(OfAgency, Base):
    """One frozen version of a public page; what is put right is another version beside it.

    `content` is the canonical record of `rules.publication`; `digest` is over all that the row
    says, with the digest of the agency's publication before (`previous`, zeros for the first);
    `mac` is over the digest under a key of the key file, `signature` the publisher's. A version
    that came by a plan has no signature.
    """

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("agency_id", "number"),
        UniqueConstraint("agency_id", "kind", "fiscal_year_be", "topic", "version"),
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    fiscal_year_be: Mapped[int]
    topic: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(Instant)
    publisher_id: Mapped[bytes | None] = mapped_column(Id, ForeignKey("officer.id"))
    publisher_name: Mapped[str] = mapped_column(String(200))
    publisher_post: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(1000))
    content: Mapped[bytes]
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    signature: Mapped[bytes | None] = mapped_column(LargeBinary(64))


class PlannedPublication(OfAgency, Base):
    """A version to be made and published on a day to come; `options` is a canonical record.

    `publication_id` is what came of it, `problem` our own word for why nothing did.
    """

    __tablename__ = "planned_publication"
    __table_args__ = (Index("ix_planned_publication_due", "ended_on", "due_on"),)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    fiscal_year_be: Mapped[int]
    topic: Mapped[str] = mapped_column(String(40))
    options: Mapped[bytes]
    due_on: Mapped[date]
    planned_by: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    planned_at: Mapped[datetime] = mapped_column(Instant)
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    ended_on: Mapped[date | None]
    publication_id: Mapped[bytes | None] = mapped_column(Id, ForeignKey("publication.id"))
    problem: Mapped[str] = mapped_column(String(40), default="")


class PreparedTables(OfAgency, Base):
    """Tables by what is sealed, counted by an officer who may open it, and already suppressed.

    `signature` is the officer's over `content`: nobody else's numbers are published.
    """

    __tablename__ = "prepared_tables"

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    fiscal_year_be: Mapped[int]
    span: Mapped[str] = mapped_column(String(20))
    prepared_at: Mapped[datetime] = mapped_column(Instant)
    prepared_by: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    content: Mapped[bytes]
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


class ItemRow(OfAgency, Base):
    """A disclosure item as the office has edited it: over what `rules.disclosure_items` ships."""

    __tablename__ = "disclosure_item"
    __table_args__ = (UniqueConstraint("agency_id", "scheme", "fiscal_year_be", "role"),)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    scheme: Mapped[str] = mapped_column(String(30))
    fiscal_year_be: Mapped[int]
    role: Mapped[str] = mapped_column(String(20))
    code: Mapped[str | None] = mapped_column(String(20))
    label_th: Mapped[str] = mapped_column(String(300))
    label_en: Mapped[str] = mapped_column(String(300))
    criteria: Mapped[bytes]


class OwnParagraph(OfAgency, Base):
    """A paragraph of the office's own in one part of its guideline."""

    __tablename__ = "own_paragraph"

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    section: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    text_th: Mapped[str] = mapped_column(String(2000))
    text_en: Mapped[str] = mapped_column(String(2000), default="")


class MainSiteLook(OfAgency, Base):
    """Somebody has looked whether the agency's main page links here, with a picture of it."""

    __tablename__ = "main_site_look"

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    looked_on: Mapped[date]
    address: Mapped[str] = mapped_column(String(300))
    picture: Mapped[bytes | None]
    officer_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    noted_at: Mapped[datetime] = mapped_column(Instant)


class ExecutiveReport(OfAgency, Base):
    """What an officer writes of one period for the executives: beside numbers that make themselves.

    `period_kind` is quarter, half or year; `permitted_by` is who allowed the public version.
    """

    __tablename__ = "executive_report"
    __table_args__ = (
        UniqueConstraint("agency_id", "fiscal_year_be", "period_kind", "period_index"),
        CheckConstraint("period_kind IN ('quarter', 'half', 'year')", name="period_kind"),
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    fiscal_year_be: Mapped[int]
    period_kind: Mapped[str] = mapped_column(String(10))
    period_index: Mapped[int]
    document_no: Mapped[str] = mapped_column(String(100), default="")
    problems: Mapped[str] = mapped_column(String(4000), default="")
    obstacles: Mapped[str] = mapped_column(String(4000), default="")
    remedies: Mapped[str] = mapped_column(String(4000), default="")
    written_by: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
    permitted_by: Mapped[bytes | None] = mapped_column(Id, ForeignKey("officer.id"))
    permitted_at: Mapped[datetime | None] = mapped_column(Instant)
    # What was permitted: numbers that have changed since are permitted anew.
    permitted_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class Prevention(OfAgency, Base):
    """A measure against what keeps coming back: cause, measure, who, until when, what came of it.

    `category` and `unit_id` say which cases it is about; `public_text` is what the public reads
    of it, "" for nothing.
    """

    __tablename__ = "prevention"

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    category: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[bytes | None] = mapped_column(Id, ForeignKey("unit.id"))
    root_cause: Mapped[str] = mapped_column(String(2000))
    measure: Mapped[str] = mapped_column(String(2000))
    responsible: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    public_text: Mapped[str] = mapped_column(String(2000), default="")
    made_on: Mapped[date]
    made_by: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))


class PreventionStep(OfAgency, Base):
    """What was noted of a measure on one day."""

    __tablename__ = "prevention_step"
    __table_args__ = (Index("ix_prevention_step", "prevention_id"),)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    prevention_id: Mapped[bytes] = mapped_column(Id, ForeignKey("prevention.id"))
    day: Mapped[date]
    text: Mapped[str] = mapped_column(String(2000))
    officer_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    noted_at: Mapped[datetime] = mapped_column(Instant)
