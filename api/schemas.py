"""What goes out and comes in, as marshmallow schemas; the OpenAPI document is made of them."""

from typing import Any, ClassVar

from marshmallow import Schema
from marshmallow import fields as of
from marshmallow.validate import Length, OneOf, Range

from rules.states import Channel
from rules.words import ERRORS, FIELD_ERRORS
from service.inputs import ComplaintSchema
from service.publish_disclosure import GRANULARITIES


def _day(*, allow_none: bool = False) -> of.String:
    return of.String(required=True, allow_none=allow_none, metadata={"format": "date"})


class WordsSchema(Schema):
    """One phrase in Thai and in English."""

    th = of.String(required=True)
    en = of.String(required=True)


class ContactSchema(Schema):
    """One way to reach an office."""

    kind = of.String(required=True)
    value = of.String(required=True)


class AgencySchema(Schema):
    """An agency as everybody may see it."""

    slug = of.String(required=True)
    name = of.Nested(WordsSchema, required=True)
    kind = of.Nested(WordsSchema, required=True)
    district = of.Nested(WordsSchema, required=True)
    province = of.Nested(WordsSchema, required=True)
    website = of.String(required=True)
    contacts = of.List(of.Nested(ContactSchema), required=True)
    corruption_open = of.Boolean(required=True)
    grievance_open = of.Boolean(required=True)


class AgencyListSchema(Schema):
    """Every agency of this installation, by Thai name."""

    agencies = of.List(of.Nested(AgencySchema), required=True)


class FilingSchema(ComplaintSchema):
    """A complaint's words and the channel they go to."""

    channel = of.String(
        required=True,
        validate=OneOf([str(channel) for channel in Channel], error="unknown_choice"),
        error_messages={"required": "required", "null": "required", "invalid": "wrong_type"},
    )


class FilingHeadersSchema(Schema):
    """The key that makes a repeated send the same filing."""

    idempotency_key = of.String(
        required=True,
        data_key="Idempotency-Key",
        validate=Length(min=32, max=128, error="wrong_type"),
        error_messages={"required": "required"},
        metadata={
            "description": "32 to 128 characters made at random for this one complaint. It can "
            "show the tracking code again until tomorrow: keep it secret, then forget it."
        },
    )


class ReceiptSchema(Schema):
    """What the reporter keeps. `code` is shown here only and cannot be found again.

    Followed at `agency`, which is another than it was sent to when those at its head are kept out.
    """

    agency = of.String(
        required=True,
        attribute="agency_slug",
        metadata={
            "description": "where the code works; when it is not the agency that the report "
            "was sent to, nobody of that one can open it"
        },
    )
    agency_name = of.Nested(WordsSchema, required=True)
    channel = of.String(required=True, validate=OneOf([str(channel) for channel in Channel]))
    receipt_no = of.String(required=True)
    code = of.String(required=True, metadata={"description": "20 digits in five groups"})
    submitted_on = of.Date(required=True)
    legal_received_on = of.Date(required=True)
    due_on = of.Date(required=True)
    answer_by_on = of.Date(required=True)


class StatisticsRowSchema(Schema):
    """carried_forward + received = completed + outstanding, in every row."""

    fiscal_year_be = of.Integer(required=True)
    period = of.String(required=True)
    first_day = _day()
    last_day = _day()
    carried_forward = of.Integer(required=True, validate=Range(min=0))
    received = of.Integer(required=True, validate=Range(min=0))
    completed = of.Integer(required=True, validate=Range(min=0))
    outstanding = of.Integer(required=True, validate=Range(min=0))


class StatisticsSchema(Schema):
    """The mandated table of one fiscal year: periods that have closed, and their total."""

    agency = of.String(required=True)
    agency_name = of.Nested(WordsSchema, required=True)
    fiscal_year_be = of.Integer(required=True)
    granularity = of.String(required=True, validate=OneOf(GRANULARITIES))
    first_day = _day()
    last_day = _day(allow_none=True)
    as_of = _day()
    item_code = of.String(required=True, allow_none=True)
    rows = of.List(of.Nested(StatisticsRowSchema), required=True)
    total = of.Nested(StatisticsRowSchema, required=True, allow_none=True)
    no_complaints = of.Nested(WordsSchema, required=True, allow_none=True)
    answered_in_time = of.Integer(required=True, validate=Range(min=0))
    answered_of = of.Integer(required=True, validate=Range(min=0))
    years = of.List(of.Integer(), required=True)


class StatisticsQuerySchema(Schema):
    """How finely the year is divided; the agency's own choice when left out."""

    error_messages: ClassVar[dict[str, str]] = {"unknown": "unknown_field"}

    granularity = of.String(
        validate=OneOf(GRANULARITIES, error="unknown_choice"),
        error_messages={"invalid": "wrong_type"},
    )


class FieldProblemSchema(Schema):
    """What is wrong with one field."""

    code = of.String(required=True, validate=OneOf(sorted(FIELD_ERRORS)))
    title = of.String(required=True)
    title_th = of.String(required=True)


class ProblemSchema(Schema):
    """A refusal: what happened, what to do, and for each field that must be mended the same."""

    type = of.String(required=True)
    title = of.String(required=True)
    title_th = of.String(required=True)
    status = of.Integer(required=True)
    code = of.String(required=True, validate=OneOf(sorted(ERRORS)))
    fields_ = of.Dict(keys=of.String(), values=of.Nested(FieldProblemSchema), data_key="fields")


def without_python_anchors(schema: dict[str, Any]) -> None:
    """Mend, in place, patterns whose end is written as only Python writes it."""
    for value in schema.values():
        if isinstance(value, dict):
            pattern = value.get("pattern")
            if isinstance(pattern, str):
                value["pattern"] = pattern.replace(r"\Z", "$")
            without_python_anchors(value)
