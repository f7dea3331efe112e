"""The page above the agencies: what each published, by kind, and nothing that it did not."""

from dataclasses import replace

import pytest

from rules.permissions import Role
from rules.thai_time import quarters
from service.errors import InvalidInput
from service.publications import publish
from service.statistics_document import document_record
from tests import statistics_scenes as scenes
from tests.district import make_district
from tests.office import make_office
from tests.serving import make_service
from tests.strict_html import StrictPage

PAGE = "/disclosure/"


def put_out(office, document):
    with office.desk("publisher1") as work:
        record = document_record(document)
        return publish(work, "statistics", document.fiscal_year_be, "whole", record, "ฉบับใหม่")


def numbers(received, year=2569):
    """A year in which so many were received in its first quarter, and none completed."""
    rows = scenes.rows_of(quarters(year), (received, 0, 0, 0), (0, 0, 0, 0), carried=0)
    options = replace(scenes.by_quarter().options, span="whole")
    return scenes.document(rows, year, options=options)


@pytest.fixture
def three(tmp_path):
    """A municipality that published, a district that published little, one that did not."""
    app, office = make_service(tmp_path)
    district = make_district(office)
    make_office(office.engine, office.key_path, slug="silent", clock=office.clock)
    for one in (office, district):
        one.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    return app, office, district


def test_each_agency_stands_with_its_newest_published_numbers(three):
    app, office, district = three
    put_out(office, numbers(7))
    put_out(office, numbers(31))
    put_out(district, numbers(12))
    page = app.test_client().get(PAGE).text
    assert StrictPage(page).problems == []
    rows = [one.words for one in StrictPage(page).all("tr")]
    assert any("เทศบาลตำบลตัวอย่าง" in row and "31" in row for row in rows)
    assert any("ที่ว่าการอำเภอตัวอย่าง" in row and "12" in row for row in rows)
    assert sum("ยังไม่เผยแพร่" in row for row in rows) == 1
    assert "43" in page and "ปีงบประมาณ พ.ศ. 2569" in page


def test_a_kind_of_agency_with_few_is_not_told_apart(three):
    app, office, district = three
    put_out(office, numbers(31))
    put_out(district, numbers(2))
    page = StrictPage(app.test_client().get(PAGE).text)
    by_kind = [one.words for one in page.all("section")]
    assert len(by_kind) == 1 and "ปกปิด" in by_kind[0]
    assert "33" in by_kind[0] and "31" not in by_kind[0]


def test_nothing_that_was_not_published_is_there(three):
    app, office, _district = three
    for number in range(9):
        office.file(narrative=f"{number}")
    page = app.test_client().get(PAGE).text
    assert StrictPage(page).problems == []
    assert page.count("ยังไม่เผยแพร่") == 3 and ">9<" not in page and "<section" not in page


def test_years_are_chosen_and_kept_apart(three):
    app, office, district = three
    put_out(office, numbers(31, 2568))
    put_out(district, numbers(12, 2569))
    client = app.test_client()
    assert "12" in client.get(PAGE).text and "2568" in client.get(PAGE).text
    before = client.get(f"{PAGE}?year=2568").text
    assert ">31<" in before and ">12<" not in before
    assert client.get(f"{PAGE}?year=2500").status_code == 200


def test_a_browser_that_has_it_is_told_so_until_somebody_publishes(three):
    app, office, district = three
    put_out(office, numbers(31))
    client = app.test_client()
    first = client.get(PAGE)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(PAGE, headers=tag).status_code == 304
    put_out(district, numbers(12))
    assert client.get(PAGE, headers=tag).status_code == 200


def test_it_speaks_english(three):
    app, office, _district = three
    put_out(office, numbers(31))
    page = app.test_client().get(f"{PAGE}?lang=en").text
    assert StrictPage(page).problems == []
    assert "Sample Subdistrict Municipality" in page and "By kind of agency" in page


def test_no_agency_can_take_its_address(three):
    _app, office, _district = three
    with pytest.raises(InvalidInput):
        make_office(office.engine, office.key_path, slug="disclosure", clock=office.clock)
