"""Whether a case's rows are the ones that its events and its filing speak of."""

from collections.abc import Sequence

from crypto.case_chain import Event, check_chain, event_hash
from crypto.manifest import Manifest, unpack_manifest
from crypto.primitives import SealBroken, equal, sha256
from models.complaint import Complaint
from models.history import CaseEvent
from rules.states import EventKind
from service.errors import Unreadable


def check_whole(case: Complaint, events: Sequence[CaseEvent]) -> None:
    """Nothing when no event is missing and the public keys are those of the filing; Unreadable."""
    try:
        check_events(case, events)
        check_manifest(case, events)
    except SealBroken:
        raise Unreadable from None


def check_events(case: Complaint, events: Sequence[CaseEvent]) -> None:
    """Nothing when the events follow one another up to the case's newest; else SealBroken."""
    packed = [event.packed for event in events]
    check_chain(packed)
    if len(packed) != case.event_count or not equal(event_hash(packed[-1]), case.event_head):
        raise SealBroken


def check_manifest(case: Complaint, events: Sequence[CaseEvent]) -> Manifest:
    """The manifest, when the `sealed` event hashes it and it names the row's keys; SealBroken."""
    manifest = unpack_manifest(case.manifest)
    sealed = next((event for event in events if event.kind == EventKind.SEALED), None)
    if sealed is None:
        raise SealBroken
    if not equal(Event.unpack(sealed.packed).body_hash, sha256(case.manifest)):
        raise SealBroken
    if manifest.reporter_public != case.reporter_public:
        raise SealBroken
    if manifest.identity_public != case.identity_public:
        raise SealBroken
    return manifest
