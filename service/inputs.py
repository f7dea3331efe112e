"""What may come in, checked once for pages and API alike."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Final

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, pre_load, validates_schema
from marshmallow import fields as of
from marshmallow.validate import Length, OneOf, Regexp

from rules import limits
from rules.categories import CATEGORIES, GRIEVANCE_CATEGORIES, RELATIONS, codes
from rules.states import Channel, IdentityMode
from rules.thai_time import parse_date
from service.errors import InvalidInput

# The problem codes of `rules.words.FIELD_ERRORS` travel as marshmallow's messages.
_TEXT_MESSAGES: Final[dict[str, str | list[Any] | dict[Any, Any]]] = {
    "required": "required",
    "null": "required",
    "invalid": "wrong_type",
}
CONTACT_FIELDS = ("contact_name", "contact_phone", "contact_email", "contact_other")
_NO_NUL = Regexp(r"^[^\x00]*\Z", error="no_nul")


def _text(longest: int, **kwargs: Any) -> of.String:
    return of.String(
        load_default="",
        validate=[Length(max=longest, error="too_long"), _NO_NUL],
        error_messages=_TEXT_MESSAGES,
        **kwargs,
    )


def _choice(values: tuple[str, ...], default: str = "") -> of.String:
    return of.String(
        load_default=default,
        validate=OneOf((*values, default), error="unknown_choice"),
        error_messages=_TEXT_MESSAGES,
    )


_SCHEMA_MESSAGES = {"unknown": "unknown_field", "type": "wrong_type"}
_HOLDERS = of.List(
    of.String(
        validate=Regexp(r"^[0-9a-f]{32}\Z", error="unknown_choice"),
        error_messages=_TEXT_MESSAGES,
    ),
    load_default=list,
    validate=Length(max=100, error="too_long"),
    error_messages=_TEXT_MESSAGES,
)


class ComplaintSchema(Schema):
    """The words of a complaint; everything may be left out but what happened."""

    class Meta:
        unknown = RAISE
        # `exclude` is a word of marshmallow's own, so this field is named here.
        include: Final = {"exclude": _HOLDERS}

    error_messages = _SCHEMA_MESSAGES

    subject = _text(limits.SHORT_TEXT_LENGTH)
    narrative = of.String(
        required=True,
        validate=[
            Length(min=1, error="required"),
            Length(max=limits.NARRATIVE_LENGTH, error="too_long"),
            _NO_NUL,
        ],
        error_messages=_TEXT_MESSAGES,
    )
    category = _text(40)
    place = _text(limits.SHORT_TEXT_LENGTH)
    incident_from = _text(40)
    incident_to = _text(40)
    accused = _text(limits.LONG_TEXT_LENGTH)
    accused_unit = _text(limits.SHORT_TEXT_LENGTH)
    damage = _text(limits.SHORT_TEXT_LENGTH)
    witnesses = _text(limits.LONG_TEXT_LENGTH)
    evidence_described = _text(limits.LONG_TEXT_LENGTH)
    relation = _choice(codes(RELATIONS))
    reported_elsewhere = _text(limits.SHORT_TEXT_LENGTH)
    desired_outcome = _text(limits.LONG_TEXT_LENGTH)
    identity_mode = _choice(tuple(IdentityMode), default=IdentityMode.ANONYMOUS.value)
    contact_name = _text(limits.SHORT_TEXT_LENGTH)
    contact_phone = _text(40)
    contact_email = _text(200)
    contact_other = _text(limits.SHORT_TEXT_LENGTH)

    @pre_load
    def strip(self, mapping: Mapping[str, Any], **_kwargs: object) -> dict[str, Any]:
        """The mapping with the white space around texts taken off."""
        if not isinstance(mapping, Mapping):
            raise ValidationError("wrong_type")
        return {
            name: value.strip().replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in mapping.items()
        }

    @validates_schema
    def check_dates(self, loaded: Mapping[str, Any], **_kwargs: object) -> None:
        """Both dates must be days; the first not after the second."""
        days = {name: _day_of(loaded, name) for name in ("incident_from", "incident_to")}
        first, last = days["incident_from"], days["incident_to"]
        if first and last and first > last:
            raise ValidationError("date_order", "incident_to")

    @validates_schema
    def check_contact(self, loaded: Mapping[str, Any], **_kwargs: object) -> None:
        """Whoever chooses to be known must say something to be known by."""
        if loaded.get("identity_mode") == IdentityMode.ANONYMOUS:
            return
        if not any(loaded.get(name) for name in CONTACT_FIELDS):
            raise ValidationError("required", "contact_name")


def _day_of(loaded: Mapping[str, Any], name: str) -> date | None:
    text = str(loaded.get(name) or "")
    if not text:
        return None
    try:
        day, month, year = text.replace("-", "/").split("/")
        # ISO dates come year first; people write day first.
        return parse_date(year, month, day) if len(day) == 4 else parse_date(day, month, year)
    except ValueError:
        raise ValidationError("not_a_date", name) from None


@dataclass(frozen=True)
class ComplaintDraft:
    """A checked complaint; texts are stripped, dates ISO or empty."""

    channel: Channel
    subject: str = field(repr=False)
    narrative: str = field(repr=False)
    category: str = field(repr=False)
    place: str = field(repr=False)
    incident_from: str = field(repr=False)
    incident_to: str = field(repr=False)
    accused: str = field(repr=False)
    accused_unit: str = field(repr=False)
    damage: str = field(repr=False)
    witnesses: str = field(repr=False)
    evidence_described: str = field(repr=False)
    relation: str = field(repr=False)
    reported_elsewhere: str = field(repr=False)
    desired_outcome: str = field(repr=False)
    identity_mode: IdentityMode = field(repr=False)
    contact_name: str = field(repr=False)
    contact_phone: str = field(repr=False)
    contact_email: str = field(repr=False)
    contact_other: str = field(repr=False)
    exclude: tuple[str, ...] = field(repr=False)

    def values(self) -> dict[str, str | list[str]]:
        """The answers by field name, as a form or the API would send them."""
        named = asdict(self)
        named.pop("channel")
        named["exclude"] = list(self.exclude)
        named["identity_mode"] = self.identity_mode.value
        return named


FIELD_NAMES = tuple(name.name for name in fields(ComplaintDraft) if name.name != "channel")


def load_draft(channel: Channel, mapping: Mapping[str, Any]) -> ComplaintDraft:
    """A checked draft; InvalidInput names every field that must be mended."""
    schema = ComplaintSchema()
    loaded = _load(schema, mapping)
    if loaded["category"] and loaded["category"] not in _category_codes(channel):
        raise InvalidInput({"category": "unknown_choice"})
    for name in ("incident_from", "incident_to"):
        day = _day_of(loaded, name)
        loaded[name] = day.isoformat() if day else ""
    mode = IdentityMode(loaded["identity_mode"])
    if mode is IdentityMode.ANONYMOUS:
        # Contact details typed and then thought better of are not kept.
        loaded |= dict.fromkeys(CONTACT_FIELDS, "")
    return ComplaintDraft(
        channel=channel,
        **loaded | {"identity_mode": mode, "exclude": tuple(sorted(set(loaded["exclude"])))},
    )


def _category_codes(channel: Channel) -> tuple[str, ...]:
    return codes(CATEGORIES if channel is Channel.CORRUPTION else GRIEVANCE_CATEGORIES)


def _load(schema: Schema, mapping: Mapping[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema.load(mapping)
    except ValidationError as problem:
        raise InvalidInput(first_problems(problem), limits=greatest_lengths(schema)) from None
    return loaded


def first_problems(problem: ValidationError) -> dict[str, str]:
    """The first problem code of each field; never the value that was typed."""
    found: dict[str, str] = {}
    messages_by_field: dict[str, Any] = problem.normalized_messages()  # type: ignore[no-untyped-call]
    for name, messages in messages_by_field.items():
        while isinstance(messages, dict):
            messages = next(iter(messages.values()))
        found[name] = str(messages[0])
    return found


def greatest_lengths(schema: Schema) -> dict[str, int]:
    """The greatest length of each text field, for the sentence that refuses a longer one."""
    return {
        name: validator.max
        for name, one in schema.fields.items()
        for validator in one.validators
        if isinstance(validator, Length) and validator.max is not None
    }


class MoveSchema(Schema):
    """What an officer types when moving a case; which of it is needed the state table says."""

    class Meta:
        unknown = EXCLUDE

    error_messages = _SCHEMA_MESSAGES

    notice_text = _text(limits.MESSAGE_LENGTH)
    reason = _text(limits.LONG_TEXT_LENGTH)
    note = _text(limits.MESSAGE_LENGTH)
    forwarded_to = _text(limits.SHORT_TEXT_LENGTH)
    officer = _text(32)
    screening_evidence = _choice(("yes", "no"))
    screening_circumstances = _choice(("yes", "no"))
    screening_witness = _choice(("yes", "no"))

    strip = ComplaintSchema.strip


@dataclass(frozen=True)
class MoveWords:
    """The checked words of a move."""

    notice_text: str = field(repr=False)
    reason: str = field(repr=False)
    note: str = field(repr=False)
    forwarded_to: str = field(repr=False)
    officer: str
    screening_evidence: str
    screening_circumstances: str
    screening_witness: str


def load_move(mapping: Mapping[str, Any]) -> MoveWords:
    """The checked words of a move; InvalidInput names what must be mended."""
    return MoveWords(**_load(MoveSchema(), mapping))


def load_message(text: str) -> str:
    """A message's text, stripped; InvalidInput for `message` when empty or too long."""
    stripped = text.strip().replace("\r\n", "\n")
    if not stripped:
        raise InvalidInput({"message": "required"})
    if len(stripped) > limits.MESSAGE_LENGTH:
        raise InvalidInput({"message": "too_long"}, limits={"message": limits.MESSAGE_LENGTH})
    if "\x00" in stripped:
        raise InvalidInput({"message": "no_nul"})
    return stripped
