"""Ten years of one office by seed: nothing kept too long, nothing lost early, every hold honoured.

The clerk's own book says what should be there each month: it is written by hand here, month by
month, from the words of the rules alone, and imports nothing of them. Steps are fortnights; the
served program's own errand looks at the end of each.

PRONGSAI_KEEPING_CASES sets how many cases come (30), PRONGSAI_KEEPING_SEED which story.
"""

import calendar
import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from app.watch import keep_no_longer
from models.complaint import Complaint, SealedObject
from models.history import AccessLog, CaseEvent
from models.key_share import KeyShare
from rules.states import Channel, EventKind, Move
from rules.thai_time import in_bangkok
from service.actors import AgencyClerk
from service.delete_case import delete_case
from service.erase_identity import erase_identity
from service.errors import CaseHeld, InvalidInput
from service.follow_complaint import enter_code
from service.legal_hold import lift_hold
from service.merge_cases import merge
from service.retention import set_periods
from service.retention_due import due_page
from service.sign_keyring import sign_keyring
from service.two_person_requests import Kind
from tests.office import Office
from tests.service.keeping_scenes import hold
from tests.serving import make_service
from tests.two_persons import agreed, asked, share_with

CASES = int(os.environ.get("PRONGSAI_KEEPING_CASES", "30"))
SEED = int(os.environ.get("PRONGSAI_KEEPING_SEED", "2569"))
BEGIN, END = date(2026, 11, 23), date(2036, 12, 1)
STEP = timedelta(days=14)
"""How often anybody does anything; what is over goes on the first look after its last day."""


def months_after(day: date, months: int) -> date:
    """The same number that many months on, or the month's last day."""
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month > 12:
            year, month = year + 1, 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass
class Card:
    """What the clerk's book says of one case."""

    case_id: str
    code: str = field(repr=False)
    ended: date | None = None
    way: str = ""
    lead: str = ""
    held: bool = False
    nameless: date | None = None
    deleted: date | None = None


@dataclass
class Book:
    """Every case by its id, and how many months what is kept."""

    cards: dict[str, Card] = field(default_factory=dict)
    name_months: int = 12
    log_months: int = 60
    case_months: dict[str, int] = field(
        default_factory=lambda: {"closed": 120, "refused": 24, "sent": 120}
    )

    def name_over(self, card: Card, today: date) -> bool:
        """Whether the name's time is over, hold or not."""
        end = self._end(card)
        return end is not None and today > months_after(end, self.name_months)

    def case_over(self, card: Card, today: date) -> bool:
        """Whether the case may be proposed for deletion."""
        end = self._end(card)
        months = self.case_months.get("closed" if card.lead else card.way, 120)
        return end is not None and today > months_after(end, months)

    def _end(self, card: Card) -> date | None:
        if not card.lead or card.ended is None:
            return card.ended
        # Which one leads is sealed, so all that were joined to on that day are waited for.
        leads = [
            self.cards[one.lead]
            for one in self.cards.values()
            if one.lead and one.ended == card.ended
        ]
        if any(one.ended is None for one in leads):
            return None
        return max([card.ended, *(one.ended for one in leads if one.ended)])


class Decade:
    """The office, its dice and the book."""

    def __init__(self, office: Office, house: object, seed: int) -> None:
        self.office, self.house, self.dice = office, house, Random(seed)
        self.book, self.today, self.wrong = Book(), BEGIN, []
        self.counts: dict[str, int] = {}
        self.keys_until = date(BEGIN.year + 5, BEGIN.month, 1)

    def live(self) -> None:
        """Every fortnight until the end."""
        steps = (END - BEGIN) // STEP
        # Most come early, so that their ten years pass.
        arrivals = sorted(int(steps * self.dice.random() ** 3) for _ in range(CASES))
        for step in range(steps + 1):
            self._turn_to(BEGIN + step * STEP)
            for _ in range(arrivals.count(step)):
                self._file()
            self._act()
            self._look()
            if step % 13 == 0:
                self._compare()
        self._compare()

    def _turn_to(self, day: date) -> None:
        self.today = day
        self.office.clock.now = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
        if day > self.keys_until:
            # Keys count for five years; then the root's paper is fetched from its safe.
            with self.office.work(AgencyClerk(self.office.agency_id)) as work:
                sign_keyring(work, self.office.made.papers.root)
            self.keys_until = date(day.year + 5, day.month, 1)

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1

    def _file(self) -> None:
        mode = self.dice.choice(("anonymous", "confidential", "named"))
        told = {} if mode == "anonymous" else {"contact_name": "นางผู้แจ้ง จริงใจ"}
        receipt = self.office.file(Channel.CORRUPTION, identity_mode=mode, **told)
        case_id = self.office.case_id(receipt)
        self.book.cards[case_id] = Card(case_id, receipt.code)
        share_with(self.office, "intake1", "clerk", case_id)
        self._count("filed")

    def _act(self) -> None:
        acts = {
            self._end: 8, self._reopen: 1, self._hold: 2, self._lift: 2, self._take_back: 1,
            self._merge: 2, self._delete: 8, self._shorten: 2,
        }  # fmt: skip
        self.dice.choices([*acts], [*acts.values()])[0]()

    def _pick(self, **same: object) -> Card | None:
        fitting = [
            card
            for card in self.book.cards.values()
            if card.deleted is None
            and all(getattr(card, name) == one for name, one in same.items())
        ]
        return self.dice.choice(fitting) if fitting else None

    def _end(self) -> None:
        card = self._pick(ended=None)
        if card is None:
            return
        move = self.office.move
        card.way = self.dice.choice(("closed", "closed", "refused", "sent"))
        fresh = self.office.open("intake1", card.case_id).state.value == "received"
        if card.way == "refused" and fresh:
            move(
                "intake1", card.case_id, Move.NOT_ACCEPT, notice_text="ไม่รับ",
                reason="insufficient_facts", screening_evidence="no",
                screening_circumstances="no", screening_witness="no",
            )  # fmt: skip
        elif card.way == "sent":
            move(
                "intake1", card.case_id, Move.FORWARD, notice_text="ส่งต่อ", reason="เกินอำนาจ",
                forwarded_to="สำนักงาน ป.ป.ช.",
            )  # fmt: skip
        else:
            card.way = "closed"
            if fresh:
                move("intake1", card.case_id, Move.ACCEPT)
            move("intake1", card.case_id, Move.RESULT_NOTICE, notice_text="ตรวจสอบแล้ว")
            move("intake1", card.case_id, Move.CLOSE, notice_text="ยุติแล้ว")
        card.ended = self.today
        self._count(card.way)

    def _reopen(self) -> None:
        card = self._pick(lead="")
        if card is None or card.ended is None:
            return
        self.office.move("intake1", card.case_id, Move.REOPEN, reason="มีพยานใหม่")
        card.ended = None
        self._count("reopened")

    def _merge(self) -> None:
        card, lead = self._pick(ended=None), self._pick(ended=None)
        leads = {one.lead for one in self.book.cards.values()}
        if card is None or lead is None or card is lead or card.case_id in leads or lead.lead:
            return
        count = self.office.open("intake1", card.case_id).event_count
        with self.office.desk("intake1") as work:
            merge(work, card.case_id, lead.case_id, {"notice_text": "รวมเรื่อง"}, count)
        card.ended, card.lead, card.way = self.today, lead.case_id, "merged"
        self._count("merged")

    def _hold(self) -> None:
        card = self._pick(held=False, nameless=None)
        if card is not None:
            hold(self.office, "intake2", card.case_id)
            card.held = True
            self._count("held")

    def _lift(self) -> None:
        card = self._pick(held=True)
        if card is not None:
            hold(self.office, "clerk", card.case_id, lift_hold)
            card.held = False
            self._count("lifted")

    def _take_back(self) -> None:
        card = self._pick(nameless=None)
        if card is None:
            return
        with self.office.reporter() as work:
            token = enter_code(work, card.code)
        with self.office.reporter() as work:
            erase_identity(work, token)
        card.nameless = self.today
        self._count("taken_back")

    def _delete(self) -> None:
        """What the page proposes, as two persons would; a held case is tried and refused."""
        held = [one for one in self.book.cards.values() if one.held and one.ended]
        held = [one for one in held if one.deleted is None]
        if held:
            with pytest.raises(InvalidInput) as refused:
                asked(self.office, Kind.DELETE, held[0].case_id)
            assert refused.value.fields == {"cases": "case_held"}
            self._count("refused_held")
        with self.office.desk("intake1") as work:
            chosen = [one.case.id for one in due_page(work).cases if one.may_be_chosen]
        if not chosen:
            return
        request_id = agreed(self.office, Kind.DELETE, *chosen)
        try:
            with self.office.desk("intake1") as work:
                delete_case(work, request_id)
        except CaseHeld:
            self.wrong.append(f"{self.today}: the page proposed a held case")
        for case_id in chosen:
            card = self.book.cards[case_id]
            if not self.book.case_over(card, self.today) or card.held:
                self.wrong.append(f"{self.today}: proposed early: {card}")
            card.deleted = self.today
            self._count("deleted")

    def _shorten(self) -> None:
        """Once in ten years the office changes its mind about names."""
        if self.book.name_months != 12 or self.today.year < 2031:
            return
        self.book.name_months = 6
        months = {"closed": 120, "not_accepted": 24, "forwarded": 120, "access_log": 60}
        with self.office.desk("admin1") as work:
            set_periods(work, months | {"identity": 6})
        self._count("shortened")

    def _look(self) -> None:
        """The errand of the served program; then the book turns its page."""
        if self.dice.random() < 0.5 and self.today != END:
            # The machine was off these days: what is over goes when it is on again.
            looked = False
        else:
            assert keep_no_longer(self.house).failed == 0
            looked = True
        for card in self.book.cards.values():
            is_there = card.nameless is None and card.deleted is None
            if looked and is_there and self.book.name_over(card, self.today):
                self._count("kept_by_hold" if card.held else "expired")
                card.nameless = None if card.held else self.today

    def _compare(self) -> None:
        """The database against the book."""
        office = self.office
        with office.work(AgencyClerk(office.agency_id), writes=False) as work:
            erased = dict(
                work.session.execute(
                    select(CaseEvent.case_id, func.max(CaseEvent.day))
                    .where(
                        CaseEvent.kind.in_(
                            (int(EventKind.IDENTITY_ERASED), int(EventKind.IDENTITY_EXPIRED))
                        )
                    )
                    .group_by(CaseEvent.case_id)
                ).all()
            )
            deleted = dict(
                work.session.execute(
                    select(Complaint.id, Complaint.deleted_on).where(
                        Complaint.deleted_on.is_not(None)
                    )
                ).all()
            )
            alive = {one for table in (SealedObject, KeyShare) for one in work.rows(
                select(table.case_id).distinct())}  # fmt: skip
            oldest = work.session.scalar(
                select(func.min(AccessLog.opened_at)).where(
                    AccessLog.case_id.is_(None) | AccessLog.case_id.not_in(self._held())
                )
            )
        for card in self.book.cards.values():
            key = bytes.fromhex(card.case_id)
            if erased.get(key) != card.nameless:
                self.wrong.append(f"{self.today}: name gone {erased.get(key)}, book: {card}")
            if deleted.get(key) != card.deleted or (key in alive) == (card.deleted is not None):
                self.wrong.append(f"{self.today}: deleted {deleted.get(key)}, book: {card}")
        # The machine may have been off for some time.
        late = self.today - 8 * STEP
        if oldest and months_after(in_bangkok(oldest).date(), self.book.log_months) < late:
            self.wrong.append(f"{self.today}: the log goes back to {oldest}")

    def _held(self) -> list[bytes]:
        return [bytes.fromhex(one.case_id) for one in self.book.cards.values() if one.held]


def test_ten_years_agree_with_the_clerks_own_book(tmp_path):
    app, office = make_service(tmp_path)
    decade = Decade(office, app.extensions["prongsai"], SEED)
    decade.live()
    assert decade.wrong == [], "\n".join(decade.wrong[:20])
    # A decade in which nothing happened would agree with anything.
    happens = (
        "expired", "kept_by_hold", "deleted", "lifted", "refused_held", "merged", "taken_back",
    )  # fmt: skip
    for what in happens:
        assert decade.counts.get(what, 0) > 0, (what, decade.counts)
    assert decade.counts["expired"] > CASES / 4, decade.counts
