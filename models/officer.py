"""Officers: who they are, their keys' public halves, and their wrapped private halves."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant
from models.tenancy import OfAgency


class Officer(OfAgency, Base):
    """A person who signs in.

    The private halves (HPKE and Ed25519, 128 bytes) stand here twice, wrapped: under the
    passphrase and under the printed recovery code. `keyring_signature` is the agency root's over
    both public halves; the two countersignatures are for changes after set-up (decisions A2).
    """

    __tablename__ = "officer"
    __table_args__ = (
        UniqueConstraint("agency_id", "login"),
        CheckConstraint("standing IN ('invited', 'active', 'left')", name="standing"),
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    login: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    post: Mapped[str] = mapped_column(String(200))
    # Where to write that something waits; nothing is sent while it is empty.
    email: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    standing: Mapped[str] = mapped_column(String(10))

    activation_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    activation_until: Mapped[datetime | None] = mapped_column(Instant)

    pair_public: Mapped[bytes | None]
    signing_public: Mapped[bytes | None]
    # How often the officer's keys were renewed; shares say which generation they are sealed to.
    key_generation: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    sealed_previous: Mapped[bytes | None]
    keyring_role_bits: Mapped[int] = mapped_column(default=0)
    valid_from_on: Mapped[date | None]
    valid_until_on: Mapped[date | None]
    keyring_signature: Mapped[bytes | None]
    countersigned_by_first: Mapped[bytes | None] = mapped_column(Id)
    first_countersignature: Mapped[bytes | None]
    countersigned_by_second: Mapped[bytes | None] = mapped_column(Id)
    second_countersignature: Mapped[bytes | None]

    passphrase_salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    wrapped_by_passphrase: Mapped[bytes | None]
    sealed_totp: Mapped[bytes | None]
    recovery_salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    wrapped_by_recovery: Mapped[bytes | None]
    totp_last_counter: Mapped[int] = mapped_column(default=0)

    # Cases in which this officer's share is a dummy; sealed to the officer, padded.
    sealed_blind_list: Mapped[bytes | None]


class OfficerRole(OfAgency, Base):
    """One role of one officer."""

    __tablename__ = "officer_role"

    officer_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(30), primary_key=True)


class OfficerSession(OfAgency, Base):
    """A signed-in session: SHA-256 of the cookie, and the keys sealed under the cookie."""

    __tablename__ = "officer_session"

    id: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    officer_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    sealed_keys: Mapped[bytes]
    started_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    # By which second factor, and when one was shown last: what is grave asks for a fresh one.
    way: Mapped[str] = mapped_column(String(10), default="totp", server_default=text("'totp'"))
    proven_at: Mapped[datetime | None] = mapped_column(Instant)
