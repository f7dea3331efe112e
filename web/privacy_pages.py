"""The desk's pages of personal data: whom citizens may ask, and the record of processing."""

from typing import Any

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.guideline import filled
from rules.thai_time import long_date
from rules.words import Words
from rules.words import processing as words
from rules.words.privacy_rights import FIELDS
from service.errors import InvalidInput
from service.privacy_notice import privacy_notice
from service.privacy_settings import EDITORS, LENGTHS, privacy_contact, save_privacy_contact
from service.processing_record import READERS, ProcessingRecord, processing_record
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.document_paper import Paper, document_pdf
from web.errors import problems_of
from web.house import house
from web.pages import page

Typed = MultiDict[str, str]


def _redraw(typed: Typed) -> Response:
    return _draw(typed, renewed=True)


@pages.get("/settings/privacy")
@officer_view(*EDITORS)
def privacy_settings() -> Response:
    """Who answers for personal data, and the office's own words in the notice."""
    return _draw()


@pages.post("/settings/privacy")
@officer_view(*EDITORS, redraw=_redraw)
def save_privacy_settings() -> Response:
    """The contact saved; or the page again with what must be mended."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            save_privacy_contact(opened, typed.to_dict())
    except InvalidInput as refused:
        return _draw(typed, refused)
    return go_to(url_for("desk.privacy_settings", saved=1))


@pages.get("/privacy/record", endpoint="processing_record")
@officer_view(*READERS)
def processing_record_page() -> Response:
    """The record of processing as the settings stand."""
    record = _record()
    return page("privacy/record.html", record=record, title=words.TITLE, facts=_facts())


@pages.get("/privacy/record.pdf")
@officer_view(*READERS)
def processing_record_pdf() -> Response:
    """The same on paper, to be signed and kept."""
    record = _record()
    response = Response(document_pdf(record_paper(record)), content_type="application/pdf")
    name = f"processing-record-{record.agency}.pdf"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def record_paper(record: ProcessingRecord) -> Paper:
    """The record as a paper, with the day on which it was true."""
    foot = filled(_both(words.FOOT), agency=record.agency_name, day=long_date(house().today()))
    return Paper(
        lang="th",
        owner=record.agency_name,
        title=words.TITLE,
        blocks=record.blocks,
        foot=foot.th,
        facts=(_facts(),),
    )


def _facts() -> str:
    return filled(_both(words.FACTS), day=long_date(house().today())).th


def _both(text: str) -> Words:
    return Words(text, text)


def _record() -> ProcessingRecord:
    with work(writes=False) as opened:
        return processing_record(opened)


def _draw(
    typed: Typed | None = None, refused: InvalidInput | None = None, *, renewed: bool = False
) -> Response:
    with work(writes=False) as opened:
        contact, notice = privacy_contact(opened), privacy_notice(opened)
    now: dict[str, Any] = {name: getattr(contact, name) for name in LENGTHS}
    return page(
        "privacy/settings.html",
        refused.status if refused else 200,
        section="privacy",
        values=now if typed is None else typed.to_dict(),
        fields={name: said.th for name, said in FIELDS.items()},
        has_contact=notice.has_contact,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        saved="saved" in request.args and refused is None,
    )
