"""The desk's pages of statistics: chosen, looked at, published, planned, and shown elsewhere."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import urlencode

import pytest

from app.watch import publish_what_was_planned
from rules.permissions import Role
from rules.states import Channel
from service.publications import versions
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page

CHOOSE = "/desk/disclosure/statistics"
PREVIEW = f"{CHOOSE}/preview"
PUBLIC = "/sample/disclosure/statistics"
FEBRUARY = datetime(2027, 2, 1, 3, tzinfo=UTC)
USUAL = {
    "channel": "corruption", "year": "2570", "span": "to_date", "granularity": "quarter",
    "columns": ["carried_forward"], "parts": ["table", "chart", "in_time"], "chosen": "1",
}  # fmt: skip


@pytest.fixture
def service(tmp_path):
    app, office = make_service(tmp_path)
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    office.hire("numbers1", "นายก ดูตัวเลข", Role.EXECUTIVE)
    for number in range(6):
        office.file(narrative=f"เรื่องที่ {number}")
    office.clock.now = FEBRUARY
    return app, office


@pytest.fixture
def desk(service):
    return signed_in(service, "publisher1")


def signed_in(service, login):
    desk = Desk(*service)
    assert desk.sign_in(login).status_code == 303
    return desk


def address(**chosen):
    return f"{PREVIEW}?{urlencode(USUAL | chosen, doseq=True)}"


def filled_in(answer):
    """The fields that the preview's form sends by itself."""
    form = answer.text.split('action="/desk/disclosure/statistics/publish"')[1].split("</form>")[0]
    fields = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(unescape(value))
    return fields


def published(office, kind="statistics"):
    with office.public() as work:
        return versions(work, kind)


def publish(desk, typed=(), **chosen):
    fields = filled_in(desk.get(address(**chosen)))
    return desk.post(f"{CHOOSE}/publish", fields | dict(typed))


# Choosing


def test_the_page_suggests_one_stretch_and_says_why(desk):
    answer = desk.get(CHOOSE)
    page = Page(answer)
    assert StrictPage(answer.text).problems == []
    assert page.primary_buttons() == 1
    ticked = [one["value"] for one in page.all("input") if "checked" in one]
    assert "quarter" in ticked and "month" not in ticked
    assert "รับ 6 เรื่อง" in answer.text and "แนะนำรายไตรมาส" in answer.text


def test_a_small_office_is_told_what_months_would_tell(tmp_path):
    app, office = make_service(tmp_path)
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    office.file(narrative="เรื่องเดียว")
    office.clock.now = FEBRUARY
    desk = signed_in((app, office), "publisher1")
    answer = desk.get(f"{CHOOSE}?year=2570")
    ticked = [one["value"] for one in Page(answer).all("input") if "checked" in one]
    assert "half" in ticked and "quarter" not in ticked
    assert "แนะนำราย 6 เดือน" in answer.text
    preview = desk.get(address())
    assert "ไตรมาส 1 (ต.ค.–ธ.ค.) รับ 1 เรื่อง" in preview.text
    fields = filled_in(preview)
    refused = desk.post(f"{CHOOSE}/publish", fields)
    assert refused.status_code == 422 and "ทำเครื่องหมายยืนยัน" in refused.text
    assert StrictPage(refused.text).problems == []
    assert published(office) == ()
    assert desk.post(f"{CHOOSE}/publish", fields | {"understood": "1"}).status_code == 303
    assert len(published(office)) == 1


def test_who_may_only_see_numbers_looks_and_publishes_nothing(service):
    desk = signed_in(service, "numbers1")
    assert desk.get(CHOOSE).status_code == 200
    preview = desk.get(address())
    assert preview.status_code == 200
    assert "/publish" not in preview.text and "เผยแพร่ล่วงหน้า" not in preview.text
    sent = USUAL | {"form_token": desk.token()}
    for act in ("publish", "plan", "plan/cancel"):
        assert desk.post(f"{CHOOSE}/{act}", sent).status_code == 403
    assert published(service[1]) == ()


@pytest.mark.parametrize("login", ["admin1", "inside1"])
def test_who_sees_no_numbers_sees_no_page(service, login):
    desk = signed_in(service, login)
    for path in (CHOOSE, address()):
        assert desk.get(path).status_code == 403


# Looking


def test_the_preview_is_the_public_page_marked_and_kept_by_nobody(service, desk):
    answer = desk.get(address(parts=["tiles", "table", "chart", "in_time"]))
    assert StrictPage(answer.text).problems == []
    assert "ตัวอย่าง ยังไม่ได้เผยแพร่" in answer.text
    assert answer.headers["Cache-Control"] == "no-store" and "ETag" not in answer.headers
    assert Page(answer).primary_buttons() == 1
    assert publish(desk, parts=["tiles", "table", "chart", "in_time"]).status_code == 303
    public = service[0].test_client().get(PUBLIC).text
    chart = r"<svg class=\"chart-plot.*?</svg>"
    for part in (r'<dl class="tiles">.*?</dl>', r"<table.*?</table>", chart):
        shown = re.search(part, public, re.DOTALL)
        assert shown and shown[0] in answer.text


def test_the_preview_in_english_is_what_an_english_reader_sees(desk):
    answer = desk.get(address() + "&lang=en")
    assert "Statistics of corruption and misconduct complaints" in answer.text
    assert StrictPage(answer.text).problems == []


@pytest.mark.parametrize("year", ["", "0", "2540", "9999", "ปี"])
def test_a_year_that_is_none_has_no_preview(desk, year):
    assert desk.get(address(year=year)).status_code == 404


def test_words_that_are_none_of_ours_are_as_if_they_were_not_there(desk):
    answer = desk.get(address(span="x", granularity="day", columns=["x"], parts=["table", "x"]))
    assert answer.status_code == 200 and "ไตรมาส 1" in answer.text


# Publishing


def test_published_is_what_was_looked_at_and_the_page_leads_to_it(service, desk):
    answer = publish(desk)
    assert answer.status_code == 303
    seen = desk.get(answer.headers["Location"])
    assert StrictPage(seen.text).problems == [] and "บันทึกแล้ว" in seen.text
    (version,) = published(service[1])
    assert version.is_signed and version.publisher_name == "นางสาวจันทร์ เผยแพร่"
    link = re.search(r'href="(/sample/disclosure/statistics\?[^"]*version=1)"', seen.text)
    assert link and desk.get(unescape(link[1])).status_code == 200


def test_numbers_that_changed_meanwhile_are_shown_again_first(service, desk):
    office = service[1]
    fields = filled_in(desk.get(address()))
    office.clock.now += timedelta(hours=20)
    desk.sign_in("publisher1")
    fields["form_token"] = [desk.token()]
    answer = desk.post(f"{CHOOSE}/publish", fields)
    assert answer.status_code == 422 and "ตัวเลขเปลี่ยนไป" in answer.text
    assert published(office) == ()
    assert desk.post(f"{CHOOSE}/publish", filled_in(answer)).status_code == 303


def test_a_correction_says_what_it_puts_right(service, desk):
    office = service[1]
    publish(desk)
    office.clock.now += timedelta(hours=24)
    desk.sign_in("publisher1")
    preview = desk.get(address())
    assert "มีฉบับที่ 1 เผยแพร่อยู่แล้ว" in preview.text and "จึงไม่ถูกเข้ารหัส" in preview.text
    fields = filled_in(preview)
    refused = desk.post(f"{CHOOSE}/publish", fields | {"note": " "})
    assert refused.status_code == 422 and StrictPage(refused.text).problems == []
    marked = desk.post(f"{CHOOSE}/publish", fields | {"note": "โทร 081 234 5678"})
    assert marked.status_code == 422 and "081 234 5678</textarea>" in marked.text
    long = desk.post(f"{CHOOSE}/publish", fields | {"note": "ก" * 1001})
    assert long.status_code == 422 and "1,000" in long.text
    assert len(published(office)) == 1
    assert desk.post(f"{CHOOSE}/publish", fields | {"note": "แก้ตัวเลข"}).status_code == 303
    newest, first = published(office)
    assert (newest.note, newest.version, first.version) == ("แก้ตัวเลข", 2, 1)
    listed = desk.get(f"{CHOOSE}?year=2570").text
    assert "แก้ตัวเลข" in listed and "ฉบับที่ 1" in listed and "ฉบับที่ 2" in listed


def test_a_year_of_which_nothing_has_closed_is_not_published(service, desk):
    office = service[1]
    preview = desk.get(address(granularity="half"))
    assert "ยังไม่มีช่วงใดสิ้นสุด" in preview.text
    fields = USUAL | {
        "form_token": desk.token(), "granularity": "half",
    }  # fmt: skip
    assert desk.post(f"{CHOOSE}/publish", fields).status_code == 422
    assert published(office) == ()


def test_what_was_typed_survives_signing_in_again(service, desk):
    office = service[1]
    publish(desk)
    office.clock.now += timedelta(hours=24)
    desk.sign_in("publisher1")
    fields = filled_in(desk.get(address())) | {"note": "พิมพ์ไว้แล้ว", "form_token": "of before"}
    answer = desk.post(f"{CHOOSE}/publish", fields)
    assert "พิมพ์ไว้แล้ว</textarea>" in answer.text and "ยังอยู่ครบ" in answer.text
    assert len(published(office)) == 1


def test_grievances_are_published_apart(service, desk):
    app, office = service
    assert publish(desk, channel="grievance").status_code == 303
    assert published(office) == ()
    assert len(published(office, "grievances")) == 1
    page = app.test_client().get("/sample/disclosure/grievances").text
    assert "ไม่มีเรื่องร้องทุกข์ทั่วไป" in page
    assert "ITA" not in desk.get(address(channel="grievance")).text


# Planning


def test_a_plan_comes_true_on_its_day_without_anybody(service, desk):
    app, office = service
    fields = USUAL | {
        "form_token": desk.token(), "due_on_day": "5", "due_on_month": "เม.ย.",
        "due_on_year": "2570",
    }  # fmt: skip
    assert desk.post(f"{CHOOSE}/plan", fields).status_code == 303
    listed = desk.get(CHOOSE)
    assert "5 เมษายน 2570" in listed.text and StrictPage(listed.text).problems == []
    office.clock.now = datetime(2027, 4, 5, 3, tzinfo=UTC)
    assert publish_what_was_planned(app.extensions["prongsai"]) == 1
    (version,) = published(office)
    assert not version.is_signed
    page = app.test_client().get(PUBLIC).text
    assert "ตั้งวันเผยแพร่ไว้ล่วงหน้า" in page and "ไตรมาส 2" in page


@pytest.mark.parametrize("boxes", [("", "", ""), ("31", "2", "2570"), ("1", "1", "2570")])
def test_a_day_that_will_not_do_is_pointed_out(service, desk, boxes):
    typed = dict(zip(("due_on_day", "due_on_month", "due_on_year"), boxes, strict=True))
    fields = USUAL | typed | {"form_token": desk.token()}
    answer = desk.post(f"{CHOOSE}/plan", fields)
    assert answer.status_code == 422 and 'href="#due_on"' in answer.text
    assert StrictPage(answer.text).problems == []


def test_a_plan_is_taken_back(service, desk):
    fields = USUAL | {"form_token": desk.token(), "due_on": "5/4/2570"}
    assert desk.post(f"{CHOOSE}/plan", fields).status_code == 303
    plan = Page(desk.get(CHOOSE)).hidden("plan")
    sent = {"form_token": desk.token(), "plan": plan, "year": "2570"}
    assert desk.post(f"{CHOOSE}/plan/cancel", sent).status_code == 303
    assert "5 เมษายน 2570" not in desk.get(CHOOSE).text
    assert desk.post(f"{CHOOSE}/plan/cancel", sent).status_code == 404


# For other sites


def test_the_pieces_to_copy_lead_to_pages_that_stand(service, desk):
    publish(desk)
    texts = [unescape(one) for one in re.findall(r"<textarea[^>]*>\n(.*?)</textarea>",
             desk.get(CHOOSE).text, re.DOTALL)]  # fmt: skip
    assert any(text.startswith("<iframe ") for text in texts)
    for text in texts:
        assert "script" not in text and "style" not in text
        for found in re.findall(r'(?:src|href)="http://localhost([^"]+)"', text):
            assert service[0].test_client().get(unescape(found)).status_code == 200, found


def test_the_tab_stands_among_the_others(desk):
    text = desk.get(CHOOSE).text
    assert re.search(r'<a href="/desk/disclosure/statistics" aria-current="page">สถิติ</a>', text)
    assert Channel.GRIEVANCE.value in text
