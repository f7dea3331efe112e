"""The pages of an officer's own mail and of the office's, over the whole service."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from models.officer import Officer
from models.outbox import OutboxRow
from rules.thai_time import in_bangkok, short_date
from rules.words import MAIL_PROBLEMS, MAIL_TEXTS
from service.actors import AllAgencies
from service.deliver_mail import mark_failed, mark_sent, take
from tests.mail import outbox
from tests.serving import make_service
from tests.web.desk_client import Desk, Page

SERVER = {
    "smtp_url": "smtp://someone:very-secret@mail.example.go.th",
    "mail_from": "desk@office.example",
    "public_url": "https://complaints.office.example",
}
OFF = "ขณะนี้ระบบยังไม่ส่งอีเมล"
TROUBLE = "ส่งอีเมลถึงท่านไม่สำเร็จ"
OFFICE_TROUBLE = "ส่งอีเมลถึงเจ้าหน้าที่ไม่สำเร็จ"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("mail"))


@pytest.fixture
def service(made):
    """The service with mail on, without addresses and with an empty outbox."""
    app, office = made
    with office.work(AllAgencies("begin anew")) as work:
        work.session.execute(delete(OutboxRow))
        work.session.execute(update(Officer).values(email=""))
    turn_mail(app, on=True)
    return made


@pytest.fixture
def desk(service):
    return signed_in(service, "intake1")


def turn_mail(app, *, on: bool) -> None:
    house = app.extensions["prongsai"]
    chosen = SERVER if on else dict.fromkeys(SERVER, "")
    app.extensions["prongsai"] = replace(house, settings=replace(house.settings, **chosen))


def signed_in(service, login: str) -> Desk:
    desk = Desk(*service)
    assert desk.sign_in(login).status_code == 303
    return desk


def save(desk: Desk, address: str):
    typed = {"form_token": desk.token("/desk/mail"), "email": address}
    return desk.post("/desk/mail", typed)


def ask_for_test(desk: Desk):
    return desk.post("/desk/mail/test", {"form_token": desk.token("/desk/mail")})


def fail(office, problem: str, times: int = 3) -> None:
    for _ in range(times):
        with office.work(AllAgencies("deliver mail")) as work:
            letters = take(work)
        with office.work(AllAgencies("deliver mail")) as work:
            mark_failed(work, letters, problem)
        office.clock.now += timedelta(days=1)


def text_of(answer) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", answer.text))


def test_an_officer_sets_the_address_and_reads_what_will_come(desk):
    page = desk.get("/desk/mail")
    assert Page(page).primary_buttons() == 1
    for name in ("waits", "daily", "overdue"):
        words = MAIL_TEXTS[name].th.replace("{desk}", "https://complaints.office.example/desk/")
        for line in words.split("\n"):
            assert line in text_of(page)
    answer = save(desk, "malee@office.example")
    assert answer.status_code == 303
    saved = desk.get(answer.location)
    assert 'value="malee@office.example"' in saved.text
    assert "บันทึกแล้ว" in saved.text


def test_a_slip_in_the_address_is_shown_with_what_was_typed(desk):
    answer = save(desk, "malee@office")
    assert answer.status_code == 422
    assert 'value="malee@office"' in answer.text and "ที่อยู่อีเมลไม่ถูกต้อง" in answer.text
    assert "<title>ต้องแก้ไข" in answer.text


def test_an_address_typed_before_the_session_ended_is_not_lost(desk):
    answer = desk.post("/desk/mail", {"form_token": "old", "email": "malee@office.example"})
    assert 'value="malee@office.example"' in answer.text
    assert "ยังไม่ได้บันทึก" in answer.text
    assert 'value="malee@office.example"' not in desk.get("/desk/mail").text


def test_the_test_button_puts_a_message_on_its_way_and_the_page_says_how_it_went(service, desk):
    office = service[1]
    assert "ส่งอีเมลทดลอง</button>" not in desk.get("/desk/mail").text
    assert ask_for_test(desk).status_code == 422
    save(desk, "malee@office.example")
    assert desk.get(ask_for_test(desk).location).text.count("กำลังจะส่ง") == 1
    assert [row.kind for row in outbox(office)] == ["test"]
    with office.work(AllAgencies("deliver mail")) as work:
        for letter in take(work):
            mark_sent(work, letter)
    local = in_bangkok(office.clock.now)
    sent_at = f"{short_date(local.date())} เวลา {local:%H.%M}"
    assert f"ส่งออกไปแล้ว เมื่อ {sent_at}" in text_of(desk.get("/desk/mail"))


def test_failures_stand_on_the_first_page_until_the_address_is_mended(service):
    office = service[1]
    desk = signed_in(service, "intake1")
    save(desk, "malee@office.example")
    ask_for_test(desk)
    assert TROUBLE not in desk.get("/desk/").text
    fail(office, "refused")
    desk = signed_in(service, "intake1")
    assert TROUBLE in desk.get("/desk/").text
    assert "กรุณาตรวจที่อยู่อีเมลของท่าน" in desk.get("/desk/").text
    assert "กรุณาตรวจตัวสะกด" in desk.get("/desk/mail").text
    assert TROUBLE not in signed_in(service, "intake2").get("/desk/").text
    save(desk, "malee2@office.example")
    assert TROUBLE not in desk.get("/desk/").text


def test_the_administrator_sees_that_mail_fails_and_why_but_no_address(service):
    office = service[1]
    desk = signed_in(service, "intake1")
    save(desk, "malee@office.example")
    ask_for_test(desk)
    fail(office, "login")
    own = signed_in(service, "intake1").get("/desk/").text
    assert TROUBLE in own and "กรุณาตรวจที่อยู่" not in own, "nothing is wrong with the address"
    admin = signed_in(service, "admin1")
    assert OFFICE_TROUBLE in admin.get("/desk/settings/").text
    state = admin.get("/desk/mail/state")
    assert MAIL_PROBLEMS["login"].th in text_of(state)
    assert "กำลังลองใหม่ 1 ฉบับ" in text_of(state)
    assert "desk@office.example" in state.text
    assert "malee@" not in state.text and "very-secret" not in state.text
    assert OFFICE_TROUBLE not in signed_in(service, "intake2").get("/desk/").text


def test_only_who_manages_settings_sees_the_offices_mail(desk):
    assert desk.get("/desk/mail/state").status_code == 403


def test_where_mail_is_off_both_pages_say_so_and_nothing_troubles_anybody(service):
    app, office = service
    desk = signed_in(service, "intake1")
    save(desk, "malee@office.example")
    ask_for_test(desk)
    fail(office, "connect")
    turn_mail(app, on=False)
    desk = signed_in(service, "intake1")
    assert OFF in desk.get("/desk/mail").text
    assert TROUBLE not in desk.get("/desk/").text
    admin = signed_in(service, "admin1")
    assert "ยังไม่ส่งอีเมล" in admin.get("/desk/mail/state").text
    assert OFFICE_TROUBLE not in admin.get("/desk/settings/").text


def test_whoever_handles_no_case_is_promised_no_daily_message(service):
    daily = "ทุกเช้าวันทำการ"
    assert daily in signed_in(service, "legal1").get("/desk/mail").text
    for login in ("inside1", "admin1"):
        page = signed_in(service, login).get("/desk/mail")
        assert daily not in page.text and "มีงานรอท่านอยู่ในระบบ" in page.text
