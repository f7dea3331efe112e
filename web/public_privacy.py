"""The public privacy notice: what is kept, who reads it, for how long, and what may be asked."""

from flask import Response, g, request

from rules.guideline import filled
from rules.thai_time import long_date
from rules.words.privacy import TITLE
from rules.words.privacy_rights import PAPER
from service.privacy_notice import PrivacyNotice, privacy_notice
from web.document_paper import Paper, document_pdf, template_digest
from web.drawn_pages import drawn_pages, tag_of
from web.guards import PUBLIC, guarded
from web.house import as_public, house
from web.pages import language, page
from web.public_pages import FOR_A_MOMENT, pages, public_root


@pages.get("/privacy")
@guarded(PUBLIC)
def privacy() -> Response:
    """The notice, as the office's settings stand."""
    return page("public/privacy.html", notice=_notice(), title=TITLE, today=house().today())


@pages.get("/privacy.pdf")
@guarded(PUBLIC)
def privacy_pdf() -> Response:
    """The same on paper, for the office's notice board."""
    notice, lang, today = _notice(), language(), house().today()
    address = public_root() + request.path.removesuffix(".pdf")
    tag = tag_of("privacy.pdf", template_digest(), notice, today, address, lang)
    if request.if_none_match.contains_weak(tag):
        return _dressed(Response(status=304), tag)
    body = drawn_pages().get(tag)
    if body is None:
        body = document_pdf(privacy_paper(notice, address, lang))
        drawn_pages().keep(tag, body)
    answer = Response(body, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename=privacy-{notice.agency}.pdf"
    return _dressed(answer, tag)


def privacy_paper(notice: PrivacyNotice, address: str, lang: str) -> Paper:
    """The notice as a paper, with the day on which it was true."""
    day = long_date(house().today(), lang)
    return Paper(
        lang=lang,
        owner=notice.agency_name.in_(lang),
        title=TITLE.in_(lang),
        blocks=notice.blocks,
        foot=filled(PAPER["foot"], day=day).in_(lang),
        address_label=PAPER["online"].in_(lang),
        address=address,
    )


def _notice() -> PrivacyNotice:
    with as_public(g.agency) as work:
        return privacy_notice(work)


def _dressed(answer: Response, tag: str) -> Response:
    answer.set_etag(tag, weak=True)
    answer.headers["Cache-Control"] = FOR_A_MOMENT
    return answer
