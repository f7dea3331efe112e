"""The administrator's pages: the office, its holidays, office-holders, units and officers."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.categories import OFFICE_POSTS
from rules.permissions import Permission, Role
from rules.words import OFFICE_DAYS, ROLES
from service import administer, office_days
from service.activate_officer import OfficerPlan
from service.activate_officer import invite_officer as invite
from service.errors import InvalidInput
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.pages import page

GIVEN_ROLES: Final = tuple(role for role in Role if role is not Role.OPERATOR)

Typed = MultiDict[str, str]


def _redraw(section: str) -> Callable[..., Response]:
    """What draws a section filled in with words typed before the session ended."""
    return lambda typed, **_values: _draw(section, typed, renewed=True)


def _manages(section: str) -> Callable[..., Any]:
    return officer_view(Permission.MANAGE_SETTINGS, redraw=_redraw(section))


@pages.get("/settings/", defaults={"section": "agency"}, endpoint="settings")
@pages.get("/settings/<any(holidays,days,posts,units,officers):section>", endpoint="settings")
@officer_view(Permission.MANAGE_SETTINGS, Permission.MANAGE_ACCOUNTS)
def settings_page(section: str) -> Response:
    """One section of the settings."""
    return _draw(section)


@pages.post("/settings/agency")
@_manages("agency")
def save_agency() -> Response:
    """The office's names, place and contacts, saved."""
    return _save("agency", lambda opened, typed: administer.save_agency(opened, typed.to_dict()))


@pages.post("/settings/holidays")
@_manages("holidays")
def add_holiday() -> Response:
    """The holidays with one more."""
    return _save(
        "holidays",
        lambda opened, typed: administer.add_holiday(
            opened,
            "/".join(typed.get(part, "") for part in ("day_day", "day_month", "day_year")),
            typed.get("name", ""),
        ),
    )


@pages.post("/settings/holidays/list")
@_manages("holidays")
def add_holidays() -> Response:
    """The holidays with a whole list more."""
    return _save(
        "holidays", lambda opened, typed: office_days.add_holidays(opened, typed.get("lines", ""))
    )


@pages.post("/settings/days")
@_manages("days")
def save_days() -> Response:
    """The office's own days, saved."""
    return _save("days", lambda opened, typed: office_days.save_office_days(opened, typed))


@pages.post("/settings/holidays/<holiday_id>/remove")
@_manages("holidays")
def remove_holiday(holiday_id: str) -> Response:
    """The holidays without that one."""
    return _save("holidays", lambda opened, _typed: administer.remove_holiday(opened, holiday_id))


@pages.post("/settings/posts")
@_manages("posts")
def add_office_holder() -> Response:
    """The office-holders with one more."""
    return _save(
        "posts", lambda opened, typed: administer.add_office_holder(opened, typed.to_dict())
    )


@pages.post("/settings/posts/<holder_id>/remove")
@_manages("posts")
def remove_office_holder(holder_id: str) -> Response:
    """The office-holders without that one."""
    return _save("posts", lambda opened, _typed: administer.remove_office_holder(opened, holder_id))


@pages.post("/settings/units")
@_manages("units")
def add_unit() -> Response:
    """The units with one more."""
    return _save("units", lambda opened, typed: administer.add_unit(opened, typed.to_dict()))


@pages.post("/settings/units/<unit_id>/remove")
@_manages("units")
def remove_unit(unit_id: str) -> Response:
    """The units without that one."""
    return _save("units", lambda opened, _typed: administer.remove_unit(opened, unit_id))


@pages.post("/settings/officers")
@officer_view(Permission.MANAGE_ACCOUNTS, redraw=_redraw("officers"), fresh=True)
def invite_officer() -> Response:
    """The activation code of a new officer, shown once."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            code = invite(opened, _plan(typed))
    except InvalidInput as refused:
        return _draw("officers", typed, refused)
    return page(
        "settings/invited.html", section="officers", name=typed["name"], code=code, problems={}
    )


def _plan(typed: Typed) -> OfficerPlan:
    return OfficerPlan(
        name=typed.get("name", "").strip(),
        post=typed.get("post", "").strip(),
        login=typed.get("login", "").strip(),
        roles=tuple(role for role in GIVEN_ROLES if role.value in typed.getlist("roles")),
    )


def _save(section: str, errand: Callable[[Any, Typed], Any]) -> Response:
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            errand(opened, typed)
    except InvalidInput as refused:
        return _draw(section, typed, refused)
    return go_to(url_for("desk.settings", section=section, saved=1))


def _draw(
    section: str,
    typed: Typed | None = None,
    refused: InvalidInput | None = None,
    *,
    renewed: bool = False,
) -> Response:
    with work(writes=False) as opened:
        view = administer.settings_view(opened)
        days = office_days.office_days(opened) if section == "days" else {}
    return page(
        f"settings/{section}.html",
        refused.status if refused else 200,
        view=view,
        days=days,
        day_spans=office_days.OFFICE_DAYS,
        day_words=OFFICE_DAYS,
        section=section,
        typed=typed or MultiDict(),
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        saved="saved" in request.args,
        office_posts=OFFICE_POSTS,
        contact_kinds=administer.CONTACT_KINDS,
        role_choices=[(role.value, ROLES[role.value].th, "") for role in GIVEN_ROLES],
    )
