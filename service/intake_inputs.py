"""What an officer types about how a matter came in, checked once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from marshmallow import EXCLUDE, Schema, ValidationError, pre_load
from marshmallow import fields as of
from marshmallow.validate import Length, OneOf, Regexp

from rules import limits
from rules.categories import codes
from rules.intake import SENDERS, Source, is_plausible_receipt, must_screen
from rules.states import Channel, IdentityMode
from rules.thai_time import parse_date
from service.errors import InvalidInput
from service.inputs import FIELD_NAMES, ComplaintDraft, first_problems, greatest_lengths, load_draft

POINT_FIELDS: Final = ("screening_evidence", "screening_circumstances", "screening_witness")
WAYS: Final = ("paper", "none")


def short_text(longest: int = limits.SHORT_TEXT_LENGTH) -> of.String:
    """A text that may be left out."""
    return of.String(
        load_default="",
        validate=[
            Length(max=longest, error="too_long"),
            Regexp(r"^[^\x00]*\Z", error="no_nul"),
        ],
        error_messages={"required": "required", "null": "required", "invalid": "wrong_type"},
    )


def one_of(values: tuple[str, ...]) -> of.String:
    """One of these codes, or nothing."""
    return of.String(load_default="", validate=OneOf(("", *values), error="unknown_choice"))


class TypedSchema(Schema):
    """Fields with the white space around them taken off; what is not asked for is passed over."""

    class Meta:
        unknown = EXCLUDE

    @pre_load
    def strip(self, mapping: Mapping[str, Any], **_kwargs: object) -> dict[str, Any]:
        """The mapping with its texts stripped."""
        return {
            name: value.strip().replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in mapping.items()
        }


def loaded(schema: Schema, mapping: Mapping[str, Any]) -> dict[str, Any]:
    """The checked fields; InvalidInput names the first problem of each."""
    try:
        found: dict[str, Any] = schema.load(mapping)
    except ValidationError as problem:
        raise InvalidInput(first_problems(problem), limits=greatest_lengths(schema)) from None
    return found


def day_typed(text: str) -> date | None:
    """The day, of either era, day or year first; None for nothing; ValueError for no day."""
    if not text:
        return None
    day, month, year = text.replace("-", "/").split("/")
    return parse_date(year, month, day) if len(day) == 4 else parse_date(day, month, year)


class IntakeSchema(TypedSchema):
    """How, when and from whom a matter came."""

    source = one_of(tuple(Source))
    received_day = short_text(40)
    sender = one_of(codes(SENDERS))
    sender_name = short_text()
    sender_number = short_text(100)
    sender_date = short_text(40)
    reply_by = short_text(40)
    way_back = one_of(WAYS)
    screening_evidence = one_of(("yes", "no"))
    screening_circumstances = one_of(("yes", "no"))
    screening_witness = one_of(("yes", "no"))


@dataclass(frozen=True)
class IntakeDraft:
    """A checked intake; days are ISO or empty."""

    words: ComplaintDraft = field(repr=False)
    source: Source
    received_on: date
    way_back: str
    sender: str = field(repr=False)
    sender_name: str = field(repr=False)
    sender_number: str = field(repr=False)
    sender_date: str = field(repr=False)
    reply_by: str = field(repr=False)
    points: Mapping[str, str] = field(repr=False)

    @property
    def hands_code(self) -> bool:
        """Whether a code is printed for the reporter."""
        return self.way_back == "paper"

    @property
    def must_screen(self) -> bool:
        """Whether the three points were asked."""
        anonymous = self.words.identity_mode is IdentityMode.ANONYMOUS
        return must_screen(self.source, anonymous) and self.words.channel is Channel.CORRUPTION

    def values(self) -> dict[str, Any]:
        """The answers by field name, as the form sends them."""
        return {
            **self.words.values(),
            "source": self.source.value,
            "received_day": self.received_on.isoformat(),
            "way_back": self.way_back,
            "sender": self.sender,
            "sender_name": self.sender_name,
            "sender_number": self.sender_number,
            "sender_date": self.sender_date,
            "reply_by": self.reply_by,
            **self.points,
        }


def load_intake(channel: Channel, mapping: Mapping[str, Any], today: date) -> IntakeDraft:
    """A checked intake; InvalidInput names every field that must be mended."""
    problems: dict[str, str] = {}
    most: dict[str, int] = {}
    given = loaded(IntakeSchema(), mapping)
    words = _words(channel, mapping, problems, most)
    days = {name: _day(given, name, problems) for name in _DAYS}
    _check(given, days, today, problems)
    if problems or words is None:
        raise InvalidInput(problems, limits=most)
    received_on = days["received_day"] or today
    draft = IntakeDraft(
        words=words,
        source=Source(given["source"]),
        received_on=received_on,
        way_back=given["way_back"],
        **_letter(given, days),
        points={name: given[name] for name in POINT_FIELDS},
    )
    if draft.must_screen:
        missing = {name: "choose_one" for name in POINT_FIELDS if not given[name]}
        if missing:
            raise InvalidInput(missing)
    return draft


_DAYS: Final = ("received_day", "sender_date", "reply_by")


def _words(
    channel: Channel,
    mapping: Mapping[str, Any],
    problems: dict[str, str],
    most: dict[str, int],
) -> ComplaintDraft | None:
    try:
        return load_draft(channel, {name: mapping[name] for name in FIELD_NAMES if name in mapping})
    except InvalidInput as refused:
        problems |= refused.fields
        most |= refused.limits
        return None


def _day(given: Mapping[str, str], name: str, problems: dict[str, str]) -> date | None:
    try:
        return day_typed(given[name])
    except ValueError:
        problems[name] = "not_a_date"
        return None


def _check(
    given: Mapping[str, str],
    days: Mapping[str, date | None],
    today: date,
    problems: dict[str, str],
) -> None:
    for name in ("source", "way_back"):
        if not given[name]:
            problems.setdefault(name, "choose_one")
    received = days["received_day"]
    if received is None:
        problems.setdefault("received_day", "required")
    elif not is_plausible_receipt(received, today):
        problems["received_day"] = "date_in_future" if received > today else "date_too_old"
    letter = days["sender_date"]
    if letter is not None and letter > today:
        problems["sender_date"] = "date_in_future"
    if given["source"] == Source.REFERRED_IN and not given["sender"]:
        problems["sender"] = "choose_one"
    if letter and days["reply_by"] and days["reply_by"] < letter:
        problems["reply_by"] = "date_order"


def _letter(given: Mapping[str, str], days: Mapping[str, date | None]) -> dict[str, str]:
    """The sender's letter, kept only of what was referred in."""
    if given["source"] != Source.REFERRED_IN:
        return dict.fromkeys(
            ("sender", "sender_name", "sender_number", "sender_date", "reply_by"), ""
        )
    iso = {name: day.isoformat() if day else "" for name, day in days.items()}
    return {
        "sender": given["sender"],
        "sender_name": given["sender_name"],
        "sender_number": given["sender_number"],
        "sender_date": iso["sender_date"],
        "reply_by": iso["reply_by"],
    }
