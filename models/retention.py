"""How long an office keeps what, and whom to ask about one's own data."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id
from models.tenancy import OfAgency


class RetentionPeriod(OfAgency, Base):
    """How many months one class of data is kept, where the office has set it itself.

    `kind` is `rules.retention.RetentionKind`; without a row its default holds. `set_by` answers
    for it.
    """

    __tablename__ = "retention_period"
    __table_args__ = (UniqueConstraint("agency_id", "kind"),)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    months: Mapped[int]
    set_by: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))


class PrivacyContact(OfAgency, Base):
    """What the privacy notice says of the office itself: one row an agency.

    The data protection officer by post and by ways to reach; `extra_th` and `extra_en` are
    paragraphs of the office's own.
    """

    __tablename__ = "privacy_contact"
    __table_args__ = (UniqueConstraint("agency_id"),)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    officer_post: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    telephone: Mapped[str] = mapped_column(String(100), default="")
    address: Mapped[str] = mapped_column(String(500), default="")
    extra_th: Mapped[str] = mapped_column(String(2000), default="")
    extra_en: Mapped[str] = mapped_column(String(2000), default="")
