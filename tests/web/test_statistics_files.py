"""The statistics as files: read back by other programs they carry the document's own numbers."""

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pytest

from rules.open_data_metadata import LABELS
from rules.states import Channel, State
from rules.statistics_options import MORE_COLUMNS, WHOLE, StatisticsOptions
from rules.words import OPEN_DATA_COLUMNS
from rules.words.shown_statistics import HIDDEN_CELL
from rules.words.statistics import HEADS, SHEETS
from service.open_data import COLUMNS, digest_of
from service.planned_publications import MAKERS
from service.shown_statistics import KIND_OF, ShownStatistics, shown_statistics
from service.statistics_workbook import statistics_workbook
from tests.case_histories import Case, history, put_in
from tests.disclosing import APRIL, hire_publisher, put_out, wait_until
from tests.serving import make_service
from tests.statistics_scenes import document, with_everything
from web.statistics_drawing import percent

PAGES = {Channel.CORRUPTION: "statistics", Channel.GRIEVANCE: "grievances"}
CHOSEN = StatisticsOptions(
    WHOLE, "month", MORE_COLUMNS, ("table", "in_time", "medians", "quarter_totals")
)
EVERY_CHANNEL = pytest.mark.parametrize("channel", list(Channel), ids=str)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A history of three years; 2569 of both channels is published by months, 2568 is not."""
    app, office = make_service(tmp_path_factory.mktemp("files"))
    put_in(office, history(11, 400, date(2024, 10, 1), date(2026, 11, 20)))
    hire_publisher(office)
    wait_until(office, APRIL)
    for channel in Channel:
        _publish(office, channel)
    return app, office


@pytest.fixture
def client(service):
    return service[0].test_client()


def _publish(office, channel, note=""):
    kind = KIND_OF[channel]
    options = CHOSEN.record()
    return put_out(office, kind, 2569, WHOLE, lambda work: MAKERS[kind](work, 2569, options), note)


def _shown(service, channel, year, topic=None, version=None):
    with service[1].public() as work:
        return shown_statistics(work, channel, year, topic, version)


def _file(client, channel, year, ending, query=""):
    return client.get(f"/sample/disclosure/{PAGES[channel]}/{year}.{ending}{query}")


def _csv(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def _book(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def _lines(book, sheet):
    return [list(line) for line in book[SHEETS[sheet].th].iter_rows(values_only=True)]


def _counts(row):
    return [getattr(row, name) for name in COLUMNS[4:]]


@EVERY_CHANNEL
@pytest.mark.parametrize("year", [2568, 2569], ids=["counted now", "published"])
def test_every_format_carries_the_numbers_of_the_document(service, client, channel, year):
    page = _shown(service, channel, year).document
    assert len(page.rows) == (12 if year == 2569 else 4)
    told = json.loads(_file(client, channel, year, "json").data)
    lines = _csv(_file(client, channel, year, "csv"))
    book = _book(_file(client, channel, year, "xlsx"))
    head, *cells = _lines(book, "rows")
    assert head == list(lines[0]) == list(COLUMNS)
    assert len(told["rows"]) == len(lines) == len(cells) == len(page.rows)
    for row, data, line, cell in zip(page.rows, told["rows"], lines, cells, strict=True):
        days = [row.period.first.isoformat(), row.period.last.isoformat()]
        assert set(data) == set(COLUMNS)
        assert [data[name] for name in COLUMNS[2:]] == [*days, *_counts(row)]
        assert list(line.values())[2:] == [*days, *map(str, _counts(row))]
        assert cell == [data[name] for name in COLUMNS]
    assert [told["total"][name] for name in COLUMNS[4:]] == _counts(page.total)
    answers = (told["answered_in_time"], told["answered_of"])
    assert answers == (page.answered_in_time, page.answered_of)
    assert told["median_answer_days"] == page.median_answer_days
    assert told["median_closing_days"] == page.median_closing_days


@EVERY_CHANNEL
def test_the_thai_sheet_shows_the_columns_and_sums_that_were_chosen(service, client, channel):
    page = _shown(service, channel, 2569).document
    sheet = _lines(_book(_file(client, channel, 2569, "xlsx")), "table")
    texts = [line[0] for line in sheet]
    assert texts[:2] == [page.title.th, page.agency_name.th]
    assert "ช่วงข้อมูล 1 ตุลาคม 2568 – 30 กันยายน 2569" in texts
    assert "ข้อมูล ณ วันที่ 20 เมษายน 2570" in texts
    assert {note.th for note in page.notes} <= set(texts)
    begins = texts.index(HEADS["period"].th)
    assert sheet[begins][1:] == [
        "ยกมา", "รับใหม่", "แล้วเสร็จ", "ไม่รับ", "ส่งต่อ", "อยู่ระหว่างดำเนินการ", "ร้อยละแล้วเสร็จ",
    ]  # fmt: skip
    lines = sheet[begins + 1 : begins + 18]
    assert [line[0] for line in lines[3::4]] == [f"รวมไตรมาส {n}" for n in (1, 2, 3, 4)]
    by_month = [line for number, line in enumerate(lines[:16]) if number % 4 != 3]
    for month, line in zip(page.rows, by_month, strict=True):
        assert line[0] == month.period.label()
        assert line[1:7] == [
            month.carried_forward, month.received, month.completed, month.not_accepted,
            month.forwarded, month.outstanding,
        ]  # fmt: skip
    whole = page.total
    assert lines[16][0] == "รวมทั้งปี"
    assert lines[16][2:4] == [whole.received, whole.completed]
    share = percent(whole.completed, whole.carried_forward + whole.received)
    assert lines[16][7] == float(share)
    assert lines[3][2] == sum(row.received for row in page.rows[:3])


def test_a_published_version_stays_as_it_is_in_every_format(tmp_path):
    app, office = make_service(tmp_path)
    put_in(office, history(12, 60, date(2025, 10, 1), date(2026, 9, 30)))
    hire_publisher(office)
    wait_until(office, APRIL)
    _publish(office, Channel.CORRUPTION)
    client = app.test_client()

    def files(query=""):
        kinds = ("json", "csv", "xlsx")
        return [_file(client, Channel.CORRUPTION, 2569, one, query).data for one in kinds]

    before = files()
    put_in(office, [Case(date(2026, 5, 4), date(2026, 6, 4), State.CLOSED)] * 9)
    assert files() == before
    _publish(office, Channel.CORRUPTION, "เพิ่มเรื่องที่รับทางไปรษณีย์")
    assert not {*files()} & {*before}
    assert files("?topic=whole&version=1") == before
    asked = ("?topic=whole&version=1", "?topic=whole&version=2", "?topic=whole", "")
    received = [json.loads(files(query)[0])["total"]["received"] for query in asked]
    assert received == [received[0], *[received[0] + 9] * 3]


def test_who_has_a_version_is_told_so_by_its_digest(service, client):
    digest = _shown(service, Channel.CORRUPTION, 2569).version.digest
    for ending in ("json", "csv", "xlsx"):
        answer = _file(client, Channel.CORRUPTION, 2569, ending)
        assert answer.get_etag() == (digest, True)
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        address = f"/sample/disclosure/statistics/2569.{ending}"
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data, again.get_etag()) == (304, b"", (digest, True))
        assert again.headers["Cache-Control"] == "public, max-age=300"
        other = client.get(address, headers={"If-None-Match": 'W/"0000"'})
        assert other.status_code == 200


def test_what_is_counted_now_has_a_tag_until_it_differs(tmp_path):
    app, office = make_service(tmp_path)
    client = app.test_client()
    address = "/sample/disclosure/statistics/2569.json"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    put_in(office, [Case(date(2026, 5, 4))])
    answer = client.get(address, headers={"If-None-Match": tag})
    assert answer.status_code == 200 and answer.headers["ETag"] != tag


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "statistics-sample-2569-whole-v1"),
        ("?topic=whole&version=1", "statistics-sample-2569-whole-v1"),
    ],
)
def test_a_saved_file_names_its_version(client, query, name):
    for ending in ("csv", "xlsx"):
        answer = _file(client, Channel.CORRUPTION, 2569, ending, query)
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}.{ending}"


@pytest.mark.parametrize(
    "query", ["?topic=whole&version=9", "?version=1", "?topic=first_half&version=1"]
)
@pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
def test_a_version_that_is_none_is_not_found(client, ending, query):
    assert _file(client, Channel.CORRUPTION, 2569, ending, query).status_code == 404


@EVERY_CHANNEL
def test_json_and_workbook_describe_the_data_in_fourteen_items(client, channel):
    told = json.loads(_file(client, channel, 2569, "json").data)
    assert [item["name"] for item in told["metadata"]] == list(LABELS)
    assert len(LABELS) == 14
    by_name = {item["name"]: item["value"] for item in told["metadata"]}
    empty = {name for name, value in by_name.items() if not value["th"]}
    assert empty <= {"maintainer_email"}
    assert by_name["update_frequency_unit"]["th"] == "เดือน"
    assert "อำเภอตัวอย่าง จังหวัดตัวอย่าง" in by_name["geo_coverage"]["th"]
    if channel is Channel.GRIEVANCE:
        assert "ทุจริต" not in json.dumps(told["metadata"], ensure_ascii=False)
    lines = _lines(_book(_file(client, channel, 2569, "xlsx")), "metadata")
    described = {line[1]: (line[0], line[2]) for line in lines}
    for item in told["metadata"]:
        label, value = described[item["name"]]
        assert (label, value or "") == (item["label"]["th"], item["value"]["th"])


def test_every_column_stands_in_the_dictionary(client):
    told = json.loads(_file(client, Channel.CORRUPTION, 2569, "json").data)
    columns = {column["name"]: column for column in told["columns"]}
    assert list(columns) == list(OPEN_DATA_COLUMNS)
    assert set(columns) == set(told["rows"][0])
    kinds = {"integer": int, "text": str, "date": str}
    for name, value in told["rows"][0].items():
        assert type(value) is kinds[columns[name]["type"]]
        if columns[name]["type"] == "date":
            assert date.fromisoformat(value)
    lines = _lines(_book(_file(client, Channel.CORRUPTION, 2569, "xlsx")), "metadata")
    assert {name for line in lines for name in line[:1]} >= set(columns)


def _workbook(page):
    return openpyxl.load_workbook(
        io.BytesIO(statistics_workbook(ShownStatistics(page, None, (), ())))
    )


def test_further_tables_are_in_the_workbook_and_what_is_hidden_stays_hidden():
    page = with_everything()
    lines = _lines(_workbook(page), "tables")
    text = [cell for line in lines for cell in line]
    for table in page.tables:
        assert table.title.th in text
        for row in table.rows:
            shown = [HIDDEN_CELL.th if cell is None else cell for cell in row.cells]
            assert [row.label.th, *shown] in [line[: len(shown) + 1] for line in lines]
    assert [HEADS["total"].th, 251, 199] in [line[:3] for line in lines]


def test_a_document_without_periods_is_a_workbook_too():
    book = _workbook(document(()))
    assert HEADS["none_closed"].th in [line[0] for line in _lines(book, "table")]
    assert _lines(book, "rows") == [list(COLUMNS)]
    assert _lines(book, "tables")[0][0] == HEADS["no_tables"].th


@pytest.mark.parametrize("start", list("=+-@"))
def test_no_cell_of_the_workbook_is_a_formula_or_a_link(start):
    typed = f'{start}HYPERLINK("https://example.com")'
    page = with_everything()
    words = type(page.agency_name)(typed, typed)
    book = _workbook(document(page.rows, agency_name=words, notes=(words,), email=typed))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert sum(cell.value == typed for cell in cells) >= 4
    assert all(cell.data_type in "sn" and cell.hyperlink is None for cell in cells)


def test_the_same_numbers_are_the_same_bytes_and_tell_no_minute():
    shown = ShownStatistics(with_everything(), None, (), ())
    assert statistics_workbook(shown) == statistics_workbook(shown)
    created = _workbook(with_everything()).properties.created
    assert created == datetime(2026, 11, 21)  # noqa: DTZ001


def test_the_tag_of_a_document_is_that_of_its_numbers():
    one = ShownStatistics(with_everything(), None, (), ())
    same = ShownStatistics(with_everything(), None, (), (2569, 2568))
    other = ShownStatistics(document(()), None, (), ())
    assert digest_of(one) == digest_of(same) != digest_of(other)
    assert len(digest_of(one)) == 64
