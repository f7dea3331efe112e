"""Cases of which papers are made in tests: what somebody types, and what stands on a paper."""

from rules.official_paper import OfficialPaper
from rules.paper_kinds import PaperKind
from rules.states import Move
from service.case_papers import make_paper, paper_form, papers_of
from service.committee import start_fact_finding
from service.forwarding import forward_case
from service.inquiry_papers import record_finding, write_screening_memo
from service.redact_case import save_redaction
from tests.office import Office
from tests.readers import officer_id, row_of

TYPED = {
    "document_no": "ตย 71201/9",
    "day_day": "23",
    "day_month": "พ.ย.",
    "day_year": "2569",
    "secrecy": "secret",
    "copies": "2",
    "thai_digits": "thai",
    "division": "สำนักปลัด",
    "signer": "นายสมบัติ นำทาง",
    "signer_post": "นายกเทศมนตรี",
}
REPORTER = {
    "identity_mode": "named",
    "contact_name": "นางผู้แจ้ง จริงใจ",
    "contact_phone": "0812345678",
}
ACCUSED, WITNESS = "นายช่างยนต์ โยธา", "ป้าสายใจ ร้านข้าว"
FILED = {
    "subject": "ถนนหมู่ ๔ ของนายช่างยนต์ บางกว่าแบบ",
    "narrative": "เห็นนายช่างยนต์ โยธา ตรวจรับทั้งที่ถนนบาง",
    "accused": ACCUSED,
    "witnesses": WITNESS,
    "category": "procurement",
    "incident_from": "14/3/2569",
}
MEMO = {
    "facts": "วัดความหนาของถนนแล้วได้ 11 เซนติเมตร",
    "opinion": "อยู่ในอำนาจของเทศบาล",
    "proposal": "accept",
    "screening_evidence": "yes",
    "screening_circumstances": "yes",
    "screening_witness": "no",
}
FINDING = {
    "examined": "สัญญาและใบตรวจรับ",
    "found": "ถนนบางกว่าแบบ 4 เซนติเมตร",
    "reasons": "ใบตรวจรับลงนามก่อนงานเสร็จ",
    "offence": "ละเลยการตรวจรับ",
}
FORWARDED = {
    "authority": "nacc",
    "forwarded_to": "ประจำจังหวัดตัวอย่าง",
    "number": "ตย 71201/55",
    "dated": "23/11/2569",
    "sent": ["words", "committee"],
    "withheld": ["identity", "witnesses"],
    "withheld_why": "คุ้มครองผู้แจ้ง",
    "reason": "ผู้ถูกร้องเป็นผู้บริหาร",
    "notice_text": "ส่งเรื่องของท่านไปที่สำนักงาน ป.ป.ช. แล้ว",
}


def filed(office: Office, **values: object) -> str:
    """The id of a case with an accused and a witness, from a reporter who gave no name."""
    return office.case_id(office.file(**FILED | values))


def order(office: Office, case_id: str, number: str = "112/2569", **parts: str) -> None:
    """The order that begins fact-finding; officers by login with their parts."""
    chosen = parts or {"intake1": "chair", "legal1": "secretary"}
    typed = {
        "number": number,
        "dated_on": "23/11/2569",
        "find_out": "ถนนหนาตามแบบหรือไม่",
        **{f"part_{officer_id(office, login)}": part for login, part in chosen.items()},
    }
    with office.desk("intake1") as work:
        start_fact_finding(work, case_id, typed, row_of(office, case_id).event_count)


def examined(office: Office, case_id: str) -> None:
    """The case with its screening memo, its committee and its finding."""
    with office.desk("intake1") as work:
        write_screening_memo(work, case_id, MEMO, row_of(office, case_id).event_count)
    office.move("intake1", case_id, Move.ACCEPT)
    order(office, case_id)
    with office.desk("intake1") as work:
        count = row_of(office, case_id).event_count
        record_finding(work, case_id, Move.FIND_GROUNDS, FINDING, count)


def forward(office: Office, case_id: str, **typed: object) -> None:
    """The case sent on to another authority."""
    with office.desk("intake1") as work:
        forward_case(work, case_id, FORWARDED | typed, row_of(office, case_id).event_count)


def redact(office: Office, case_id: str) -> None:
    """A redacted copy saved, for who asks to see their own data."""
    with office.desk("intake1") as work:
        save_redaction(work, case_id, "มีผู้แจ้งว่าถนนบางกว่าแบบ", read_again=True)


def make(
    office: Office, case_id: str, kind: PaperKind, login: str = "intake1", **typed: str
) -> OfficialPaper:
    """A paper made by that officer of the case as it stands."""
    count = row_of(office, case_id).event_count
    with office.desk(login) as work:
        return make_paper(work, case_id, kind, TYPED | typed, count)


def form(office: Office, case_id: str, kind: PaperKind, login: str = "intake1"):
    """The form of that paper."""
    with office.desk(login) as work:
        return paper_form(work, case_id, kind)


def papers(office: Office, case_id: str, login: str = "intake1"):
    """The papers of the case, as that officer sees them."""
    with office.desk(login) as work:
        return papers_of(work, case_id)


def kinds_of(office: Office, case_id: str) -> set[PaperKind]:
    """The papers that can be made of the case now."""
    return {one.kind for one in papers(office, case_id).offers}


def words_on(paper: OfficialPaper) -> str:
    """Every word on the paper."""
    rows = (cell for piece in paper.body for row in piece.rows for cell in row)
    return "\n".join(
        (
            paper.title, paper.subject, paper.document_no, paper.agency, paper.address,
            paper.telephone, paper.division, paper.addressee, *paper.references,
            *paper.enclosures, *(piece.words for piece in paper.body), *rows, paper.closing,
            paper.signer, paper.signer_post,
        )
    )  # fmt: skip
