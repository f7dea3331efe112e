"""How an officer makes each move of the state tables: the use-case, and words that suffice.

`ACTS` is complete when it names every move that an officer makes; a test says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from rules.states import Move
from service.committee import change_committee, start_fact_finding
from service.extend_clock import extend_clock
from service.follow_ups import start_follow_up, step_follow_up
from service.forwarding import forward_case, record_acknowledged, record_answered
from service.handle_case import TYPED_MOVES, move_case
from service.merge_cases import merge, unmerge
from service.move_channel import move_channel
from service.referred_in import answer_sender
from service.tasks import end_task, set_task
from service.unit_of_work import UnitOfWork

NOBODY = "00" * 16


@dataclass(frozen=True)
class Stood:
    """A case that stands in the state to be tried, with all that a move may point at.

    `count` is its number of events, `lead` another open case of its channel, `officer` one who may
    be given the case.
    """

    case_id: str
    count: int
    lead: str
    officer: str
    task: str
    follow_up: str = NOBODY


Act = Callable[[UnitOfWork, Stood], object]


def words(stood: Stood, reason: str = "เหตุผลของสำนักงาน") -> dict[str, str]:
    """Whatever any move may ask to be typed."""
    return {
        "notice_text": "เรียนผู้ร้อง สำนักงานขอแจ้งให้ท่านทราบ",
        "reason": reason,
        "note": "บันทึกของเจ้าหน้าที่",
        "forwarded_to": "สำนักงาน ป.ป.ช.",
        "officer": stood.officer,
        "screening_evidence": "yes",
        "screening_circumstances": "no",
        "screening_witness": "no",
    }


def _typed(move: Move) -> Act:
    reason = "insufficient_facts" if move is Move.NOT_ACCEPT else "เหตุผลของสำนักงาน"
    return lambda work, stood: move_case(
        work, stood.case_id, move, words(stood, reason), stood.count
    )


def _set_task(work: UnitOfWork, stood: Stood) -> str:
    day = work.today + timedelta(days=20)
    typed = {"label": "ทวงถามเอกสารจากกองช่าง", "due_on": day.isoformat()}
    return set_task(work, stood.case_id, typed, stood.count)


def _end_task(work: UnitOfWork, stood: Stood) -> None:
    end_task(work, stood.case_id, stood.task, {"note": "ได้รับเอกสารแล้ว"}, stood.count)


def _extend(work: UnitOfWork, stood: Stood) -> None:
    day = work.today + timedelta(days=90)
    typed = words(stood) | {"clock": stood.task, "due_on": day.isoformat()}
    extend_clock(work, stood.case_id, typed, stood.count)


def _start_follow_up(work: UnitOfWork, stood: Stood) -> str:
    typed = {
        "kind": "discipline",
        "respondent": "นายช่างยนต์ โยธา",
        "post": "ผู้อำนวยการกองช่าง",
        "note": "เปิดการดำเนินการทางวินัย",
    }
    return start_follow_up(work, stood.case_id, typed, stood.count)


def _step_follow_up(work: UnitOfWork, stood: Stood) -> None:
    typed = {"step": "drop", "note": "พ้นจากราชการไปแล้ว"}
    step_follow_up(work, stood.case_id, stood.follow_up, typed, stood.count)


def _order(work: UnitOfWork, stood: Stood) -> dict[str, str]:
    day = work.today
    return {
        "number": "112/2569",
        "dated_on": f"{day.day}/{day.month}/{day.year + 543}",
        "find_out": "ตรวจสอบการส่งมอบถนน",
        f"part_{stood.officer}": "chair",
    }


def _start_fact_finding(work: UnitOfWork, stood: Stood) -> None:
    start_fact_finding(work, stood.case_id, _order(work, stood), stood.count)


def _change_committee(work: UnitOfWork, stood: Stood) -> None:
    change_committee(work, stood.case_id, _order(work, stood), stood.count)


def _record_answered(work: UnitOfWork, stood: Stood) -> None:
    record_answered(work, stood.case_id, {"came_back": "รับไว้ดำเนินการแล้ว"}, stood.count)


def _answer_sender(work: UnitOfWork, stood: Stood) -> None:
    answer_sender(work, stood.case_id, {"answered": "แจ้งผลการตรวจสอบแล้ว"}, stood.count)


ACTS: Mapping[Move, Act] = {move: _typed(move) for move in TYPED_MOVES} | {
    Move.START_FACT_FINDING: _start_fact_finding,
    Move.APPOINT_COMMITTEE: _change_committee,
    Move.FORWARD: lambda work, stood: forward_case(work, stood.case_id, words(stood), stood.count),
    Move.FORWARD_ACKNOWLEDGED: lambda work, stood: record_acknowledged(
        work, stood.case_id, {}, stood.count
    ),
    Move.FORWARD_ANSWERED: _record_answered,
    Move.ANSWER_SENDER: _answer_sender,
    Move.SET_TASK: _set_task,
    Move.END_TASK: _end_task,
    Move.EXTEND: _extend,
    Move.START_FOLLOW_UP: _start_follow_up,
    Move.STEP_FOLLOW_UP: _step_follow_up,
    Move.MERGE: lambda work, stood: merge(
        work, stood.case_id, stood.lead, words(stood), stood.count
    ),
    Move.UNMERGE: lambda work, stood: unmerge(work, stood.case_id, words(stood), stood.count),
    Move.MOVE_CHANNEL: lambda work, stood: move_channel(
        work, stood.case_id, words(stood), stood.count
    ),
}
