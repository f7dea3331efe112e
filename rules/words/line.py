"""LINE to officers: that something may wait and where to sign in; never more, never otherwise.

One text for every occasion: whoever sees an officer's screen, or keeps LINE's servers, cannot tell
a report from a reminder, nor a busy day from an empty one. `{desk}` is the address of the desk.
"""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

LINE_TEXT: Final = Words(
    "อาจมีงานรอท่านในระบบ กรุณาเข้าสู่ระบบเพื่อดู ที่\n\n"
    "{desk}\n\n"
    "ข้อความนี้เหมือนเดิมทุกครั้ง ไม่ว่าจะเป็นงานใด และไม่ว่าจะมีงานใหม่หรือไม่\n"
    "ระบบจะไม่ถามวลีรหัสผ่านของท่านทาง LINE",
    "Something may wait for you. Please sign in to see:\n\n"
    "{desk}\n\n"
    "This message is always the same, whatever it is about and whether or not anything is new.\n"
    "You will never be asked for your passphrase by LINE.",
)

OUTSIDE: Final = "?openExternalBrowser=1"
"""Has LINE open the desk in the telephone's own browser: no passphrase is typed into LINE's."""


def line_text(desk_url: str) -> str:
    """The message as it goes out, with where to sign in."""
    return LINE_TEXT.th.replace("{desk}", desk_url + OUTSIDE)


LINE_PROBLEMS: Final[Mapping[str, Words]] = {
    "connect": Words(
        "ติดต่อ LINE ไม่ได้ ระบบจะลองใหม่เอง หากยังไม่หาย กรุณาตรวจว่าเครื่องนี้ออกอินเทอร์เน็ตได้",
        "LINE does not answer; it is tried again by itself; check that this machine reaches it",
    ),
    "tls": Words(
        "เชื่อมต่อกับ LINE อย่างปลอดภัยไม่ได้ กรุณาตรวจใบรับรองและนาฬิกาของเครื่อง",
        "no safe connection to LINE: check this machine's certificates and its clock",
    ),
    "token": Words(
        "LINE ไม่รับ Channel access token นี้ กรุณาออกใหม่ใน LINE Developers แล้วบันทึกที่หน้านี้",
        "LINE refuses the channel access token; please issue another and save it",
    ),
    "quota": Words(
        "ส่งข้อความครบโควตาของเดือนนี้แล้ว ระบบหยุดส่งทาง LINE จนขึ้นเดือนใหม่ อีเมลยังส่งตามปกติ",
        "this month's messages are spent: nothing goes by LINE until the month turns; mail goes on",
    ),
    "refused": Words(
        "LINE ไม่รับข้อความถึงเจ้าหน้าที่บางคน กรุณาให้ผู้นั้นผูก LINE ใหม่",
        "LINE refuses an officer's identity; the officer should link again",
    ),
    "later": Words(
        "LINE ขอให้ส่งใหม่ภายหลัง ระบบจะลองใหม่เอง",
        "LINE asks to try again later, which is done by itself",
    ),
    "answer": Words(
        "LINE ตอบในแบบที่ระบบไม่รู้จัก กรุณาตรวจ PRONGSAI_LINE_API",
        "LINE answered in a way that is not known; check PRONGSAI_LINE_API",
    ),
}
"""Why nothing went out, by our own codes: LINE's words are kept nowhere."""
