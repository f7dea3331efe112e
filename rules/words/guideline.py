"""The guideline as it is read: what to prepare, how to file, what protects, what comes after.

It promises only what the program does. `{...}` is filled with what the office has set.
"""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

GUIDELINE_HEADINGS: Final[Mapping[str, Words]] = {
    "prepare": Words("ข้อมูลที่ควรเตรียม", "What to prepare"),
    "how-to-file": Words("วิธีการแจ้งเรื่อง", "How to file"),
    "channels": Words("ช่องทางแจ้งเรื่อง", "Channels"),
    "steps": Words("ขั้นตอนการจัดการเรื่อง", "How complaints are handled"),
    "unit": Words("ส่วนงานที่รับผิดชอบ", "Responsible unit"),
    "time": Words("ระยะเวลาของแต่ละขั้นตอน", "Time for each step"),
    "protection": Words("การคุ้มครองผู้แจ้ง", "Protection of the reporter"),
    "after": Words(
        "หลังทราบผลการตรวจสอบ และสิ่งที่ผู้แจ้งได้รับ", "After a finding, and what the reporter gets"
    ),
    "contacts": Words("ติดต่อสอบถาม", "Contacts"),
}
"""The sections by their anchors, in order. Frozen versions hold the anchors: never rename one."""

PREPARE: Final = Words(
    "ข้อเดียวที่ต้องมีคือ “เกิดอะไรขึ้น” ข้ออื่นช่วยให้ตรวจสอบได้เร็วขึ้น แต่ไม่บังคับ",
    "The one thing needed is what happened. The rest helps the office to look into it faster, and "
    "may be left out.",
)
PREPARE_LIST: Final = (
    Words(
        "เกิดอะไรขึ้น: เล่าตามที่ท่านเห็นหรือทราบ และท่านรู้ได้อย่างไร",
        "What happened: as you saw it or know of it, and how you know",
    ),
    Words(
        "ใครเกี่ยวข้อง: ชื่อ ชื่อเล่น ตำแหน่ง หรือกอง หากไม่ทราบชื่อก็แจ้งได้",
        "Who: name, nickname, post or division. You can report without knowing the name.",
    ),
    Words("เกิดขึ้นที่ไหน ช่วงเวลาใด", "Where, and around which days"),
    Words(
        "หลักฐาน เช่น ภาพ เอกสาร เสียง หรือวิดีโอ แนบได้หลังได้รับรหัสติดตาม",
        "Evidence, such as pictures, papers, sound or video: added once you have the tracking code",
    ),
    Words(
        "พยานหรือแหล่งที่หน่วยงานตรวจสอบต่อได้",
        "Witnesses, or sources that the office can check",
    ),
)
PREPARE_POINTS: Final = Words(
    "หากไม่ระบุตัวตน เจ้าหน้าที่พิจารณาจากสามข้อนี้ และถามท่านเพิ่มผ่านหน้าติดตามได้ก่อนตัดสินใจ",
    "When you stay anonymous, the office looks at these three points, and can ask you more on the "
    "follow-up page before it decides.",
)
PREPARE_ID: Final = Words(
    "ไม่ต้องใช้เลขประจำตัวประชาชน กรุณาอย่าพิมพ์เลขนี้ในข้อความ",
    "No citizen identity number is needed; please do not write one in your text.",
)

ONLINE: Final = Words("ทางออนไลน์", "Online")
ONLINE_STEPS: Final = (
    Words(
        "เปิดหน้า “แจ้งเบาะแสการทุจริต” พิมพ์สิ่งที่เกิดขึ้น ไม่ต้องสมัครและไม่ต้องเข้าสู่ระบบ",
        "Open the page for reporting corruption and write what happened. No account is needed.",
    ),
    Words(
        "เลือกว่าจะไม่ระบุตัวตน ขอปกปิดข้อมูล หรือเปิดเผยชื่อ",
        "Choose to stay anonymous, to be known in confidence, or to give your name.",
    ),
    Words(
        "ตรวจดูรายชื่อผู้ที่จะอ่านเรื่องได้ และทำเครื่องหมายผู้ที่ไม่ควรเห็นเรื่องนี้",
        "See who would be able to read it, and tick those who must not.",
    ),
    Words(
        "ส่ง แล้วจดรหัสติดตาม 20 หลักกับเลขรับเรื่องไว้",
        "Send it, and write down the 20-digit tracking code and the receipt number.",
    ),
    Words(
        "กลับมาด้วยรหัสติดตามเพื่อดูผล ตอบคำถาม และแนบหลักฐานเพิ่ม",
        "Come back with the code to see the outcome, answer questions and add evidence.",
    ),
)
OFFLINE: Final = Words("ทางอื่น โดยเจ้าหน้าที่บันทึกแทน", "Other ways: an officer types it in")
OFFLINE_WAYS: Final[Mapping[str, Words]] = {
    "telephone": Words(
        "แจ้งเจ้าหน้าที่รับเรื่องด้วยวาจา ไม่ต้องบอกชื่อ รับใบรหัสติดตามได้ที่สำนักงาน",
        "Tell an intake officer; no name is needed. The slip with a code can be had at the office.",
    ),
    "walk_in": Words(
        "แจ้งเจ้าหน้าที่รับเรื่องในวันและเวลาราชการ รับใบรหัสติดตามกลับไปได้ทันที",
        "Tell an intake officer in office hours; you can take the slip with a code away at once.",
    ),
    "letter": Words(
        "ส่งถึงเจ้าหน้าที่รับเรื่องทุจริตของหน่วยงาน หากมีที่อยู่ ส่งใบรหัสกลับได้ จดหมายที่ไม่มีชื่อก็รับไว้ตรวจดูสามข้อข้างต้น",
        "Write to the intake officer. With an address, a slip can be sent back. A letter without "
        "a name is taken in and looked at by the three points above.",
    ),
    "line": Words(
        "ส่งข้อความถึงหน่วยงาน เจ้าหน้าที่บันทึกเป็นเรื่อง LINE รู้ว่าเป็นบัญชีของใคร จึงไม่ปกปิดตัวตน",
        "Write to the office and an officer types it in. LINE knows whose account it is, so it "
        "does not hide you.",
    ),
    "facebook": Words(
        "ส่งข้อความถึงหน่วยงาน เจ้าหน้าที่บันทึกเป็นเรื่อง เฟซบุ๊กรู้ว่าเป็นบัญชีของใคร จึงไม่ปกปิดตัวตน",
        "Write to the office and an officer types it in. Facebook knows whose account it is, so "
        "it does not hide you.",
    ),
    "meeting": Words(
        "แจ้งเจ้าหน้าที่รับเรื่องเป็นการส่วนตัว ไม่ควรเล่าต่อหน้าผู้อื่น",
        "Tell the intake officer in private rather than before others.",
    ),
}
"""By the codes of `rules.intake.Source`."""

OFFLINE_SLIP: Final = Words(
    "เจ้าหน้าที่บันทึกถ้อยคำของท่าน และทำเครื่องหมายผู้ที่ไม่ควรเห็นเรื่อง แล้วพิมพ์ใบรหัสติดตามให้ "
    "เมื่อท่านใช้รหัสบนใบครั้งแรก ระบบให้รหัสใหม่ที่เจ้าหน้าที่ไม่เห็น กรุณาใช้โดยเร็ว",
    "The officer writes your words down, ticks those who must not see it, and prints a slip with "
    "a tracking code. When you first use it you get a new code that no officer has seen; please "
    "do so soon.",
)
OFFLINE_CARE: Final = Words(
    "ผู้ที่รับเรื่องจากท่านย่อมรู้สิ่งที่ท่านบอก หากไม่ต้องการให้ใครรู้ว่าเป็นท่าน กรุณาแจ้งทางออนไลน์"
    "จากเครื่องและเครือข่ายที่ไม่ใช่ของหน่วยงาน",
    "Whoever takes it from you knows what you say. To be known by nobody, please report online, "
    "and not from a computer or network of the office.",
)

CHANNELS_APART: Final = Words(
    "ช่องทางออนไลน์แจ้งเบาะแสการทุจริตแยกต่างหากจากช่องทางร้องทุกข์ทั่วไป ทั้งหน้าแจ้ง กุญแจ ทะเบียน และสถิติ",
    "The online channel for corruption is apart from that for general grievances: its pages, its "
    "keys, its register and its statistics.",
)
CHANNEL_CLOSED: Final = Words(
    "ช่องทางออนไลน์ยังไม่เปิดรับเรื่องทุจริต เพราะยังมีผู้ถือกุญแจไม่ครบที่จะคุ้มครองท่านได้ ระหว่างนี้"
    "กรุณาแจ้งหน่วยงานภายนอกในข้อ “ติดต่อสอบถาม”",
    "The online channel does not take reports of corruption yet: too few people hold the keys "
    "that would protect you. Until then please turn to the authorities under “Contacts”.",
)
ONLINE_WHERE: Final = Words(
    "หน้า “แจ้งเบาะแสการทุจริต” ของหน่วยงาน เปิดตลอด 24 ชั่วโมง",
    "The office's page “Report corruption”, open day and night",
)
ONLINE_SAFE: Final = Words("เข้ารหัส ไม่ต้องบอกชื่อ", "Encrypted; no name needed")
OFFLINE_SAFE: Final = Words(
    "ไม่เข้ารหัสจนกว่าเจ้าหน้าที่จะบันทึก", "Not encrypted until an officer has typed it in"
)
AT_THE_OFFICE: Final = Words("ที่สำนักงาน ในวันและเวลาราชการ", "At the office, in office hours")
GOES_OUTWARD: Final = Words(
    "หากท่านทำเครื่องหมายว่าไม่ให้ผู้บริหาร ปลัด หรือผู้รับเรื่องทุกคนเห็น เรื่องจะส่งถึง {authority} โดยตรง "
    "คนในหน่วยงานนี้เปิดอ่านไม่ได้",
    "If you tick the head of the office, the chief clerk or everybody who receives reports, it "
    "goes straight to {authority}, and nobody at this office can open it.",
)
NO_OUTWARD: Final = Words(
    "หากเรื่องเกี่ยวกับผู้บริหารสูงสุด ปลัด หรือผู้รับเรื่องทุกคน ระบบจะบอกก่อนส่งว่าส่งที่นี่ไม่ได้ "
    "และให้ที่อยู่ของจังหวัด ป.ป.ท. และ ป.ป.ช. แทน",
    "If it is about the head of the office, the chief clerk or everybody who receives reports, "
    "the page says before sending that it cannot be sent here, and names the province, the PACC "
    "and the NACC instead.",
)

PROTECTION: Final = (
    Words(
        "ท่านไม่จำเป็นต้องแจ้งชื่อ การไม่ระบุตัวตนไม่ใช่เหตุที่จะไม่รับเรื่อง",
        "You need not give your name. Staying anonymous is not by itself a reason to refuse a "
        "report.",
    ),
    Words(
        "ระบบนี้ไม่บันทึกหมายเลขเครือข่ายหรือเครื่องที่ท่านใช้",
        "This service keeps no record of your network address or your device.",
    ),
    Words(
        "เรื่องถูกเข้ารหัสถึงเจ้าหน้าที่ที่มีชื่อในหน้าตรวจทาน และกุญแจสำรองบนกระดาษที่เก็บไว้สำหรับเหตุฉุกเฉิน "
        "ผู้ที่ท่านทำเครื่องหมายไว้จะไม่มีกุญแจเปิดเรื่อง",
        "A report is encrypted to the officers named on the check page, and to a recovery key "
        "kept on paper for emergencies. Those you ticked are given no key.",
    ),
    Words(
        "ชื่อและข้อมูลติดต่อของผู้ขอปกปิดข้อมูลถูกเข้ารหัสแยกจากเรื่อง ต้องใช้ผู้รักษากุญแจภายในและภายนอก"
        "หน่วยงานร่วมกันจึงเปิดได้",
        "The name and contact of who asks for confidence are encrypted apart from the report; a "
        "custodian inside the office and one outside must open them together.",
    ),
    Words(
        "ทุกครั้งที่มีผู้เปิดอ่านเรื่อง ระบบบันทึกไว้ว่าใครเปิดและเมื่อใด",
        "Each time somebody opens a report, the service records who and when.",
    ),
    Words(
        "รายละเอียดที่ซ่อนอยู่ในภาพถ่าย เช่น ตำแหน่งที่ถ่าย ถูกล้างออกจากสำเนาที่เจ้าหน้าที่เปิดดู",
        "What a photograph hides, such as where it was taken, is cleaned out of the copy that "
        "officers see.",
    ),
)
PROTECTION_LIMITS: Final = Words(
    "ข้อจำกัด: ผู้ที่ควบคุมเครื่องแม่ข่ายและดัดแปลงโปรแกรม อาจเห็นสิ่งที่พิมพ์หลังจากนั้น หากเรื่องเกี่ยวกับผู้นั้น "
    "กรุณาแจ้ง ป.ป.ช. โทร. 1205 และกรุณาอย่าส่งจากเครื่องหรือเครือข่ายของหน่วยงาน "
    "ระบบนี้ไม่อาจรับรองความคุ้มกันทางกฎหมาย",
    "What it cannot do: somebody who controls the server and changes the program may see what is "
    "typed from then on. If your report is about that person, please turn to the NACC (call "
    "1205), and do not send from the office's own computers or network. This service cannot "
    "promise legal immunity.",
)

CONTACT_KINDS: Final[Mapping[str, Words]] = {
    "phone": Words("โทรศัพท์", "Telephone"),
    "email": Words("อีเมล", "E-mail"),
    "address": Words("ที่อยู่", "Address"),
    "website": Words("เว็บไซต์", "Website"),
    "line": Words("LINE", "LINE"),
    "facebook": Words("เฟซบุ๊ก", "Facebook"),
}
CONTACTS_NOTE: Final = Words(
    "ช่องทางเหล่านี้เป็นช่องทางทั่วไปของหน่วยงาน ไม่ได้เข้ารหัสและไม่ได้ปกปิดตัวตนของท่าน",
    "These are the office's ordinary contacts: they are not encrypted and do not hide who you are.",
)
OUTSIDE: Final = Words("หน่วยงานภายนอกที่แจ้งการทุจริตได้", "Where else corruption can be reported")
OUTSIDE_ROWS: Final = (
    (Words("ศูนย์ดำรงธรรมจังหวัด{province}", "Damrongtham Centre, {province}"), Words("1567", "1567")),
    (
        Words("สำนักงาน ป.ป.ท.", "Public Sector Anti-Corruption Commission (PACC)"),
        Words("1206 · www.pacc.go.th", "1206 · www.pacc.go.th"),
    ),
    (
        Words("สำนักงาน ป.ป.ช.", "National Anti-Corruption Commission (NACC)"),
        Words("1205 · www.nacc.go.th", "1205 · www.nacc.go.th"),
    ),
)

PAPER: Final[Mapping[str, Words]] = {
    "year": Words("ปีงบประมาณ พ.ศ. {year}", "Fiscal year {year} (B.E.)"),
    "item": Words("ITA ข้อ {code}", "ITA item {code}"),
    "no_item": Words(
        "เลขข้อ ITA ของปีนี้ยังไม่ประกาศ", "This year's ITA item number is not announced yet"
    ),
    "published": Words(
        "เผยแพร่โดย {who} · {day} · ปีงบประมาณ {year} ฉบับที่ {version}",
        "Published by {who} · {day} · fiscal year {year}, version {version}",
    ),
    "planned": Words("ตั้งวันเผยแพร่ไว้ล่วงหน้า", "planned ahead"),
    "as_it_stands": Words(
        "จัดทำจากระบบเมื่อ {day} ยังไม่ได้เผยแพร่เป็นฉบับ",
        "Made from the system on {day}; not published as a version",
    ),
    "mark": Words(
        "ยังไม่ได้เผยแพร่เป็นฉบับ ข้อความนี้มาจากการตั้งค่าของระบบในวันที่จัดทำ และอาจเปลี่ยนได้จนกว่าจะเผยแพร่",
        "Not published as a version yet: this is what the system was set to on the day it was "
        "made, and it may change until then.",
    ),
    "online": Words("แจ้งเรื่องทางออนไลน์", "Report online"),
    "own": Words("ข้อความของหน่วยงาน", "The office's own words"),
}
"""What stands around the guideline on paper."""
