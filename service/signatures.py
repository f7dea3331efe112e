"""An officer's event counts only with the officer's own signature (decisions A2)."""

from crypto.case_chain import Event, signed_event
from crypto.primitives import SealBroken, equal, sha256
from service.errors import Unreadable
from service.keyring import checked_holder
from service.read_rows import AnyEvent, AnyObject
from service.unit_of_work import UnitOfWork


def check_officer_event(work: UnitOfWork, event: AnyEvent, body: AnyObject) -> None:
    """Nothing when the event hashes this body and its officer signed it; else Unreadable.

    A row written by SQL, a body moved from another event, or an event played again at another
    place of the chain is refused here.
    """
    key = checked_holder(work, event.officer_id)
    try:
        packed = Event.unpack(event.packed)
        stands = (packed.seq, packed.kind, packed.day) == (event.seq, event.kind, event.day)
        if key is None or not stands or not equal(packed.body_hash, sha256(body.sealed)):
            raise SealBroken
        key.check_signature(signed_event(event.packed), event.signature or b"", event.day)
    except SealBroken:
        raise Unreadable from None


def check_hand(work: UnitOfWork, event: AnyEvent) -> None:
    """Nothing when the event's officer signed it, whatever body it had; else Unreadable."""
    key = checked_holder(work, event.officer_id)
    try:
        if key is None:
            raise SealBroken
        key.check_signature(signed_event(event.packed), event.signature or b"", event.day)
    except SealBroken:
        raise Unreadable from None
