"""The disclosure console: what is asked, what is still missing, and what to do about it."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

CONSOLE_TAB: Final = "ภาพรวม"
YEARS_TAB: Final = "เลขข้อและเกณฑ์"

CRITERION_WORDS: Final[Mapping[str, Words]] = {
    "guideline_prepare": Words(
        "รายละเอียดของข้อมูลที่ผู้ร้องควรรู้เพื่อใช้ในการร้องเรียน เช่น ชื่อผู้ถูกร้อง ช่วงเวลา พฤติการณ์",
        "What the reporter should know in order to report: who, when, what was done",
    ),
    "guideline_filing": Words(
        "รายละเอียดวิธีการที่บุคคลภายนอกจะทำการร้องเรียน",
        "How a person from outside makes a complaint",
    ),
    "guideline_channels": Words("ช่องทางแจ้งเรื่องร้องเรียน", "The channels for complaints"),
    "guideline_steps": Words(
        "รายละเอียดขั้นตอนหรือวิธีการในการจัดการต่อเรื่องร้องเรียน",
        "The steps or method by which complaints are handled",
    ),
    "guideline_unit": Words("ส่วนงานที่รับผิดชอบ", "The responsible unit"),
    "guideline_time": Words("ระยะเวลาดำเนินการ", "The time that handling takes"),
    "guideline_protection": Words("การคุ้มครองผู้แจ้งเบาะแส", "How the reporter is protected"),
    "channel_online": Words(
        "บุคคลภายนอกสามารถแจ้งเรื่องร้องเรียนผ่านทางช่องทางออนไลน์ของหน่วยงาน",
        "A person from outside can complain through the agency's online channel",
    ),
    "channel_apart": Words(
        "แยกต่างหากจากช่องทางการร้องเรียนเรื่องทั่วไป เพื่อเป็นการคุ้มครองข้อมูลของผู้แจ้งเบาะแส",
        "It is separate from the channel for general complaints, to protect what is known "
        "of the reporter",
    ),
    "channel_linked": Words(
        "สามารถเข้าถึงหรือเชื่อมโยงไปยังช่องทางได้จากเว็บไซต์หลักของหน่วยงาน",
        "It can be reached from the agency's main website",
    ),
    "statistics_total": Words("จำนวนเรื่องร้องเรียนทั้งหมด", "The number of all complaints"),
    "statistics_completed": Words("จำนวนเรื่องที่ดำเนินการแล้วเสร็จ", "The number completed"),
    "statistics_progress": Words("จำนวนเรื่องที่อยู่ระหว่างดำเนินการ", "The number in progress"),
    "statistics_period": Words(
        "จัดทำเป็นแบบรายเดือน หรือรายไตรมาส หรือราย 6 เดือน "
        "ที่ครอบคลุมระยะเวลาอย่างน้อย 6 เดือนแรกของปีงบประมาณ",
        "By month, quarter or half-year, covering at least the first six months of the fiscal year",
    ),
    "statistics_zero": Words(
        "กรณีไม่มีเรื่องร้องเรียน ให้เผยแพร่ว่าไม่มีเรื่องร้องเรียน",
        "When there were no complaints, it says so",
    ),
    "statistics_whole_year": Words(
        "แสดงสถิติตลอดทั้งปีงบประมาณก่อนหน้า", "Statistics of the whole fiscal year before"
    ),
    "statistics_dated": Words(
        "ระบุช่วงเวลาและข้อมูล ณ วันที่", "The period and the day of the data are printed"
    ),
    "statistics_files": Words(
        "มีไฟล์ PDF และ XLSX ให้ดาวน์โหลด", "Files to download, as PDF and as XLSX"
    ),
}
"""What each check of `rules.disclosure_checks` proves, in the words of a manual where known."""

BASES_WORDS: Final[Mapping[str, str]] = {
    "seen": "ตามถ้อยคำในคู่มือ",
    "recalled": "คาดว่าคู่มือตั้งแต่ปี 2567 ขอข้อนี้ ยังไม่พบเอกสารยืนยัน",
    "practice": "คู่มือที่พบไม่ได้ขอ แต่หน่วยงานอื่นแสดงไว้",
    "advised": "คู่มือที่พบไม่ได้ขอ แต่ควรมี",
    "own": "หน่วยงานเขียนเกณฑ์นี้เอง",
}

LACKS: Final[Mapping[str, str]] = {
    "not_published": "ยังไม่ได้เผยแพร่หน้านี้ของปีนี้ กรุณาเผยแพร่",
    "unreadable": "ฉบับที่เผยแพร่ถูกแก้ไขในฐานข้อมูล จึงยังไม่นับว่ามี กรุณาดูคำเตือนด้านบน",
    "by_hand": "ระบบตรวจเกณฑ์นี้แทนไม่ได้ กรุณาตรวจเอง",
    "part_missing": "ฉบับที่เผยแพร่ยังไม่มีหัวข้อนี้ กรุณาเผยแพร่ฉบับใหม่",
    "steps_missing": "ฉบับที่เผยแพร่ยังไม่มีตารางขั้นตอน กรุณาเผยแพร่แนวปฏิบัติฉบับใหม่",
    "unit_missing": "มีขั้นตอนที่ยังไม่บอกส่วนงานที่รับผิดชอบ กรุณาตรวจบทบาทของเจ้าหน้าที่ แล้วเผยแพร่ฉบับใหม่",
    "time_missing": "มีขั้นตอนที่ยังไม่บอกระยะเวลา กรุณาตรวจกำหนดวัน แล้วเผยแพร่ฉบับใหม่",
    "channel_closed": "ช่องทางแจ้งเบาะแสการทุจริตยังไม่เปิด กรุณาทำขั้นตอนเริ่มใช้งานให้ครบ",
    "said_closed": "ฉบับที่เผยแพร่บอกว่าช่องทางยังไม่เปิด กรุณาเผยแพร่ฉบับใหม่",
    "one_door": "ช่องทางร้องทุกข์ทั่วไปยังไม่เปิด จึงมีเพียงประตูเดียว กรุณาเปิดให้แยกจากกันสองช่องทาง",
    "not_looked": "ยังไม่มีผู้ตรวจว่าเว็บไซต์หลักมีลิงก์มาที่ช่องทางนี้ กรุณาตรวจแล้วบันทึกพร้อมภาพหน้าจอ",
    "looked_long_ago": "ตรวจเว็บไซต์หลักครั้งล่าสุดนานเกินหนึ่งปีแล้ว กรุณาตรวจอีกครั้ง",
    "look_not_told": "ฉบับที่เผยแพร่ยังไม่บอกว่าตรวจเว็บไซต์หลักแล้ว กรุณาเผยแพร่ฉบับใหม่",
    "no_rows": "ยังไม่มีช่วงเวลาใดสิ้นสุด จึงยังไม่มีตัวเลข กรุณาเผยแพร่เมื่อช่วงแรกสิ้นสุดแล้ว",
    "no_table": "ฉบับที่เผยแพร่ไม่ได้แสดงตาราง กรุณาเลือกส่วน “ตาราง” แล้วเผยแพร่ฉบับใหม่",
    "does_not_balance": "ตัวเลขในตารางไม่สมดุล (ยกมา + รับใหม่ ต้องเท่ากับ แล้วเสร็จ + อยู่ระหว่างดำเนินการ) "
    "กรุณาแจ้งผู้ดูแลระบบ",
    "too_short": "ยังไม่ครอบคลุมตุลาคมถึงมีนาคมของปีนี้ หรือตลอดปีก่อนหน้า กรุณาเผยแพร่ช่วงที่ครอบคลุม",
    "no_zero_sentence": "ไม่มีเรื่องในช่วงนี้ แต่ยังไม่มีประโยคว่าไม่มีเรื่องร้องเรียน กรุณาเผยแพร่ฉบับใหม่",
    "not_whole_year": "ยังไม่ได้เผยแพร่สถิติตลอดทั้งปีงบประมาณก่อนหน้า กรุณาเผยแพร่แบบทั้งปีของปีก่อน",
    "not_dated": "วันที่ของข้อมูลไม่ถูกต้อง กรุณาเผยแพร่ฉบับใหม่",
    "no_files": "ระบบรุ่นนี้ยังไม่ให้ไฟล์ PDF หรือ XLSX กรุณาแจ้งผู้ดูแลเครื่องแม่ข่าย",
}
"""Why a criterion is not fulfilled, and what to do next."""

MENDS: Final[Mapping[str, str]] = {
    "guideline": "เผยแพร่แนวปฏิบัติ",
    "channel": "เผยแพร่หน้าช่องทาง",
    "statistics": "เผยแพร่สถิติ",
    "look": "ตรวจเว็บไซต์หลัก",
    "setup": "ไปขั้นตอนเริ่มใช้งาน",
}
"""The links to where something is mended."""

EMBED_TITLES: Final[Mapping[str, str]] = {
    "statistics": "สถิติเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
    "grievances": "สถิติเรื่องร้องทุกข์ทั่วไป",
}

SCHEME_WORDS: Final[Mapping[str, str]] = {
    "nacc_lao": "ป.ป.ช. สำหรับองค์กรปกครองส่วนท้องถิ่น",
}

CHECKED_BY_HAND: Final = "ตรวจเอง (ระบบตรวจแทนไม่ได้)"

PLAN_PROBLEMS: Final[Mapping[str, str]] = {
    "plan_changed": "ข้อมูลของแผนนี้ถูกแก้ไขในฐานข้อมูลโดยไม่ผ่านระบบ จึงไม่เผยแพร่ กรุณาแจ้งผู้ดูแลเครื่องแม่ข่าย",
    "invalid_input": "ข้อมูลเหมือนกับฉบับที่เผยแพร่อยู่ทุกประการ หรือไม่ครบ จึงไม่ได้เผยแพร่",
}
"""Why nothing came of a plan, where `ERRORS` speaks to somebody who is at a form."""

TOPIC_WORDS: Final[Mapping[str, Words]] = {
    "": Words("", ""),
    "whole": Words("ทั้งปี", "whole year"),
    "to_date": Words("ถึงปัจจุบัน", "year to date"),
    "first_half": Words("6 เดือนแรก", "first six months"),
    "half": Words("รอบ 6 เดือนที่ {index}", "half-year {index}"),
    "quarter": Words("ไตรมาส {index}", "quarter {index}"),
    "year": Words("ทั้งปี", "whole year"),
}


def topic_words(topic: str) -> Words:
    """The topic of a publication in words; a topic of no known form as it is."""
    name, _dash, index = topic.partition("-")
    words = TOPIC_WORDS.get(topic) or TOPIC_WORDS.get(name, Words(topic, topic))
    return Words(*(text.replace("{index}", index) for text in words))
