"""Papers of an office: its own texts for letters, and how its letters look."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant
from models.tenancy import OfAgency


class PaperTemplate(OfAgency, Base):
    """One version of the office's own text for one kind of paper, with its fields.

    `kind` is `rules.paper_kinds.PaperKind`; the newest version is the one that is printed. The
    text is the same for every case and holds nothing of any.
    """

    __tablename__ = "paper_template"
    __table_args__ = (UniqueConstraint("agency_id", "kind", "version"),)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    version: Mapped[int]
    content: Mapped[str] = mapped_column(String(12000))
    changed_by: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)


class LetterHead(OfAgency, Base):
    """What stands on every paper of an office: one row an agency.

    `number_prefix` comes before the running number of a letter (พย ๗๑๒๐๑/); `emblem` is a picture
    of the State's emblem as PNG, which the office has and we have not.
    """

    __tablename__ = "letter_head"
    __table_args__ = (UniqueConstraint("agency_id"),)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    number_prefix: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(500), default="")
    telephone: Mapped[str] = mapped_column(String(100), default="")
    thai_digits: Mapped[bool] = mapped_column(default=True)
    emblem: Mapped[bytes | None]
