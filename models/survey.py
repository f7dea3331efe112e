"""What those who used the channel thought of it: answers that belong to nobody.

No row leads to a case, to another row or to a day: an answer keeps the half-year alone. Who has
answered is known by a token that only the tracking code makes; it stands in a table of its own.
"""

from sqlalchemy import CheckConstraint, Index, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NO_ROWID, Base, Id
from models.tenancy import OfAgency


class SurveyAnswer(OfAgency, Base):
    """One set of answers, 1 to 5 each, None for one left out; `occasion` is notice or closing."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        CheckConstraint("occasion IN ('notice', 'closing')", name="occasion"),
        Index("ix_survey_answer_half", "agency_id", "fiscal_year_be", "half"),
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    fiscal_year_be: Mapped[int]
    half: Mapped[int] = mapped_column(SmallInteger)
    occasion: Mapped[str] = mapped_column(String(10))
    easy: Mapped[int | None] = mapped_column(SmallInteger)
    on_time: Mapped[int | None] = mapped_column(SmallInteger)
    clear: Mapped[int | None] = mapped_column(SmallInteger)
    secret: Mapped[int | None] = mapped_column(SmallInteger)
    fair: Mapped[int | None] = mapped_column(SmallInteger)
    overall: Mapped[int | None] = mapped_column(SmallInteger)


class StaffConfidence(OfAgency, Base):
    """One answer to whether staff trust how complaints are handled (i15), apart from the others."""

    __tablename__ = "staff_confidence"
    __table_args__ = (NO_ROWID,)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    fiscal_year_be: Mapped[int]
    half: Mapped[int] = mapped_column(SmallInteger)
    level: Mapped[int] = mapped_column(SmallInteger)


class SurveyToken(OfAgency, Base):
    """That a holder of some tracking code has answered on one occasion; leads to no answer."""

    __tablename__ = "survey_token"
    __table_args__ = (NO_ROWID,)

    token: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    fiscal_year_be: Mapped[int]
