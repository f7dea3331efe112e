"""An officer's event counts only with the officer's own signature (decisions A2)."""

from crypto.case_chain import Event, check_event_signature
from crypto.primitives import SealBroken, equal, sha256
from models.complaint import SealedObject
from models.history import CaseEvent
from models.officer import Officer
from service.errors import Unreadable
from service.keyring import checked_officer_key
from service.unit_of_work import UnitOfWork


def check_officer_event(work: UnitOfWork, event: CaseEvent, body: SealedObject) -> None:
    """Nothing when the event hashes this body and its officer signed it; else Unreadable.

    A row written by SQL, or a body moved from another event, is refused here.
    """
    officer = work.one(Officer, id=event.officer_id) if event.officer_id else None
    key = checked_officer_key(work, officer) if officer else None
    try:
        packed = Event.unpack(event.packed)
        if key is None or not equal(packed.body_hash, sha256(body.sealed)):
            raise SealBroken
        check_event_signature(key.signing_public, event.packed, event.signature or b"")
    except SealBroken:
        raise Unreadable from None
