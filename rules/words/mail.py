"""E-mail to officers: that something waits and where to sign in; never what it is about.

`{desk}` is the address of the desk. A text has one size, whoever gets it and whatever waits.
"""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

MAIL_SUBJECTS: Final[Mapping[str, Words]] = {
    "waits": Words("มีงานรอท่านในระบบ", "Something waits for you"),
    "overdue": Words("มีงานเลยกำหนดในระบบ", "Something is overdue"),
    "daily": Words("กรุณาเข้าดูงานประจำวัน", "Please look at the day's work"),
    "monthly": Words("กรุณาเข้าดูงานประจำเดือน", "Please look at the month's work"),
    "test": Words("อีเมลทดลองจากระบบ", "A test message"),
}

_NEVER_ASKED = Words(
    "ระบบจะไม่ถามวลีรหัสผ่านของท่านทางอีเมล\n",
    "You will never be asked for your passphrase by e-mail.\n",
)

MAIL_TEXTS: Final[Mapping[str, Words]] = {
    "waits": Words(
        "เรียน เจ้าหน้าที่\n\n"
        "มีงานรอท่านอยู่ในระบบ\n"
        "กรุณาเข้าสู่ระบบเพื่อดูว่าเป็นงานใด ที่\n\n"
        "{desk}\n\n"
        "อีเมลไม่บอกรายละเอียดของงาน เพื่อความปลอดภัยของทุกฝ่าย\n" + _NEVER_ASKED.th,
        "Dear officer,\n\n"
        "Something waits for you.\n"
        "Please sign in to see what it is:\n\n"
        "{desk}\n\n"
        "Mail never says more than this, for everybody's safety.\n" + _NEVER_ASKED.en,
    ),
    "overdue": Words(
        "เรียน เจ้าหน้าที่\n\n"
        "มีงานของหน่วยงานเลยกำหนดแล้ว\n"
        "กรุณาเข้าสู่ระบบเพื่อดูงานของท่าน ที่\n\n"
        "{desk}\n\n"
        "หากเป็นงานของท่าน งานนั้นจะขึ้นที่หน้า “วันนี้”\n"
        "หากไม่พบ เป็นงานของผู้อื่น กรุณาเตือนให้ทุกคนตรวจงานของตน\n" + _NEVER_ASKED.th,
        "Dear officer,\n\n"
        "Something in the office is overdue.\n"
        "Please sign in to look at your own work:\n\n"
        "{desk}\n\n"
        "What is yours stands on the page “Today”. If nothing is there, it is\n"
        "somebody else's: please remind everybody to look.\n" + _NEVER_ASKED.en,
    ),
    "daily": Words(
        "เรียน เจ้าหน้าที่\n\n"
        "กรุณาเข้าสู่ระบบเพื่อดูว่าวันนี้มีงานรอท่านหรือไม่ ที่\n\n"
        "{desk}\n\n"
        "อีเมลนี้ส่งทุกเช้าของวันทำการ ข้อความเหมือนเดิมทุกวัน\n"
        "ไม่ว่าจะมีงานใหม่หรือไม่\n" + _NEVER_ASKED.th,
        "Dear officer,\n\n"
        "Please sign in to see whether anything waits for you today:\n\n"
        "{desk}\n\n"
        "This message comes every working morning, in the same words,\n"
        "whether or not anything is new.\n" + _NEVER_ASKED.en,
    ),
    "monthly": Words(
        "เรียน เจ้าหน้าที่\n\n"
        "กรุณาเข้าสู่ระบบเดือนละครั้ง เพื่อดูว่ามีเรื่องครบกำหนดเก็บรักษาหรือไม่ ที่\n\n"
        "{desk}\n\n"
        "อีเมลนี้ส่งทุกต้นเดือน ข้อความเหมือนเดิมทุกเดือน\n"
        "ไม่ว่าจะมีเรื่องครบกำหนดหรือไม่\n" + _NEVER_ASKED.th,
        "Dear officer,\n\n"
        "Please sign in once a month to see whether the time of any case is over:\n\n"
        "{desk}\n\n"
        "This message comes at the beginning of every month, in the same words,\n"
        "whether or not anything is due.\n" + _NEVER_ASKED.en,
    ),
    "test": Words(
        "เรียน เจ้าหน้าที่\n\n"
        "อีเมลนี้เป็นการทดลองส่ง ท่านได้รับแล้ว แปลว่าใช้งานได้\n"
        "ท่านไม่ต้องทำอะไรต่อ\n\n"
        "โต๊ะเจ้าหน้าที่อยู่ที่\n"
        "{desk}\n\n" + _NEVER_ASKED.th,
        "Dear officer,\n\n"
        "This is a test. You are reading it, so it works.\n"
        "There is nothing more to do.\n\n"
        "The desk is at\n"
        "{desk}\n\n" + _NEVER_ASKED.en,
    ),
}
"""The words of a message: what waits, what is overdue (also to supervisors, who may not be allowed
to find it), the daily and the monthly one that look the same each time, a test."""

MAIL_PROBLEMS: Final[Mapping[str, Words]] = {
    "connect": Words(
        "ติดต่อเครื่องส่งอีเมลไม่ได้ กรุณาตรวจชื่อเครื่อง พอร์ต และเครือข่าย",
        "the mail server does not answer; check its name, its port and the network",
    ),
    "tls": Words(
        "เชื่อมต่อกับเครื่องส่งอีเมลอย่างปลอดภัยไม่ได้ กรุณาตรวจใบรับรองของเครื่องนั้น",
        "no safe connection: check the server's certificate and that it offers STARTTLS",
    ),
    "login": Words(
        "เครื่องส่งอีเมลไม่รับชื่อบัญชีหรือรหัสผ่าน กรุณาตรวจ PRONGSAI_SMTP_URL",
        "the mail server refuses the login or the password in PRONGSAI_SMTP_URL",
    ),
    "sender": Words(
        "เครื่องส่งอีเมลไม่ยอมให้ใช้ที่อยู่ผู้ส่งนี้ กรุณาตรวจ PRONGSAI_MAIL_FROM",
        "the mail server refuses the sender's address in PRONGSAI_MAIL_FROM",
    ),
    "refused": Words(
        "ปลายทางไม่รับอีเมลถึงที่อยู่นี้ กรุณาให้เจ้าหน้าที่ผู้นั้นตรวจที่อยู่อีเมลของตน",
        "the receiver's address is refused; the officer should look at it",
    ),
    "later": Words(
        "เครื่องส่งอีเมลขอให้ส่งใหม่ภายหลัง ระบบจะลองใหม่เอง",
        "the mail server asks to try again later, which is done by itself",
    ),
}
"""Why a message could not be sent, by our own codes: a server's words are kept nowhere."""
