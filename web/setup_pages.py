"""From nothing to the first report: the checklist, the papers, the keyring, the test report."""

from base64 import b64encode
from typing import Any, Final

from flask import Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from rules.limits import PAPER_FRESH_MINUTES
from rules.permissions import Permission
from service.agency_papers import (
    SHEETS_OF,
    make_papers,
    may_make_papers,
    papers_carried_on,
    read_paper_back,
)
from service.errors import ChannelClosed, InvalidInput, WrongState
from service.set_up_steps import is_set_up, set_up_state
from service.sign_keyring import keys_to_sign, sign_keyring
from service.test_complaint import file_test_complaint
from web.desk_guard import officer_view
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.house import house
from web.pages import page
from web.paper_sheets import SHEETS, agency_papers

KINDS: Final = "<any(content,identity_inside,identity_outside):kind>"
PDF_NAME: Final = "recovery-papers.pdf"

Typed = MultiDict[str, str]


@pages.get("/setup/")
@officer_view(Permission.MANAGE_SETTINGS, Permission.MANAGE_ACCOUNTS)
def setup() -> Response:
    """The checklist, as far as the agency has come."""
    with work(writes=False) as opened:
        state = set_up_state(opened)
    return page("setup/steps.html", state=state, done=request.args.get("done", ""))


def go_to_first_page() -> Response:
    """The checklist until the channel was tried out, then the settings."""
    with work(writes=False) as opened:
        is_finished = is_set_up(opened)
    return go_to(url_for("desk.settings" if is_finished else "desk.setup"))


@pages.get("/setup/papers")
@officer_view(Permission.MANAGE_ACCOUNTS)
def papers_page() -> Response:
    """What the papers are, who should keep them, and the button that makes them."""
    return _draw_papers()


@pages.post("/setup/papers")
@officer_view(
    Permission.MANAGE_ACCOUNTS, redraw=lambda _typed: _draw_papers(renewed=True), fresh=True
)
def take_papers() -> Response:
    """The sheets as a download, once, on a page that says how to print them."""
    try:
        with work(writes=True) as opened:
            made = make_papers(opened)
            # Before the commit: papers whose root is not pinned could sign nobody.
            house().pin_root(opened.agency_id, made.root_public)
            sheets = made.papers.by_sheet()
            pdf = agency_papers(opened.agency().name_th, opened.today, sheets)
    except WrongState:
        return _draw_papers(status=WrongState.status)
    return page(
        "setup/papers_made.html", pdf=b64encode(pdf).decode(), pdf_name=PDF_NAME, sheets=SHEETS
    )


@pages.get("/setup/read-back")
@officer_view(Permission.MANAGE_ACCOUNTS)
def read_back() -> Response:
    """The page of the first paper that nobody has typed back yet."""
    with work(writes=False) as opened:
        state = set_up_state(opened)
    left = [kind for kind in SHEETS_OF if kind not in state.kinds_read_back]
    if not left or not state.papers_made_on:
        return go_to(url_for("desk.setup"))
    return go_to(url_for("desk.read_back_page", kind=left[0]))


@pages.get(f"/setup/read-back/{KINDS}")
@officer_view(Permission.MANAGE_ACCOUNTS)
def read_back_page(kind: str) -> Response:
    """The boxes for the sheets of one recovery key."""
    return _draw_read_back(kind)


@pages.post(f"/setup/read-back/{KINDS}")
@officer_view(
    Permission.MANAGE_ACCOUNTS, redraw=lambda _typed, kind: _draw_read_back(kind, renewed=True)
)
def take_read_back(kind: str) -> Response:
    """The next sheets when these were right; else the page, which names the rows and no digit."""
    typed = request.form.to_dict()
    try:
        with work(writes=True) as opened:
            read_paper_back(opened, kind, typed)
    except InvalidInput as refused:
        with work(writes=False) as opened:
            carried = papers_carried_on(opened, kind, typed) if kind == "content" else {}
        return _draw_read_back(kind, refused, carried)
    return go_to(url_for("desk.read_back"))


@pages.get("/setup/keyring")
@officer_view(Permission.MANAGE_ACCOUNTS, fresh=True)
def keyring_page() -> Response:
    """Who would be signed, with the fingerprints of their keys."""
    return _draw_keyring()


@pages.post("/setup/keyring")
@officer_view(
    Permission.MANAGE_ACCOUNTS,
    redraw=lambda _typed: _draw_keyring(renewed=True),
    fresh=True,
    fresh_minutes=PAPER_FRESH_MINUTES,
)
def take_keyring() -> Response:
    """The checklist once those who were shown are signed; nobody else is."""
    marks = request.form.getlist("mark")
    if not marks:
        return _draw_keyring(InvalidInput({"mark": "choose_one"}))
    try:
        with work(writes=True) as opened:
            signed = sign_keyring(opened, request.form.get("root", ""), marks)
    except InvalidInput as refused:
        return _draw_keyring(refused)
    if len(signed) != len(marks):
        return _draw_keyring(changed=True)
    return go_to(url_for("desk.setup", done="keyring"))


@pages.post("/setup/test")
@officer_view(Permission.MANAGE_SETTINGS)
def take_test() -> Response:
    """The test report's number and code, and who should open it now."""
    try:
        with work(writes=True) as opened:
            filed = file_test_complaint(opened)
    except ChannelClosed:
        return go_to(url_for("desk.setup"))
    return page("setup/tested.html", filed=filed, slug=g.desk_session.agency_slug)


def _draw_papers(status: int = 200, *, renewed: bool = False) -> Response:
    with work(writes=False) as opened:
        may_make = may_make_papers(opened)
        state = set_up_state(opened)
    return page("setup/papers.html", status, may_make=may_make, state=state, renewed=renewed)


def _draw_read_back(
    kind: str,
    refused: InvalidInput | None = None,
    carried: dict[str, str] | None = None,
    *,
    renewed: bool = False,
) -> Response:
    with work(writes=False) as opened:
        state = set_up_state(opened)
    return page(
        "setup/read_back.html",
        refused.status if refused else 200,
        kind=kind,
        sheets=SHEETS_OF[kind],
        sheets_of=SHEETS_OF,
        state=state,
        problems=_problems(refused),
        carried=carried or {},
        renewed=renewed,
    )


def _draw_keyring(
    refused: InvalidInput | None = None, *, changed: bool = False, renewed: bool = False
) -> Response:
    with work(writes=False) as opened:
        waiting = keys_to_sign(opened)
    return page(
        "setup/keyring.html",
        refused.status if refused else 409 if changed else 200,
        waiting=waiting,
        problems=_problems(refused),
        changed=changed,
        renewed=renewed,
    )


def _problems(refused: InvalidInput | None) -> dict[str, Any]:
    return problems_of(refused) if refused else {}
