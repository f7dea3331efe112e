"""Passkeys: a second factor that cannot be typed into a false page."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id
from models.tenancy import OfAgency


class Passkey(OfAgency, Base):
    """One passkey of an officer.

    `mark` is SHA-256 of the credential's id. The credential itself and its label stand under the
    key that the passphrase gives, as the other second factor's secret does: a row that somebody
    planted by SQL signs nobody in. `sign_count` is the authenticator's own, 0 where it has none.
    """

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("officer_id", "mark"),)

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    officer_id: Mapped[bytes] = mapped_column(Id, ForeignKey("officer.id"))
    mark: Mapped[bytes] = mapped_column(LargeBinary(32))
    sealed: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(default=0)
    made_on: Mapped[date]
    used_on: Mapped[date | None]
