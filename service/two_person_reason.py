"""Why two persons are asked for: sealed so that only those who could read every case open it.

Layout: public half of a pair made for this(1216) | one share for each reader | sealed object, the
readers' ids standing in the row in the same order. Everybody with the permission is among them;
whoever is kept out of a case, or holds no share of one, gets a dummy. Sealed to the readers
themselves, the row would tell an accused officer either the reason or that he is left out.
"""

from collections.abc import Sequence

from crypto.envelope import ObjectType, Place, open_sealed, seal
from crypto.primitives import PUBLIC_BYTES, SealBroken
from crypto.sealed_keys import (
    SHARE_BYTES,
    ShareContext,
    ShareKind,
    dummy_share,
    generate_pair,
    open_share,
    seal_share,
)
from models.base import ID_BYTES
from models.custody import TwoPersonRequest
from service.checked_keys import HolderKey
from service.sealing import from_bytes, to_bytes
from service.unit_of_work import UnitOfWork

REASON_BYTES = 16384
"""One size for every reason, however short."""


def seal_reason(
    work: UnitOfWork,
    request_id: bytes,
    reason: str,
    readers: Sequence[HolderKey],
    trusted: frozenset[bytes],
) -> tuple[bytes, bytes]:
    """The sealed reason and its readers' ids; those who are not `trusted` get dummies."""
    pair = generate_pair()
    shares = []
    for key in readers:
        context = _context(work.agency_id, request_id, key.holder_id)
        real = key.holder_id in trusted
        shares.append(
            seal_share(pair.private, key.public, context) if real else dummy_share(context)
        )
    body = seal(
        to_bytes({"text": reason}),
        _place(work.agency_id, request_id),
        (pair.public,),
        padded_to=REASON_BYTES,
    )
    return b"".join((pair.public, *shares, body)), b"".join(key.holder_id for key in readers)


def open_reason(work: UnitOfWork, row: TwoPersonRequest) -> str | None:
    """The reason, or None for whom it is not meant."""
    holder_id = work.officer().officer_id
    readers = _ids(row.reason_readers)
    if holder_id not in readers:
        return None
    start = PUBLIC_BYTES + readers.index(holder_id) * SHARE_BYTES
    share = row.sealed_reason[start : start + SHARE_BYTES]
    body = row.sealed_reason[PUBLIC_BYTES + len(readers) * SHARE_BYTES :]
    keys = work.officer().keys
    context = _context(row.agency_id, row.id, holder_id)
    for private in filter(None, (keys.pair_private, keys.before)):
        try:
            secret = open_share(share, private, context)
            place = _place(row.agency_id, row.id)
            plaintext = open_sealed(body, place, secret, (row.sealed_reason[:PUBLIC_BYTES],))
        except SealBroken:
            continue
        return str(from_bytes(plaintext)["text"])
    return None


def _ids(joined: bytes) -> list[bytes]:
    return [joined[start : start + ID_BYTES] for start in range(0, len(joined), ID_BYTES)]


def _context(agency_id: bytes, request_id: bytes, holder_id: bytes) -> ShareContext:
    # A request's id is as random as a case's, so a share of one opens in no place of the other.
    return ShareContext(agency_id, request_id, 0, holder_id, ShareKind.CONTENT)


def _place(agency_id: bytes, request_id: bytes) -> Place:
    return Place(agency_id, request_id, 0, request_id, ObjectType.TWO_PERSON_REASON)
