"""Opening a follow-up of a case and taking its steps: each a signed event with a sealed record."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from crypto.envelope import ObjectType
from models.casework import FollowUp
from models.complaint import Complaint
from rules import limits, words
from rules.clocks import nacc_copy
from rules.follow_ups import (
    ADDRESSEES,
    NOT_OPENED,
    OPEN,
    PENALTIES,
    FollowUpKind,
    FollowUpStep,
    Gravity,
    find_step,
    fits,
    is_ended,
    left_to_pay,
    stage_after,
)
from rules.states import Move
from service.calendars import office_calendar
from service.case_events import append_event, start_clock
from service.clock_starts import nacc_copy_sent, penalty_ordered, start_nacc_clock
from service.errors import InvalidInput, NotFound, WrongState
from service.find_case import find_case
from service.follow_up_view import FORM, FollowUpStanding, detail_lines, follow_ups_of
from service.inquiry_inputs import Typed
from service.moving import Moving, begin_move, seal_words
from service.release_requests import lock_case
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

_TEXTS = ("respondent", "post", "document_no")
_EVERY_PENALTY = tuple(one for listed in PENALTIES.values() for one in listed)


def start_follow_up(
    work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int
) -> str:
    """The id of a new follow-up of the case, of the kind that `mapping` names.

    Raises InvalidInput naming what the table still needs, and what every move may raise.
    """
    moving = _begin(work, case_id, Move.START_FOLLOW_UP, event_count)
    typed = Typed(mapping)
    kind = FollowUpKind(typed.choice("kind", tuple(FollowUpKind)) or FollowUpKind.DISCIPLINE)
    step = find_step(kind, NOT_OPENED, OPEN)
    if step is None:
        raise WrongState
    record = _read(typed, kind, step, work.today)
    typed.check()
    row = FollowUp(
        id=new_id(), agency_id=work.agency_id, case_id=moving.case.id, kind=kind.value,
        opened_on=work.today, ended_on=None,
    )  # fmt: skip
    work.session.add(row)
    _append(work, moving, {"follow_up": row.id.hex(), "kind": kind.value} | record)
    if kind is FollowUpKind.NACC:
        start_nacc_clock(work, moving.case, date.fromisoformat(record["document_date"]))
    return row.id.hex()


def step_follow_up(
    work: UnitOfWork,
    case_id: str,
    follow_up_id: str,
    mapping: Mapping[str, Any],
    event_count: int,
) -> None:
    """One step of a follow-up; its row says when it ended.

    NotFound for none of this case, WrongState for a step that its stage does not allow.
    """
    moving = _begin(work, case_id, Move.STEP_FOLLOW_UP, event_count)
    every = follow_ups_of(work, moving.keys)
    standing = next((one for one in every if one.id == follow_up_id), None)
    row = work.one(FollowUp, id=bytes.fromhex(follow_up_id)) if standing else None
    if standing is None or row is None:
        raise NotFound
    step = find_step(standing.kind, standing.stage, str(mapping.get("step", "")))
    if step is None:
        raise WrongState if mapping.get("step") else InvalidInput({"step": "choose_one"})
    typed = Typed(mapping)
    record = _read(typed, standing.kind, step, work.today)
    left = _left_after(typed, standing, record)
    typed.check()
    _append(
        work, moving,
        {"follow_up": standing.id, "kind": standing.kind.value} | record
        | {"respondent": standing.respondent, "post": standing.post},
    )  # fmt: skip
    if is_ended(standing.kind, stage_after(step, left)):
        row.ended_on = work.today
    if standing.kind is FollowUpKind.NACC:
        _tell_clocks(work, moving.case, every, standing, record)


def _begin(work: UnitOfWork, case_id: str, move: Move, event_count: int) -> Moving:
    lock_case(work, find_case(work, case_id))
    return begin_move(work, case_id, move, event_count)


def _read(typed: Typed, kind: FollowUpKind, step: FollowUpStep, today: date) -> dict[str, Any]:
    """What the step asks for, as it is sealed; a day and a sum in the program's own form."""
    record: dict[str, Any] = {"form": FORM, "step": step.name}
    for name in step.asks:
        needed = name in step.needs
        if name in _TEXTS:
            record[name] = typed.text(name, needed=needed)
        elif name == "note":
            record[name] = typed.text(name, most=limits.LONG_TEXT_LENGTH, needed=needed)
        elif name == "document_date":
            day = typed.day(name, today=today)
            record[name] = day.isoformat() if day else ""
        elif name == "amount":
            record["amount_satang"] = typed.satang(name)
        else:
            record[name] = typed.choice(name, _choices(kind, name))
    if record.get("penalty") and not fits(record.get("gravity", ""), record["penalty"]):
        typed.problems.setdefault("penalty", "penalty_misfit")
    return record


def _choices(kind: FollowUpKind, name: str) -> tuple[str, ...]:
    if name == "gravity":
        return tuple(Gravity)
    return _EVERY_PENALTY if name == "penalty" else ADDRESSEES[kind]


def _left_after(typed: Typed, standing: FollowUpStanding, record: Mapping[str, Any]) -> int:
    """What is left to pay after the step; a sum above what is owed is a problem."""
    satang = int(record.get("amount_satang", 0))
    left = standing.left_satang + left_to_pay([(str(record["step"]), satang)])
    if left < 0:
        typed.problems.setdefault("amount", "more_than_owed")
    return left


def _append(work: UnitOfWork, moving: Moving, record: dict[str, Any]) -> None:
    record["text"] = _text(record)
    body = seal_words(work, moving.case, ObjectType.INTERNAL, record)
    append_event(work, moving.case, moving.row.event, body=body, by=moving.acting)


def _text(record: Mapping[str, Any]) -> str:
    """The step as a note of the case tells it."""
    head = (
        words.FOLLOW_UP_KINDS[record["kind"]].th,
        record["respondent"],
        words.FOLLOW_UP_STEPS[record["step"]].th,
    )
    lines = [f"{label.th}: {text}" for label, text in detail_lines(record)]
    return "\n".join((" · ".join(head), *lines))


def _tell_clocks(
    work: UnitOfWork,
    case: Complaint,
    every: tuple[FollowUpStanding, ...],
    standing: FollowUpStanding,
    record: Mapping[str, Any],
) -> None:
    """Stop and start the clocks of section 98 as the step says.

    One finding may name several: its clock runs until the last of them has an order, while the
    copy of each order has its own fifteen days.
    """
    day = date.fromisoformat(record["document_date"])
    if record["step"] == "send_copy":
        nacc_copy_sent(work, case, day)
        return
    waiting = any(
        one.kind is FollowUpKind.NACC and one.stage == "arrived" and one.id != standing.id
        for one in every
    )
    started = not waiting and penalty_ordered(work, case, day)
    if record["step"] == "order_penalty" and not started:
        start_clock(work, case, nacc_copy(day, office_calendar(work)))
    if record["step"] == "answer_nacc" and started:
        nacc_copy_sent(work, case, day)
