"""The way in, as a reporter's browser meets it."""

import gzip
from datetime import timedelta

import pytest

from rules.limits import NARRATIVE_LENGTH
from service.errors import Busy
from tests.office import make_office
from tests.serving import make_service
from tests.web.reporter_client import Reporter, Seen

LANGUAGES = ("", "en")


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("reporter"))


@pytest.fixture
def reporter(service):
    return Reporter(service[0])


@pytest.fixture(params=LANGUAGES)
def either(service, request):
    """A reporter of either language."""
    return Reporter(service[0], lang=request.param)


def _weight(seen: Seen) -> int:
    return len(gzip.compress(seen.response.data, 6, mtime=0))


def test_every_page_of_a_filing_is_sound_in_both_languages(either):
    for path in ("/", "/r/", "/g/", "/f/", "/nowhere"):
        either.get(path)
    check = either.check(accused="ผู้อำนวยการกองช่าง")
    either.post("/r/edit", token=check.hidden("token"), draft=check.hidden("draft"))
    receipt = either.send(check)
    either.post("/r/written", ticket=receipt.hidden("ticket"))
    assert either.confirm(receipt).status == 303
    assert either.get("/f/").status == 200
    assert either.get("/f/evidence").status == 200
    assert either.post("/f/leave").status == 200


def test_an_english_reader_meets_no_thai_but_names_and_the_other_language(service):
    english = Reporter(service[0], lang="en")
    for path in ("/", "/f/"):
        words = english.get(path).page.all("main")[0].words
        assert not any("ก" <= mark <= "๛" for mark in words), path


def test_the_first_page_and_its_style_fit_the_first_round_trip(reporter):
    door = reporter.get("/")
    style = reporter.client.get("/static/house.css", headers={"Accept-Encoding": "gzip"})
    assert _weight(door) + len(style.data) <= 14 * 1024
    assert [one.attributes["rel"] for one in door.page.all("link")] == ["stylesheet", "icon"]


def test_later_pages_stay_light(reporter):
    check = reporter.check()
    without_draft = check.text.replace(check.hidden("draft"), "")
    pages = (reporter.get("/r/"), reporter.get("/g/"), reporter.send(check), reporter.get("/f/"))
    assert max(_weight(one) for one in pages) <= 8 * 1024
    assert len(gzip.compress(without_draft.encode())) <= 8 * 1024


def test_the_only_foreign_addresses_are_the_way_out_and_the_outside_authorities(reporter):
    exits = {"https://www.tmd.go.th"}
    for seen in (reporter.get("/"), reporter.get("/r/"), reporter.file(), reporter.get("/f/")):
        assert seen.page.foreign == exits


def test_the_title_tells_a_glance_nothing(reporter):
    for seen in (reporter.get("/"), reporter.get("/r/"), reporter.file(), reporter.get("/f/")):
        assert seen.page.all("title")[0].words.startswith("บริการประชาชน")


def test_no_cookie_is_set_before_the_code_is_entered(reporter):
    seen = [reporter.get("/"), reporter.get("/r/"), reporter.check(), reporter.file()]
    seen += [reporter.post("/r/written", ticket=seen[-1].hidden("ticket")), reporter.get("/f/")]
    assert all(one.cookies == [] for one in seen)


def test_enter_in_a_box_means_the_primary_button(reporter):
    receipt = reporter.file()
    written = reporter.post("/r/written", ticket=receipt.hidden("ticket"))
    for seen in (reporter.get("/r/"), written, reporter.get("/f/"), reporter.check()):
        assert "primary" in seen.page.all("button")[0].attributes["class"]


def test_what_was_typed_comes_back_to_be_changed(reporter):
    check = reporter.check(
        narrative="บรรทัดหนึ่ง\nบรรทัดสอง <b>",
        incident_from_day="๒",
        incident_from_month="พ.ย.",
        incident_from_year="2569",
        identity_mode="named",
        contact_name="สมชาย",
    )
    assert "2 พฤศจิกายน 2569" in check.text
    form = reporter.post("/r/edit", token=check.hidden("token"), draft=check.hidden("draft"))
    assert form.typed("narrative") == "บรรทัดหนึ่ง\nบรรทัดสอง <b>"
    boxes = [form.typed(f"incident_from_{box}") for box in ("day", "month", "year")]
    assert boxes == ["2", "11", "2569"]
    assert form.typed("contact_name") == "สมชาย"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"narrative": ""}, "narrative"),
        ({"narrative": "ก" * (NARRATIVE_LENGTH + 1)}, "narrative"),
        ({"incident_from_day": "31", "incident_from_month": "2"}, "incident_from"),
        ({"identity_mode": "named"}, "contact_name"),
        ({"category": "no such thing"}, "category"),
        ({"exclude": "00" * 16}, "exclude"),
    ],
)
def test_each_problem_is_named_above_and_beside_its_field(either, typed, field):
    seen = either.check(**{"accused": "คนหนึ่ง"} | typed)
    assert seen.status == 422
    assert f'href="#{field}"' in seen.text
    assert f'id="{field}-problem"' in seen.text
    assert seen.typed("accused") == "คนหนึ่ง"


def test_a_strange_field_is_refused_and_the_words_are_kept(reporter):
    seen = reporter.check(narrative="เรื่องของฉัน", colour="red")
    assert seen.status == 422
    assert seen.typed("narrative") == "เรื่องของฉัน"


@pytest.mark.parametrize("token", ["", "x" * 43])
def test_a_page_without_a_token_of_today_keeps_the_words_and_works_the_second_time(reporter, token):
    seen = reporter.check(token=token, narrative="เรื่องของฉัน")
    assert seen.status == 409
    assert seen.typed("narrative") == "เรื่องของฉัน"
    again = reporter.post("/r/check", token=seen.hidden("token"), narrative="เรื่องของฉัน")
    assert again.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_another_sites_page_cannot_send_anything_here(reporter, headers):
    for path in ("/r/check", "/r/send", "/r/confirm", "/f/enter", "/f/leave"):
        assert reporter.client.post(f"/sample{path}", headers=headers).status_code == 403


def test_our_own_page_may_send(reporter):
    token = reporter.get("/r/").hidden("token")
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    answer = reporter.client.post(
        "/sample/r/check", data={"token": token, "narrative": "เรื่อง"}, headers=own
    )
    assert answer.status_code == 200


def test_the_check_page_names_who_will_read_and_who_will_not(reporter):
    office_holders = reporter.get("/r/").ids_of("exclude")
    check = reporter.check(exclude=office_holders[4])
    readers, _, others = check.page.all("main")[0].words.partition("ผู้ที่เปิดอ่านไม่ได้")
    assert "นายวิชัย ตั้งตรง" in readers
    assert "นางสาวมาลี ใจงาม" not in readers
    assert "นางสาวมาลี ใจงาม" in others


def test_somebody_named_is_offered_and_kept_out_with_one_button(reporter):
    check = reporter.check(accused="มาลี นิติกร")
    offered = check.ids_of("exclude")
    assert offered
    after = reporter.post(
        "/r/keep-out",
        token=check.hidden("token"), draft=check.hidden("draft"), exclude=offered[0],
    )  # fmt: skip
    assert offered[0] not in after.ids_of("exclude")
    assert "ผู้ที่เปิดอ่านไม่ได้" in after.text
    assert reporter.send(after).code


def test_a_tick_that_was_not_taken_in_is_never_overlooked_by_sending(reporter):
    check = reporter.check(accused="มาลี นิติกร")
    seen = reporter.send(check, exclude=check.ids_of("exclude")[0])
    assert "ผู้ที่เปิดอ่านไม่ได้" in seen.text
    assert "รหัสติดตามของท่าน" not in seen.text


def test_a_report_about_the_head_is_stopped_with_addresses_and_no_way_to_send(either):
    head = either.get("/r/").ids_of("exclude")[0]
    check = either.check(exclude=head)
    assert {"1567", "1206", "1205"} <= {one.words for one in check.page.all("a")}
    assert all(one.words.strip() != "ส่งเรื่อง" for one in check.page.all("button"))
    assert "primary" not in check.text
    assert either.send(check).status == 409


@pytest.mark.parametrize("narrative", ["โทร ๐๘๑-๒๓๔๕๖๗๘", "a.b@example.com", "1234567890121"])
def test_what_may_tell_who_wrote_it_is_pointed_out_before_sending(reporter, narrative):
    warning = "ข้อความนี้อาจบอกว่าท่านเป็นใคร"
    assert warning in reporter.check(narrative=narrative).text
    named = reporter.check(narrative=narrative, identity_mode="named", contact_name="ก")
    assert warning not in named.text


def test_a_page_sent_twice_shows_the_same_code(reporter):
    check = reporter.check()
    assert reporter.send(check).code == reporter.send(check).code


def test_the_receipt_shows_its_dates(reporter):
    text = reporter.file().text
    assert "วันจันทร์ที่ 23 พฤศจิกายน 2569" in text
    assert "วันอังคารที่ 8 ธันวาคม 2569" in text


def test_wrong_last_digits_get_a_kind_word_and_the_code_once_more(reporter):
    receipt = reporter.file()
    ticket = receipt.hidden("ticket")
    seen = reporter.post("/r/confirm", ticket=ticket, last_group="x")
    assert seen.status == 422
    assert "/sample/r/receipt" in seen.text
    assert reporter.post("/r/receipt", ticket=ticket).code == receipt.code


def test_a_code_that_was_written_down_is_never_shown_again(reporter):
    check = reporter.check()
    receipt = reporter.send(check)
    reporter.confirm(receipt)
    for seen in (
        reporter.send(check),
        reporter.post("/r/receipt", ticket=receipt.hidden("ticket")),
    ):
        assert seen.status == 409
        assert "เราได้รับเรื่องนี้ไว้แล้ว" in seen.text
        assert receipt.code[:4] not in seen.page.all("main")[0].words


def test_a_draft_of_long_ago_says_that_it_is_lost(tmp_path):
    app, office = make_service(tmp_path)
    reporter = Reporter(app)
    check = reporter.check()
    office.clock.now += timedelta(days=2)
    seen = reporter.send(check)
    assert seen.status == 409
    assert "กรุณากรอกใหม่" in seen.text


def test_a_busy_moment_keeps_the_draft_behind_one_button(reporter, monkeypatch):
    check = reporter.check()

    def refuse(*_):
        raise Busy

    with monkeypatch.context() as patch:
        patch.setattr("web.reporter.submit_complaint", refuse)
        busy = reporter.send(check)
    assert busy.status == 503
    assert reporter.send(busy).code


def test_line_is_told_the_way_to_the_phones_own_browser(reporter):
    told = reporter.get("/", headers={"User-Agent": "Mozilla/5.0 Line/15.0"})
    assert "openExternalBrowser=1" in told.text
    assert "openExternalBrowser" not in reporter.get("/").text


@pytest.mark.parametrize("slug", ["nobody", "desk", "static", "api", "ledger"])
def test_an_unknown_and_a_reserved_address_look_alike(reporter, slug):
    answer = reporter.client.get(f"/{slug}/r/")
    assert answer.status_code == 404


def test_a_form_of_three_megabytes_gets_a_page(reporter):
    seen = reporter.post("/r/check", narrative="a" * 3_000_000)
    assert seen.status == 413


def test_the_front_is_the_one_agencys_door_and_a_list_of_several(tmp_path):
    app, office = make_service(tmp_path)
    client = app.test_client()
    assert "/sample/r/" in client.get("/").text
    make_office(office.engine, office.key_path, slug="second")
    several = Seen(client.get("/"))
    assert "/sample/" in several.text
    assert "/second/" in several.text
    assert "/sample/r/" not in several.text
