"""What the program holds of its clocks, in the auditor's terms; and what differs."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from models.clock import ClockReminder, ClockRow
from models.complaint import Complaint
from models.history import CaseEvent
from models.officer import Officer
from models.outbox import OutboxRow
from rules.states import EventKind
from rules.thai_time import today_in_bangkok
from service.actors import AgencyClerk
from service.case_clocks import case_clocks
from service.watch_clocks import overdue_count
from tests.simulation.cards import Card, Letter
from tests.simulation.oracle import Auditor

if TYPE_CHECKING:
    from tests.office import Office

Line = tuple[str, date, date, date, date | None, str]


def differing(office: "Office", auditor: Auditor) -> list[str]:
    """Each case whose clocks are not the auditor's, with the case as the auditor saw it."""
    stored = _stored(office)
    found = []
    for case_id in sorted({*auditor.cards, *stored}):
        card = auditor.cards.get(case_id, Card("unknown", date.min))
        wanted, here = Counter(_lines(card)), stored.get(case_id, Counter())
        if wanted != here:
            found.append(
                f"case {case_id[:8]}\n  only the auditor has {_told(wanted - here)}"
                f"\n  only the program has {_told(here - wanted)}\n{card.told()}"
            )
    return found


def verdict_differs(office: "Office", auditor: Auditor, case_id: str, today: date) -> str:
    """What the case's page says of days not kept, where the auditor says otherwise; else ""."""
    card = auditor.cards[case_id]
    login = "intake1" if card.channel == "corruption" else "grievance1"
    with office.desk(login) as work:
        page = case_clocks(work, case_id)
    here = Counter((one.due_on, one.answered_on) for one in page.breaches)
    wanted = Counter((one.due, one.answered) for one in card.duties if one.is_broken(today))
    if here == wanted:
        return ""
    return f"{today}: breaches on the page {here}, by the auditor {wanted}\n{card.told()}"


def overdue_differs(office: "Office", auditor: Auditor, today: date) -> str:
    """The number of cases in which something is overdue, where the auditor counts otherwise."""
    wanted = sum(
        any(not one.answered and one.due < today for one in card.duties)
        for card in auditor.cards.values()
    )
    with office.desk("intake1") as work:
        found = overdue_count(work)
    return "" if found == wanted else f"{today}: {found} cases are overdue, should be {wanted}"


def reminders_differ(office: "Office", auditor: Auditor) -> list[str]:
    """Reminders lost, doubled, or given on another day than the auditor's."""
    wanted = Counter(
        (case_id, duty.kind, duty.due, due, ahead, day)
        for case_id, card in auditor.cards.items()
        for duty in card.duties
        for (due, ahead), day in duty.given.items()
    )
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        rows = work.session.execute(
            select(
                ClockRow.case_id,
                ClockRow.kind,
                ClockRow.due_on,
                ClockReminder.due_on,
                ClockReminder.days,
                ClockReminder.made_on,
            ).join(ClockRow, ClockRow.id == ClockReminder.clock_id)
        )
        here = Counter((row[0].hex(), *row[1:]) for row in rows)
    found = [*_missing("reminder", wanted - here), *_extra("reminder", here - wanted)]
    cases = {line[0] for line in (wanted - here) + (here - wanted)}
    return found + [card.told() for case_id, card in auditor.cards.items() if case_id in cases]


def letters_differ(office: "Office", auditor: Auditor, mailed: tuple[str, ...]) -> list[str]:
    """Messages to officers of which the outbox has too few or too many."""
    wanted = Counter(one for one in auditor.letters if one.officer in mailed)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        rows = work.session.execute(
            select(Officer.login, OutboxRow.kind, OutboxRow.send_after)
            .join(Officer, Officer.id == OutboxRow.officer_id)
            .where(OutboxRow.kind.in_(("reminder", "overdue")))
        )
        here = Counter(Letter(login, kind, today_in_bangkok(at)) for login, kind, at in rows)
    found = [*_missing("letter", wanted - here), *_extra("letter", here - wanted)]
    days = {letter.day for letter in (wanted - here) + (here - wanted)}
    return found + [card.told() for card in auditor.cards.values() if _reminded_on(card, days)]


def recomputings_differ(office: "Office", auditor: Auditor) -> list[str]:
    """Cases whose history does not tell, once each, that their clocks were reckoned anew."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        told = work.rows(
            select(CaseEvent.case_id).where(CaseEvent.kind == int(EventKind.CLOCKS_RECOMPUTED))
        )
    here, wanted = Counter(one.hex() for one in told), Counter(auditor.recomputed)
    return [*_missing("reckoning", wanted - here), *_extra("reckoning", here - wanted)]


def _reminded_on(card: Card, days: set[date]) -> bool:
    return any(day in days for duty in card.duties for day in duty.given.values())


def _lines(card: Card) -> Iterator[Line]:
    for one in card.duties:
        yield one.kind, one.starts, one.due, one.answer_by, one.answered, one.answer


def _stored(office: "Office") -> dict[str, Counter[Line]]:
    columns = (
        ClockRow.case_id,
        ClockRow.kind,
        ClockRow.starts_on,
        ClockRow.due_on,
        ClockRow.answer_by_on,
        ClockRow.answered_on,
        CaseEvent.kind,
    )
    answer = and_(CaseEvent.case_id == ClockRow.case_id, CaseEvent.seq == ClockRow.answered_by_seq)
    found: dict[str, Counter[Line]] = {}
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        for case_id in work.rows(select(Complaint.id)):
            found[case_id.hex()] = Counter()
        for row in work.session.execute(select(*columns).outerjoin(CaseEvent, answer)):
            act = "" if row[6] is None else EventKind(row[6]).tag
            found[row[0].hex()][(*row[1:6], act)] += 1
    return found


def _told(lines: Counter[Line]) -> str:
    return "; ".join(" ".join(str(part) for part in line) for line in lines) or "nothing more"


def _missing(what: str, lost: Counter[object]) -> list[str]:
    return [f"{what} lost: {one} (x{count})" for one, count in lost.items()]


def _extra(what: str, more: Counter[object]) -> list[str]:
    return [f"{what} too many: {one} (x{count})" for one, count in more.items()]
