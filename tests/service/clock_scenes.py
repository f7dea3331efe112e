"""What tests of clocks set up: the rows as they stand, days gone by, cases in fact-finding."""

from datetime import date, timedelta

from sqlalchemy import select

from models.clock import ClockReminder, ClockRow
from models.outbox import OutboxRow
from rules.states import Move
from service.actors import AgencyClerk
from service.extend_clock import extend_clock
from service.tasks import end_task, set_task
from tests.office import Office

NOTICE = {"notice_text": "ขอขยายเวลาตรวจสอบ เพราะต้องรอผลทดสอบวัสดุ"}


def clocks(office: Office, case_id: str, kind: str = "") -> list[ClockRow]:
    """The case's clocks in the order in which they fall due."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        rows = work.rows(
            select(ClockRow)
            .where(ClockRow.case_id == bytes.fromhex(case_id))
            .order_by(ClockRow.due_on, ClockRow.kind)
        )
    return [row for row in rows if not kind or row.kind == kind]


def running(office: Office, case_id: str, kind: str) -> ClockRow:
    """The one clock of that kind that runs."""
    (row,) = [row for row in clocks(office, case_id, kind) if row.answered_on is None]
    return row


def reminders(office: Office, clock: ClockRow) -> list[tuple[date, int]]:
    """The clock's reminders as due day and days before it."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        rows = work.rows(select(ClockReminder).where(ClockReminder.clock_id == clock.id))
    return sorted(((row.due_on, row.days) for row in rows), key=lambda one: (one[0], -one[1]))


def outbox(office: Office) -> list[OutboxRow]:
    """Every message that waits or was sent."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(select(OutboxRow))


def days_pass(office: Office, days: int) -> date:
    """Today, so many days later."""
    office.clock.now += timedelta(days=days)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.today


def count(office: Office, login: str, case_id: str) -> int:
    """The case's number of events as that officer sees it."""
    return office.open(login, case_id).event_count


def task(office: Office, login: str, case_id: str, due_on: str, **more: str) -> str:
    """The id of a task set by that officer."""
    events = count(office, login, case_id)
    typed = {"label": "ขอสำเนาสัญญาจากกองช่าง", "due_on": due_on} | more
    with office.desk(login) as work:
        return set_task(work, case_id, typed, events)


def done(office: Office, login: str, case_id: str, task_id: str, note: str = "ได้รับแล้ว") -> None:
    """That officer ends the task."""
    events = count(office, login, case_id)
    with office.desk(login) as work:
        end_task(work, case_id, task_id, {"note": note}, events)


def extend(office: Office, login: str, case_id: str, clock: ClockRow, due_on: str) -> None:
    """That officer gives the clock more time."""
    events = count(office, login, case_id)
    typed = {"clock": clock.id.hex(), "due_on": due_on, "reason": "ผู้เชี่ยวชาญลาป่วย"}
    with office.desk(login) as work:
        extend_clock(work, case_id, typed | NOTICE, events)


def fact_finding(office: Office, login: str = "intake1", **values: object) -> str:
    """The id of a new case in which fact-finding has begun today."""
    case_id = office.case_id(office.file(**values))
    office.move(login, case_id, Move.ACCEPT)
    office.move(login, case_id, Move.START_FACT_FINDING)
    return case_id
