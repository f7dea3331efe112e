"""The second half of the privacy notice: how long, how safe, what may be asked, and of whom."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

KEPT_HEAD: Final = (
    Words("ข้อมูล", "What"),
    Words("เก็บไว้", "Kept for"),
    Words("หมายเหตุ", "Note"),
)
KEPT: Final[Mapping[str, Words]] = {
    "closed": Words("เนื้อหาและไฟล์ของเรื่องที่ยุติแล้ว", "Content and files of cases that were closed"),
    "not_accepted": Words("เรื่องที่ไม่รับไว้พิจารณา", "Cases that were not accepted"),
    "forwarded": Words("เรื่องที่ส่งต่อหน่วยงานอื่น", "Cases that were sent to another authority"),
    "identity": Words(
        "ชื่อ ทางติดต่อ ชื่อไฟล์ และไฟล์ต้นฉบับที่แยกเก็บ", "Name, contact, file names, originals kept apart"
    ),
    "access_log": Words("บันทึกว่าเจ้าหน้าที่คนใดเปิดอ่านเมื่อใด", "Which officer opened what, and when"),
}
"""What each class of `rules.retention.RetentionKind` is, in a citizen's words."""
MESSAGES: Final = Words("รายการข้อความเตือนที่ส่งถึงเจ้าหน้าที่", "Messages that were sent to officers")
SESSIONS: Final = Words("การเข้าระบบของเจ้าหน้าที่", "Officers’ sessions, from signing in")
BY_TWO: Final = Words("เจ้าหน้าที่สองคนลบเนื้อหา", "Two officers delete the content")
YEARS: Final = Words("{years} ปี", "{years} years")
ONE_YEAR: Final = Words("1 ปี", "1 year")
MONTHS: Final = Words("{months} เดือน", "{months} months")
ONE_MONTH: Final = Words("1 เดือน", "1 month")
DAYS: Final = Words("{days} วัน", "{days} days")
HOURS: Final = Words("{hours} ชั่วโมง", "{hours} hours")
AS_LONG_AS: Final = Words("ไม่ลบ", "Not deleted")
FIFTEEN_MINUTES: Final = Words("15 นาที", "15 minutes")
NO_LONGER: Final = Words("ไม่เกินวันถัดไปที่มีผู้แจ้ง", "At most until a later day’s first report")
FOLLOW_COOKIE: Final = Words("คุกกี้หลังใส่รหัสติดตาม", "The cookie after the code is entered")
SEALED_CODE: Final = Words("สำเนารหัสติดตามที่เข้ารหัสไว้", "The encrypted copy of the code")
GOES_BY_ITSELF: Final = Words("ระบบลบเอง", "Goes by itself")
NUMBERS: Final = Words(
    "เลขรับเรื่อง วันที่ สถานะ และลำดับเหตุการณ์ โดยไม่มีเนื้อหา",
    "The number, days, state and chain of events, without their content",
)
NUMBERS_KEPT: Final = Words(
    "เก็บไว้เพื่อให้ทะเบียนและสถิติตรงเสมอ", "So that register and statistics stay true"
)
SURVEY: Final = Words("คะแนนแบบสำรวจ", "Survey scores")
SURVEY_KEPT: Final = Words("ไม่บอกว่าเป็นของผู้ใด", "They do not tell whose they are")
KEPT_COUNTED: Final = Words(
    "ระยะเวลาของเรื่องนับจากวันที่เรื่องสิ้นสุด การลบเนื้อหาของเรื่องต้องมีเจ้าหน้าที่สองคนเห็นพ้องกัน "
    "จึงอาจลบหลังครบกำหนดบ้าง ถ้ามีคดีหรือการตรวจสอบค้างอยู่ เจ้าหน้าที่สั่งให้เก็บไว้ก่อนได้ โดยต้องบันทึกเหตุผล",
    "Times of a case count from the day on which it ended. Its content is deleted when two "
    "officers agree, and so perhaps somewhat later. While a trial or an inquiry is open a hold may "
    "be put on it, with a recorded reason.",
)
KEPT_BACKUPS: Final = Words(
    "สำเนาสำรองของเครื่องอาจยังมีข้อมูลที่เข้ารหัสซึ่งลบแล้ว จนกว่าสำเนานั้นจะหมดอายุ "
    "สอบถามหน่วยงานได้ว่าเก็บสำเนานานเท่าใด",
    "Backups may hold what was deleted, still encrypted, until they expire. Ask the office how "
    "long it keeps them.",
)

SAFETY: Final = (
    Words(
        "เนื้อหาถูกเข้ารหัสก่อนเก็บ เปิดได้ด้วยกุญแจของเจ้าหน้าที่แต่ละคนเท่านั้น",
        "Content is encrypted before it is kept, and opens only with each officer’s own key.",
    ),
    Words(
        "ทุกครั้งที่เจ้าหน้าที่เปิดอ่านมีบันทึกว่าใครเปิดเมื่อใด หัวหน้าตรวจดูได้",
        "Each opening by an officer is written down, with who and when, for superiors to see.",
    ),
    Words(
        "การส่งออกเรื่องและการลบเนื้อหาของเรื่องต้องมีสองคนเห็นพ้องกัน",
        "Exporting cases and deleting one’s content need two persons.",
    ),
    Words(
        "ประวัติของแต่ละเรื่องต่อกันเป็นสาย ถ้ามีผู้แก้ไขย้อนหลัง ระบบตรวจพบได้",
        "Each case’s history is chained: what is altered afterwards can be found.",
    ),
)

LIMITS: Final = (
    Words(
        "เครือข่ายที่ท่านใช้เห็นว่าท่านเปิดเว็บไซต์นี้ และผู้ให้บริการอินเทอร์เน็ตต้องเก็บบันทึกการใช้งานตามกฎหมาย "
        "อย่าใช้เครื่องหรือ Wi-Fi ของที่ทำงาน เบราว์เซอร์ Tor ช่วยได้",
        "Your network sees that you opened this site, and internet providers must by law keep "
        "records of use. Do not use a computer or Wi-Fi at work. Tor Browser helps.",
    ),
    Words(
        "เครื่องแม่ข่ายหรืออุปกรณ์หน้าเครื่องอาจมีบันทึกที่กฎหมายให้เก็บ ซึ่งอยู่นอกโปรแกรมนี้ หน่วยงานต้องบอกท่านได้ว่ามีหรือไม่",
        "The host, or equipment before it, may keep records that the law demands, outside this "
        "program. The office must be able to tell you.",
    ),
    Words(
        "ผู้ที่ดัดแปลงเครื่องแม่ข่ายได้ อาจเห็นสิ่งที่ท่านพิมพ์ขณะส่ง",
        "Whoever tampers with the server could see what you type as you send it.",
    ),
    Words(
        "สิ่งที่ท่านเล่าอาจบอกตัวท่านได้ ถ้าเป็นเรื่องที่มีคนรู้ไม่กี่คน",
        "What you tell may point to you, if only few people know of it.",
    ),
)

RIGHTS: Final = (
    Words(
        "ขอดูหรือขอสำเนาข้อมูลของท่าน และขอให้บอกว่าได้มาอย่างไร",
        "To see or be given a copy of your data, and to be told where it came from.",
    ),
    Words("ขอแก้ไขให้ถูกต้อง หรือเพิ่มเติมให้ครบ", "To have it put right or completed."),
    Words(
        "ขอลบ ขอระงับการใช้ หรือคัดค้าน หน่วยงานอาจไม่ทำตามถ้ายังต้องใช้ตามหน้าที่ แต่ต้องตอบพร้อมเหตุผล",
        "To ask that it be deleted or no longer used, or to object. The office may refuse while "
        "its duty needs the data, but must answer with its reasons.",
    ),
    Words(
        "ร้องเรียนต่อสำนักงานคณะกรรมการคุ้มครองข้อมูลส่วนบุคคล",
        "To complain to the Office of the Personal Data Protection Committee.",
    ),
)
RIGHTS_BY_CODE: Final = Words(
    "ถ้าท่านเป็นผู้แจ้ง ใช้รหัสติดตามแทนการยืนยันตัว ไม่ต้องแสดงบัตร ที่หน้าติดตามท่านอ่านคำตอบ ส่งข้อความแก้ไขหรือเพิ่มเติม "
    "ขอลบชื่อ และขอถอนเรื่องได้ เพื่อความปลอดภัย หน้าติดตามไม่แสดงข้อความที่ท่านส่งแล้ว",
    "If you reported, your tracking code stands for you: no card is asked for. On the follow-up "
    "page you read answers, correct or add by message, erase your name and ask to withdraw. For "
    "your safety it does not show again what you sent.",
)
RIGHTS_OTHERWISE: Final = Words(
    "ผู้อื่นขอใช้สิทธิได้ที่ผู้ติดต่อด้านล่าง เราขอเท่าที่จำเป็นเพื่อรู้ว่าเป็นท่านจริง",
    "Others turn to the contact below. We ask only what is needed to know that it is you.",
)
NAMED: Final = (
    Words(
        "ท่านขอดูข้อมูลเกี่ยวกับตัวท่านได้ หน่วยงานตอบเป็นหนังสือพร้อมฉบับที่ตัดสิ่งที่บอกตัวผู้แจ้งและพยานออก",
        "You may ask to see what concerns you. The office answers by letter, with a copy from "
        "which what tells of reporter and witnesses is left out.",
    ),
    Words(
        "เราไม่เปิดเผยว่าใครแจ้ง และบอกไม่ได้แม้ว่ามีหรือไม่มีเรื่องใด ถ้าการบอกจะทำให้รู้ตัวผู้แจ้งหรือเสียการตรวจสอบ",
        "We do not tell who reported, nor whether there is a report at all where that would give "
        "away the reporter or spoil an inquiry.",
    ),
    Words(
        "การมีชื่อในเรื่องไม่ใช่ความผิด ผู้ที่อ่านเรื่องต้องเก็บเป็นความลับ",
        "To be named in a report is no guilt. Whoever reads it must keep it secret.",
    ),
)

NO_OFFICER: Final = Words(
    "หน่วยงานยังไม่ได้ระบุผู้รับผิดชอบเรื่องข้อมูลส่วนบุคคล กรุณาติดต่อหน่วยงานโดยตรง",
    "The office has not named anybody for personal data yet. Please turn to the office itself.",
)
NO_WAY: Final = Words(
    "หน่วยงานยังไม่ได้ลงทางติดต่อไว้ กรุณาไปที่หน่วยงาน", "No contact is given yet. Please go to the office."
)
WAYS: Final[Mapping[str, Words]] = {
    "post": Words("ผู้รับผิดชอบ", "Responsible"),
    "email": Words("อีเมล", "E-mail"),
    "telephone": Words("โทรศัพท์", "Telephone"),
    "phone": Words("โทรศัพท์", "Telephone"),
    "address": Words("ที่อยู่", "Address"),
    "line": Words("LINE", "LINE"),
    "facebook": Words("Facebook", "Facebook"),
}
WAY_HEAD: Final = (Words("ทาง", "Way"), Words("ติดต่อได้ที่", "Where"))
CARE: Final = Words(
    "ถ้าไม่อยากให้ใครรู้ว่าท่านเป็นผู้แจ้ง อย่าใช้ทางติดต่อเหล่านี้ถามถึงเรื่องของท่าน ให้ถามที่หน้าติดตามด้วยรหัส",
    "If nobody may know that you reported, do not ask about your case by these ways: ask on the "
    "follow-up page, with your code.",
)

FIELDS: Final[Mapping[str, Words]] = {
    "officer_post": Words("ตำแหน่งผู้รับผิดชอบข้อมูลส่วนบุคคล", "Post of the data protection officer"),
    "email": Words("อีเมล", "E-mail"),
    "telephone": Words("โทรศัพท์", "Telephone"),
    "address": Words("ที่อยู่", "Address"),
    "extra_th": Words("ข้อความเพิ่มเติมของหน่วยงาน", "Paragraph of the office"),
    "extra_en": Words("ข้อความเพิ่มเติม ภาษาอังกฤษ", "Paragraph of the office, in English"),
}
"""The fields of the contact's settings."""

PAPER: Final[Mapping[str, Words]] = {
    "foot": Words("ข้อความตามการตั้งค่าในวันที่ {day}", "As the settings stand on {day}"),
    "online": Words("อ่านทางเว็บไซต์", "Read online"),
}
