"""Mail that says something waits: an officer's own address, and how the office's mail stands."""

from typing import Any, Final

from flask import Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.words import MAIL_PROBLEMS, MAIL_SUBJECTS, MAIL_TEXTS
from service.errors import InvalidInput
from service.outbox import mail_state, trouble_of
from service.own_mail import ask_test, own_mail, set_address
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, may, pages, work
from web.errors import problems_of
from web.house import house
from web.pages import page

SHOWN: Final = ("waits", "daily", "overdue", "monthly")
"""The messages whose words the page shows, so that nobody takes a forged one for ours."""

Typed = MultiDict[str, str]


@pages.get("/mail")
@officer_view()
def my_mail() -> Response:
    """The own address, and what comes to it."""
    return _draw()


@pages.post("/mail")
@officer_view(redraw=lambda typed: _draw(typed), fresh=True)
def save_my_mail() -> Response:
    """The same page with the address saved."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            set_address(opened, typed.get("email", ""))
    except InvalidInput as refused:
        return _draw(typed, refused)
    return go_to(url_for("desk.my_mail", done="saved"))


@pages.post("/mail/test")
@officer_view(redraw=lambda _typed: _draw())
def send_test_mail() -> Response:
    """The same page, with a test message on its way."""
    try:
        with work(writes=True) as opened:
            ask_test(opened)
    except InvalidInput as refused:
        return _draw(refused=refused)
    return go_to(url_for("desk.my_mail", done="test"))


@pages.get("/mail/state")
@officer_view(Permission.MANAGE_SETTINGS)
def mail_state_page() -> Response:
    """Whether mail is sent, what waits and what failed, in numbers."""
    with work(writes=False) as opened:
        state = mail_state(opened)
    settings = house().settings
    return page(
        "mail/state.html",
        section="mail",
        state=state,
        is_on=settings.mail_server is not None,
        sender=settings.mail_from,
        problem_words=MAIL_PROBLEMS,
        problems={},
    )


def mail_trouble() -> str:
    """Whose mail fails, for a line on the first page: "address", "own", "office", or ""."""
    if "desk_session" not in g or house().settings.mail_server is None:
        return ""
    with work(writes=False) as opened:
        own = trouble_of(opened, g.officer.officer_id)
        if may(Permission.MANAGE_SETTINGS) and mail_state(opened).is_troubled:
            return "office"
    return {"": "", "refused": "address"}.get(own, "own")


@pages.context_processor
def _mail_words() -> dict[str, Any]:
    return {"mail_trouble": mail_trouble}


def _draw(typed: Typed | None = None, refused: InvalidInput | None = None) -> Response:
    with work(writes=False) as opened:
        view = own_mail(opened)
    settings = house().settings
    return page(
        "mail/mine.html",
        refused.status if refused else 200,
        view=view,
        is_on=settings.mail_server is not None,
        address=view.address if typed is None else typed.get("email", ""),
        problems=problems_of(refused) if refused else {},
        renewed=typed is not None and refused is None,
        done=request.args.get("done", ""),
        subjects=MAIL_SUBJECTS,
        texts={name: MAIL_TEXTS[name].th.replace("{desk}", settings.desk_url) for name in SHOWN},
    )
