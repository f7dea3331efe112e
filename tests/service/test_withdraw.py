"""A reporter takes a report back: recorded, shown plainly, and no end by itself."""

from datetime import timedelta

import pytest

from rules.states import Channel, EventKind, Move, PublicState
from service.errors import InvalidInput, NotSignedIn, WrongState
from service.withdraw import case_told, withdraw
from tests.joining import followed, take_back
from tests.office import Office
from tests.readers import kinds, row_of


def told(office: Office, token: str):
    with office.reporter() as work:
        return case_told(work, token)


@pytest.mark.parametrize("channel", list(Channel))
def test_it_is_recorded_and_the_case_goes_on(office: Office, channel: Channel) -> None:
    token = office.confirm(receipt := office.file(channel, narrative="ไฟทางดับ"))
    login = "intake1" if channel is Channel.CORRUPTION else "grievance1"
    case_id = office.case_id(receipt)
    assert told(office, token).may_withdraw
    take_back(office, token, "แก้ไขกันแล้ว")
    assert kinds(office, case_id)[-1] is EventKind.WITHDRAWN
    row = row_of(office, case_id)
    assert (row.state, row.reporter_spoke, row.awaits) == ("received", True, "office")
    assert followed(office, token).public_state is PublicState.RECEIVED
    page = told(office, token)
    assert (page.withdrawn_on, page.may_withdraw) == (office.clock.now.date(), False)
    line = office.open(login, case_id).conversation[-1]
    assert (line.author, line.text, line.kind) == ("reporter", "แก้ไขกันแล้ว", "case:withdrawn")
    office.move(login, case_id, Move.ACCEPT)
    assert row_of(office, case_id).state == "accepted"


def test_without_a_reason_the_office_reads_that_none_was_given(office: Office) -> None:
    token = office.confirm(receipt := office.file())
    take_back(office, token, "  \r\n ")
    assert "ไม่ได้เขียนเหตุผล" in office.open("intake1", office.case_id(receipt)).conversation[-1].text


def test_it_is_taken_back_once(office: Office) -> None:
    token = office.confirm(receipt := office.file())
    take_back(office, token)
    with pytest.raises(WrongState):
        take_back(office, token)
    assert kinds(office, office.case_id(receipt)).count(EventKind.WITHDRAWN) == 1


def test_a_case_that_has_ended_is_not_taken_back(office: Office) -> None:
    token = office.confirm(receipt := office.file())
    office.move("intake1", office.case_id(receipt), Move.FORWARD,
                forwarded_to="ป.ป.ช.", reason="x", notice_text="x")  # fmt: skip
    assert not told(office, token).may_withdraw
    with pytest.raises(WrongState):
        take_back(office, token)


@pytest.mark.parametrize(("why", "problem"), [("ก" * 20_001, "too_long"), ("a\x00", "no_nul")])
def test_what_cannot_be_kept_is_named(office: Office, why: str, problem: str) -> None:
    token = office.confirm(receipt := office.file())
    with pytest.raises(InvalidInput) as refused:
        take_back(office, token, why)
    assert refused.value.fields == {"why": problem}
    assert EventKind.WITHDRAWN not in kinds(office, office.case_id(receipt))


def test_nobody_takes_it_back_without_the_code(office: Office) -> None:
    token = office.confirm(office.file())
    with pytest.raises(NotSignedIn), office.reporter() as work:
        withdraw(work, token[:-4], "")
    office.clock.now += timedelta(minutes=16)
    with pytest.raises(NotSignedIn):
        take_back(office, token)


def test_an_answer_to_a_question_is_still_owed_after_it(office: Office) -> None:
    token = office.confirm(receipt := office.file())
    case_id = office.case_id(receipt)
    office.move("intake1", case_id, Move.ASK, notice_text="ที่ใด")
    take_back(office, token, "ไม่ประสงค์แล้ว")
    assert row_of(office, case_id).state == "info_requested"
    office.move("intake1", case_id, Move.NOT_ACCEPT, reason="withdrawn", notice_text="ตามที่ท่านขอ",
                screening_evidence="no", screening_circumstances="no",
                screening_witness="no")  # fmt: skip
    assert row_of(office, case_id).state == "not_accepted"
