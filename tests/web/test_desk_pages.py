"""The officers' pages over the whole service: who gets in, what is kept, what is refused."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from app.house import DEMO_FILE
from crypto.primitives import totp_code
from rules.permissions import Role
from rules.states import Channel, Move
from rules.thai_time import short_date
from rules.words.cleaning import COPY_TAGS, OFFICER_WITHHELD
from service.activate_officer import OfficerPlan
from service.attach_evidence import add_evidence
from service.handle_case import TYPED_MOVES
from tests.office import PASSPHRASE, _activate
from tests.serving import make_service
from tests.web.desk_client import Desk, Page, seed_on
from web.desk_pages import MOVE_PAGES

WORDS = "ขอทราบเลขที่สัญญา <b>หากท่านทราบ</b>"
FORBIDDEN_WORDS = ("Error", "Submit", "User")


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def office(service):
    return service[1]


@pytest.fixture
def desk(service):
    return Desk(*service)


@pytest.fixture
def intake(desk):
    desk.sign_in("intake1")
    return desk


@pytest.fixture
def administrator(desk):
    desk.sign_in("admin1")
    return desk


@pytest.fixture
def case_id(office):
    return office.case_id(office.file(subject="ถนนหมู่ ๔"))


SCRIPTS = {"/static/passkey.js"}
"""Where a passkey is shown or made; each of those pages works without it."""


def addresses(app, case_id):
    """Every desk page that is read, with its placeholders filled."""
    filled = {
        "case_id": case_id, "move": "note", "attachment_id": "0" * 32, "section": "holidays",
        "kind": "content", "release_id": "0" * 32, "request_id": "0" * 32, "copy_id": "0" * 32,
        "officer_id": "0" * 32, "act": "permit", "task_id": "0" * 32,
        "follow_up_id": "0" * 32, "step": "drop", "fiscal_year_be": 2569, "topic": "half-1",
        "role": "statistics", "plan_id": "0" * 32, "paragraph_id": "0" * 32,
        "prevention_id": "0" * 32, "paper": "memo", "seq": 2, "template_version": 0,
        "batch_id": "0" * 32,
    }  # fmt: skip
    adapter = app.url_map.bind("localhost")
    return {
        adapter.build(rule.endpoint, {name: filled[name] for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("desk.") and "GET" in rule.methods
    }


def test_nobody_reaches_a_desk_page_without_signing_in(service, desk, case_id):
    doors = {"/desk/sign-in", "/desk/activate", "/desk/forgotten", "/desk/passkey-challenge"}
    for path in addresses(service[0], case_id) - doors:
        answer = desk.get(path)
        assert answer.status_code == 303, path
        assert answer.location.startswith("/desk/sign-in?next="), path


def test_every_page_is_thai_sound_and_has_one_primary_act_at_most(service, office, case_id):
    for login in ("intake1", "admin1", "inside1"):
        desk = Desk(*service)
        desk.sign_in(login)
        for path in addresses(service[0], case_id):
            answer = desk.get(path, follow_redirects=True)
            if "Content-Disposition" in answer.headers or answer.is_json:
                continue  # a download is no page, nor is what a script asks for
            page = Page(answer)
            assert page.all("html")[0]["lang"] == "th", path
            assert len(page.all("h1")) == 1, path
            assert page.primary_buttons() <= 1, path
            ids = [one["id"] for _, one in page.tags if "id" in one]
            assert len(ids) == len(set(ids)), path
            assert not any("style" in one or "onclick" in one for _, one in page.tags), path
            assert {one["src"].split("?")[0] for one in page.all("script")} <= SCRIPTS, path
            assert not any(word in page.html for word in FORBIDDEN_WORDS), path


def test_signing_in_leads_to_today(desk):
    answer = desk.sign_in("intake1")
    assert (answer.status_code, answer.location) == (303, "/desk/")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("desk=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/" in cookie
    assert "วันนี้" in desk.get("/desk/").text


def test_over_https_the_cookie_is_bound_to_the_host(service):
    desk = Desk(*service, base_url="https://complaints.example.go.th")
    cookie = desk.sign_in("intake1").headers["Set-Cookie"]
    assert cookie.startswith("__Host-desk=")
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert desk.get("/desk/").status_code == 200


def test_a_wrong_passphrase_and_an_unknown_name_look_the_same(desk):
    wrong = desk.post("/desk/sign-in", desk.credentials("intake1") | {"passphrase": "x" * 20})
    nobody = desk.post("/desk/sign-in", desk.credentials("intake1") | {"login": "sample/nobody"})
    assert wrong.status_code == nobody.status_code == 401
    assert wrong.text.replace("intake1", "nobody") == nobody.text.replace("intake1", "nobody")
    assert "x" * 20 not in wrong.text


def test_plain_http_off_this_machine_is_refused_and_says_why(service):
    away = Desk(*service, base_url="http://complaints.example.go.th")
    for answer in (away.get("/desk/sign-in"), away.sign_in("intake1"), away.get("/desk/")):
        assert answer.status_code == 403
        assert "https://" in answer.text
        assert "Set-Cookie" not in answer.headers


def test_an_onion_address_needs_no_https(service):
    onion = Desk(*service, base_url="http://" + "a" * 56 + ".onion")
    assert onion.sign_in("intake1").status_code == 303


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_cannot_send_a_desk_form(intake, case_id, headers):
    path = f"/desk/cases/{case_id}/note"
    typed = {"form_token": intake.token(), "note": "x", "event_count": "2"}
    assert intake.post(path, typed, headers=headers).status_code == 403
    assert intake.post("/desk/sign-in", {}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/desk/", "//elsewhere.example/desk/", "/desk/\\x", "/sample/"],
)
def test_signing_in_leads_nowhere_outside_the_desk(desk, address):
    assert desk.sign_in("intake1", next=address).location == "/desk/"


def test_after_signing_in_the_page_that_was_asked_for_opens(desk, case_id):
    asked = desk.get(f"/desk/cases/{case_id}").location
    assert desk.get(asked).status_code == 200
    there = desk.sign_in("intake1", next=f"/desk/cases/{case_id}").location
    assert there == f"/desk/cases/{case_id}"


def test_signing_out_ends_the_session(intake):
    cookie = intake.client.get_cookie("desk").value
    answer = intake.post("/desk/sign-out", {"form_token": intake.token()})
    assert answer.status_code == 303
    intake.client.set_cookie("desk", cookie)
    assert intake.get("/desk/").status_code == 303


def test_a_case_reads_from_the_clock_to_the_history(intake, office, case_id):
    office.move("intake1", case_id, Move.ASK, notice_text="ขอทราบวันที่")
    text = intake.get(f"/desk/cases/{case_id}").text
    parts = ("15 วัน", "ผู้แจ้งเล่าว่า", "สนทนากับผู้แจ้ง", "ขอทราบวันที่", "ขั้นตอน", "ประวัติ")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "2569" in text


def test_an_unknown_case_and_an_excluded_officers_case_look_the_same(service, intake, office):
    with office.reporter() as work:
        from service.submit_complaint import filing_form

        holders = filing_form(work, Channel.CORRUPTION).holders
    malee = next(one.id for one in holders if one.reads and "มาลี" in one.name)
    hidden = office.case_id(office.file(subject="ลับจากผู้รับเรื่อง", exclude=[malee]))
    unknown = intake.get("/desk/cases/" + "0" * 32)
    excluded = intake.get(f"/desk/cases/{hidden}")
    assert unknown.status_code == excluded.status_code == 404
    assert unknown.text == excluded.text
    assert "ลับจากผู้รับเรื่อง" not in intake.get("/desk/cases?show=all").text


def test_every_offered_move_has_a_page_that_says_what_will_happen(intake, office, case_id):
    moves = [one for one in office.open("intake1", case_id).moves if one.move in TYPED_MOVES]
    assert len(moves) > 5
    for choice in moves:
        page = intake.get(f"/desk/cases/{case_id}/{choice.move}")
        assert page.status_code == 200, choice.move
        assert "เมื่อกดปุ่มแล้ว" in page.text, choice.move
        assert "<li>" in page.text, choice.move


def test_a_move_is_made_and_the_case_says_so(intake, office, case_id):
    path = f"/desk/cases/{case_id}/ask"
    answer = intake.send(path, {"notice_text": WORDS})
    assert answer.location == f"/desk/cases/{case_id}?done=ask"
    assert "บันทึกแล้ว" in intake.get(answer.location).text
    assert office.open("intake1", case_id).conversation[-1].text == WORDS


def test_what_is_missing_is_named_and_what_was_typed_is_kept(intake, office, case_id):
    before = office.open("intake1", case_id).event_count
    answer = intake.send(
        f"/desk/cases/{case_id}/not_accept",
        {"notice_text": WORDS, "screening_evidence": "no"},
    )
    assert answer.status_code == 422
    assert "ขอทราบเลขที่สัญญา &lt;b&gt;หากท่านทราบ&lt;/b&gt;" in answer.text
    page = Page(answer)
    ids = {one["id"] for _, one in page.tags if "id" in one}
    links = {one["href"][1:] for one in page.all("a") if one.get("href", "").startswith("#")}
    assert links - {"main"} == {"reason", "screening_circumstances", "screening_witness"}
    assert links <= ids
    assert any(one.get("checked") == "" and one["value"] == "no" for one in page.all("input"))
    assert office.open("intake1", case_id).event_count == before


def test_not_accepting_offers_to_ask_first(intake, case_id):
    page = intake.get(f"/desk/cases/{case_id}/not_accept").text
    assert f"/desk/cases/{case_id}/ask" in page


def test_a_page_older_than_the_case_is_drawn_again_with_the_text(intake, office, case_id):
    path = f"/desk/cases/{case_id}/progress_notice"
    old = Page(intake.get(path))
    office.move("intake2", case_id, Move.NOTE, note="อีกคนบันทึก")
    typed = {name: old.hidden(name) for name in ("form_token", "event_count")}
    answer = intake.post(path, typed | {"notice_text": "กำลังตรวจสอบ"})
    assert answer.status_code == 409
    assert "ไปก่อนท่าน" in answer.text
    assert "กำลังตรวจสอบ</textarea>" in answer.text
    fresh = Page(answer)
    typed = {name: fresh.hidden(name) for name in ("form_token", "event_count")}
    assert intake.post(path, typed | {"notice_text": "กำลังตรวจสอบ"}).status_code == 303


def test_text_for_a_move_that_is_no_longer_possible_can_be_copied(intake, office, case_id):
    path = f"/desk/cases/{case_id}/accept"
    old = Page(intake.get(path))
    office.move("intake2", case_id, Move.ACCEPT)
    typed = {name: old.hidden(name) for name in ("form_token", "event_count")}
    answer = intake.post(path, typed | {"note": "รับไว้ตามระเบียบ"})
    assert answer.status_code == 409
    assert "รับไว้ตามระเบียบ" in answer.text


def test_typed_text_survives_an_ended_session(intake, office, case_id):
    path = f"/desk/cases/{case_id}/ask"
    page = Page(intake.get(path))
    typed = {name: page.hidden(name) for name in ("form_token", "event_count")}
    office.clock.now += timedelta(minutes=16)
    asked = intake.post(path, typed | {"notice_text": WORDS})
    assert asked.status_code == 401
    assert "หมดเวลา" in asked.text
    assert typed["form_token"] not in asked.text
    kept = {"next": path, "kept:notice_text": WORDS, "kept:event_count": typed["event_count"]}
    wrong = intake.post("/desk/sign-in", kept | {"login": "x", "passphrase": "y", "digits": "1"})
    assert wrong.status_code == 401
    assert "kept:notice_text" in wrong.text
    back = intake.sign_in("intake1", **kept)
    assert back.status_code == 200
    assert "ยังอยู่ครบ" in back.text
    assert "ขอทราบเลขที่สัญญา &lt;b&gt;" in back.text
    again = Page(back)
    typed = {name: again.hidden(name) for name in ("form_token", "event_count")}
    assert intake.post(path, typed | {"notice_text": WORDS}).status_code == 303


def test_settings_typed_before_the_session_ended_come_back(administrator, office):
    path = "/desk/settings/officers"
    typed = {"form_token": administrator.token(), "name": "นางเดิม", "roles": ["legal", "committee"]}
    office.clock.now += timedelta(minutes=16)
    asked = administrator.post(path, typed)
    assert asked.status_code == 401
    kept = {"next": path, "kept:name": "นางเดิม", "kept:roles": ["legal", "committee"]}
    back = Page(administrator.sign_in("admin1", **kept))
    chosen = {one["value"] for one in back.all("input") if "checked" in one}
    assert chosen == {"legal", "committee"}
    assert 'value="นางเดิม"' in back.html


def test_no_secret_travels_through_the_sign_in_page(desk):
    secrets = {"passphrase": "ความลับมากมาย", "digits": "987654", "form_token": "f" * 64}
    asked = desk.post("/desk/sign-out", secrets | {"note": "ไม่ลับ"})
    assert asked.status_code == 401
    assert "ไม่ลับ" in asked.text
    assert not any(secret in asked.text for secret in secrets.values())


def test_screening_is_not_passed_off_as_the_fifteen_days(intake, case_id):
    fresh = intake.get(f"/desk/cases/{case_id}").text
    assert "ควรคัดกรองว่ารับหรือไม่รับภายใน" in fresh
    assert "ภายใน 15 วัน" in fresh
    intake.send(f"/desk/cases/{case_id}/accept", {"note": ""})
    accepted = intake.get(f"/desk/cases/{case_id}").text
    assert "ควรคัดกรอง" not in accepted
    assert "ต้องแจ้งผลหรือความคืบหน้า" in accepted


def test_each_line_of_the_summary_names_its_question(intake, case_id):
    answer = intake.send(f"/desk/cases/{case_id}/progress_notice", {})
    assert "แจ้งผู้แจ้งว่า: กรุณากรอกข้อนี้" in answer.text


def test_a_grievance_officer_sees_grievances_alone(service, desk, office, case_id):
    desk.sign_in("grievance1")
    assert "ถนนหมู่ ๔" not in desk.get("/desk/cases?show=all").text
    assert desk.get(f"/desk/cases/{case_id}").status_code == 404


def test_a_form_of_an_older_session_does_nothing_and_loses_nothing(intake, office, case_id):
    before = office.open("intake1", case_id).event_count
    typed = {"form_token": "0" * 64, "event_count": str(before), "note": "ยังไม่ควรบันทึก"}
    answer = intake.post(f"/desk/cases/{case_id}/note", typed)
    assert "ยังไม่ควรบันทึก" in answer.text
    assert "ยังไม่ได้บันทึก" in answer.text
    assert office.open("intake1", case_id).event_count == before


def test_assigning_offers_only_those_who_handle_cases(intake, office, case_id):
    path = f"/desk/cases/{case_id}/assign"
    page = intake.get(path).text
    assert "นายธรรมรงค์ กฎหมาย" in page
    assert "นายเทคนิค ดูแล" not in page
    officer = office.officers["legal1"].officer_id.hex()
    assert intake.send(path, {"officer": officer}).status_code == 303
    assert office.open("legal1", case_id).case_officer == "นายธรรมรงค์ กฎหมาย"


def test_a_file_comes_as_a_download_that_no_browser_opens(service, intake, office):
    receipt = office.file()
    token = office.confirm(receipt)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(picture, "PNG")
    spool = service[0].extensions["prongsai"].spool()
    spool.write(picture.getvalue())
    spool.finish()
    with office.reporter() as work:
        add_evidence(work, token, spool, "บ้านฉัน.png")
    case = office.open("intake1", office.case_id(receipt))
    page = intake.get(f"/desk/cases/{case.id}")
    assert "ล้างข้อมูลแฝงแล้ว" in page.text
    answer = intake.get(f"/desk/cases/{case.id}/files/{case.attachments[0].id}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="evidence-01.png"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.mimetype == "application/octet-stream"
    assert Image.open(io.BytesIO(answer.data)).size == (8, 8)
    assert len(answer.data) == int(answer.headers["Content-Length"])


def test_of_a_withheld_file_officers_see_what_to_ask_for_and_no_size(service, intake, office):
    receipt = office.file()
    token = office.confirm(receipt)
    spool = service[0].extensions["prongsai"].spool()
    spool.write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(812 * 1024 - 8))
    spool.finish()
    with office.reporter() as work:
        assert add_evidence(work, token, spool, "ของฉัน.doc").withheld == "old_office"
    case = office.open("intake1", office.case_id(receipt))
    page = intake.get(f"/desk/cases/{case.id}").text
    (shown,) = re.findall(r'<ul class="files">\s*<li>(.*?)</li>', page, re.S)
    words = " ".join(re.sub("<[^>]+>", " ", shown).split())
    day, tag = short_date(case.attachments[0].day), COPY_TAGS["withheld"].th
    assert words == f"evidence-01.doc {day} {tag}"
    assert OFFICER_WITHHELD.th in page


def test_an_administrator_sees_no_cases(administrator, case_id):
    home = administrator.get("/desk/", follow_redirects=True).text
    assert "เรื่องทั้งหมด" not in home
    assert "ตั้งค่า" in home
    for path in ("/desk/cases", f"/desk/cases/{case_id}", f"/desk/cases/{case_id}/note"):
        assert administrator.get(path).status_code == 403, path


def test_an_intake_officer_changes_no_settings(intake):
    token = intake.token()
    assert intake.get("/desk/settings/").status_code == 403
    for path in ("agency", "holidays", "posts", "units", "officers"):
        answer = intake.post(f"/desk/settings/{path}", {"form_token": token})
        assert answer.status_code == 403, path


def test_somebody_without_cases_is_told_so(desk, office):
    plan = OfficerPlan("นางสาวบริหาร ดูตัวเลข", "รองนายก", "executive1", (Role.EXECUTIVE,))
    _activate(office, plan)
    desk.sign_in("executive1")
    home = desk.get("/desk/")
    assert (home.status_code, home.location) == (303, "/desk/executive")
    assert "ไม่เห็นเนื้อหาของเรื่องใด" in desk.get("/desk/executive").text
    assert desk.get("/desk/cases").status_code == 403


def test_a_holiday_is_added_in_either_era_and_taken_off(administrator):
    token = administrator.token()
    day = {"day_day": "๒๓", "day_month": "ธันวาคม", "day_year": "2569", "name": "วันหยุดท้องถิ่น"}
    add = "/desk/settings/holidays"
    assert administrator.post(add, {"form_token": token} | day).status_code == 303
    twice = administrator.post(add, {"form_token": token} | day | {"day_year": "2026"})
    assert twice.status_code == 422
    assert "วันหยุดท้องถิ่น" in twice.text
    page = Page(administrator.get(add))
    assert "วันพุธที่ 23 ธันวาคม 2569" in page.html
    remove = [form["action"] for form in page.all("form") if form["action"].endswith("/remove")]
    for path in remove[-1:]:
        assert administrator.post(path, {"form_token": token}).status_code == 303


def test_a_date_that_does_not_exist_is_refused_with_the_boxes_kept(administrator):
    typed = {"day_day": "31", "day_month": "2", "day_year": "2569", "name": "ไม่มีจริง"}
    typed["form_token"] = administrator.token()
    answer = administrator.post("/desk/settings/holidays", typed)
    assert answer.status_code == 422
    assert 'value="31"' in answer.text


def test_office_details_posts_and_units_are_kept(administrator):
    token = administrator.token()
    details = {
        "name_th": "เทศบาลตำบลตัวอย่าง", "name_en": "Sample", "district_th": "ตัวอย่าง",
        "district_en": "Sample", "province_th": "ตัวอย่าง", "province_en": "Sample",
        "website": "https://sample.go.th", "contact_phone": "0 2111 1111",
    }  # fmt: skip
    send = {"form_token": token}
    assert administrator.post("/desk/settings/agency", send | details).status_code == 303
    assert "0 2111 1111" in administrator.get("/desk/settings/").text
    refused = administrator.post("/desk/settings/agency", send | details | {"name_th": ""})
    assert refused.status_code == 422
    unit = send | {"name_th": "กองคลัง", "name_en": ""}
    assert administrator.post("/desk/settings/units", unit).status_code == 303
    assert "กองคลัง" in administrator.get("/desk/settings/units").text
    post = send | {"name": "นางใหม่ มาแล้ว", "post_th": "รองปลัด", "post_kind": "deputy_clerk"}
    assert administrator.post("/desk/settings/posts", post).status_code == 303
    assert "นางใหม่ มาแล้ว" in administrator.get("/desk/settings/posts").text


def test_roles_that_conflict_are_refused(administrator):
    typed = {"name": "ก", "post": "ข", "login": "both", "roles": ["administrator", "intake"]}
    answer = administrator.post(
        "/desk/settings/officers", typed | {"form_token": administrator.token()}
    )
    assert answer.status_code == 422
    chosen = [one["value"] for one in Page(answer).all("input") if "checked" in one]
    assert chosen == ["intake", "administrator"]


def test_an_invited_officer_sets_a_passphrase_and_is_given_a_recovery_code(administrator, office):
    typed = {"name": "นายใหม่ มาทำงาน", "post": "นิติกร", "login": "new1", "roles": ["legal"]}
    invited = administrator.post(
        "/desk/settings/officers", typed | {"form_token": administrator.token()}
    )
    code = invited.text.partition('class="once">')[2].partition("<")[0]
    visitor = Desk(administrator.client.application, office)
    wrong = visitor.post("/desk/activate", {"activation_code": "1234"})
    assert wrong.status_code == 404
    second = Page(visitor.post("/desk/activate", {"activation_code": code}))
    assert len(second.all("path")) == 1
    seed = seed_on(second)
    now = int(office.clock.now.timestamp())
    finish = {
        "ticket": second.hidden("ticket"), "passphrase": "short", "passphrase_again": "short",
        "digits": totp_code(seed, now),
    }  # fmt: skip
    short = visitor.post("/desk/activate", finish)
    assert short.status_code == 422
    assert seed_on(Page(short)) == seed
    finish |= {"passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE}
    done = visitor.post("/desk/activate", finish)
    assert done.status_code == 200
    assert "แสดงครั้งเดียว" in done.text
    assert PASSPHRASE not in done.text
    assert visitor.post("/desk/activate", finish).status_code == 404
    office.totp["new1"] = seed
    assert visitor.sign_in("new1").location == "/desk/"


def test_demo_digits_show_on_this_machine_alone(service, desk):
    file = Path(service[0].extensions["prongsai"].settings.data_dir) / DEMO_FILE
    officer = {"login": "sample/intake1", "passphrase": "มีไว้ให้ลอง", "totp": "00" * 20}
    file.write_text(json.dumps({"officers": [officer]}), "utf-8")
    try:
        assert "มีไว้ให้ลอง" in desk.get("/desk/sign-in").text
        away = Desk(*service, base_url="https://complaints.example.go.th")
        assert "มีไว้ให้ลอง" not in away.get("/desk/sign-in").text
    finally:
        file.unlink()


def test_lists_are_filtered_and_paged(intake, office):
    for number in range(27):
        office.file(subject=f"เรื่องที่นับ {number}")
    first = intake.get("/desk/cases?show=open&channel=corruption").text
    assert "หน้า 1 จาก" in first
    second = intake.get("/desk/cases?show=open&channel=corruption&page=2").text
    assert "หน้า 2 จาก" in second
    assert intake.get("/desk/cases?show=nonsense&channel=nonsense").status_code == 200
    assert intake.get("/desk/cases?page=x").status_code == 404


def test_every_move_that_has_a_page_stands_in_one_group_of_the_case_page():
    groups = Path("web/templates/desk/_other_moves.html").read_text("utf-8").split("%}")[0]
    grouped = re.findall(r'"([a-z_]+)"', groups)
    assert sorted(grouped) == sorted({*MOVE_PAGES, Move.ANSWER_SENDER})
