"""Asking for a reporter's name: a reason, a one-time key, and word to the reporter.

The one-time private half is sealed to the asker alone. The reason goes to the custodians who may
answer, the same words to the reporter's page, from today on or from the day that was given.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from crypto.ceremonies import OneTimePlace, seal_one_time
from crypto.envelope import ObjectType, Place, seal
from crypto.primitives import sign
from crypto.sealed_keys import ShareKind, generate_pair
from models.complaint import Complaint, SealedObject
from models.release import IdentityRelease
from rules.matching import same_person
from rules.permissions import Permission, Role
from rules.releases import RELEASE_HOURS, ReleaseState, may_ask
from rules.states import Channel, EventKind
from service.access_log import log_opening
from service.actors import OfficerActor
from service.case_events import Acting, append_event
from service.case_keys import CaseKeys, newest_public, open_case_keys
from service.checked_keys import HolderKey
from service.errors import NotAllowed, NotFound, WrongState
from service.exclusions import Exclusions, opened_exclusions
from service.find_case import find_case
from service.keyring import Keyring, load_keyring
from service.notify import REQUEST, tell
from service.release_requests import (
    GROUPS,
    case_events,
    end_release,
    erased_on,
    expire_releases,
    find_release,
    lock_case,
    pending_release,
    statement_of,
)
from service.release_words import REASON_BYTES, AskWords, load_ask
from service.sealing import new_id, recipients_of, seal_record, to_bytes
from service.unit_of_work import UnitOfWork

Custodians = Mapping[ShareKind, tuple[HolderKey, ...]]


@dataclass(frozen=True)
class _Asking:
    """A request in the making."""

    id: bytes
    case: Complaint
    asker: HolderKey
    words: AskWords
    until: datetime


def ask_identity(work: UnitOfWork, case_id: str, mapping: Mapping[str, Any]) -> None:
    """Make a request for the name in one case.

    NotFound for whoever cannot open the case; WrongState while another request waits, when the
    reporter has erased the name, or when one group has no custodian who could answer.
    """
    officer = work.officer()
    if not officer.may(Permission.ASK_IDENTITY):
        raise NotAllowed
    expire_releases(work)
    case = find_case(work, case_id)
    keys = open_case_keys(work, case)
    lock_case(work, case)
    words = load_ask(mapping, work.today)
    keyring = load_keyring(work)
    asker = _asker(officer, keyring)
    excluded = opened_exclusions(work, keys)
    custodians = who_may_answer(keyring, asker, excluded)
    if not may_be_asked(work, case) or not all(custodians.values()):
        raise WrongState
    if pending_release(work, case) is not None:
        raise WrongState
    log_opening(work, "identity_asked", case.id)
    until = (work.now + timedelta(hours=RELEASE_HOURS)).astimezone(UTC)
    _ask(work, keys, _Asking(new_id(), case, asker, words, until), custodians)


def withdraw_request(work: UnitOfWork, release_id: str) -> None:
    """Take one's own request back; its keys are destroyed. NotFound when it is somebody else's."""
    expire_releases(work)
    found = find_release(work, release_id)
    if found is None or found[0].asker_id != work.officer().officer_id:
        raise NotFound
    row, _ = found
    if row.state != ReleaseState.ASKED:
        raise WrongState
    end_release(work, row, ReleaseState.WITHDRAWN)


def may_be_asked(work: UnitOfWork, case: Complaint) -> bool:
    """Whether the case has a name that could be asked for: not a grievance's, not an erased one."""
    if case.channel != Channel.CORRUPTION or case.deleted_on is not None:
        return False
    return erased_on(case_events(work, case)) is None


def who_may_answer(keyring: Keyring, asker: HolderKey, excluded: Exclusions) -> Custodians:
    """The custodians of each group who may be asked: neither the asker nor anybody excluded.

    A custodian under another account but the asker's name is the asker (decisions A10).
    """
    return {
        kind: tuple(key for key in keyring.holding(role) if not is_barred(key, asker, excluded))
        for kind, role in GROUPS.items()
    }


def is_barred(key: HolderKey, asker: HolderKey, excluded: Exclusions) -> bool:
    """Whether this custodian must not answer this asker in this case."""
    is_asker = key.holder_id == asker.holder_id or same_person(key.name, asker.name)
    return is_asker or excluded.covers(key)


def _asker(officer: OfficerActor, keyring: Keyring) -> HolderKey:
    """The asker's checked key; without one no custodian would believe the request."""
    key = keyring.officer(officer.officer_id)
    if key is None or not may_ask(role for role in Role if key.has(role)):
        raise NotAllowed
    return key


def asking_role(officer: OfficerActor) -> Role:
    """The role in which the officer asks: the first that may."""
    return next(role for role in Role if role in officer.roles and may_ask((role,)))


def _ask(work: UnitOfWork, keys: CaseKeys, asking: _Asking, custodians: Custodians) -> None:
    officer, case = work.officer(), keys.case
    # `may_be_asked` has held the reporter's key, to which the notice is sealed, against the filing.
    notice = _notice(work, asking)
    by = Acting(officer, asking_role(officer))
    append_event(work, case, EventKind.IDENTITY_ASKED, body=notice, by=by)
    row = _row(work, asking, notice)
    _seal_reason(work, row, asking, custodians)
    row.signature = sign(officer.keys.signing_seed, statement_of(row).statement())
    work.session.add(row)
    work.session.flush()
    tell(work, {key.holder_id for group in custodians.values() for key in group}, REQUEST, row.id)


def _notice(work: UnitOfWork, asking: _Asking) -> SealedObject:
    """What the reporter will read, and the case's officers: who asks is told by post."""
    record = _record(work, asking) | {
        "step": "asked",
        "release": asking.id.hex(),
        "by": asking.asker.post,
    }
    case = asking.case
    public = newest_public(work, case)
    recipients = recipients_of(ObjectType.RELEASE_NOTICE, case, public)
    return seal_record(
        work,
        case.id,
        case.epoch,
        ObjectType.RELEASE_NOTICE,
        record,
        recipients,
        padded_to=REASON_BYTES,
    )


def _record(work: UnitOfWork, asking: _Asking) -> dict[str, Any]:
    words = asking.words
    return {
        "at": work.now.isoformat(),
        "until": asking.until.isoformat(),
        "text": words.reason,
        "ground": words.ground.value,
        "tell_on": words.tell_on.isoformat(),
        "why_later": words.why_later.value if words.why_later else "",
    }


def _row(work: UnitOfWork, asking: _Asking, notice: SealedObject) -> IdentityRelease:
    one_time = generate_pair()
    case, asker = asking.case, asking.asker
    place = OneTimePlace(case.agency_id, case.id, asking.id, asker.holder_id)
    return IdentityRelease(
        id=asking.id,
        agency_id=work.agency_id,
        case_id=case.id,
        asker_id=asker.holder_id,
        state=ReleaseState.ASKED.value,
        asked_at=work.now,
        until=asking.until,
        ground=asking.words.ground.value,
        tell_on=asking.words.tell_on,
        one_time_public=one_time.public,
        one_time_private=seal_one_time(one_time.private, asker.public, place),
        reason_object_id=new_id(),
        notice_object_id=notice.id,
    )


def _seal_reason(
    work: UnitOfWork, row: IdentityRelease, asking: _Asking, custodians: Custodians
) -> None:
    """Seal the reason to the case, the asker and every custodian who may answer, in this order."""
    case = asking.case
    holders = [asking.asker, *(key for group in custodians.values() for key in group)]
    place = Place(
        row.agency_id, case.id, case.epoch, row.reason_object_id, ObjectType.RELEASE_REASON
    )
    recipients = (newest_public(work, case), *(key.public for key in holders))
    row.sealed_reason = seal(
        to_bytes(_record(work, asking)), place, recipients, padded_to=REASON_BYTES
    )
    row.reason_readers = b"".join((case.id, *(key.holder_id for key in holders)))
