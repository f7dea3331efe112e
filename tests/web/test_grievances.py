"""The ordinary channel whole: from a citizen's form to its numbers, and no word of corruption."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from rules.states import Channel, Move
from tests.joining import join, move
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk
from tests.web.reporter_client import Reporter

PAGE = "/sample/disclosure/grievances"
CORRUPTION = re.compile(r"ทุจริต|เบาะแส|ประพฤติมิชอบ|มีมูล|ป\.ป\.ช|ป\.ป\.ท|พยาน|ไม่ปรากฏพฤติการณ์")


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("grievances"))


@pytest.fixture
def office(service):
    return service[1]


@pytest.fixture
def desk(service):
    desk = Desk(*service)
    desk.sign_in("grievance1")
    return desk


def main_of(text: str) -> str:
    """The words of a page between its head and its foot."""
    return " ".join(StrictPage(text).all("main")[0].words.split())


# The citizen


def test_the_way_in_asks_in_the_words_of_a_grievance(service):
    reporter = Reporter(service[0])
    form = reporter.get("/g/")
    assert "ท่านอยากให้แก้ไขเรื่องใด" in form.text
    assert "ไฟฟ้าสาธารณะ" in form.text and "สินบน" not in form.text
    check = reporter.check(letter="g", narrative="ไฟทางหน้าโรงเรียนดับ", category="lights")
    assert "นางสมศรี บริการดี" in check.text
    receipt = reporter.send(check, letter="g")
    assert re.search(r"\b\d+/2570\b", receipt.text)
    reporter.post("/g/confirm", ticket=receipt.hidden("ticket"), last_group=receipt.code[-4:])
    seen = reporter.get("/f/")
    assert "รับเรื่องแล้ว" in seen.text
    for page in (form, check, receipt, seen):
        assert not CORRUPTION.search(main_of(page.text)), CORRUPTION.search(main_of(page.text))


def test_a_grievance_is_taken_back_without_a_word_of_discipline(service):
    reporter = Reporter(service[0])
    receipt = reporter.file(letter="g", narrative="ขยะล้นหน้าตลาด")
    reporter.post("/g/confirm", ticket=receipt.hidden("ticket"), last_group=receipt.code[-4:])
    page = reporter.get("/f/withdraw")
    assert "เรื่องไม่ถูกลบ" in page.text and "วินัย" not in page.text


# The officer


def test_the_officer_walks_from_today_to_the_end_by_what_the_pages_say(desk, office):
    case_id = office.case_id(office.file(Channel.GRIEVANCE, narrative="ไฟทางดับ", category="lights"))
    today = desk.get("/desk/").text
    assert f"/desk/cases/{case_id}" in today
    steps = (
        ("accept", {}),
        ("start_work", {}),
        ("result_notice", {"notice_text": "ซ่อมเสร็จแล้ว"}),
        ("close", {"notice_text": "ขอบคุณที่แจ้ง"}),
    )
    for step, words in steps:
        text = desk.get(f"/desk/cases/{case_id}").text
        button = re.search(r'class="button primary" href="([^"]+)"', text)
        assert button and button[1].endswith(step), step
        asked = desk.get(button[1])
        for shown in (text, asked.text):
            assert StrictPage(shown).problems == []
        assert desk.send(button[1], words).status_code == 303
    text = desk.get(f"/desk/cases/{case_id}").text
    assert "ยุติเรื่อง" in text and "ไม่มีกำหนดเวลาค้าง" in text


def test_a_case_page_of_a_grievance_speaks_of_no_corruption(desk, office):
    case_id = office.case_id(office.file(Channel.GRIEVANCE, narrative="น้ำไม่ไหล"))
    paths = ["", "/similar", "/merge", "/readers", "/log"]
    paths += [f"/{move}" for move in ("accept", "not_accept", "ask", "message", "note",
              "progress_notice", "delay_explanation", "assign")]  # fmt: skip
    for path in paths:
        answer = desk.get(f"/desk/cases/{case_id}{path}")
        if answer.status_code in (403, 404, 409):
            assert path == "/log", path
            continue
        # The way to the other channel has to name it.
        words = main_of(answer.text).replace("ย้ายไปเป็นเรื่องทุจริต", "")
        assert not CORRUPTION.search(words), (path, CORRUPTION.search(words))
        assert "วินัย" not in words and "คัดกรอง" not in words, path


def test_the_lists_show_grievances_alone(desk, office):
    grievance = office.case_id(office.file(Channel.GRIEVANCE, narrative="ถนนเป็นหลุม"))
    corruption = office.case_id(office.file(narrative="ถนนเป็นหลุม"))
    for show in ("open", "all"):
        text = desk.get(f"/desk/cases?show={show}").text
        assert f"/desk/cases/{grievance}" in text
        assert corruption not in text
    assert "แจ้งเบาะแสการทุจริต" not in desk.get("/desk/cases").text


# The numbers


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """Five grievances and three reports of corruption in November, looked at in February."""
    app, office = make_service(tmp_path_factory.mktemp("counted"))
    cases = [office.case_id(office.file(Channel.GRIEVANCE, narrative=f"{n}")) for n in range(5)]
    reports = [office.case_id(office.file(narrative=f"{n}")) for n in range(3)]
    office.move("grievance1", cases[0], Move.ACCEPT)
    office.move("grievance1", cases[0], Move.RESULT_NOTICE, notice_text="แล้ว")
    office.move("grievance1", cases[0], Move.CLOSE, notice_text="ปิด")
    join(office, "grievance1", cases[1], cases[2])
    move(office, "grievance1", cases[3])
    move(office, "intake1", reports[0])
    office.clock.now = datetime(2027, 2, 1, 3, tzinfo=UTC)
    return app.test_client()


def rows(client, page: str) -> list[dict[str, str]]:
    text = client.get(f"/sample/disclosure/{page}/2570.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_channel_is_counted_apart_and_a_moved_case_once(counted):
    (grievances,), (corruption,) = rows(counted, "grievances"), rows(counted, "statistics")
    assert [grievances[name] for name in ("carried_forward", "received", "completed")] == [
        "0", "5", "2",
    ]  # fmt: skip
    assert grievances["outstanding"] == "3"
    assert [corruption[name] for name in ("received", "completed", "outstanding")] == [
        "3", "0", "3",
    ]  # fmt: skip


def test_the_balance_holds_and_the_files_repeat_the_page(counted):
    told = counted.get(f"{PAGE}/2570.json").get_json()
    total = told["total"]
    assert total["carried_forward"] + total["received"] == total["completed"] + total["outstanding"]
    assert told["item_code"] is None
    page = counted.get(f"{PAGE}?granularity=quarter").text
    assert "ไตรมาส 1 (ต.ค.–ธ.ค.)</th><td>0</td><td>5</td><td>2</td><td>3</td>" in page
    answer = counted.get(f"{PAGE}/2570.csv")
    assert answer.headers["Content-Disposition"].endswith("grievances-sample-2570-quarter.csv")


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_page_is_sound_and_bears_no_item_of_the_assessment(counted, lang):
    page = counted.get(f"{PAGE}?lang={lang}").text
    assert StrictPage(page).problems == []
    assert page.count("<h1") == 1
    assert "ITA" not in main_of(page)
    assert "สถิติเรื่องร้องทุกข์ทั่วไป" in page if lang == "th" else "general grievances" in page
    for link in re.findall(r'href="(/sample/disclosure/grievances[^"]*)"', page):
        assert counted.get(link.replace("&amp;", "&")).status_code == 200, link


def test_the_public_pages_lead_to_it(counted):
    for page in ("", "statistics"):
        assert PAGE in counted.get(f"/sample/disclosure/{page}").text


def test_a_period_without_grievances_says_so_in_its_own_words(counted):
    page = counted.get(f"{PAGE}?year=2569").text
    assert "ไม่มีเรื่องร้องทุกข์ทั่วไป ในช่วงวันที่ 1 ตุลาคม 2568" in page
    assert "ไม่มีเรื่องร้องเรียนการทุจริต" not in page
    english = counted.get(f"{PAGE}?year=2569&lang=en").text
    assert "No general grievances were received from" in english


@pytest.mark.parametrize("year", ["2571", "2562"])
def test_a_year_that_has_no_page_is_not_found(counted, year):
    for ending in ("json", "csv"):
        assert counted.get(f"{PAGE}/{year}.{ending}").status_code == 404


def test_the_clock_of_a_grievance_is_the_same_fifteen_days(desk, office):
    receipt = office.file(Channel.GRIEVANCE, narrative="น้ำท่วมซอย")
    assert (receipt.due_on - receipt.legal_received_on).days == 15
    case_id = office.case_id(receipt)
    office.clock.now += timedelta(days=17)
    desk.sign_in("grievance1")
    text = desk.get(f"/desk/cases/{case_id}").text
    assert "เกินกำหนด" in text and "delay_explanation" in text
    assert f"/desk/cases/{case_id}" in desk.get("/desk/").text
