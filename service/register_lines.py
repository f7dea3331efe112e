"""The lines of the register: what the paper one has in its columns, a case a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from crypto.case_chain import Event
from crypto.envelope import ObjectType
from models.casework import BurnedNumber
from models.complaint import Complaint, SealedObject
from models.history import CaseEvent
from rules.clocks import ClockKind
from rules.numbering import receipt_no
from rules.states import ERASING, Channel, EventKind, IdentityMode
from rules.thai_time import short_date
from rules.words import EVENTS, REGISTER, REGISTER_NOTES, SOURCE_NAMES, STATES
from service.case_index import clocks_of, rows_of
from service.case_keys import CaseKeys, open_keys_of
from service.case_lines import officer_names, open_reports, subject_of
from service.joined_cases import lead_of
from service.unit_of_work import UnitOfWork

_ACTS = frozenset(
    {
        EventKind.RECEIVED, EventKind.SCREENING_STARTED, EventKind.ACCEPTED,
        EventKind.NOT_ACCEPTED, EventKind.INFO_REQUESTED, EventKind.PROGRESS_NOTIFIED,
        EventKind.DELAY_EXPLAINED, EventKind.FACT_FINDING_STARTED, EventKind.WORK_STARTED,
        EventKind.GROUNDS_FOUND, EventKind.NO_GROUNDS_FOUND, EventKind.RESULT_NOTIFIED,
        EventKind.CLOSED, EventKind.REOPENED, EventKind.FORWARDED, EventKind.MERGED,
        EventKind.COMMITTEE_APPOINTED, EventKind.CLOCK_EXTENDED, EventKind.FOLLOW_UP_STARTED,
        EventKind.FOLLOW_UP_STEPPED, EventKind.SENDER_ANSWERED, EventKind.FORWARD_ACKNOWLEDGED,
        EventKind.FORWARD_ANSWERED, EventKind.UNMERGED, EventKind.IMPORTED,
        EventKind.IMPORTED_CLOSED, EventKind.IMPORTED_NOT_ACCEPTED, EventKind.IMPORTED_FORWARDED,
    }
)  # fmt: skip
"""What counts as handling; notes, messages, keys and openings do not stand in a register."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of a register; a burned one's case has gone on under another number."""

    position: int
    number: int
    year_be: int
    channel: Channel
    case_id: bytes
    is_burned: bool


@dataclass(frozen=True)
class RegisterLine:
    """One line. Subject, accused and a reporter's name are empty in a register without words."""

    position: int
    case_id: str
    receipt_no: str
    received_on: date
    source: str
    complainant: str = field(repr=False)
    subject: str = field(repr=False)
    accused: str = field(repr=False)
    case_officer: str
    forwarded_on: date | None
    done: str
    answered_on: date | None
    due_on: date | None
    state: str
    completed_on: date | None
    notes: tuple[str, ...]
    is_burned: bool = False


@dataclass(frozen=True)
class _Opened:
    """What is read in one go for some lines, by case."""

    keys: Mapping[bytes, CaseKeys]
    reports: Mapping[bytes, dict[str, Any]]
    events: Mapping[bytes, tuple[Event, ...]]
    due: Mapping[bytes, date]
    burned: Mapping[bytes, BurnedNumber]
    names: Mapping[bytes, str]


def register_lines(
    work: UnitOfWork, entries: Sequence[Entry], *, with_words: bool
) -> tuple[RegisterLine, ...]:
    """The lines of these entries, in their order; NotFound when one is not for this officer."""
    ids = list(dict.fromkeys(entry.case_id for entry in entries))
    opened = _open(work, ids)
    return tuple(_line(work, entry, opened, with_words) for entry in entries)


def _open(work: UnitOfWork, ids: Sequence[bytes]) -> _Opened:
    keys = open_keys_of(work, rows_of(work, ids))
    return _Opened(
        keys=keys,
        reports=open_reports(work, keys),
        events=_events(work, ids),
        due=_first_answers(work, ids),
        burned=_burned(work, ids),
        names=officer_names(work),
    )


def _events(work: UnitOfWork, ids: Sequence[bytes]) -> Mapping[bytes, tuple[Event, ...]]:
    """The chains as the events' own bytes tell them, which no column beside them can change."""
    rows = work.session.execute(
        select(CaseEvent.case_id, CaseEvent.packed)
        .where(CaseEvent.case_id.in_(ids))
        .order_by(CaseEvent.seq)
    )
    found: dict[bytes, list[Event]] = {}
    for case_id, packed in rows:
        found.setdefault(case_id, []).append(Event.unpack(packed))
    return {case_id: tuple(events) for case_id, events in found.items()}


def _first_answers(work: UnitOfWork, ids: Sequence[bytes]) -> Mapping[bytes, date]:
    clocks = clocks_of(work, ids)
    return {row.case_id: row.due_on for row in clocks if row.kind == ClockKind.FIRST_ANSWER}


def _burned(work: UnitOfWork, ids: Sequence[bytes]) -> Mapping[bytes, BurnedNumber]:
    rows = work.rows(
        select(BurnedNumber).where(BurnedNumber.case_id.in_(ids)).order_by(BurnedNumber.burned_on)
    )
    return {row.case_id: row for row in rows}


def _line(work: UnitOfWork, entry: Entry, opened: _Opened, with_words: bool) -> RegisterLine:
    keys = opened.keys[entry.case_id]
    report = opened.reports[entry.case_id]
    events = opened.events[entry.case_id]
    words = _words(report) if with_words else ("", "")
    number = receipt_no(entry.number, entry.year_be)
    line = RegisterLine(
        position=entry.position,
        case_id=entry.case_id.hex(),
        receipt_no=number,
        received_on=keys.case.received_on,
        source=_source(report),
        complainant=_complainant(work, keys, report, events, with_words),
        subject=words[0],
        accused=words[1],
        case_officer=opened.names.get(keys.case.case_officer_id or b"", ""),
        forwarded_on=_forwarded_on(keys.case, events),
        done=_last_act(events),
        answered_on=keys.case.answered_on,
        due_on=opened.due.get(entry.case_id),
        state=STATES[keys.case.state].th,
        completed_on=keys.case.completed_on,
        notes=(*_of_old(report, number), *_notes(work, keys, events, opened)),
    )
    return _as_burned(line, opened.burned[entry.case_id]) if entry.is_burned else line


def _as_burned(line: RegisterLine, row: BurnedNumber) -> RegisterLine:
    """The line that stays in the place of a number whose case has moved: when, and where to."""
    other = next(one for one in Channel if one != row.channel)
    moved = REGISTER_NOTES["burned"].th.format(
        channel=REGISTER[other.value].th, day=_day(row.burned_on)
    )
    return RegisterLine(
        position=line.position,
        case_id=line.case_id,
        receipt_no=line.receipt_no,
        received_on=row.received_on,
        source=line.source,
        complainant=line.complainant,
        subject=line.subject,
        accused=line.accused,
        case_officer="",
        forwarded_on=None,
        done="",
        answered_on=None,
        due_on=None,
        state=STATES["moved"].th,
        completed_on=row.burned_on,
        notes=(moved,),
        is_burned=True,
    )


def _words(report: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and accused in the reporter's words."""
    accused = (report.get("accused_unit"), report.get("accused"))
    return subject_of(report), " / ".join(one for one in accused if one)


def _source(report: Mapping[str, Any]) -> str:
    intake = report.get("intake")
    if intake is None:
        return REGISTER["online"].th
    # An older register does not always tell.
    return SOURCE_NAMES.get(str(intake.get("source")), REGISTER["not_said"]).th


def _complainant(
    work: UnitOfWork,
    keys: CaseKeys,
    report: Mapping[str, Any],
    events: tuple[Event, ...],
    with_words: bool,
) -> str:
    """The name of a reporter who gave it to the office; else only that there is one."""
    mode = IdentityMode(report["identity_mode"])
    if mode is IdentityMode.ANONYMOUS:
        return REGISTER["anonymous"].th
    erased = any(event.kind in ERASING for event in events)
    if mode is not IdentityMode.NAMED or erased or not with_words:
        return REGISTER["concealed"].th
    row = work.session.scalars(
        select(SealedObject).where(
            SealedObject.case_id == keys.case.id, SealedObject.type == int(ObjectType.CONTACT)
        )
    ).one()
    return str(keys.open(row).get("contact_name") or REGISTER["concealed"].th)


def _days(events: tuple[Event, ...], kind: EventKind) -> list[date]:
    return [event.day for event in events if event.kind == kind]


def _last_day(events: tuple[Event, ...], kind: EventKind) -> date | None:
    return next(reversed(_days(events, kind)), None)


def _last_act(events: tuple[Event, ...]) -> str:
    last = next(event for event in reversed(events) if event.kind in _ACTS)
    return f"{EVENTS[EventKind(last.kind).tag].th} {_day(last.day)}"


def _forwarded_on(case: Complaint, events: tuple[Event, ...]) -> date | None:
    """The day of the newest forwarding; of one in an older register, the day that it told."""
    day = _last_day(events, EventKind.FORWARDED)
    told = _days(events, EventKind.IMPORTED_FORWARDED)
    return case.completed_on if day is None and told else day


def _of_old(report: Mapping[str, Any], number: str) -> list[str]:
    """The number of an older register, where the case has another one here."""
    old = str((report.get("intake") or {}).get("old_number") or "")
    return [REGISTER_NOTES["old_number"].th.format(number=old)] if old not in ("", number) else []


def _notes(
    work: UnitOfWork, keys: CaseKeys, events: tuple[Event, ...], opened: _Opened
) -> tuple[str, ...]:
    case = keys.case
    notes = [*_whence(case, opened), *_whereto(work, keys), *_lateness(work, case, opened)]
    if _days(events, EventKind.WITHDRAWN):
        notes.append(REGISTER_NOTES["withdrawn"].th)
    reopened = _last_day(events, EventKind.REOPENED)
    if reopened:
        notes.append(REGISTER_NOTES["reopened"].th.format(day=_day(reopened)))
    return tuple(notes)


def _whence(case: Complaint, opened: _Opened) -> list[str]:
    row = opened.burned.get(case.id)
    if row is None or row.channel == case.channel:
        return []
    number = receipt_no(row.register_number, row.register_year_be)
    channel = REGISTER[row.channel].th
    return [REGISTER_NOTES["moved_here"].th.format(channel=channel, number=number)]


def _whereto(work: UnitOfWork, keys: CaseKeys) -> list[str]:
    if keys.case.state != "merged":
        return []
    lead = work.session.get(Complaint, lead_of(work, keys) or b"")
    if lead is None:
        return []
    number = receipt_no(lead.register_number, lead.register_year_be)
    return [REGISTER_NOTES["merged"].th.format(number=number)]


def _lateness(work: UnitOfWork, case: Complaint, opened: _Opened) -> list[str]:
    due_on = opened.due.get(case.id)
    if due_on is None:
        return []
    days = ((case.answered_on or work.today) - due_on).days
    name = "told_late" if case.answered_on else "still_late"
    return [REGISTER_NOTES[name].th.format(days=days)] if days > 0 else []


def _day(day: date) -> str:
    """A day inside a phrase, which no line breaks in two."""
    return short_date(day).replace(" ", "\N{NO-BREAK SPACE}")
