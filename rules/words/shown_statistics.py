"""The statistics as they are laid out: columns, spans, parts and tables, by their code."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

COLUMN_TITLES: Final[Mapping[str, Words]] = {
    "carried_forward": Words("ยกมา", "Carried forward"),
    "received": Words("รับใหม่", "Received"),
    "completed": Words("แล้วเสร็จ", "Completed"),
    "not_accepted": Words("ไม่รับ", "Not accepted"),
    "forwarded": Words("ส่งต่อ", "Forwarded"),
    "outstanding": Words("อยู่ระหว่างดำเนินการ", "In progress"),
    "completed_percent": Words("ร้อยละแล้วเสร็จ", "Completed, per cent"),
}
"""The columns of the table, in the order in which they stand."""

TILE_TITLES: Final[Mapping[str, Words]] = {
    "received": Words("รับทั้งหมด", "Received"),
    "completed": Words("แล้วเสร็จ", "Completed"),
    "outstanding": Words("อยู่ระหว่างดำเนินการ", "In progress"),
    "not_accepted": Words("ไม่รับไว้พิจารณา", "Not accepted"),
}

SPAN_WORDS: Final[Mapping[str, Words]] = {
    "whole": Words("ทั้งปีงบประมาณ", "The whole fiscal year"),
    "to_date": Words("ต้นปีงบประมาณถึงช่วงล่าสุด", "The fiscal year to date"),
    "first_half": Words("รอบ 6 เดือนแรก", "The first half of the fiscal year"),
}

GRANULARITY_WORDS: Final[Mapping[str, Words]] = {
    "month": Words("รายเดือน", "By month"),
    "quarter": Words("รายไตรมาส", "By quarter"),
    "half": Words("ราย 6 เดือน", "By half-year"),
}

PART_WORDS: Final[Mapping[str, Words]] = {
    "tiles": Words("ตัวเลขใหญ่สรุป", "Large figures"),
    "table": Words("ตารางตามช่วงเวลา", "The table by period"),
    "quarter_totals": Words("แถวรวมรายไตรมาส", "A line for each quarter"),
    "chart": Words("แผนภูมิแท่ง", "A bar chart"),
    "in_time": Words("ตอบภายใน 15 วันกี่เรื่อง", "How many were answered within 15 days"),
    "medians": Words("ระยะเวลากลางถึงคำตอบแรกและถึงยุติเรื่อง", "Median days to answer and to close"),
}

TABLE_WORDS: Final[Mapping[str, Words]] = {
    "category": Words("แยกตามประเภทเรื่อง", "By category"),
    "source": Words("แยกตามช่องทางที่แจ้ง", "By the way it came in"),
    "outcome": Words("แยกตามผล", "By outcome"),
    "source_by_year": Words("แหล่งที่มา แยกตามปีที่เกิดเหตุ", "By source and year of the incident"),
    "unit": Words("แยกตามส่วนงาน", "By division"),
}

HIDDEN_CELL: Final = Words("ปกปิด", "hidden")
HIDDEN_CELL_NOTE: Final = Words(
    "“ปกปิด” คือจำนวนน้อยมากจนอาจรู้ว่าเป็นเรื่องของใคร จึงไม่แสดง และปกปิดช่องอื่นด้วยเท่าที่จำเป็น"
    "เพื่อไม่ให้คำนวณย้อนกลับได้",
    "“Hidden” stands for a count so small that it could tell whose case it is; further cells are "
    "hidden as far as needed so that it cannot be worked out.",
)

LINE_NAMES: Final[Mapping[str, Words]] = {
    "year": Words("รวมทั้งปี", "Whole year"),
    "span": Words("รวม", "Total"),
    "quarter": Words("รวมไตรมาส {number}", "Quarter {number} in all"),
}
"""The lines beside the periods' own, by what they span."""

SNIPPETS: Final[Mapping[str, Words]] = {
    "frame": Words("กรอบแสดงตัวเลขล่าสุด", "A frame with the newest figures"),
    "picture": Words("ภาพพร้อมลิงก์ ปีงบประมาณ {year}", "A picture with a link, fiscal year {year}"),
}
"""What another site may take over."""

BY_AGENCY_KIND: Final = Words("แยกตามประเภทหน่วยงาน", "By kind of agency")
AGENCIES_COUNTED: Final = Words("หน่วยงานที่เผยแพร่", "Agencies that published")
STATISTICS_TAB: Final = Words("สถิติ", "Statistics")
