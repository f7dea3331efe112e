"""One officer's account, for its administrator: roles, leaving, starting anew."""

from collections.abc import Callable
from typing import Final

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.words import ROLES
from service.errors import InvalidInput
from service.officer_accounts import account_view, change_roles, leave, reset
from web.desk_guard import officer_view
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.pages import page
from web.settings_pages import GIVEN_ROLES

WHERE: Final = "/settings/officers/<officer_id>"


def _redraw(template: str) -> Callable[..., Response]:
    """What draws one of the account's pages with what was chosen before."""
    return lambda typed, officer_id: _draw(template, officer_id, typed)


@pages.get(WHERE)
@officer_view(Permission.MANAGE_ACCOUNTS)
def officer_account(officer_id: str) -> Response:
    """The account with its roles, and the ways to its other two pages."""
    return _draw("account", officer_id)


@pages.post(f"{WHERE}/roles")
@officer_view(Permission.MANAGE_ACCOUNTS, redraw=_redraw("account"), fresh=True)
def change_officer_roles(officer_id: str) -> Response:
    """The account with other roles."""
    chosen = request.form.getlist("roles")
    roles = tuple(role for role in GIVEN_ROLES if role.value in chosen)
    try:
        with work(writes=True) as opened:
            change_roles(opened, officer_id, roles, confirmed=_confirmed())
    except InvalidInput as refused:
        return _draw("account", officer_id, request.form, refused)
    return go_to(url_for("desk.officer_account", officer_id=officer_id, saved=1))


@pages.get(f"{WHERE}/leave")
@officer_view(Permission.MANAGE_ACCOUNTS)
def leave_page(officer_id: str) -> Response:
    """What will happen when the officer leaves."""
    return _draw("leave", officer_id)


@pages.post(f"{WHERE}/leave")
@officer_view(Permission.MANAGE_ACCOUNTS, redraw=_redraw("leave"), fresh=True)
def take_leave(officer_id: str) -> Response:
    """The account out of use."""
    try:
        with work(writes=True) as opened:
            leave(opened, officer_id, confirmed=_confirmed())
    except InvalidInput as refused:
        return _draw("leave", officer_id, request.form, refused)
    return go_to(url_for("desk.officer_account", officer_id=officer_id, saved=1))


@pages.get(f"{WHERE}/reset")
@officer_view(Permission.MANAGE_ACCOUNTS)
def reset_page(officer_id: str) -> Response:
    """What will happen when the officer starts anew."""
    return _draw("reset", officer_id)


@pages.post(f"{WHERE}/reset")
@officer_view(Permission.MANAGE_ACCOUNTS, redraw=_redraw("reset"), fresh=True)
def take_reset(officer_id: str) -> Response:
    """The new activation code, shown once."""
    with work(writes=True) as opened:
        name = account_view(opened, officer_id).name
        code = reset(opened, officer_id)
    return page("settings/invited.html", section="officers", name=name, code=code, problems={})


def _confirmed() -> bool:
    return request.form.get("confirm") == "yes"


def _draw(
    template: str,
    officer_id: str,
    typed: MultiDict[str, str] | None = None,
    refused: InvalidInput | None = None,
) -> Response:
    with work(writes=False) as opened:
        account = account_view(opened, officer_id)
    return page(
        f"keys/{template}.html",
        refused.status if refused else 200,
        account=account,
        section="officers",
        chosen=typed.getlist("roles") if typed and "roles" in typed else list(account.roles),
        problems=problems_of(refused) if refused else {},
        renewed=False,
        saved="saved" in request.args,
        role_choices=[(role.value, ROLES[role.value].th, "") for role in GIVEN_ROLES],
    )
