"""The copy for the accused, who may ask to see what is said: written anew, without the reporter.

An officer edits the told story down to what may be shown. The program points at what may tell who
reported; it cannot know all of it, so a person reads and answers for it. A copy is never changed,
only followed by a newer one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from crypto.envelope import ObjectType
from crypto.tracking_code import has_right_check_digit
from models.complaint import Complaint, SealedObject
from models.history import CaseEvent
from rules import limits
from rules.matching import mentions
from rules.numbering import receipt_no
from rules.permissions import ROLE_PERMISSIONS, Permission, Role
from rules.personal_marks import like_tracking_codes, personal_marks
from rules.states import Channel, EventKind
from rules.thai_time import to_arabic_digits
from rules.words import FIELDS, SPOKEN_OF_ONESELF
from service.access_log import log_opening
from service.case_events import Acting, append_event
from service.case_keys import CaseKeys, newest_public, open_case_keys
from service.case_lines import officer_names, open_report
from service.errors import InvalidInput, NotAllowed, NotFound
from service.find_case import find_case
from service.inputs import CONTACT_FIELDS
from service.release_requests import lock_case
from service.sealing import recipients_of, seal_record
from service.signatures import check_officer_event
from service.unit_of_work import UnitOfWork

TOLD = ("accused", "accused_unit", "narrative")
"""What a first draft holds. Witnesses, place and time are left to the officer to write."""

_LEAST_LETTERS = 4


@dataclass(frozen=True)
class Copy:
    """A saved copy: when and by whom it was made."""

    id: str
    day: date
    by: str


@dataclass(frozen=True)
class RedactionPage:
    """What the editing page needs; `marks` are keys of `rules.words.MARKS` found in the text.

    `compared` tells whether there was a name or contact of the reporter to look for.
    """

    id: str
    channel: Channel
    receipt_no: str
    text: str = field(repr=False)
    marks: tuple[str, ...]
    compared: bool
    copies: tuple[Copy, ...]


@dataclass(frozen=True)
class RedactedCopy:
    """One copy as it is printed; nothing in it says who reported."""

    id: str
    case_id: str
    agency: str
    channel: Channel
    receipt_no: str
    day: date
    text: str = field(repr=False)


def redaction_page(work: UnitOfWork, case_id: str, typed: str | None = None) -> RedactionPage:
    """The newest copy's text to go on from, or a first draft; with what may tell the reporter.

    `typed` stands in its place when an officer's own text is to be drawn again.
    """
    keys, case = _opened(work, case_id)
    copies = _copies(work, case)
    text = typed if typed is not None else _text_to_edit(keys, copies, open_report(work, keys))
    contact = _record(work, keys, ObjectType.CONTACT)
    log_opening(work, "redact", case.id)
    names = officer_names(work)
    return RedactionPage(
        id=case_id,
        channel=Channel(case.channel),
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        text=text,
        marks=_marks(work, keys, text),
        compared=any(contact.get(name) for name in CONTACT_FIELDS),
        copies=tuple(
            Copy(body.id.hex(), event.day, names.get(event.officer_id or b"", ""))
            for event, body in copies
        ),
    )


def save_redaction(work: UnitOfWork, case_id: str, text: str, *, read_again: bool) -> str:
    """The id of the new copy, sealed to the case, with its event signed by the officer.

    InvalidInput for `note` when it is empty or too long, and for `read_again` when something in
    it may tell the reporter and the officer has not said that it may stay.
    """
    keys, case = _opened(work, case_id)
    lock_case(work, case)
    stripped = text.strip().replace("\r\n", "\n")
    _check(stripped)
    if _marks(work, keys, stripped) and not read_again:
        raise InvalidInput({"read_again": "marks_left"})
    type_ = ObjectType.REDACTED
    body = seal_record(
        work,
        case.id,
        case.epoch,
        type_,
        {"at": work.now.isoformat(), "text": stripped},
        recipients_of(type_, case, newest_public(work, case)),
    )
    officer = work.officer()
    role = next(
        one
        for one in Role
        if one in officer.roles and Permission.ACT_ON_CASE in ROLE_PERMISSIONS[one]
    )
    append_event(work, case, EventKind.REDACTION_MADE, body=body, by=Acting(officer, role))
    log_opening(work, "redact", case.id)
    return body.id.hex()


def open_redaction(work: UnitOfWork, case_id: str, copy_id: str) -> RedactedCopy:
    """One saved copy, checked for its officer's hand; NotFound when there is none of that id."""
    keys, case = _opened(work, case_id)
    found = next((pair for pair in _copies(work, case) if pair[1].id.hex() == copy_id), None)
    if found is None:
        raise NotFound
    event, body = found
    check_officer_event(work, event, body)
    log_opening(work, "redact", case.id)
    return RedactedCopy(
        id=copy_id,
        case_id=case_id,
        agency=work.agency().name_th,
        channel=Channel(case.channel),
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        day=event.day,
        text=keys.open(body)["text"],
    )


def _opened(work: UnitOfWork, case_id: str) -> tuple[CaseKeys, Complaint]:
    if not work.officer().may(Permission.ACT_ON_CASE):
        raise NotAllowed
    case = find_case(work, case_id)
    return open_case_keys(work, case), case


def _check(text: str) -> None:
    if not text:
        raise InvalidInput({"note": "required"})
    if len(text) > limits.NARRATIVE_LENGTH:
        raise InvalidInput({"note": "too_long"}, limits={"note": limits.NARRATIVE_LENGTH})
    if "\x00" in text:
        raise InvalidInput({"note": "no_nul"})


def _copies(work: UnitOfWork, case: Complaint) -> list[tuple[CaseEvent, SealedObject]]:
    """The saved copies with their events, newest first."""
    rows = work.session.execute(
        select(CaseEvent, SealedObject)
        .join(SealedObject, SealedObject.id == CaseEvent.object_id)
        .where(
            CaseEvent.case_id == case.id,
            CaseEvent.kind == int(EventKind.REDACTION_MADE),
            SealedObject.type == int(ObjectType.REDACTED),
        )
        .order_by(CaseEvent.seq.desc())
    )
    return [(event, body) for event, body in rows]


def _text_to_edit(
    keys: CaseKeys, copies: list[tuple[CaseEvent, SealedObject]], report: Mapping[str, Any]
) -> str:
    if copies:
        return str(keys.open(copies[0][1])["text"])
    parts = (f"{FIELDS[name].th}\n{report[name]}" for name in TOLD if report.get(name))
    return "\n\n".join(parts)


def _record(work: UnitOfWork, keys: CaseKeys, type_: ObjectType) -> dict[str, Any]:
    row = work.session.scalars(
        select(SealedObject).where(
            SealedObject.case_id == keys.case.id, SealedObject.type == int(type_)
        )
    ).one()
    return keys.open(row)


def _marks(work: UnitOfWork, keys: CaseKeys, text: str) -> tuple[str, ...]:
    """The keys of `rules.words.MARKS` for everything in the text that may tell who reported."""
    contact = _record(work, keys, ObjectType.CONTACT)
    report = open_report(work, keys)
    return (
        *personal_marks(text),
        *(["tracking_code"] if _has_code(text) else []),
        *(["contact"] if _has_contact(text, contact) else []),
        *(["witness"] if _has_words_of(text, report.get("witnesses", "")) else []),
        *(["oneself"] if any(word in text for word in SPOKEN_OF_ONESELF) else []),
    )


def _has_code(text: str) -> bool:
    typed = (re.sub(r"\D", "", one) for one in like_tracking_codes(to_arabic_digits(text)))
    return any(has_right_check_digit(one) for one in typed)


def _has_contact(text: str, contact: Mapping[str, str]) -> bool:
    """Whether the reporter's own name stands there, even misspelt, or another of the contacts."""
    name = contact.get("contact_name", "")
    if name and mentions(text, name=name, post=""):
        return True
    plain = _plain(text)
    others = (contact.get(f"contact_{kind}", "") for kind in ("phone", "email", "other"))
    return any(
        len(part) >= _LEAST_LETTERS and part in plain for other in others for part in _parts(other)
    )


def _has_words_of(text: str, words: str) -> bool:
    plain = _plain(text)
    return any(len(part) >= _LEAST_LETTERS and part in plain for part in _parts(words))


def _parts(words: str) -> Iterable[str]:
    """What was typed as a whole, and each word of it between spaces."""
    return (_plain(part) for part in (words, *words.split()))


def _plain(text: str) -> str:
    """Small letters and Arabic figures alone, so that spaces and dashes hide nothing."""
    return re.sub(r"[\s.,;:()\-–/]", "", to_arabic_digits(text).casefold())
