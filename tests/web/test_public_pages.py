"""The three disclosure pages, and the files beside them."""

import csv
import io
from datetime import UTC, datetime

import pytest

from rules.counting import Row
from rules.states import Channel
from rules.thai_time import months, quarters
from tests.serving import make_service
from web.charts import HEIGHT, PLOT, TOP, bar_chart
from web.open_data import without_formula

STATISTICS = "/sample/disclosure/statistics"
FEBRUARY = datetime(2027, 2, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def filed(tmp_path_factory):
    """Three complaints and a grievance in November, looked at in February."""
    app, office = make_service(tmp_path_factory.mktemp("public"))
    for number in range(3):
        office.file(narrative=f"เรื่องที่ {number}")
    office.file(Channel.GRIEVANCE, narrative="ไฟทางดับ")
    office.clock.now = FEBRUARY
    return app.test_client()


@pytest.fixture(scope="module")
def quiet_year(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("quiet"))[0].test_client()


def test_the_table_counts_corruption_complaints_of_closed_periods(filed):
    page = filed.get(f"{STATISTICS}?granularity=quarter").text
    assert "ปีงบประมาณ พ.ศ. 2570" in page
    assert "ไตรมาส 1 (ต.ค.–ธ.ค.)</th><td>0</td><td>3</td><td>0</td><td>3</td>" in page
    assert "ไตรมาส 2" not in page
    assert "ข้อมูล ณ วันที่ 1 กุมภาพันธ์ 2570" in page


def test_the_open_period_is_never_shown(filed):
    rows = _csv(filed, 2570)
    assert [row["received"] for row in rows] == ["3"]
    assert all(row["last_day"] < "2027-02-01" for row in rows)


def test_months_are_not_published_before_the_office_can_choose_so(filed):
    page = filed.get(f"{STATISTICS}?granularity=month").text
    assert "ไตรมาส 1" in page
    assert "รายเดือน" not in page


def test_a_zero_year_says_the_sentence_of_the_criteria(quiet_year):
    page = quiet_year.get(f"{STATISTICS}?year=2569").text
    assert "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ ในช่วงวันที่ 1 ตุลาคม 2568" in page
    english = quiet_year.get(f"{STATISTICS}?year=2569&lang=en").text
    assert "No complaints of corruption or misconduct were received" in english


def test_the_code_of_the_year_comes_from_the_table_of_items(quiet_year, filed):
    assert "O18" in quiet_year.get(f"{STATISTICS}?year=2569").text
    assert "O17" in quiet_year.get("/sample/disclosure/channel?year=2569").text
    assert "O16" in quiet_year.get("/sample/disclosure/guideline?year=2569").text
    assert "ยังไม่ประกาศ" in filed.get(f"{STATISTICS}?year=2570").text


def test_the_csv_opens_in_a_spreadsheet(filed):
    answer = filed.get(f"{STATISTICS}/2570.csv")
    assert answer.data.startswith(b"\xef\xbb\xbffiscal_year_be,period,first_day,last_day,")
    assert answer.headers["Content-Disposition"].endswith("statistics-sample-2570-quarter.csv")
    assert _csv(filed, 2570) == [
        {
            "fiscal_year_be": "2570",
            "period": "quarter-1",
            "first_day": "2026-10-01",
            "last_day": "2026-12-31",
            "carried_forward": "0",
            "received": "3",
            "completed": "0",
            "outstanding": "3",
            "not_accepted": "0",
            "forwarded": "0",
        }
    ]


@pytest.mark.parametrize("start", list("=+-@\t\r"))
def test_no_cell_is_a_formula(start):
    assert without_formula(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"
    assert without_formula("quarter-1") == "quarter-1"
    assert without_formula(7) == 7


def test_every_column_of_the_files_is_explained_on_the_page(filed):
    page = filed.get(STATISTICS).text
    for column in _csv(filed, 2570)[0]:
        assert f"<code>{column}</code>" in page


def test_what_completed_means_is_said(filed):
    page = filed.get(STATISTICS).text
    assert "ไม่รับไว้พิจารณา ส่งต่อหน่วยงานอื่น หรือรวมกับเรื่องเดิม" in page


@pytest.mark.parametrize("year", ["2571", "2562", "0000", "0001", "9999"])
def test_a_year_that_has_no_page_is_not_found(filed, year):
    assert filed.get(f"{STATISTICS}?year={year}").status_code in (200, 404)
    for ending in ("json", "csv"):
        assert filed.get(f"{STATISTICS}/{year}.{ending}").status_code == 404


@pytest.mark.parametrize("year", ["", "25", "25690", "สองพัน", "๒๕๖๙", "-256", "2569x"])
def test_a_year_that_is_no_year_is_the_latest(filed, year):
    assert filed.get(STATISTICS, query_string={"year": year}).status_code == 200


def test_the_guideline_has_every_part_of_every_version(quiet_year):
    page = quiet_year.get("/sample/disclosure/guideline").text
    for part in (
        "ข้อมูลที่ควรเตรียม", "วิธีการแจ้งเรื่อง", "ช่องทางแจ้งเรื่อง", "ขั้นตอนการจัดการเรื่อง",
        "ส่วนงานที่รับผิดชอบ", "ระยะเวลา", "การคุ้มครองผู้แจ้ง", "ภายใน 15 วัน", "3 วันทำการ",
    ):  # fmt: skip
        assert part in page
    assert "ไม่อาจรับรองความคุ้มกันทางกฎหมาย" in page


def test_the_channel_page_gives_a_stable_address_and_draws_it(tmp_path):
    app, _office = make_service(tmp_path, public_url="https://sample.go.th")
    page = app.test_client().get("/sample/disclosure/channel").text
    assert ">https://sample.go.th/sample/</a>" in page
    assert '<svg viewBox="0 0 ' in page
    assert "ร้องทุกข์ทั่วไป" in page


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("part", ["", "guideline", "channel", "statistics"])
def test_pages_need_no_script_no_style_and_no_stranger(filed, part, lang):
    page = filed.get(f"/sample/disclosure/{part}?lang={lang}").text
    assert f'<html lang="{lang}">' in page
    for forbidden in ("<script", "style=", "<style", "onclick", "http-equiv"):
        assert forbidden not in page
    assert page.count("<h1") == 1


def test_the_chart_keeps_the_proportions_of_the_table():
    rows = [Row(period, 0, n, 4 - n, 0) for n, period in enumerate(quarters(2569), start=1)]
    chart = bar_chart(rows)
    bars = [bar for group in chart.groups for bar in group.bars]
    assert max(bar.height for bar in bars) == PLOT
    for bar in bars:
        assert bar.height == pytest.approx(PLOT * bar.value / 4, abs=0.1)
        assert bar.y + bar.height == pytest.approx(TOP + PLOT, abs=0.1)
        assert bar.x >= 0 and bar.x + bar.width <= 100
    assert chart.height == HEIGHT
    assert not chart.many


def test_the_chart_of_a_year_without_complaints_is_flat():
    chart = bar_chart([Row(period, 0, 0, 0, 0) for period in months(2569)])
    assert all(bar.height == 0 for group in chart.groups for bar in group.bars)
    assert chart.many
    assert bar_chart([]).groups == ()


def _csv(client, year):
    text = client.get(f"{STATISTICS}/{year}.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))
