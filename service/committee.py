"""The fact-finding committee of a case: ordered on paper, recorded here, let into this case only.

The order and every change of it is a signed event with its sealed record. Nobody is let in past
an exclusion, and nobody whom the report names as accused sits on the committee.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crypto.envelope import ObjectType
from rules.committee import OUTSIDERS_MOST, Part, problem_of
from rules.matching import mentions, same_person
from rules.permissions import Role
from rules.states import Channel, EventKind, Move, channels_of
from service.case_epochs import new_epoch, planned
from service.case_events import append_event
from service.case_holders import HolderBook, OpenedCase, open_for_keys
from service.case_keys import CaseKeys
from service.case_lines import open_report
from service.change_readers import record_change
from service.checked_keys import HolderKey
from service.clock_starts import start_fact_finding_clock
from service.errors import InvalidInput, NotAllowed
from service.exclusions import Exclusions
from service.find_case import find_case
from service.inquiry_inputs import Typed
from service.moving import Moving, begin_move, seal_words
from service.notify import tell_assigned
from service.order_record import Committee, Member, committee_of, order_record
from service.release_requests import lock_case
from service.shares import give_share
from service.tasks import free_tasks
from service.unit_of_work import UnitOfWork

_PARTS = tuple(Part)


@dataclass(frozen=True)
class Candidate:
    """An officer who may be named, or who may not (`is_able`); why is not told."""

    id: str
    name: str
    post: str
    reads: bool
    is_able: bool


def candidates(work: UnitOfWork, opened: OpenedCase, book: HolderBook) -> tuple[Candidate, ...]:
    """The officers of the case's channel by name, those who cannot be named among them."""
    reading = {key.holder_id for key in book.holders(opened).reading}
    accused = open_report(work, opened.keys).get("accused", "")
    excluded = book.carried(opened.excluded)
    return tuple(
        Candidate(
            key.holder_id.hex(),
            key.name,
            key.post,
            key.holder_id in reading,
            not _is_kept_off(excluded, accused, key),
        )
        for key in sorted(book.keyring.officers, key=lambda key: key.name)
        if _handles(key, Channel(opened.case.channel))
    )


def start_fact_finding(
    work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int
) -> None:
    """Fact-finding begun by an order, its members let in, its clock counted from its date.

    Raises InvalidInput naming what must be mended, and what every move may raise.
    """
    moving = _order(work, case_id, Move.START_FACT_FINDING, mapping, event_count)
    moving.case.reporter_spoke, moving.case.awaits = False, "office"


def change_committee(
    work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int
) -> None:
    """A later order that says who is on the committee from now on; raises as the first does.

    Whoever was let in by an order and is on the committee no more is taken off the case.
    """
    _order(work, case_id, Move.APPOINT_COMMITTEE, mapping, event_count)


def _order(
    work: UnitOfWork, case_id: str, move: Move, mapping: Mapping[str, Any], event_count: int
) -> Moving:
    lock_case(work, find_case(work, case_id))
    moving = begin_move(work, case_id, move, event_count)
    (opened,) = open_for_keys(work, (moving.case,))
    book = HolderBook(work)
    if book.officer(work.officer().officer_id) is None:
        # A grant by a hand that is not on the keyring would be believed by nobody.
        raise NotAllowed
    before = committee_of(work, moving.keys)
    order = _read(work, opened, book, mapping)
    order = _with_access(work, moving, (opened, book), before, order)
    body = seal_words(work, moving.case, ObjectType.INTERNAL, order_record(order))
    append_event(work, moving.case, moving.row.event, body=body, by=moving.acting)
    if before is None or move is Move.START_FACT_FINDING:
        start_fact_finding_clock(work, moving.case, order.dated_on)
    return moving


def _read(
    work: UnitOfWork, opened: OpenedCase, book: HolderBook, mapping: Mapping[str, Any]
) -> Committee:
    typed = Typed(mapping)
    number = typed.text("number")
    dated_on = typed.day("dated_on", today=work.today, earliest=opened.case.received_on)
    find_out = typed.words("find_out")
    listed = candidates(work, opened, book)
    members = (*_officers(typed, mapping, listed), *_outsiders(typed, opened, work, mapping))
    problem = problem_of([one.part for one in members])
    if problem:
        typed.problems.setdefault("members", problem)
    typed.check()
    return Committee(number, dated_on or work.today, find_out, members)


def _officers(
    typed: Typed, mapping: Mapping[str, Any], listed: tuple[Candidate, ...]
) -> tuple[Member, ...]:
    able = {one.id: one for one in listed if one.is_able}
    found = []
    for name in mapping:
        officer_id = name.removeprefix("part_")
        if officer_id == name or not mapping[name] or name.startswith("part_outsider_"):
            continue
        part = typed.choice(name, _PARTS)
        if officer_id not in able:
            typed.problems["members"] = "not_on_committee"
        elif part:
            one = able[officer_id]
            found.append(Member(one.id, one.name, one.post, Part(part)))
    return tuple(found)


def _outsiders(
    typed: Typed, opened: OpenedCase, work: UnitOfWork, mapping: Mapping[str, Any]
) -> tuple[Member, ...]:
    accused = open_report(work, opened.keys).get("accused", "")
    found = []
    for row in range(1, OUTSIDERS_MOST + 1):
        fields = [f"{name}_outsider_{row}" for name in ("name", "post", "part")]
        if not any(str(mapping.get(name, "")).strip() for name in fields):
            continue
        name, post = typed.text(fields[0]), typed.text(fields[1])
        part = typed.choice(fields[2], _PARTS)
        if name and _is_named(opened.excluded, accused, name):
            typed.problems[fields[0]] = "not_on_committee"
        if name and part:
            found.append(Member("", name, post, Part(part)))
    return tuple(found)


def _handles(key: HolderKey, channel: Channel) -> bool:
    return channel in channels_of(role for role in Role if key.has(role))


def _is_kept_off(excluded: Exclusions, accused: str, key: HolderKey) -> bool:
    return excluded.covers(key) or _is_named(excluded, accused, key.name)


def _is_named(excluded: Exclusions, accused: str, name: str) -> bool:
    """Whether the report names this person as accused, or somebody kept him out by name."""
    kept_out = any(same_person(name, one) for one in excluded.names)
    return kept_out or mentions(accused, name=name, post="")


def _with_access(
    work: UnitOfWork,
    moving: Moving,
    looked_up: tuple[OpenedCase, HolderBook],
    before: Committee | None,
    order: Committee,
) -> Committee:
    """The order with who was let in by it; those who left are out before anything is sealed."""
    opened, book = looked_up
    reading = {key.holder_id.hex() for key in book.holders(opened).reading}
    earlier = {one.officer for one in before.members if one.let_in} if before else set()
    staying = {one.officer for one in order.members}
    keys = opened.keys
    for officer_id in sorted((earlier & reading) - staying):
        keys = _take_off(work, moving, keys, officer_id)
    members = []
    for one in order.members:
        key = book.officer(bytes.fromhex(one.officer)) if one.officer else None
        is_new = key is not None and one.officer not in reading
        if key is not None and is_new:
            give_share(work, keys, key, moving.acting)
            tell_assigned(work, moving.case, key.holder_id)
        members.append(
            Member(one.officer, one.name, one.post, one.part, is_new or one.officer in earlier)
        )
    return Committee(order.number, order.dated_on, order.find_out, tuple(members))


def _take_off(work: UnitOfWork, moving: Moving, keys: CaseKeys, officer_id: str) -> CaseKeys:
    """The keys after that officer was taken off; who handles the case itself stays."""
    leaving = bytes.fromhex(officer_id)
    if moving.case.case_officer_id == leaving:
        return keys
    work.session.flush()
    (opened,) = open_for_keys(work, (moving.case,))
    book = HolderBook(work)
    record = opened.excluded.with_removed(leaving)
    change = planned(book, opened, record)
    if not change.holders.reading:
        raise InvalidInput({"members": "last_reader"})
    keys = new_epoch(work, book, change, moving.acting)
    record_change(work, keys, EventKind.SHARE_TAKEN, record, moving.acting)
    free_tasks(work, moving.case, leaving)
    return keys
