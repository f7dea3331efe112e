"""What may tell who writes is pointed out before it is sent; it blocks nobody."""

import logging

import pytest
from sqlalchemy import func, select

from crypto.tracking_code import in_groups, make_code
from models.history import CaseEvent
from rules.limits import MESSAGE_LENGTH
from rules.words.identifying import BOXES, CODE_TELLS, DETAILS, HEADING
from service.actors import AgencyClerk
from tests.serving import make_service
from tests.web.reporter_client import Reporter
from web.forms import WORDS

PHONE, CITIZEN, MAIL = "๐๘๑-๒๓๔-๕๖๗๘", "1-2345-67890-12-1", "somchai.j@example.co.th"
ASKS = "ยังไม่ได้ส่ง กรุณาดูอีกครั้ง"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("identifying"))


@pytest.fixture
def reporter(service):
    return Reporter(service[0])


@pytest.fixture
def follower(reporter):
    reporter.confirm(reporter.file())
    return reporter


def _messages(service) -> int:
    with service[1].work(AgencyClerk(service[1].agency_id), writes=False) as work:
        return work.session.scalars(select(func.count(CaseEvent.seq))).one()


def test_every_box_that_officers_read_has_its_name():
    assert set(BOXES) == set(WORDS)


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_each_detail_is_shown_as_typed_with_its_box(reporter, mode):
    name = {"contact_name": "สมชาย", "contact_phone": "0898765432"} if mode != "anonymous" else {}
    seen = reporter.check(
        identity_mode=mode,
        narrative=f"โทรหาผมที่ {PHONE}",
        witnesses=f"ป้าแดง {CITIZEN}",
        desired_outcome=f"ตอบที่ {MAIL}",
        **name,
    )
    panel = next(one.words for one in seen.page.all("div") if HEADING[mode].th in one.words)
    for kind, words, box in (
        ("phone", PHONE, "narrative"),
        ("citizen_id", CITIZEN, "witnesses"),
        ("email", MAIL, "desired_outcome"),
    ):
        assert DETAILS[kind].th in panel
        assert words in panel
        assert BOXES[box].th in panel
    assert "0898765432" not in panel
    assert len(reporter.send(seen).code) == 20


def test_the_anonymous_are_told_it_most_plainly(reporter):
    seen = reporter.check(identity_mode="anonymous", narrative=PHONE)
    assert "ท่านไม่บอกชื่อ แต่" in seen.text


def test_a_named_reporter_is_warned_of_codes_alone(reporter):
    named = {"identity_mode": "named", "contact_name": "สมชาย"}
    assert HEADING["named"].th not in reporter.check(narrative=PHONE, **named).text
    seen = reporter.check(narrative=f"เรื่องก่อน {in_groups(make_code())} {PHONE}", **named)
    assert HEADING["named"].th in seen.text
    assert CODE_TELLS.th in seen.text
    assert DETAILS["phone"].th not in next(
        one.words for one in seen.page.all("div") if HEADING["named"].th in one.words
    )


def test_plain_words_are_not_pointed_at(reporter):
    seen = reporter.check(narrative="สัญญา 12/2569 ลงวันที่ 21/11/2569 วงเงิน 1,250,000 บาท")
    assert not any(heading.th in seen.text for heading in HEADING.values())


def test_twenty_digits_with_a_wrong_check_digit_are_no_code(reporter):
    code = make_code()
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert CODE_TELLS.th not in reporter.check(narrative=f"เลขที่ {wrong}").text
    assert CODE_TELLS.th in reporter.check(narrative=f"เลขที่ {code}").text


def test_ones_own_code_in_a_message_is_pointed_out_before_it_goes(service, reporter):
    receipt = reporter.file()
    reporter.confirm(receipt)
    before = _messages(service)
    seen = _write(reporter, f"รหัสของผมคือ {in_groups(receipt.code)} ครับ")
    assert seen.status == 200
    assert ASKS in seen.text and CODE_TELLS.th in seen.text
    assert _messages(service) == before


def test_sent_as_it_is_goes_at_once(service, follower):
    asked = _write(follower, f"โทรมาที่ {PHONE}")
    before = _messages(service)
    text = asked.typed("message")
    assert text == f"โทรมาที่ {PHONE}"
    token = asked.hidden("token")
    sent = follower.post("/f/message", token=token, message=text, as_it_is="1")
    assert "ส่งข้อความแล้ว" in sent.text
    assert _messages(service) == before + 1


def test_changed_words_go_and_changed_for_the_worse_are_asked_again(service, follower):
    asked = _write(follower, f"โทรมาที่ {PHONE}")
    token = asked.hidden("token")
    again = follower.post("/f/message", token=token, message=f"เมลมาที่ {MAIL}")
    assert ASKS in again.text
    sent = follower.post("/f/message", token=again.hidden("token"), message="ไม่ต้องโทร")
    assert "ส่งข้อความแล้ว" in sent.text


def test_what_must_be_mended_is_told_first(follower):
    seen = _write(follower, PHONE + "ก" * MESSAGE_LENGTH)
    assert seen.status == 422
    assert 'id="message-problem"' in seen.text


def test_a_reason_for_withdrawing_is_looked_over_too(service, follower):
    before = _messages(service)
    token = follower.get("/f/withdraw").hidden("token")
    asked = follower.post("/f/withdraw", token=token, why=f"เขาโทรขู่ที่ {PHONE}")
    assert ASKS in asked.text
    assert _messages(service) == before
    done = follower.post(
        "/f/withdraw", token=asked.hidden("token"), why=asked.typed("why"), as_it_is="1"
    )
    assert "บันทึกคำขอถอนเรื่องแล้ว" in done.text
    assert _messages(service) == before + 1


def test_in_english_no_thai_is_added(service):
    english = Reporter(service[0], lang="en")
    english.confirm(english.file())
    token = english.get("/f/").hidden("token")
    seen = english.post("/f/message", token=token, message="call 0812345678")
    words = seen.page.all("main")[0].words
    assert "Not sent yet" in words
    assert not any("ก" <= mark <= "๛" for mark in words)


def test_nothing_of_it_is_logged(service, follower, caplog):
    caplog.set_level(logging.DEBUG)
    follower.check(narrative=PHONE, accused=CITIZEN)
    _write(follower, MAIL)
    logging.getLogger("prongsai").warning("the search itself sees %s", "this line")
    assert "this line" in caplog.text
    assert not any(one in caplog.text for one in (PHONE, CITIZEN, MAIL))


def _write(reporter: Reporter, text: str):
    return reporter.post("/f/message", token=reporter.get("/f/").hidden("token"), message=text)
