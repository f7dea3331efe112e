"""Whether a case's rows are the ones that its events and its filing speak of."""

from collections.abc import Sequence

from crypto.case_chain import Event, check_chain, event_hash
from crypto.manifest import Manifest, unpack_manifest
from crypto.primitives import SealBroken, equal, sha256
from models.complaint import Complaint
from rules.states import EventKind
from service.errors import Unreadable
from service.read_rows import AnyEvent
from service.reporter_key import check_reporter_key
from service.unit_of_work import UnitOfWork


def check_whole(
    case: Complaint, events: Sequence[AnyEvent], work: UnitOfWork | None = None
) -> None:
    """Nothing when no event is missing and the public keys are accounted for; Unreadable."""
    try:
        check_events(case, events)
        check_manifest(case, events, work)
    except SealBroken:
        raise Unreadable from None


def check_events(case: Complaint, events: Sequence[AnyEvent]) -> None:
    """Nothing when the events follow one another up to the case's newest; else SealBroken."""
    packed = [event.packed for event in events]
    check_chain(packed)
    if len(packed) != case.event_count or not equal(event_hash(packed[-1]), case.event_head):
        raise SealBroken


def check_manifest(
    case: Complaint, events: Sequence[AnyEvent], work: UnitOfWork | None = None
) -> Manifest:
    """The manifest, when the `sealed` event hashes it and it names the row's keys; SealBroken.

    The reporter's key may have followed the manifest's by a replaced code; without `work` that
    cannot be looked up, and is refused.
    """
    manifest = unpack_manifest(case.manifest)
    sealed = next((event for event in events if event.kind == EventKind.SEALED), None)
    if sealed is None:
        raise SealBroken
    if not equal(Event.unpack(sealed.packed).body_hash, sha256(case.manifest)):
        raise SealBroken
    check_reporter_key(case, events, manifest, work)
    if manifest.identity_public != case.identity_public:
        raise SealBroken
    return manifest
