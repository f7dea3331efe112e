"""Reporters say what they think of the service, and nothing leads from an answer to a case."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select

from models.survey import StaffConfidence, SurveyAnswer, SurveyToken
from rules.permissions import Role
from rules.publication import SURVEY
from rules.states import Channel, Move
from service.actors import AllAgencies
from service.errors import InvalidInput, NotSignedIn, WrongState
from service.follow_complaint import enter_code
from service.publications import newest, publish
from service.survey import CLOSING, NOTICE, answer_survey, survey_standing
from service.survey_results import survey_from, survey_record, survey_results, survey_years
from tests.office import Office

GOOD = {"easy": "5", "on_time": "4", "clear": "4", "secret": "5", "fair": "3", "overall": "5"}


def standing(office: Office, receipt) -> str:
    with office.reporter() as work:
        return survey_standing(work, enter_code(work, receipt.code)).occasion


def answer(office: Office, receipt, **typed: str) -> None:
    with office.reporter() as work:
        answer_survey(work, enter_code(work, receipt.code), typed or GOOD)


def answered(office: Office, **typed: str) -> None:
    """Somebody new files, is answered and answers the survey."""
    receipt = office.file()
    office.confirm(receipt)
    tell(office, receipt)
    answer(office, receipt, **typed)


def tell(office: Office, receipt) -> None:
    office.move("intake1", office.case_id(receipt), Move.PROGRESS_NOTICE, notice_text="กำลังตรวจสอบ")


def end(office: Office, receipt) -> None:
    office.move(
        "intake1", office.case_id(receipt), Move.FORWARD,
        forwarded_to="ป.ป.ช.", reason="อยู่ในอำนาจ", notice_text="ส่งต่อแล้ว",
    )  # fmt: skip


def rows(office: Office, model):
    with office.work(AllAgencies("look at the answers"), writes=False) as work:
        return work.rows(select(model))


def results(office: Office, year: int):
    with office.public() as work:
        return survey_results(work, year)


def test_it_is_asked_after_an_answer_and_once_more_after_the_end(office: Office) -> None:
    receipt = office.file()
    office.confirm(receipt)
    assert standing(office, receipt) == ""
    with pytest.raises(WrongState):
        answer(office, receipt)
    tell(office, receipt)
    assert standing(office, receipt) == NOTICE
    answer(office, receipt)
    assert standing(office, receipt) == ""
    with pytest.raises(WrongState):
        answer(office, receipt)
    end(office, receipt)
    assert standing(office, receipt) == CLOSING
    answer(office, receipt)
    assert standing(office, receipt) == ""
    assert sorted(row.occasion for row in rows(office, SurveyAnswer)) == [CLOSING, NOTICE]


def test_grievances_and_tests_are_not_asked(office: Office) -> None:
    receipt = office.file(Channel.GRIEVANCE)
    office.confirm(receipt)
    office.move("grievance1", office.case_id(receipt), Move.PROGRESS_NOTICE, notice_text="กำลังซ่อม")
    assert standing(office, receipt) == ""


def test_nothing_leads_from_an_answer_to_a_case_or_a_day(office: Office) -> None:
    answered(office, **GOOD, staff="2")
    kept = {
        model.__tablename__: {column.key for column in inspect(model).columns}
        for model in (SurveyAnswer, StaffConfidence, SurveyToken)
    }
    allowed = {"id", "token", "agency_id", "fiscal_year_be", "half", "occasion", "level"}
    assert all(names - {*GOOD} <= allowed for names in kept.values())
    ids = {row.id for row in rows(office, SurveyAnswer)}
    assert ids.isdisjoint({row.id for row in rows(office, StaffConfidence)})
    assert ids.isdisjoint({row.token[:16] for row in rows(office, SurveyToken)})


def test_a_token_is_told_by_the_code_alone(office: Office) -> None:
    answered(office)
    answered(office)
    first, second = (row.token for row in rows(office, SurveyToken))
    assert first != second and len(first) == len(second) == 32


def test_questions_may_be_left_out_but_not_all_of_them(office: Office) -> None:
    receipt = office.file()
    office.confirm(receipt)
    tell(office, receipt)
    for typed in ({"easy": ""}, {"other": "5"}):
        with pytest.raises(InvalidInput) as refused:
            answer(office, receipt, **typed)
        assert refused.value.fields == {"easy": "choose_one"}
    with pytest.raises(InvalidInput) as refused:
        answer(office, receipt, easy="6", fair="๕", clear="5")
    assert set(refused.value.fields) == {"easy", "fair"}
    assert rows(office, SurveyToken) == [], "a refusal spends nothing"
    answer(office, receipt, overall="4")
    (row,) = rows(office, SurveyAnswer)
    assert (row.overall, row.easy) == (4, None)


def test_staff_may_answer_their_question_alone(office: Office) -> None:
    receipt = office.file()
    office.confirm(receipt)
    tell(office, receipt)
    answer(office, receipt, staff="1")
    assert rows(office, SurveyAnswer) == []
    assert [row.level for row in rows(office, StaffConfidence)] == [1]


def test_figures_come_after_the_half_year_and_from_five_answers_on(office: Office) -> None:
    for level in ("5", "5", "4", "2"):
        answered(office, overall=level, staff=level)
    office.clock.now += timedelta(days=200)
    assert results(office, 2570).is_empty, "four are too few"
    office.clock.now -= timedelta(days=200)
    answered(office, overall="4", staff="5")
    assert results(office, 2570).is_empty, "the half is not over"
    office.clock.now += timedelta(days=200)
    found = results(office, 2570)
    (part,) = found.parts
    assert (part.period.kind, part.period.index, part.people) == ("half", 1, 5)
    assert part.scores["overall"].mean == 800 and part.scores["overall"].good == 800
    assert part.scores["easy"] is None
    ((_period, staff),) = found.staff
    assert (staff.answers, staff.mean) == (5, 840)
    assert survey_from(survey_record(found)) == found
    with office.public() as work:
        assert survey_years(work) == (2570,)


def test_figures_are_published_as_a_version(office: Office) -> None:
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    for _ in range(5):
        answered(office)
    office.clock.now += timedelta(days=200)
    found = results(office, 2570)
    with office.desk("publisher1") as work:
        publish(work, SURVEY, 2570, "", survey_record(found))
    with office.public() as work:
        assert survey_from(newest(work, SURVEY).record) == found


def test_without_a_code_nobody_answers(office: Office) -> None:
    with office.reporter() as work, pytest.raises(NotSignedIn):
        answer_survey(work, "no token", GOOD)
