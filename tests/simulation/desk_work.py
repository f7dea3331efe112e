"""What the office does about its cases: one visit, one move by the real use-case, one word to the
auditor.

The program's table says only which moves may be tried; what they mean for the clocks the auditor
says.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.clock import ClockRow
from rules.states import Channel, Move, State, allowed_moves
from rules.thai_time import BANGKOK
from service.committee import change_committee, start_fact_finding
from service.extend_clock import extend_clock
from service.find_case import find_case
from service.follow_ups import start_follow_up, step_follow_up
from service.handle_case import move_case
from service.tasks import end_task, set_task
from service.unit_of_work import UnitOfWork
from tests.service.move_by_move import ACTS, Stood, words
from tests.simulation.cards import FACT_FINDING, NACC_COPY, NACC_ORDER, TASK, Duty
from tests.simulation.cast import COLLEAGUES, DAY, DESK, NAMES, ROLES, WEIGHTS, Followed
from tests.simulation.oracle import Auditor

if TYPE_CHECKING:
    from tests.office import Office


_FOUND = (State.GROUNDS_FOUND, State.RESULT_NOTIFIED)


class DeskWork:
    """The officers at their desks; `acts` counts what they have done."""

    def __init__(
        self, office: "Office", dice: Random, auditor: Auditor, cases: dict[str, Followed]
    ) -> None:
        self.office, self.dice, self.auditor, self.cases = office, dice, auditor, cases
        self.acts: dict[str, int] = {}

    @property
    def now(self) -> datetime:
        """The moment, in Bangkok."""
        return self.office.clock.now.astimezone(BANGKOK)

    @property
    def today(self) -> date:
        """The day that the story has come to, in Bangkok."""
        return self.now.date()

    def visit(self, case: Followed) -> None:
        """One move, chosen among those that may be made."""
        rows = allowed_moves(case.channel, case.state, ROLES[case.channel])
        moves = [row.move for row in rows if row.move in WEIGHTS and self._can(case, row.move)]
        if not moves:
            return
        move = self.dice.choices(moves, [WEIGHTS[one] for one in moves])[0]
        special = {
            Move.START_FACT_FINDING: self._begin_finding,
            Move.APPOINT_COMMITTEE: self._appoint,
            Move.ASSIGN: self._assign,
            Move.SET_TASK: self._set_task,
            Move.END_TASK: self._end_task,
            Move.EXTEND: self._extend,
            Move.MERGE: self._merge,
            Move.MOVE_CHANNEL: self._move_channel,
            Move.START_FOLLOW_UP: self._nacc_found,
            Move.STEP_FOLLOW_UP: self._nacc_step,
        }.get(move)
        if special:
            special(case)
        else:
            self._do(case, ACTS[move])
            self.auditor.did(case.case_id, NAMES[move], self.today)
        if move is Move.UNMERGE:
            case.lead = ""
        self.acts[move.value] = self.acts.get(move.value, 0) + 1

    def _can(self, case: Followed, move: Move) -> bool:
        """Whether there is anything that the move could be about."""
        card = self.auditor.cards[case.case_id]
        nacc = card.running(NACC_ORDER) or card.running(NACC_COPY)
        leads = any(other.lead == case.case_id for other in self.cases.values())
        return {
            Move.END_TASK: any(not duty.answered for duty, _ in case.tasks),
            Move.EXTEND: bool(self._extendable(case)),
            Move.MERGE: not leads and not nacc and bool(self._leads(case)),
            Move.MOVE_CHANNEL: not leads and not nacc,
            Move.CLOSE: not nacc,
            Move.FORWARD: not nacc,
            Move.START_FOLLOW_UP: not case.follow_up and case.state in _FOUND,
            Move.STEP_FOLLOW_UP: bool(nacc),
            Move.ANSWER_SENDER: case.replies,
            Move.START_FACT_FINDING: card.received <= self.today,
        }.get(move, True)

    def _begin_finding(self, case: Followed) -> None:
        """With its order at once, or with the order to follow."""
        ordered_on = max(
            self.auditor.cards[case.case_id].received, self.today - DAY * self.dice.randrange(8)
        )
        if self.dice.random() < 0.5:
            self._do(case, _plain(Move.START_FACT_FINDING))
            self.auditor.did(case.case_id, "fact_finding:started", self.today)
            return
        self._do(case, _order(Move.START_FACT_FINDING, ordered_on))
        self.auditor.did(case.case_id, "fact_finding:started", self.today)
        self.auditor.ordered(case.case_id, ordered_on)

    def _appoint(self, case: Followed) -> None:
        card = self.auditor.cards[case.case_id]
        ordered_on = max(card.received, self.today - DAY * self.dice.randrange(8))
        self._do(case, _order(Move.APPOINT_COMMITTEE, ordered_on))
        self.auditor.did(case.case_id, "committee:appointed", self.today)
        self.auditor.ordered(case.case_id, ordered_on)

    def _assign(self, case: Followed) -> None:
        login = self.dice.choice(COLLEAGUES[case.channel])
        officer = self.office.officers[login].officer_id.hex()
        self._do(case, _plain(Move.ASSIGN, officer))
        self.auditor.did(case.case_id, "case:assigned", self.today).officer = login

    def _set_task(self, case: Followed) -> None:
        taken = {duty.due for duty in self.auditor.cards[case.case_id].duties if duty.kind == TASK}
        due = self.today + DAY * self.dice.randrange(1, 40)
        while due in taken:
            due += DAY
        owner = self.dice.choice(("", *COLLEAGUES[case.channel]))
        officer = self.office.officers[owner].officer_id.hex() if owner else ""
        typed = {"label": "ทวงเอกสาร", "due_on": due.isoformat(), "officer": officer}
        made = self._do(case, lambda work, one: set_task(work, one.case_id, typed, one.count))
        case.tasks.append((self.auditor.task(case.case_id, due, owner, self.today), str(made)))

    def _end_task(self, case: Followed) -> None:
        duty, task = next(one for one in case.tasks if not one[0].answered)
        typed = {"note": "เรียบร้อยแล้ว"}
        self._do(case, lambda work, one: end_task(work, one.case_id, task, typed, one.count))
        self.auditor.task_done(case.case_id, duty, self.today)

    def _extendable(self, case: Followed) -> list[Duty]:
        duties = self.auditor.cards[case.case_id].duties
        return [one for one in duties if one.kind in (TASK, FACT_FINDING) and not one.answered]

    def _extend(self, case: Followed) -> None:
        duty = self.dice.choice(self._extendable(case))
        due = max(duty.due, self.today) + DAY * self.dice.randrange(1, 30)
        while due in {one.due for one in self._extendable(case)}:
            due += DAY
        clock = self._clock_id(case, duty)

        def extend(work: UnitOfWork, stood: Stood) -> None:
            typed = words(stood) | {"clock": clock, "due_on": due.isoformat()}
            extend_clock(work, stood.case_id, typed, stood.count)

        self._do(case, extend)
        longer = self.auditor.extended(case.case_id, duty, due, self.today)
        if duty.kind == TASK:
            case.tasks.append((longer, self._clock_id(case, longer)))

    def _leads(self, case: Followed) -> list[str]:
        return [
            other.case_id
            for other in self.cases.values()
            if other is not case
            and other.channel is case.channel
            and self.auditor.cards[other.case_id].is_open
        ]

    def _merge(self, case: Followed) -> None:
        case.lead = self.dice.choice(self._leads(case))
        self._do(case, ACTS[Move.MERGE])
        self.auditor.did(case.case_id, "case:merged", self.today)

    def _move_channel(self, case: Followed) -> None:
        self._do(case, ACTS[Move.MOVE_CHANNEL])
        self.auditor.moved(case.case_id, self.now)

    def _nacc_found(self, case: Followed) -> None:
        arrived = self.today - DAY * self.dice.randrange(5)
        typed = {
            "kind": "nacc",
            "respondent": "นายช่างยนต์ โยธา",
            "post": "ผู้อำนวยการกองช่าง",
        } | _letter(arrived)
        case.follow_up = str(
            self._do(case, lambda work, one: start_follow_up(work, one.case_id, typed, one.count))
        )
        self.auditor.nacc_found(case.case_id, arrived, self.today)

    def _nacc_step(self, case: Followed) -> None:
        waits = self.auditor.cards[case.case_id].running(NACC_ORDER)
        day = self.today - DAY * self.dice.randrange(3)
        typed = _letter(day) | {"step": "order_penalty" if waits else "send_copy"}
        typed |= {"gravity": "gross", "penalty": "removal"}
        self._do(
            case,
            lambda work, one: step_follow_up(work, one.case_id, case.follow_up, typed, one.count),
        )
        told = self.auditor.nacc_ordered if waits else self.auditor.nacc_copied
        told(case.case_id, day, self.today)

    def _do(self, case: Followed, act: Callable[[UnitOfWork, Stood], object]) -> object:
        login = DESK[case.channel]
        officer = self.office.officers[login].officer_id.hex()
        with self.office.desk(login) as work:
            row = find_case(work, case.case_id)
            done = act(work, Stood(case.case_id, row.event_count, case.lead, officer, ""))
            case.state, case.channel = State(row.state), Channel(row.channel)
            return done

    def _clock_id(self, case: Followed, duty: Duty) -> str:
        with self.office.work(self.office.officers["intake1"], writes=False) as work:
            return (
                work.session.scalars(
                    select(ClockRow.id).where(
                        ClockRow.case_id == bytes.fromhex(case.case_id),
                        ClockRow.kind == duty.kind,
                        ClockRow.answered_on.is_(None),
                        ClockRow.due_on == duty.due,
                    )
                )
                .one()
                .hex()
            )


def _plain(move: Move, officer: str = "") -> Callable[[UnitOfWork, Stood], object]:
    """A move that needs typed words only."""

    def act(work: UnitOfWork, stood: Stood) -> None:
        typed = words(stood) | ({"officer": officer} if officer else {})
        move_case(work, stood.case_id, move, typed, stood.count)

    return act


def _order(move: Move, day: date) -> Callable[[UnitOfWork, Stood], object]:
    """An order that appoints the committee, dated on that day."""
    use_case = start_fact_finding if move is Move.START_FACT_FINDING else change_committee

    def act(work: UnitOfWork, stood: Stood) -> None:
        typed = {
            "number": "112/2569",
            "dated_on": _thai(day),
            "find_out": "ตรวจสอบการส่งมอบถนน",
            f"part_{stood.officer}": "chair",
        }
        use_case(work, stood.case_id, typed, stood.count)

    return act


def _letter(day: date) -> Mapping[str, str]:
    return {"document_no": "ปช 0012/55", "document_date": _thai(day), "note": "บันทึก"}


def _thai(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"
