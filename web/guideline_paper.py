"""The guideline as a PDF: a published version, or what would be published now."""

from flask import Response, request

from rules.guideline import filled
from rules.thai_time import long_date
from rules.words.guideline import PAPER
from service.guideline_document import GuidelineDocument
from service.publications import Version
from service.shown_guideline import ShownGuideline
from web.document_paper import Paper, document_pdf, template_digest
from web.drawn_pages import drawn_pages, tag_of
from web.house import house
from web.pages import language
from web.public_pages import FOR_A_MOMENT


def guideline_paper(
    document: GuidelineDocument, version: Version | None, address: str, lang: str
) -> Paper:
    """The paper of a version, or of the guideline as it stands when there is none."""
    item = filled(PAPER["item"], code=document.item_code)
    year = filled(PAPER["year"], year=document.fiscal_year_be)
    facts = (year, item if document.item_code else PAPER["no_item"])
    return Paper(
        lang=lang,
        owner=document.agency_name.in_(lang),
        title=document.title.in_(lang),
        blocks=document.blocks,
        facts=(" · ".join(fact.in_(lang) for fact in facts),),
        foot=_foot(version, lang),
        digest=version.digest if version else "",
        mark="" if version else PAPER["mark"].in_(lang),
        address_label=PAPER["online"].in_(lang),
        address=address,
    )


def answer_with_pdf(shown: ShownGuideline, address: str, kept: str = FOR_A_MOMENT) -> Response:
    """The PDF as a download; a browser that has these very bytes already is told so."""
    lang = language()
    digest = shown.version.digest if shown.version else house().today()
    tag = tag_of("guideline.pdf", template_digest(), shown.document, digest, address, lang)
    if request.if_none_match.contains_weak(tag):
        return _dressed(Response(status=304), tag, kept)
    body = drawn_pages().get(tag)
    if body is None:
        body = document_pdf(guideline_paper(shown.document, shown.version, address, lang))
        drawn_pages().keep(tag, body)
    answer = Response(body, content_type="application/pdf")
    name = f"guideline-{shown.document.agency}-{shown.document.fiscal_year_be}.pdf"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return _dressed(answer, tag, kept)


def _dressed(answer: Response, tag: str, kept: str) -> Response:
    answer.set_etag(tag, weak=True)
    answer.headers["Cache-Control"] = kept
    return answer


def _foot(version: Version | None, lang: str) -> str:
    if version is None:
        words = filled(PAPER["as_it_stands"], day=long_date(house().today(), lang))
        return words.in_(lang)
    who = " ".join(filter(None, (version.publisher_name, version.publisher_post)))
    if not version.is_signed:
        who = f"{who} ({PAPER['planned'].in_(lang)})"
    words = filled(
        PAPER["published"],
        who=who,
        day=long_date(version.published_on, lang),
        year=version.fiscal_year_be,
        version=version.version,
    )
    return words.in_(lang)
