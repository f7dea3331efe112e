"""The way in: the two doors, one form, the check page, the receipt. Words first, files after."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, g, request, url_for

from rules.categories import CATEGORIES, GRIEVANCE_CATEGORIES, RELATIONS
from rules.limits import FORM_BYTES
from rules.states import Channel
from rules.words import ERRORS
from rules.words.identifying import HEADING
from service.actors import AllAgencies
from service.errors import (
    AlreadyReceived,
    Busy,
    FormExpired,
    InvalidInput,
    NoOutwardRoute,
    NotFound,
    ReadersChanged,
    ServiceError,
)
from service.form_tokens import check_day_token, day_token
from service.identifying import identifying_details
from service.look_up_agency import public_agencies
from service.submit_complaint import (
    check_draft,
    confirm_code,
    filing_form,
    reopen_draft,
    show_receipt,
    submit_complaint,
)
from service.views import DraftCheck, Receipt
from web.choices import offer_choices
from web.errors import problems_of
from web.follow import with_code_cookie
from web.forms import WORDS, in_boxes, in_page_order, read_answers, typed
from web.guards import guarded
from web.house import belongs_to_agency, house, open_work, reading, stand_at, writing
from web.identifying import Found, found
from web.pages import go_to, language, page

FILING: Final = "filing"
GREATEST_FORM_BYTES: Final = 4 * FORM_BYTES
"""A text four times too long still gets its page back, with what was typed on it."""

_CHANNELS: Final[Mapping[str, Channel]] = {"r": Channel.CORRUPTION, "g": Channel.GRIEVANCE}
_LETTER: Final = "/<slug>/<any(r, g):letter>"

blueprint = belongs_to_agency(
    Blueprint("reporter", __name__),
    # A report that went to an outside authority shows its receipt there.
    external=frozenset({"reporter.receipt", "reporter.written", "reporter.confirm"}),
)
offer_choices(blueprint)


@blueprint.url_value_preprocessor
def _choose_channel(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "letter" in values:
        g.letter = values.pop("letter")


@blueprint.get("/")
@guarded("public")
def front() -> Response:
    """The one agency's door, or the list of agencies."""
    with open_work(AllAgencies("list the agencies at the front"), writes=False) as work:
        agencies = public_agencies(work)
    if len(agencies) != 1:
        return page("report/agencies.html", agencies=agencies)
    g.agency = agencies[0]
    return _draw_door()


@blueprint.get("/<slug>/")
@guarded("public")
def door() -> Response:
    """Two doors, the way back with a code, and what is and is not protected."""
    return _draw_door()


@blueprint.get(f"{_LETTER}/")
@guarded("public")
def form() -> Response:
    """The form, empty."""
    return _draw_form({})


@blueprint.post(f"{_LETTER}/check")
@guarded("reporter_form")
def check() -> Response:
    """The answers to be looked over; nothing is stored yet."""
    request.max_content_length = request.max_form_memory_size = GREATEST_FORM_BYTES
    answers = read_answers(request.form)
    try:
        return _draw_check(_check(answers))
    except InvalidInput as refused:
        return _draw_form(typed(request.form), refused=refused)
    except (FormExpired, Busy) as refused:
        return _draw_form(typed(request.form), refused=refused)


@blueprint.post(f"{_LETTER}/edit")
@guarded("reporter_form")
def edit() -> Response:
    """The form again, filled in from the sealed draft."""
    return _draw_form(in_boxes(_reopened(), language()))


@blueprint.post(f"{_LETTER}/keep-out")
@guarded("reporter_form")
def keep_out() -> Response:
    """The check page again, with the ticked persons kept from reading."""
    answers = _reopened()
    ticked = set(answers.get("exclude", [])) | set(request.form.getlist("exclude"))
    return _check_again(answers | {"exclude": sorted(ticked)}, just_kept_out=True)


@blueprint.post(f"{_LETTER}/send")
@guarded("reporter_form")
def send() -> Response:
    """The receipt itself, not a redirect to it: no secret stands in an address."""
    if request.form.getlist("exclude"):
        # Ticked and then sent in one go: the tick counts, and is shown before anything leaves.
        return keep_out()
    try:
        with writing() as work:
            _check_token(work)
            receipt = submit_complaint(work, _channel(), request.form.get("draft", ""))
    except AlreadyReceived as refused:
        return _draw_already(refused)
    except (InvalidInput, NoOutwardRoute, ReadersChanged) as refused:
        # Somebody's settings have changed since the page was drawn: it is drawn as it is now.
        return _check_again(_reopened(), refused)
    return _draw_receipt(receipt)


@blueprint.post(f"{_LETTER}/receipt")
@guarded("reporter_form")
def receipt() -> Response:
    """The receipt once more, for whoever has not written the code down."""
    try:
        with reading() as work:
            return _draw_receipt(show_receipt(work, _ticket()))
    except AlreadyReceived as refused:
        return _draw_already(refused)


@blueprint.post(f"{_LETTER}/written")
@guarded("reporter_form")
def written() -> Response:
    """The page that asks for the last four digits."""
    return page("report/written.html", ticket=_ticket(), problems={})


@blueprint.post(f"{_LETTER}/confirm")
@guarded("reporter_form")
def confirm() -> Response:
    """The reporter's own page, once the last four digits are right."""
    try:
        with writing() as work:
            token = confirm_code(work, _ticket(), request.form.get("last_group", ""))
    except InvalidInput as refused:
        return page(
            "report/written.html", refused.status, ticket=_ticket(), problems=problems_of(refused)
        )
    except AlreadyReceived as refused:
        return _draw_already(refused)
    return with_code_cookie(go_to("follow.case"), token)


def _channel() -> Channel:
    channel = _CHANNELS.get(g.letter)
    if channel is None:
        raise NotFound
    return channel


def _ticket() -> str:
    return request.form.get("ticket", "")


def _check_token(work: Any) -> None:
    if not check_day_token(work, FILING, request.form.get("token", "")):
        raise FormExpired


def _check(answers: Mapping[str, Any]) -> DraftCheck:
    with reading() as work:
        _check_token(work)
        return check_draft(work, _channel(), answers)


def _reopened() -> dict[str, Any]:
    with reading() as work:
        _check_token(work)
        return reopen_draft(work, _channel(), request.form.get("draft", ""))


def _draw_door() -> Response:
    is_line = bool(request.environ.get("prongsai.line_app"))
    return page("report/door.html", is_line=is_line)


def _draw_form(
    values: Mapping[str, Any], refused: InvalidInput | FormExpired | Busy | None = None
) -> Response:
    problems = problems_of(refused) if isinstance(refused, InvalidInput) else {}
    with reading() as work:
        filing = filing_form(work, _channel())
        token = day_token(work, FILING)
    return page(
        "report/form.html",
        refused.status if refused else 200,
        form=filing,
        token=token,
        values=values,
        problems=problems,
        summary=in_page_order(problems),
        sentence=ERRORS[refused.code] if refused and not problems else None,
        categories=_categories(),
        relations=RELATIONS,
    )


def _check_again(
    answers: Mapping[str, Any],
    refused: ServiceError | None = None,
    *,
    just_kept_out: bool = False,
) -> Response:
    """The check page of answers that were checked before, as things stand now.

    Somebody who was ticked may have left the list meanwhile: then it is the form.
    """
    try:
        with reading() as work:
            checked = check_draft(work, _channel(), answers)
    except InvalidInput as problem:
        return _draw_form(in_boxes(answers, language()), problem)
    return _draw_check(checked, refused, just_kept_out=just_kept_out)


def _draw_check(
    checked: DraftCheck, refused: ServiceError | None = None, *, just_kept_out: bool = False
) -> Response:
    with reading() as work:
        token = day_token(work, FILING)
    return page(
        "report/check.html",
        refused.status if refused else 200,
        refused=refused.code if refused else "",
        checked=checked,
        token=token,
        just_kept_out=just_kept_out,
        found=_found_in(checked),
        found_heading=HEADING[str(checked.values["identity_mode"])],
        categories={choice.code: choice.words for choice in _categories()},
        relations={choice.code: choice.words for choice in RELATIONS},
    )


def _found_in(checked: DraftCheck) -> Found:
    """What in the words may tell who wrote them, for somebody who does not want to be known."""
    texts = {name: str(checked.values[name]) for name in WORDS}
    return found(identifying_details(texts, str(checked.values["identity_mode"])))


def _draw_receipt(given: Receipt) -> Response:
    sent_from = None
    if given.agency_slug != g.agency.slug:
        # It went past this agency: from here on every page is the authority's.
        sent_from = g.agency
        stand_at(given.agency_slug)
    return page(
        "report/receipt.html", receipt=given, sent_from=sent_from, follow_at=_follow_address()
    )


def _follow_address() -> str:
    root = house().settings.public_url or request.host_url.rstrip("/")
    return root + url_for("follow.case", slug=g.agency.slug)


def _draw_already(refused: AlreadyReceived) -> Response:
    if refused.slug:
        stand_at(refused.slug)
    return page("report/already.html", refused.status)


def _categories() -> Any:
    return CATEGORIES if _channel() is Channel.CORRUPTION else GRIEVANCE_CATEGORIES
