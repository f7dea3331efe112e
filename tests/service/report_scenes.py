"""Reports in tests: who writes, permits and publishes them, and cases that end."""

from datetime import UTC, date, datetime

from models.disclosure import Prevention
from rules.permissions import Role
from rules.states import Move
from service.executive_reports import report_view
from service.period_numbers import period_numbers
from service.report_writing import permit_report, publish_report, save_report
from service.sealing import new_id

APRIL = datetime(2027, 4, 5, 3, 0, tzinfo=UTC)
HALF = (2570, "half-1")
TEXTS = {"problems": "ล่าช้า", "obstacles": "ไม่มีอุปสรรค", "remedies": "เร่งรัด", "document_no": "พย 1"}


def staff(office):
    """The office with a publisher and an executive."""
    office.hire("pub1", "นางสาวเผยแพร่ งานดี", Role.PUBLISHER)
    office.hire("head1", "นายสมบัติ นำทาง", Role.EXECUTIVE)
    return office


def view(office, login, fiscal_year=2570, topic="half-1"):
    with office.desk(login) as work:
        return report_view(work, fiscal_year, topic)


def save(office, login, texts=TEXTS, seen=None):
    seen = view(office, login).texts_seen if seen is None else seen
    with office.desk(login) as work:
        save_report(work, *HALF, texts, seen)


def permit(office, login, seen=None):
    seen = view(office, login).seen if seen is None else seen
    with office.desk(login) as work:
        permit_report(work, *HALF, seen)


def publish(office, login="pub1", note="", seen=None):
    seen = view(office, login).seen if seen is None else seen
    with office.desk(login) as work:
        return publish_report(work, *HALF, note, seen)


def numbers(office, login, channel, period):
    with office.desk(login) as work:
        return period_numbers(work, channel, period)


def end(office, receipt, *moves):
    case_id = office.case_id(receipt)
    for move, words in moves:
        office.move("intake1", case_id, move, **words)


REFUSED = (
    Move.NOT_ACCEPT,
    {
        "reason": "insufficient_facts", "notice_text": "ไม่รับ", "screening_evidence": "no",
        "screening_circumstances": "no", "screening_witness": "no",
    },
)  # fmt: skip
FORWARDED = (
    Move.FORWARD, {"forwarded_to": "ป.ป.ช.", "reason": "เกินอำนาจ", "notice_text": "ส่งต่อแล้ว"},
)  # fmt: skip
PROGRESS = (Move.PROGRESS_NOTICE, {"notice_text": "กำลังตรวจสอบ"})


def add_measures(office, *days):
    with office.desk("pub1") as work:
        for day in days:
            work.session.add(
                Prevention(
                    id=new_id(), agency_id=work.agency_id, category="procurement", unit_id=None,
                    root_cause="ตรวจรับ", measure=f"อบรม {day}", responsible="กองคลัง", due_on=day,
                    done_on=None, made_on=date(2026, 11, 1), made_by=work.officer().officer_id,
                )
            )  # fmt: skip
