"""What became of a file's hidden details: for its reporter, for officers, for exported cases."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

PICTURE_CLEANED: Final = Words(
    "ฉบับที่เจ้าหน้าที่เห็น ลบข้อมูลแฝงในภาพแล้ว เช่น สถานที่และเครื่องที่ถ่าย",
    "Hidden details, such as place and camera, were taken out of the copy that the officers see.",
)

REPORTER_CLEANED: Final[Mapping[str, Words]] = {
    "picture": PICTURE_CLEANED,
    "document": Words(
        "ฉบับที่เจ้าหน้าที่เห็น ลบชื่อผู้สร้าง ชื่อผู้แก้ไข และข้อมูลแฝงอื่นแล้ว "
        "ถ้อยคำและภาพยังอยู่ตามเดิม รวมทั้งความเห็น ข้อความที่ขีดออก แผ่นงานและสไลด์ที่ซ่อนไว้ ถ้ามี",
        "The author, who changed it and other hidden details were taken out of the copy that the "
        "officers see. All that is written and shown is as it was: remarks, struck out words, "
        "hidden sheets and slides, too, if there are any.",
    ),
    "video": Words(
        "ฉบับที่เจ้าหน้าที่เห็น ลบสถานที่ เวลา และชื่อเครื่องแล้ว ภาพและเสียงยังอยู่ตามเดิม จึงอาจบอกได้ว่าใครถ่ายหรือใครพูด",
        "Place, time and device were taken out of the copy that the officers see. Picture and "
        "sound are as they were, and may tell who filmed or spoke.",
    ),
    "sound": Words(
        "ฉบับที่เจ้าหน้าที่ได้ยิน ลบชื่อ เวลา และข้อมูลแฝงอื่นแล้ว เสียงยังอยู่ตามเดิม จึงอาจบอกได้ว่าใครพูด",
        "Names, times and other hidden details were taken out of the copy that the officers hear. "
        "The sound is as it was, and may tell who spoke.",
    ),
}
"""For the reporter, by what the file came as."""

REPORTER_HOW: Final[Mapping[str, Words]] = {
    "pages": Words(
        "เจ้าหน้าที่จะเห็นเอกสารนี้เป็นภาพของแต่ละหน้า ข้อมูลแฝงในไฟล์ไม่ไปถึงเจ้าหน้าที่",
        "The officers see this document as pictures of its pages; the file’s hidden details do not "
        "reach them.",
    ),
    "none_needed": Words(
        "ไฟล์ข้อความไม่มีข้อมูลแฝง เจ้าหน้าที่เห็นข้อความตามที่ส่งมาทุกตัวอักษร",
        "A text file has no hidden details; the officers see it letter by letter as it was sent.",
    ),
}
"""For the reporter, by how the copy was made, where that says more than what the file is."""

REPORTER_WITHHELD: Final = Words(
    "เจ้าหน้าที่จะไม่เห็นไฟล์นี้ เพราะระบบลบข้อมูลแฝงที่อาจบอกตัวท่านออกไม่ได้ ต้นฉบับเก็บไว้ใต้กุญแจเดียวกับชื่อของท่าน",
    "The officers will not see this file: hidden details that may point to you could not be taken "
    "out. The original is kept under the same keys as your name.",
)

WITHHELD_ADVICE: Final[Mapping[str, Words]] = {
    "unreadable": Words(
        "ไฟล์อาจเสีย กรุณาเปิดดู แล้วส่งอีกครั้ง หรือถ่ายภาพเอกสารหรือหน้าจอส่งแทน",
        "The file may be damaged. Please look at it and send it again, or send a photograph of the "
        "paper or the screen.",
    ),
    "locked": Words(
        "ไฟล์มีรหัสผ่าน กรุณาเอารหัสผ่านออกแล้วส่งอีกครั้ง หรือถ่ายภาพหน้าจอส่งแทน",
        "The file has a password. Please take it off and send the file again, or send a picture of "
        "the screen.",
    ),
    "too_heavy": Words(
        "ไฟล์ใหญ่หรือซับซ้อนเกินไป กรุณาแบ่งเป็นส่วน ๆ หรือส่งเฉพาะหน้าที่สำคัญ",
        "The file is too large or too complicated. Please send it in parts, or only the pages "
        "that matter.",
    ),
    "not_understood": Words(
        "ไฟล์มีรูปแบบที่ระบบยังไม่รู้จัก ถ้าเป็นเอกสาร กรุณาถ่ายภาพหรือบันทึกเป็น PDF ใหม่ "
        "ถ้าเป็นวิดีโอ กรุณาบันทึกใหม่เป็น MP4 แบบธรรมดา",
        "The file is built in a way that is not known here. If it is a document, please photograph "
        "it or save it as PDF anew; if it is a video, please save it anew as plain MP4.",
    ),
    "old_office": Words(
        "เอกสารรุ่นเก่า (.doc .xls .ppt) ลบข้อมูลแฝงออกไม่ได้ กรุณาบันทึกเป็น .docx .xlsx .pptx หรือ PDF "
        "แล้วส่งอีกครั้ง",
        "Old documents (.doc .xls .ppt) cannot be cleaned. Please save it as .docx, .xlsx, .pptx "
        "or PDF and send it again.",
    ),
}
"""What whoever sent a withheld file can do."""

COPY_TAGS: Final[Mapping[str, Words]] = {
    "pixels": Words("ล้างข้อมูลแฝงแล้ว", "Hidden details taken out"),
    "structure": Words("ล้างข้อมูลแฝงแล้ว", "Hidden details taken out"),
    "pages": Words("เป็นภาพของแต่ละหน้า ไม่มีข้อมูลแฝง", "Pictures of its pages, nothing hidden"),
    "none_needed": Words("ข้อความล้วน ไม่มีข้อมูลแฝง", "Plain text, nothing hidden"),
    "withheld": Words("ไม่แสดงต่อเจ้าหน้าที่", "Not shown to officers"),
    "cleaned": Words("ล้างข้อมูลแฝงแล้ว", "Hidden details taken out"),
    "not_cleaned": Words(
        "ยังไม่ได้ล้างข้อมูลแฝง อาจบอกตัวผู้แจ้ง",
        "Hidden details are still in it, and may tell who reported",
    ),
}
"""How a file stands, beside its name; the last two are for cases of before."""

OFFICER_WITHHELD: Final = Words(
    "ไฟล์ที่ไม่แสดงต่อเจ้าหน้าที่ คือไฟล์ที่ระบบลบข้อมูลแฝงออกไม่ได้ ต้นฉบับอยู่ใต้กุญแจเดียวกับชื่อผู้แจ้ง "
    "หากไฟล์นั้นสำคัญ กรุณาเขียนขอให้ผู้แจ้งส่งเป็นภาพถ่าย",
    "Hidden details could not be taken out of a file that is not shown to officers. The original "
    "is under the same keys as the reporter's name. If it matters, please ask the reporter for a "
    "photograph of it.",
)

SCAN_WITHHELD: Final = Words(
    "ระบบลบข้อมูลแฝงออกจากไฟล์นี้ไม่ได้ จึงไม่มีเจ้าหน้าที่คนใดเปิดได้",
    "Hidden details could not be taken out of this file, so no officer can open it.",
)


def reporter_words(kind: str, how: str, withheld: str) -> tuple[Words, ...]:
    """What became of a file, for the one who sent it."""
    if withheld:
        return REPORTER_WITHHELD, WITHHELD_ADVICE[withheld]
    return (REPORTER_HOW.get(how) or REPORTER_CLEANED[kind],)


def scan_words(withheld: str) -> tuple[Words, ...]:
    """What became of a paper that an officer scanned, where something must be done."""
    return (SCAN_WITHHELD, WITHHELD_ADVICE[withheld]) if withheld else ()


def copy_tag(how: str, withheld: str, *, is_cleaned: bool) -> Words:
    """How a file stands, in few words, for those who open the case."""
    if withheld:
        return COPY_TAGS["withheld"]
    return COPY_TAGS[how or ("cleaned" if is_cleaned else "not_cleaned")]
