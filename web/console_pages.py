"""The disclosure console: what stands for the year's assessment, what lacks, what comes next."""

from typing import Any, Final

from flask import Response, request, url_for

from rules.permissions import Permission
from rules.thai_time import fiscal_year_be
from rules.words import ERRORS, PUBLICATION_KINDS
from rules.words.console import (
    BASES_WORDS,
    CONSOLE_TAB,
    LACKS,
    PLAN_PROBLEMS,
    SCHEME_WORDS,
    topic_words,
)
from service.disclosure_console import Console, console
from service.item_years import item_years
from service.planned_publications import Plan, cancel_plan
from web import console_links
from web.desk_guard import officer_view
from web.desk_pages import go_to, pages, work
from web.disclosure_tabs import TABS, Tab
from web.house import house
from web.pages import page
from web.public_pages import asked_year

TABS[10] = Tab("desk.disclosure", CONSOLE_TAB, (Permission.PUBLISH, Permission.SEE_NUMBERS))
_DONE: Final = ("published", "cancelled")


@pages.get("/disclosure/", endpoint="disclosure")
@officer_view(Permission.PUBLISH, Permission.SEE_NUMBERS)
def show_console() -> Response:
    """The three items of a year, by default the running one."""
    year = asked_year() or fiscal_year_be(house().today())
    with work(writes=False) as opened:
        view = console(opened, year, console_links.formats())
        years = tuple(one for one in item_years(opened) if one.has_begun or one.edited)
    done = request.args.get("done", "")
    return page(
        "disclosure/console.html",
        view=view,
        years=years,
        done=done if done in _DONE else "",
        **_links(view),
        **_words(),
    )


@pages.post("/disclosure/plans/<plan_id>/cancel")
@officer_view(Permission.PUBLISH)
def cancel_planned(plan_id: str) -> Response:
    """The plan, taken back."""
    with work(writes=True) as opened:
        cancel_plan(opened, plan_id)
    return go_to(url_for("desk.disclosure", done="cancelled", _anchor="plans"))


def scheme_words(scheme: str) -> str:
    """The scheme's name: ours for what is shipped, else as the office typed it."""
    return SCHEME_WORDS.get(scheme, scheme)


def _links(view: Console) -> dict[str, Any]:
    missing = view.next_step
    return {
        "next_link": console_links.mending(view, *missing) if missing else None,
        "addresses": console_links.item_addresses(view),
        "downloads": console_links.downloads(view),
        "embeds": console_links.embeds(),
        "on_this_host": console_links.on_this_host,
        "evidence_address": console_links.evidence_address,
        "version_address": console_links.version_address,
        "mending": console_links.mending,
        "publishing": console_links.publishing,
    }


def _words() -> dict[str, Any]:
    return {
        "BASES": BASES_WORDS,
        "LACKS": LACKS,
        "KINDS": PUBLICATION_KINDS,
        "scheme_words": scheme_words,
        "topic_words": topic_words,
        "plan_problem": _plan_problem,
    }


def _plan_problem(plan: Plan) -> str:
    """Why nothing came of the plan."""
    return PLAN_PROBLEMS.get(plan.problem) or ERRORS.get(plan.problem, ERRORS["internal"]).th
