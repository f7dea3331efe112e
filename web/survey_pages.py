"""The survey's figures on the desk, and their publication."""

from typing import Final

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.publication import SURVEY
from rules.words.survey import STAFF_QUESTION, SURVEY_QUESTIONS, SURVEY_TAB
from service.errors import InvalidInput
from service.publications import publish, versions
from service.survey_results import survey_record, survey_results, survey_years
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.disclosure_tabs import TABS, Tab
from web.errors import problems_of
from web.pages import page
from web.public_pages import asked_year

TABS[80] = Tab("desk.survey_results", SURVEY_TAB, (Permission.PUBLISH, Permission.SEE_NUMBERS))
_TOPIC: Final = ""


def _redraw(typed: MultiDict[str, str]) -> Response:
    return _draw(typed, renewed=True)


@pages.get("/disclosure/survey", endpoint="survey_results")
@officer_view(Permission.PUBLISH, Permission.SEE_NUMBERS)
def survey_results_page() -> Response:
    """The figures of a year as far as they may be shown, to officers too."""
    return _draw(MultiDict())


@pages.post("/disclosure/survey")
@officer_view(Permission.PUBLISH, redraw=_redraw)
def publish_survey() -> Response:
    """The figures of a year, published as a version."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            results = survey_results(opened, _year(typed.get("year", ""), survey_years(opened)))
            if results.is_empty:
                raise InvalidInput({"record": "nothing_to_publish"})
            publish(
                opened, SURVEY, results.fiscal_year_be, _TOPIC, survey_record(results),
                typed.get("note", ""),
            )  # fmt: skip
    except InvalidInput as refused:
        return _draw(typed, refused)
    return go_to(url_for("desk.survey_results", year=results.fiscal_year_be, saved=1))


def _draw(
    typed: MultiDict[str, str], refused: InvalidInput | None = None, *, renewed: bool = False
) -> Response:
    with work(writes=False) as opened:
        years = survey_years(opened)
        year = _year(typed.get("year", ""), years) if typed else asked_year() or years[0]
        results = survey_results(opened, year)
        published = versions(opened, SURVEY, year)
    return page(
        "disclosure/survey.html",
        refused.status if refused else 200,
        results=results,
        years=years,
        published=published,
        questions=SURVEY_QUESTIONS,
        staff_question=STAFF_QUESTION,
        typed=typed,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        saved="saved" in request.args,
    )


def _year(typed: str, years: tuple[int, ...]) -> int:
    return next((year for year in years if str(year) == typed), years[0])
