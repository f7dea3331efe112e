"""The privacy notice as citizens read it. It says only what the program does.

`{...}` is filled with what the office has set. No law is named here of which we are not sure.
"""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

TITLE: Final = Words("ประกาศความเป็นส่วนตัว", "Privacy notice")
LEAD: Final = Words(
    "ประกาศนี้บอกว่า เมื่อท่านแจ้งเรื่องหรือติดตามเรื่องที่เว็บไซต์นี้ {agency} เก็บอะไร ไม่เก็บอะไร "
    "ใครเปิดอ่านได้ เก็บนานเท่าใด และท่านขออะไรได้บ้าง",
    "What {agency} keeps when you report or follow up here, what it never keeps, who can read it, "
    "for how long, and what you may ask for.",
)
SHORT: Final = (
    Words(
        "ท่านแจ้งเรื่องได้โดยไม่บอกชื่อ ระบบไม่เก็บหมายเลขเครือข่าย (IP) และไม่เก็บว่าท่านใช้เครื่องหรือเบราว์เซอร์ใด",
        "You can report without giving your name. No network address (IP) and nothing about your "
        "device or browser is kept.",
    ),
    Words(
        "สิ่งที่ท่านพิมพ์และแนบถูกเข้ารหัสถึงผู้มีหน้าที่เท่านั้น ผู้ดูแลเครื่องเปิดอ่านสิ่งที่เก็บไว้ไม่ได้",
        "What you write and attach is encrypted to those whose work it is. Whoever runs the server "
        "cannot open what is kept.",
    ),
    Words(
        "ชื่อที่ท่านให้ไว้ ท่านลบเองได้ทันทีด้วยรหัสติดตาม โดยเรื่องยังเดินต่อ",
        "If you gave your name, you can erase it yourself with your tracking code, and the case "
        "goes on.",
    ),
)
"""The whole in three points, before the sections."""

HEADINGS: Final[Mapping[str, Words]] = {
    "collected": Words("เราเก็บอะไร", "What we keep"),
    "never": Words("เราไม่เก็บอะไร", "What we never keep"),
    "why": Words("เราใช้เพื่ออะไร", "What it is used for"),
    "readers": Words("ใครเปิดอ่านได้", "Who can read it"),
    "given": Words("เราส่งให้ใครบ้าง", "Who else is given it"),
    "kept": Words("เราเก็บไว้นานเท่าใด", "How long it is kept"),
    "safety": Words("เราคุ้มครองอย่างไร", "How it is protected"),
    "limits": Words("สิ่งที่เราคุ้มครองแทนท่านไม่ได้", "What we cannot protect you from"),
    "rights": Words("สิทธิของท่าน", "Your rights"),
    "named": Words("ถ้าท่านเป็นผู้ถูกกล่าวถึงในเรื่อง", "If a report speaks of you"),
    "contact": Words("ติดต่อเรื่องข้อมูลส่วนบุคคล", "Whom to ask"),
}
"""The sections by their anchors, in order."""

COLLECTED: Final = (
    Words(
        "เรื่องที่ท่านเล่า และสิ่งที่ท่านเลือกบอกเพิ่ม เช่น ผู้เกี่ยวข้อง สถานที่ วัน พยาน ความเสียหาย (เข้ารหัส)",
        "What you tell, and what you choose to add, such as who, where, when, witnesses, damage "
        "(encrypted).",
    ),
    Words(
        "ชื่อและทางติดต่อ เฉพาะเมื่อท่านเลือกให้ไว้ (เข้ารหัส)",
        "Your name and contact, only if you choose to give them (encrypted).",
    ),
    Words(
        "ภาพและไฟล์ที่ท่านแนบ ชื่อไฟล์ และข้อมูลแฝงที่อยู่ในไฟล์นั้น (เข้ารหัส เจ้าหน้าที่เห็นสำเนาที่ลบข้อมูลแฝงแล้ว"
        "เท่าที่ระบบทำได้ ต้นฉบับแยกเก็บ)",
        "Pictures and files you attach, their names and what is hidden in them (encrypted; "
        "officers see a copy without what is hidden, as far as one can be made; the original is "
        "kept apart).",
    ),
    Words(
        "ข้อความที่ท่านกับหน่วยงานส่งถึงกัน และเวลาที่ท่านส่ง (เข้ารหัส)",
        "Messages between you and the office, and the time at which you sent them (encrypted).",
    ),
    Words(
        "สิ่งที่หน่วยงานทำกับเรื่อง เช่น บันทึก ผลตรวจสอบ หนังสือ (ข้อความเข้ารหัส)",
        "What the office does about it, such as notes, findings, letters (their words encrypted).",
    ),
    Words(
        "เลขรับเรื่อง ช่องทาง วันที่ สถานะ และส่วนงานกับเจ้าหน้าที่ผู้รับผิดชอบ ไม่เข้ารหัส เพื่อใช้ทำทะเบียนและสถิติ",
        "Its number, channel, days, state, and the unit and officer in charge. These are not "
        "encrypted: the register and the statistics are made from them.",
    ),
    Words(
        "คะแนนแบบสำรวจ ถ้าท่านตอบ เก็บเป็นครึ่งปี ไม่ผูกกับเรื่องหรือรหัสของท่าน",
        "Survey scores, if you answer, by half-year; they hang on neither your case nor your code.",
    ),
    Words(
        "ของเจ้าหน้าที่: ชื่อ ตำแหน่ง อีเมลถ้าให้ไว้ เวลาเข้าระบบ และบันทึกว่าเปิดอ่านเรื่องใดเมื่อใด",
        "Of officers: name, post, e-mail if given, when they sign in, and which case they opened "
        "when.",
    ),
)

NEVER: Final = (
    Words(
        "หมายเลขเครือข่าย (IP) ชื่อเครื่อง ชื่อเบราว์เซอร์ และตำแหน่งของท่าน โปรแกรมนี้ไม่เก็บบันทึกการเข้าชม",
        "Your network address (IP), device, browser and place. No log of visits is kept here.",
    ),
    Words(
        "สิ่งที่ท่านพิมพ์แต่ไม่ได้กดส่ง",
        "What you write but do not send.",
    ),
    Words(
        "เลขบัตรประชาชน เราไม่ถาม และขอให้ท่านอย่าพิมพ์ลงมา",
        "Citizen identity numbers: we do not ask, and ask you not to write yours.",
    ),
    Words(
        "รหัสติดตามของท่านในแบบที่อ่านได้ สำเนาที่เข้ารหัสไว้กันส่งซ้ำจะถูกลบเมื่อท่านพิมพ์สี่หลักท้ายยืนยัน "
        "หรือเมื่อมีผู้แจ้งรายแรกของวันต่อไป",
        "Your tracking code as it can be read. The encrypted copy that keeps a report from being "
        "filed twice goes when you type its last four digits back, or with the first report of a "
        "later day.",
    ),
    Words(
        "คุกกี้ก่อนส่งเรื่อง ส่วนหลังใส่รหัสติดตามมีคุกกี้เดียวที่เข้ารหัส ใช้ได้ 15 นาที ไม่มีคุกกี้โฆษณาหรือสถิติ "
        "และไม่มีสิ่งใดจากเว็บไซต์อื่นในหน้าเหล่านี้",
        "Cookies before you send. After the code is entered there is one, encrypted, good for 15 "
        "minutes. None for advertising or counting, and nothing from other sites on these pages.",
    ),
)

WHY: Final = (
    Words(
        "รับเรื่อง ตรวจสอบ แก้ไข ส่งต่อผู้มีอำนาจ และตอบท่าน ตามหน้าที่และอำนาจของหน่วยงานของรัฐ",
        "To take, examine, put right or pass on what is reported, and to answer you, as a public "
        "body’s duties and powers require.",
    ),
    Words(
        "คุ้มครองผู้แจ้ง และให้ผู้ถูกกล่าวถึงได้รับความเป็นธรรม",
        "To protect whoever reports, and to be fair to whoever is spoken of.",
    ),
    Words(
        "นับจำนวนเพื่อรายงานผู้บริหารและเผยแพร่สถิติ โดยไม่มีชื่อหรือข้อความของเรื่อง และไม่แสดงจำนวนน้อยที่อาจบอกตัวคน",
        "To count, for the executives and for published statistics: no names, no words of a case, "
        "and no small numbers that could point to somebody.",
    ),
)
BASIS: Final = Words(
    "หน่วยงานใช้ข้อมูลเพราะเป็นภารกิจเพื่อประโยชน์สาธารณะและหน้าที่ตามกฎหมาย ตามมาตรา 24 และมาตรา 26 "
    "แห่งพระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 ไม่ใช้เพื่อการอื่น และไม่มีการตัดสินใจโดยเครื่องอัตโนมัติ",
    "The ground is a task of public interest and duty under the law: sections 24 and 26 of the "
    "Personal Data Protection Act B.E. 2562. It is used for nothing else, and no machine decides "
    "anything about you.",
)

READERS: Final = Words(
    "เรื่องทุจริตเปิดอ่านได้เฉพาะผู้มีกุญแจของเรื่องนั้น ท่านเห็นชื่อผู้รับเรื่องก่อนส่ง และเลือกได้ว่าไม่ให้ผู้ใดเปิดอ่าน",
    "A corruption report opens only to those who hold its keys. You see the names of those who "
    "receive it before you send, and can keep anybody from reading.",
)
GRIEVANCE_READERS: Final = Words(
    "เรื่องร้องทุกข์ทั่วไปเปิดอ่านได้โดยเจ้าหน้าที่เรื่องร้องทุกข์และผู้ที่ได้รับมอบหมาย ไม่มีผู้รักษากุญแจชื่อแยกต่างหาก",
    "A general grievance opens to the grievance officers and whoever it is assigned to. There are "
    "no separate keepers of names for it.",
)
READER_HEAD: Final = (
    Words("หน้าที่", "Part"),
    Words("ผู้ดำรงตำแหน่ง", "Held by"),
    Words("อ่านอะไรได้", "What they can read"),
)
WHAT_THEY_READ: Final[Mapping[str, Words]] = {
    "intake": Words("เรื่องทุจริตที่รับเข้า ยกเว้นเรื่องที่ถูกกันออก", "Corruption reports, save where kept out"),
    "grievance": Words("เรื่องร้องทุกข์ทั่วไป", "General grievances"),
    "case_officer": Words("เฉพาะเรื่องที่ได้รับมอบหมาย", "Cases assigned to them"),
    "committee": Words("เฉพาะเรื่องที่มีคำสั่งแต่งตั้ง", "The case they are appointed to"),
    "legal": Words("เฉพาะเรื่องที่ได้รับสิทธิ", "Cases they are given"),
    "supervisor": Words("เฉพาะเรื่องที่ได้รับสิทธิ", "Cases they are given"),
    "custodian_inside": Words(
        "ถือกุญแจครึ่งหนึ่งของชื่อผู้แจ้ง เปิดคนเดียวไม่ได้", "Half of the key to names; opens nothing alone"
    ),
    "custodian_outside": Words(
        "ถือกุญแจอีกครึ่งหนึ่ง จากนอกหน่วยงาน เปิดคนเดียวไม่ได้",
        "The other half, from outside the office; opens nothing alone",
    ),
}
"""By role. Roles that are not here read no case."""
NUMBERS_ONLY: Final = Words(
    "ผู้บริหารและผู้เผยแพร่ข้อมูลเห็นเพียงจำนวน เว้นแต่มีหน้าที่อื่นในตารางนี้ด้วย ผู้ดูแลระบบตั้งค่าได้แต่เปิดอ่านเรื่องไม่ได้",
    "Executives and publishers see numbers only, unless they also hold a part named here. "
    "Administrators change settings and open no case.",
)
BY_ORDER: Final = Words("ตามคำสั่งของแต่ละเรื่อง", "By the order in each case")
NOBODY: Final = Words("ยังไม่มี", "Nobody yet")
NAMES: Final = Words(
    "ในเรื่องทุจริต ชื่อที่ท่านขอปกปิดเปิดดูได้ครั้งเดียว โดยคนเดียว เมื่อมีเหตุผลที่บันทึกไว้ และผู้รักษากุญแจทั้งสองฝ่ายยินยอม "
    "ท่านจะเห็นคำขอและเหตุผลในหน้าติดตาม",
    "In a corruption report, a name given in confidence opens once, to one person, for a recorded "
    "reason, when the keepers of both halves agree. You see each request and its reason on your "
    "follow-up page.",
)
NAMED_MODE: Final = Words(
    "ถ้าท่านเลือกเปิดเผยชื่อ ผู้ที่เปิดอ่านเรื่องได้จะเห็นชื่อและทางติดต่อของท่านด้วย",
    "If you choose to give your name openly, whoever can read the case sees it, and your contact.",
)

GIVEN: Final = Words(
    "หน่วยงานอื่นที่มีอำนาจ เมื่อหน่วยงานส่งต่อเรื่อง หนังสือส่งต่อบันทึกไว้ว่าส่งอะไรและไม่ส่งอะไร และแจ้งท่านในหน้าติดตาม",
    "Another authority with the power to act, when a case is sent on. What goes and what does not "
    "is recorded, and you are told on your follow-up page.",
)
GIVEN_OUTWARD: Final = Words(
    "{authority} เมื่อท่านระบุผู้บริหารหรือผู้รับเรื่อง เรื่องจะส่งถึงที่นั่นโดยตรง คนในหน่วยงานนี้เปิดอ่านไม่ได้",
    "{authority}, when you tick the head of the office or those who receive reports: it goes "
    "straight there, and nobody here can open it.",
)
GIVEN_ACCUSED: Final = Words(
    "ผู้ถูกกล่าวถึงที่ขอดูข้อมูลของตน ได้เพียงฉบับที่เจ้าหน้าที่เขียนใหม่โดยตัดสิ่งที่บอกตัวผู้แจ้งออก",
    "Somebody spoken of who asks for their own data: only a copy that an officer has written anew, "
    "without what tells who reported.",
)
GIVEN_COURT: Final = Words(
    "ศาลหรือผู้มีอำนาจตามกฎหมาย เท่าที่กฎหมายกำหนด",
    "Courts and authorities, as far as the law demands.",
)
GIVEN_LINE: Final = Words(
    "LINE ส่งข้อความเดียวกันถึงเจ้าหน้าที่ว่าอาจมีงานรอ ไม่มีเลขเรื่อง ชื่อ หรือข้อความของท่าน",
    "LINE carries one fixed text to officers, that something may wait: no number, no name, no word "
    "of yours.",
)
GIVEN_MAIL: Final = Words(
    "อีเมลถึงเจ้าหน้าที่บอกเพียงว่าอาจมีงานรอ ไม่มีเลขเรื่อง ชื่อ หรือข้อความของท่าน",
    "Mail to officers says only that something may wait: no number, no name, no word of yours.",
)
NOT_SOLD: Final = Words(
    "เราไม่ขาย ไม่ให้เช่า และไม่ใช้ข้อมูลเพื่อโฆษณา", "Nothing is sold, lent or used for advertising."
)
