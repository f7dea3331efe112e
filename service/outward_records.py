"""How a case of an outside authority stands in its export: rows as records, and back into rows.

Tags and the order of fields are final (docs/formats.md). Nothing is opened on the way: what comes
back are rows as they stood in the database, to be checked before they are believed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from crypto.primitives import SealBroken
from models.complaint import Attachment, AttachmentStream, CaseEpoch, Complaint, SealedObject
from models.history import CaseEvent
from models.key_share import KeyShare

Fields = tuple[bytes, ...]


class Tag(IntEnum):
    """What a record is. Everything after a case belongs to it, a piece to the stream before it."""

    AUTHORITY = 1
    CASE = 2
    EPOCH = 3
    SHARE = 4
    TEXT = 5
    EVENT = 6
    FILE = 7
    STREAM = 8
    PIECE = 9


@dataclass(frozen=True)
class Place:
    """Whose row it is: the agency and the case, which records do not repeat."""

    agency: bytes
    case: bytes = b""


def case_fields(row: Complaint) -> Fields:
    """A case's record."""
    return (
        row.id,
        row.channel.encode(),
        _number(row.register_year_be),
        _number(row.register_number),
        row.state.encode(),
        _day(row.submitted_on),
        _day(row.received_on),
        _number(row.epoch),
        row.handle,
        row.reporter_public,
        row.identity_public,
        row.manifest,
        row.manifest_mac,
        _number(row.event_count),
        row.event_head,
    )


def case_row(fields: Fields, agency: bytes) -> Complaint:
    """The case in a record."""
    (id_, channel, year, number, state, submitted, received, epoch, handle, reporter, identity,
     manifest, mac, count, head) = _of(fields, 15)  # fmt: skip
    return Complaint(
        id=id_,
        agency_id=agency,
        channel=_text(channel),
        register_year_be=_int(year),
        register_number=_int(number),
        state=_text(state),
        submitted_on=_date(submitted),
        received_on=_date(received),
        epoch=_int(epoch),
        handle=handle,
        reporter_public=reporter,
        identity_public=identity,
        manifest=manifest,
        manifest_mac=mac,
        event_count=_int(count),
        event_head=head,
    )


def epoch_fields(row: CaseEpoch) -> Fields:
    """An epoch's record."""
    return (
        _number(row.epoch),
        row.case_public,
        row.made_by or b"",
        row.link or b"",
        row.signature or b"",
    )


def epoch_row(fields: Fields, place: Place) -> CaseEpoch:
    """The epoch in a record."""
    epoch, public, maker, link, signature = _of(fields, 5)
    return CaseEpoch(
        agency_id=place.agency,
        case_id=place.case,
        epoch=_int(epoch),
        case_public=public,
        made_by=maker or None,
        link=link or None,
        signature=signature or None,
    )


def share_fields(row: KeyShare) -> Fields:
    """A share's record."""
    return row.id, _number(row.epoch), row.holder_id, _number(row.kind), row.sealed


def share_row(fields: Fields, place: Place) -> KeyShare:
    """The share in a record."""
    id_, epoch, holder, kind, sealed = _of(fields, 5)
    return KeyShare(
        id=id_,
        agency_id=place.agency,
        case_id=place.case,
        epoch=_int(epoch),
        holder_id=holder,
        kind=_int(kind),
        sealed=sealed,
    )


def text_fields(row: SealedObject) -> Fields:
    """A sealed text's record."""
    return row.id, _number(row.epoch), _number(row.type), row.sealed


def text_row(fields: Fields, place: Place) -> SealedObject:
    """The sealed text in a record."""
    id_, epoch, type_, sealed = _of(fields, 4)
    return SealedObject(
        id=id_,
        agency_id=place.agency,
        case_id=place.case,
        epoch=_int(epoch),
        type=_int(type_),
        sealed=sealed,
    )


def event_fields(row: CaseEvent) -> Fields:
    """An event's record; kind and day stand in the packed event."""
    return (
        _number(row.seq),
        row.packed,
        row.salt,
        row.object_id or b"",
        row.officer_id or b"",
        row.signature or b"",
    )


def event_row(fields: Fields, place: Place, kind: int, day: date) -> CaseEvent:
    """The event in a record, with kind and day as its packed bytes say them."""
    seq, packed, salt, object_id, officer, signature = _of(fields, 6)
    return CaseEvent(
        agency_id=place.agency,
        case_id=place.case,
        seq=_int(seq),
        kind=kind,
        day=day,
        packed=packed,
        salt=salt,
        object_id=object_id or None,
        officer_id=officer or None,
        signature=signature or None,
    )


def file_fields(row: Attachment) -> Fields:
    """A file's record."""
    return row.id, _number(row.number), _day(row.added_on), row.meta_object_id, row.name_object_id


def file_row(fields: Fields, place: Place) -> Attachment:
    """The file in a record."""
    id_, number, day, meta, name = _of(fields, 5)
    return Attachment(
        id=id_,
        agency_id=place.agency,
        case_id=place.case,
        number=_int(number),
        added_on=_date(day),
        meta_object_id=meta,
        name_object_id=name,
    )


def stream_fields(row: AttachmentStream) -> Fields:
    """A sealed stream's record."""
    return row.id, row.role.encode(), _number(row.epoch), row.prefix


def stream_row(fields: Fields, place: Place) -> AttachmentStream:
    """The sealed stream in a record."""
    id_, role, epoch, prefix = _of(fields, 4)
    return AttachmentStream(
        id=id_, agency_id=place.agency, role=_text(role), epoch=_int(epoch), prefix=prefix
    )


def authority_fields(slug: str, name_th: str, name_en: str, day: date) -> Fields:
    """The first record: whose cases these are, and the day of the export."""
    return slug.encode(), name_th.encode(), name_en.encode(), _day(day)


def _of(fields: Sequence[bytes], count: int) -> Sequence[bytes]:
    if len(fields) != count:
        raise SealBroken
    return fields


def _number(number: int) -> bytes:
    return number.to_bytes(4, "big")


def _int(field: bytes) -> int:
    if len(field) != 4:
        raise SealBroken
    return int.from_bytes(field, "big")


def _day(day: date) -> bytes:
    return _number(day.toordinal())


def _date(field: bytes) -> date:
    try:
        return date.fromordinal(_int(field))
    except (ValueError, OverflowError):
        raise SealBroken from None


def _text(field: bytes) -> str:
    try:
        return field.decode()
    except UnicodeDecodeError:
        raise SealBroken from None
