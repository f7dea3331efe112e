"""Shares of case and identity keys, sealed each to its one holder."""

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NO_ROWID, Base, Id
from models.tenancy import OfAgency


class KeyShare(OfAgency, Base):
    """One share, or a dummy that looks the same (decisions A7).

    `holder_id` is an officer or a recovery key; `kind` is `crypto.sealed_keys.ShareKind`.
    A share given later carries its giver and the giver's signature. `is_checked` tells that the
    holder has tried it once; what came of it stands sealed in the holder's blind list.
    """

    __tablename__ = "key_share"
    __table_args__ = (
        UniqueConstraint("case_id", "epoch", "holder_id", "kind"),
        Index(
            "ix_key_share_held",
            "holder_id",
            "kind",
            "is_checked",
            "case_id",
            "epoch",
            "agency_id",
        ),  # fmt: skip
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(Id, primary_key=True)
    case_id: Mapped[bytes] = mapped_column(Id, ForeignKey("complaint.id"))
    epoch: Mapped[int]
    holder_id: Mapped[bytes] = mapped_column(Id)
    holder_generation: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    kind: Mapped[int] = mapped_column(SmallInteger)
    sealed: Mapped[bytes]
    is_checked: Mapped[bool] = mapped_column(default=False)
    granter_id: Mapped[bytes | None] = mapped_column(Id)
    signature: Mapped[bytes | None]
