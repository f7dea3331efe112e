"""Papers of a case in pages: which there are, the form of one, its picture, the PDF, once more."""

from datetime import timedelta

import pytest

from rules.paper_kinds import PaperKind
from tests.pdf_reading import pages_read, squeezed
from tests.readers import row_of
from tests.service.paper_scenes import REPORTER, TYPED, examined, filed, forward, redact
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="module")
def intake(service):
    desk = Desk(*service)
    desk.sign_in("intake1")
    return desk


@pytest.fixture
def case_id(service):
    return filed(service[1])


def typed(service, **more: str) -> dict[str, str]:
    """A form filled in on the day on which the module's clock stands."""
    day = service[1].clock.now + timedelta(hours=7)
    boxes = {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year)}
    return TYPED | boxes | more


def made(intake, service, path: str, **more: str):
    """The page to which making the paper leads."""
    answer = intake.send(path, typed(service, **more))
    assert answer.status_code == 303, answer.text
    return intake.get(answer.location)


def test_every_paper_of_a_case_has_a_sound_form(intake, service, case_id) -> None:
    examined(service[1], case_id)
    redact(service[1], case_id)
    listed = intake.get(f"/desk/cases/{case_id}/papers")
    assert StrictPage(listed.text).problems == []
    kinds = set(PaperKind) - {PaperKind.REPLY_TO_SENDER}
    for kind in kinds:
        path = f"/desk/cases/{case_id}/papers/{kind.value}"
        assert f'href="{path}"' in listed.text
        answer = intake.get(path)
        assert StrictPage(answer.text).problems == []
        page = Page(answer)
        assert [name for name, _ in page.tags].count("h1") == 1
        assert page.primary_buttons() == 1
        assert answer.headers["Cache-Control"] == "no-store"
    missing = intake.get(f"/desk/cases/{case_id}/papers/reply_to_sender")
    assert missing.status_code == 409
    assert intake.get(f"/desk/cases/{case_id}/papers/anything").status_code == 404


def test_a_paper_is_made_then_downloaded_then_printed_again(intake, service, case_id) -> None:
    path = f"/desk/cases/{case_id}/papers/memo"
    page = made(intake, service, path, addressee="นายกเทศมนตรี", copies="2")
    assert StrictPage(page.text).problems == []
    assert Page(page).primary_buttons() == 1
    assert "จัดทำแล้ว" in page.text
    assert "พิมพ์อีกครั้ง" in page.text
    seq = row_of(service[1], case_id).event_count - 1
    address = f"/desk/cases/{case_id}/papers/{seq}.pdf"
    assert page.text.count(f'href="{address}"') == 2
    first = intake.get(address)
    assert first.content_type == "application/pdf"
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["Content-Disposition"].startswith("attachment; filename=")
    assert f"-paper-{seq}.pdf" in first.headers["Content-Disposition"]
    assert intake.get(address).data == first.data
    read = [squeezed(one) for one in pages_read(first.data)]
    assert len(read) == 2
    for number, words in zip("๑๒", read, strict=True):
        assert squeezed(f"ชุดที่ {number} ของ ๒") in words
        assert squeezed("นายกเทศมนตรี") in words
    case = intake.get(f"/desk/cases/{case_id}").text
    assert "พิมพ์หนังสือเดิมอีกครั้ง (1)" in case
    assert StrictPage(case).problems == []


def test_every_kind_can_be_drawn(intake, service, case_id) -> None:
    office = service[1]
    examined(office, case_id)
    redact(office, case_id)
    for kind in set(PaperKind) - {PaperKind.REPLY_TO_SENDER}:
        made(intake, service, f"/desk/cases/{case_id}/papers/{kind.value}")
        seq = row_of(office, case_id).event_count - 1
        answer = intake.get(f"/desk/cases/{case_id}/papers/{seq}.pdf")
        assert answer.data.startswith(b"%PDF-"), kind


def test_a_look_first_shows_a_picture_and_records_nothing(intake, service, case_id) -> None:
    path = f"/desk/cases/{case_id}/papers/letter_received"
    before = row_of(service[1], case_id).event_count
    page = Page(intake.get(path))
    hidden = {name: page.hidden(name) for name in ("form_token", "event_count")}
    answer = intake.post(f"{path}/look", hidden | typed(service))
    assert answer.status_code == 200
    assert 'src="data:image/png;base64,' in answer.text
    assert StrictPage(answer.text).problems == []
    assert 'value="ตย 71201/9"' in answer.text
    assert row_of(service[1], case_id).event_count == before


def test_what_was_typed_stays_when_something_must_be_mended(intake, service, case_id) -> None:
    path = f"/desk/cases/{case_id}/papers/memo"
    text = "เรื่อง: ขออนุมัติ\nเรียน: {ผู้บังคับบัญชา}\n---\nเห็นควร {เลขรัว} ดำเนินการ"
    for address in (path, f"{path}/look"):
        page = Page(intake.get(path))
        hidden = {name: page.hidden(name) for name in ("form_token", "event_count")}
        answer = intake.post(address, hidden | typed(service, text=text, signer="นายลงนาม จริง"))
        assert answer.status_code == 422
        assert "บรรทัดที่ 4 ตัวอักษรที่ 9" in answer.text
        assert "หมายถึง {เลขรับ} หรือไม่" in answer.text
        assert "เห็นควร {เลขรัว} ดำเนินการ" in answer.text
        assert 'value="นายลงนาม จริง"' in answer.text
        assert StrictPage(answer.text).problems == []
    answer = intake.send(path, typed(service, copies="100", day_day="41"))
    assert answer.status_code == 422
    assert "ไม่เกิน 20" in answer.text


def test_a_name_in_a_letter_to_the_reporter_is_pointed_out(intake, service, case_id) -> None:
    path = f"/desk/cases/{case_id}/papers/letter_progress"
    text = "เรื่อง: แจ้ง\nเรียน: {ผู้รับ}\nคำลงท้าย: ขอแสดงความนับถือ\n---\nสอบถามนายช่างยนต์แล้ว"
    answer = intake.send(path, typed(service, text=text))
    assert answer.status_code == 422
    assert "ชื่อหรือคำที่ผู้แจ้งใช้เรียกผู้ถูกร้อง" in answer.text
    assert StrictPage(answer.text).problems == []
    made(intake, service, path, text=text, read_again="yes")


def test_somebody_else_s_act_in_between_is_told_and_nothing_is_lost(
    intake, service, case_id
) -> None:
    path = f"/desk/cases/{case_id}/papers/memo"
    page = Page(intake.get(path))
    hidden = {name: page.hidden(name) for name in ("form_token", "event_count")}
    made(intake, service, path)
    answer = intake.post(path, hidden | typed(service, signer="นายลงนาม จริง"))
    assert answer.status_code == 409
    assert "มีผู้บันทึกเรื่องนี้ไปก่อนท่าน" in answer.text
    assert 'value="นายลงนาม จริง"' in answer.text


def test_what_was_typed_outlives_the_session(intake, service, case_id) -> None:
    path = f"/desk/cases/{case_id}/papers/memo"
    page = Page(intake.get(path))
    count = page.hidden("event_count")
    old = {"form_token": "0" * 32, "event_count": count}
    answer = intake.post(path, old | typed(service, signer="นายลงนาม จริง"))
    assert "ยังอยู่ครบ" in answer.text
    assert 'value="นายลงนาม จริง"' in answer.text
    assert str(row_of(service[1], case_id).event_count) == count


def test_an_anonymous_reporter_is_not_asked_for_and_not_named(intake, service, case_id) -> None:
    path = f"/desk/cases/{case_id}/papers/letter_received"
    html = intake.get(path).text
    assert "เรียน ผู้แจ้งเรื่อง" in html
    assert 'name="addressee"' not in html
    named = filed(service[1], **REPORTER)
    html = intake.get(f"/desk/cases/{named}/papers/letter_received").text
    assert "เรียน นางผู้แจ้ง จริงใจ" in html


def test_papers_are_offered_where_they_follow(intake, service, case_id) -> None:
    office = service[1]
    case = f"/desk/cases/{case_id}"
    assert f'href="{case}/papers"' in intake.get(case).text
    assert f'href="{case}/papers/letter_received"' in intake.get(f"{case}?done=accept").text
    assert f'href="{case}/papers/cover_letter"' in intake.get(f"{case}/forward").text
    forward(office, case_id)
    assert f'href="{case}/papers/cover_letter"' in intake.get(case).text


def test_who_cannot_open_the_case_is_told_that_it_is_not_there(service, case_id) -> None:
    stranger = Desk(*service)
    stranger.sign_in("grievance1")
    for path in ("papers", "papers/memo", "papers/1.pdf"):
        assert stranger.get(f"/desk/cases/{case_id}/{path}").status_code == 404
    answer = stranger.post(
        f"/desk/cases/{case_id}/papers/memo",
        typed(service, form_token=stranger.token(), event_count="2"),
    )
    assert answer.status_code == 404
    admin = Desk(*service)
    admin.sign_in("admin1")
    assert admin.get(f"/desk/cases/{case_id}/papers").status_code == 403
