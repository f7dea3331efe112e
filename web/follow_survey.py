"""The satisfaction survey behind the tracking code."""

from typing import Final

from flask import Response, g, request

from rules.survey import LEVELS, QUESTIONS, STAFF
from rules.words import ERRORS
from rules.words.survey import STAFF_QUESTION, SURVEY_LEVELS, SURVEY_QUESTIONS
from service.errors import Busy, FormExpired, InvalidInput, ServiceError, WrongState
from service.follow_complaint import follow
from service.form_tokens import check_day_token, day_token
from service.survey import answer_survey, survey_standing
from web.errors import problems_of
from web.follow import blueprint
from web.follow_entry import with_code_cookie
from web.guards import REPORTER_CODE, guarded
from web.house import reading, writing
from web.pages import page, said

SURVEY: Final = "survey"


@blueprint.get("/survey", endpoint="survey")
@guarded(REPORTER_CODE)
def survey() -> Response:
    """The six questions, and one for staff alone."""
    return _draw()


@blueprint.post("/survey", endpoint="take_survey")
@guarded(REPORTER_CODE)
def take_survey() -> Response:
    """Thanks; or the same page with the answers kept."""
    try:
        with writing() as work:
            if not check_day_token(work, SURVEY, request.form.get("token", "")):
                raise FormExpired
            answer_survey(work, g.follow_token, request.form.to_dict())
    except (InvalidInput, FormExpired, WrongState, Busy) as refused:
        return _draw(refused)
    return _draw(is_answered=True)


def _draw(refused: ServiceError | None = None, *, is_answered: bool = False) -> Response:
    with reading() as work:
        token = day_token(work, SURVEY)
        seen = follow(work, g.follow_token)
        standing = survey_standing(work, seen.token)
    typed_wrong = isinstance(refused, InvalidInput)
    questions = {name: SURVEY_QUESTIONS[name] for name in QUESTIONS} | {STAFF: STAFF_QUESTION}
    drawn = page(
        "follow/survey.html",
        refused.status if refused else 200,
        asked=bool(standing.occasion),
        is_answered=is_answered,
        questions=questions,
        levels=[(str(level), said(SURVEY_LEVELS[level]), "") for level in LEVELS],
        typed=request.form,
        token=token,
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
        problem=said(ERRORS[refused.code]) if refused and not typed_wrong else "",
    )
    return with_code_cookie(drawn, seen.token)
