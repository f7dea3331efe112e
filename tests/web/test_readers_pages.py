"""The pages of a case's readers and of many cases at once, over the whole service."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from models.officer import Officer
from rules.permissions import Role
from rules.states import Channel, Move
from service.submit_complaint import filing_form
from tests.readers import change, keep_out, names, officer_id, row_of, take
from tests.serving import make_service
from tests.web.desk_client import Desk, Page

MALEE, WICHAI = "นางสาวมาลี ใจงาม", "นายวิชัย ตั้งตรง"
LEGAL, WORKS = "นายธรรมรงค์ กฎหมาย", "นายช่างยนต์ โยธา"
WAYS = ("give", "take", "hand-over", "exclude")


@pytest.fixture
def service(tmp_path):
    return make_service(tmp_path)


@pytest.fixture
def office(service):
    return service[1]


@pytest.fixture
def intake(service):
    desk = Desk(*service)
    desk.sign_in("intake1")
    return desk


@pytest.fixture
def case_id(office):
    return office.case_id(office.file(subject="ถนนหมู่ ๔"))


def address(case_id: str, way: str = "") -> str:
    return f"/desk/cases/{case_id}/readers" + (f"/{way}" if way else "")


def kept(page: Page) -> dict[str, object]:
    """Every hidden field of the page's form, as a browser sends them back."""
    fields: dict[str, list[str]] = {}
    for one in page.all("input"):
        if one.get("type") == "hidden":
            fields.setdefault(one["name"], []).append(one["value"])
    return {name: values if len(values) > 1 else values[0] for name, values in fields.items()}


def value_of(page: Page, name: str) -> str:
    """The value of the row to choose that bears this name."""
    # The head of the page names whoever is signed in.
    row = page.html.index(name, page.html.index("<main"))
    return page.html[:row].rsplit('value="', 1)[1].split('"')[0]


# Which pages there are


def test_the_case_leads_to_its_readers_and_they_are_named(intake, case_id):
    assert address(case_id) in intake.get(f"/desk/cases/{case_id}").text
    text = intake.get(address(case_id)).text
    assert MALEE in text and WICHAI in text
    assert "ใครเปิดเรื่องนี้ได้" in text
    assert "เอกสารกู้คืน" in text


def test_each_page_has_one_primary_act_and_says_what_will_happen(intake, case_id):
    for way in ("", *WAYS):
        page = Page(intake.get(address(case_id, way)))
        assert page.primary_buttons() == 1, way
        assert len(page.all("h1")) == 1, way
        ids = [one["id"] for _, one in page.tags if "id" in one]
        assert len(ids) == len(set(ids)), way
    for way in ("give", "take", "hand-over"):
        assert "เมื่อกดปุ่มแล้ว" in intake.get(address(case_id, way)).text
    assert "เรียกคืนไม่ได้" in intake.get(address(case_id, "take")).text


def test_whoever_may_not_assign_sees_the_readers_and_changes_nothing(service, office, case_id):
    office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "legal1"))
    legal = Desk(*service)
    legal.sign_in("legal1")
    text = legal.get(address(case_id)).text
    assert LEGAL in text
    assert "ถอนสิทธิ" not in text and "กันผู้มีส่วนได้เสียออก" not in text
    before = row_of(office, case_id).event_count
    for way in WAYS:
        assert legal.get(address(case_id, way)).status_code == 403
        typed = {"form_token": legal.token(), "event_count": str(before), "officer": "x"}
        assert legal.post(address(case_id, way), typed).status_code == 403
    for path in ("/desk/regrant", "/desk/rekey"):
        assert legal.get(path).status_code == 403
        assert legal.post(path, {"form_token": legal.token()}).status_code == 403
    assert row_of(office, case_id).event_count == before


def test_a_hidden_case_and_an_unknown_one_look_the_same_on_every_page(intake, office):
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    accused = [one.id for one in holders if one.name == MALEE]
    hidden = office.case_id(office.file(exclude=accused))
    for way in ("", *WAYS):
        there, nowhere = intake.get(address(hidden, way)), intake.get(address("0" * 32, way))
        assert there.status_code == nowhere.status_code == 404
        assert there.text == nowhere.text
    typed = {"form_token": intake.token(), "event_count": "2", "names": "นายใคร คนหนึ่ง"}
    for way in WAYS:
        there = intake.post(address(hidden, way), typed)
        nowhere = intake.post(address("0" * 32, way), typed)
        assert there.status_code == nowhere.status_code == 404
        assert there.text == nowhere.text
    assert row_of(office, hidden).event_count == 2


# Letting in, taking off, handing over


def test_a_colleague_is_let_in_and_taken_off_again(intake, office, case_id):
    officer = officer_id(office, "legal1")
    answer = intake.send(address(case_id, "give"), {"officer": officer})
    assert answer.location == f"{address(case_id)}?done=give"
    text = intake.get(answer.location).text
    assert "ให้สิทธิแล้ว" in text and LEGAL in text
    link = f"{address(case_id, 'take')}?officer={officer}"
    assert link in text.replace("&amp;", "&")
    page = Page(intake.get(link))
    chosen = [one["value"] for one in page.all("input") if "checked" in one]
    assert chosen == [officer]
    answer = intake.post(address(case_id, "take"), kept(page) | {"officer": officer})
    assert "ถอนสิทธิแล้ว" in intake.get(answer.location).text
    assert names(office, "intake1", case_id) == [MALEE, WICHAI]


def test_nothing_chosen_is_named_and_changes_nothing(intake, office, case_id):
    before = row_of(office, case_id).event_count
    for way in ("give", "take", "hand-over"):
        answer = intake.send(address(case_id, way), {})
        assert answer.status_code == 422
        page = Page(answer)
        ids = {one["id"] for _, one in page.tags if "id" in one}
        assert "officer" in ids
        assert 'href="#officer"' in page.html
    assert row_of(office, case_id).event_count == before


def test_handing_over_ends_on_a_page_that_says_so(service, intake, office, case_id):
    answer = intake.send(address(case_id, "hand-over"), {"officer": officer_id(office, "intake2")})
    assert answer.location == "/desk/cases/without-me"
    assert "ท่านไม่ได้ดูแลเรื่องนี้แล้ว" in intake.get(answer.location).text
    assert intake.get(f"/desk/cases/{case_id}").status_code == 404
    other = Desk(*service)
    other.sign_in("intake2")
    assert "ผู้รับผิดชอบ" in other.get(address(case_id)).text


def test_the_last_reader_is_told_to_let_somebody_in_first(intake, office, case_id):
    take(office, "intake1", case_id, "intake2")
    answer = intake.send(address(case_id, "take"), {"officer": officer_id(office, "intake1")})
    assert answer.status_code == 422
    assert "กรุณาให้ผู้อื่นเปิดเรื่องนี้ได้ก่อน" in answer.text
    answer = intake.send(address(case_id, "exclude"), {"names": MALEE})
    assert answer.status_code == 422
    assert "กรุณาให้ผู้อื่นเปิดเรื่องนี้ได้ก่อน" in answer.text
    assert MALEE in Page(answer).html


def test_a_page_older_than_the_case_is_drawn_again_with_the_choice(intake, office, case_id):
    old = kept(Page(intake.get(address(case_id, "give"))))
    office.move("intake2", case_id, Move.NOTE, note="อีกคนบันทึก")
    officer = officer_id(office, "legal1")
    answer = intake.post(address(case_id, "give"), old | {"officer": officer})
    assert answer.status_code == 409
    assert "เปลี่ยนไปหลังจากท่านเปิดหน้านี้" in answer.text
    page = Page(answer)
    assert [one["value"] for one in page.all("input") if "checked" in one] == [officer]
    answer = intake.post(address(case_id, "give"), kept(page) | {"officer": officer})
    assert answer.status_code == 303


def test_a_case_that_has_ended_is_not_handed_over(intake, office, case_id):
    office.move("intake1", case_id, Move.FORWARD, forwarded_to="ป.ป.ช.", reason="x",
                notice_text="ส่งต่อแล้ว")  # fmt: skip
    assert "ส่งมอบเรื่อง" not in intake.get(address(case_id)).text
    page = Page(intake.get(address(case_id, "hand-over")))
    assert page.primary_buttons() == 0
    typed = {
        "form_token": intake.token(),
        "event_count": str(row_of(office, case_id).event_count),
        "officer": officer_id(office, "intake2"),
    }
    assert intake.post(address(case_id, "hand-over"), typed).status_code == 409


# Keeping out


def test_keeping_out_shows_first_what_it_comes_to(intake, office, case_id):
    page = Page(intake.get(address(case_id, "exclude")))
    assert "เปิดเรื่องนี้ได้อยู่" in page.html
    chosen = [value_of(page, WICHAI), value_of(page, "นางพิกุล เก็บรักษา")]
    before = row_of(office, case_id).event_count
    typed = kept(page) | {"persons": chosen, "names": "นางญาติ ของเขา\r\nนายอีก คนหนึ่ง"}
    answer = intake.post(address(case_id, "exclude"), typed)
    assert answer.status_code == 200
    plan = Page(answer)
    assert "ยังไม่ได้กันออก" in plan.html
    assert "เรียกคืนไม่ได้" in plan.html
    assert "ต้องใช้เอกสารกู้คืนของฝ่ายนั้น" in plan.html
    assert plan.primary_buttons() == 1
    assert row_of(office, case_id).event_count == before
    answer = intake.post(address(case_id, "exclude"), kept(plan))
    assert answer.location == f"{address(case_id)}?done=exclude"
    text = intake.get(answer.location).text
    for name in (WICHAI, "นางพิกุล เก็บรักษา", "นางญาติ ของเขา", "นายอีก คนหนึ่ง"):
        assert name in text
    assert names(office, "intake1", case_id) == [MALEE]


def test_who_keeps_oneself_out_is_told_so(intake, office, case_id):
    page = Page(intake.get(address(case_id, "exclude")))
    plan = Page(
        intake.post(address(case_id, "exclude"), kept(page) | {"persons": value_of(page, MALEE)})
    )
    assert "ท่านอยู่ในรายชื่อนี้" in plan.html
    answer = intake.post(address(case_id, "exclude"), kept(plan))
    assert answer.location == "/desk/cases/without-me"
    left = names(office, "intake2", case_id)
    assert WICHAI in left and MALEE not in left


def test_names_typed_before_the_session_ended_come_back(intake, office, case_id):
    path = address(case_id, "exclude")
    typed = kept(Page(intake.get(path))) | {"names": "นางญาติ ของเขา"}
    office.clock.now += timedelta(minutes=16)
    assert intake.post(path, typed).status_code == 401
    back = {"next": path, "kept:names": "นางญาติ ของเขา", "kept:event_count": "2"}
    answer = intake.sign_in("intake1", **back)
    assert answer.status_code == 200
    assert "นางญาติ ของเขา</textarea>" in answer.text
    assert "ยังอยู่ครบ" in answer.text


def test_a_confirmation_that_came_too_late_is_shown_anew(intake, office, case_id):
    page = Page(intake.get(address(case_id, "exclude")))
    plan = Page(intake.post(address(case_id, "exclude"), kept(page) | {"names": "นางญาติ ของเขา"}))
    keep_out(office, "intake2", case_id, WORKS)
    answer = intake.post(address(case_id, "exclude"), kept(plan))
    assert answer.status_code == 409
    assert "นางญาติ ของเขา</textarea>" in answer.text
    assert "นางญาติ ของเขา" not in intake.get(address(case_id)).text


def test_what_was_typed_is_never_markup(intake, case_id):
    page = Page(intake.get(address(case_id, "exclude")))
    typed = kept(page) | {"names": "<b>\"นางญาติ' ของเขา</b>"}
    answer = intake.post(address(case_id, "exclude"), typed)
    assert '<b>"นางญาติ' not in answer.text
    assert "&lt;b&gt;" in answer.text


# Many at once


def test_a_newcomer_is_given_everything_from_one_page(service, office, intake):
    before = len(office.open("intake1", office.case_id(office.file())).history)
    assert before
    office.hire("intake3", "นายสาม รับเรื่อง", Role.INTAKE)
    page = Page(intake.get("/desk/regrant"))
    assert page.primary_buttons() == 1
    newcomer = officer_id(office, "intake3")
    assert value_of(page, "นายสาม รับเรื่อง") == newcomer
    shown = Page(intake.get(f"/desk/regrant?officer={newcomer}"))
    assert "นายสาม รับเรื่อง จะอ่านเรื่องเหล่านี้ได้ทั้งหมด" in shown.html
    answer = intake.post("/desk/regrant", kept(shown))
    assert answer.status_code == 303
    assert "ครบแล้ว" in intake.get(answer.location).text
    assert "มีกุญแจของทุกเรื่อง" in intake.get(f"/desk/regrant?officer={newcomer}").text
    third = Desk(*service)
    third.sign_in("intake3")
    assert third.get("/desk/cases?show=all").text.count("/desk/cases/") > 0


def test_an_unknown_colleague_is_refused(intake, office):
    for officer in ("", "x", "0" * 32, officer_id(office, "admin1"), officer_id(office, "intake1")):
        typed = {"form_token": intake.token(), "officer": officer}
        assert intake.post("/desk/regrant", typed).status_code == 422
        assert intake.get(f"/desk/regrant?officer={officer}").status_code == 200


def test_a_place_to_go_on_that_is_none_is_not_found(intake):
    for path in ("/desk/regrant", "/desk/rekey"):
        typed = {"form_token": intake.token(), "after": "nowhere"}
        assert intake.post(path, typed).status_code == 404


def test_the_keys_of_those_who_left_are_renewed_slice_by_slice(intake, office, monkeypatch):
    # So short a time that each press does one slice, as with thousands of cases.
    monkeypatch.setattr("web.slices.SECONDS", 0.0)
    monkeypatch.setattr("service.rekey.rekey_slice.__defaults__", (b"", 2))
    ids = [office.case_id(office.file()) for _ in range(5)]
    office.hire("leaver", "นางลา ออกแล้ว", Role.INTAKE)
    more = [office.case_id(office.file()) for _ in range(5)]
    assert "ไม่มีเรื่องที่ต้องเปลี่ยนกุญแจ" in intake.get("/desk/rekey").text
    change(office, update(Officer).where(Officer.login == "leaver").values(standing="left"))
    page, presses = Page(intake.get("/desk/rekey")), 0
    assert "เปลี่ยนกุญแจ 5 เรื่อง" in page.html
    while page.primary_buttons():
        answer = intake.post("/desk/rekey", kept(page))
        assert answer.status_code == 303
        page, presses = Page(intake.get(answer.location)), presses + 1
    assert presses == 3
    assert "เปลี่ยนกุญแจแล้ว 5 เรื่อง" in page.html and "ครบแล้ว" in page.html
    assert [row_of(office, case_id).epoch for case_id in more] == [1] * 5
    assert [row_of(office, case_id).epoch for case_id in ids] == [0] * 5
