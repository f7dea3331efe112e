"""Documents of statistics to be drawn: months with everything, quiet years, many grievances."""

from dataclasses import replace
from datetime import date

from rules.counting import Row, total, zero_sentence
from rules.disclosure_items import LABELS
from rules.states import Channel
from rules.statistics_options import StatisticsOptions
from rules.tables import Table, TableRow
from rules.thai_time import fiscal_year_bounds, months, quarters
from rules.words import Words
from service.statistics_document import StatisticsDocument

SAMPLE = Words("เทศบาลตำบลตัวอย่าง", "Sample Subdistrict Municipality")
LONG = Words(
    "องค์การบริหารส่วนตำบลบ้านใหม่หนองแขมปู่ย่าที่นี่น้ำใสทุ่งกระเจียว",
    "Ban Mai Nong Khaem Pu Ya Thi Ni Thung Krachiao Subdistrict Administrative Organization",
)
STRANGE = Words('#read("/etc/passwd") *x* $a$ @b <c> \\ " ] }', "#panic()")
EVERYTHING = StatisticsOptions(
    "whole",
    "month",
    ("carried_forward", "not_accepted", "forwarded", "completed_percent"),
    ("tiles", "table", "chart", "in_time", "medians", "quarter_totals"),
    ("category", "unit"),
)
BY_CATEGORY = Table(
    "category",
    Words("แยกตามประเภทเรื่อง", "By category"),
    (Words("รับใหม่", "Received"), Words("แล้วเสร็จ", "Completed")),
    (
        TableRow("procurement", Words("จัดซื้อจัดจ้าง", "Procurement"), (212, 177)),
        TableRow("bribe", Words("เรียกรับเงิน", "Bribes"), (None, None)),
        TableRow("assets", Words("ใช้รถของราชการ", "Use of assets"), (None, 19)),
    ),
    (251, 199),
    Words("หนึ่งเรื่องนับหนึ่งประเภท", "Each is counted once"),
)
BY_UNIT = Table(
    "unit",
    Words("แยกตามส่วนงาน", "By division"),
    (Words("รับใหม่", "Received"),),
    tuple(
        TableRow(f"u{number}", Words(f"กองงาน {number}", f"Division {number}"), (number + 5,))
        for number in range(1, 40)
    ),
)


def rows_of(periods, received, completed, carried=3):
    """Rows that follow one another; one in each period was not accepted, where any was done."""
    rows = []
    for period, came, went in zip(periods, received, completed, strict=True):
        left = carried + came - went
        rows.append(Row(period, carried, came, went, left, min(went, 1), 0))
        carried = left
    return tuple(rows)


def document(rows, year=2569, **changes):
    """A document of these rows, laid out as usual unless told otherwise."""
    first, _last = fiscal_year_bounds(year)
    made = StatisticsDocument(
        channel=Channel.CORRUPTION,
        agency_slug="sample",
        agency_name=SAMPLE,
        fiscal_year_be=year,
        item_code="O18",
        title=LABELS["statistics"],
        options=StatisticsOptions(),
        first=first,
        last=rows[-1].period.last if rows else None,
        as_of=date(2026, 11, 21),
        rows=rows,
        total=total(rows) if rows else None,
        zero=None,
        answered_in_time=18,
        answered_of=20,
        median_answer_days=6,
        median_closing_days=41,
        tables=(),
        notes=(),
    )
    return replace(made, **changes)


def by_quarter():
    """Four quarters in the usual layout."""
    rows = rows_of(quarters(2569), (5, 12, 7, 9), (4, 10, 8, 6))
    return document(rows, options=StatisticsOptions("whole"))


def with_everything():
    """Twelve months with every column, part and table, of an agency with a long name."""
    came = (1, 2, 0, 4, 5, 3, 2, 2, 1313, 3, 10, 6)
    went = (0, 3, 1, 2, 3, 5, 0, 5, 1312, 4, 9, 6)
    return document(
        rows_of(months(2569), came, went),
        agency_name=LONG,
        options=EVERYTHING,
        tables=(BY_CATEGORY, BY_UNIT),
        notes=(Words("รวมเรื่องที่รับทางไปรษณีย์", "With those received by post"),),
    )


def of_grievances():
    """Twelve months of many grievances."""
    came = (101, 122, 90, 144, 85, 93, 72, 62, 133, 113, 110, 96)
    went = (90, 103, 111, 92, 93, 105, 100, 95, 112, 104, 119, 106)
    return document(
        rows_of(months(2569), came, went, carried=40),
        channel=Channel.GRIEVANCE,
        title=Words("สถิติเรื่องร้องทุกข์ทั่วไป", "Statistics of general grievances"),
        item_code=None,
        options=StatisticsOptions("whole", "month"),
    )


def quiet(carried=0):
    """A year in which nothing was received; `carried` cases were open when it began."""
    went = (0, min(carried, 1), 0, 0)
    rows = rows_of(quarters(2568), (0, 0, 0, 0), went, carried)
    first, last = rows[0].period.first, rows[-1].period.last
    return document(
        rows,
        2568,
        zero=Words(zero_sentence(first, last), zero_sentence(first, last, "en")),
        answered_in_time=0,
        answered_of=0,
        median_answer_days=None,
        median_closing_days=None,
    )
