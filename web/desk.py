"""What an officer reads: today, the lists, one case, its files, and help."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Flask, Response, request

from rules.permissions import Permission
from rules.states import Move
from service.errors import NotFound
from service.list_cases import list_cases, today_page
from service.open_attachment import open_attachment
from service.open_case import open_case
from service.views import OpenCase
from web import (
    activation,
    analysis_pages,
    assign_pages,
    case_paper_pages,
    case_readers_pages,
    channel_pages,
    channel_publishing,
    clock_pages,
    committee_pages,
    console_pages,
    desk_moves,
    disclosure_tabs,
    executive_pages,
    follow_up_pages,
    forgotten,
    forward_pages,
    guideline_pages,
    hold_pages,
    import_pages,
    import_upload,
    intake_pages,
    item_pages,
    joining_pages,
    keys_pages,
    letter_head_pages,
    line_pages,
    log_pages,
    mail_pages,
    officer_pages,
    outward_pages,
    own_paragraph_pages,
    paper_pages,
    paper_template_pages,
    passkey_pages,
    prevention_pages,
    privacy_pages,
    received_pages,
    recovery_pages,
    redact_pages,
    register_pages,
    regrant_pages,
    release_pages,
    report_pages,
    retention_pages,
    search_pages,
    session_pages,
    settings_pages,
    setup_pages,
    signin,
    statistics_pages,
    step_up_pages,
    survey_pages,
    table_pages,
    task_pages,
    two_person_pages,
)
from web.desk_guard import officer_view
from web.desk_pages import may, pages, work
from web.file_download import file_download
from web.house import house
from web.list_filters import filters_of, form_of
from web.pages import page

PARTS = (
    activation, analysis_pages, assign_pages, case_paper_pages, case_readers_pages, channel_pages,
    channel_publishing, clock_pages, committee_pages, console_pages, desk_moves, disclosure_tabs,
    executive_pages, follow_up_pages, forgotten, forward_pages, guideline_pages, hold_pages,
    import_pages, import_upload, intake_pages, item_pages, joining_pages, keys_pages,
    letter_head_pages, line_pages, log_pages, mail_pages, officer_pages, outward_pages,
    own_paragraph_pages, paper_pages, paper_template_pages, passkey_pages, prevention_pages,
    privacy_pages, received_pages, recovery_pages, redact_pages, register_pages, regrant_pages,
    release_pages, report_pages, retention_pages, search_pages, session_pages, settings_pages,
    setup_pages, signin, statistics_pages, step_up_pages, survey_pages, table_pages, task_pages,
    two_person_pages,
)  # fmt: skip
"""The modules whose routes hang on the desk's blueprint."""

CASE_PARTS: Final[tuple[Callable[[Any, OpenCase], Mapping[str, Any]], ...]] = (
    joining_pages.joining_on_case,
    task_pages.clocks_on_case,
    received_pages.intake_on_case,
    import_pages.imported_on_case,
    forward_pages.forward_on_case,
    follow_up_pages.inquiry_part,
    case_paper_pages.papers_on_case,
    hold_pages.keeping_on_case,
)
"""What stands on a case's page besides the case: each gives its templates' names and views."""


def register_desk(app: Flask) -> None:
    """Hang the officers' pages on the application."""
    app.register_blueprint(pages)


@pages.get("/")
@officer_view()
def today() -> Response:
    """วันนี้ for those who handle cases; the first page of their own for the others."""
    if may(Permission.LIST_CASES):
        with work(writes=True) as opened:
            view = today_page(opened)
        return page("desk/today.html", page=view)
    if may(Permission.MANAGE_SETTINGS):
        return setup_pages.go_to_first_page()
    if release_pages.keeps_names():
        return release_pages.go_to_waiting()
    if executive_pages.is_executive():
        return executive_pages.go_to_executive()
    return page("desk/no_cases.html")


@pages.get("/cases")
@officer_view(Permission.LIST_CASES)
def cases() -> Response:
    """One page of the officer's cases under the filters that the address asks for."""
    number = _whole_number(request.args.get("page", "1"))
    with work(writes=True) as opened:
        view = list_cases(opened, filters_of(request.args), number)
    form = form_of(view.filters, view.choices, view.page)
    ticks = assign_pages.ticked_in(view.lines, request.args)
    return page("desk/cases.html", page=view, **form, **ticks)


@pages.get("/cases/<case_id>")
@officer_view(Permission.OPEN_CASE)
def case(case_id: str) -> Response:
    """One case, opened for this officer."""
    with work(writes=True) as opened:
        view = open_case(opened, case_id)
        beside = {name: part for show in CASE_PARTS for name, part in show(opened, view).items()}
    done = request.args.get("done", "")
    return page(
        "desk/case.html",
        case=view,
        **beside,
        duty=view.clock_kind if view.standing else None,
        done=done if done in tuple(Move) else "",
    )


@pages.get("/cases/<case_id>/files/<attachment_id>")
@officer_view(Permission.OPEN_CASE)
def attachment(case_id: str, attachment_id: str) -> Response:
    """The file as a download; it is never shown inside the browser."""
    with work(writes=True) as opened:
        file = open_attachment(opened, case_id, attachment_id, house().spool())
    return file_download(file)


@pages.get("/help")
@officer_view()
def help_page() -> Response:
    """Short help in the office's words."""
    return page("desk/help.html")


def _whole_number(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        raise NotFound
    return int(typed)
