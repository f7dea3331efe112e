"""Pages of keeping: a hold, the cases that are due, the periods, and what a reporter reads."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from app.watch import keep_no_longer
from crypto.file_stream import SealedSpool
from models.complaint import Complaint
from models.history import CaseEvent
from rules.limits import SESSION_HOURS
from rules.retention import add_months
from rules.states import EventKind, Move
from rules.thai_time import long_date, today_in_bangkok
from rules.words import ERRORS, FIELD_ERRORS
from service.actors import AgencyClerk
from service.attach_evidence import add_evidence
from service.legal_hold import lift_hold
from service.outbox import KEPT_DAYS
from service.two_person_requests import Kind
from tests.service.keeping_scenes import hold
from tests.serving import make_service
from tests.two_persons import asked, close, closed_case, filed_case, share_with
from tests.web.desk_client import Desk, Page
from tests.web.reporter_client import Reporter

WHY = "ศาลสั่งให้เก็บ <b>สำนวน</b> ไว้"
NAME = {"identity_mode": "confidential", "contact_name": "นางผู้แจ้ง จริงใจ"}
NOT_ACCEPTED = {
    "notice_text": "ไม่รับไว้ดำเนินการ", "reason": "insufficient_facts",
    "screening_evidence": "no", "screening_circumstances": "no", "screening_witness": "no",
}  # fmt: skip
DAY = timedelta(days=1)


@pytest.fixture
def service(tmp_path):
    return make_service(tmp_path)


@pytest.fixture
def office(service):
    return service[1]


def desk_of(service, login):
    desk = Desk(*service)
    desk.sign_in(login)
    return desk


def pass_months(office, months, more=1):
    day = add_months(today_in_bangkok(office.clock.now), months) + more * DAY
    office.clock.now = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    return day


def refused_case(office, **values):
    case_id = filed_case(office, **values)
    office.move("intake1", case_id, Move.NOT_ACCEPT, **NOT_ACCEPTED)
    return case_id


# A hold


def test_a_hold_is_set_shown_and_lifted_by_a_supervisor_alone(service, office):
    case_id = closed_case(office)
    share_with(office, "intake1", "clerk", case_id)
    desk = desk_of(service, "intake1")
    path = f"/desk/cases/{case_id}/hold"
    assert path in desk.get(f"/desk/cases/{case_id}").text
    page = desk.get(path)
    assert page.text.count("<h1") == 1 and Page(page).primary_buttons() == 1
    answer = desk.send(path, {"reason": WHY})
    assert (answer.status_code, answer.location) == (303, f"/desk/cases/{case_id}#keeping")
    case = desk.get(f"/desk/cases/{case_id}")
    assert "&lt;b&gt;สำนวน" in case.text and "ระงับการทำลาย" in case.text
    assert f"{path}/lift" not in case.text
    assert desk.get(f"{path}/lift").status_code == 403
    assert ERRORS["case_held"].th in desk.get(f"/desk/cases/{case_id}/delete").text
    clerk = desk_of(service, "clerk")
    assert f"{path}/lift" in clerk.get(f"/desk/cases/{case_id}").text
    answer = clerk.send(f"{path}/lift", {"reason": "คดีถึงที่สุด"})
    assert answer.status_code == 303
    assert clerk.get(f"/desk/cases/{case_id}/delete").status_code == 200
    assert clerk.get(f"{path}/lift").status_code == 409


def test_nothing_typed_is_lost_when_a_hold_cannot_be_set(service, office):
    case_id = filed_case(office)
    desk = desk_of(service, "intake1")
    path = f"/desk/cases/{case_id}/hold"
    answer = desk.send(path, {"reason": ""})
    assert answer.status_code in (400, 422)
    assert FIELD_ERRORS["required"].th in answer.text
    stale = Page(desk.get(path))
    typed = {name: stale.hidden(name) for name in ("form_token", "event_count")}
    office.move("intake2", case_id, Move.NOTE, note="บันทึกก่อน")
    answer = desk.post(path, typed | {"reason": WHY})
    assert answer.status_code == 409
    assert "มีผู้บันทึกเรื่องนี้ไปก่อนท่าน" in answer.text and "&lt;b&gt;สำนวน" in answer.text
    hold(office, "intake2", case_id)
    typed["event_count"] = str(office.open("intake1", case_id).event_count)
    answer = desk.post(path, typed | {"reason": WHY})
    assert answer.status_code == 409
    assert "&lt;b&gt;สำนวน" in answer.text and "คัดลอกไปใช้ต่อได้" in answer.text


# What is due


def test_several_due_cases_are_asked_for_agreed_to_and_deleted(service, office):
    going = [refused_case(office, subject=f"เรื่องเก่า {n}") for n in range(3)]
    held = refused_case(office, subject="เรื่องที่ระงับ")
    hold(office, "intake1", held)
    young = closed_case(office, subject="เรื่องที่ยังไม่ครบ")
    pass_months(office, 24)
    one, two = desk_of(service, "intake1"), desk_of(service, "intake2")
    page = one.get("/desk/retention")
    assert Page(page).primary_buttons() == 1
    ticks = [box["value"] for box in Page(page).all("input") if box.get("name") == "cases"]
    assert sorted(ticks) == sorted(going)
    assert "มี 1 เรื่องถูกสั่งระงับการทำลาย" in page.text and "เรื่องที่ระงับ" not in page.text
    assert young not in ticks
    typed = {"form_token": one.token("/desk/retention"), "cases": going[:2], "reason": ""}
    answer = one.post("/desk/retention", typed)
    assert FIELD_ERRORS["required"].th in answer.text
    assert answer.text.count(" checked") == 2
    answer = one.post("/desk/retention", typed | {"cases": [held], "reason": "พ้นระยะเวลา"})
    assert FIELD_ERRORS["case_held"].th in answer.text and "พ้นระยะเวลา" in answer.text
    answer = one.post("/desk/retention", typed | {"reason": "พ้นระยะเวลา"})
    assert (answer.status_code, answer.location) == (303, "/desk/two-persons?done=asked")
    address = next(
        link["href"]
        for link in Page(two.get("/desk/two-persons")).all("a")
        if len(link.get("href", "")) == len("/desk/two-persons/") + 32
    )
    assert "ทุกเรื่องในรายการนี้" in two.get(address).text
    for desk, act in ((two, "approve"), (one, "delete")):
        answer = desk.post(f"{address}/{act}", {"form_token": desk.token(address)})
        assert answer.status_code == 303
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        gone = work.rows(select(Complaint.id).where(Complaint.deleted_on.is_not(None)))
    assert {one.hex() for one in gone} == set(going[:2])


def test_what_is_asked_for_late_needs_a_fresh_proof_and_keeps_what_was_typed(service, office):
    going = refused_case(office)
    pass_months(office, 24)
    desk = desk_of(service, "intake1")
    typed = {"form_token": desk.token("/desk/retention"), "cases": [going], "reason": WHY}
    office.clock.now += timedelta(minutes=20)
    answer = desk.post("/desk/retention", typed)
    assert answer.location != "/desk/two-persons?done=asked"
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert work.rows(select(CaseEvent).where(CaseEvent.kind == int(EventKind.DELETED))) == []


def test_a_case_deleted_before_its_time_is_pointed_out(service, office):
    case_id = closed_case(office)
    page = desk_of(service, "intake1").get(f"/desk/cases/{case_id}/delete")
    until = add_months(today_in_bangkok(office.clock.now), 120)
    assert "ยังไม่ครบกำหนดเก็บรักษา" in page.text and long_date(until) in page.text


def test_the_second_person_reads_that_a_case_has_not_reached_its_time(service, office):
    early = [closed_case(office, subject=f"เรื่องใหม่ {n}") for n in range(2)]
    until = add_months(today_in_bangkok(office.clock.now), 120)
    asked(office, Kind.DELETE, *early)
    desk = desk_of(service, "intake2")
    address = request_of(desk)
    page = desk.get(address)
    assert "ยังไม่ครบกำหนดเก็บรักษา" in page.text
    assert page.text.count(f"หน่วยงานตั้งให้เก็บถึง {long_date(until)}") == 2
    assert Page(page).primary_buttons() == 1
    office.move("intake1", early[0], Move.REOPEN, reason="มีพยานใหม่")
    page = desk.get(address).text
    assert "ยังไม่สิ้นสุด จึงลบไม่ได้" in page and page.count(long_date(until)) == 1


def test_a_request_for_what_is_due_points_nothing_out(service, office):
    due = refused_case(office)
    pass_months(office, 24)
    asked(office, Kind.DELETE, due)
    desk = desk_of(service, "intake2")
    assert "ยังไม่ครบกำหนดเก็บรักษา" not in desk.get(request_of(desk)).text


def request_of(desk):
    """The address of the one request on the officer's list."""
    links = [one.get("href", "") for one in Page(desk.get("/desk/two-persons")).all("a")]
    return next(link for link in links if len(link) == len("/desk/two-persons/") + 32)


def test_nothing_due_is_a_plain_page(service):
    page = desk_of(service, "intake1").get("/desk/retention")
    assert page.status_code == 200 and Page(page).primary_buttons() == 0
    assert "ไม่มีเรื่องที่ครบกำหนด" in page.text
    assert desk_of(service, "legal1").get("/desk/retention").status_code == 403


# The periods


def test_an_administrator_sets_the_periods_and_nobody_else(service, office):
    admin = desk_of(service, "admin1")
    path = "/desk/settings/retention"
    page = admin.get(path)
    assert Page(page).primary_buttons() == 1 and 'value="120"' in page.text
    typed = {
        "form_token": admin.token(path), "closed": "120", "not_accepted": "36",
        "forwarded": "120", "identity": "1", "access_log": "60",
    }  # fmt: skip
    answer = admin.post(path, typed)
    assert answer.status_code in (400, 422)
    assert 'value="36"' in answer.text and 'id="identity-problem"' in answer.text
    answer = admin.post(path, typed | {"identity": "๖"})
    assert (answer.status_code, answer.location) == (303, f"{path}?saved=1")
    assert "6 เดือน" in admin.get(f"{path}?saved=1").text
    desk = desk_of(service, "intake1")
    assert desk.get(path).status_code == 403
    shown = desk.get("/desk/retention").text
    assert "6 เดือน" in shown
    # What no office can change stands on both pages with the figures that the program goes by.
    for page in (shown, admin.get(path).text):
        assert f"เก็บ {KEPT_DAYS} วัน นับจากวันที่ส่ง" in page
        assert f"เก็บ {SESSION_HOURS} ชั่วโมง" in page


# What goes by itself, and what the reporter reads


def test_the_served_program_erases_and_the_reporter_reads_it(service, office, tmp_path):
    app, _ = service
    receipt = office.file(**NAME)
    token = office.confirm(receipt)
    spool = SealedSpool(tmp_path)
    spool.write(b"%PDF-1.7 " + bytes(200))
    with office.reporter() as work:
        add_evidence(work, token, spool, "a.pdf")
    case_id = office.case_id(receipt)

    def told(lang=""):
        reporter = Reporter(app, lang=lang)
        token = reporter.get("/f/").hidden("token")
        reporter.post("/f/enter", token=token, code=receipt.code)
        return reporter.get("/f/").text

    assert "ระบบจะลบเองเมื่อครบ 1 ปี หลังเรื่องสิ้นสุด" in told()
    close(office, "intake1", case_id)
    until = add_months(today_in_bangkok(office.clock.now), 12)
    assert long_date(until) in told()
    hold(office, "intake1", case_id)
    assert "แต่ท่านลบเองได้" in told()
    pass_months(office, 12)
    house = app.extensions["prongsai"]
    assert keep_no_longer(house) == (0, 0)
    share_with(office, "intake1", "clerk", case_id)
    hold(office, "clerk", case_id, lift_hold)
    assert keep_no_longer(house) == (1, 0)
    assert keep_no_longer(house) == (0, 0)
    assert "พ้นระยะเวลาเก็บรักษาแล้ว" in told()
    assert "Its time is over" in told("en")
    page = desk_of(service, "intake1").get(f"/desk/cases/{case_id}")
    assert "ข้อมูลตัวตนถูกลบเมื่อครบกำหนดเก็บ" in page.text
    assert "ผู้แจ้งลบข้อมูลตัวตนแล้ว" not in page.text


def test_a_case_that_does_not_check_keeps_its_name_and_stops_no_other(service, office, caplog):
    broken, sound = closed_case(office, **NAME), closed_case(office, **NAME)
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.execute(
            update(CaseEvent)
            .where(CaseEvent.case_id == bytes.fromhex(broken), CaseEvent.seq == 3)
            .values(salt=bytes(32), packed=bytes(92))
        )
    pass_months(office, 12)
    assert keep_no_longer(service[0].extensions["prongsai"]) == (1, 1)
    assert "นางผู้แจ้ง" not in caplog.text and sound not in caplog.text
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        gone = work.rows(
            select(CaseEvent.case_id).where(CaseEvent.kind == int(EventKind.IDENTITY_EXPIRED))
        )
    assert [one.hex() for one in gone] == [sound]
