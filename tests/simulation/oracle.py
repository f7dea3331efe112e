"""An auditor's reckoning of an office's clocks, by hand and apart from the program's.

Written from the rules alone: dates are counted one by one, days off stand in a list of their own,
and nothing here is imported from the program. Its paper is in tests/simulation/cards.py.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from tests.simulation.cards import (
    ANSWERS,
    ENDS,
    FACT_FINDING,
    FIRST_ANSWER,
    NACC_COPY,
    NACC_ORDER,
    NEXT_NOTICE,
    NOTICES,
    REMINDED,
    REPLY,
    REVIVES,
    SCREENING,
    TASK,
    Card,
    Duty,
    Letter,
)

DAY = timedelta(days=1)
OPENS, SHUTS = time(8, 30), time(16, 30)

# Days on which government offices are shut from October 2026 to the end of 2027, copied from the
# calendar on the wall: month by month, weekends among them where a day of note falls on one.
DAYS_OFF = frozenset(
    date(year, month, day)
    for year, month, days in (
        (2026, 10, (13, 23)),
        (2026, 12, (5, 7, 10, 31)),
        (2027, 1, (1,)),
        (2027, 2, (21, 22)),
        (2027, 4, (6, 13, 14, 15)),
        (2027, 5, (4, 20)),
        (2027, 6, (3,)),
        (2027, 7, (18, 19, 20, 28)),
        (2027, 8, (12,)),
        (2027, 10, (13, 23, 25)),
        (2027, 12, (5, 6, 10, 31)),
    )
    for day in days
)


class Auditor:
    """Keeps a card for each case, and a list of what officers must have been told."""

    def __init__(self, superiors: tuple[str, ...] = ()) -> None:
        self.days_off = set(DAYS_OFF)
        self.superiors = superiors
        self.cards: dict[str, Card] = {}
        self.letters: list[Letter] = []
        self.recomputed: dict[str, int] = {}

    # Days

    def is_working(self, day: date) -> bool:
        """Monday to Friday, unless it is off."""
        return day.weekday() < 5 and day not in self.days_off

    def receipt(self, arrived: datetime) -> datetime:
        """The moment itself in office hours, both ends of them counted, else the next opening."""
        day = arrived.date()
        if self.is_working(day) and OPENS <= arrived.time() <= SHUTS:
            return arrived
        if not (self.is_working(day) and arrived.time() < OPENS):
            day += DAY
        while not self.is_working(day):
            day += DAY
        return datetime.combine(day, OPENS, tzinfo=arrived.tzinfo)

    def days_after(self, day: date, count: int) -> date:
        """So many calendar days later; the first day is not counted."""
        for _ in range(count):
            day += DAY
        return day

    def working_days_after(self, day: date, count: int) -> date:
        """So many working days later; the first day is not counted."""
        while count:
            day += DAY
            if self.is_working(day):
                count -= 1
        return day

    def answer_by(self, starts: date, due: date) -> date:
        """The last working day up to the due day; no earlier than the start."""
        while due > starts and not self.is_working(due):
            due -= DAY
        return due

    # Cases

    def open_card(self, case: str, channel: str, arrived: datetime, today: date) -> Card:
        """A new card with the duties that a receipt brings."""
        received = self.receipt(arrived).date()
        card = self.cards[case] = Card(channel, received)
        card.history.append(f"    {today}: arrived {arrived:%Y-%m-%d %H:%M}")
        self._owe(card, FIRST_ANSWER, received, self.days_after(received, 15))
        if channel == "corruption":
            self._owe(card, SCREENING, received, self.working_days_after(received, 3))
        return card

    def did(self, case: str, act: str, today: date) -> Card:
        """What an act answers, ends and begins."""
        card = self.cards[case]
        card.history.append(f"    {today}: {act}")
        for duty in card.duties:
            if duty.answered is None and act in ANSWERS.get(duty.kind, ()):
                duty.answered, duty.answer = today, act
        if act in ENDS:
            card.is_open = False
        if act in REVIVES:
            card.is_open = True
        # A notice in an open case owes the next one; a case taken up again owes one too.
        if card.is_open and (act in NOTICES or act in REVIVES):
            self._owe(card, NEXT_NOTICE, today, self.days_after(today, 30))
        if act == "fact_finding:started":
            self._owe(card, FACT_FINDING, today, self.days_after(today, 45))
        return card

    def ordered(self, case: str, day: date) -> None:
        """The first order of the fact-finding bears this date: its days count from there.

        A later order changes who sits on the committee, not the days; neither does the first one
        after more time was given.
        """
        duty = self.cards[case].running(FACT_FINDING)
        if duty is not None and not duty.is_settled:
            duty.starts = day
            duty.due = duty.told = self.days_after(day, 45)
            duty.answer_by = self.answer_by(duty.starts, duty.due)
            duty.is_settled = True

    def reply_owed(self, case: str, letter: date, reply_by: date) -> None:
        """A letter of another authority names the day of the reply."""
        self._owe(self.cards[case], REPLY, min(letter, reply_by), reply_by)

    def task(self, case: str, due: date, owner: str, today: date) -> Duty:
        """An officer sets a day."""
        self.did(case, "task:set", today)
        return self._owe(self.cards[case], TASK, today, due, owner)

    def task_done(self, case: str, duty: Duty, today: date) -> None:
        """An officer ends it."""
        self.did(case, "task:done", today)
        duty.answered, duty.answer = today, "task:done"

    def extended(self, case: str, duty: Duty, due: date, today: date) -> Duty:
        """More time, told to the reporter: the old line ends, another goes on from it."""
        self.did(case, "notice:extension:sent", today)
        duty.answered, duty.answer = today, "notice:extension:sent"
        longer = self._owe(self.cards[case], duty.kind, today, due, duty.owner)
        longer.is_settled = True
        return longer

    def nacc_found(self, case: str, arrived: date, today: date) -> None:
        """A finding of the NACC came in: thirty days to the penalty order."""
        self.did(case, "follow_up:started", today)
        self._owe(self.cards[case], NACC_ORDER, arrived, self.days_after(arrived, 30))

    def nacc_ordered(self, case: str, day: date, today: date) -> None:
        """The penalty was ordered: fifteen days to the copy."""
        self.did(case, "follow_up:stepped", today)
        duty = self.cards[case].running(NACC_ORDER)
        assert duty is not None
        duty.answered, duty.answer = day, "follow_up:stepped"
        self._owe(self.cards[case], NACC_COPY, day, self.days_after(day, 15))

    def nacc_copied(self, case: str, day: date, today: date) -> None:
        """The copy went out."""
        self.did(case, "follow_up:stepped", today)
        duty = self.cards[case].running(NACC_COPY)
        assert duty is not None
        duty.answered, duty.answer = day, "follow_up:stepped"

    def moved(self, case: str, now: datetime) -> None:
        """To the other channel: what was promised stays, nobody of before is responsible."""
        card = self.did(case, "case:moved", now.date())
        card.channel = "grievance" if card.channel == "corruption" else "corruption"
        card.officer = ""
        for duty in card.duties:
            duty.owner = ""
        if card.channel == "corruption":
            starts = self.receipt(now).date()
            self._owe(card, SCREENING, starts, self.working_days_after(starts, 3))

    def _owe(self, card: Card, kind: str, starts: date, due: date, owner: str = "") -> Duty:
        duty = Duty(kind, starts, due, due, self.answer_by(starts, due), owner)
        card.duties.append(duty)
        return duty

    # The calendar changes

    def day_off_added(self, day: date, today: date) -> None:
        """Running duties are reckoned anew, never to a later day than the reporter was told."""
        self.days_off.add(day)
        for case, card in self.cards.items():
            before = [(one.due, one.answer_by) for one in card.duties]
            for duty in self._running(card):
                if duty.kind == SCREENING:
                    duty.due = min(duty.told, self.working_days_after(duty.starts, 3))
                duty.answer_by = self.answer_by(duty.starts, duty.due)
            if before != [(one.due, one.answer_by) for one in card.duties]:
                card.history.append(f"    {today}: clocks reckoned anew for {day}")
                self.recomputed[case] = self.recomputed.get(case, 0) + 1

    def _running(self, card: Card) -> Iterator[Duty]:
        """Open lines; what is owed to others, and what officers set, outlasts the case."""
        for duty in card.duties:
            outlasts = duty.kind in (TASK, REPLY, NACC_ORDER, NACC_COPY)
            if duty.answered is None and (card.is_open or outlasts):
                yield duty

    # Reminders

    def watched(self, today: date) -> int:
        """The service looks: every reminder whose day has come since the start, once each."""
        fresh = 0
        for card in self.cards.values():
            for duty in self._running(card):
                for ahead in REMINDED:
                    day = duty.due - ahead * DAY
                    if duty.starts < day <= today and (duty.due, ahead) not in duty.given:
                        duty.given[duty.due, ahead] = today
                        self._write(card, duty, ahead, today)
                        fresh += 1
        return fresh

    def _write(self, card: Card, duty: Duty, ahead: int, today: date) -> None:
        """Whose case or task it is; the day after, the superiors too. Nobody twice."""
        own = [duty.owner or card.officer]
        if ahead == -1:
            officers, kind = {*self.superiors, *own}, "overdue"
        else:
            officers, kind = set(own), "reminder"
        self.letters += [Letter(one, kind, today) for one in sorted(officers - {""})]
