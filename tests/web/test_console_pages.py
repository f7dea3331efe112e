"""The disclosure console as a publisher sees it, and every address that it gives out."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urldefrag, urlsplit

import pytest
from sqlalchemy import select, update

from models.disclosure import PlannedPublication, Publication
from rules.disclosure_items import ITEM_ROLES, NACC_LAO, SCHEMES
from service.actors import AgencyClerk, AllAgencies
from service.planned_publications import plan, publish_next_due
from tests.disclosing import (
    APRIL,
    PUBLISHER,
    alter,
    hire_publisher,
    look_at_main_site,
    put_out_channel,
    put_out_guideline,
    put_out_statistics,
    wait_until,
)
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page

CONSOLE = "/desk/disclosure/"
INDEX = "/sample/disclosure/"
ROOT = "https://report.sample.go.th"
YEARS = sorted(year for scheme, year in SCHEMES if scheme == NACC_LAO)


def furnished(folder, public_url=""):
    app, office = make_service(folder, public_url=public_url)
    hire_publisher(office)
    wait_until(office, APRIL)
    return app, office


@pytest.fixture
def service(tmp_path):
    return furnished(tmp_path)


@pytest.fixture(scope="module")
def all_published(tmp_path_factory):
    """Every page of every shipped year, put out through the services."""
    app, office = furnished(tmp_path_factory.mktemp("console"), ROOT)
    look_at_main_site(office)
    for year in YEARS:
        put_out_guideline(office, year)
        put_out_channel(office, year, f"{ROOT}/sample/")
        if year < 2570:
            put_out_statistics(office, year)
    put_out_statistics(office, 2570, span="first_half", granularity="half")
    desk = Desk(app, office)
    desk.sign_in(PUBLISHER)
    return desk


def signed_in(service, login=PUBLISHER) -> Desk:
    desk = Desk(*service)
    desk.sign_in(login)
    return desk


def sections(page: str) -> dict[str, str]:
    """The part of the page about each item."""
    parts = re.findall(r'<section class="item-standing" id="(\w+)">(.*?)</section>', page, re.S)
    return dict(parts)


def evidence(section: str) -> list[str]:
    """The public addresses to copy, which are those of the links."""
    links = [unescape(one) for one in re.findall(r'href="([^"]+)">ดูหลักฐาน', section)]
    named = copyable(section)
    assert named == [ROOT + one for one in links]
    return named


def copyable(part: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'class="copyable[^"]*">([^<]+)<', part)]


def fetched(desk: Desk, address: str) -> str:
    """The page at an absolute public address; it must hold the part that the address names."""
    assert address.startswith(f"{ROOT}/sample/")
    plain, anchor = urldefrag(address)
    parts = urlsplit(plain)
    answer = desk.client.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 200, address
    assert not anchor or f'id="{anchor}"' in answer.text, address
    return answer.text


@pytest.mark.parametrize("year", YEARS)
def test_each_shipped_year_has_its_codes_and_every_criterion_its_proof(all_published, year):
    page = all_published.get(f"{CONSOLE}?year={year}").text
    shown = sections(page)
    assert tuple(shown) == ITEM_ROLES
    for role, item in SCHEMES[NACC_LAO, year].items():
        section = shown[role]
        assert f"<h2>{item.code or 'ยังไม่ประกาศเลขข้อ'} · {item.label.th}" in section
        assert section.count('<span class="tag good">มีแล้ว</span>') == len(item.criteria)
        for one in item.criteria:
            assert one.words.th in section
        links = evidence(section)
        assert len(links) == len(item.criteria)
        for link in links:
            fetched(all_published, link)
        assert ("ยังไม่ได้ตรวจกับคู่มือ" in section) == (item.wording_of != year)
    assert "ครบทุกเกณฑ์ที่ระบบตรวจได้" in page


def test_the_evidence_of_a_guideline_is_the_part_that_says_it(all_published):
    links = evidence(sections(all_published.get(f"{CONSOLE}?year=2569").text)["guideline"])
    anchors = [urldefrag(link).fragment for link in links]
    assert anchors == ["prepare", "how-to-file", "channels", "steps", "unit", "time", "protection"]


def test_the_addresses_to_paste_and_the_files_all_answer(all_published):
    page = all_published.get(f"{CONSOLE}?year=2569").text
    pasted = copyable(page.partition('id="addresses"')[2].partition('id="files"')[0])
    assert len(pasted) == 3
    for address in pasted:
        fetched(all_published, address)
    for code in ("O16", "O17", "O18"):
        assert f"<dt>{code} " in page
        assert not any(code.lower() in address.lower() for address in pasted)
    files = page.partition('id="files"')[2].partition('id="plans"')[0]
    links = [unescape(one) for one in re.findall(r'href="(/sample/[^"]+)"', files)]
    assert [one for one in copyable(files) if not one.endswith("/embed")] == []
    named = {urlsplit(one).path.rpartition("/")[2] for one in links}
    assert {"2569.xlsx", "2569.csv", "2569.json", "2569.pdf", "2569.png", "2569.svg"} <= named
    assert {"guideline.pdf", "poster-a4.pdf", "banner.svg", "embed"} <= named
    for link in links:
        assert all_published.client.get(link).status_code == 200, link


def test_every_line_of_the_history_opens_its_own_version(all_published):
    page = all_published.get(f"{CONSOLE}?year=2570").text.partition('id="history"')[2]
    links = [unescape(one) for one in re.findall(r'href="(/sample/[^"]+version=[^"]+)"', page)]
    assert len(links) == 4, "guideline, channel, the first half, and the whole year before"
    for link in links:
        assert "version=1" in link
        fetched(all_published, ROOT + link)


def test_before_anything_is_published_it_says_what_to_do_and_where(service):
    page = Page(signed_in(service).get(CONSOLE))
    assert "ยังขาด 14 เกณฑ์" in page.html.replace("<strong>", "").replace("</strong>", "")
    assert "มีแล้ว" not in page.html and "ดูหลักฐาน" not in page.html
    assert page.primary_buttons() == 1 and len(page.all("h1")) == 1
    for place in ("guideline", "channel", "statistics?"):
        assert f'href="/desk/disclosure/{place}' in page.html
    mends = {one["href"] for one in page.all("a") if one.get("class") in ("tap", "button primary")}
    desk = signed_in(service)
    for address in (one for one in mends if one.startswith("/desk/disclosure/")):
        assert desk.get(address).status_code == 200, address


def test_a_number_changed_in_the_database_unticks_its_item_and_is_said_loudly(service):
    _app, office = service
    version = put_out_statistics(office, 2569)
    put_out_guideline(office, 2570)
    desk = signed_in(service)
    before = sections(desk.get(CONSOLE).text)
    assert "มีแล้ว" in before["statistics"]
    with office.work(AllAgencies("read"), writes=False) as work:
        chosen = select(Publication.content).where(Publication.number == version.number)
        content = work.session.scalars(chosen).one()
    alter(office, version.number, content=content.replace(b'"received":0', b'"received":9', 1))
    page = desk.get(CONSOLE).text
    after = sections(page)
    assert "มีแล้ว" not in after["statistics"] and "ถูกแก้ไขในฐานข้อมูล" in after["statistics"]
    assert "prongsai doctor" in page
    assert 'statistics?year=2569&amp;span=whole"' in page, "another in its place is offered"
    assert after["guideline"] == before["guideline"], "the others stand"
    assert "ข้อมูลที่เผยแพร่ถูกแก้ไขในฐานข้อมูล" in page and "ข้อมูลถูกแก้ไข</span>" in page
    pasted = page.partition('id="addresses"')[2]
    assert "/disclosure/statistics?" not in pasted.partition('id="plans"')[0]


def test_plans_wait_are_taken_back_and_are_named_when_nothing_came_of_them(service):
    _app, office = service
    for days in (3, 5):
        with office.desk(PUBLISHER) as work:
            plan(work, "guideline", 2570, "", {}, work.today + timedelta(days=days))
    desk = signed_in(service)
    page = desk.get(CONSOLE).text
    assert page.count("ยกเลิกกำหนดนี้") == 2 and "23 เมษายน 2570" in page
    cancels = re.findall(r'action="(/desk/disclosure/plans/[^"]+)"', page)
    gone = desk.post(cancels[1], {"form_token": desk.token()})
    assert gone.status_code == 303
    again = desk.get(gone.location).text
    assert "ยกเลิกกำหนดเผยแพร่แล้ว" in again and again.count("ยกเลิกกำหนดนี้") == 1
    assert desk.post(cancels[1], {"form_token": desk.token()}).status_code == 404
    with office.work(AllAgencies("tamper")) as work:
        work.session.execute(update(PlannedPublication).values(fiscal_year_be=2569))
    office.clock.now += timedelta(days=3)
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert publish_next_due(work)
    failed = signed_in(service).get(CONSOLE).text
    assert "ถึงกำหนดแล้วแต่ไม่ได้เผยแพร่" in failed and "โดยไม่ผ่านระบบ" in failed
    assert "ยกเลิกกำหนดนี้" not in failed


def test_who_sees_numbers_reads_it_and_changes_nothing(service):
    _app, office = service
    with office.desk(PUBLISHER) as work:
        plan(work, "guideline", 2570, "", {}, work.today + timedelta(days=3))
    page = signed_in(service, "intake1").get(CONSOLE).text
    assert "แนวปฏิบัติการจัดการ" in page
    assert '<form method="post" action="/desk/disclosure' not in page
    assert "primary" not in page and "กำหนดเผยแพร่ล่วงหน้า" not in page
    for address in re.findall(r'class="tap" href="(/desk/[^"]+)"', page):
        assert signed_in(service, "intake1").get(unescape(address)).status_code == 200


@pytest.mark.parametrize("login", ["legal1", "inside1", "admin1"])
def test_nobody_else_sees_it(service, login):
    assert signed_in(service, login).get(CONSOLE).status_code == 403


@pytest.mark.parametrize(("asked", "status"), [("2562", 404), ("2599", 404), ("x", 200)])
def test_a_year_that_is_none_is_not_found(service, asked, status):
    assert signed_in(service).get(f"{CONSOLE}?year={asked}").status_code == status


def test_the_console_needs_no_script(all_published):
    page = all_published.get(CONSOLE).text
    for forbidden in ("<script", "style=", "onclick", "<textarea"):
        assert forbidden not in page
    read = StrictPage(page)
    assert (read.problems, read.foreign) == ([], set())


# The public list


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_public_list_says_what_is_published_and_when(service, lang):
    app, office = service
    client = app.test_client()
    before = client.get(f"{INDEX}?lang={lang}").text
    nothing = "ยังไม่มีฉบับที่เผยแพร่" if lang == "th" else "No version is published yet."
    day = "20 เมษายน 2570" if lang == "th" else "20 April 2027"
    assert day not in before and before.count(nothing) >= 4
    put_out_guideline(office, 2570)
    after = client.get(f"{INDEX}?lang={lang}").text
    assert after.count(day) == 1 and after.count(nothing) == before.count(nothing) - 1


def test_a_version_that_was_changed_is_not_listed_as_published(service):
    app, office = service
    version = put_out_guideline(office, 2570)
    alter(office, version.number, note="แก้")
    assert "20 เมษายน 2570" not in app.test_client().get(INDEX).text


def test_every_page_of_the_list_answers(all_published):
    page = all_published.client.get(INDEX).text
    links = re.findall(r'<li>\s*<a href="(/sample/disclosure/[a-z]+)">', page)
    assert len(links) >= 4
    for link in links:
        assert all_published.client.get(link).status_code == 200
