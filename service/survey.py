"""What a reporter thinks of the service: asked behind the tracking code, kept away from the case.

An answer's row holds the half-year and nothing else that could lead back. Whether the holder of a
code has answered already is told by a token that only the code makes; it stands elsewhere, and a
dump does not tell which case it is of.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from crypto.primitives import hmac_sha256
from models.survey import StaffConfidence, SurveyAnswer, SurveyToken
from rules.states import Channel, PublicState, State, public_state
from rules.survey import LEVELS, QUESTIONS, STAFF
from rules.thai_time import fiscal_year_be, halves
from service.errors import InvalidInput, WrongState
from service.follow_complaint import FollowedCase, followed_case
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

NOTICE: Final = "notice"
CLOSING: Final = "closing"
_TOKEN: Final = b"survey token/v1|"


@dataclass(frozen=True)
class SurveyStanding:
    """Whether the reporter is asked now: on which `occasion`, "" when not."""

    occasion: str
    token: str = field(repr=False)


def survey_standing(work: UnitOfWork, token: str) -> SurveyStanding:
    """Whether something is asked: once after an answer of the office, once after the end."""
    return SurveyStanding(_occasion(work, followed_case(work, token)), token)


def answer_survey(work: UnitOfWork, token: str, mapping: Mapping[str, str]) -> None:
    """Keep the answers; each may be left out, one at least is needed.

    InvalidInput names the question that is not answered by a level of ours; WrongState when
    nothing is asked of this reporter now.
    """
    followed = followed_case(work, token)
    occasion = _occasion(work, followed)
    if not occasion:
        raise WrongState
    given = _given(mapping)
    year = fiscal_year_be(work.today)
    half = next(one.index for one in halves(year) if one.first <= work.today <= one.last)
    if any(name in given for name in QUESTIONS):
        answers = {name: given.get(name) for name in QUESTIONS}
        work.session.add(
            SurveyAnswer(
                id=new_id(), agency_id=work.agency_id, fiscal_year_be=year, half=half,
                occasion=occasion, **answers,
            )
        )  # fmt: skip
    if STAFF in given:
        work.session.add(
            StaffConfidence(
                id=new_id(), agency_id=work.agency_id, fiscal_year_be=year, half=half,
                level=given[STAFF],
            )
        )  # fmt: skip
    work.session.add(
        SurveyToken(
            token=_spent(work, followed, occasion), agency_id=work.agency_id, fiscal_year_be=year
        )
    )
    work.session.flush()


def _given(mapping: Mapping[str, str]) -> dict[str, int]:
    levels = {str(level): level for level in LEVELS}
    typed = {name: mapping.get(name, "") for name in (*QUESTIONS, STAFF)}
    wrong = {name for name, text in typed.items() if text and text not in levels}
    if wrong:
        raise InvalidInput(dict.fromkeys(wrong, "unknown_choice"))
    given = {name: levels[text] for name, text in typed.items() if text}
    if not given:
        raise InvalidInput({QUESTIONS[0]: "choose_one"})
    return given


def _occasion(work: UnitOfWork, followed: FollowedCase) -> str:
    case = followed.case
    ended = public_state(State(case.state)) in (PublicState.COMPLETED, PublicState.NOT_ACCEPTED)
    occasion = CLOSING if ended else NOTICE if case.answered_on is not None else ""
    if Channel(case.channel) is not Channel.CORRUPTION or case.is_test or not occasion:
        return ""
    if work.agency().is_external:
        return ""
    spent = work.one(SurveyToken, token=_spent(work, followed, occasion))
    return "" if spent else occasion


def _spent(work: UnitOfWork, followed: FollowedCase, occasion: str) -> bytes:
    """What marks that this code has answered; only the code makes it, 32 bytes."""
    return hmac_sha256(
        followed.branch.mac_key, _TOKEN, work.agency_id, followed.case.id, occasion.encode()
    )
