"""The published figures of satisfaction."""

from flask import Response, g

from rules.publication import SURVEY
from rules.words.survey import STAFF_QUESTION, SURVEY_QUESTIONS
from service.publications import newest, published_years, versions
from service.survey_results import survey_from
from web.guards import PUBLIC, guarded
from web.house import as_public
from web.pages import page
from web.public_pages import asked_year, pages


@pages.get("/survey", endpoint="survey")
@guarded(PUBLIC)
def show_survey() -> Response:
    """What was published of a fiscal year, by default the newest."""
    with as_public(g.agency) as work:
        found = newest(work, SURVEY, asked_year())
        years = published_years(work, SURVEY)
        older = versions(work, SURVEY, found.version.fiscal_year_be) if found else ()
    return page(
        "public/survey.html",
        found=found,
        results=survey_from(found.record) if found else None,
        years=years,
        older=older,
        questions=SURVEY_QUESTIONS,
        staff_question=STAFF_QUESTION,
    )
