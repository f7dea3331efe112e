"""Showing a reporter's name to whoever asked, once: both halves joined, then destroyed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from crypto.case_chain import Event
from crypto.ceremonies import OneTimePlace, ReleasedHalf, half_statement, open_half, open_one_time
from crypto.envelope import ObjectType
from crypto.manifest import unpack_manifest
from crypto.primitives import SealBroken, equal, public_of, sha256
from crypto.sealed_keys import ShareKind, join
from models.complaint import Attachment, Complaint, SealedObject
from models.release import IdentityRelease, ReleaseHalf
from rules import words
from rules.matching import same_person
from rules.numbering import receipt_no
from rules.permissions import Permission
from rules.releases import ReleaseState
from rules.states import Channel, EventKind
from service.access_log import log_opening
from service.attach_evidence import neutral_name
from service.case_events import Acting, append_event
from service.case_keys import CaseKeys, newest_public, open_case_keys
from service.checked_keys import HolderKey
from service.errors import NotAllowed, NotFound, Unreadable, WrongState
from service.exclusions import opened_exclusions
from service.inputs import CONTACT_FIELDS
from service.keyring import load_keyring
from service.open_case import describe_attachment
from service.release_ask import asking_role, is_barred
from service.release_requests import (
    GROUPS,
    case_events,
    check_asked,
    end_release,
    expire_releases,
    find_release,
    halves_of,
    signing_day,
)
from service.release_words import REASON_BYTES
from service.released_originals import CameAs, ReleasedOriginal, released_originals
from service.sealing import open_record, recipients_of, seal_record
from service.unit_of_work import UnitOfWork
from service.views import Answer


@dataclass(frozen=True)
class ShownIdentity:
    """What the reporter had sealed away: for one look, never to be kept.

    `files` are the name under which officers get a file, and the name that it came with;
    `originals` can be downloaded by their tickets for some minutes (`service.released_originals`).
    """

    id: str
    channel: Channel
    receipt_no: str
    identity_mode: str
    contact: tuple[Answer, ...] = field(repr=False)
    files: tuple[tuple[str, str], ...] = field(repr=False)
    originals: tuple[ReleasedOriginal, ...] = field(repr=False)


def show_identity(work: UnitOfWork, release_id: str, cookie: str) -> ShownIdentity:
    """The name, for its asker alone and once; key and halves are destroyed with it.

    What the files' originals need to open goes with it, for the session behind the cookie.

    NotFound for anybody else, WrongState before both have agreed and after it was shown,
    Unreadable when a half was not given by a custodian for this very request.
    """
    officer = work.officer()
    if not officer.may(Permission.ASK_IDENTITY):
        raise NotAllowed
    expire_releases(work)
    found = find_release(work, release_id)
    if found is None or found[0].asker_id != officer.officer_id:
        raise NotFound
    row, case = found
    keys = open_case_keys(work, case)
    halves = halves_of(work, row)
    if row.state != ReleaseState.ASKED or set(halves) != set(GROUPS):
        raise WrongState
    private = _identity_private(work, keys, row, halves)
    files = _files(work, keys, private)
    originals = released_originals(work, row, files, private, cookie)
    shown = _opened(work, keys, private, files, originals)
    log_opening(work, "identity", case.id)
    _tell(work, case, row)
    end_release(work, row, ReleaseState.SHOWN)
    return shown


def _identity_private(
    work: UnitOfWork, keys: CaseKeys, row: IdentityRelease, halves: Mapping[ShareKind, ReleaseHalf]
) -> bytes:
    """KI's private half; Unreadable unless everything on the way to it is genuine."""
    asker = check_asked(work, keys.case, row)
    try:
        _check_custodians(work, keys, row, asker, halves)
        one_time = _one_time_private(work, row)
        inside, outside = (_open_half(row, halves[kind], one_time) for kind in GROUPS)
        private = join(inside, outside)
        # `check_asked` has held the row's public half against the manifest.
        if not equal(public_of(private), keys.case.identity_public):
            raise SealBroken
    except SealBroken:
        raise Unreadable from None
    return private


def _check_custodians(
    work: UnitOfWork,
    keys: CaseKeys,
    row: IdentityRelease,
    asker: HolderKey,
    halves: Mapping[ShareKind, ReleaseHalf],
) -> None:
    """Nothing when two custodians, one of each group, gave their halves to this request.

    Neither may be the asker or kept out of the case, the two may not be one person, and the
    case's chain must tell of both halves.
    """
    keyring, excluded = load_keyring(work), opened_exclusions(work, keys)
    on_record, names = _halves_on_record(work, keys.case), []
    for kind, role in GROUPS.items():
        half = halves[kind]
        key = keyring.officer(half.custodian_id)
        if key is None or not key.has(role) or is_barred(key, asker, excluded):
            raise SealBroken
        if not half.agreed or half.sealed is None:
            raise SealBroken
        given = half_statement(_place(row, kind), half.custodian_id, half.sealed)
        key.check_signature(given, half.signature, signing_day(row))
        if (half.custodian_id, sha256(half.sealed)) not in on_record:
            raise SealBroken
        names.append(key.name)
    if same_person(*names):
        raise SealBroken


def _halves_on_record(work: UnitOfWork, case: Complaint) -> set[tuple[bytes | None, bytes]]:
    return {
        (event.officer_id, Event.unpack(event.packed).body_hash)
        for event in case_events(work, case)
        if event.kind == EventKind.IDENTITY_HALF_GIVEN
    }


def _place(row: IdentityRelease, kind: ShareKind) -> ReleasedHalf:
    return ReleasedHalf(row.agency_id, row.case_id, row.id, kind)


def _open_half(row: IdentityRelease, half: ReleaseHalf, one_time: bytes) -> bytes:
    return open_half(half.sealed or b"", one_time, _place(row, ShareKind(half.kind)))


def _one_time_private(work: UnitOfWork, row: IdentityRelease) -> bytes:
    """The one-time private half, and it is the signed public half's; SealBroken otherwise."""
    officer = work.officer()
    place = OneTimePlace(row.agency_id, row.case_id, row.id, officer.officer_id)
    for own in (officer.keys.pair_private, officer.keys.before):
        try:
            private = open_one_time(row.one_time_private or b"", own or b"", place)
        except SealBroken:
            continue
        if equal(public_of(private), row.one_time_public):
            return private
    raise SealBroken


def _opened(
    work: UnitOfWork,
    keys: CaseKeys,
    private: bytes,
    files: Sequence[CameAs],
    originals: tuple[ReleasedOriginal, ...],
) -> ShownIdentity:
    case = keys.case
    record = open_record(_filed_identity(work, case), private, (case.identity_public,))
    return ShownIdentity(
        id=case.id.hex(),
        channel=Channel(case.channel),
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        identity_mode=record["mode"],
        contact=tuple(
            Answer(field=name, label=words.FIELDS[name], text=record[name])
            for name in CONTACT_FIELDS
            if record.get(name)
        ),
        files=tuple(
            (neutral_name(one.row.number, one.extension), one.about["name"]) for one in files
        ),
        originals=originals,
    )


def _filed_identity(work: UnitOfWork, case: Complaint) -> SealedObject:
    """The record that came with the filing; Unreadable when another stands in its place.

    Anybody can seal a name to the public key that stands in the row; the manifest has the hash
    of the reporter's own.
    """
    filed = next(
        (part for part in unpack_manifest(case.manifest).parts if part.type == ObjectType.IDENTITY),
        None,
    )
    body = work.one(SealedObject, id=filed.object, case_id=case.id) if filed else None
    if filed is None or body is None or not equal(filed.digest, sha256(body.sealed)):
        raise Unreadable
    found: SealedObject = body
    return found


def _files(work: UnitOfWork, keys: CaseKeys, private: bytes) -> list[CameAs]:
    case = keys.case
    rows = work.rows(
        select(Attachment).where(Attachment.case_id == case.id).order_by(Attachment.number)
    )
    files = []
    for row in rows:
        body = work.session.get_one(SealedObject, row.name_object_id)
        about = open_record(body, private, (case.identity_public,))
        extension = str(describe_attachment(work, keys, row)["extension"])
        files.append(CameAs(row, extension, about))
    return files


def _tell(work: UnitOfWork, case: Complaint, row: IdentityRelease) -> None:
    """The event that the name was opened; its body names the request, for the reporter's page."""
    officer = work.officer()
    public = newest_public(work, case)
    body = seal_record(
        work,
        case.id,
        case.epoch,
        ObjectType.RELEASE_NOTICE,
        {"at": work.now.isoformat(), "step": "shown", "release": row.id.hex()},
        recipients_of(ObjectType.RELEASE_NOTICE, case, public),
        padded_to=REASON_BYTES,
    )
    by = Acting(officer, asking_role(officer))
    append_event(work, case, EventKind.IDENTITY_RELEASED, body=body, by=by)
