"""Making a case: its keys, its sealed texts, its shares, its number, its first two events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from crypto.case_chain import event_hash, received_event
from crypto.envelope import ObjectType
from crypto.manifest import make_manifest
from crypto.primitives import hmac_sha256, sha256
from crypto.sealed_keys import (
    KeyPair,
    ShareContext,
    ShareKind,
    dummy_share,
    generate_pair,
    split,
)
from crypto.tracking_code import PrivateBranch, PublicBranch
from models.complaint import CaseEpoch, Complaint, SealedObject
from models.history import CaseEvent
from models.key_share import KeyShare
from rules.clocks import first_answer, screening
from rules.numbering import register_year_be
from rules.permissions import Role
from rules.states import Channel, EventKind, IdentityMode, State
from rules.thai_time import BANGKOK
from service.calendars import office_calendar
from service.case_events import append_event, start_clock
from service.checked_keys import HolderKey
from service.exclusions import Exclusions, seal_exclusions
from service.inputs import CONTACT_FIELDS, ComplaintDraft
from service.keyring import READING_ROLE, Keyring
from service.register_numbers import next_register_number
from service.sealing import IDENTITY_BYTES, new_share, seal_record
from service.unit_of_work import UnitOfWork

FIRST_EPOCH = 0
_MANIFEST_MAC = b"manifest/v1"


@dataclass(frozen=True)
class ReporterSide:
    """What the tracking code gives: handle and salt for the ledger, index, pair and MAC key."""

    public: PublicBranch
    private: PrivateBranch = field(repr=False)


@dataclass(frozen=True)
class OfflineIntake:
    """A report that came without the form: the day the office got it, and how, to be sealed."""

    received_on: date
    record: Mapping[str, str] = field(repr=False)

    @property
    def came_at(self) -> datetime:
        """An instant in office hours of that day, from which the legal receipt is counted."""
        return datetime.combine(self.received_on, time(12), tzinfo=BANGKOK)


@dataclass(frozen=True)
class RegisteredBefore:
    """A case of an older register: its day and number there, how it came, and by which sheet.

    The days are the register's own: nothing is moved to a working day any more.
    """

    received_on: date
    year_be: int
    number: int
    import_id: bytes
    record: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class _NewCase:
    id: bytes
    pair: KeyPair = field(repr=False)
    identity: KeyPair = field(repr=False)
    sealed: tuple[SealedObject, ...]


def file_case(
    work: UnitOfWork,
    draft: ComplaintDraft,
    keyring: Keyring,
    exclusions: Exclusions,
    side: ReporterSide,
    case_id: bytes,
    *,
    is_test: bool = False,
    sent_from: Mapping[str, str] = MappingProxyType({}),
    offline: OfflineIntake | None = None,
    before: RegisteredBefore | None = None,
) -> Complaint:
    """The new case with everything it needs, flushed.

    The shares of those kept out are dummies that look like the others. A test has a register of
    its own, below nought, so that the office's numbers have no gap. `sent_from` tells an outside
    authority, among the sealed words, which office the report is about; `offline` is of a report
    that an officer has typed in; `before` of a case that stood in an older register, which gets no
    clocks here.
    """
    received_on = before.received_on if before else _legal_day(work, offline)
    beside = dict(sent_from) | ({"intake": dict(offline.record)} if offline else {})
    beside |= {"intake": dict(before.record)} if before else {}
    new = _seal_texts(work, draft, exclusions, case_id, beside)
    place = _place(work, draft.channel, before, received_on, is_test)
    case = _case_row(work, draft, new, side, received_on, place)
    case.is_test, case.import_id = is_test, before.import_id if before else None
    work.session.add(case)
    work.session.flush()
    work.session.add(
        CaseEpoch(
            agency_id=work.agency_id,
            case_id=case_id,
            epoch=FIRST_EPOCH,
            case_public=new.pair.public,
            made_on=work.today if before else received_on,
        )
    )
    work.session.add_all((*new.sealed, *_shares(work, draft.channel, keyring, exclusions, new)))
    _first_events(work, case, side)
    if before is None:
        _first_clocks(work, case)
    work.session.flush()
    return case


def _legal_day(work: UnitOfWork, offline: OfflineIntake | None) -> date:
    came_at = offline.came_at if offline else work.now
    return office_calendar(work).legal_received_at(came_at).date()


def _place(
    work: UnitOfWork,
    channel: Channel,
    before: RegisteredBefore | None,
    received_on: date,
    is_test: bool,
) -> tuple[int, int]:
    """The case's year and number in the register."""
    if before is not None:
        return before.year_be, before.number
    year_be = register_year_be(received_on, work.agency().register_year)
    return year_be, next_register_number(work, channel, year_be, is_test)


def manifest_mac(mac_key: bytes, packed: bytes) -> bytes:
    """The MAC by which the code's holder notices a changed manifest (decisions A3)."""
    return hmac_sha256(mac_key, _MANIFEST_MAC, packed)


def _seal_texts(
    work: UnitOfWork,
    draft: ComplaintDraft,
    exclusions: Exclusions,
    case_id: bytes,
    beside: Mapping[str, Any],
) -> _NewCase:
    pair, identity = generate_pair(), generate_pair()
    contact = {name: getattr(draft, name) for name in CONTACT_FIELDS}
    mode = draft.identity_mode
    known = contact if mode is IdentityMode.NAMED else {}

    def sealed(
        type_: ObjectType, record: dict[str, Any], public: bytes, size: int | None = None
    ) -> SealedObject:
        return seal_record(work, case_id, FIRST_EPOCH, type_, record, (public,), padded_to=size)

    texts = (
        sealed(ObjectType.REPORT, _report(work, draft) | dict(beside), pair.public),
        sealed(ObjectType.CONTACT, known, pair.public, IDENTITY_BYTES),
        seal_exclusions(work, case_id, FIRST_EPOCH, exclusions, pair.public),
        sealed(
            ObjectType.IDENTITY, {"mode": mode.value} | contact, identity.public, IDENTITY_BYTES
        ),
    )
    return _NewCase(case_id, pair, identity, texts)


def _report(work: UnitOfWork, draft: ComplaintDraft) -> dict[str, Any]:
    """The words for the case; the exact instant stands here and nowhere in clear."""
    words = {
        name: value
        for name, value in draft.values().items()
        if name not in (*CONTACT_FIELDS, "exclude")
    }
    return {"submitted_at": work.now.isoformat(), **words}


def _case_row(
    work: UnitOfWork,
    draft: ComplaintDraft,
    new: _NewCase,
    side: ReporterSide,
    received_on: date,
    place: tuple[int, int],
) -> Complaint:
    manifest = make_manifest(
        case_public=new.pair.public,
        reporter_public=side.private.pair.public,
        identity_public=new.identity.public,
        sealed=[(text.type, text.id, text.sealed) for text in new.sealed],
    ).pack()
    return Complaint(
        id=new.id,
        agency_id=work.agency_id,
        channel=draft.channel.value,
        register_year_be=place[0],
        register_number=place[1],
        state=State.RECEIVED.value,
        submitted_on=work.today,
        received_on=received_on,
        lookup_index=side.private.index,
        handle=side.public.handle,
        reporter_public=side.private.pair.public,
        identity_public=new.identity.public,
        manifest=manifest,
        manifest_mac=manifest_mac(side.private.mac_key, manifest),
        epoch=FIRST_EPOCH,
        event_count=0,
        event_head=bytes(32),
    )


def _shares(
    work: UnitOfWork,
    channel: Channel,
    keyring: Keyring,
    excluded: Exclusions,
    new: _NewCase,
) -> Iterable[KeyShare]:
    """A row for every reader and custodian, excluded or not, and for the papers."""
    inside, outside = split(new.identity.private)
    content = new.pair.private
    yield from _group(
        work, new, ShareKind.CONTENT, content, keyring.holding(READING_ROLE[channel]), excluded
    )
    yield from _group(
        work,
        new,
        ShareKind.IDENTITY_INSIDE,
        inside,
        keyring.holding(Role.CUSTODIAN_INSIDE),
        excluded,
    )
    yield from _group(
        work,
        new,
        ShareKind.IDENTITY_OUTSIDE,
        outside,
        keyring.holding(Role.CUSTODIAN_OUTSIDE),
        excluded,
    )
    papers = (
        (ShareKind.CONTENT, content, "content"),
        (ShareKind.IDENTITY_INSIDE, inside, "identity_inside"),
        (ShareKind.IDENTITY_OUTSIDE, outside, "identity_outside"),
    )
    for kind, secret, paper in papers:
        yield from _group(work, new, kind, secret, (keyring.recovery[paper],), Exclusions())


def _group(
    work: UnitOfWork,
    new: _NewCase,
    kind: ShareKind,
    secret: bytes,
    holders: tuple[HolderKey, ...],
    excluded: Exclusions,
) -> Iterable[KeyShare]:
    for holder in holders:
        context = ShareContext(work.agency_id, new.id, FIRST_EPOCH, holder.holder_id, kind)
        share = new_share(work, context, secret, holder.public, holder.generation)
        if excluded.covers(holder):
            share.sealed = dummy_share(context)
        yield share


def _first_events(work: UnitOfWork, case: Complaint, side: ReporterSide) -> None:
    """`received`, which the code alone can restate, and `sealed`, which hashes the manifest."""
    packed = received_event(side.public.handle, case.received_on).pack()
    work.session.add(
        CaseEvent(
            agency_id=work.agency_id,
            case_id=case.id,
            seq=0,
            kind=int(EventKind.RECEIVED),
            day=case.received_on,
            packed=packed,
            salt=side.public.leaf_salt,
        )
    )
    case.event_count = 1
    case.event_head = event_hash(packed)
    append_event(work, case, EventKind.SEALED, body_hash=sha256(case.manifest))


def _first_clocks(work: UnitOfWork, case: Complaint) -> None:
    calendar = office_calendar(work)
    clocks = [first_answer(case.received_on, calendar)]
    if case.channel == Channel.CORRUPTION:
        clocks.append(screening(case.received_on, calendar, work.agency().screening_days))
    for clock in clocks:
        start_clock(work, case, clock)
