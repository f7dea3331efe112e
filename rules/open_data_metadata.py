"""The fourteen items by which Thailand's government data catalogue describes a data set.

They follow ISO/IEC 11179 and Dublin Core; the names are those of the catalogue's own fields, which
a harvester reads, the labels those of its pages (data.go.th, GD Catalog).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules.states import Channel
from rules.words import Words

LICENCE: Final = "Open Data Common"
FORMATS: Final = ("CSV", "XLSX", "JSON")


@dataclass(frozen=True, slots=True)
class MetadataItem:
    """One item: its field in the catalogue, its label, what it says of this data set."""

    name: str
    label: Words
    value: Words


LABELS: Final[Mapping[str, Words]] = {
    "data_type": Words("ประเภทชุดข้อมูล", "Type of the data set"),
    "title": Words("ชื่อชุดข้อมูล", "Title"),
    "owner_org": Words("องค์กร", "Organization"),
    "maintainer": Words("ชื่อผู้ติดต่อ", "Contact"),
    "maintainer_email": Words("อีเมลผู้ติดต่อ", "E-mail of the contact"),
    "tag_string": Words("คำสำคัญ", "Keywords"),
    "notes": Words("รายละเอียด", "Description"),
    "objective": Words("วัตถุประสงค์", "Purpose"),
    "update_frequency_unit": Words("หน่วยความถี่ของการปรับปรุงข้อมูล", "How often it is updated"),
    "geo_coverage": Words("ขอบเขตเชิงภูมิศาสตร์หรือเชิงพื้นที่", "Area covered"),
    "data_source": Words("แหล่งที่มา", "Source"),
    "data_format": Words("รูปแบบการเก็บข้อมูล", "Formats"),
    "data_category": Words("หมวดหมู่ข้อมูลตามธรรมาภิบาลข้อมูลภาครัฐ", "Category in data governance"),
    "license_id": Words("สัญญาอนุญาตให้ใช้ข้อมูล", "Licence"),
}
"""The items in their order."""

FREQUENCY: Final[Mapping[str, Words]] = {
    "month": Words("เดือน", "Month"),
    "quarter": Words("ไตรมาส", "Quarter"),
    "half": Words("ครึ่งปี", "Half-year"),
}

_TITLES: Final[Mapping[Channel, Words]] = {
    Channel.CORRUPTION: Words(
        "สถิติเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ", "Statistics of corruption complaints"
    ),
    Channel.GRIEVANCE: Words("สถิติเรื่องร้องทุกข์ทั่วไป", "Statistics of general grievances"),
}
_KEYWORDS: Final[Mapping[Channel, Words]] = {
    Channel.CORRUPTION: Words(
        "สถิติ, เรื่องร้องเรียน, การทุจริต, ประพฤติมิชอบ",
        "statistics, complaints, corruption, misconduct",
    ),
    Channel.GRIEVANCE: Words(
        "สถิติ, ร้องทุกข์, ขอรับบริการ", "statistics, grievances, requests for service"
    ),
}


def metadata_items(
    channel: Channel,
    fiscal_year: int,
    granularity: str,
    agency: Words,
    area: Words,
    email: str,
) -> tuple[MetadataItem, ...]:
    """The fourteen items of one year's statistics; nothing in them is typed for it."""
    title = _TITLES[channel]
    named = Words(
        f"{title.th} {agency.th} ปีงบประมาณ พ.ศ. {fiscal_year}",
        f"{title.en}, {agency.en}, fiscal year {fiscal_year} (B.E.)",
    )
    values = {
        "data_type": Words("ข้อมูลสถิติ", "Statistics"),
        "title": named,
        "owner_org": agency,
        "maintainer": agency,
        "maintainer_email": Words(email, email),
        "tag_string": _KEYWORDS[channel],
        "notes": _description(named),
        "objective": Words("พันธกิจหน่วยงาน", "The agency's mission"),
        "update_frequency_unit": FREQUENCY[granularity],
        "geo_coverage": Words(f"{agency.th} {area.th}".strip(), f"{agency.en}, {area.en}"),
        "data_source": Words(f"ทะเบียนรับเรื่องของ{agency.th}", f"The register of {agency.en}"),
        "data_format": Words(", ".join(FORMATS), ", ".join(FORMATS)),
        "data_category": Words("ข้อมูลสาธารณะ", "Public data"),
        "license_id": Words(LICENCE, LICENCE),
    }
    return tuple(MetadataItem(name, label, values[name]) for name, label in LABELS.items())


def _description(named: Words) -> Words:
    return Words(
        f"{named.th} จำนวนเรื่องที่ยกมา รับใหม่ แล้วเสร็จ และอยู่ระหว่างดำเนินการ แยกตามช่วงเวลา",
        f"{named.en}: cases carried forward, received, completed and in progress, by period",
    )
