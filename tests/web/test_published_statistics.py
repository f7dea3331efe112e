"""The public page of a published version: whose it is, what stands beside it, and what it costs."""

import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from rules.permissions import Role
from rules.states import Channel
from rules.statistics_options import StatisticsOptions
from service.publications import publish
from service.shown_statistics import KIND_OF
from service.statistics_document import document_record
from service.statistics_making import statistics_record
from tests import statistics_scenes as scenes
from tests.serving import make_service
from tests.strict_html import StrictPage
from web.drawn_pages import DrawnPages, drawn_pages

PAGE = "/sample/disclosure/statistics"
FEBRUARY = datetime(2027, 2, 1, 3, tzinfo=UTC)


def put_out(office, options=None, note="", channel=Channel.CORRUPTION, year=2570):
    """A version made of what the office really holds."""
    options = options or StatisticsOptions()
    with office.desk("publisher1") as work:
        record = statistics_record(work, year, options.record(), channel)
        return publish(work, KIND_OF[channel], year, options.span, record, note)


def put_out_scene(office, document, note=""):
    """A version of a document made up for its looks."""
    kind = KIND_OF[document.channel]
    with office.desk("publisher1") as work:
        return publish(
            work, kind, document.fiscal_year_be, document.options.span, document_record(document),
            note,
        )  # fmt: skip


@pytest.fixture
def service(tmp_path):
    app, office = make_service(tmp_path)
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    for number in range(6):
        office.file(narrative=f"เรื่องที่ {number}")
    office.clock.now = FEBRUARY
    return app, office


@contextmanager
def statements(office):
    """Every statement that the database is sent meanwhile."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        sent.append(statement)

    event.listen(office.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(office.engine, "before_cursor_execute", note)


def test_who_published_it_and_under_which_number_stands_on_the_page(service):
    app, office = service
    made = put_out(office)
    page = app.test_client().get(PAGE).text
    assert StrictPage(page).problems == []
    for told in ("นางสาวจันทร์ เผยแพร่", "เจ้าหน้าที่", "1 กุมภาพันธ์ 2570", made.digest[:12], made.digest):
        assert told in page
    assert "ยังไม่มีฉบับที่เผยแพร่" not in page
    assert (
        page.index("<table") < page.index("<svg") < page.index("หมายเหตุ") < page.index("รหัสตรวจสอบ")
    )


def test_what_is_not_published_says_that_it_is_not(service):
    page = service[0].test_client().get(PAGE).text
    assert "ปีนี้ยังไม่มีฉบับที่เผยแพร่" in page
    assert "รหัสตรวจสอบ" not in page


def test_published_numbers_stand_while_the_office_goes_on(service):
    app, office = service
    put_out(office)
    office.clock.now = datetime(2027, 1, 4, 3, tzinfo=UTC)
    for number in range(3):
        office.file(narrative=f"ต่อมา {number}")
    office.clock.now = datetime(2027, 5, 3, 3, tzinfo=UTC)
    page = app.test_client().get(PAGE).text
    assert "<td>6</td>" in page and "ไตรมาส 2" not in page


def test_a_correction_stands_beside_what_it_corrects(service):
    app, office = service
    put_out(office)
    office.clock.now += timedelta(days=1)
    put_out(office, note="เพิ่มเรื่องที่รับทางไปรษณีย์ <b>")
    client = app.test_client()
    page = client.get(PAGE).text
    assert "เพิ่มเรื่องที่รับทางไปรษณีย์ &lt;b&gt;" in page
    links = re.findall(r'href="(/sample/disclosure/statistics\?[^"]*version=\d)"', page)
    first = client.get(links[0].replace("&amp;", "&")).text
    assert "ท่านกำลังดูฉบับก่อน" in first and "1 กุมภาพันธ์ 2570" in first
    assert "ท่านกำลังดูฉบับก่อน" not in page
    for text in (page, first, client.get(f"{PAGE}?lang=en").text):
        assert StrictPage(text).problems == []
    assert client.get(f"{PAGE}?year=2570&topic=to_date&version=3").status_code == 404


def test_the_files_of_an_earlier_version_are_asked_for_by_its_number(service):
    app, office = service
    put_out(office)
    office.clock.now += timedelta(days=1)
    put_out(office, note="แก้ไข")
    client = app.test_client()
    page = client.get(f"{PAGE}?year=2570&topic=to_date&version=1").text
    files = re.findall(r'href="([^"]*/2570\.[a-z]+\?[^"]*)"', page)
    assert any(".csv?" in one for one in files) and any(".json?" in one for one in files)
    assert all("version=1" in one and "topic=to_date" in one for one in files)
    for address in files:
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_every_way_from_the_page_leads_somewhere(service):
    app, office = service
    put_out(office)
    client = app.test_client()
    for link in set(re.findall(r'href="(/[^"#]*)"', client.get(PAGE).text)):
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


@pytest.mark.parametrize("lang", ["th", "en"])
def test_everything_that_may_be_shown_is_shown_and_sound(service, lang):
    app, office = service
    put_out_scene(office, scenes.with_everything())
    page = app.test_client().get(f"{PAGE}?year=2569&lang={lang}").text
    assert StrictPage(page).problems == []
    shown = {
        "th": ("ปกปิด", "แยกตามประเภทเรื่อง", "รวมไตรมาส 4", "ร้อยละแล้วเสร็จ", "รวมเรื่องที่รับทางไปรษณีย์",
               "ครึ่งหนึ่งของเรื่องได้รับคำตอบแรกภายใน"),
        "en": ("hidden", "By category", "Quarter 4 in all", "Completed, per cent",
               "With those received by post", "Half of the cases had their first answer within"),
    }  # fmt: skip
    for told in shown[lang]:
        assert told in page
    assert "1,313" in page
    for bare in ("None", "<td></td><td>", "{"):
        assert bare not in page


# What it costs


def test_a_browser_that_has_the_page_is_told_so_without_drawing(service):
    app, office = service
    put_out(office)
    client = app.test_client()
    first = client.get(PAGE)
    tag = first.headers["ETag"]
    kept = len(_kept(app))
    again = client.get(PAGE, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "public, max-age=300"
    assert again.headers["ETag"] == tag
    assert len(_kept(app)) == kept
    assert client.get(PAGE, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_tag_is_the_same_for_everybody_and_tells_of_nobody(service):
    app, office = service
    put_out(office)
    assert (
        app.test_client().get(PAGE).headers["ETag"] == app.test_client().get(PAGE).headers["ETag"]
    )


def test_a_new_version_and_another_language_are_another_page(service):
    app, office = service
    put_out(office)
    client = app.test_client()
    tags = {client.get(PAGE).headers["ETag"], client.get(f"{PAGE}?lang=en").headers["ETag"]}
    old = client.get(PAGE)
    office.clock.now += timedelta(days=1)
    put_out(office, note="แก้ไข")
    new = client.get(PAGE, headers={"If-None-Match": old.headers["ETag"]})
    assert new.status_code == 200 and "ฉบับแก้ไข" in new.text
    assert len({*tags, new.headers["ETag"]}) == 3


def test_a_page_seen_before_asks_nothing_of_the_cases(service):
    app, office = service
    put_out(office)
    client = app.test_client()
    body = client.get(PAGE).data
    with statements(office) as sent:
        assert client.get(PAGE).data == body
    assert sent and not [one for one in sent if "complaint" in one or "clock" in one]


def test_a_published_page_never_counts_the_cases_one_by_one(service):
    app, office = service
    put_out(office)
    client = app.test_client()
    with statements(office) as sent:
        client.get(PAGE)
    assert not [one for one in sent if "complaint" in one and "count(" in one.lower()]


def test_numbers_that_are_counted_now_are_not_kept(service):
    app, _office = service
    client = app.test_client()
    answer = client.get(PAGE)
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert len(_kept(app)) == 0


def test_what_somebody_adds_to_an_address_stands_on_nobody_elses_page(service):
    app, office = service
    put_out(office)
    client = app.test_client()
    for address in (f"{PAGE}?evil=1", f"{PAGE}?year=2570&year=2569", f"{PAGE}?year=evil"):
        client.get(address)
    for plain in (PAGE, f"{PAGE}?year=2570"):
        assert "evil" not in client.get(plain).text


def test_only_so_many_pages_are_kept():
    kept = DrawnPages(most=3)
    for name in "abcd":
        kept.keep(name, name.encode())
        kept.get("b")
    assert [kept.get(name) for name in "abcd"] == [None, b"b", b"c", b"d"]
    assert len(kept) == 3


def test_grievances_have_a_page_of_their_own(service):
    app, office = service
    put_out_scene(office, scenes.of_grievances())
    client = app.test_client()
    page = client.get("/sample/disclosure/grievances").text
    assert StrictPage(page).problems == []
    assert "สถิติเรื่องร้องทุกข์ทั่วไป" in page and "ITA" not in page
    assert "144" not in client.get(PAGE).text


def _kept(app) -> DrawnPages:
    with app.app_context():
        return drawn_pages()
