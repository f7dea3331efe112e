"""What is said when something cannot be done: what is wrong and what to do next.

Field messages may hold {limit}, filled by whoever shows them.
"""

from collections.abc import Mapping
from typing import Final

from rules.limits import ORIGINAL_MINUTES
from rules.words.import_words import SHEET_REFUSALS
from rules.words.phrase import Words

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
    "proof_needed": Words(
        "รายการนี้สำคัญ กรุณายืนยันตัวตนอีกครั้งก่อนทำรายการ",
        "This is grave. Please prove once more who you are, then go on.",
    ),
    "wrong_state": Words(
        "เรื่องนี้ไม่ได้อยู่ในขั้นตอนที่ทำรายการนี้ได้ กรุณาเปิดเรื่องอีกครั้งเพื่อดูขั้นตอนปัจจุบัน",
        "This case is not at a step where that can be done. Please open it again to see "
        "where it stands.",
    ),
    "case_held": Words(
        "เรื่องนี้มีคำสั่งระงับการทำลาย จึงยังลบไม่ได้ กรุณาให้ผู้บังคับบัญชายกเลิกคำสั่งก่อน หากหมดความจำเป็นแล้ว",
        "This case is being kept from deletion. If that is no longer needed, please ask a "
        "supervisor to lift the hold first.",
    ),
    "follow_ups_open": Words(
        "ยังยุติเรื่องไม่ได้ เพราะการดำเนินการทางวินัย ละเมิด หรืออาญายังไม่จบ กรุณาทำให้จบก่อน",
        "This case cannot be closed yet: what was begun after the finding has not ended. Please "
        "bring it to its end first.",
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
    "infected_file": Words(
        "โปรแกรมป้องกันไวรัสพบว่าไฟล์นี้มีโปรแกรมอันตราย ระบบจึงไม่ได้เก็บไฟล์นี้ไว้ "
        "กรุณาถ่ายภาพหน้าจอหรือถ่ายภาพเอกสารส่งแทน",
        "The antivirus program found something harmful in this file, so it was not kept. Please "
        "send a photograph or a picture of the screen instead.",
    ),
    "busy": Words(
        "ขณะนี้มีผู้ใช้บริการมาก กรุณารอหนึ่งนาที แล้วลองอีกครั้ง",
        "The service is busy. Please wait a minute and try again.",
    ),
    "code_to_replace": Words(
        "รหัสนี้เจ้าหน้าที่พิมพ์ให้ ก่อนเปิดดูเรื่อง กรุณารับรหัสใหม่ของท่านเองที่หน้าติดตามเรื่อง",
        "An officer printed this code. Before you open the case, please take a new one of your own "
        "on the follow-up page.",
    ),
    "original_over": Words(
        f"ดาวน์โหลดต้นฉบับนี้ไม่ได้แล้ว ต้นฉบับดาวน์โหลดได้ {ORIGINAL_MINUTES} นาทีหลังเปิดดูข้อมูลผู้แจ้ง "
        "และเฉพาะการเข้าสู่ระบบครั้งนั้น หากยังจำเป็น กรุณาขอเปิดข้อมูลผู้แจ้งใหม่",
        f"This original can no longer be downloaded: it could be for {ORIGINAL_MINUTES} minutes "
        "after the identity was shown, in that one session. If it is still needed, please ask for "
        "the identity again.",
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
    "nobody_there": Words(
        "ยังย้ายไปช่องทางนั้นไม่ได้ เพราะไม่มีผู้ใดที่นั่นเปิดอ่านได้ ช่องทางยังไม่เปิด หรือทุกคนถูกกันออกจากเรื่องนี้ "
        "เรื่องยังอยู่ที่เดิม กรุณาดำเนินการต่อในช่องทางนี้ หรือส่งต่อหน่วยงานอื่น",
        "It cannot be moved there, for nobody there could open it: the channel is not open, or all "
        "are kept out of this case. It stays here. Please go on with it, or forward it.",
    ),
    "joined_cases": Words(
        "มีเรื่องอื่นรวมอยู่กับเรื่องนี้ กรุณาแยกเรื่องเหล่านั้นออกก่อน ผู้แจ้งทุกเรื่องจึงจะยังได้คำตอบ",
        "Other cases are joined to this one. Please part them first, so that each reporter still "
        "gets an answer.",
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
    "not_an_email": Words(
        "ที่อยู่อีเมลไม่ถูกต้อง กรุณาตรวจสอบ เช่น somchai@example.go.th",
        "This is not an e-mail address. Please write it like somchai@example.go.th.",
    ),
    "not_a_web_address": Words(
        "ที่อยู่เว็บไม่ถูกต้อง กรุณาคัดลอกทั้งบรรทัดจากช่องที่อยู่ของเบราว์เซอร์ เช่น https://www.example.go.th",
        "This is not a web address. Please copy the whole line from the browser, such as "
        "https://www.example.go.th",
    ),
    "not_a_picture": Words(
        "เปิดภาพนี้ไม่ได้ กรุณาเลือกภาพหน้าจอแบบ JPEG หรือ PNG",
        "This picture cannot be opened. Please choose a JPEG or PNG picture of the screen.",
    ),
    "picture_too_large": Words(
        "ภาพใหญ่เกินไป กรุณาเลือกภาพไม่เกิน {limit} MB",
        "This picture is too large. Please choose one of at most {limit} MB.",
    ),
    "not_a_png": Words(
        "เปิดภาพนี้ไม่ได้ กรุณาเลือกภาพชนิด PNG",
        "This picture cannot be opened. Please choose a PNG picture.",
    ),
    "emblem_too_large": Words(
        "ภาพตราใหญ่เกินไป กรุณาเลือกภาพลายเส้นที่ไม่เกิน {limit} kB",
        "This emblem is too large. Please choose a line drawing of at most {limit} kB.",
    ),
    "emblem_too_wide": Words(
        "ภาพตรากว้างหรือสูงเกินไป กรุณาย่อให้ไม่เกิน {limit} จุด",
        "This emblem has too many pixels. Please make each side at most {limit}.",
    ),
    "template_broken": Words(
        "ข้อความมีที่ต้องแก้ไข กรุณาดูแต่ละแห่งในรายการ",
        "Some places of the text must be mended. Please look at each of them in the list.",
    ),
    "template_changed": Words(
        "มีผู้บันทึกข้อความนี้ไปก่อนท่าน สิ่งที่ท่านพิมพ์ยังอยู่ กรุณาเทียบกับฉบับล่าสุดแล้วบันทึกอีกครั้ง",
        "Somebody saved this text before you. What you typed is kept: please compare and save.",
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
    "date_not_after_due": Words(
        "กรุณาเลือกวันหลังวันครบกำหนดเดิม และไม่เกิน {limit} วันข้างหน้า",
        "Please give a day after the one due so far, at most {limit} days ahead.",
    ),
    "number_least": Words(
        "กรุณากรอกตัวเลขตั้งแต่ {limit} ขึ้นไป", "Please give a number of at least {limit}."
    ),
    "number_most": Words("กรุณากรอกตัวเลขไม่เกิน {limit}", "Please give a number of at most {limit}."),
    "date_too_old": Words(
        "วันที่นี้นานเกินหนึ่งปีแล้ว กรุณาตรวจดูปี พ.ศ. อีกครั้ง",
        "This day is more than a year ago. Please look at the year again.",
    ),
    "excludes_you": Words(
        "ท่านเลือกตัวท่านเองเป็นผู้ที่เปิดอ่านไม่ได้ กรุณาให้เพื่อนร่วมงานที่ไม่เกี่ยวข้องเป็นผู้บันทึกเรื่องนี้",
        "You have ticked yourself as one who must not read it. Please let a colleague who has no "
        "part in it type it in.",
    ),
    "no_code_elsewhere": Words(
        "เรื่องนี้จะส่งถึงหน่วยงานอื่นโดยตรง จึงออกรหัสแทนไม่ได้ กรุณาเลือกไม่ออกรหัส หรือให้ผู้แจ้งยื่นเองทางหน้าแจ้งเรื่อง",
        "This goes straight to another authority, so no code can be printed for it. Please choose "
        "no code, or let the reporter file it on the page.",
    ),
    "line_date": Words(
        "บรรทัดที่ {limit} ไม่ได้ขึ้นต้นด้วยวันที่ที่มีจริง กรุณาแก้ไขตามตัวอย่าง 13/4/2570 วันสงกรานต์",
        "Line {limit} does not begin with a real date. Please write it as in the example.",
    ),
    "line_name": Words(
        "บรรทัดที่ {limit} ยังไม่มีชื่อวันหยุด กรุณาพิมพ์ชื่อต่อจากวันที่",
        "Line {limit} has no name after its date. Please add one.",
    ),
    "too_many_lines": Words(
        "เพิ่มได้ครั้งละไม่เกิน {limit} บรรทัด กรุณาแบ่งทำเป็นหลายครั้ง",
        "No more than {limit} lines at a time, please.",
    ),
    "date_order": Words(
        "วันสิ้นสุดอยู่ก่อนวันเริ่ม กรุณาตรวจสอบทั้งสองวัน",
        "The last day is before the first. Please check both dates.",
    ),
    "unknown_field": Words(
        "ระบบไม่รู้จักข้อนี้ กรุณานำออก",
        "This field is not known here. Please leave it out.",
    ),
    "nothing_to_publish": Words(
        "ยังไม่มีข้อมูลที่เผยแพร่ได้ กรุณารอให้รอบสิ้นสุดและมีข้อมูลพอ",
        "There is nothing yet that can be published. Please wait for the period to end.",
    ),
    "span_not_closed": Words(
        "ช่วงนี้ยังไม่สิ้นสุด กรุณารอให้ครบครึ่งปีหรือครบปีก่อน จึงจัดทำตารางเพิ่มเติมได้",
        "This time has not ended yet. Please wait for the end of the half or the year.",
    ),
    "tables_stand": Words(
        "ตารางของช่วงนี้จัดทำไว้แล้ว กรุณาใช้ฉบับเดิม จัดทำซ้ำไม่ได้ เพราะผลต่างระหว่างสองฉบับจะบอก"
        "เรื่องเดียวที่เพิ่มขึ้นหรือหายไป",
        "The tables of this time stand already. Please use them: two versions would "
        "tell of a single case by their difference.",
    ),
    "tables_of_year_stand": Words(
        "ตารางของทั้งปีจัดทำไว้แล้ว กรุณาใช้ฉบับนั้น จัดทำของครึ่งปีแรกไม่ได้ เพราะผลต่างจะบอกจำนวนที่ปกปิดไว้",
        "The tables of the whole year stand already. Please use them: the first half would "
        "tell by the difference what is hidden.",
    ),
    "few_keys": Words(
        "ท่านเปิดได้ไม่ถึงครึ่งหนึ่งของเรื่องในช่วงนี้ กรุณาให้ผู้รับเรื่องที่ถือกุญแจของเรื่องเหล่านี้จัดทำแทน",
        "You can open less than half of the cases of this time. Please ask a colleague who holds "
        "their keys to prepare the tables.",
    ),
    "nothing_changed": Words(
        "ข้อมูลเหมือนกับฉบับที่เผยแพร่อยู่ทุกประการ จึงไม่ต้องเผยแพร่ซ้ำ กรุณาเผยแพร่เมื่อข้อมูลเปลี่ยน",
        "This is the same in every point as the published version. Please publish when it differs.",
    ),
    "numbers_changed": Words(
        "ตัวเลขเปลี่ยนไปหลังจากท่านเปิดหน้านี้ กรุณาดูตัวอย่างใหม่ด้านล่าง แล้วกดเผยแพร่อีกครั้ง",
        "The numbers have changed since this page was opened. Please look at them again below, "
        "then publish.",
    ),
    "section_full": Words(
        "ส่วนนี้มีย่อหน้าของหน่วยงานครบ {limit} ย่อหน้าแล้ว กรุณานำย่อหน้าที่ไม่ใช้ออกก่อน",
        "This part holds {limit} paragraphs already. Please take one out first.",
    ),
    "personal_mark": Words(
        "ข้อความมีเลขประจำตัวประชาชน หมายเลขโทรศัพท์ หรืออีเมล กรุณานำออกก่อน เพราะข้อความนี้จะเผยแพร่",
        "The text holds a citizen's number, a telephone number or an e-mail address. Please take "
        "it out first: this text will be published.",
    ),
    "own_report": Words(
        "ท่านเป็นผู้เขียนรายงานนี้ กรุณาให้ผู้บริหารหรือผู้บังคับบัญชาคนอื่นเป็นผู้อนุญาต",
        "You wrote this report. Please let another executive or supervisor permit it.",
    ),
    "not_permitted": Words(
        "รายงานนี้ยังไม่ได้รับอนุญาตให้เผยแพร่ กรุณาขออนุญาตจากผู้บริหารหรือผู้บังคับบัญชาก่อน",
        "Nobody has permitted this report yet. Please ask an executive or a supervisor first.",
    ),
    "report_changed": Words(
        "ข้อความหรือตัวเลขเปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ กรุณาอ่านอีกครั้งแล้วกดปุ่มใหม่",
        "Words or numbers have changed since you opened this page. Please read it again.",
    ),
    "period_running": Words(
        "ช่วงเวลานี้ยังไม่สิ้นสุด กรุณาอนุญาตและเผยแพร่หลังวันสุดท้ายของช่วง",
        "This period has not ended. Please permit and publish it after its last day.",
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
    "passkey_missing": Words(
        "ยังไม่ได้รับคำตอบจากเครื่องของท่าน กรุณากดปุ่มเพิ่มพาสคีย์อีกครั้ง",
        "No answer of your device came. Please press the button again.",
    ),
    "passkey_refused": Words(
        "เพิ่มพาสคีย์ไม่สำเร็จ กรุณาลองอีกครั้ง หากเครื่องถามลายนิ้วมือ ใบหน้า หรือรหัสล็อก กรุณายืนยันภายในห้านาที",
        "The passkey could not be added. Please try again, and confirm within five minutes.",
    ),
    "passkey_known": Words(
        "พาสคีย์นี้เพิ่มไว้แล้ว กรุณาใช้ได้เลย ไม่ต้องเพิ่มอีก",
        "This passkey is here already. Please use it as it is.",
    ),
    "passkeys_enough": Words(
        "มีพาสคีย์ได้ไม่เกิน {limit} อัน กรุณาลบอันที่ไม่ใช้ก่อน",
        "At most {limit} passkeys. Please remove one that you do not use.",
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
    "column_twice": Words(
        "เลือกข้อนี้ให้คอลัมน์อื่นแล้ว กรุณาเลือกให้คอลัมน์เดียว",
        "Another column has been told to be this already. Please choose one of them.",
    ),
    "rows_to_skip": Words(
        "มีแถวที่นำเข้าไม่ได้ กรุณาแก้ในไฟล์แล้วส่งใหม่ หรือเลือกข้ามแถวเหล่านั้น",
        "Some rows cannot be brought in. Please mend the file and send it again, or leave them "
        "out.",
    ),
    "received_day_needed": Words(
        "กรุณาบอกว่าคอลัมน์ใดเป็นวันที่รับเรื่อง", "Please say which column is the day of receipt."
    ),
    "words_needed": Words(
        "กรุณาบอกว่าคอลัมน์ใดเป็นเรื่องหรือรายละเอียด",
        "Please say which column is the subject or what happened.",
    ),
    "not_a_lead": Words(
        "ไม่พบเรื่องนี้ในเรื่องช่องทางเดียวกันที่ท่านเปิดได้และยังไม่เสร็จ กรุณาตรวจเลขรับ เช่น 12/2570",
        "There is no such open case of this channel that you can open. Please check the number, "
        "such as 12/2570.",
    ),
    "kept_apart": Words(
        "ยังรวมไม่ได้ เพราะมีผู้เปิดเรื่องหนึ่งได้แต่ถูกกันออกจากอีกเรื่อง กรุณากันผู้นั้นออกจากทั้งสองเรื่องก่อน",
        "They cannot be joined yet: somebody who reads one is kept out of the other. Please keep "
        "that person out of both first.",
    ),
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
    "case_held": Words(
        "มีเรื่องที่ถูกสั่งระงับการทำลายอยู่ จึงลบไม่ได้ กรุณายกเลิกคำสั่งก่อน หรือไม่เลือกเรื่องนั้น",
        "A case is being kept from deletion. Please lift the hold first, or leave that case out.",
    ),
    "marks_left": Words(
        "ยังพบข้อความที่อาจบอกตัวผู้แจ้ง กรุณาแก้ไข หรืออ่านแล้วทำเครื่องหมายยืนยันด้านล่าง",
        "Something may still tell who reported. Please change it, or tick below that you have "
        "read it.",
    ),
    "names_left": Words(
        "ข้อความนี้อาจเอ่ยชื่อผู้อื่นต่อผู้แจ้ง กรุณาแก้ไข หรืออ่านแล้วทำเครื่องหมายยืนยัน",
        "This may name somebody else to the reporter. Please change it, or tick that you have "
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
    "one_chair": Words(
        "กรุณาเลือกประธานกรรมการหนึ่งคน",
        "Please choose one person as chair.",
    ),
    "one_secretary": Words(
        "กรุณาเลือกกรรมการและเลขานุการหนึ่งคน",
        "Please choose one person as secretary.",
    ),
    "not_on_committee": Words(
        "ผู้นี้เป็นกรรมการในเรื่องนี้ไม่ได้ กรุณาเลือกผู้อื่น",
        "This person cannot sit on the committee of this case. Please choose somebody else.",
    ),
    "date_before_case": Words(
        "วันที่นี้อยู่ก่อนวันที่รับเรื่อง กรุณาตรวจสอบวัน เดือน และปี พ.ศ.",
        "This day is before the case was received. Please check day, month and year.",
    ),
    "not_money": Words(
        "กรุณากรอกจำนวนเงินเป็นตัวเลข เช่น 12,500 หรือ 12,500.50",
        "Please write the sum in figures, such as 12,500 or 12,500.50.",
    ),
    "more_than_owed": Words(
        "มากกว่ายอดที่ค้างชำระ กรุณาตรวจสอบจำนวนเงินอีกครั้ง",
        "This is more than is still owed. Please check the sum.",
    ),
    "line_token": Words(
        "ค่านี้ไม่ครบหรือมีอักขระอื่นปน กรุณาคัดลอกใหม่ทั้งหมดจาก LINE Developers",
        "The channel access token is not whole. Please copy all of it from LINE Developers.",
    ),
    "line_secret": Words(
        "ค่านี้ต้องเป็นตัวเลขและอักษร a ถึง f รวม 32 ตัว กรุณาคัดลอกใหม่จาก LINE Developers",
        "The channel secret has 32 characters, digits and a to f. Please copy it again.",
    ),
    "line_off": Words(
        "หน่วยงานยังไม่เปิดใช้ LINE กรุณาถามผู้ดูแลระบบ",
        "LINE is not on at this office. Please ask the administrator.",
    ),
    "line_not_linked": Words(
        "ยังไม่ได้ผูก LINE กรุณาขอรหัสแล้วส่งให้บัญชี LINE ของหน่วยงานก่อน",
        "No LINE is linked. Please take a code and send it to the office's account first.",
    ),
    "no_public_url": Words(
        "ยังไม่ได้ตั้งที่อยู่ของระบบ ข้อความจึงบอกไม่ได้ว่าต้องเข้าสู่ระบบที่ใด กรุณาให้ผู้ดูแลเครื่องตั้ง "
        "PRONGSAI_PUBLIC_URL ก่อน",
        "The public address is not set, so a message could not say where to sign in. Please set "
        "PRONGSAI_PUBLIC_URL first.",
    ),
    "reporter_named": Words(
        "ในหนังสือมีชื่อหรือทางติดต่อของผู้แจ้ง กรุณาลบออกก่อน หนังสือถึงผู้อื่นบอกตัวผู้แจ้งไม่ได้",
        "The letter holds the reporter's name or contact. Please take it out: a letter to somebody "
        "else may not tell who reported.",
    ),
    "penalty_misfit": Words(
        "โทษนี้ไม่ตรงกับความร้ายแรงที่เลือก กรุณาเลือกใหม่ ไม่ร้ายแรง: ภาคทัณฑ์ ตัดเงินเดือน หรือ"
        "ลดขั้นเงินเดือน ร้ายแรง: ปลดออก หรือไล่ออก",
        "This penalty does not fit the gravity. Please choose again: reprimand, cut of pay or "
        "reduction of the pay step for a minor breach; removal or dismissal for a gross one.",
    ),
    **SHEET_REFUSALS,
}
