"""Agencies, what they tell the public, their calendar, and who may be named as accused."""

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id
from models.tenancy import OfAgency


class Agency(Base):
    """A local administrative organization. Not a tenant table: it is the tenant."""

    __tablename__ = "agency"
    __table_args__ = (
        CheckConstraint("register_year IN ('fiscal', 'calendar')", name="register_year"),
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(63), unique=True)
    name_th: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    district_th: Mapped[str] = mapped_column(String(100))
    district_en: Mapped[str] = mapped_column(String(100))
    province_th: Mapped[str] = mapped_column(String(100))
    province_en: Mapped[str] = mapped_column(String(100))
    website: Mapped[str] = mapped_column(String(300), default="")
    register_year: Mapped[str] = mapped_column(String(10), default="fiscal")
    is_demo: Mapped[bool] = mapped_column(default=False)
    # An outside authority that reads elsewhere: only its public keys are here.
    is_external: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Who takes cases whose accused sit at the top; decisions A11.
    outward_agency_id: Mapped[bytes | None] = mapped_column(Id, ForeignKey("agency.id"))
    created_on: Mapped[date]
    # The office's own days (rules.md 2); the fifteen of the first answer are nobody's to change.
    screening_days: Mapped[int] = mapped_column(default=3, server_default=text("3"))
    next_notice_days: Mapped[int] = mapped_column(default=30, server_default=text("30"))
    fact_finding_days: Mapped[int] = mapped_column(default=45, server_default=text("45"))


class AgencyContact(OfAgency, Base):
    """One way to reach the office."""

    __tablename__ = "agency_contact"

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(300))
    position: Mapped[int]


class Holiday(OfAgency, Base):
    """A day on which the office is shut."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("agency_id", "day"),)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    day: Mapped[date]
    name_th: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")


class Unit(OfAgency, Base):
    """A division of the office (สำนักปลัด, กองช่าง)."""

    __tablename__ = "unit"

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    name_th: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")


class OfficeHolderRow(OfAgency, Base):
    """Somebody in office who may be named as accused; may or may not be an officer here."""

    __tablename__ = "office_holder"

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    post_th: Mapped[str] = mapped_column(String(200))
    post_en: Mapped[str] = mapped_column(String(200), default="")
    post_kind: Mapped[str] = mapped_column(String(30))
    officer_id: Mapped[bytes | None] = mapped_column(Id, ForeignKey("officer.id"))
    position: Mapped[int] = mapped_column(default=0)


class RegisterCounter(OfAgency, Base):
    """The next number of one register; taken under the write lock, never given twice."""

    __tablename__ = "register_counter"
    __table_args__ = (UniqueConstraint("agency_id", "channel", "year_be"),)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    year_be: Mapped[int]
    next_number: Mapped[int]


class RecoveryKey(OfAgency, Base):
    """A public half whose private half is on paper only (cryptography.md, keys).

    `kind` is content, identity_inside or identity_outside; `read_back_on` is the day on which
    the paper was typed back and found right.
    """

    __tablename__ = "recovery_key"
    __table_args__ = (UniqueConstraint("agency_id", "kind"),)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    pair_public: Mapped[bytes]
    signing_public: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    keyring_signature: Mapped[bytes]
    valid_from_on: Mapped[date]
    valid_until_on: Mapped[date]
    read_back_on: Mapped[date | None]
