"""Cases are ticked in a list, a plan says what will come of it, and a page names what was done."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from rules.limits import SESSION_IDLE_MINUTES
from rules.states import Channel, Move
from service.assign_many import WHYS
from tests.serving import make_service
from tests.web.desk_client import Desk, Page

BACK = "show=all&year=2570"
PLACE = "/desk/assign"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("assign"))


@pytest.fixture
def office(service):
    return service[1]


@pytest.fixture
def intake(service):
    desk = Desk(*service)
    desk.sign_in("intake1")
    return desk


@pytest.fixture
def ids(office):
    words = ("ถนนหมู่ ๔", "ตลาดสด", "ประปาหมู่บ้าน")
    return [office.case_id(office.file(subject=one)) for one in words]


@pytest.fixture
def legal(office):
    return office.officers["legal1"].officer_id.hex()


def address(ids, to="", back=BACK):
    chosen = [("cases", one) for one in ids] + ([("to", to)] if to else [])
    return f"{PLACE}?{back}&{urlencode(chosen)}"


def sent(page: Page) -> dict[str, object]:
    """What the plan's button sends: the case fields together, and all else that is hidden."""
    fields = [one for one in page.all("input") if one.get("type") == "hidden"]
    alone = {one["name"]: one["value"] for one in fields if one["name"] != "cases"}
    return alone | {"cases": [one["value"] for one in fields if one["name"] == "cases"]}


def boxes(page: Page) -> list[dict[str, str]]:
    return [one for one in page.all("input") if one.get("type") == "checkbox"]


def test_lines_have_boxes_only_for_those_who_may_assign(service, office, intake, ids, legal):
    assert {one["value"] for one in boxes(Page(intake.get("/desk/cases?page=1")))} >= set(ids)
    office.move("intake1", ids[0], Move.ASSIGN, officer=legal)
    desk = Desk(*service)
    desk.sign_in("legal1")
    listed = desk.get("/desk/cases")
    assert "ถนนหมู่ ๔" in listed.text
    assert not boxes(Page(listed))
    assert "มอบหมายเรื่องที่เลือก" not in listed.text
    assert desk.get(address(ids, legal)).status_code == 403
    token = desk.token()
    typed = {"form_token": token, "to": legal, "cases": [f"{ids[1]}:2"]}
    assert desk.post(PLACE, typed).status_code == 403
    assert desk.get("/desk/assign/done").status_code == 403


def test_a_button_draws_the_page_again_with_every_line_ticked(intake, ids):
    page = Page(intake.get("/desk/cases?officer=nobody"))
    (button,) = [one for one in page.all("button") if one.get("name") == "ticked"]
    assert (button["value"], button["formaction"]) == ("all", "/desk/cases")
    assert page.hidden("officer") == "nobody"
    again = Page(intake.get(f"/desk/cases?officer=nobody&cases={ids[0]}&ticked=all"))
    assert len(boxes(again)) >= len(ids)
    assert all("checked" in one for one in boxes(again))
    (button,) = [one for one in again.all("button") if one.get("name") == "ticked"]
    assert button["value"] == ""
    none = Page(intake.get(f"/desk/cases?officer=nobody&cases={ids[0]}&ticked="))
    assert not any("checked" in one for one in boxes(none))


def test_without_a_tick_the_list_says_so_and_keeps_its_filters(intake):
    answer = intake.get(f"/desk/assign?{BACK}")
    assert answer.status_code == 303
    asked = parse_qs(urlsplit(answer.location).query)
    assert asked == {"show": ["all"], "year": ["2570"], "ticked": ["none"]}
    assert "ยังไม่ได้เลือกเรื่อง" in intake.get(answer.location).text
    typed = {"form_token": intake.token(), "show": "all", "year": "2570"}
    empty = intake.post(PLACE, typed)
    assert empty.location == answer.location


def test_from_ticks_to_the_page_that_names_what_was_done(intake, office, ids, legal):
    choosing = intake.get(address(ids))
    assert "มอบหมาย 3 เรื่อง" in choosing.text
    assert legal in {one.get("value") for one in Page(choosing).all("input")}
    assert office.officers["admin1"].officer_id.hex() not in choosing.text
    unchosen = intake.get(address(ids) + "&ask=1")
    assert unchosen.status_code == 422
    assert "ให้ใครรับผิดชอบ" in unchosen.text
    assert "กรุณาเลือกหนึ่งข้อ" in unchosen.text
    plan = intake.get(address(ids, legal))
    assert "มอบหมายได้ 3 เรื่อง" in plan.text
    assert plan.text.count("ให้เปิดอ่านได้ด้วย") == 3
    page = Page(plan)
    assert page.primary_buttons() == 1
    assert {name: sent(page)[name] for name in ("show", "year")} == {"show": "all", "year": "2570"}
    answer = intake.post(PLACE, sent(page))
    assert answer.status_code == 303
    done = intake.get(answer.location)
    assert "มอบหมายให้ นายธรรมรงค์ กฎหมาย แล้ว 3 เรื่อง" in done.text
    for words in ("ถนนหมู่ ๔", "ตลาดสด", "ประปาหมู่บ้าน"):
        assert words in done.text
    assert "ยังไม่ได้มอบหมาย" not in done.text
    back = [one.get("href", "") for one in Page(done).all("a") if "primary" in one.get("class", "")]
    assert [dict(parse_qsl(urlsplit(one).query)) for one in back] == [
        {"show": "all", "year": "2570"}
    ]
    assert office.open("legal1", ids[0]).case_officer == "นายธรรมรงค์ กฎหมาย"


def test_what_cannot_be_assigned_is_named_with_its_reason(intake, office, ids, legal):
    office.move(
        "intake1", ids[0], Move.FORWARD, forwarded_to="ป.ป.ช.", reason="นอกอำนาจ",
        notice_text="ส่งต่อแล้ว",
    )  # fmt: skip
    office.move("intake1", ids[1], Move.ASSIGN, officer=legal)
    plan = intake.get(address(ids, legal))
    assert "มอบหมายได้ 1 เรื่อง" in plan.text
    assert "มอบหมายไม่ได้ 2 เรื่อง" in plan.text
    assert "เรื่องจบแล้ว มอบหมายไม่ได้" in plan.text
    assert "เป็นผู้รับผิดชอบอยู่แล้ว" in plan.text
    assert [one.partition(":")[0] for one in sent(Page(plan))["cases"]] == [ids[2]]
    nothing = intake.get(address(ids[:2], legal))
    assert nothing.status_code == 200
    assert Page(nothing).primary_buttons() == 0


def test_a_case_changed_meanwhile_is_told_and_can_be_given_after(intake, office, ids, legal):
    page = Page(intake.get(address(ids, legal)))
    office.move("intake2", ids[1], Move.NOTE, note="ขอเวลาดูก่อน")
    answer = intake.post(PLACE, sent(page))
    done = intake.get(answer.location)
    assert "แล้ว 2 เรื่อง" in done.text
    assert "ยังไม่ได้มอบหมาย 1 เรื่อง" in done.text
    assert "มีผู้บันทึกเรื่องนี้ไปก่อนท่าน" in done.text
    again = [one["href"] for one in Page(done).all("a") if "to=" in one.get("href", "")]
    assert [parse_qs(urlsplit(one).query)["cases"] for one in again] == [[ids[1]]]
    retry = intake.post(PLACE, sent(Page(intake.get(again[0]))))
    assert "แล้ว 1 เรื่อง" in intake.get(retry.location).text
    assert office.open("legal1", ids[1]).case_officer == "นายธรรมรงค์ กฎหมาย"


def test_a_form_that_nobody_could_have_been_shown_does_nothing(intake, office, ids, legal):
    typed = {"form_token": intake.token(), "to": legal, "cases": [ids[0], f"{ids[1]}:x"]}
    done = intake.get(intake.post(PLACE, typed).location)
    assert "ยังไม่ได้มอบหมาย 2 เรื่อง" in done.text
    admin = office.officers["admin1"].officer_id.hex()
    refused = intake.post(PLACE, typed | {"to": admin, "cases": [f"{ids[0]}:2"]})
    assert refused.status_code == 422
    assert "ให้ใครรับผิดชอบ" in refused.text
    assert intake.get(address(ids, admin)).status_code == 422
    assert intake.get(address(["x" * 32], legal)).status_code == 404
    assert intake.get(f"/desk/assign/done?cases={ids[0]}").status_code == 404
    assert office.open("intake1", ids[0]).case_officer == ""


def test_after_a_session_has_ended_the_ticked_cases_are_still_there(intake, office, ids, legal):
    typed = sent(Page(intake.get(address(ids, legal))))
    office.clock.now += timedelta(minutes=SESSION_IDLE_MINUTES + 1)
    asked = intake.post(PLACE, typed)
    assert asked.status_code == 401
    assert all(one in asked.text for one in typed["cases"])
    kept = {f"kept:{name}": value for name, value in typed.items() if name != "form_token"}
    back = intake.post("/desk/sign-in", intake.credentials("intake1") | kept | {"next": PLACE})
    assert "เรื่องที่ท่านเลือกไว้ยังอยู่ครบ" in back.text
    assert office.open("intake1", ids[0]).case_officer == ""
    again = sent(Page(back))
    assert again | {"form_token": ""} == typed | {"form_token": ""}
    answer = intake.post(PLACE, again)
    assert "แล้ว 3 เรื่อง" in intake.get(answer.location).text


def test_a_hidden_case_is_told_by_nothing_on_the_way(service, office, legal):
    own = office.officers["grievance1"].officer_id.hex()
    hidden = office.case_id(office.file(Channel.CORRUPTION, subject="ลับจากร้องทุกข์"))
    desk = Desk(*service)
    desk.sign_in("grievance1")
    unknown = desk.get(address(["0" * 32], own))
    there = desk.get(address([hidden], own))
    assert there.status_code == unknown.status_code == 200
    plain = [one.text.replace(hidden, "X").replace("0" * 32, "X") for one in (there, unknown)]
    assert plain[0] == plain[1]
    assert "ลับจากร้องทุกข์" not in there.text


def test_every_reason_has_its_words():
    told = Path("web/templates/assign/_parts.html").read_text("utf-8")
    assert re.findall(r'^  "([a-z_]+)":', told, re.MULTILINE) == list(WHYS)
