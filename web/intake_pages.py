"""รับเรื่องแทนผู้แจ้ง: typing in what came without the form, the printed code, scanned papers."""

from collections.abc import Mapping
from typing import Any, Final

import segno
from flask import Response, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from rules.categories import CATEGORIES, GRIEVANCE_CATEGORIES, RELATIONS, SCREENING_POINTS
from rules.intake import SENDERS, SOURCES
from rules.limits import FORM_BYTES
from rules.permissions import Permission
from rules.states import Channel
from rules.words import ERRORS, INTAKE_FIELDS, MODE_HINTS, WAY_BACK_HINTS, WAYS_BACK
from service.errors import (
    AlreadyReceived,
    InvalidInput,
    NoOutwardRoute,
    NotAllowed,
    ReadersChanged,
    ServiceError,
    TooLarge,
)
from service.intake_check import check_intake, intake_channels, intake_form, reopen_intake
from service.intake_inputs import POINT_FIELDS
from service.register_offline import Registered, register_intake, show_slip, slip_given
from service.views import DraftCheck
from web.choices import choices_of, consequence, excludable, identity_choices, iso_date
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.filters import date_boxes
from web.forms import BOXES, ORDER, in_boxes, read_answers
from web.house import house
from web.pages import page
from web.received_pages import with_days

Typed = MultiDict[str, str]
DAYS: Final = ("received_day", "sender_date", "reply_by")
HOW: Final = ("source", "received_day", "sender", "sender_name", "sender_number", "sender_date",
              "reply_by")  # fmt: skip
"""The fields of how a matter came, in the order of the page; those of the public form follow."""

_BOXES: Final = frozenset(f"{name}_{box}" for name in DAYS for box in BOXES)
_OWN: Final = frozenset({"form_token", "channel", "draft", "ticket", "fields"})


def _redraw(typed: Typed) -> Response:
    """The form with what was typed before the session ended; a check page's draft is reopened."""
    if "draft" in typed:
        return _draw_form(_channel(typed), _boxed(_reopened(_channel(typed), typed["draft"])))
    return _draw_form(_channel(typed), _as_typed(typed), why="renewed")


@pages.get("/intake")
@officer_view(Permission.REGISTER_OFFLINE)
def intake() -> Response:
    """The form, or first the choice between the channels for whoever handles both."""
    with work(writes=False) as opened:
        channels = intake_channels(opened)
    if len(channels) > 1 and request.args.get("channel") not in channels:
        return page("intake/channels.html", channels=channels)
    chosen = Channel(request.args["channel"]) if len(channels) > 1 else channels[0]
    return _draw_form(chosen, _boxed({"received_day": house().today().isoformat()}))


@pages.post("/intake/check")
@officer_view(Permission.REGISTER_OFFLINE, redraw=_redraw)
def check_intake_page() -> Response:
    """What was typed, to be looked over; nothing is stored yet."""
    typed = typed_fields()
    try:
        return _draw_check(_check(_channel(typed), _answers(typed)))
    except (InvalidInput, TooLarge) as refused:
        return _draw_form(_channel(typed), _as_typed(typed), refused)


@pages.post("/intake/edit")
@officer_view(Permission.REGISTER_OFFLINE, redraw=_redraw)
def edit_intake() -> Response:
    """The form again, filled in from the sealed page."""
    typed = typed_fields()
    return _draw_form(_channel(typed), _boxed(_reopened(_channel(typed), typed.get("draft", ""))))


@pages.post("/intake/keep-out")
@officer_view(Permission.REGISTER_OFFLINE, redraw=_redraw)
def keep_out_of_intake() -> Response:
    """The check page again, with the ticked persons kept from reading."""
    typed = typed_fields()
    channel = _channel(typed)
    answers = _reopened(channel, typed.get("draft", ""))
    ticked = sorted({*answers.get("exclude", ()), *typed.getlist("exclude")})
    return _check_again(channel, answers | {"exclude": ticked})


@pages.post("/intake/send")
@officer_view(Permission.REGISTER_OFFLINE, redraw=_redraw)
def send_intake() -> Response:
    """The matter in the register, with its slip to print; never a second case for one page."""
    typed = typed_fields()
    if typed.getlist("exclude"):
        return keep_out_of_intake()
    channel, draft = _channel(typed), typed.get("draft", "")
    try:
        with work(writes=True) as opened:
            made = register_intake(opened, channel, draft)
    except AlreadyReceived:
        return page("intake/already.html", 409)
    except (InvalidInput, NoOutwardRoute, ReadersChanged) as refused:
        return _check_again(channel, _reopened(channel, draft), refused)
    return _draw_registered(made)


@pages.post("/intake/slip")
@officer_view(Permission.REGISTER_OFFLINE)
def slip() -> Response:
    """The slip for the reporter, to be printed."""
    try:
        with work(writes=False) as opened:
            made = show_slip(opened, request.form.get("ticket", ""))
            agency = opened.agency().name_th, opened.agency().slug
    except AlreadyReceived:
        return page("intake/already.html", 409)
    address = _follow_address(agency[1])
    return page("intake/slip.html", made=made, agency=agency[0], address=address, qr=_qr(address))


@pages.post("/intake/given")
@officer_view(Permission.REGISTER_OFFLINE)
def given() -> Response:
    """The case, once the slip is with the reporter; its code is shown no more."""
    try:
        with work(writes=True) as opened:
            case_id = slip_given(opened, request.form.get("ticket", ""))
    except AlreadyReceived:
        return page("intake/already.html", 409)
    return go_to(url_for("desk.case", case_id=case_id))


def _channel(typed: Mapping[str, str]) -> Channel:
    chosen = typed.get("channel", "")
    if chosen not in tuple(Channel):
        raise NotAllowed
    return Channel(chosen)


def _answers(typed: Typed) -> dict[str, Any]:
    """What was typed, by the service's field names; the days out of their boxes."""
    answers = {
        name: value
        for name, value in read_answers(typed).items()
        if name not in _OWN and name not in _BOXES
    }
    boxed = with_days(typed, DAYS)
    return answers | {name: boxed.get(name, "") for name in DAYS}


def _as_typed(typed: Typed) -> dict[str, Any]:
    """What was typed, box by box, for drawing the same form again."""
    return {
        name: values if name == "exclude" else "\n".join(values)
        for name, values in typed.lists()
        if name not in _OWN
    }


def _boxed(answers: Mapping[str, Any]) -> dict[str, Any]:
    boxes = {
        f"{name}_{box}": text
        for name in DAYS
        for box, text in zip(BOXES, date_boxes(str(answers.get(name, ""))), strict=True)
    }
    return in_boxes(answers, "th") | boxes


def _check(channel: Channel, answers: Mapping[str, Any]) -> DraftCheck:
    with work(writes=False) as opened:
        return check_intake(opened, channel, answers)


def _reopened(channel: Channel, draft: str) -> dict[str, Any]:
    with work(writes=False) as opened:
        return reopen_intake(opened, channel, draft)


def _check_again(
    channel: Channel, answers: Mapping[str, Any], refused: ServiceError | None = None
) -> Response:
    """The check page as things stand now; the form where something must be mended."""
    try:
        return _draw_check(_check(channel, answers), refused)
    except InvalidInput as problem:
        return _draw_form(channel, _boxed(answers), problem)


def _draw_form(
    channel: Channel,
    values: Mapping[str, Any],
    refused: ServiceError | None = None,
    why: str = "",
) -> Response:
    request.max_content_length = request.max_form_memory_size = 4 * FORM_BYTES
    problems = problems_of(refused) if isinstance(refused, InvalidInput) else {}
    with work(writes=False) as opened:
        form = intake_form(opened, channel)
    ordered = {name: problems[name] for name in (*HOW, *ORDER, *POINT_FIELDS) if name in problems}
    return page(
        "intake/form.html",
        refused.status if refused else 200,
        form=form,
        values=values,
        why=why,
        problems=problems,
        summary=[*(ordered | problems).items()],
        sentence=ERRORS[refused.code].th if refused and not problems else "",
        FIELDS_OF_INTAKE=INTAKE_FIELDS,
        sources=choices_of(SOURCES),
        senders=choices_of(SENDERS),
        ways=[(code, said.th, WAY_BACK_HINTS[code].th) for code, said in WAYS_BACK.items()],
        points=list(zip(POINT_FIELDS, SCREENING_POINTS, strict=True)),
        holders=excludable(form),
        modes=[(mode, label, MODE_HINTS[mode].th) for mode, label, _ in identity_choices(channel)],
        categories=choices_of(_categories(channel)),
        relations=choices_of(RELATIONS),
    )


def _draw_check(checked: DraftCheck, refused: ServiceError | None = None) -> Response:
    return page(
        "intake/check.html",
        refused.status if refused else 200,
        checked=checked,
        refused=refused.code if refused else "",
        consequence=consequence,
        iso_date=iso_date,
        sources={one.code: one.words.th for one in SOURCES},
        senders={one.code: one.words.th for one in SENDERS},
        ways={code: said.th for code, said in WAYS_BACK.items()},
        categories={one.code: one.words.th for one in _categories(checked.channel)},
        relations={one.code: one.words.th for one in RELATIONS},
        points=list(zip(POINT_FIELDS, SCREENING_POINTS, strict=True)),
        FIELDS_OF_INTAKE=INTAKE_FIELDS,
    )


def _draw_registered(made: Registered) -> Response:
    return page("intake/registered.html", made=made)


def _categories(channel: Channel) -> Any:
    return CATEGORIES if channel is Channel.CORRUPTION else GRIEVANCE_CATEGORIES


def _follow_address(slug: str) -> str:
    root = house().settings.public_url or request.host_url.rstrip("/")
    return root + url_for("follow.case", slug=slug)


def _qr(address: str) -> Markup:
    code = segno.make(address, error="m")
    # segno makes the markup from the modules alone; the address is not in it.
    svg = code.svg_inline(scale=4, border=2, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(svg)  # noqa: S704
