"""Whether a case's reporter key is the one it was filed with, or follows it by a replaced code.

A printed code is replaced at its first use, and the row's key with it. Only one chain may lead from
the manifest's key to another: an officer's signed event names the printed code's verifier, the
printed code signs the replacement, the reporter's event hashes it (crypto.handed_code).
"""

from collections.abc import Sequence

from crypto.case_chain import Event, kind_of, signed_event
from crypto.handed_code import CodePlace, Replacement, check_replacement, handed_hash
from crypto.manifest import Manifest, unpack_manifest
from crypto.primitives import SealBroken, equal
from models.casework import HandedCode
from models.complaint import Complaint
from rules.states import EventKind
from service.errors import Unreadable
from service.keyring import checked_holder
from service.read_rows import AnyEvent, ReadEvent, events_of
from service.unit_of_work import UnitOfWork

_OF_CODES = (int(EventKind.CODE_HANDED), int(EventKind.CODE_REPLACED))


def place_of(case: Complaint) -> CodePlace:
    """Whose code it is."""
    return CodePlace(case.agency_id, case.id)


def handed_code(work: UnitOfWork, case: Complaint) -> HandedCode | None:
    """What is kept of the code that was printed for the case, if one was."""
    row: HandedCode | None = work.one(HandedCode, case_id=case.id)
    return row


def check_reporter_key(
    case: Complaint, events: Sequence[AnyEvent], manifest: Manifest, work: UnitOfWork | None
) -> None:
    """Nothing when the row's reporter key is accounted for; SealBroken otherwise.

    Without a unit of work nothing can be looked up, and a code that was handed over is refused:
    exports hold none.
    """
    of_codes = [event for event in events if kind_of(event.packed) in _OF_CODES]
    if not of_codes and case.reporter_public == manifest.reporter_public:
        return
    row = handed_code(work, case) if work is not None else None
    if work is None or row is None:
        raise SealBroken
    _check_handed(work, case, row, _only(of_codes, EventKind.CODE_HANDED))
    if len(of_codes) == 1:
        _check_waiting(case, row, manifest)
    else:
        _check_replaced(case, row, manifest, _only(of_codes, EventKind.CODE_REPLACED))


def check_reporter_of(work: UnitOfWork, case: Complaint) -> None:
    """Nothing when words may be sealed to the row's reporter key; Unreadable otherwise."""
    try:
        manifest = unpack_manifest(case.manifest)
        if manifest.reporter_public != case.reporter_public:
            check_reporter_key(case, _events_of_codes(work, case), manifest, work)
    except SealBroken:
        raise Unreadable from None


def check_waiting(work: UnitOfWork, case: Complaint, row: HandedCode, verifier: bytes) -> None:
    """Nothing when this printed code, still to be replaced, was handed over by an officer.

    Unreadable otherwise: somebody planted the row.
    """
    try:
        manifest = unpack_manifest(case.manifest)
        if not equal(row.verifier, verifier):
            raise SealBroken
        events = _events_of_codes(work, case)
        check_reporter_key(case, events, manifest, work)
        _only(events, EventKind.CODE_HANDED)
        _check_waiting(case, row, manifest)
    except SealBroken:
        raise Unreadable from None


def is_planted(work: UnitOfWork, case: Complaint, events: Sequence[AnyEvent]) -> bool:
    """Whether a printed code is claimed of which the events know nothing."""
    known = any(kind_of(event.packed) == EventKind.CODE_HANDED for event in events)
    return not known and handed_code(work, case) is not None


def _events_of_codes(work: UnitOfWork, case: Complaint) -> list[ReadEvent]:
    events = events_of(work, (case.id,))[case.id]
    return [event for event in events if kind_of(event.packed) in _OF_CODES]


def _only(events: Sequence[AnyEvent], kind: EventKind) -> AnyEvent:
    found = [event for event in events if kind_of(event.packed) == kind]
    if len(found) != 1:
        raise SealBroken
    return found[0]


def _check_handed(work: UnitOfWork, case: Complaint, row: HandedCode, event: AnyEvent) -> None:
    signer = checked_holder(work, event.officer_id)
    stated = handed_hash(place_of(case), row.verifier)
    if signer is None or not equal(Event.unpack(event.packed).body_hash, stated):
        raise SealBroken
    signer.check_signature(signed_event(event.packed), event.signature or b"", event.day)


def _check_waiting(case: Complaint, row: HandedCode, manifest: Manifest) -> None:
    claims = (row.replaced_on, row.sealed_before, row.signature)
    if any(claims) or case.reporter_public != manifest.reporter_public:
        raise SealBroken


def _check_replaced(case: Complaint, row: HandedCode, manifest: Manifest, event: AnyEvent) -> None:
    replacement = Replacement(
        place_of(case), manifest.reporter_public, case.reporter_public, row.sealed_before or b""
    )
    if not equal(Event.unpack(event.packed).body_hash, replacement.event_hash()):
        raise SealBroken
    check_replacement(replacement, row.signature or b"", row.verifier)
