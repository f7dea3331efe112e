"""The extra tables of the statistics: titles, lines and columns, and what is said under each."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

TABLE_TITLES: Final[Mapping[str, Words]] = {
    "category": Words("จำนวนเรื่อง แยกตามประเภทเรื่อง", "Complaints by category"),
    "source": Words("จำนวนเรื่อง แยกตามช่องทางที่แจ้ง", "Complaints by the way they came in"),
    "unit": Words(
        "จำนวนเรื่อง แยกตามส่วนงานของผู้ถูกร้อง", "Complaints by the unit of the person accused"
    ),
    "source_by_year": Words(
        "จำนวนเรื่อง แยกตามช่องทางที่แจ้งและปีที่เกิดเหตุ",
        "Complaints by the way they came in and the year of the incident",
    ),
    "outcome": Words("จำนวนเรื่อง แยกตามผล", "Complaints by outcome"),
}

TABLES_TAB: Final = Words("ตารางเพิ่มเติม", "Extra tables")

SPANS_IN_FULL: Final[Mapping[str, Words]] = {
    "whole": Words("ปีงบประมาณ {year} ทั้งปี", "Fiscal year {year}, the whole year"),
    "first_half": Words("ปีงบประมาณ {year} ครึ่งปีแรก (ต.ค.–มี.ค.)", "Fiscal year {year}, first half"),
}

COUNT: Final = Words("จำนวนเรื่อง", "Complaints")
TOGETHER: Final = Words("รวม", "Total")
ONLINE: Final = Words("ระบบออนไลน์นี้", "This online system")
SOURCE_NOT_SAID: Final = Words("ไม่ระบุ (ทะเบียนเดิม)", "Not said (older register)")
CATEGORY_NOT_SAID: Final = Words("ผู้แจ้งไม่ได้ระบุ", "Not said by the reporter")
OTHER_UNIT: Final = Words("ส่วนงานอื่นหรือไม่ได้ระบุ", "Another unit, or not said")
UNKNOWN: Final = Words("ไม่ทราบ (เปิดไม่ได้หรือไม่แจกแจง)", "Not known (not opened or not broken down)")

FISCAL_YEAR: Final = Words("ปีงบฯ {year}", "Fiscal year {year}")
EARLIER: Final = Words("ก่อนปีงบฯ {year}", "Before fiscal year {year}")
YEAR_NOT_SAID: Final = Words("ไม่ได้ระบุหรือไม่ทราบ", "Not said or not known")

OUTCOMES: Final[Mapping[str, Words]] = {
    "finished": Words(
        "แจ้งผลและยุติเรื่อง (นับเรื่องที่รวมกับเรื่องอื่นด้วย)",
        "Result told and closed (with those joined to another)",
    ),
    "not_accepted": Words("ไม่รับไว้พิจารณา", "Not accepted"),
    "forwarded": Words("ส่งต่อหน่วยงานอื่น", "Forwarded to another authority"),
    "open": Words("อยู่ระหว่างดำเนินการเมื่อสิ้นช่วง", "Still open at the end"),
}

TABLE_NOTES: Final[Mapping[str, Words]] = {
    "category": Words(
        "นับเรื่องที่รับในช่วงนี้ ตามประเภทที่ผู้แจ้งเลือก",
        "Complaints received in this time, by the category that the reporter chose.",
    ),
    "source": Words(
        "นับเรื่องที่รับในช่วงนี้ ตามวิธีที่เรื่องมาถึงหน่วยงาน",
        "Complaints received in this time, by how they reached the office.",
    ),
    "unit": Words(
        "นับเรื่องที่รับในช่วงนี้ ตามส่วนงานที่ผู้แจ้งระบุ ซึ่งยังไม่ได้แปลว่ามีมูล",
        "Complaints received in this time, by the unit that the reporter named; no finding is "
        "meant by it.",
    ),
    "source_by_year": Words(
        "นับเรื่องที่รับในช่วงนี้ ปีที่เกิดเหตุคือปีงบประมาณของวันที่ผู้แจ้งระบุว่าเริ่มเกิดเหตุ",
        "Complaints received in this time. The year is the fiscal year of the day on which the "
        "reporter says that it began.",
    ),
    "outcome": Words(
        "นับเรื่องที่ดำเนินการแล้วเสร็จในช่วงนี้ รวมเรื่องที่ยกมาจากช่วงก่อน และเรื่องที่ยังค้างเมื่อสิ้นช่วง",
        "Complaints completed in this time, those carried forward among them, and those still "
        "open at its end.",
    ),
}

UNKNOWN_NOTE: Final = Words(
    "บรรทัด “ไม่ทราบ” คือเรื่องที่ผู้จัดทำไม่มีกุญแจเปิด หรือที่กันเจ้าหน้าที่บางคนไว้ จึงไม่แจกแจง",
    "“Not known” are complaints to which whoever prepared the table has no key, and those that "
    "keep somebody at the office out.",
)
HALVES_NOTE: Final = Words(
    "ปกปิดทีละครึ่งปีแล้วจึงรวมกัน เพราะตารางของครึ่งปีแรกจัดทำไว้ก่อนแล้ว",
    "Counts were hidden half by half and then added, because the first half had a table before.",
)
COUNTED_ON: Final = Words("นับเมื่อ {day}", "Counted on {day}.")
