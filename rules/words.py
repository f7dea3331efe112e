"""Every label and message in Thai and English, keyed by the code that the program uses.

Thai addresses the reader as ท่าน and says what to do next; so does the English.
Field messages may hold {limit}, filled by whoever shows them. Events are keyed by their tag.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Words(NamedTuple):
    """One phrase in Thai and in English."""

    th: str
    en: str

    def in_(self, lang: str) -> str:
        """The phrase in English for "en", in Thai for every other language."""
        return self.en if lang == "en" else self.th


ERRORS: Final[Mapping[str, Words]] = {
    "invalid_input": Words(
        "ข้อมูลบางส่วนยังไม่ครบหรือไม่ถูกต้อง กรุณาตรวจสอบข้อที่ระบุไว้ แล้วส่งอีกครั้ง",
        "Some answers are missing or need changing. Please check the ones named here and "
        "send again.",
    ),
    "not_found": Words(
        "ไม่พบสิ่งที่ท่านต้องการ กรุณาตรวจสอบที่อยู่หรือรหัสที่ท่านกรอก แล้วลองอีกครั้ง",
        "We could not find that. Please check the address or the code and try again.",
    ),
    "not_allowed": Words(
        "บัญชีของท่านไม่มีสิทธิทำรายการนี้ หากจำเป็นต้องทำ กรุณาติดต่อผู้บังคับบัญชาของท่าน",
        "Your account may not do this. If it is part of your work, please ask your superior.",
    ),
    "wrong_state": Words(
        "เรื่องนี้ไม่ได้อยู่ในขั้นตอนที่ทำรายการนี้ได้ กรุณาเปิดเรื่องอีกครั้งเพื่อดูขั้นตอนปัจจุบัน",
        "This case is not at a step where that can be done. Please open it again to see "
        "where it stands.",
    ),
    "stale_case": Words(
        "มีผู้บันทึกเรื่องนี้ไปก่อนท่าน กรุณาอ่านรายการล่าสุด แล้วบันทึกอีกครั้ง",
        "Someone else changed this case before you. Please read the latest entries and save again.",
    ),
    "too_many_tries": Words(
        "มีการลองหลายครั้งเกินไป กรุณารอสักครู่ แล้วลองอีกครั้ง",
        "There have been too many tries. Please wait a little while, then try again.",
    ),
    "unreadable": Words(
        "เปิดอ่านข้อมูลนี้ไม่ได้ เพราะข้อมูลไม่ครบหรือถูกแก้ไข กรุณาลองอีกครั้งภายหลัง "
        "หากท่านเป็นผู้แจ้ง กรุณาเก็บรหัสติดตามและใบรับเรื่องไว้ ใช้เป็นหลักฐานได้",
        "This cannot be read: it is incomplete or has been altered. Please try again later. If you "
        "made the report, please keep your code and receipt: they are proof of what was received.",
    ),
    "too_large": Words(
        "ข้อมูลหรือไฟล์มีขนาดใหญ่เกินไป กรุณาลดขนาดหรือแบ่งส่งเป็นหลายครั้ง",
        "The text or file is too large. Please make it smaller or send it in several parts.",
    ),
    "unsupported_file": Words(
        "ระบบรับไฟล์ชนิดนี้ไม่ได้ กรุณาส่งเป็นภาพ (JPEG หรือ PNG) PDF เอกสารสำนักงาน หรือวิดีโอ",
        "This kind of file cannot be taken. Please send a picture (JPEG or PNG), a PDF, an office "
        "document or a video.",
    ),
    "busy": Words(
        "ขณะนี้มีผู้ใช้บริการมาก กรุณารอหนึ่งนาที แล้วลองอีกครั้ง",
        "The service is busy. Please wait a minute and try again.",
    ),
    "form_expired": Words(
        "หน้านี้เปิดไว้นานเกินไป สิ่งที่ท่านพิมพ์ยังอยู่ กรุณาตรวจสอบแล้วกดส่งอีกครั้ง",
        "This page was open for too long. What you typed is kept: please check it and send again.",
    ),
    "cross_site": Words(
        "คำขอนี้มาจากเว็บไซต์อื่น จึงยังไม่ได้ทำรายการ กรุณาเปิดหน้านี้จากเว็บไซต์ของหน่วยงานโดยตรง",
        "This request came from another website, so nothing was done. Please open the page "
        "on the office's own site.",
    ),
    "channel_closed": Words(
        "ช่องทางนี้ยังไม่เปิดรับเรื่อง กรุณาใช้ช่องทางอื่นที่แจ้งไว้ในหน้าแรก",
        "This channel is not open at present. Please use another way named on the first page.",
    ),
    "no_outward_route": Words(
        "ผู้ที่ท่านระบุเป็นผู้รับเรื่องของหน่วยงานนี้เอง และยังไม่มีหน่วยงานภายนอกรับเรื่องแทน "
        "จึงยังไม่ได้ส่งเรื่องของท่าน กรุณาแจ้งต่อจังหวัด ป.ป.ท. หรือ ป.ป.ช. ตามที่อยู่ด้านล่าง",
        "The people you named are those who would receive this, and no outside authority has "
        "been appointed to take it instead. Nothing was sent. Please turn to the province, PACC "
        "or NACC at the addresses below.",
    ),
    "readers_changed": Words(
        "ผู้ที่จะเปิดอ่านเรื่องนี้เปลี่ยนไปจากที่ท่านเห็น จึงยังไม่ได้ส่ง กรุณาดูรายชื่อใหม่ก่อนส่ง",
        "Those who would read this have changed since you saw them, so nothing was sent. Please "
        "look at the names again before sending.",
    ),
    "not_signed_in": Words(
        "กรุณาเข้าสู่ระบบก่อน แล้วทำรายการต่อ",
        "Please sign in first, then carry on.",
    ),
    "plain_http": Words(
        "การเชื่อมต่อนี้ไม่ได้เข้ารหัส ผู้อื่นในเครือข่ายอาจอ่านได้ กรุณาเปิดด้วยที่อยู่ที่ขึ้นต้นด้วย https://",
        "This connection is not encrypted, so others on the network could read it. Please use "
        "the address that begins with https://",
    ),
    "method_not_allowed": Words(
        "เปิดหน้านี้ด้วยวิธีนี้ไม่ได้ กรุณากลับไปหน้าก่อนแล้วใช้ปุ่มในหน้า",
        "This page cannot be opened in this way. Please go back and use the button on the page.",
    ),
    "sign_in_failed": Words(
        "เข้าสู่ระบบไม่สำเร็จ กรุณาตรวจชื่อเข้าใช้ วลีรหัสผ่าน และตัวเลข 6 หลักอีกครั้ง",
        "You could not be signed in. Please check the login, the passphrase and the six digits.",
    ),
    "internal": Words(
        "ขออภัย ระบบขัดข้อง กรุณารอสักครู่ แล้วลองอีกครั้ง",
        "Sorry, something went wrong on our side. Please wait a moment and try again.",
    ),
    "request_over": Words(
        "คำขอนี้ใช้ไม่ได้แล้ว เพราะใช้ไปแล้ว ยังไม่ได้รับอนุมัติ ไม่อนุมัติ หรือหมดเวลา หากยังจำเป็น กรุณาขอใหม่",
        "This request can no longer be used: it was used or refused, nobody has agreed yet, or its "
        "time is over. If it is still needed, please ask again.",
    ),
    "case_deleted": Words(
        "เรื่องของท่านดำเนินการเสร็จแล้ว และเนื้อหาของเรื่องนี้ถูกลบแล้วตามระยะเวลาเก็บรักษา "
        "เลขรับเรื่องยังอยู่ในทะเบียน หากมีข้อมูลใหม่ กรุณาแจ้งเป็นเรื่องใหม่",
        "Your report was dealt with, and its content has since been deleted when its time of "
        "keeping was over. Its number stays in the register. If there is something new, please "
        "make a new report.",
    ),
    "already_received": Words(
        "เราได้รับเรื่องนี้ไว้แล้ว ท่านไม่ต้องส่งซ้ำ กรุณาใช้รหัสติดตามที่ท่านจดไว้",
        "We already have this report, so there is no need to send it again. Please use the "
        "tracking code you wrote down.",
    ),
    "too_slow": Words(
        "ข้อมูลมาถึงช้าเกินไป จึงยังไม่ได้บันทึก กรุณาลองอีกครั้งเมื่อสัญญาณดีขึ้น หรือส่งไฟล์ที่เล็กลง",
        "This arrived too slowly and was not saved. Please try again with a better signal, or with "
        "a smaller file.",
    ),
}

FIELD_ERRORS: Final[Mapping[str, Words]] = {
    "digits_wrong": Words(
        "ตัวเลข 6 หลักไม่ตรง กรุณาใช้ตัวเลขล่าสุดในแอป และตรวจว่านาฬิกาของโทรศัพท์ตรง",
        "The six digits do not match. Please type the newest ones from the app.",
    ),
    "passphrases_differ": Words(
        "วลีรหัสผ่านสองครั้งไม่ตรงกัน กรุณาพิมพ์ใหม่",
        "The two passphrases differ. Please type them again.",
    ),
    "roles_conflict": Words(
        "บทบาทเหล่านี้ให้คนเดียวกันถือไม่ได้ กรุณาเลือกใหม่",
        "One person may not hold these roles together. Please choose again.",
    ),
    "already_taken": Words(
        "มีอยู่แล้ว กรุณาใช้ค่าอื่น",
        "It is taken already. Please choose another.",
    ),
    "in_use": Words(
        "ยังมีเรื่องที่ใช้รายการนี้อยู่ จึงนำออกไม่ได้ กรุณาย้ายเรื่องเหล่านั้นก่อน",
        "Cases still use it, so it cannot be removed. Please move those cases first.",
    ),
    "required": Words("กรุณากรอกข้อนี้", "Please answer this question."),
    "too_short": Words(
        "ข้อความสั้นเกินไป กรุณากรอกอย่างน้อย {limit} ตัวอักษร",
        "This is too short. Please write at least {limit} characters.",
    ),
    "too_long": Words(
        "ข้อความยาวเกินไป กรุณากรอกไม่เกิน {limit} ตัวอักษร",
        "This is too long. Please write no more than {limit} characters.",
    ),
    "not_a_date": Words(
        "กรุณากรอกวันที่ที่มีจริง เช่น 21 พฤศจิกายน 2569",
        "Please give a real date, such as 21 November 2026.",
    ),
    "date_in_future": Words(
        "วันที่นี้ยังมาไม่ถึง กรุณากรอกวันนี้หรือวันก่อนหน้า",
        "This date has not come yet. Please give today or an earlier day.",
    ),
    "date_not_later": Words(
        "กรุณาเลือกวันหลังจากวันนี้ และไม่เกิน {limit} วันข้างหน้า",
        "Please give a day after today, at most {limit} days ahead.",
    ),
    "date_order": Words(
        "วันสิ้นสุดอยู่ก่อนวันเริ่ม กรุณาตรวจสอบทั้งสองวัน",
        "The last day is before the first. Please check both dates.",
    ),
    "unknown_field": Words(
        "ระบบไม่รู้จักข้อนี้ กรุณานำออก",
        "This field is not known here. Please leave it out.",
    ),
    "unknown_choice": Words(
        "กรุณาเลือกจากรายการที่มีให้",
        "Please choose one of the answers offered.",
    ),
    "wrong_type": Words(
        "รูปแบบของคำตอบไม่ถูกต้อง กรุณากรอกใหม่ตามตัวอย่าง",
        "This answer has the wrong form. Please follow the example.",
    ),
    "code_check_digit": Words(
        "ดูเหมือนมีตัวเลขพิมพ์ผิดหนึ่งตัวหรือสลับที่ กรุณาเทียบกับรหัสที่ท่านจดไว้",
        "One digit looks mistyped, or two are swapped. Please compare it with the code you "
        "wrote down.",
    ),
    "code_length": Words(
        "จำนวนตัวเลขของรหัสยังไม่ครบหรือเกินมา กรุณาตรวจสอบกับรหัสที่ท่านจดไว้",
        "The code has too few or too many digits. Please compare it with the code you wrote down.",
    ),
    "passphrase_too_short": Words(
        "วลีรหัสผ่านสั้นเกินไป กรุณาใช้อย่างน้อย {limit} ตัวอักษร เช่น คำหลายคำที่ท่านจำได้",
        "The passphrase is too short. Please use at least {limit} characters, such as several "
        "words you can remember.",
    ),
    "passphrase_wrong": Words(
        "วลีรหัสผ่านไม่ถูกต้อง กรุณาพิมพ์ใหม่",
        "The passphrase is not right. Please type it again.",
    ),
    "confirm_first": Words(
        "กรุณาอ่านสิ่งที่จะเกิดขึ้น แล้วทำเครื่องหมายยืนยันก่อน",
        "Please read what will happen, and tick that you have.",
    ),
    "key_changed": Words(
        "กุญแจหรือหน้าที่ของเจ้าหน้าที่คนนี้เปลี่ยนไปหลังจากท่านเปิดหน้านี้ กรุณาเทียบเลขใหม่อีกครั้ง",
        "This officer's key or roles have changed since the page was opened. Please compare the "
        "digits again.",
    ),
    "heard_wrong": Words(
        "เลข 4 ตัวท้ายไม่ตรงกับกุญแจนี้ กรุณาขอให้เจ้าตัวอ่านเลขอีกครั้ง หากยังไม่ตรง อย่ารับรอง และแจ้งผู้ดูแลระบบ",
        "The last four digits are not those of this key. Please have them read to you again; if "
        "they still differ, do not vouch, and tell the administrator.",
    ),
    "choose_one": Words("กรุณาเลือกหนึ่งข้อ", "Please choose one answer."),
    "authority_closed": Words(
        "หน่วยงานนี้ยังรับเรื่องแทนไม่ได้ เพราะผู้ถือกุญแจยังไม่ครบ กรุณาเลือกหน่วยงานอื่น",
        "That office cannot take reports yet: too few people hold its keys. Please choose another.",
    ),
    "authority_passphrase": Words(
        "วลีรหัสผ่านไม่ตรงกับไฟล์กุญแจนี้ หรือไฟล์ถูกแก้ไข กรุณาลองอีกครั้ง",
        "The passphrase does not fit this key file, or the file was altered. Please try again.",
    ),
    "authority_other": Words(
        "ไฟล์นี้ปิดผนึกถึงหน่วยงานอื่น เปิดด้วยกุญแจนี้ไม่ได้ กรุณาตรวจสอบทั้งสองไฟล์",
        "This file is sealed to another authority than this key. Please check both files.",
    ),
    "authority_itself": Words(
        "เรื่องที่เกี่ยวกับผู้บริหารของหน่วยงานต้องส่งให้หน่วยงานอื่น กรุณาเลือกหน่วยงานอื่น",
        "What is about an office's own head must go to another office. Please choose another.",
    ),
    "paper_length": Words(
        "แผ่นหนึ่งมีตัวเลข 80 ตัว ที่พิมพ์มานับได้ {limit} ตัว กรุณาเทียบกับกระดาษทีละแถว แล้วพิมพ์แผ่นนี้ใหม่",
        "A sheet has 80 digits; {limit} were typed. Please compare row by row and type it again.",
    ),
    "paper_first_rows": Words(
        "มีตัวเลขพิมพ์ผิดในแถว ก หรือ ข กรุณาเทียบกับกระดาษ แล้วพิมพ์แผ่นนี้ใหม่",
        "A digit in row 1 or 2 is mistyped. Please compare with the paper and type it again.",
    ),
    "paper_last_rows": Words(
        "มีตัวเลขพิมพ์ผิดในแถว ค หรือ ง กรุณาเทียบกับกระดาษ แล้วพิมพ์แผ่นนี้ใหม่",
        "A digit in row 3 or 4 is mistyped. Please compare with the paper and type it again.",
    ),
    "paper_rows": Words(
        "มีตัวเลขพิมพ์ผิดทั้งครึ่งบนและครึ่งล่าง กรุณาดูว่าหยิบถูกแผ่น แล้วพิมพ์แผ่นนี้ใหม่",
        "Digits in both halves are mistyped. Please see that it is the right sheet and try again.",
    ),
    "paper_other": Words(
        "ตัวเลขครบและพิมพ์ถูก แต่ไม่ใช่แผ่นนี้ กรุณาดูชื่อแผ่น ชื่อหน่วยงาน และวันที่ทำบนกระดาษ",
        "The digits are whole but belong to another sheet. Please look at its name, its agency "
        "and its date.",
    ),
    "paper_not_pair": Words(
        "สองแผ่นนี้เปิดด้วยกันไม่ได้ อาจเป็นคนละชุดหรือคนละหน่วยงาน กรุณาดูชื่อแผ่นและวันที่ทำบนกระดาษทั้งสอง",
        "These two sheets do not belong together. Please look at the name and the date on both.",
    ),
    "choose_cases": Words("กรุณาเลือกอย่างน้อยหนึ่งเรื่อง", "Please choose at least one case."),
    "too_many_cases": Words(
        "เลือกมากเกินไป กรุณาเลือกไม่เกิน {limit} เรื่องในครั้งเดียว",
        "These are too many. Please choose no more than {limit} cases at once.",
    ),
    "no_second_person": Words(
        "ยังไม่มีเจ้าหน้าที่คนอื่นที่เปิดเรื่องเหล่านี้ได้ครบและมีสิทธิอนุมัติ กรุณาให้สิทธิเปิดเรื่องแก่ผู้ที่จะอนุมัติก่อน",
        "There is no other officer who can open all of these cases and may agree. Please first "
        "give somebody the right to open them.",
    ),
    "case_open": Words(
        "เรื่องนี้ยังไม่สิ้นสุด จึงลบไม่ได้ กรุณายุติเรื่องก่อน",
        "This case has not ended, so it cannot be deleted. Please close it first.",
    ),
    "marks_left": Words(
        "ยังพบข้อความที่อาจบอกตัวผู้แจ้ง กรุณาแก้ไข หรืออ่านแล้วทำเครื่องหมายยืนยันด้านล่าง",
        "Something may still tell who reported. Please change it, or tick below that you have "
        "read it.",
    ),
    "last_reader": Words(
        "จะไม่เหลือใครเปิดเรื่องนี้ได้ กรุณาให้ผู้อื่นเปิดเรื่องนี้ได้ก่อน แล้วทำรายการนี้อีกครั้ง",
        "Nobody would be left who can open this case. Please let somebody else in first.",
    ),
    "choose_person": Words(
        "กรุณาเลือกหรือพิมพ์ชื่ออย่างน้อยหนึ่งคน",
        "Please choose somebody, or type at least one name.",
    ),
    "too_many_names": Words(
        "เพิ่มได้ครั้งละไม่เกิน {limit} ชื่อ กรุณาแบ่งทำเป็นหลายครั้ง",
        "No more than {limit} names at a time, please.",
    ),
    "no_nul": Words(
        "มีอักขระที่มองไม่เห็นซึ่งระบบรับไม่ได้ กรุณาพิมพ์ข้อความนี้ใหม่",
        "There is an invisible character that cannot be kept. Please type this again.",
    ),
}

TEST_REGISTER: Final = "ท."
"""What stands before the number of a report that only tries the channel out."""

TEST_COMPLAINT: Final[Mapping[str, Words]] = {
    "subject": Words("ทดสอบระบบ ไม่ใช่เรื่องร้องเรียนจริง", "A test of the service, not a real report"),
    "narrative": Words(
        "เรื่องนี้ผู้ดูแลระบบของหน่วยงานส่งมาเพื่อทดสอบว่าช่องทางใช้งานได้ "
        "เจ้าหน้าที่รับเรื่องกรุณาเปิดอ่าน ตอบข้อความหนึ่งครั้ง แล้วยุติเรื่อง "
        "เรื่องทดสอบไม่นับในสถิติและไม่ใช้เลขรับเรื่องของหน่วยงาน",
        "The office's administrator sent this to see whether the channel works. Please open it, "
        "answer once, and close it. A test is not counted and takes no number of the office's.",
    ),
}
"""The fixed words of the report that tries the channel out, by the form's field names."""

CHANNELS: Final[Mapping[str, Words]] = {
    "corruption": Words("เรื่องร้องเรียนการทุจริตและประพฤติมิชอบ", "Corruption and misconduct complaints"),
    "grievance": Words("เรื่องร้องทุกข์ทั่วไป", "General grievances"),
}

IDENTITY_MODES: Final[Mapping[str, Words]] = {
    "anonymous": Words("ไม่ระบุตัวตน", "Anonymous"),
    "confidential": Words("ขอปกปิดข้อมูล", "Confidential"),
    "named": Words("เปิดเผยชื่อ", "Named"),
}

IDENTITY_MODE_HINTS: Final[Mapping[str, Words]] = {
    "anonymous": Words(
        "ไม่มีใครรู้ว่าท่านเป็นใคร ติดต่อกันผ่านรหัสเท่านั้น",
        "Nobody knows who you are. You and the office meet through the code alone.",
    ),
    "confidential": Words(
        "ชื่อของท่านเปิดได้เมื่อผู้เก็บรักษาสองคน คนในและคนนอกหน่วยงาน ยินยอมพร้อมกัน",
        "Your name opens only when two keepers, one inside and one outside the office, agree.",
    ),
    "named": Words(
        "ผู้รับผิดชอบเรื่องเห็นชื่อและช่องทางติดต่อของท่าน",
        "Those who handle the report see your name and contact.",
    ),
}

EXCLUSION_HINTS: Final[Mapping[str, Words]] = {
    "goes_elsewhere": Words("เรื่องจะส่งไปที่ {authority} แทน", "It will go to {authority} instead"),
    "leads_outward": Words(
        "ท่านนี้ดูแลผู้รับเรื่อง หากเลือก เราจะบอกหน่วยงานภายนอกที่แจ้งได้แทน",
        "In charge of those who receive reports: we will name outside authorities instead",
    ),
    "reads": Words("ผู้รับเรื่อง", "Receives reports"),
}
"""What ticking somebody who must not read does; `authority` is who receives it instead."""

SIZES: Final[Mapping[str, Words]] = {
    "kB": Words("กิโลไบต์", "kB"),
    "MB": Words("เมกะไบต์", "MB"),
}

PUBLIC_STATES: Final[Mapping[str, Words]] = {
    "received": Words("รับเรื่องแล้ว", "Received"),
    "checking": Words("กำลังตรวจสอบ", "Being looked into"),
    "completed": Words("ดำเนินการแล้วเสร็จ", "Completed"),
    "not_accepted": Words("ไม่รับเรื่อง", "Not accepted"),
}

STATES: Final[Mapping[str, Words]] = {
    "received": Words("รับเรื่อง", "Received"),
    "screening": Words("คัดกรอง", "Screening"),
    "info_requested": Words("รอข้อมูลเพิ่มเติมจากผู้แจ้ง", "Waiting for the reporter"),
    "accepted": Words("รับไว้พิจารณา", "Accepted"),
    "not_accepted": Words("ไม่รับไว้พิจารณา", "Not accepted"),
    "forwarded": Words("ส่งต่อหน่วยงานอื่นแล้ว", "Forwarded to another authority"),
    "merged": Words("รวมเรื่อง", "Merged"),
    "moved": Words("ย้ายช่องทาง", "Moved to the other channel"),
    "fact_finding": Words("ตรวจสอบข้อเท็จจริง", "Fact-finding"),
    "grounds_found": Words("มีมูล", "Grounds found"),
    "no_grounds": Words("ไม่มีมูล", "No grounds"),
    "in_progress": Words("อยู่ระหว่างดำเนินการ", "In progress"),
    "result_notified": Words("แจ้งผลแล้ว", "Result notified"),
    "closed": Words("ยุติเรื่อง", "Closed"),
}

MOVES: Final[Mapping[str, Words]] = {
    "start_screening": Words("เริ่มคัดกรอง", "Start screening"),
    "accept": Words("รับไว้พิจารณา", "Accept"),
    "not_accept": Words("ไม่รับไว้พิจารณา", "Do not accept"),
    "ask": Words("ขอข้อมูลเพิ่มเติม", "Ask the reporter"),
    "message": Words("ส่งข้อความถึงผู้แจ้ง", "Send the reporter a message"),
    "progress_notice": Words("แจ้งความคืบหน้า", "Give notice of progress"),
    "delay_explanation": Words("ชี้แจงเหตุล่าช้า", "Explain the delay"),
    "start_fact_finding": Words("เริ่มตรวจสอบข้อเท็จจริง", "Start fact-finding"),
    "start_work": Words("เริ่มดำเนินการ", "Start work"),
    "find_grounds": Words("สรุปว่ามีมูล", "Find grounds"),
    "find_no_grounds": Words("สรุปว่าไม่มีมูล", "Find no grounds"),
    "result_notice": Words("แจ้งผล", "Give notice of the result"),
    "close": Words("ยุติเรื่อง", "Close"),
    "reopen": Words("เปิดเรื่องใหม่", "Reopen"),
    "assign": Words("มอบหมายผู้รับผิดชอบ", "Assign"),
    "forward": Words("ส่งต่อหน่วยงานอื่น", "Forward to another authority"),
    "merge": Words("รวมเรื่อง", "Merge with another case"),
    "move_channel": Words("ย้ายช่องทาง", "Move to the other channel"),
    "note": Words("บันทึกภายใน", "Add an internal note"),
    "reporter_message": Words("ส่งข้อความถึงเจ้าหน้าที่", "Write to the office"),
    "reporter_evidence": Words("แนบหลักฐาน", "Add evidence"),
    "withdraw": Words("ขอถอนเรื่อง", "Withdraw"),
}

EVENTS: Final[Mapping[str, Words]] = {
    "case:received": Words("รับเรื่องแล้ว", "Received"),
    "case:sealed": Words("ปิดผนึกข้อมูลแล้ว", "Sealed"),
    "screening:started": Words("เริ่มคัดกรอง", "Screening started"),
    "case:accepted": Words("รับไว้พิจารณา", "Accepted"),
    "case:not_accepted": Words("ไม่รับไว้พิจารณา", "Not accepted"),
    "information:requested": Words("ขอข้อมูลเพิ่มเติม", "More information asked for"),
    "message:sent": Words("ส่งข้อความถึงผู้แจ้ง", "Message sent to the reporter"),
    "notice:progress:sent": Words("แจ้งความคืบหน้า", "Progress notified"),
    "notice:delay:sent": Words("ชี้แจงเหตุล่าช้า", "Delay explained"),
    "fact_finding:started": Words("เริ่มตรวจสอบข้อเท็จจริง", "Fact-finding started"),
    "work:started": Words("เริ่มดำเนินการ", "Work started"),
    "finding:grounds:recorded": Words("สรุปว่ามีมูล", "Grounds found"),
    "finding:no_grounds:recorded": Words("สรุปว่าไม่มีมูล", "No grounds found"),
    "notice:result:sent": Words("แจ้งผล", "Result notified"),
    "case:closed": Words("ยุติเรื่อง", "Closed"),
    "case:reopened": Words("เปิดเรื่องใหม่", "Reopened"),
    "case:assigned": Words("มอบหมายผู้รับผิดชอบ", "Assigned"),
    "case:forwarded": Words("ส่งต่อหน่วยงานอื่น", "Forwarded to another authority"),
    "case:merged": Words("รวมเรื่อง", "Merged"),
    "case:moved": Words("ย้ายช่องทาง", "Moved to the other channel"),
    "note:added": Words("บันทึกภายใน", "Internal note added"),
    "reporter:message:sent": Words("ผู้แจ้งส่งข้อความ", "Message from the reporter"),
    "reporter:evidence:added": Words("ผู้แจ้งแนบหลักฐาน", "Evidence from the reporter"),
    "case:withdrawn": Words("ผู้แจ้งขอถอนเรื่อง", "Withdrawn by the reporter"),
    "share:granted": Words("ให้สิทธิเปิดเรื่องเพิ่ม", "Right to open granted"),
    "share:taken": Words("ถอนสิทธิเปิดเรื่อง", "Right to open taken away"),
    "exclusion:added": Words("กันผู้มีส่วนได้เสียออกจากเรื่อง", "Conflicted person excluded"),
    "keys:renewed": Words("เปลี่ยนกุญแจของเรื่อง", "Case keys renewed"),
    "identity:asked": Words("ขอเปิดข้อมูลผู้แจ้ง", "Reporter's identity asked for"),
    "identity:half_given": Words("ผู้รักษากุญแจอนุญาตหนึ่งฝ่าย", "One custodian agreed"),
    "identity:refused": Words("ไม่อนุญาตให้เปิดข้อมูลผู้แจ้ง", "Release of identity refused"),
    "identity:released": Words("เปิดดูข้อมูลผู้แจ้งแล้ว", "Reporter's identity opened"),
    "identity:erased": Words("ผู้แจ้งลบข้อมูลตัวตนแล้ว", "Identity erased by the reporter"),
    "redaction:made": Words("ทำฉบับปกปิดข้อมูล", "Redacted copy made"),
    "case:exported": Words("ส่งออกสำนวนเรื่อง", "Case exported"),
    "case:deleted": Words("ลบเนื้อหาเรื่อง", "Case content deleted"),
    "share:recovered": Words("กู้คืนสิทธิเปิดเรื่องด้วยเอกสารกู้คืน", "Recovered from the papers"),
}

RELEASE_GROUNDS: Final[Mapping[str, Words]] = {
    "questioning": Words(
        "จำเป็นต่อการสอบปากคำ และถามผ่านรหัสติดตามแล้วไม่พอ",
        "Needed for questioning, and asking through the tracking code was not enough",
    ),
    "order": Words(
        "ศาลหรือหน่วยงานที่มีอำนาจตามกฎหมายมีคำสั่ง",
        "A court, or an authority empowered by law, has ordered it",
    ),
    "safety": Words("เพื่อคุ้มครองความปลอดภัยของผู้แจ้ง", "To protect the reporter's safety"),
    "consent": Words("ผู้แจ้งยินยอมแล้ว", "The reporter has agreed"),
}
"""What a reporter's name is asked for; needs, not quotations of law."""

RELEASE_LATER_GROUNDS: Final[Mapping[str, Words]] = {
    "evidence": Words("หลักฐานอาจถูกทำลายหรือแก้ไข", "Evidence might be destroyed or altered"),
    "witnesses": Words("พยานหรือบุคคลอื่นอาจเป็นอันตราย", "Witnesses or others might come to harm"),
    "forewarning": Words(
        "ผู้ถูกร้องอาจรู้ตัวก่อนตรวจสอบเสร็จ", "The accused might be warned before the check is over"
    ),
}
"""Why the reporter is told of a request later than at once."""

RELEASE_STATES: Final[Mapping[str, Words]] = {
    "asked": Words("รอผู้รักษากุญแจ", "Waiting for the custodians"),
    "refused": Words("ไม่อนุญาต", "Refused"),
    "shown": Words("เปิดดูแล้ว", "Opened"),
    "expired": Words("หมดเวลาโดยไม่มีการเปิดดู", "Time ran out; nothing was opened"),
    "withdrawn": Words("ยกเลิกโดยไม่มีการเปิดดู", "Taken back; nothing was opened"),
}

CUSTODIAN_GROUPS: Final[Mapping[str, Words]] = {
    "custodian_inside": Words("ฝ่ายในหน่วยงาน", "Inside the office"),
    "custodian_outside": Words("ฝ่ายนอกหน่วยงาน", "Outside the office"),
}

ACCESS: Final[Mapping[str, Words]] = {
    "list": Words("ดูรายการเรื่อง", "Looked at a list of cases"),
    "case": Words("เปิดอ่านเรื่อง", "Opened a case"),
    "file": Words("เปิดไฟล์หลักฐาน", "Opened a file"),
    "move": Words("ดำเนินการกับเรื่อง", "Acted on a case"),
    "two_persons": Words("ขอหรืออนุมัติงานที่ต้องใช้สองคน", "Asked for or agreed to what needs two"),
    "export": Words("ส่งออกสำนวน", "Exported cases"),
    "delete": Words("ลบเนื้อหาเรื่อง", "Deleted a case's content"),
    "redact": Words("ทำหรือเปิดฉบับปกปิดข้อมูล", "Made or opened a redacted copy"),
    "identity_page": Words("เปิดหน้าขอข้อมูลผู้แจ้ง", "Looked at the requests for the identity"),
    "identity_asked": Words("ขอเปิดข้อมูลผู้แจ้ง", "Asked for the reporter's identity"),
    "release_reason": Words("อ่านเหตุผลที่ขอข้อมูลผู้แจ้ง", "Read why the identity is asked for"),
    "identity_half": Words("อนุญาตให้เปิดข้อมูลผู้แจ้ง", "Agreed to open the identity"),
    "identity": Words("เปิดดูข้อมูลผู้แจ้ง", "Opened the reporter's identity"),
    "recovery": Words("กู้คืนด้วยเอกสารกู้คืน", "Recovered with the papers"),
    "custody": Words(
        "ส่งต่อกุญแจข้อมูลตัวตนให้ผู้รักษากุญแจคนใหม่", "Passed on halves of names to a custodian"
    ),
    "readers": Words("ดูรายชื่อผู้เปิดเรื่องได้", "Looked at who can open a case"),
    "access_given": Words("ให้ผู้อื่นเปิดเรื่องได้", "Let somebody open a case"),
    "access_taken": Words("ถอนสิทธิเปิดเรื่อง", "Took somebody off a case"),
    "handed_over": Words("ส่งมอบเรื่องให้ผู้อื่น", "Handed a case over"),
    "person_excluded": Words("กันผู้มีส่วนได้เสียออกจากเรื่อง", "Kept somebody out of a case"),
    "regrant": Words("ให้สิทธิเปิดเรื่องครั้งละหลายเรื่อง", "Gave somebody many cases"),
    "rekey": Words("เปลี่ยนกุญแจครั้งละหลายเรื่อง", "Renewed the keys of many cases"),
    "other": Words("เปิดข้อมูลอื่นของเรื่อง", "Opened something else of a case"),
}
"""What an officer did, by the code in the access log; `other` stands for an unknown code."""

TWO_PERSON_KINDS: Final[Mapping[str, Words]] = {
    "export": Words("ส่งออกสำนวน", "Export"),
    "delete": Words("ลบเนื้อหาเรื่อง", "Deletion"),
}

TWO_PERSON_STATES: Final[Mapping[str, Words]] = {
    "asked": Words("รออนุมัติ", "Waiting for a second person"),
    "approved": Words("อนุมัติแล้ว ยังไม่ได้ทำ", "Agreed, not yet done"),
    "refused": Words("ไม่อนุมัติ", "Refused"),
    "done": Words("ทำแล้ว", "Done"),
    "expired": Words("หมดเวลา", "Time is over"),
}

CASE_FILE: Final[Mapping[str, Words]] = {
    "title": Words("สำนวนเรื่องที่", "Case"),
    "exported_on": Words("ส่งออกเมื่อ", "Exported on"),
    "asked_by": Words("ผู้ขอ", "Asked by"),
    "agreed_by": Words("ผู้อนุมัติ", "Agreed by"),
    "without": Words(
        "สำนวนนี้ไม่มีชื่อและช่องทางติดต่อของผู้แจ้ง และไม่มีไฟล์ต้นฉบับ แต่ถ้อยคำในเรื่องอาจบอกตัวผู้แจ้งได้ "
        "กรุณาเก็บเป็นความลับ",
        "This holds neither the reporter's name and contact nor original files; but the words may "
        "still tell who wrote them. Please keep it secret.",
    ),
    "state": Words("สถานะ", "State"),
    "received_on": Words("นับว่าได้รับ", "Counts as received on"),
    "answered_on": Words("แจ้งผู้แจ้งครั้งแรก", "First answered on"),
    "case_officer": Words("ผู้รับผิดชอบ", "Officer in charge"),
    "told": Words("สิ่งที่ผู้แจ้งเล่า", "What the reporter tells"),
    "talk": Words("สนทนากับผู้แจ้ง", "Conversation with the reporter"),
    "notes": Words("บันทึกภายใน", "Internal notes"),
    "files": Words("ไฟล์หลักฐาน", "Evidence"),
    "history": Words("ประวัติ", "History"),
    "office": Words("เจ้าหน้าที่", "Office"),
    "reporter": Words("ผู้แจ้ง", "Reporter"),
    "cleaned": Words("ล้างข้อมูลแฝงแล้ว", "Hidden details taken out"),
    "not_cleaned": Words(
        "ยังไม่ได้ล้างข้อมูลแฝง อาจบอกตัวผู้แจ้ง",
        "Hidden details are still in it, and may tell who reported",
    ),
    "nothing": Words("ไม่มี", "None"),
    "contents": Words("รายการเรื่องในชุดนี้", "Cases in this set"),
    "unreadable": Words(
        "เปิดส่วนนี้ไม่ได้ เพราะข้อมูลไม่ครบหรือถูกแก้ไข กรุณาแจ้งผู้ดูแลระบบให้ตรวจสอบ",
        "This part could not be opened: it is incomplete or was altered. Please have it looked "
        "into.",
    ),
}
"""The headings of an exported case, as a text that anybody can read."""

MARKS: Final[Mapping[str, Words]] = {
    "citizen_id": Words("เลขประจำตัวประชาชน", "A citizen's number"),
    "phone": Words("หมายเลขโทรศัพท์", "A telephone number"),
    "email": Words("อีเมล", "An e-mail address"),
    "tracking_code": Words("รหัสติดตามเรื่อง", "A tracking code"),
    "contact": Words("ชื่อหรือช่องทางติดต่อของผู้แจ้ง", "The reporter's name or contact"),
    "witness": Words("คำที่ผู้แจ้งเขียนไว้ในช่องพยาน", "Words that the reporter wrote about witnesses"),
    "oneself": Words(
        "คำที่ผู้แจ้งเรียกตัวเอง เช่น ผม ดิฉัน ข้าพเจ้า", "What the reporter calls himself or herself"
    ),
}
"""What may tell who wrote a text, or who saw it happen."""

SPOKEN_OF_ONESELF: Final = ("ข้าพเจ้า", "ดิฉัน", "กระผม", "ผม", "ฉัน")
"""How somebody who tells a story calls oneself; it says whether a man or a woman tells it."""

ROLES: Final[Mapping[str, Words]] = {
    "intake": Words("เจ้าหน้าที่รับเรื่อง", "Intake officer"),
    "grievance": Words("เจ้าหน้าที่เรื่องร้องทุกข์", "Grievance officer"),
    "case_officer": Words("เจ้าของเรื่อง", "Case officer"),
    "committee": Words("กรรมการตรวจสอบข้อเท็จจริง", "Fact-finding committee member"),
    "legal": Words("นิติกร", "Legal officer"),
    "supervisor": Words("ผู้บังคับบัญชา (ปลัด)", "Supervisor (chief clerk)"),
    "executive": Words("ผู้บริหาร (ดูเฉพาะตัวเลข)", "Executive (numbers only)"),
    "custodian_inside": Words("ผู้รักษากุญแจข้อมูลตัวตน (ภายใน)", "Identity custodian (inside)"),
    "custodian_outside": Words("ผู้รักษากุญแจข้อมูลตัวตน (ภายนอก)", "Identity custodian (outside)"),
    "publisher": Words("ผู้เผยแพร่ข้อมูล", "Publisher"),
    "administrator": Words("ผู้ดูแลระบบของหน่วยงาน", "Agency administrator"),
    "operator": Words("ผู้ดูแลแพลตฟอร์ม", "Platform operator"),
}

CLOCKS: Final[Mapping[str, Words]] = {
    "first_answer": Words("แจ้งผลหรือความคืบหน้าครั้งแรก", "First answer"),
    "next_notice": Words("แจ้งความคืบหน้าครั้งต่อไป", "Next notice"),
    "screening": Words("คัดกรองเรื่อง", "Screening"),
    "referred_in_reply": Words("ตอบหน่วยงานที่ส่งเรื่องมา", "Reply to the referring authority"),
    "fact_finding": Words("ตรวจสอบข้อเท็จจริง", "Fact-finding"),
    "nacc_finding": Words("ดำเนินการตามที่ ป.ป.ช. ชี้มูล", "Act on an NACC finding"),
    "custom": Words("กำหนดเวลาที่เจ้าหน้าที่ตั้ง", "Set by the officer"),
}

TO_DO: Final[Mapping[str, Words]] = {
    "nothing": Words("ไม่มีงานค้าง", "Nothing to do"),
    "read_reporter": Words("อ่านข้อความใหม่จากผู้แจ้ง", "Read what the reporter wrote"),
    "wait_for_reporter": Words("รอผู้แจ้งตอบ", "Waiting for the reporter"),
    "go_on": Words("ดำเนินการต่อ", "Go on"),
    "screen": Words("คัดกรอง: รับหรือไม่รับ", "Screen: accept or not"),
    "explain_delay": Words("ชี้แจงเหตุล่าช้าต่อผู้แจ้ง", "Explain the delay to the reporter"),
    "give_notice": Words("แจ้งผลหรือความคืบหน้า", "Notify the result or progress"),
    "give_next_notice": Words("แจ้งความคืบหน้าครั้งต่อไป", "Send the next progress notice"),
}

STEPS: Final[Mapping[str, Words]] = {
    "received": Words("รับเรื่อง", "Received"),
    "screening": Words("คัดกรอง", "Screening"),
    "fact_finding": Words("ตรวจสอบข้อเท็จจริง", "Fact-finding"),
    "result": Words("แจ้งผล", "Result"),
    "closing": Words("ยุติเรื่อง", "Closing"),
    "accepting": Words("พิจารณารับเรื่อง", "Accepting"),
    "work": Words("ดำเนินการและแจ้งผล", "Work and result"),
}

FIELDS: Final[Mapping[str, Words]] = {
    "sent_from": Words("หน่วยงานที่ถูกร้องเรียน", "Office it is about"),
    "subject": Words("เรื่อง", "Subject"),
    "narrative": Words("เกิดอะไรขึ้น", "What happened"),
    "category": Words("ประเภทเรื่อง", "Category"),
    "place": Words("เกิดที่ไหน", "Where"),
    "incident_from": Words("ตั้งแต่วันที่", "From"),
    "incident_to": Words("ถึงวันที่", "Until"),
    "accused": Words("เกี่ยวกับใคร", "Who it is about"),
    "accused_unit": Words("สังกัดหรือกอง", "Division"),
    "damage": Words("ความเสียหายโดยประมาณ", "Damage, roughly"),
    "witnesses": Words("พยานหรือแหล่งข้อมูล", "Witnesses or sources"),
    "evidence_described": Words("หลักฐานที่มี", "Evidence there is"),
    "relation": Words("ความเกี่ยวข้องกับเรื่อง", "Relation to the matter"),
    "reported_elsewhere": Words("เคยแจ้งที่อื่นหรือไม่", "Reported elsewhere"),
    "desired_outcome": Words("สิ่งที่อยากให้เกิดขึ้น", "Outcome wished for"),
    "identity_mode": Words("การเปิดเผยตัวตน", "How to be known"),
    "contact_name": Words("ชื่อ", "Name"),
    "contact_phone": Words("โทรศัพท์", "Telephone"),
    "contact_email": Words("อีเมล", "E-mail"),
    "contact_other": Words("ทางติดต่ออื่น", "Another way to reach you"),
    "exclude": Words("ผู้ที่ต้องไม่เปิดอ่าน", "Who must not read"),
}

EVIDENCE_KINDS: Final[Mapping[str, Words]] = {
    "picture": Words("ภาพ", "Picture"),
    "document": Words("เอกสาร", "Document"),
    "video": Words("วิดีโอ", "Video"),
    "sound": Words("เสียง", "Sound"),
}

GUIDELINE_STEPS: Final[Mapping[str, Words]] = {
    "receive": Words(
        "รับเรื่อง ออกเลขรับเรื่องและรหัสติดตาม", "Receipt, with a number and a tracking code"
    ),
    "screen": Words("คัดกรอง และพิจารณาว่ารับหรือไม่รับ", "Screening: accepted or not"),
    "ask": Words(
        "ขอข้อมูลเพิ่มเติมจากผู้แจ้ง (ถ้าจำเป็น)", "More information asked of the reporter, if needed"
    ),
    "answer": Words(
        "แจ้งผล ความคืบหน้า หรือเหตุที่ล่าช้า ให้ผู้แจ้งทราบ",
        "The reporter is told the result, the progress or why it takes longer",
    ),
    "investigate": Words("ตรวจสอบข้อเท็จจริง", "Fact-finding"),
    "find": Words("สรุปว่ามีมูลหรือไม่มีมูล", "Finding: grounds or no grounds"),
    "result": Words("แจ้งผลการพิจารณาให้ผู้แจ้งทราบ", "The reporter is told the outcome"),
    "close": Words("ยุติเรื่อง", "Closing"),
}

GUIDELINE_DAYS: Final[Mapping[str, Words]] = {
    "at_once": Words("ทันที", "At once"),
    "days": Words("ภายใน {days} วัน", "Within {days} days"),
    "working_days": Words("ภายใน {days} วันทำการ", "Within {days} working days"),
    "every": Words("แจ้งความคืบหน้าทุก {days} วัน", "Progress told every {days} days"),
    "then": Words("เมื่อขั้นตอนก่อนหน้าแล้วเสร็จ", "When the step before is done"),
}

OPEN_DATA_COLUMNS: Final[Mapping[str, Words]] = {
    "fiscal_year_be": Words(
        "ปีงบประมาณ พ.ศ. (เริ่ม 1 ตุลาคมของปีก่อนหน้า)",
        "Fiscal year in the Buddhist era; it begins on 1 October of the year before",
    ),
    "period": Words(
        "ช่วงเวลา เช่น quarter-1 หมายถึง ไตรมาส 1 (ต.ค.–ธ.ค.)",
        "The stretch of time: quarter-1 is October to December",
    ),
    "first_day": Words("วันแรกของช่วง (ค.ศ. แบบ ISO 8601)", "First day, ISO 8601, Common Era"),
    "last_day": Words("วันสุดท้ายของช่วง (ค.ศ. แบบ ISO 8601)", "Last day, ISO 8601, Common Era"),
    "carried_forward": Words(
        "เรื่องที่ยังไม่แล้วเสร็จซึ่งยกมาจากช่วงก่อน", "Complaints still open when it began"
    ),
    "received": Words("เรื่องที่รับใหม่ในช่วงนี้", "Complaints received in it"),
    "completed": Words("เรื่องที่ดำเนินการแล้วเสร็จในช่วงนี้", "Complaints completed in it"),
    "outstanding": Words(
        "เรื่องที่อยู่ระหว่างดำเนินการ ณ วันสุดท้ายของช่วง", "Complaints open on its last day"
    ),
}
"""The data dictionary of the downloads: what each column holds."""
