"""The memo, its form and the public PDF: read back from the paper as a person reads them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from PIL import Image

from rules.counting import Row, zero_sentence
from rules.report_draft import Draft
from rules.report_periods import TOPICS, period_named, title_of, topic_of
from rules.states import Channel
from rules.words import Words
from service.executive_reports import Person, ReportLine, ReportView
from service.period_numbers import OUTCOMES, PeriodNumbers
from service.publications import Version
from service.report_document import ReportDocument, report_from, report_record
from service.shown_reports import ShownReport
from service.views import AgencyCard, Contact
from tests.pdf_reading import pages_read, squeezed
from web import typeset
from web.memo_paper import MEMO, PERMISSION, figures_table, memo_given, memo_pdf
from web.report_paper import report_pdf

DAY = date(2027, 4, 5)
ADDRESS = "https://sample.go.th/sample/disclosure/reports/2570/half-1"
SHORT = Draft("ปัญหาหนึ่ง\nปัญหาสอง", "ไม่มีอุปสรรค", "แนวทางเดียว 15 วัน")
LONG_NAME = "องค์การบริหารส่วนตำบลปู่ย่าที่นี่น้ำใสใจจริงแห่งลุ่มน้ำแม่กลองตอนบนและหมู่บ้านใกล้เคียงทั้งปวง"


def numbers(channel, period, received=12, hides=False):
    outcomes = (None,) * 6 if hides else (0, 0, 0, 0, 6, 0)
    completed = min(6, received)
    row = Row(period, 2, received, completed, 2 + received - completed)
    return PeriodNumbers(
        channel=channel, row=row, answered_in_time=min(11, received),
        answered_of=received, median_answer_days=7, median_closing_days=None,
        outcomes=tuple(zip(OUTCOMES, outcomes, strict=True)),
    )  # fmt: skip


def view(topic="half-1", *, name="เทศบาลตำบลตัวอย่าง", texts=SHORT, zero=False, running=False,
         permitted=None, hides=False):  # fmt: skip
    period = period_named(2570, topic)
    counted = tuple(numbers(channel, period, 0 if zero else 12, hides) for channel in Channel)
    sentence = zero_sentence(period.first, period.last)
    card = AgencyCard(
        id="0" * 32, slug="sample", name=Words(name, "Sample"), kind=Words("", ""),
        district=Words("", ""), province=Words("", ""), website="",
        contacts=(Contact("email", "a@sample.go.th"), Contact("phone", "02 000 0000")),
        is_demo=False, corruption_open=True, grievance_open=True,
    )  # fmt: skip
    line = ReportLine(
        period, topic, running, Person("นางสาวมาลี ใจงาม", "นิติกร", DAY), permitted, None
    )
    return ReportView(
        agency=card, line=line, as_of=DAY, numbers=counted, paper=counted,
        zero=Words(sentence, sentence) if zero else None, document_no="พย 71201/123", texts=texts,
        suggested=texts, addressee="นายกเทศมนตรี", texts_seen="", seen="", versions=(),
        may_write=True, may_permit=False, may_publish=False, is_own=False,
        has_other_permitter=True, reveals=False,
    )  # fmt: skip


def memo(shown, kind=MEMO, *, thai=True):
    return pages_read(memo_pdf(shown, kind, DAY, ADDRESS, thai_digits=thai))


def test_the_memo_has_the_parts_of_an_official_memo_in_their_order():
    paper = "".join(memo(view()))
    parts = (
        "บันทึกข้อความ", "ส่วนราชการเทศบาลตำบลตัวอย่างโทร.๐๒๐๐๐๐๐๐๐", "ที่พย๗๑๒๐๑/๑๒๓",
        "วันที่๕เมษายน๒๕๗๐", "เรื่องรายงานผลการจัดการเรื่องร้องเรียน", "เรียนนายกเทศมนตรี", "๑.เรื่องเดิม",
        "๒.ข้อเท็จจริง", "๓.ปัญหาอุปสรรค", "ปัญหาสอง", "ไม่มีอุปสรรค", "๔.แนวทางแก้ไข", "แนวทางเดียว๑๕วัน",
        "๕.ข้อพิจารณา", "(นางสาวมาลีใจงาม)", "นิติกร", "ทราบ/สั่งการ",
    )  # fmt: skip
    at = -1
    for part in parts:
        found = paper.find(part, at + 1)
        assert found > at, part
        at = found


def test_its_last_page_is_the_summary_with_every_number():
    summary = memo(view())[-1]
    assert "สรุปรายงานผล" in summary
    for line in (
        "ยกมา๒๒",
        "รับใหม่๑๒๑๒",
        "แล้วเสร็จ๖๖",
        "อยู่ระหว่างดำเนินการ๘๘",
        "๑๑จาก๑๒เรื่อง",
        "ส่งต่อหน่วยงานอื่น๖๖",
    ):
        assert line in summary, line


@pytest.mark.parametrize("kind", [MEMO, PERMISSION])
def test_no_arabic_digit_stands_among_thai_ones_and_none_the_other_way(kind):
    in_thai = "".join(memo(view(), kind)).replace(squeezed(ADDRESS), "")
    assert not set("0123456789") & set(in_thai)
    in_arabic = "".join(memo(view(), kind, thai=False))
    assert not set("๐๑๒๓๔๕๖๗๘๙") & set(in_arabic)
    assert "71201/123" in in_arabic and "5เมษายน2570" in in_arabic


def test_the_address_on_the_form_stays_one_that_can_be_typed():
    assert squeezed(ADDRESS) in "".join(memo(view(), PERMISSION))


def test_a_period_without_a_complaint_says_the_sentence_of_the_assessment():
    paper = memo(view(zero=True))
    sentence = "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบในช่วงวันที่๑ตุลาคม๒๕๖๙ถึงวันที่๓๑มีนาคม๒๕๗๐"
    assert sentence in "".join(paper[:-1]) and sentence in paper[-1]
    assert "ยังเปิดรับเรื่องตามปกติ" in "".join(paper)


def test_a_running_period_is_marked_and_asks_for_no_permission():
    paper = "".join(memo(view(running=True)))
    assert "ยังไม่สิ้นสุดช่วงเวลา" in paper and "อนุญาตให้เผยแพร่" not in paper
    assert "ยังไม่สิ้นสุดช่วงเวลา" not in "".join(memo(view()))


@pytest.mark.parametrize("topic", TOPICS)
def test_every_period_names_itself(topic):
    paper = "".join(memo(view(topic), thai=False))
    assert squeezed(title_of(period_named(2570, topic))) in paper


def test_what_is_hidden_is_marked_and_explained():
    hidden = memo(view(hides=True))[-1]
    assert "ส่งต่อหน่วยงานอื่น–*–*" in hidden and "น้อยกว่า๕เรื่อง" in hidden
    shown = replace(view(), paper=(replace(view().paper[0], median_closing_days=3),))
    assert "–*" not in memo(shown)[-1] and "น้อยกว่า" not in memo(shown)[-1]


def test_the_form_asks_and_says_who_has_permitted():
    blank = "".join(memo(view(), PERMISSION))
    assert "แบบขออนุญาตเผยแพร่" in blank and "อนุญาตในระบบแล้ว" not in blank
    given = view(permitted=Person("นายสมบัติ นำทาง", "นายกเทศมนตรี", DAY))
    paper = "".join(memo(given, PERMISSION))
    assert "(นายสมบัตินำทาง)" in paper and "อนุญาตในระบบแล้วเมื่อวันที่๕เมษายน๒๕๗๐" in paper


def test_long_names_and_long_texts_run_over_pages_and_lose_no_word():
    many = "\n".join(f"ข้อที่ {number} ความล่าช้าในการตรวจรับพัสดุของทุกกอง" for number in range(40))
    shown = view(name=LONG_NAME * 2, texts=Draft(many, many, many))
    pages = memo(shown)
    assert len(pages) > 4
    paper = "".join(pages)
    assert squeezed(LONG_NAME * 2) in paper
    assert paper.count("ข้อที่๓๙ความล่าช้าในการตรวจรับพัสดุของทุกกอง") == 3
    assert all(f"–{mark}–" in page for mark, page in zip("๒๓๔", pages[1:], strict=False))
    assert len(memo(shown, PERMISSION)) == 1


@pytest.mark.parametrize(
    "typed", ['#read("/etc/passwd")', "*x* $a$ @b <c> \\ ' ] }", "=" * 3, "- ก"]
)
def test_what_is_typed_is_never_markup(typed):
    paper = "".join(memo(view(texts=Draft(typed, typed, typed)), thai=False))
    assert paper.count(squeezed(typed)) >= 3


def test_nothing_is_drawn_outside_the_margins_and_the_emblem_keeps_its_room_empty():
    given = memo_given(view(name=LONG_NAME), MEMO, DAY, ADDRESS, thai_digits=True)
    for drawn in typeset.pictures("memo.typ", given):
        page = Image.open(BytesIO(drawn)).convert("L")
        ink = page.point(lambda light: 255 * (light < 200)).getbbox()
        millimetre = 72 / 25.4
        assert ink[0] >= 29 * millimetre and ink[2] <= page.width - 19 * millimetre
    first = Image.open(BytesIO(typeset.pictures("memo.typ", given)[0])).convert("L")
    room = first.crop([round(one * 72 / 25.4) for one in (30, 20, 45, 35)])
    assert room.getextrema() == (255, 255)


def test_the_memo_is_an_archive_pdf_and_the_same_bytes_each_time():
    made = memo_pdf(view(), MEMO, DAY, ADDRESS, thai_digits=True)
    assert made == memo_pdf(view(), MEMO, DAY, ADDRESS, thai_digits=True)
    assert b"pdfaid" in made


# The public version


def shown_report(period=None, hides=False):
    period = period or period_named(2570, "half-1")
    document = ReportDocument(
        agency_slug="sample", agency_name=Words("เทศบาลตำบลตัวอย่าง", "Sample Municipality"),
        period=period, as_of=DAY,
        numbers=tuple(numbers(channel, period, hides=hides) for channel in Channel),
        zero=None, problems=SHORT.problems, obstacles=SHORT.obstacles, remedies=SHORT.remedies,
        permitted_by="นายกเทศมนตรี", permitted_on=DAY,
    )  # fmt: skip
    version = Version(
        "0" * 32, 1, "report", 2570, topic_of(period), 1, datetime(2027, 4, 6, tzinfo=UTC),
        "นางสาวเผยแพร่ งานดี", "เจ้าหน้าที่", "", "ab" * 32, True,
    )  # fmt: skip
    return ShownReport(document, version, (version,))


def test_a_document_comes_back_from_its_record_as_it_was():
    document = shown_report(hides=True).document
    assert report_from(report_record(document)) == document
    unpermitted = replace(document, permitted_on=None, zero=Words("ไม่มี", "none"))
    assert report_from(report_record(unpermitted)) == unpermitted


def test_the_public_paper_holds_the_numbers_the_words_and_who_published():
    paper = "".join(pages_read(report_pdf(shown_report(), ADDRESS, "th")))
    for part in (
        "รับใหม่1212",
        "ปัญหาสอง",
        "แนวทางเดียว15วัน",
        "นายกเทศมนตรี·5เมษายน2570",
        "นางสาวเผยแพร่งานดี",
        "ab" * 32,
    ):
        assert part in paper, part
    assert "นางสาวมาลี" not in paper and "71201" not in paper


def test_in_english_all_but_the_officers_words_is_english():
    paper = "".join(pages_read(report_pdf(shown_report(), ADDRESS, "en")))
    assert "Reportonthehandling" in paper and "Received1212" in paper and "ปัญหาสอง" in paper
    assert "รับใหม่" not in paper and "ข้อมูลณวันที่" not in paper


def test_a_channel_of_which_nothing_was_counted_is_not_said_to_be_hidden():
    period = period_named(2570, "half-1")
    none = replace(
        numbers(Channel.CORRUPTION, period), answered_in_time=0, answered_of=0,
        median_answer_days=None, row=Row(period, 0, 0, 0, 0),
    )  # fmt: skip
    table = figures_table((none,), "th")
    cells = {row["label"]: row["cells"] for row in table["rows"]}
    assert cells["แจ้งผู้แจ้งภายใน 15 วัน"] == ["ไม่มี"]
    assert cells["ค่ากลางของวันที่ใช้จนแล้วเสร็จ (วัน)"] == ["ไม่มี"] and not table["hides"]
