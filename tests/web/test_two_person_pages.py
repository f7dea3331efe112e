"""Pages of what needs two persons, and of the copy for the accused, in two real browsers' hands."""

import io
import zipfile
from datetime import timedelta

import pytest

from crypto.file_stream import SealedSpool
from rules.thai_time import today_in_bangkok, weekday_date
from rules.words import ERRORS
from service.attach_evidence import add_evidence
from tests.serving import make_service
from tests.small_files import plain_text
from tests.two_persons import close, closed_case, filed_case, holder_of
from tests.web.desk_client import Desk, Page
from tests.web.reporter_client import Reporter

REASON = "ส่งสำนักงาน ป.ป.ช. <b>ตามหนังสือ</b>"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("two"))


@pytest.fixture
def office(service):
    return service[1]


@pytest.fixture
def desks(service):
    """The browsers of two intake officers."""
    one, two = Desk(*service), Desk(*service)
    one.sign_in("intake1")
    two.sign_in("intake2")
    return one, two


def _sent(desk, path, typed, at):
    """The answer to a form of the page at that address."""
    return desk.post(path, {"form_token": desk.token(at)} | typed)


def _request(desk) -> str:
    """The address of the newest of the officer's own requests."""
    links = [one.get("href", "") for one in Page(desk.get("/desk/two-persons")).all("a")]
    return next(link for link in links if len(link) == len("/desk/two-persons/") + 32)


def _agreed(one, two, path, typed) -> str:
    """The address of a request that both have signed."""
    answer = _sent(one, path, typed, path)
    assert answer.status_code == 303
    address = _request(one)
    answer = _sent(two, f"{address}/approve", {}, address)
    assert (answer.status_code, answer.location) == (303, "/desk/two-persons?done=approved")
    return address


def test_an_export_goes_its_whole_way(office, desks, tmp_path):
    one, two = desks
    receipt = office.file(subject="ถนนหมู่ ๔")
    token = office.confirm(receipt)
    body = plain_text(2_300_000)
    spool = SealedSpool(tmp_path)
    spool.write(body)
    with office.reporter() as work:
        add_evidence(work, token, spool, "a.txt")
    case_id = office.case_id(receipt)
    page = one.get("/desk/two-persons/export")
    assert "ถนนหมู่ ๔" in page.text
    typed = {"cases": [case_id], "reason": REASON}
    address = _agreed(one, two, "/desk/two-persons/export", typed)
    shown = one.get(address)
    assert "&lt;b&gt;ตามหนังสือ" in shown.text
    assert Page(shown).primary_buttons() == 1
    answer = _sent(one, f"{address}/export", {}, address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    name = f"export-{today_in_bangkok(office.clock.now):%Y%m%d}.zip"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Length" not in answer.headers
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        assert archive.read(archive.namelist()[-1]) == body
    again = _sent(one, f"{address}/export", {}, address)
    assert again.status_code == 409
    assert ERRORS["request_over"].th in again.text
    assert "ส่งออกสำนวนเรื่อง" in two.get(f"/desk/cases/{case_id}").text


def test_all_that_is_shown_can_be_ticked_at_once(office, desks):
    one, two = desks
    filed_case(office)
    path = "/desk/two-persons/export?show=open"
    page = Page(one.get(path))
    shown = page.hidden("shown")
    typed = {"all": "yes", "shown": shown, "reason": REASON, "show": "open"}
    address = _agreed(one, two, "/desk/two-persons/export", typed)
    assert f"{len(shown.split())} เรื่อง" in one.get(address).text


def test_what_was_ticked_and_typed_is_kept_when_something_is_wanting(office, desks):
    one, _two = desks
    case_id = filed_case(office)
    path = "/desk/two-persons/export"
    wanting = _sent(one, path, {"cases": [case_id], "reason": "", "show": "open"}, path)
    assert wanting.status_code == 422
    ticked = [box["value"] for box in Page(wanting).all("input") if "checked" in box]
    assert ticked == [case_id]
    wanting = _sent(one, path, {"reason": REASON}, path)
    assert wanting.status_code == 422
    assert "&lt;b&gt;ตามหนังสือ" in wanting.text
    assert "กรุณาเลือกอย่างน้อยหนึ่งเรื่อง" in wanting.text


def test_without_a_second_person_the_page_says_what_to_do(tmp_path):
    service = make_service(tmp_path)
    office, one = service[1], Desk(*service)
    one.sign_in("intake1")
    hidden = filed_case(office, exclude=[holder_of(office, "นายวิชัย ตั้งตรง")])
    path = "/desk/two-persons/export"
    answer = _sent(one, path, {"cases": [hidden], "reason": REASON}, path)
    assert answer.status_code == 422
    assert "กรุณาให้สิทธิเปิดเรื่องแก่ผู้ที่จะอนุมัติก่อน" in answer.text


def test_words_typed_before_the_session_ended_come_back(service, office):
    case_id = closed_case(office)
    for path, typed, kept in (
        ("/desk/two-persons/export", {"cases": case_id, "reason": "เหตุผลที่พิมพ์ไว้"}, "เหตุผลที่พิมพ์ไว้"),
        (f"/desk/cases/{case_id}/delete", {"reason": "เหตุผลที่พิมพ์ไว้"}, "เหตุผลที่พิมพ์ไว้"),
        (f"/desk/cases/{case_id}/redacted", {"note": "ข้อความที่พิมพ์ไว้"}, "ข้อความที่พิมพ์ไว้"),
    ):
        desk = Desk(*service)
        asked = Page(desk.post(path, typed))
        fields = {
            one["name"]: asked.html.split(f'name="{one["name"]}">\n', 1)[1].split("<", 1)[0]
            for one in asked.all("textarea")
        }
        back = desk.sign_in("intake1", next=asked.hidden("next"), **fields)
        assert back.status_code == 200, path
        assert kept in back.text, path
        assert "ยังอยู่ครบ" in back.text, path


def test_who_does_not_agree_ends_the_request(office, desks):
    one, two = desks
    path = "/desk/two-persons/export"
    _sent(one, path, {"cases": [filed_case(office)], "reason": REASON}, path)
    address = _request(one)
    answer = _sent(two, f"{address}/refuse", {}, address)
    assert answer.location == "/desk/two-persons?done=refused"
    assert "ไม่อนุมัติ" in one.get(address).text
    assert two.get(address).status_code == 200
    assert _sent(one, f"{address}/export", {}, "/desk/help").status_code == 409


def test_who_is_kept_out_of_a_case_hears_nothing_of_the_request(service, office, desks):
    one, two = desks
    clerk = Desk(*service)
    clerk.sign_in("clerk")
    path = "/desk/two-persons/export"
    _sent(one, path, {"cases": [filed_case(office)], "reason": REASON}, path)
    address = _request(one)
    assert address not in clerk.get("/desk/two-persons").text
    for answer in (
        clerk.get(address),
        _sent(clerk, f"{address}/approve", {}, "/desk/help"),
        _sent(clerk, f"{address}/refuse", {}, "/desk/help"),
        _sent(clerk, f"{address}/export", {}, "/desk/help"),
        _sent(clerk, f"{address}/delete", {}, "/desk/help"),
    ):
        assert answer.status_code == 404


def test_nobody_without_the_permission_finds_the_pages(service):
    for login in ("legal1", "inside1", "admin1", "grievance1"):
        desk = Desk(*service)
        desk.sign_in(login)
        for path in ("/desk/two-persons", "/desk/two-persons/export"):
            assert desk.get(path).status_code == 403, (login, path)
        assert "/desk/two-persons" not in desk.get("/desk/help").text


def test_a_deletion_goes_its_whole_way_and_the_reporter_is_told(service, office, desks):
    one, two = desks
    receipt = office.file(subject="เรื่องที่จะลบ")
    case_id = office.case_id(receipt)
    path = f"/desk/cases/{case_id}/delete"
    assert one.get(path).status_code == 409, "an open case"
    assert path not in one.get(f"/desk/cases/{case_id}").text
    close(office, "intake1", case_id)
    assert path in one.get(f"/desk/cases/{case_id}").text
    assert "กู้คืนไม่ได้" in one.get(path).text
    address = _agreed(one, two, path, {"reason": REASON})
    shown = one.get(address)
    assert "ลบแล้วกู้คืนไม่ได้" in shown.text
    assert Page(shown).primary_buttons() == 1
    answer = _sent(one, f"{address}/delete", {}, address)
    assert (answer.status_code, answer.location) == (303, "/desk/two-persons?done=deleted")
    assert "เลขรับ วันที่ และสถิติยังอยู่" in one.get(answer.location).text
    for desk in (one, two):
        assert desk.get(f"/desk/cases/{case_id}").status_code == 404
        for page in (
            "/desk/",
            "/desk/cases?show=all",
            "/desk/two-persons",
            "/desk/two-persons/export",
        ):
            shown = desk.get(page)
            assert shown.status_code == 200, page
            assert "เรื่องที่จะลบ" not in shown.text, page
    assert one.get(address).status_code == 200
    assert one.get(f"/desk/cases/{case_id}/log").status_code == 404

    reporter = Reporter(service[0])
    token = reporter.get("/f/").hidden("token")
    assert reporter.post("/f/enter", token=token, code=receipt.code).status == 303
    for page in (reporter.get("/f/"), reporter.post("/f/message", token=token, message="ยังอยู่")):
        assert page.status == 410
        assert ERRORS["case_deleted"].th in page.text


def test_after_a_day_the_button_is_gone(service, office, desks):
    one, two = desks
    path = "/desk/two-persons/export"
    address = _agreed(one, two, path, {"cases": [filed_case(office)], "reason": REASON})
    office.clock.now += timedelta(hours=24)
    one.sign_in("intake1")
    shown = one.get(address)
    assert "หมดเวลา" in shown.text
    assert f"{address}/export" not in shown.text
    assert _sent(one, f"{address}/export", {}, "/desk/help").status_code == 409


# The copy for the accused


def test_a_copy_is_edited_saved_and_printed(office, desks):
    one, two = desks
    case_id = filed_case(
        office,
        narrative="นายช่างเรียกเงิน โทร 081-234 5678 <b>",
        accused="นายช่างยนต์ โยธา",
        identity_mode="named",
        contact_name="นางผู้แจ้ง จริงใจ",
    )
    path = f"/desk/cases/{case_id}/redacted"
    assert path in one.get(f"/desk/cases/{case_id}").text
    page = one.get(path)
    assert "นายช่างยนต์ โยธา" in page.text and "&lt;b&gt;" in page.text
    assert "หมายเลขโทรศัพท์" in page.text
    assert "จริงใจ" not in page.text
    unread = _sent(one, path, {"note": "โทร 081-234 5678"}, path)
    assert unread.status_code == 422
    assert "ทำเครื่องหมายยืนยัน" in unread.text
    assert "โทร 081-234 5678" in unread.text
    saved = _sent(one, path, {"note": "มีผู้กล่าวหาว่าท่านเรียกเงิน"}, path)
    assert (saved.status_code, saved.location) == (303, f"{path}?saved=1")
    links = [link.get("href", "") for link in Page(one.get(saved.location)).all("a")]
    copy = next(link for link in links if link.startswith(f"{path}/"))
    printed, today = two.get(copy), today_in_bangkok(office.clock.now)
    for words in ("เทศบาลตำบลตัวอย่าง", "ฉบับปกปิดข้อมูล", weekday_date(today)):
        assert words in printed.text
    assert "มีผู้กล่าวหาว่าท่านเรียกเงิน" in printed.text
    for words in ("จริงใจ", "มาลี", "วิชัย", "081"):
        assert words not in printed.text
    assert _sent(one, path, {"note": "โทร 081-234 5678", "read_again": "yes"}, path).location
    assert two.get(f"{path}/{'0' * 32}").status_code == 404
