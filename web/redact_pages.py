"""The copy for the accused: edited by an officer, kept in versions, printed plainly."""

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.words import MARKS
from service.errors import InvalidInput
from service.redact_case import open_redaction, redaction_page, save_redaction
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.pages import page

Typed = MultiDict[str, str]


def redraw(typed: Typed, case_id: str) -> Response:
    """The editing page with what was typed before the session ended."""
    return _draw(case_id, typed, renewed=True)


@pages.get("/cases/<case_id>/redacted")
@officer_view(Permission.ACT_ON_CASE)
def redacted(case_id: str) -> Response:
    """The editing page with the copies made so far."""
    return _draw(case_id, MultiDict())


@pages.post("/cases/<case_id>/redacted")
@officer_view(Permission.ACT_ON_CASE, redraw=redraw)
def make_redacted(case_id: str) -> Response:
    """The same page with the new copy, or with the text kept and what to look at again."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            save_redaction(
                opened,
                case_id,
                typed.get("note", ""),
                read_again=typed.get("read_again", "") == "yes",
            )
    except InvalidInput as refused:
        return _draw(case_id, typed, refused)
    return go_to(url_for("desk.redacted", case_id=case_id, saved=1))


@pages.get("/cases/<case_id>/redacted/<copy_id>")
@officer_view(Permission.ACT_ON_CASE)
def redacted_copy(case_id: str, copy_id: str) -> Response:
    """One copy as it is printed and handed over."""
    with work(writes=True) as opened:
        view = open_redaction(opened, case_id, copy_id)
    return page("redact/print.html", copy=view)


def _draw(
    case_id: str, typed: Typed, refused: InvalidInput | None = None, *, renewed: bool = False
) -> Response:
    with work(writes=True) as opened:
        view = redaction_page(opened, case_id, typed.get("note"))
    return page(
        "redact/edit.html",
        refused.status if refused else 200,
        case=view,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        saved="saved" in request.args,
        MARKS=MARKS,
    )
