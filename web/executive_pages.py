"""The executive's one screen."""

from flask import Response, current_app, g, url_for

from rules.permissions import Permission, Role
from rules.report_periods import title_of
from rules.words.reports import OUTCOMES
from service.executive_page import executive_page
from web.desk_guard import officer_view
from web.desk_pages import go_to, pages, work
from web.pages import page


@pages.get("/executive", endpoint="executive")
@officer_view(Permission.SEE_NUMBERS)
def show_executive() -> Response:
    """The year's numbers, what is late, and the newest reports."""
    with work(writes=False) as opened:
        view = executive_page(opened)
    return page(
        "desk/executive.html",
        view=view,
        title_of=title_of,
        outcome_words=OUTCOMES,
        has_analysis="desk.analysis" in current_app.view_functions,
    )


def is_executive() -> bool:
    """Whether the officer who looks is an executive."""
    return Role.EXECUTIVE in g.desk_session.roles


def go_to_executive() -> Response:
    """The answer that leads an executive from the desk's door to the screen."""
    return go_to(url_for("desk.executive"))
