"""What goes out and comes in, as marshmallow schemas; the OpenAPI document is made of them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, validates_schema
from marshmallow import fields as of
from marshmallow.validate import Length, OneOf, Range

from rules.states import Channel
from rules.statistics_options import EXTRA_TABLES, GRANULARITIES, MORE_COLUMNS, PARTS, SPANS
from rules.words import ERRORS, FIELD_ERRORS
from service.inputs import ComplaintSchema


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
    """carried_forward + received = completed + outstanding, in every row.

    Those not accepted and those forwarded are among the completed.
    """

    fiscal_year_be = of.Integer(required=True)
    period = of.String(required=True)
    first_day = _day()
    last_day = _day()
    carried_forward = of.Integer(required=True, validate=Range(min=0))
    received = of.Integer(required=True, validate=Range(min=0))
    completed = of.Integer(required=True, validate=Range(min=0))
    outstanding = of.Integer(required=True, validate=Range(min=0))
    not_accepted = of.Integer(required=True, validate=Range(min=0))
    forwarded = of.Integer(required=True, validate=Range(min=0))


class StatisticsOptionsSchema(Schema):
    """How the office chose to show its statistics."""

    span = of.String(required=True, validate=OneOf(SPANS))
    granularity = of.String(required=True, validate=OneOf(GRANULARITIES))
    columns = of.List(of.String(validate=OneOf(MORE_COLUMNS)), required=True)
    parts = of.List(of.String(validate=OneOf(PARTS)), required=True)
    tables = of.List(of.String(validate=OneOf(EXTRA_TABLES)), required=True)


class TableRowSchema(Schema):
    """A line of a further table; a cell that counts too few is null."""

    code = of.String(required=True)
    label = of.Nested(WordsSchema, required=True)
    cells = of.List(of.Integer(allow_none=True), required=True)


class TableSchema(Schema):
    """A further table; `total` may be missing."""

    name = of.String(required=True)
    title = of.Nested(WordsSchema, required=True)
    columns = of.List(of.Nested(WordsSchema), required=True)
    rows = of.List(of.Nested(TableRowSchema), required=True)
    total = of.List(of.Integer(allow_none=True), required=True, allow_none=True)
    note = of.Nested(WordsSchema, required=True, allow_none=True)


class VersionSchema(Schema):
    """One published version; `is_signed` is false for one that came by a plan."""

    topic = of.String(required=True, validate=OneOf(SPANS))
    version = of.Integer(required=True, validate=Range(min=1))
    published_on = _day()
    publisher_name = of.String(required=True)
    publisher_post = of.String(required=True)
    note = of.String(required=True)
    digest = of.String(required=True, metadata={"description": "SHA-256, in hexadecimal"})
    is_signed = of.Boolean(required=True)


class ColumnSchema(Schema):
    """What a column of the rows holds."""

    name = of.String(required=True)
    type = of.String(required=True, validate=OneOf(("integer", "text", "date")))
    meaning = of.Nested(WordsSchema, required=True)


class MetadataItemSchema(Schema):
    """One of the fourteen items of the government data catalogue."""

    name = of.String(required=True)
    label = of.Nested(WordsSchema, required=True)
    value = of.Nested(WordsSchema, required=True)


class StatisticsSchema(Schema):
    """The statistics of one fiscal year: the published version, else closed quarters as counted.

    `version` is null for what is counted now.
    """

    channel = of.String(required=True, validate=OneOf([str(channel) for channel in Channel]))
    agency = of.String(required=True)
    agency_name = of.Nested(WordsSchema, required=True)
    area = of.Nested(WordsSchema, required=True)
    email = of.String(required=True)
    title = of.Nested(WordsSchema, required=True)
    fiscal_year_be = of.Integer(required=True)
    options = of.Nested(StatisticsOptionsSchema, required=True)
    granularity = of.String(required=True, validate=OneOf(GRANULARITIES))
    first_day = _day()
    last_day = _day(allow_none=True)
    as_of = _day()
    item_code = of.String(required=True, allow_none=True)
    rows = of.List(of.Nested(StatisticsRowSchema), required=True)
    total = of.Nested(StatisticsRowSchema, required=True, allow_none=True)
    no_complaints = of.Nested(WordsSchema, required=True, allow_none=True)
    answered_in_time = of.Integer(required=True, allow_none=True, validate=Range(min=0))
    answered_of = of.Integer(required=True, allow_none=True, validate=Range(min=0))
    median_answer_days = of.Integer(required=True, allow_none=True, validate=Range(min=0))
    median_closing_days = of.Integer(required=True, allow_none=True, validate=Range(min=0))
    tables = of.List(of.Nested(TableSchema), required=True)
    notes = of.List(of.Nested(WordsSchema), required=True)
    columns = of.List(of.Nested(ColumnSchema), required=True)
    metadata = of.List(of.Nested(MetadataItemSchema), required=True)
    version = of.Nested(VersionSchema, required=True, allow_none=True)
    versions = of.List(of.Nested(VersionSchema), required=True)
    years = of.List(of.Integer(), required=True)


class StatisticsQuerySchema(Schema):
    """Which version: its span and its number, both or the span alone; the newest when left out."""

    error_messages: ClassVar[dict[str, str]] = {"unknown": "unknown_field"}

    channel = of.String(
        validate=OneOf([str(channel) for channel in Channel], error="unknown_choice"),
        error_messages={"invalid": "wrong_type"},
        metadata={"description": "corruption when left out; the two are never counted together"},
    )
    topic = of.String(
        validate=OneOf(SPANS, error="unknown_choice"), error_messages={"invalid": "wrong_type"}
    )
    version = of.Integer(
        validate=Range(min=1, max=9999, error="wrong_type"),
        error_messages={"invalid": "wrong_type"},
    )

    @validates_schema
    def check_version(self, loaded: Mapping[str, Any], **_kwargs: object) -> None:
        """A version has a number within its span."""
        if "version" in loaded and "topic" not in loaded:
            raise ValidationError("required", "topic")


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
