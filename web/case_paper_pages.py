"""Papers on a case: which can be made, the form of one, the PDF, and those made before."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.official_paper import OfficialPaper
from rules.paper_kinds import LAYOUT_OF, TO_REPORTER, WITH_TEMPLATE, Layout, PaperKind
from rules.permissions import Permission
from rules.states import Move
from rules.words import ERRORS, Words
from rules.words.case_papers import DIGITS, NAMES_FOUND, PAPER_FIELDS, PAPERS, SECRECY
from service.case_papers import (
    NamesLeft,
    PaperForm,
    again,
    copies_of,
    file_name,
    look_at_paper,
    make_paper,
    paper_form,
    papers_of,
)
from service.errors import InvalidInput, NotAllowed, NotFound, ServiceError, StaleCase, WrongState
from service.letter_head import ARABIC, THAI
from service.paper_form import ADDRESSEES, copies_most
from service.paper_templates import BrokenText
from service.views import OpenCase
from web.choices import Row
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, kept_texts, may, pages, work
from web.errors import problems_of
from web.filters import date_boxes
from web.inquiry_forms import Typed, event_count
from web.official_paper import paper_pdf, paper_pictures
from web.pages import page
from web.paper_places import places_of

ONE: Final = "/cases/<case_id>/papers/<paper>"
PICTURE_DPI: Final = 84.0
PICTURES_MOST: Final = 3
AFTER: Final[Mapping[str, PaperKind]] = {
    Move.ACCEPT: PaperKind.LETTER_RECEIVED,
    Move.PROGRESS_NOTICE: PaperKind.LETTER_PROGRESS,
    Move.DELAY_EXPLANATION: PaperKind.LETTER_DELAY,
    Move.EXTEND: PaperKind.LETTER_DELAY,
    Move.RESULT_NOTICE: PaperKind.RESULT_NOTICE,
    Move.NOT_ACCEPT: PaperKind.RESULT_NOTICE,
    Move.CLOSE: PaperKind.RESULT_NOTICE,
    Move.SCREENING_MEMO: PaperKind.MEMO,
    Move.FIND_GROUNDS: PaperKind.MEMO,
    Move.FIND_NO_GROUNDS: PaperKind.MEMO,
    Move.START_FACT_FINDING: PaperKind.APPOINTMENT_ORDER,
    Move.APPOINT_COMMITTEE: PaperKind.APPOINTMENT_ORDER,
    Move.FORWARD: PaperKind.COVER_LETTER,
    Move.ANSWER_SENDER: PaperKind.REPLY_TO_SENDER,
}
"""The paper that usually follows a move, offered where the move was made."""


def _kind(paper: str, among: Iterable[PaperKind] = PaperKind) -> PaperKind:
    """The kind of that name; NotFound when it is none of these."""
    found = next((kind for kind in among if kind.value == paper), None)
    if found is None:
        raise NotFound
    return found


def papers_on_case(_opened: Any, case: OpenCase) -> Mapping[str, Any]:
    """Whether this officer makes papers, how many were made, and which usually comes next."""
    made = sum(one.kind == "paper:issued" for one in case.notes)
    done = AFTER.get(request.args.get("done", ""))
    next_one = (done.value, PAPERS[done.value].th) if done else None
    return {"papers_made": made, "next_paper": next_one if may(Permission.ACT_ON_CASE) else None}


def _redraw(typed: Typed, case_id: str, paper: str) -> Response:
    return _draw(case_id, _kind(paper), typed, "renewed")


@pages.get("/cases/<case_id>/papers")
@officer_view(Permission.ACT_ON_CASE)
def case_papers(case_id: str) -> Response:
    """What can be made of the case, and what was made."""
    with work(writes=True) as opened:
        view = papers_of(opened, case_id)
    asked = request.args.get("made", "")
    made = next((one for one in view.made if str(one.seq) == asked), None)
    return page("case_papers/list.html", case=view.case, view=view, made=made)


@pages.get(ONE)
@officer_view(Permission.ACT_ON_CASE)
def case_paper(case_id: str, paper: str) -> Response:
    """The form of one paper, filled from the case."""
    return _draw(case_id, _kind(paper), None)


@pages.post(ONE)
@officer_view(Permission.ACT_ON_CASE, redraw=_redraw)
def make_case_paper(case_id: str, paper: str) -> Response:
    """The paper made and recorded; or the page again with everything that was typed."""
    kind, typed = _kind(paper), typed_fields()
    count = event_count(typed)
    try:
        with work(writes=True) as opened:
            make_paper(opened, case_id, kind, typed.to_dict(), count)
    except InvalidInput as refused:
        return _draw(case_id, kind, typed, "mend", refused)
    except StaleCase as refused:
        return _draw(case_id, kind, typed, "stale", refused)
    except (WrongState, NotAllowed) as refused:
        return _kept(refused)
    # The event that records it comes right after those that the page had seen.
    return go_to(url_for("desk.case_papers", case_id=case_id, made=count))


@pages.post(f"{ONE}/look")
@officer_view(Permission.ACT_ON_CASE, redraw=_redraw)
def look_at_case_paper(case_id: str, paper: str) -> Response:
    """The page again with a picture of the paper as it would be; nothing is recorded."""
    kind, typed = _kind(paper, WITH_TEMPLATE), typed_fields()
    try:
        with work(writes=True) as opened:
            seen = look_at_paper(opened, case_id, kind, typed.to_dict())
    except InvalidInput as refused:
        return _draw(case_id, kind, typed, "mend", refused)
    except (WrongState, NotAllowed) as refused:
        return _kept(refused)
    return _draw(case_id, kind, typed, seen=seen)


@pages.get("/cases/<case_id>/papers/<int:seq>.pdf")
@officer_view(Permission.ACT_ON_CASE)
def case_paper_file(case_id: str, seq: int) -> Response:
    """A paper that was made, in all its copies, as a download."""
    with work(writes=True) as opened:
        paper, name = again(opened, case_id, seq), file_name(opened, case_id, seq)
    response = Response(paper_pdf(copies_of(paper)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def _kept(refused: ServiceError) -> Response:
    """Said when a paper can be made no more: the words typed, to be copied from."""
    return page(
        "desk/refused.html",
        refused.status,
        code=refused.code,
        sentence=ERRORS[refused.code].th,
        texts=kept_texts(request.form),
    )


def _draw(
    case_id: str,
    kind: PaperKind,
    typed: Typed | None,
    why: str = "",
    refused: ServiceError | None = None,
    seen: OfficialPaper | None = None,
) -> Response:
    with work(writes=True) as opened:
        form = paper_form(opened, case_id, kind)
    if why == "renewed" and typed is not None and event_count(typed) != form.case.event_count:
        why = "stale"
    shown = typed if typed is not None else _as_typed(form)
    broken = refused.problems if isinstance(refused, BrokenText) else ()
    named = refused.found if isinstance(refused, NamesLeft) else ()
    text = shown.get("text", "") or form.text
    return page(
        "case_papers/form.html",
        refused.status if refused else 200,
        case=form.case,
        form=form,
        kind=kind.value,
        is_file=LAYOUT_OF[kind] is Layout.FILE,
        typed=shown,
        text=text,
        changed=text.split() != form.text.split(),
        why=why,
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
        **places_of(kind, text, broken),
        pictures=_pictures(seen) if seen else (),
        to_reporter=kind in TO_REPORTER,
        addressed=kind in ADDRESSEES,
        labels=PAPER_FIELDS,
        named=[NAMES_FOUND[one].th for one in named],
        grades=_rows(SECRECY),
        digits=_rows(DIGITS),
        copies_most=copies_most(kind),
    )


def _rows(listed: Mapping[str, Words]) -> list[Row]:
    return [(code, words.th, "") for code, words in listed.items()]


def _as_typed(form: PaperForm) -> Typed:
    """What the case suggests, as its form would have been filled in."""
    given = form.suggested
    fields = {
        "document_no": given.document_no,
        "secrecy": given.secrecy.value,
        "copies": str(given.copies),
        "thai_digits": THAI if given.thai_digits else ARABIC,
        "division": given.division,
        "addressee": given.addressee,
        "signer": given.signer,
        "signer_post": given.signer_post,
    }
    if given.day:
        boxes = date_boxes(given.day.isoformat(), "th")
        fields |= dict(zip(("day_day", "day_month", "day_year"), boxes, strict=True))
    return MultiDict(fields)


def _pictures(paper: OfficialPaper) -> list[str]:
    """The first pages of the first copy as addresses of pictures, which leave no trace."""
    drawn = paper_pictures(copies_of(paper)[0], PICTURE_DPI)
    return ["data:image/png;base64," + b64encode(one).decode() for one in drawn[:PICTURES_MOST]]
