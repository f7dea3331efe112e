"""What makes the words of a case findable for one officer, sealed to that officer."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NO_ROWID, Base, Id
from models.tenancy import OfAgency


class SearchEntry(OfAgency, Base):
    """The words of one case as they stood after `event_count` events, under the officer's own key.

    An officer whose share is a dummy has an entry too, of random bytes and of the same size, so
    that the rows are no list of who reads what (ADR 3).
    """

    __tablename__ = "search_entry"
    __table_args__ = (Index("ix_search_entry_case", "case_id"), NO_ROWID)

    officer_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"), primary_key=True)
    case_id: Mapped[bytes] = mapped_column(Id, ForeignKey("complaint.id"), primary_key=True)
    event_count: Mapped[int]
    epoch: Mapped[int]
    sealed: Mapped[bytes]
