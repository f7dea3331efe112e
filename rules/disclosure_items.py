"""The three disclosure items of the ITA assessment, by scheme and fiscal year.

Item numbers change almost every year, so they are looked up here by role and never written into
an address, a file name, a column or an identifier. A year whose manual is not out has no code.
The criteria are worded as in the manual of `wording_of`, the latest whose text was seen: they
are a self-check for the publisher, and are not to be quoted as law.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules.words import Words

NACC_LAO: Final = "nacc_lao"
"""The NACC's scheme for local administrative organizations."""

ITEM_ROLES: Final = ("guideline", "channel", "statistics")


@dataclass(frozen=True, slots=True)
class DisclosureItem:
    """One page to publish: what it is, its code of that year (None: not announced), its tests."""

    role: str
    code: str | None
    label: Words
    criteria: tuple[Words, ...]
    wording_of: int = 2566

    @property
    def announced(self) -> bool:
        """Whether the year's code is known."""
        return self.code is not None


LABELS: Final[Mapping[str, Words]] = {
    "guideline": Words(
        "แนวปฏิบัติการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
        "Guideline for handling corruption and misconduct complaints",
    ),
    "channel": Words(
        "ช่องทางแจ้งเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
        "Channel for corruption and misconduct complaints",
    ),
    "statistics": Words(
        "ข้อมูลสถิติเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
        "Statistics of corruption and misconduct complaints",
    ),
}

CRITERIA: Final[Mapping[str, tuple[Words, ...]]] = {
    "guideline": (
        Words(
            "รายละเอียดวิธีการที่บุคคลภายนอกจะทำการร้องเรียน",
            "How a person from outside makes a complaint",
        ),
        Words(
            "รายละเอียดขั้นตอนหรือวิธีการในการจัดการต่อเรื่องร้องเรียน",
            "The steps or method by which complaints are handled",
        ),
        Words("ส่วนงานที่รับผิดชอบ", "The responsible unit"),
        Words("ระยะเวลาดำเนินการ", "The time that handling takes"),
    ),
    "channel": (
        Words(
            "บุคคลภายนอกสามารถแจ้งเรื่องร้องเรียนผ่านทางช่องทางออนไลน์ของหน่วยงาน",
            "A person from outside can complain through the agency's online channel",
        ),
        Words(
            "แยกต่างหากจากช่องทางการร้องเรียนเรื่องทั่วไป เพื่อเป็นการคุ้มครองข้อมูลของผู้แจ้งเบาะแส",
            "It is separate from the channel for general complaints, to protect what is known "
            "of the reporter",
        ),
        Words(
            "สามารถเข้าถึงหรือเชื่อมโยงไปยังช่องทางได้จากเว็บไซต์หลักของหน่วยงาน",
            "It can be reached from the agency's main website",
        ),
    ),
    "statistics": (
        Words("จำนวนเรื่องร้องเรียนทั้งหมด", "The number of all complaints"),
        Words("จำนวนเรื่องที่ดำเนินการแล้วเสร็จ", "The number completed"),
        Words("จำนวนเรื่องที่อยู่ระหว่างดำเนินการ", "The number in progress"),
        Words(
            "จัดทำเป็นแบบรายเดือน หรือรายไตรมาส หรือราย 6 เดือน "
            "ที่ครอบคลุมระยะเวลาอย่างน้อย 6 เดือนแรกของปีงบประมาณ",
            "By month, quarter or half-year, covering at least the first six months of the "
            "fiscal year",
        ),
        Words(
            "กรณีไม่มีเรื่องร้องเรียน ให้เผยแพร่ว่าไม่มีเรื่องร้องเรียน",
            "When there were no complaints, it says so",
        ),
    ),
}

GUIDELINE_SECTIONS: Final[Mapping[str, Words]] = {
    "prepare": Words("ข้อมูลที่ควรเตรียม", "What to prepare"),
    "how_to_file": Words("วิธีการแจ้งเรื่อง", "How to file"),
    "channels": Words("ช่องทางแจ้งเรื่อง", "Channels"),
    "steps": Words("ขั้นตอนการจัดการเรื่อง", "How complaints are handled"),
    "responsible_unit": Words("ส่วนงานที่รับผิดชอบ", "Responsible unit"),
    "time_per_step": Words("ระยะเวลาของแต่ละขั้นตอน", "Time for each step"),
    "protection": Words("การคุ้มครองผู้แจ้ง", "Protection of the reporter"),
}
"""What the guideline page shows: the union of every version of the criteria."""


def _year(codes: tuple[str | None, str | None, str | None]) -> Mapping[str, DisclosureItem]:
    return {
        role: DisclosureItem(role, code, LABELS[role], CRITERIA[role])
        for role, code in zip(ITEM_ROLES, codes, strict=True)
    }


_NOT_ANNOUNCED: Final = _year((None, None, None))

SCHEMES: Final[Mapping[tuple[str, int], Mapping[str, DisclosureItem]]] = {
    (NACC_LAO, 2563): _year(("O29", "O30", "O31")),
    (NACC_LAO, 2564): _year(("O29", "O30", "O31")),
    (NACC_LAO, 2565): _year(("O29", "O30", "O31")),
    (NACC_LAO, 2566): _year(("O29", "O30", "O31")),
    (NACC_LAO, 2567): _year(("O26", "O27", "O28")),
    (NACC_LAO, 2568): _year(("O17", "O18", "O19")),
    (NACC_LAO, 2569): _year(("O16", "O17", "O18")),
    (NACC_LAO, 2570): _NOT_ANNOUNCED,
}


def item(scheme: str, fiscal_year: int, role: str) -> DisclosureItem:
    """The item with that role; years after the last one known have no code yet.

    An unknown scheme or role, and a year before the scheme began, raise KeyError.
    """
    known = [year for name, year in SCHEMES if name == scheme]
    if known and fiscal_year > max(known):
        return _NOT_ANNOUNCED[role]
    return SCHEMES[scheme, fiscal_year][role]
