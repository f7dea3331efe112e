"""The pages of the investigation over the whole service: order, papers, follow-ups, closing."""

from datetime import timedelta

import pytest

from rules.follow_ups import FollowUpKind
from rules.permissions import Role
from rules.states import Move
from service.follow_ups import start_follow_up
from tests.readers import officer_id, row_of
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page

MEMBER = "นายกรรมการ ตรวจสอบ"
DAY = {"day": "23", "month": "พ.ย.", "year": "๒๕๖๙"}
WHO = {"respondent": "นายช่างยนต์ โยธา", "post": "ผู้อำนวยการกองช่าง"}
FINDING = {"examined": "แบบแปลน <b>ฉบับจริง</b>", "found": "หนา ๑๐", "reasons": "วัดสามจุด"}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    made = make_service(tmp_path_factory.mktemp("inquiry"))
    made[1].hire("member", MEMBER, Role.COMMITTEE)
    return made


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
    case_id = office.case_id(office.file(subject="ถนนหมู่ ๔"))
    office.move("intake1", case_id, Move.ACCEPT)
    return case_id


@pytest.fixture
def found(office, case_id):
    office.move("intake1", case_id, Move.START_FACT_FINDING)
    office.move("intake1", case_id, Move.FIND_GROUNDS, note="หนาไม่ถึงตามแบบ")
    return case_id


def boxes(name: str) -> dict[str, str]:
    return {f"{name}_{box}": text for box, text in DAY.items()}


def order(office, **parts: str) -> dict[str, str]:
    typed = {"number": "๑๒๓/๒๕๖๙", "find_out": "ถนนหนาตามแบบหรือไม่"} | boxes("dated_on")
    return typed | {f"part_{officer_id(office, one)}": said for one, said in parts.items()}


def address(case_id: str, *more: str) -> str:
    return "/".join(("/desk/cases", case_id, *more))


def opened(office, case_id: str, kind: str = "discipline") -> str:
    with office.desk("intake1") as work:
        count = row_of(office, case_id).event_count
        return start_follow_up(work, case_id, {"kind": kind} | WHO, count)


def hidden(page: Page) -> dict[str, str]:
    return {name: page.hidden(name) for name in ("form_token", "event_count")}


# Every page


def test_each_page_is_sound_says_what_will_happen_and_has_one_primary_act(intake, office, found):
    follow_up = opened(office, found)
    fresh = office.case_id(office.file())
    ready = office.case_id(office.file())
    office.move("intake1", ready, Move.ACCEPT)
    finding = office.case_id(office.file())
    office.move("intake1", finding, Move.ACCEPT)
    office.move("intake1", finding, Move.START_FACT_FINDING)
    forms = [
        address(fresh, "screening_memo"),
        address(ready, "start_fact_finding"),
        address(finding, "appoint_committee"),
        address(finding, "find_grounds"),
        address(finding, "find_no_grounds"),
        *(address(found, "start_follow_up", kind) for kind in FollowUpKind),
        address(found, "follow-ups", follow_up, "appoint_inquiry"),
        address(found, "follow-ups", follow_up, "drop"),
    ]
    for path in (*forms, address(found, "follow-ups", follow_up), address(found, "close")):
        answer = intake.get(path)
        assert answer.status_code == 200, path
        page = Page(answer)
        assert StrictPage(answer.text).problems == [], path
        assert (page.primary_buttons(), len(page.all("h1"))) == (1, 1), path
        ids = [one["id"] for _, one in page.tags if "id" in one]
        assert len(ids) == len(set(ids)), path
        assert ("เมื่อกดปุ่มแล้ว" in answer.text) == (path in forms), path
    choosing = intake.get(address(found, "start_follow_up"))
    assert Page(choosing).primary_buttons() == 0
    assert choosing.text.count('class="door"') == len(FollowUpKind)


def test_the_case_leads_to_each_page_that_its_state_allows(intake, office, case_id):
    assert address(case_id, "start_fact_finding") in intake.get(address(case_id)).text
    office.move("intake1", case_id, Move.START_FACT_FINDING)
    text = intake.get(address(case_id)).text
    for way in ("appoint_committee", "find_grounds", "find_no_grounds", "start_follow_up"):
        assert address(case_id, way) in text, way


# The order


def test_an_order_is_recorded_and_the_case_names_its_committee(service, intake, office, case_id):
    path = address(case_id, "start_fact_finding")
    answer = intake.send(path, order(office, member="chair"))
    assert answer.location == f"{address(case_id)}?done=start_fact_finding"
    text = intake.get(answer.location).text
    assert "คำสั่งที่ ๑๒๓/๒๕๖๙" in text and MEMBER in text and "ประธานกรรมการ" in text
    member = Desk(*service)
    member.sign_in("member")
    assert "ถนนหมู่ ๔" in member.get("/desk/cases").text
    assert member.get(address(case_id, "find_grounds")).status_code == 200
    for way in ("appoint_committee", "start_follow_up", "screening_memo", "close"):
        assert member.get(address(case_id, way)).status_code in (403, 409), way


def test_what_an_order_lacks_is_named_and_everything_typed_is_kept(intake, office, case_id):
    path = address(case_id, "start_fact_finding")
    typed = order(office, member="member") | {"number": "", "name_outsider_1": "นายอำเภอใจ ดีงาม"}
    answer = intake.send(path, typed)
    assert answer.status_code == 422
    page = Page(answer)
    links = {one["href"][1:] for one in page.all("a") if one.get("href", "").startswith("#")}
    ids = {one["id"] for _, one in page.tags if "id" in one}
    assert links - {"main"} <= ids
    assert {"number", "members", "post_outsider_1", "part_outsider_1"} <= links
    chosen = [one["value"] for one in page.all("option") if "selected" in one]
    assert chosen == ["member"]
    assert 'value="๒๕๖๙"' in answer.text and 'value="นายอำเภอใจ ดีงาม"' in answer.text
    assert row_of(office, case_id).state == "accepted"


def test_who_cannot_be_named_is_told_without_the_reason_of_the_reporter(intake, office):
    named = office.case_id(office.file(accused="นายกรรมการ ตรวจสอบ"))
    office.move("intake1", named, Move.ACCEPT)
    text = intake.get(address(named, "start_fact_finding")).text
    said = text[text.index("ตั้งเป็นกรรมการในเรื่องนี้ไม่ได้") :]
    assert MEMBER in said[:300]
    assert "ผู้แจ้ง" not in said[: said.index("</div>")]
    assert f"part_{officer_id(office, 'member')}" not in text


def test_a_later_order_starts_from_the_committee_as_it_is(intake, office, case_id):
    outside = {
        "name_outsider_1": "นายอำเภอใจ ดีงาม", "post_outsider_1": "ปลัดอำเภอ",
        "part_outsider_1": "secretary",
    }  # fmt: skip
    intake.send(address(case_id, "start_fact_finding"), order(office, member="chair") | outside)
    path = address(case_id, "appoint_committee")
    page = Page(intake.get(path))
    chosen = [one["value"] for one in page.all("option") if "selected" in one]
    assert chosen == ["chair", "secretary"]
    assert "นายอำเภอใจ ดีงาม" in page.html
    assert intake.send(path, order(office, intake2="chair")).status_code == 303
    text = intake.get(address(case_id)).text
    assert MEMBER not in text[: text.index("ผู้แจ้งเล่าว่า")]


# Papers


def test_a_finding_missing_a_part_keeps_the_others(intake, office, case_id):
    office.move("intake1", case_id, Move.START_FACT_FINDING)
    path = address(case_id, "find_grounds")
    answer = intake.send(path, FINDING)
    assert answer.status_code == 422
    assert "ความผิดหรือข้อที่ไม่ได้ปฏิบัติตาม: กรุณากรอกข้อนี้" in answer.text
    assert "&lt;b&gt;ฉบับจริง&lt;/b&gt;" in answer.text
    typed = hidden(Page(answer)) | FINDING | {"offence": "ตรวจรับเท็จ"}
    assert intake.post(path, typed).status_code == 303
    text = intake.get(address(case_id)).text
    assert "ตรวจรับเท็จ" in text
    assert "มีมูลแล้ว ยังไม่ได้เปิดการดำเนินการใด" in text


def test_a_memo_is_written_on_a_page_with_the_three_points(intake, office):
    fresh = office.case_id(office.file())
    typed = {"facts": "ถนนบาง", "opinion": "อยู่ในอำนาจ", "proposal": "ask"}
    points = ("screening_evidence", "screening_circumstances", "screening_witness")
    path = address(fresh, "screening_memo")
    assert intake.send(path, typed).status_code == 422
    assert intake.send(path, typed | dict.fromkeys(points, "no")).status_code == 303
    assert "เห็นควรถามผู้แจ้งก่อน" in intake.get(address(fresh)).text


# Follow-ups, and what they hold back


def test_a_follow_up_is_opened_and_walked_on_pages_to_its_end(intake, office, found):
    answer = intake.send(address(found, "start_follow_up", "discipline"), WHO)
    way = answer.location.partition("?")[0]
    assert "บันทึกแล้ว" in intake.get(answer.location).text
    letter = {"document_no": "๑/๒๕๖๙"} | boxes("document_date")
    for step, typed in (
        ("appoint_inquiry", {"gravity": "minor"} | letter),
        ("report_inquiry", {"note": "ผิดจริง"} | letter),
        ("order_penalty", {"gravity": "minor", "penalty": "pay_cut"} | letter),
        ("carry_out", letter),
    ):
        page = intake.get(way)
        assert f"{way}/{step}" in page.text
        assert intake.send(f"{way}/{step}", typed).status_code == 303, step
    ended = intake.get(way)
    assert "จบแล้ว ลงโทษตามคำสั่งแล้ว" in ended.text and "ตัดเงินเดือน" in ended.text
    assert Page(ended).primary_buttons() == 0
    assert intake.get(f"{way}/carry_out").status_code == 409


def test_a_penalty_that_does_not_fit_is_said_so_beside_it(intake, office, found):
    way = address(found, "follow-ups", opened(office, found))
    letter = {"document_no": "๑/๒๕๖๙"} | boxes("document_date")
    intake.send(f"{way}/appoint_inquiry", {"gravity": "gross"} | letter)
    intake.send(f"{way}/report_inquiry", {"note": "ผิดจริง"} | letter)
    answer = intake.send(
        f"{way}/order_penalty", {"gravity": "minor", "penalty": "removal"} | letter
    )
    assert answer.status_code == 422
    assert "ไม่ตรงกับความร้ายแรง" in answer.text
    checked = {one["value"] for one in Page(answer).all("input") if "checked" in one}
    assert checked == {"minor", "removal"}


def test_a_case_with_something_open_leads_to_it_in_the_place_of_closing(intake, office, found):
    follow_up = opened(office, found)
    path, way = address(found, "close"), address(found, "follow-ups", follow_up)
    office.move("intake1", found, Move.RESULT_NOTICE, notice_text="พบว่ามีมูล")
    page = Page(intake.get(address(found)))
    assert page.primary_buttons() == 1
    assert "ยังยุติเรื่องไม่ได้" in page.html and way in page.html
    closing = intake.get(path)
    assert WHO["respondent"] in closing.text and way in closing.text
    assert "notice_text" not in closing.text
    # A page that was drawn before the follow-up was opened loses no word either.
    count = str(row_of(office, found).event_count)
    typed = {"form_token": intake.token(), "event_count": count, "notice_text": "ขอบคุณท่านมาก"}
    answer = intake.post(path, typed)
    assert answer.status_code == 409
    assert "ขอบคุณท่านมาก" in answer.text and way in answer.text
    assert row_of(office, found).state == "result_notified"
    intake.send(f"{way}/drop", {"note": "ลาออกก่อน"})
    assert intake.send(path, {"notice_text": "ขอบคุณท่านมาก"}).status_code == 303
    assert row_of(office, found).state == "closed"


# Nothing typed is lost


def test_an_older_page_is_drawn_again_with_what_was_typed(intake, office, found):
    path = address(found, "start_follow_up", "crime")
    old = hidden(Page(intake.get(path)))
    office.move("intake2", found, Move.NOTE, note="อีกคนบันทึก")
    answer = intake.post(path, old | WHO)
    assert answer.status_code == 409
    assert "ไปก่อนท่าน" in answer.text and WHO["post"] in answer.text
    assert intake.post(path, hidden(Page(answer)) | WHO).status_code == 303


def test_a_step_that_was_taken_meanwhile_gives_the_words_back(intake, office, found):
    way = address(found, "follow-ups", opened(office, found))
    old = hidden(Page(intake.get(f"{way}/drop")))
    intake.send(f"{way}/drop", {"note": "ยุติไปแล้ว"})
    answer = intake.post(f"{way}/drop", old | {"note": "เหตุผลที่พิมพ์ยาวมาก"})
    assert answer.status_code == 409
    assert "เหตุผลที่พิมพ์ยาวมาก" in answer.text


@pytest.mark.parametrize("way", ["start_fact_finding", "screening_memo"])
def test_what_was_typed_survives_an_ended_session(intake, office, way):
    case_id = office.case_id(office.file())
    if way == "start_fact_finding":
        office.move("intake1", case_id, Move.ACCEPT)
    path = address(case_id, way)
    typed = hidden(Page(intake.get(path))) | order(office, member="chair")
    typed["facts"] = "พิมพ์ไว้แล้ว"
    office.clock.now += timedelta(minutes=16)
    assert intake.post(path, typed).status_code == 401
    kept = {f"kept:{name}": text for name, text in typed.items() if name != "form_token"}
    back = intake.sign_in("intake1", **kept, next=path)
    assert "ยังอยู่ครบ" in back.text
    wanted = "ถนนหนาตามแบบหรือไม่" if way == "start_fact_finding" else "พิมพ์ไว้แล้ว"
    assert wanted in back.text
    again = hidden(Page(back))
    assert again["event_count"] == typed["event_count"]


def test_a_hidden_case_and_an_unknown_one_look_the_same_on_every_page(service, intake, office):
    member = Desk(*service)
    member.sign_in("member")
    there = office.case_id(office.file())
    office.move("intake1", there, Move.ACCEPT)
    for way in (
        "start_fact_finding", "appoint_committee", "find_grounds", "screening_memo", "close",
        "start_follow_up", "start_follow_up/crime", "follow-ups/" + "0" * 32,
        "follow-ups/" + "0" * 32 + "/drop",
    ):  # fmt: skip
        answers = [member.get(address(one, way)) for one in (there, "0" * 32)]
        assert [one.status_code for one in answers] == [404, 404], way
        assert answers[0].text == answers[1].text, way
