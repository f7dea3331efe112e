"""What another authority has sent to this office: how it came, and the answer that it waits for.

The sender, the numbers and the days stand sealed in the report. The duty to answer goes on after
the case has ended, until the answer is recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from marshmallow import ValidationError, validates_schema

from crypto.envelope import ObjectType
from models.clock import ClockRow
from rules import limits
from rules.categories import find
from rules.clocks import ClockKind, Standing, standing
from rules.intake import SENDERS, SOURCES, Source
from rules.states import EventKind, Move
from rules.thai_time import long_date
from rules.words import INTAKE_FIELDS, RECORD_WORDS, WAYS_BACK
from service.case_events import append_event
from service.case_keys import CaseKeys, open_case_keys
from service.case_lines import open_report
from service.errors import InvalidInput
from service.find_case import find_case
from service.intake_inputs import TypedSchema, day_typed, loaded, short_text
from service.moving import begin_move, seal_words
from service.reporter_key import handed_code
from service.signed_records import signed_records
from service.unit_of_work import UnitOfWork
from service.views import Answer

FORM = "reply/1"


@dataclass(frozen=True)
class SenderAnswer:
    """One answer that went to the sender."""

    day: date
    number: str = field(repr=False)
    dated: date
    answered: str = field(repr=False)


@dataclass(frozen=True)
class IntakeView:
    """How a matter came to the office, as the case's page tells it.

    `reply_by` is None when nobody waits for an answer; `standing` is that of a duty still open.
    `code` is "waiting" for a printed code not yet used, "replaced" after, "" without one.
    """

    answers: tuple[Answer, ...] = field(repr=False)
    is_paper: bool
    is_referred: bool
    sender: str = field(repr=False)
    reply_by: date | None
    standing: Standing | None
    replies: tuple[SenderAnswer, ...] = field(repr=False)
    code: str


class AnswerSchema(TypedSchema):
    """The letter that answered the sender."""

    number = short_text(100)
    dated = short_text(40)
    answered = short_text(limits.MESSAGE_LENGTH)

    @validates_schema
    def check(self, given: Mapping[str, str], **_kwargs: object) -> None:
        """What was answered must be told; the day must be one."""
        if not given.get("answered"):
            raise ValidationError("required", "answered")


def answer_sender(
    work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int
) -> None:
    """Record the answer to whoever referred the matter in; its clock stops.

    InvalidInput for what is missing; WrongState, NotAllowed, StaleCase as every move.
    """
    moving = begin_move(work, case_id, Move.ANSWER_SENDER, event_count)
    given = loaded(AnswerSchema(), mapping)
    dated = past_day(given, "dated", work.today)
    record = {
        "form": FORM,
        "number": given["number"],
        "dated": dated.isoformat(),
        "answered": given["answered"],
        "text": written(
            ("number", given["number"]),
            ("date", long_date(dated)),
            ("answered", given["answered"]),
        ),
    }
    body = seal_words(work, moving.case, ObjectType.INTERNAL, record)
    append_event(work, moving.case, moving.row.event, body=body, by=moving.acting)


def past_day(given: Mapping[str, str], name: str, today: date) -> date:
    """The day typed there, today for nothing; InvalidInput for none and for one to come."""
    try:
        day = day_typed(given[name]) or today
    except ValueError:
        raise InvalidInput({name: "not_a_date"}) from None
    if day > today:
        raise InvalidInput({name: "date_in_future"})
    return day


def written(*lines: tuple[str, str]) -> str:
    """The lines of a record as a note shows them, each under its word; empty ones stay out."""
    return "\n".join(f"{RECORD_WORDS[name].th}: {text}" for name, text in lines if text)


def case_intake(work: UnitOfWork, case_id: str) -> IntakeView | None:
    """How the matter came, for the page of a case that this officer has just opened."""
    return intake_view(work, open_case_keys(work, find_case(work, case_id)))


def intake_view(work: UnitOfWork, keys: CaseKeys) -> IntakeView | None:
    """How the matter came, or None for one that its reporter filed."""
    report: Mapping[str, Any] = open_report(work, keys)
    record = report.get("intake")
    if record is None:
        return None
    clock = _reply_clock(work, keys)
    row = handed_code(work, keys.case)
    return IntakeView(
        answers=tuple(
            Answer(field=name, label=INTAKE_FIELDS[name], text=_shown(name, record[name]))
            for name in INTAKE_FIELDS
            if record.get(name)
        ),
        is_paper=record["source"] in (Source.LETTER, Source.REFERRED_IN),
        is_referred=record["source"] == Source.REFERRED_IN,
        sender=sender_of(record),
        reply_by=clock.due_on if clock else None,
        standing=standing(clock.due_on, work.today) if clock and not clock.answered_on else None,
        replies=_replies(work, keys),
        code="" if row is None else "replaced" if row.replaced_on else "waiting",
    )


def sender_of(record: Mapping[str, str]) -> str:
    """Who sent it, as a register names them; "" for a matter that nobody referred."""
    listed = find(SENDERS, record["sender"]).words.th if record.get("sender") else ""
    named = record.get("sender_name", "")
    if record.get("sender") == "other" and named:
        return named
    return " ".join(part for part in (listed, named) if part)


def source_words(record: Mapping[str, str]) -> str:
    """The way it came, for a register's column; "" where an older register does not tell."""
    return find(SOURCES, record["source"]).words.th if record["source"] else ""


def _shown(name: str, value: str) -> str:
    if name in ("sender_date", "reply_by", "received_day"):
        return long_date(date.fromisoformat(value))
    if name == "source":
        return find(SOURCES, value).words.th
    if name == "sender":
        return find(SENDERS, value).words.th
    return WAYS_BACK[value].th if name == "way_back" else value


def _reply_clock(work: UnitOfWork, keys: CaseKeys) -> ClockRow | None:
    row: ClockRow | None = work.one(
        ClockRow, case_id=keys.case.id, kind=ClockKind.REFERRED_IN_REPLY.value
    )
    return row


def _replies(work: UnitOfWork, keys: CaseKeys) -> tuple[SenderAnswer, ...]:
    return tuple(
        SenderAnswer(
            one.day,
            one.record["number"],
            date.fromisoformat(one.record["dated"]),
            one.record["answered"],
        )
        for one in signed_records(work, keys, (EventKind.SENDER_ANSWERED,))
        if one.record.get("form") == FORM
    )
