"""A year in one office, day by day, through the real use-cases; the auditor is told every act.

Dice decide who files when and what the office does about it: prompt, late or never, at its desk and
on Sundays.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from random import Random
from typing import TYPE_CHECKING

from crypto.tracking_code import normalise
from rules.states import Channel, State
from rules.thai_time import BANGKOK
from service.administer import add_holiday
from service.errors import CodeToReplace
from service.follow_complaint import enter_code, write_to_office
from service.handed_codes import new_code_of, take_new_code
from service.intake_check import check_intake
from service.own_mail import set_address
from service.register_offline import register_intake
from service.withdraw import withdraw
from tests.simulation.cast import DAY, DESK, FIRST, FIXED, HOURS, MAILED, Followed, Plan
from tests.simulation.desk_work import DeskWork
from tests.simulation.oracle import Auditor
from tests.simulation.watching import watch_once, watch_twice_at_once

if TYPE_CHECKING:
    from tests.office import Office


class Year:
    """The office at work; `step` lives through one day."""

    def __init__(self, office: "Office", plan: Plan) -> None:
        self.office, self.plan, self.dice = office, plan, Random(plan.seed)
        self.auditor = Auditor(superiors=("clerk",))
        self.cases: dict[str, Followed] = {}
        self.desk = DeskWork(office, self.dice, self.auditor, self.cases)
        self._arrivals = self._planned_arrivals()
        self._holidays = self._planned_holidays()
        self._at(datetime.combine(FIRST, time(7)))
        for login in MAILED:
            with office.desk(login) as work:
                set_address(work, f"{login}@sample.go.th")

    @property
    def today(self) -> date:
        """The day that the story has come to, in Bangkok."""
        return self._now().date()

    def step(self, number: int) -> None:
        """One day: looks at the clocks, arrivals, the office's work, reporters at night."""
        day = FIRST + number * DAY
        is_down = any(start <= number < start + long for start, long in self.plan.downtimes)
        happens: list[tuple[time, Callable[[], None]]] = []
        if not is_down:
            happens.append((time(6), self._watch_morning))
            # Twice a day now and then; the mornings find what an evening has not left over.
            happens += [(time(18, 30), self._watch)] if number % 3 == 0 else []
        happens += [(at.time(), self._arrive) for at in self._arrivals if at.date() == day]
        happens += [(time(8, 5), self._day_off) for on in self._holidays if on == number]
        happens += self._work_of(day)
        for at, what in sorted(happens, key=lambda one: one[0]):
            self._at(datetime.combine(day, at))
            what()
        self._at(datetime.combine(day, time(23, 59, 30)))

    # What comes in

    def _arrive(self) -> None:
        dice = self.dice
        channel = dice.choices(tuple(Channel), (3, 1))[0]
        pace = dice.choice((0.02, 0.08, 0.2, 0.35))
        if self._is_office_time() and dice.random() < 0.6:
            self._register(channel, pace)
            return
        receipt = self.office.file(channel)
        self.office.confirm(receipt)
        case_id = self.office.case_id(receipt)
        self.cases[case_id] = Followed(case_id, channel, receipt.code, pace)
        self.auditor.open_card(case_id, channel.value, self._now(), self.today)

    def _register(self, channel: Channel, pace: float) -> None:
        """A letter, a visit, a matter referred: the day of its receipt may lie before today."""
        dice, today = self.dice, self.today
        came = today - DAY * dice.choice((0, 0, 1, 2, 5, 12, 20))
        letter = came - DAY * dice.randrange(0, 6)
        reply_by = letter + DAY * dice.choice((0, 7, 15, 30, 45))
        referred = dice.random() < 0.6
        typed = {
            "narrative": "หนังสือร้องเรียนว่าถนนบางกว่าแบบ",
            "source": "referred_in" if referred else "walk_in",
            "received_day": came.isoformat(),
            "way_back": "paper",
            "sender": "district",
            "sender_number": "อต 0023/1",
            "sender_date": letter.isoformat(),
            "reply_by": reply_by.isoformat(),
        } | dict.fromkeys(
            ("screening_evidence", "screening_circumstances", "screening_witness"), "yes"
        )
        with self.office.desk(DESK[channel]) as work:
            draft = check_intake(work, channel, typed)
        with self.office.desk(DESK[channel]) as work:
            made = register_intake(work, channel, draft.sealed_draft)
        # The auditor's card opens on the day on the paper, at noon: no hour is known.
        arrived = datetime.combine(came, time(12), tzinfo=BANGKOK)
        self.cases[made.case_id] = Followed(made.case_id, channel, made.code, pace)
        self.auditor.open_card(made.case_id, channel.value, arrived, today)
        if referred:
            self.auditor.reply_owed(made.case_id, letter, reply_by)
            self.cases[made.case_id].replies = True

    # What the office does

    def _work_of(self, day: date) -> list[tuple[time, Callable[[], None]]]:
        """A visit to some of the cases in office hours; seldom on a day off."""
        zeal = 1.0 if self.auditor.is_working(day) else 0.05
        found: list[tuple[time, Callable[[], None]]] = []
        for case in list(self.cases.values()):
            ended = 0.08 if not self.auditor.cards[case.case_id].is_open else 1.0
            if self.dice.random() < case.pace * zeal * ended:
                at = time(self.dice.randrange(9, 16), self.dice.randrange(60))
                found.append((at, lambda one=case: self.desk.visit(one)))
            if self.dice.random() < 0.015:
                found.append((time(22, self.dice.randrange(60)), lambda one=case: self._speak(one)))
        return found

    # What reporters, the administrator and the watcher do

    def _speak(self, case: Followed) -> None:
        """The reporter comes back at night: writes, or takes it back."""
        token = self._enter(case)
        takes_back = self.dice.random() < 0.1 and not case.withdrawn
        if takes_back and self.auditor.cards[case.case_id].is_open:
            with self.office.reporter() as work:
                withdraw(work, token, "")
            case.withdrawn = True
        else:
            with self.office.reporter() as work:
                write_to_office(work, token, "ขอเพิ่มเติมข้อมูล")
            if case.state is State.INFO_REQUESTED:
                case.state = State.SCREENING

    def _enter(self, case: Followed) -> str:
        """The reporter's session; a code printed at the desk gives way to another."""
        try:
            with self.office.reporter() as work:
                return enter_code(work, case.code)
        except CodeToReplace as asked:
            with self.office.reporter() as work:
                case.code = new_code_of(work, asked.ticket)
            with self.office.reporter() as work:
                return take_new_code(work, asked.ticket, normalise(case.code)[-4:])

    def _day_off(self) -> None:
        """A special holiday is announced late: where a running clock feels it, if there is one."""
        days = [self.today + DAY * ahead for ahead in range(0, 12)]
        days = [one for one in days if self.auditor.is_working(one)]
        running = [one for card in self.auditor.cards.values() for one in card.duties]
        felt = {one.due for one in running if not one.answered}
        day = self.dice.choice([one for one in days if one in felt] or days)
        typed = f"{day.day}/{day.month}/{day.year + 543}"
        with self.office.desk("admin1") as work:
            add_holiday(work, typed, "วันหยุดราชการเพิ่มเป็นกรณีพิเศษ")
        self.auditor.day_off_added(day, self.today)

    def _watch(self) -> None:
        wanted = self.auditor.watched(self.today)
        given = watch_once(self.office)
        assert given == wanted, f"{self.today}: {given} reminders were given, {wanted} were owed"

    def _watch_morning(self) -> None:
        """Now and then two watchers look at the same moment."""
        if self.dice.random() < 0.7:
            self._watch()
            return
        wanted = self.auditor.watched(self.today)
        given = watch_twice_at_once(self.office)
        assert given == wanted, f"{self.today}: two watchers gave {given}, {wanted} were owed"

    # Small help

    def _at(self, moment: datetime) -> None:
        self.office.clock.now = moment.replace(tzinfo=BANGKOK)

    def _now(self) -> datetime:
        return self.office.clock.now.astimezone(BANGKOK)

    def _is_office_time(self) -> bool:
        return self.auditor.is_working(self.today) and 8 < self._now().hour < 16

    def _planned_arrivals(self) -> Sequence[datetime]:
        last = FIRST + DAY * self.plan.days
        fixed = [one for one in FIXED if one.date() < last]
        more = [
            datetime.combine(
                FIRST + DAY * self.dice.randrange(int(self.plan.days * 0.9)),
                time(*self.dice.choice(HOURS)),
            )
            for _ in range(self.plan.receipts - len(fixed))
        ]
        return sorted((*fixed, *more))

    def _planned_holidays(self) -> Sequence[int]:
        return [self.dice.randrange(5, self.plan.days - 5) for _ in range(self.plan.holidays)]
