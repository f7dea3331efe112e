"""A matter sent on to another authority: what went, what stayed back, and what came of it.

The reporter's identity stays back unless the officer says otherwise with a reason; the law's
answers are recorded as they come, and the case waits for others meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from marshmallow import fields as of
from marshmallow.validate import Length
from sqlalchemy import select

from crypto.envelope import ObjectType
from models.complaint import Attachment, SealedObject
from models.history import CaseEvent
from rules import limits
from rules.categories import codes, find
from rules.intake import AUTHORITIES, WITHHELD
from rules.states import EventKind, Move, State
from rules.thai_time import long_date
from rules.words import FORWARD_STANDINGS, RECORD_WORDS, Words
from service.attach_evidence import neutral_name
from service.case_events import append_event
from service.case_keys import CaseKeys, open_case_keys
from service.errors import InvalidInput
from service.find_case import find_case
from service.follow_up_view import refuse_open_follow_ups
from service.intake_inputs import TypedSchema, loaded, one_of, short_text
from service.joined_cases import tell_joined
from service.moving import Moving, allowed, begin_move, seal_words
from service.referred_in import past_day, written
from service.signatures import check_officer_event
from service.signed_records import SignedRecord, signed_records
from service.unit_of_work import UnitOfWork

FORM: Final = "forward/1"
ACKNOWLEDGED: Final = "forward_ack/1"
ANSWERED: Final = "forward_answer/1"
WORDS, COMMITTEE = "words", "committee"
"""What can go besides the files: the reporter's words and the committee's papers."""


class ForwardSchema(TypedSchema):
    """To whom, under which number, what went and what stayed back."""

    authority = one_of(codes(AUTHORITIES))
    forwarded_to = short_text()
    number = short_text(100)
    dated = short_text(40)
    sent = of.List(of.String(validate=Length(max=40)), load_default=list, validate=Length(max=40))
    withheld = of.List(of.String(), load_default=list, validate=Length(max=10))
    withheld_other = short_text()
    withheld_why = short_text(limits.LONG_TEXT_LENGTH)
    wants_answer = one_of(("yes", "no"))
    reason = short_text(limits.LONG_TEXT_LENGTH)
    notice_text = short_text(limits.MESSAGE_LENGTH)


class AcknowledgedSchema(TypedSchema):
    """Their letter that says the matter arrived."""

    number = short_text(100)
    dated = short_text(40)


class AnsweredSchema(AcknowledgedSchema):
    """What came back; words to the reporter may go out with it."""

    came_back = short_text(limits.MESSAGE_LENGTH)
    notice_text = short_text(limits.MESSAGE_LENGTH)


@dataclass(frozen=True)
class ForwardView:
    """How a forwarding stands: to whom it went, and what has come of it."""

    standing: Words
    to: str = field(repr=False)
    number: str = field(repr=False)
    dated: date | None
    acknowledged_on: date | None
    acknowledged_number: str = field(repr=False)
    answered_on: date | None
    came_back: str = field(repr=False)

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has still to write back."""
        waits = (FORWARD_STANDINGS["unacknowledged"], FORWARD_STANDINGS["unanswered"])
        return self.standing in waits


def forward_case(
    work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int
) -> None:
    """Send the case on: the office's record first, then the notice that the reporter reads.

    InvalidInput for what is missing; WrongState, NotAllowed, StaleCase as every move.
    """
    moving = begin_move(work, case_id, Move.FORWARD, event_count)
    refuse_open_follow_ups(work, moving.keys)
    given = loaded(ForwardSchema(), mapping)
    files = {row.id.hex(): row for row in _files(work, moving.keys)}
    _check(given, files)
    dated = past_day(given, "dated", work.today)
    to = _named(given)
    _append(work, moving, EventKind.NOTE_ADDED, _record(given, to, dated, files))
    notice = {"text": given["notice_text"], "forwarded_to": to}
    case, row = moving.case, moving.row
    body = seal_words(work, case, ObjectType.TO_REPORTER, notice)
    append_event(work, case, row.event, body=body, by=moving.acting)
    tell_joined(work, moving, given["notice_text"])
    case.reporter_spoke = False
    case.awaits = "nobody" if given["wants_answer"] == "no" else "others"


def record_acknowledged(
    work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int
) -> None:
    """Record that they have it, with their number and its day."""
    moving = begin_move(work, case_id, Move.FORWARD_ACKNOWLEDGED, event_count)
    given = loaded(AcknowledgedSchema(), mapping)
    dated = past_day(given, "dated", work.today)
    record = {
        "form": ACKNOWLEDGED,
        "number": given["number"],
        "dated": dated.isoformat(),
        "text": written(("their_number", given["number"]), ("date", long_date(dated))),
    }
    _append(work, moving, moving.row.event, record)


def record_answered(
    work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int
) -> None:
    """Record what came back; words to the reporter, if there are any, go out with it."""
    moving = begin_move(work, case_id, Move.FORWARD_ANSWERED, event_count)
    given = loaded(AnsweredSchema(), mapping)
    if not given["came_back"]:
        raise InvalidInput({"came_back": "required"})
    dated = past_day(given, "dated", work.today)
    record = {
        "form": ANSWERED,
        "number": given["number"],
        "dated": dated.isoformat(),
        "came_back": given["came_back"],
        "text": written(
            ("their_number", given["number"]),
            ("date", long_date(dated)),
            ("came_back", given["came_back"]),
        ),
    }
    _append(work, moving, moving.row.event, record)
    if given["notice_text"]:
        row, acting = allowed(moving.case, Move.MESSAGE, work.officer())
        notice = {"text": given["notice_text"]}
        body = seal_words(work, moving.case, ObjectType.TO_REPORTER, notice)
        append_event(work, moving.case, row.event, body=body, by=acting)
        moving.case.reporter_spoke = False
    moving.case.awaits = "nobody"


def case_forward(work: UnitOfWork, case_id: str) -> ForwardView | None:
    """How a forwarding stands, for the page of a case that this officer has just opened."""
    return forward_view(work, open_case_keys(work, find_case(work, case_id)))


def forward_view(work: UnitOfWork, keys: CaseKeys) -> ForwardView | None:
    """How the latest forwarding stands; None for a case that is not with others."""
    if State(keys.case.state) is not State.FORWARDED:
        return None
    kinds = (
        EventKind.NOTE_ADDED,
        EventKind.FORWARD_ACKNOWLEDGED,
        EventKind.FORWARD_ANSWERED,
    )
    sent_on, to = _sent_on(work, keys)
    since = [one for one in signed_records(work, keys, kinds) if one.seq >= sent_on - 1]
    return _view(since, to)


def _view(since: Sequence[SignedRecord], to: str) -> ForwardView:
    first = _last(since, FORM)
    ack = _last(since, ACKNOWLEDGED)
    answer = _last(since, ANSWERED)
    if answer:
        stands = "answered"
    elif first.get("wants_answer") == "no":
        stands = "not_asked"
    else:
        stands = "unanswered" if ack else "unacknowledged"
    return ForwardView(
        standing=FORWARD_STANDINGS[stands],
        to=first.get("to") or to,
        number=first.get("number", ""),
        dated=_day(first),
        acknowledged_on=_day(ack),
        acknowledged_number=ack.get("number", ""),
        answered_on=_day(answer),
        came_back=answer.get("came_back", ""),
    )


def _sent_on(work: UnitOfWork, keys: CaseKeys) -> tuple[int, str]:
    """Where in the chain the latest forwarding stands, and what the reporter was told of it."""
    event, body = work.session.execute(
        select(CaseEvent, SealedObject)
        .join(SealedObject, SealedObject.id == CaseEvent.object_id)
        .where(CaseEvent.case_id == keys.case.id, CaseEvent.kind == int(EventKind.FORWARDED))
        .order_by(CaseEvent.seq.desc())
        .limit(1)
    ).one()
    check_officer_event(work, event, body)
    return event.seq, str(keys.open(body).get("forwarded_to", ""))


def _last(records: Sequence[SignedRecord], form: str) -> dict[str, Any]:
    return next((one.record for one in reversed(records) if one.record.get("form") == form), {})


def _day(record: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(record["dated"]) if record.get("dated") else None


def _files(work: UnitOfWork, keys: CaseKeys) -> list[Attachment]:
    return work.rows(
        select(Attachment).where(Attachment.case_id == keys.case.id).order_by(Attachment.number)
    )


def _check(given: Mapping[str, Any], files: Mapping[str, Attachment]) -> None:
    missing: dict[str, str] = {}
    if not given["authority"] and not given["forwarded_to"]:
        missing["authority"] = "choose_one"
    if given["authority"] == "other" and not given["forwarded_to"]:
        missing["forwarded_to"] = "required"
    if not set(given["sent"]) <= {WORDS, COMMITTEE, *files}:
        missing["sent"] = "unknown_choice"
    if not set(given["withheld"]) <= set(codes(WITHHELD)):
        missing["withheld"] = "unknown_choice"
    kept_back = given["withheld"] or given["withheld_other"]
    if kept_back and not given["withheld_why"]:
        missing["withheld_why"] = "required"
    missing |= {name: "required" for name in ("reason", "notice_text") if not given[name]}
    if missing:
        raise InvalidInput(missing)


def _named(given: Mapping[str, Any]) -> str:
    """The authority as letters name it: the listed name and what was typed beside it."""
    if given["authority"] in ("", "other"):
        return str(given["forwarded_to"])
    listed = find(AUTHORITIES, given["authority"]).words.th
    return f"{listed} {given['forwarded_to']}".strip()


def _record(
    given: Mapping[str, Any], to: str, dated: date, files: Mapping[str, Attachment]
) -> dict[str, Any]:
    # The numbers under which the case's page lists them; the kind of file is told there.
    numbers = sorted(files[one].number for one in given["sent"] if one in files)
    sent = [RECORD_WORDS[one].th for one in (WORDS, COMMITTEE) if one in given["sent"]]
    sent += [neutral_name(number, "").rstrip(".") for number in numbers]
    kept_back = [find(WITHHELD, one).words.th for one in given["withheld"]]
    kept_back += [given["withheld_other"]] if given["withheld_other"] else []
    return {
        "form": FORM,
        "to": to,
        "authority": given["authority"],
        "number": given["number"],
        "dated": dated.isoformat(),
        "sent": list(given["sent"]),
        "withheld": list(given["withheld"]),
        "withheld_other": given["withheld_other"],
        "withheld_why": given["withheld_why"],
        "wants_answer": given["wants_answer"] or "yes",
        "reason": given["reason"],
        "text": written(
            ("to", to),
            ("number", given["number"]),
            ("date", long_date(dated)),
            ("sent", ", ".join(sent)),
            ("withheld", ", ".join(kept_back)),
            ("why", given["withheld_why"]),
            ("reason", given["reason"]),
        ),
    }


def _append(work: UnitOfWork, moving: Moving, kind: EventKind, record: Mapping[str, Any]) -> None:
    body = seal_words(work, moving.case, ObjectType.INTERNAL, record)
    append_event(work, moving.case, kind, body=body, by=moving.acting)
