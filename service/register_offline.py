"""A matter that came without the form, typed in by an officer: sealed like any other report.

The same exclusions, the same keys, the same register. The officer's own events say in the chain
that it was typed in, and whether a code was printed (service.handed_codes).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from crypto.envelope import ObjectType
from crypto.primitives import sha256
from crypto.tracking_code import (
    CODE_DIGITS,
    derive_root,
    in_groups,
    make_code,
    private_branch,
    public_branch,
)
from models.complaint import Complaint
from rules.categories import SCREENING_POINTS, codes
from rules.clocks import first_answer
from rules.numbering import receipt_no
from rules.states import Channel, EventKind, Move
from rules.thai_time import fiscal_year_be
from rules.words import RECORD_WORDS, Words
from service.actors import Reporter
from service.calendars import office_calendar
from service.case_events import Acting, append_event
from service.case_filing import OfflineIntake, ReporterSide, file_case
from service.clock_starts import start_reply_clock
from service.filing_retries import (
    Kept,
    Retry,
    code_of,
    forget_code,
    keep,
    make_ticket,
    open_ticket,
    sweep,
)
from service.handed_codes import hand_code
from service.intake_check import checked_route, may_take_in, open_intake
from service.intake_inputs import POINT_FIELDS, IntakeDraft, load_intake
from service.keyring import READING_ROLE
from service.moving import allowed, seal_words
from service.outward import Route, count_outward
from service.sealing import new_id
from service.submit_complaint import sent_from_here
from service.unit_of_work import UnitOfWork

_PURPOSE: Final = b"intake draft/v1"
_NO_CODE: Final = "0" * CODE_DIGITS
"""What is kept in the place of a code that nobody is given: no code passes for it."""


@dataclass(frozen=True)
class Registered:
    """A matter that stands in the register; `code` is "" when none is handed over.

    `case_id` is "" when it went to another authority, of which nothing is kept here.
    """

    channel: Channel
    case_id: str
    receipt_no: str
    received_on: date
    answer_by_on: date
    goes_to: Words | None
    code: str = field(repr=False)
    ticket: str = field(repr=False)


def register_intake(work: UnitOfWork, channel: Channel, sealed_draft: str) -> Registered:
    """The matter in the register, or the very one that this page made before.

    Raises AlreadyReceived when the page was sent before and its slip given away; ReadersChanged,
    FormExpired, NoOutwardRoute, ChannelClosed.
    """
    may_take_in(work, channel)
    opened = open_intake(work, channel, sealed_draft)
    retry = Retry(sha256(sealed_draft.encode()), opened.sid)
    draft = load_intake(channel, opened.values, work.today)
    taker = checked_route(work, draft, opened.promise).agency_id
    code = make_code()
    fresh = Kept(code if draft.hands_code else _NO_CODE, new_id())
    # Slow on purpose, and outside any transaction: it must not hold the write lock.
    work.pause()
    root = derive_root(code, taker, work.costs.code)
    sweep(work)
    with work.standing_in(Reporter(taker)) as there:
        kept = keep(there, retry, fresh)
    if kept == fresh:
        side = ReporterSide(public_branch(root), private_branch(root, work.keys.pepper))
        _file(work, draft, side, kept.case_id, checked_route(work, draft, opened.promise))
    return _registered(work, taker, kept, retry)


def show_slip(work: UnitOfWork, ticket: str) -> Registered:
    """The printed code once more; AlreadyReceived when the slip was given away."""
    retry = open_ticket(work, ticket)
    return _registered(work, work.agency_id, code_of(work, retry), retry)


def slip_given(work: UnitOfWork, ticket: str) -> str:
    """The case's id, once its slip is with the reporter: the code is destroyed here."""
    retry = open_ticket(work, ticket)
    case_id = code_of(work, retry).case_id
    forget_code(work, retry)
    return case_id.hex()


def _file(
    work: UnitOfWork, draft: IntakeDraft, side: ReporterSide, case_id: bytes, route: Route
) -> None:
    offline = OfflineIntake(draft.received_on, _record(draft))
    if route.authority:
        sent_from = sent_from_here(work)
        with work.standing_in(Reporter(route.agency_id)) as there:
            case = file_case(
                there, draft.words, route.keyring, route.exclusions, side, case_id,
                sent_from=sent_from, offline=offline,
            )  # fmt: skip
            _start_reply(there, case, draft)
        count_outward(work, fiscal_year_be(case.received_on))
        return
    case = file_case(
        work, draft.words, route.keyring, route.exclusions, side, case_id, offline=offline
    )
    acting = Acting(work.officer(), READING_ROLE[draft.words.channel])
    append_event(work, case, EventKind.REGISTERED_OFFLINE, by=acting)
    if draft.hands_code:
        hand_code(work, case, side.private.mac_key, acting)
    if draft.must_screen:
        _note_points(work, case, draft)
    _start_reply(work, case, draft)
    work.session.flush()


def _record(draft: IntakeDraft) -> dict[str, str]:
    """What is sealed of how it came; empty answers stay out."""
    named = {
        "source": draft.source.value,
        "sender": draft.sender,
        "sender_name": draft.sender_name,
        "sender_number": draft.sender_number,
        "sender_date": draft.sender_date,
        "reply_by": draft.reply_by,
        "received_day": draft.received_on.isoformat(),
        "way_back": draft.way_back,
    }
    return {name: text for name, text in named.items() if text}


def _start_reply(work: UnitOfWork, case: Complaint, draft: IntakeDraft) -> None:
    if draft.reply_by:
        letter_on = date.fromisoformat(draft.sender_date) if draft.sender_date else None
        start_reply_clock(work, case, date.fromisoformat(draft.reply_by), letter_on)


def _note_points(work: UnitOfWork, case: Complaint, draft: IntakeDraft) -> None:
    """The three answers, as an internal note: what is missing is asked for, not held against it."""
    said = (draft.points[name] for name in POINT_FIELDS)
    answers = dict(zip(codes(SCREENING_POINTS), said, strict=True))
    lines = [
        f"{point.number}. {point.words.th} {RECORD_WORDS[answers[point.code]].th}"
        for point in SCREENING_POINTS
    ]
    record = {
        "form": "screening_points/1",
        "text": "\n".join((RECORD_WORDS["screened"].th, *lines)),
        "screening": {code: answer == "yes" for code, answer in answers.items()},
    }
    note, acting = allowed(case, Move.NOTE, work.officer())
    append_event(
        work, case, note.event, body=seal_words(work, case, ObjectType.INTERNAL, record), by=acting
    )


def _registered(work: UnitOfWork, taker: bytes, kept: Kept, retry: Retry) -> Registered:
    with work.standing_in(Reporter(taker)) as there:
        case = there.session.get_one(Complaint, kept.case_id)
        clock = first_answer(case.received_on, office_calendar(there))
        agency = there.agency()
    is_here = taker == work.agency_id
    return Registered(
        channel=Channel(case.channel),
        case_id=kept.case_id.hex() if is_here else "",
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        received_on=case.received_on,
        answer_by_on=clock.answer_by_on,
        goes_to=None if is_here else Words(agency.name_th, agency.name_en),
        code="" if kept.code == _NO_CODE else in_groups(kept.code),
        ticket=make_ticket(work, retry),
    )
