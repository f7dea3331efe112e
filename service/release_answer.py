"""A custodian's answer: one half, re-sealed to the asker's one-time key, or a refusal.

A custodian sees who asks, why and until when; nothing of the case, and never the name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from crypto.ceremonies import ReleasedHalf, half_statement, refusal_statement, seal_half
from crypto.envelope import ObjectType
from crypto.primitives import SealBroken, sha256, sign
from crypto.sealed_keys import ShareKind
from models.complaint import Complaint
from models.key_share import KeyShare
from models.officer import Officer
from models.release import IdentityRelease, ReleaseHalf
from rules import words
from rules.matching import same_person
from rules.numbering import receipt_no
from rules.releases import ReleaseState
from rules.states import EventKind
from rules.words import Words
from service.access_log import log_opening
from service.actors import OfficerActor
from service.case_events import Acting, append_event
from service.case_keys import newest_public, open_own_share
from service.checked_keys import HolderKey
from service.errors import NotAllowed, NotFound, Unreadable, WrongState
from service.keyring import load_keyring
from service.release_requests import (
    GROUPS,
    check_asked,
    end_release,
    expire_releases,
    find_release,
    halves_of,
)
from service.release_words import load_reason, open_reason, readers_of
from service.sealing import seal_record
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RequestLine:
    """One request in a custodian's list; `is_answered` by this custodian's group."""

    id: str
    receipt_no: str
    asked_by: str
    asked_by_post: str
    ground: Words
    asked_at: datetime
    until: datetime
    is_answered: bool


@dataclass(frozen=True)
class RequestPage:
    """One request as a custodian reads it; `told_later` says why the reporter is told later."""

    line: RequestLine
    reason: str = field(repr=False)
    tell_on: date
    told_later: Words | None


@dataclass(frozen=True)
class _Answering:
    """A request that this custodian may answer, with the custodian's half of the identity key."""

    row: IdentityRelease
    case: Complaint
    kind: ShareKind
    half: bytes = field(repr=False)

    @property
    def place(self) -> ReleasedHalf:
        """What the half, once given, is bound to."""
        return ReleasedHalf(self.row.agency_id, self.case.id, self.row.id, self.kind)


def waiting_requests(work: UnitOfWork) -> tuple[RequestLine, ...]:
    """The open requests that this custodian could answer, the soonest to end first."""
    kind = _own_group(work.officer())
    expire_releases(work)
    return tuple(_line(work, one) for one in _answerable(work, kind))


def count_requests(work: UnitOfWork) -> int:
    """How many requests wait for this custodian's answer; nothing is written."""
    kind = _own_group(work.officer())
    return sum(kind not in halves_of(work, one.row) for one in _answerable(work, kind))


def open_request(work: UnitOfWork, release_id: str) -> RequestPage:
    """One request with its reason opened, and a line in the access log.

    NotFound unless this custodian holds a real half and the reason is sealed to the custodian.
    """
    answering, _ = _begin(work, release_id)
    record = _checked(work, answering)
    log_opening(work, "release_reason", answering.case.id)
    later = record["why_later"]
    return RequestPage(
        line=_line(work, answering),
        reason=record["text"],
        tell_on=date.fromisoformat(record["tell_on"]),
        told_later=words.RELEASE_LATER_GROUNDS[later] if later else None,
    )


def give_half(work: UnitOfWork, release_id: str) -> None:
    """Re-seal this custodian's half to the asker's one-time key.

    Unreadable when the request is not the asker's own; WrongState when a colleague of the same
    group has answered.
    """
    answering, acting = _begin(work, release_id)
    _checked(work, answering)
    _check_unanswered(work, answering)
    row, case = answering.row, answering.case
    sealed = seal_half(answering.half, row.one_time_public, answering.place)
    given = half_statement(answering.place, work.officer().officer_id, sealed)
    log_opening(work, "identity_half", case.id)
    work.session.add(_answer(work, answering, given, sealed=sealed))
    append_event(work, case, EventKind.IDENTITY_HALF_GIVEN, body_hash=sha256(sealed), by=acting)


def refuse_request(work: UnitOfWork, release_id: str, reason: str) -> None:
    """Refuse, with a reason that those who handle the case can read; the request is over."""
    text = load_reason(reason)
    answering, acting = _begin(work, release_id)
    _checked(work, answering)
    _check_unanswered(work, answering)
    row, case = answering.row, answering.case
    body = seal_record(
        work,
        case.id,
        case.epoch,
        ObjectType.INTERNAL,
        {"at": work.now.isoformat(), "text": text},
        (newest_public(work, case),),
    )
    refused = refusal_statement(answering.place, work.officer().officer_id, body.sealed)
    append_event(work, case, EventKind.IDENTITY_REFUSED, body=body, by=acting)
    answer = _answer(work, answering, refused, agreed=False)
    answer.reason_object_id = body.id
    work.session.add(answer)
    end_release(work, row, ReleaseState.REFUSED)


def _own_group(officer: OfficerActor) -> ShareKind:
    kind = next((kind for kind, role in GROUPS.items() if role in officer.roles), None)
    if kind is None:
        raise NotAllowed
    return kind


def _begin(work: UnitOfWork, release_id: str) -> tuple[_Answering, Acting]:
    officer = work.officer()
    kind = _own_group(officer)
    expire_releases(work)
    found = find_release(work, release_id)
    answering = _for_me(work, *found, kind) if found else None
    if answering is None:
        raise NotFound
    return answering, Acting(officer, GROUPS[kind])


def _answerable(work: UnitOfWork, kind: ShareKind) -> Iterator[_Answering]:
    rows = work.session.execute(
        select(IdentityRelease, Complaint)
        .join(Complaint, Complaint.id == IdentityRelease.case_id)
        .where(IdentityRelease.state == ReleaseState.ASKED.value)
        .order_by(IdentityRelease.until)
    ).all()
    for row, case in rows:
        answering = _for_me(work, row, case, kind)
        if answering is not None:
            yield answering


def _for_me(
    work: UnitOfWork, row: IdentityRelease, case: Complaint, kind: ShareKind
) -> _Answering | None:
    """The request with the custodian's half, or None when it is none of this custodian's."""
    me = load_keyring(work).officer(work.officer().officer_id)
    if row.state != ReleaseState.ASKED or row.until <= work.now:
        return None
    if me is None or not me.has(GROUPS[kind]) or _is_asker(work, row, me):
        return None
    if me.holder_id not in readers_of(row)[1:] or _has_answered_elsewhere(work, row, me, kind):
        return None
    half = _own_half(work, case, kind)
    return _Answering(row, case, kind, half) if half is not None else None


def _is_asker(work: UnitOfWork, row: IdentityRelease, me: HolderKey) -> bool:
    asker = work.one(Officer, id=row.asker_id)
    return asker is None or asker.id == me.holder_id or same_person(asker.name, me.name)


def _has_answered_elsewhere(
    work: UnitOfWork, row: IdentityRelease, me: HolderKey, kind: ShareKind
) -> bool:
    """Whether somebody of the custodian's name has answered for the other group."""
    others = (half for other, half in halves_of(work, row).items() if other is not kind)
    names = (work.session.get_one(Officer, half.custodian_id).name for half in others)
    return any(same_person(name, me.name) for name in names)


def _own_half(work: UnitOfWork, case: Complaint, kind: ShareKind) -> bytes | None:
    """The custodian's half of the identity key, the newest first; None for a dummy or nothing."""
    officer = work.officer()
    shares = work.rows(
        select(KeyShare)
        .where(
            KeyShare.case_id == case.id,
            KeyShare.holder_id == officer.officer_id,
            KeyShare.kind == int(kind),
        )
        .order_by(KeyShare.epoch.desc())
    )
    for share in shares:
        try:
            return open_own_share(officer, share)
        except SealBroken:
            continue
    return None


def _checked(work: UnitOfWork, answering: _Answering) -> Mapping[str, Any]:
    """The opened reason, after the asker's hand was checked; Unreadable for a forged request."""
    row = answering.row
    check_asked(work, answering.case, row)
    keys = work.officer().keys
    record = open_reason(work, row, [one for one in (keys.pair_private, keys.before) if one])
    if record["ground"] != row.ground or datetime.fromisoformat(record["until"]) != row.until:
        raise Unreadable
    return record


def _check_unanswered(work: UnitOfWork, answering: _Answering) -> None:
    if answering.kind in halves_of(work, answering.row):
        raise WrongState


def _answer(
    work: UnitOfWork,
    answering: _Answering,
    statement: bytes,
    *,
    sealed: bytes | None = None,
    agreed: bool = True,
) -> ReleaseHalf:
    officer = work.officer()
    return ReleaseHalf(
        release_id=answering.row.id,
        agency_id=work.agency_id,
        kind=int(answering.kind),
        custodian_id=officer.officer_id,
        given_at=work.now,
        agreed=agreed,
        sealed=sealed,
        signature=sign(officer.keys.signing_seed, statement),
    )


def _line(work: UnitOfWork, answering: _Answering) -> RequestLine:
    row, case = answering.row, answering.case
    asker = work.session.get_one(Officer, row.asker_id)
    return RequestLine(
        id=row.id.hex(),
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        asked_by=asker.name,
        asked_by_post=asker.post,
        ground=words.RELEASE_GROUNDS.get(row.ground, Words("", "")),
        asked_at=row.asked_at,
        until=row.until,
        is_answered=answering.kind in halves_of(work, row),
    )
