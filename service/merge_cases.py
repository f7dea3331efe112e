"""Two reports of one matter joined, and parted again.

The merged case goes on living in the lead: its reporter is told so, and gets the lead's answers.
Nobody gains words by it, for each case keeps its own keys. Nor may anybody gain knowledge: whoever
is kept out of one case must not learn from the other that it is there. So neither may have a
reader who is kept out of the other, and from then on both keep out whom either did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.complaint import Complaint
from models.officer import Officer
from rules.matching import same_person
from rules.numbering import read_receipt_no, receipt_no
from rules.permissions import Role
from rules.states import Channel, EventKind, Move, State, is_open
from service.access_log import log_opening
from service.case_events import Acting, append_event
from service.case_holders import HolderBook, OpenedCase, open_for_keys
from service.change_readers import record_change
from service.checked_keys import HolderKey
from service.errors import InvalidInput, JoinedCases, StaleCase
from service.exclusions import Exclusions
from service.find_case import find_case
from service.follow_up_view import refuse_open_follow_ups
from service.inputs import load_move
from service.internal_notes import add_note
from service.joined_cases import (
    JOINED_FORM,
    MERGE_FORM,
    PARTED_FORM,
    joined_to,
    lead_of,
    locked_cases,
    opened_or_none,
)
from service.keyring import READING_ROLE
from service.moving import Moving, begin_move, seal_words
from service.unit_of_work import UnitOfWork

_CUSTODIANS: Final = (Role.CUSTODIAN_INSIDE, Role.CUSTODIAN_OUTSIDE)


@dataclass(frozen=True)
class KeptApart:
    """Who stands between two cases: readers of the one who are kept out of the other, by name.

    `case_id` is the case that they read, and must be kept out of before the two are joined.
    """

    case_id: str
    receipt_no: str
    event_count: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """The case about to be merged and the one that leads, both opened."""

    merged: OpenedCase
    lead: OpenedCase


def merge(
    work: UnitOfWork, case_id: str, lead: str, mapping: Mapping[str, Any], event_count: int
) -> None:
    """Join the case to the lead, given by its id or its receipt number.

    InvalidInput names what is missing: `notice_text`, or `lead` for a case that is none, that the
    officer cannot open, or that has a reader who is kept out here. JoinedCases when this case
    leads others itself, StaleCase when either changed meanwhile.
    """
    moving = begin_move(work, case_id, Move.MERGE, event_count)
    refuse_open_follow_ups(work, moving.keys)
    typed = load_move(mapping)
    if not typed.notice_text:
        raise InvalidInput({"notice_text": "required"})
    if joined_to(work, moving.keys):
        raise JoinedCases
    pair = _opened_pair(work, moving, lead, event_count)
    book = HolderBook(work)
    if between(work, book, pair):
        raise InvalidInput({"lead": "kept_apart"})
    _join(work, book, pair, moving, typed.notice_text, typed.note)


def unmerge(work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int) -> None:
    """Part the case from its lead: it is accepted again, and its next notice's clock starts.

    InvalidInput names `notice_text` or `reason` when it is missing.
    """
    moving = begin_move(work, case_id, Move.UNMERGE, event_count)
    typed = load_move(mapping)
    missing = {name: "required" for name in ("reason", "notice_text") if not getattr(typed, name)}
    if missing:
        raise InvalidInput(missing)
    lead_id = lead_of(work, moving.keys)
    rows = {row.id: row for row in locked_cases(work, [moving.case.id, lead_id or b""])}
    if moving.case.event_count != event_count:
        raise StaleCase
    add_note(work, moving.case, {"text": typed.reason})
    body = seal_words(work, moving.case, ObjectType.TO_REPORTER, {"text": typed.notice_text})
    append_event(work, moving.case, moving.row.event, body=body, by=moving.acting)
    moving.case.awaits = "office"
    lead = rows.get(lead_id or b"")
    if lead is not None and lead.deleted_on is None:
        _record(work, lead, EventKind.PARTED, PARTED_FORM, moving)


def find_lead(work: UnitOfWork, case: Complaint, lead: str) -> Complaint:
    """The case to which this one may be joined: of its channel, open, openable, another.

    Given by id or by receipt number. InvalidInput for `lead` says the same for every reason.
    """
    found = _by_id(work, lead) or _by_number(work, case, lead)
    if found is None or not _can_lead(case, found) or opened_or_none(work, found) is None:
        raise InvalidInput({"lead": "not_a_lead" if lead.strip() else "required"})
    return found


def between(work: UnitOfWork, book: HolderBook, pair: Pair) -> tuple[KeptApart, ...]:
    """Who reads one of the two and is kept out of the other; nothing when they may be joined."""
    found = []
    for reads, excludes in ((pair.lead, pair.merged), (pair.merged, pair.lead)):
        names = _reading_though_excluded(work, book, reads, excludes)
        if names:
            case = reads.case
            number = receipt_no(case.register_number, case.register_year_be)
            found.append(KeptApart(case.id.hex(), number, case.event_count, names))
    return tuple(found)


def kept_apart(work: UnitOfWork, case_id: str, lead: str) -> tuple[KeptApart, ...]:
    """What `merge` was refused for, to be shown; the officer at work opens both cases."""
    case = find_case(work, case_id)
    try:
        found = find_lead(work, case, lead)
    except InvalidInput:
        return ()
    merged, opened_lead = open_for_keys(work, (case, found))
    log_opening(work, "readers", found.id)
    return between(work, HolderBook(work), Pair(merged, opened_lead))


def _opened_pair(work: UnitOfWork, moving: Moving, lead: str, event_count: int) -> Pair:
    """Both cases opened and locked; two officers who join them crosswise come one by one."""
    found = find_lead(work, moving.case, lead)
    locked_cases(work, [moving.case.id, found.id])
    if moving.case.event_count != event_count:
        raise StaleCase
    if not _can_lead(moving.case, found):
        raise InvalidInput({"lead": "not_a_lead"})
    merged, opened_lead = open_for_keys(work, (moving.case, found))
    log_opening(work, "move", found.id)
    return Pair(merged, opened_lead)


def _can_lead(case: Complaint, lead: Complaint) -> bool:
    return (
        lead.id != case.id
        and lead.channel == case.channel
        and lead.is_test == case.is_test
        and is_open(State(lead.state))
    )


def _by_id(work: UnitOfWork, lead: str) -> Complaint | None:
    try:
        found: Complaint | None = work.one(Complaint, id=bytes.fromhex(lead))
    except ValueError:
        return None
    return found


def _by_number(work: UnitOfWork, case: Complaint, lead: str) -> Complaint | None:
    number = read_receipt_no(lead)
    if number is None:
        return None
    found: Complaint | None = work.one(
        Complaint,
        channel=case.channel,
        register_number=number[0],
        register_year_be=number[1],
    )
    return found


def _reading_though_excluded(
    work: UnitOfWork, book: HolderBook, reads: OpenedCase, excludes: OpenedCase
) -> tuple[str, ...]:
    record = book.carried(excludes.excluded)
    holders = book.holders(reads)
    names = [key.name for key in holders.reading if record.excludes(key)]
    # Whoever was let in by hand and lost the keys comes back with others.
    for row in work.rows(select(Officer).where(Officer.id.in_(holders.waiting))):
        if row.id in record.officers or any(same_person(row.name, one) for one in record.names):
            names.append(row.name)
    return tuple(sorted(names))


def _join(
    work: UnitOfWork, book: HolderBook, pair: Pair, moving: Moving, notice: str, note: str
) -> None:
    case, lead = pair.merged.case, pair.lead.case
    _keep_out_too(work, book, pair.merged, pair.lead.excluded, moving.acting)
    _keep_out_too(work, book, pair.lead, pair.merged.excluded, moving.acting)
    number = receipt_no(lead.register_number, lead.register_year_be)
    add_note(
        work,
        case,
        {"form": MERGE_FORM, "into": lead.id.hex(), "receipt_no": number, "text": note},
    )
    body = seal_words(work, case, ObjectType.TO_REPORTER, {"text": notice})
    append_event(work, case, moving.row.event, body=body, by=moving.acting)
    case.reporter_spoke = False
    case.awaits = "nobody"
    _record(work, lead, EventKind.JOINED, JOINED_FORM, moving)


def _record(work: UnitOfWork, lead: Complaint, kind: EventKind, form: str, moving: Moving) -> None:
    """Tell the lead which case came or went; its number and words stay where they are."""
    record = {"form": form, "case": moving.case.id.hex()}
    body = seal_words(work, lead, ObjectType.INTERNAL, record)
    append_event(work, lead, kind, body=body, by=moving.acting)


def _keep_out_too(
    work: UnitOfWork, book: HolderBook, opened: OpenedCase, other: Exclusions, acting: Acting
) -> None:
    """Keep out of this case, for the days to come, whom the other one keeps out.

    None of them reads it now, so no key changes. Custodians who read no cases stay custodians of
    this case: they do not learn of the other, and a half taken from them could not come back.
    """
    spared = _only_custodians(book, Channel(opened.case.channel))
    added = Exclusions(
        officers=other.officers - {key.holder_id for key in spared},
        names=tuple(name for name in other.names if not _is_one_of(name, spared)),
    )
    record = opened.excluded.with_more(added)
    if record != opened.excluded:
        record_change(work, opened.keys, EventKind.EXCLUSION_ADDED, record, acting)


def _only_custodians(book: HolderBook, channel: Channel) -> tuple[HolderKey, ...]:
    return tuple(
        key
        for key in book.keyring.officers
        if any(key.has(role) for role in _CUSTODIANS) and not key.has(READING_ROLE[channel])
    )


def _is_one_of(name: str, keys: Iterable[HolderKey]) -> bool:
    return any(same_person(key.name, name) for key in keys)
