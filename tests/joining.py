"""What tests of joined and moved cases need: the errands by name, and what reporters see."""

from service.follow_complaint import follow
from service.merge_cases import merge, unmerge
from service.move_channel import move_channel
from service.views import FollowPage
from service.withdraw import withdraw
from tests.office import Office
from tests.readers import row_of

NOTICE = "เรื่องของท่านรวมกับเรื่องเดียวกันที่รับไว้ก่อนแล้ว"
APART = "แยกเรื่องของท่านออกมาดูต่างหาก"
MOVED = "เรื่องนี้เป็นเรื่องบริการ จึงย้ายไปให้เจ้าหน้าที่ร้องทุกข์"


def join(office: Office, login: str, case_id: str, lead: str, **typed: str) -> None:
    """That officer joins the case to the lead."""
    count = office.open(login, case_id).event_count
    with office.desk(login) as work:
        merge(work, case_id, lead, {"notice_text": NOTICE} | typed, count)


def part(office: Office, login: str, case_id: str) -> None:
    """That officer parts the case from its lead."""
    count = office.open(login, case_id).event_count
    with office.desk(login) as work:
        unmerge(work, case_id, {"notice_text": APART, "reason": "คนละสัญญา"}, count)


def move(office: Office, login: str, case_id: str, **typed: str) -> bool:
    """That officer moves the case to the other channel; whether it still opens."""
    count = office.open(login, case_id).event_count
    words = {"notice_text": MOVED, "reason": "ไม่มีเรื่องทุจริต"} | typed
    with office.desk(login) as work:
        return move_channel(work, case_id, words, count)


def take_back(office: Office, token: str, why: str = "") -> None:
    """The reporter behind that token withdraws."""
    with office.reporter() as work:
        withdraw(work, token, why)


def followed(office: Office, token: str) -> FollowPage:
    """The follow page of that token."""
    with office.reporter() as work:
        return follow(work, token)


def told(office: Office, token: str) -> list[str]:
    """What the office wrote to that reporter, oldest first."""
    return [line.text for line in followed(office, token).notices]


def state(office: Office, case_id: str) -> str:
    """The case's state, as its row has it."""
    return row_of(office, case_id).state
