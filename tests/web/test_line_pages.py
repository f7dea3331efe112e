"""An officer's own LINE, the office's account, and what LINE sends us, over the whole service."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete

from app.line import deliver_line
from models.line import LineAccount, LineLink
from models.outbox import OutboxRow
from rules.thai_time import in_bangkok
from rules.words.line import LINE_PROBLEMS, line_text
from service.actors import AgencyClerk, AllAgencies
from service.calendars import office_calendar
from service.notify import tell
from tests.line_scenes import (
    PUBLIC,
    account,
    link,
    links,
    message_event,
    signature_of,
    turn_on,
    unfollow_event,
    webhook,
)
from tests.line_server import SECRET, TOKEN, LineServer, user_of
from tests.mail import give_addresses, outbox
from tests.serving import make_service
from tests.web.desk_client import Desk, Page

OFF = "หน่วยงานยังไม่เปิดใช้ LINE"
SPENT = "ส่งครบโควตาของเดือนนี้แล้ว"
FOREIGN = "9" * 32


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("line"), public_url=PUBLIC)


@pytest.fixture
def line():
    server = LineServer().start()
    yield server
    server.stop()


@pytest.fixture
def service(made, line):
    """The service with nothing of LINE in it, and a LINE of its own to talk to."""
    app, office = made
    with office.work(AllAgencies("begin anew")) as work:
        for table in (OutboxRow, LineLink, LineAccount):
            work.session.execute(delete(table))
    house = app.extensions["prongsai"]
    app.extensions["prongsai"] = replace(
        house, settings=replace(house.settings, line_api=line.api, public_url=PUBLIC)
    )
    return app, office


def signed_in(service, login: str) -> Desk:
    desk = Desk(*service)
    assert desk.sign_in(login).status_code == 303
    return desk


def press(desk: Desk, path: str, **typed: str):
    page = "/desk/line/account" if "/account" in path else "/desk/line"
    return desk.post(path, {"form_token": desk.token(page)} | typed)


def text_of(answer) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", answer.text))


def send(service, body: bytes, signature: str | None = None, slug: str = "sample"):
    headers = {} if signature == "" else {"X-Line-Signature": signature or signature_of(body)}
    return (
        service[0]
        .test_client()
        .post(
            f"/line/{slug}",
            data=body,
            headers=headers,
            content_type="application/json; charset=utf-8",
        )
    )


def working_days(office) -> tuple[int, int]:
    """Of this month and of the next, counted day by day."""
    today = in_bangkok(office.clock.now).date()
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        is_open = office_calendar(work).is_working_day
        days = [today.replace(day=1) + timedelta(days=number) for number in range(62)]
        open_days = [day for day in days if is_open(day)]
    following = (today.replace(day=1) + timedelta(days=31)).month
    months = [day.month for day in open_days]
    return months.count(today.month), months.count(following)


def deliver(service) -> int:
    return deliver_line(service[0].extensions["prongsai"])


# The office's account


def test_line_is_off_until_its_price_was_seen_and_it_is_turned_on(service, line):
    admin = signed_in(service, "admin1")
    page = admin.get("/desk/line/account")
    assert "ยังไม่เปิดใช้" in page.text and Page(page).primary_buttons() == 1
    saved = press(admin, "/desk/line/account", token=TOKEN, secret=SECRET)
    assert saved.status_code == 303
    assert deliver(service) == 0
    page = admin.get(saved.location)
    seen = text_of(page)
    assert "ถ้าผูกครบ 5 คน" in seen
    for days in working_days(service[1]):
        assert f"วันทำการ {days} วัน" in seen and f"{5 * days} ข้อความ" in seen
    assert "LINE ให้ส่งได้ 500 ข้อความต่อเดือน เดือนนี้ใช้ไปแล้ว 0 ข้อความ" in seen
    assert Page(page).primary_buttons() == 1
    assert account(service[1]).is_on is False
    assert press(admin, "/desk/line/account/on").status_code == 303
    assert account(service[1]).is_on is True
    assert f"{PUBLIC}/line/sample" in admin.get("/desk/line/account").text


def test_a_quota_that_the_daily_message_alone_would_spend_is_said_before(service, line):
    line.limit = 100
    admin = signed_in(service, "admin1")
    press(admin, "/desk/line/account", token=TOKEN, secret=SECRET)
    deliver(service)
    assert "โควตาอาจไม่พอ" in admin.get("/desk/line/account").text


def test_token_and_secret_are_shown_never_again(service, line):
    admin = signed_in(service, "admin1")
    answers = [press(admin, "/desk/line/account", token=TOKEN, secret=SECRET)]
    answers.append(press(admin, "/desk/line/account", token="wrong words", secret=SECRET))
    answers.append(admin.post("/desk/line/account", {"form_token": "old", "token": TOKEN}))
    answers.append(admin.get("/desk/line/account"))
    assert [answer.status_code for answer in answers] == [303, 422, 200, 200]
    assert "ยังไม่ได้บันทึก" in answers[2].text
    for answer in answers:
        assert TOKEN not in answer.text and SECRET not in answer.text
        assert "wrong words" not in answer.text
    row = account(service[1])
    assert TOKEN.encode() not in row.sealed_token and SECRET.encode() not in row.sealed_secret


def test_what_is_no_token_is_refused_with_what_to_do(service):
    admin = signed_in(service, "admin1")
    answer = press(admin, "/desk/line/account", token="short", secret=SECRET.upper())
    assert answer.status_code == 422
    assert "คัดลอกใหม่ทั้งหมด" in answer.text and "รวม 32 ตัว" in answer.text
    assert press(admin, "/desk/line/account").status_code == 422
    assert press(admin, "/desk/line/account/on").status_code == 422
    assert account(service[1]) is None


def test_without_a_public_address_it_is_not_turned_on(service):
    app, office = service
    admin = signed_in(service, "admin1")
    press(admin, "/desk/line/account", token=TOKEN, secret=SECRET)
    house = app.extensions["prongsai"]
    app.extensions["prongsai"] = replace(house, settings=replace(house.settings, public_url=""))
    answer = press(admin, "/desk/line/account/on")
    assert answer.status_code == 422 and "PRONGSAI_PUBLIC_URL" in answer.text
    assert account(office).is_on is False


def test_a_token_that_line_refuses_is_told_on_the_page_and_before_it(service, line):
    admin = signed_in(service, "admin1")
    turn_on(service[1], token=TOKEN[::-1])
    deliver(service)
    assert LINE_PROBLEMS["token"].th in text_of(admin.get("/desk/line/account"))
    first = admin.get("/desk/settings/")
    assert "ส่งข้อความ LINE ถึงเจ้าหน้าที่ไม่สำเร็จ" in first.text
    press(admin, "/desk/line/account", token=TOKEN)
    deliver(service)
    assert LINE_PROBLEMS["token"].th not in text_of(admin.get("/desk/line/account"))
    assert "ส่งข้อความ LINE" not in admin.get("/desk/settings/").text


def test_a_spent_quota_is_told_to_the_administrator_and_to_the_officer(service, line):
    app, office = service
    turn_on(office)
    link(office, "intake1")
    give_addresses(office, "intake2")
    line.limit = 1
    deliver(service)
    admin, officer = signed_in(service, "admin1"), signed_in(service, "intake1")
    assert SPENT in admin.get("/desk/line/account").text
    assert "ส่งข้อความ LINE ถึงเจ้าหน้าที่ไม่สำเร็จ" in admin.get("/desk/settings/").text
    assert "ส่งครบโควตาของเดือนแล้ว" in officer.get("/desk/").text
    assert "ส่งครบโควตา" not in signed_in(service, "intake2").get("/desk/").text


def test_forgetting_leaves_nothing_of_line(service):
    app, office = service
    turn_on(office)
    link(office, "intake1", "clerk")
    admin = signed_in(service, "admin1")
    assert press(admin, "/desk/line/account/forget").status_code == 422
    assert len(links(office)) == 2
    assert press(admin, "/desk/line/account/forget", confirm="yes").status_code == 303
    assert (account(office), links(office), outbox(office)) == (None, [], [])


def test_only_who_manages_settings_reaches_the_account(service):
    desk = signed_in(service, "intake1")
    assert desk.get("/desk/line/account").status_code == 403
    for path in ("", "/on", "/off", "/look", "/forget"):
        typed = {"form_token": desk.token("/desk/line"), "token": TOKEN, "secret": SECRET}
        assert desk.post(f"/desk/line/account{path}", typed).status_code == 403
    assert account(service[1]) is None


# An officer's own


def test_an_officer_links_by_sending_the_code_and_lets_go_again(service, line):
    app, office = service
    desk = signed_in(service, "intake1")
    assert OFF in desk.get("/desk/line").text
    assert press(desk, "/desk/line/code").status_code == 422
    turn_on(office)
    page = desk.get("/desk/line")
    assert Page(page).primary_buttons() == 1
    for part in line_text(f"{PUBLIC}/desk/").split("\n"):
        assert part in text_of(page)
    shown = press(desk, "/desk/line/code")
    digits = re.search(r'class="once">(\d{4} \d{4})<', shown.text)[1]
    assert digits not in desk.get("/desk/line").text, "shown once"
    assert send(service, webhook(message_event(user_of(1), digits))).status_code == 200
    assert "ผูกกับ LINE ของท่านแล้ว" in desk.get("/desk/line").text
    assert "test" in {row.kind for row in outbox(office)}
    assert deliver(service) >= 1, "the first message says that it works"
    office.clock.now += timedelta(minutes=11)
    desk = signed_in(service, "intake1")
    assert press(desk, "/desk/line/test").status_code == 303
    assert deliver(service) >= 1
    assert {one.json["to"] for one in line.arrived} == {user_of(1)}
    assert press(desk, "/desk/line/unlink").status_code == 303
    assert links(office) == []
    assert press(desk, "/desk/line/test").status_code == 422


def test_no_page_shows_an_identity_of_line(service):
    app, office = service
    turn_on(office)
    users = link(office, "intake1", "clerk")
    for login in ("intake1", "admin1"):
        desk = signed_in(service, login)
        for path in ("/desk/line", "/desk/line/account", "/desk/mail/state"):
            assert not any(user in desk.get(path).text for user in users.values())


def test_an_identity_that_line_refuses_is_to_be_linked_anew(service, line):
    app, office = service
    turn_on(office)
    link(office, "intake1")
    line.say(*[400] * 60)
    for _ in range(4):
        deliver(service)
        office.clock.now += timedelta(hours=25)
    desk = signed_in(service, "intake1")
    assert "กรุณาผูก LINE ของท่านใหม่" in desk.get("/desk/").text


# What LINE sends


def test_line_is_heard_only_under_the_offices_own_signature(service):
    app, office = service
    turn_on(office)
    desk = signed_in(service, "intake1")
    digits = re.search(r'class="once">(\d{4} \d{4})<', press(desk, "/desk/line/code").text)[1]
    body = webhook(message_event(user_of(1), digits))
    wrong = ["", "x", "กข", signature_of(body, FOREIGN), signature_of(body + b" "),
             signature_of(body)[:-1], signature_of(body).lower()]  # fmt: skip
    refused = {send(service, body, one.encode("utf-8").decode("latin-1")).status_code
               for one in wrong}  # fmt: skip
    assert refused == {403}
    assert [row.sealed_user for row in links(office)] == [None]
    assert send(service, body).status_code == 200
    assert links(office)[0].sealed_user


def test_an_office_without_line_and_no_office_at_all_answer_the_same(service):
    body = webhook()
    without, nowhere = send(service, body), send(service, body, slug="nowhere")
    turn_on(service[1])
    wrong = send(service, body, signature_of(body, FOREIGN))
    assert {without.status_code, nowhere.status_code, wrong.status_code} == {403}
    assert without.text == nowhere.text == wrong.text


def test_the_verify_button_of_line_is_answered(service):
    turn_on(service[1])
    answer = send(service, webhook())
    assert (answer.status_code, answer.text) == (200, "")
    assert "Set-Cookie" not in answer.headers


def test_nobody_but_line_can_read_there(service):
    turn_on(service[1])
    assert service[0].test_client().get("/line/sample").status_code in (404, 405)


def test_blocking_the_account_ends_the_link(service):
    app, office = service
    turn_on(office)
    link(office, "intake1", "clerk")
    event = unfollow_event(user_of(1), office.clock.now)
    assert send(service, webhook(event)).status_code == 200
    assert [row.officer_id for row in links(office)] == [office.officers["clerk"].officer_id]


def test_what_is_told_by_line_waits_beside_the_mail(service):
    app, office = service
    turn_on(office)
    link(office, "intake1")
    with office.work(AllAgencies("begin anew")) as work:
        work.session.execute(delete(OutboxRow))
    (officer_id,) = give_addresses(office, "intake1")
    with office.work(AgencyClerk(office.agency_id)) as work:
        tell(work, [officer_id], "assigned", b"one")
    assert sorted(row.way for row in outbox(office)) == ["line", "mail"]
