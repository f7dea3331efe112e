"""The eight layouts of statistics that offices really use, each by options and nothing else."""

import re
from html import unescape

import pytest

from tests.eight_layouts import LAYOUTS, YEAR, address, furnish, put_out
from tests.serving import make_service
from tests.strict_html import StrictPage


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Each layout's page, published and read back."""
    app, office = make_service(tmp_path_factory.mktemp("layouts"))
    offices = furnish(office)
    client, pages = app.test_client(), {}
    for layout in LAYOUTS:
        version = put_out(offices[layout.slug], layout.options)
        pages[layout.name] = Shown(client, f"/{layout.slug}{address(version)}")
    pages["by_kind"] = Shown(client, f"/disclosure/?year={YEAR}")
    return pages


class Shown:
    """A page as it was answered: its tables by their cells, its tiles by their titles."""

    def __init__(self, client, path):
        self.client, self.text = client, client.get(path).text
        assert StrictPage(self.text).problems == [], path

    def heads(self, number=0):
        """The column heads of that table."""
        return _cells(self._table(number).split("</thead>")[0])[1:]

    def lines(self, number=0):
        """The cells of each line of that table, its name first."""
        body = self._table(number).split("</thead>")[1]
        return [_cells(row) for row in body.split("<tr")[1:]]

    def tiles(self):
        """The number of each tile by its title."""
        tiles = "".join(self.text.split('<dl class="tiles">')[1:]).split("</dl>")[0]
        return dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", tiles))

    def _table(self, number):
        return self.text.split("<table")[number + 1].split("</table>")[0]


def _cells(part):
    found = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", part, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in found]


def test_one_line_a_month_with_three_columns_and_a_total(shown):
    page = shown["months"]
    assert page.heads() == ["รับใหม่", "แล้วเสร็จ", "อยู่ระหว่างดำเนินการ"]
    lines = page.lines()
    assert [line[0] for line in lines][:2] == ["ตุลาคม 2569", "พฤศจิกายน 2569"]
    assert len(lines) == 13 and lines[-1] == ["รวมทั้งปี", "0", "0", "0"]
    assert all(line[1:] == ["0", "0", "0"] for line in lines)
    assert "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ ในช่วงวันที่ 1 ตุลาคม 2569" in page.text


def test_four_tiles_a_choice_of_years_and_files(shown):
    page = shown["tiles"]
    assert list(page.tiles()) == ["รับทั้งหมด", "แล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ไม่รับไว้พิจารณา"]
    assert list(page.tiles().values()) == ["15", "5", "10", "1"]
    assert "<table" not in page.text
    assert '?year=2571"' in page.text and '<strong aria-current="page">2570</strong>' in page.text
    for ending in ("pdf", "xlsx"):
        assert f"/sample/disclosure/statistics/{YEAR}.{ending}?" in page.text


def test_the_whole_year_before_as_a_paper_and_a_workbook(shown):
    page = shown["year_before"]
    assert len(page.lines()) == 5 and page.lines()[-1] == ["รวมทั้งปี", "15", "5", "10"]
    assert "1 ตุลาคม 2569 – 30 กันยายน 2570" in page.text
    files = re.findall(r'href="([^"]*2570\.(?:pdf|xlsx)[^"]*)"', page.text)
    starts = {page.client.get(unescape(one)).data[:4] for one in files}
    assert starts == {b"%PDF", b"PK\x03\x04"}


def test_one_sentence_and_no_table(shown):
    page = shown["sentence"]
    assert "<table" not in page.text and "<svg" not in page.text and page.tiles() == {}
    assert page.text.count("ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ ในช่วงวันที่") == 1


def test_three_numbers_and_a_split_by_behaviour(shown):
    page = shown["by_behaviour"]
    assert list(page.tiles().values()) == ["15", "5", "10"]
    lines = {line[0]: line[1:] for line in page.lines()}
    assert ["9"] in lines.values() and ["6"] in lines.values() and lines["รวม"] == ["15"]


def test_a_split_by_kind_of_agency_over_the_installation(shown):
    page = shown["by_kind"]
    names = [line[0] for line in page.lines()]
    assert len(names) == 3 and sum("เทศบาลตำบลตัวอย่าง" in name for name in names) == 2
    kinds = {line[0]: line[1:] for line in page.lines(1)}
    assert kinds["เทศบาลตำบล"] == ["2", "15", "5", "10"]
    assert kinds["ที่ว่าการอำเภอ"][0] == "1" and kinds["รวม"] == ["3", "15", "5", "10"]


def test_source_by_year_of_the_incident_with_what_was_carried_and_what_is_left(shown):
    page = shown["source_by_year"]
    assert page.heads() == ["ยกมา", "รับใหม่", "แล้วเสร็จ", "อยู่ระหว่างดำเนินการ"]
    for line in page.lines():
        carried, received, completed, left = map(int, line[1:])
        assert carried + received == completed + left
    assert page.lines()[-1] == ["รวมทั้งปี", "0", "15", "5", "10"]
    assert page.lines()[1][1] == "10", "carried into the second half"
    assert page.heads(1)[:2] == ["ปีงบฯ 2570", "ปีงบฯ 2569"]
    online = next(line for line in page.lines(1) if line[0] == "ระบบออนไลน์นี้")
    assert online[-1] == "15"


def test_fiscal_months_with_the_rejected_and_the_share_by_category(shown):
    page = shown["fiscal_months"]
    assert page.heads() == [
        "ยกมา", "รับใหม่", "แล้วเสร็จ", "ไม่รับ", "อยู่ระหว่างดำเนินการ", "ร้อยละแล้วเสร็จ",
    ]  # fmt: skip
    lines = page.lines()
    assert lines[0][0] == "ตุลาคม 2569" and lines[0][-1] == "–"
    assert lines[1] == ["พฤศจิกายน 2569", "0", "7", "1", "0", "6", "14.3"]
    assert lines[12] == ["รวมทั้งปี", "0", "15", "5", "1", "10", "33.3"]
    assert len(page.lines(1)) > 3


def test_each_says_whose_it_is_of_when_and_who_published(shown):
    for name, page in shown.items():
        if name != "by_kind":
            assert "ข้อมูล ณ วันที่ 4 ตุลาคม 2570" in page.text, name
            assert "ปีงบประมาณ พ.ศ. 2570" in page.text and "นางสาวจันทร์ เผยแพร่" in page.text
