"""Office-holders: who may be accused, and so be kept from reading."""

from sqlalchemy import select

from models.agency import OfficeHolderRow
from rules.permissions import Role
from rules.states import Channel
from rules.words import Words
from service.checked_keys import HolderKey
from service.exclusions import Exclusions
from service.keyring import READING_ROLE, Keyring
from service.unit_of_work import UnitOfWork
from service.views import OfficeHolder

# Whoever holds one of these posts appoints those who would handle the case (decisions B21).
TOP_POSTS = frozenset({"head", "clerk"})


def list_office_holders(
    work: UnitOfWork, keyring: Keyring, channel: Channel
) -> tuple[OfficeHolder, ...]:
    """Everybody who may be ticked, in the office's order, and every reader of the channel.

    A reader who is not on the office's own list comes last, under the officer's id: the page
    must name all who could read, whatever the settings forgot.
    """
    rows = work.rows(select(OfficeHolderRow).order_by(OfficeHolderRow.position, OfficeHolderRow.id))
    listed = {row.officer_id for row in rows}
    readers = keyring.holding(READING_ROLE[channel])
    return (
        *(_holder(row, keyring, channel) for row in rows),
        *(_reader(key) for key in readers if key.holder_id not in listed),
    )


def who_reads(
    keyring: Keyring, holders: tuple[OfficeHolder, ...], exclusions: Exclusions
) -> tuple[OfficeHolder, ...]:
    """Those of the office-holders who read and are not kept out."""
    return tuple(
        holder
        for holder in holders
        if holder.reads and not _is_kept_out(keyring, holder, exclusions)
    )


def _is_kept_out(keyring: Keyring, holder: OfficeHolder, exclusions: Exclusions) -> bool:
    key = keyring.officer(bytes.fromhex(holder.officer))
    return key is None or exclusions.covers(key)


def _holder(row: OfficeHolderRow, keyring: Keyring, channel: Channel) -> OfficeHolder:
    key = keyring.officer(row.officer_id) if row.officer_id else None
    return OfficeHolder(
        id=row.id.hex(),
        name=row.name,
        post=Words(row.post_th, row.post_en or row.post_th),
        post_kind=row.post_kind,
        reads=bool(key and key.has(READING_ROLE[channel])),
        keeps_names=bool(key and _is_custodian(key)),
        leads_outward=channel is Channel.CORRUPTION and row.post_kind in TOP_POSTS,
        officer=row.officer_id.hex() if row.officer_id else "",
    )


def _reader(key: HolderKey) -> OfficeHolder:
    return OfficeHolder(
        id=key.holder_id.hex(),
        name=key.name,
        post=Words(key.post, key.post),
        post_kind="complaint_officer",
        reads=True,
        keeps_names=_is_custodian(key),
        leads_outward=False,
        officer=key.holder_id.hex(),
    )


def _is_custodian(key: HolderKey) -> bool:
    return key.has(Role.CUSTODIAN_INSIDE) or key.has(Role.CUSTODIAN_OUTSIDE)
