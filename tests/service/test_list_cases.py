"""The lists that the database chooses are those that a plain reading of every case chooses."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from crypto.primitives import random_bytes
from crypto.tracking_code import private_branch, public_branch
from models.clock import ClockRow
from models.complaint import Complaint
from models.key_share import KeyShare
from rules.clocks import FIRST_ANSWER_DAYS, ClockKind, runs_in
from rules.limits import PAGE_ROWS
from rules.permissions import Role
from rules.states import Channel, Move, State, is_open
from service import case_index
from service.actors import AgencyClerk, Reporter
from service.case_filing import ReporterSide, file_case
from service.case_filters import Filters
from service.case_index import newest, openable
from service.exclusions import Exclusions
from service.inputs import load_draft
from service.keyring import open_keyring
from service.list_cases import DUE_SOON_DAYS, SHOWS, TODAY_ROWS, list_cases, today_page
from service.sealing import new_id
from tests.office import Office

CASES = 30
AWAITS = ("office", "reporter", "others", "nobody")


def fill(office: Office, channel: Channel, count: int, excluded: str = "") -> list[bytes]:
    """So many cases without a code; the named officer, if any, is kept out of them."""
    kept_out = frozenset({office.officers[excluded].officer_id}) if excluded else frozenset()
    draft = load_draft(channel, {"narrative": "ผู้รับเหมาส่งมอบถนนบางกว่าแบบ"})
    ids = []
    with office.work(Reporter(office.agency_id)) as work:
        keyring = open_keyring(work, channel)
        for _ in range(count):
            root = random_bytes(32)
            side = ReporterSide(public_branch(root), private_branch(root, work.keys.pepper))
            ids.append(new_id())
            file_case(work, draft, keyring, Exclusions(officers=kept_out), side, ids[-1])
    return ids


@pytest.fixture
def filled(office: Office) -> Office:
    fill(office, Channel.CORRUPTION, CASES - 10)
    fill(office, Channel.CORRUPTION, 4, excluded="intake1")
    fill(office, Channel.GRIEVANCE, 6)
    return office


clocks_of_a_case = st.lists(
    st.tuples(st.sampled_from(ClockKind), st.integers(-40, 40), st.booleans()), max_size=4
)
a_case = st.tuples(
    st.sampled_from(State), st.sampled_from(AWAITS), st.booleans(), st.booleans(), clocks_of_a_case
)


def paint(office: Office, cases: list) -> None:
    """Give the cases these clear columns and these clocks, and no others."""
    own = office.officers["intake1"].officer_id
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.execute(delete(ClockRow))
        ids = work.rows(select(Complaint.id).order_by(Complaint.channel, Complaint.register_number))
        for case_id, (state, awaits, spoke, is_mine, clocks) in zip(ids, cases, strict=True):
            work.session.execute(
                update(Complaint)
                .where(Complaint.id == case_id)
                .values(
                    state=state.value,
                    awaits=awaits,
                    reporter_spoke=spoke,
                    case_officer_id=own if is_mine else None,
                )
            )
            for kind, days, is_answered in clocks:
                due_on = work.today + timedelta(days=days)
                work.session.add(a_clock(work, case_id, kind, due_on, is_answered))


def a_clock(work, case_id: bytes, kind: ClockKind, due_on: date, is_answered: bool) -> ClockRow:
    return ClockRow(
        id=new_id(),
        agency_id=work.agency_id,
        case_id=case_id,
        kind=kind.value,
        starts_on=due_on - timedelta(days=FIRST_ANSWER_DAYS),
        due_on=due_on,
        answer_by_on=due_on,
        told_due_on=due_on,
        answered_on=due_on if is_answered else None,
        rules_version=1,
    )


class Plain:
    """What the lists should be, from reading every row."""

    def __init__(self, office: Office, login: str) -> None:
        self.own = office.officers[login].officer_id
        with office.desk(login) as work:
            self.today = work.today
            blind = {bytes.fromhex(one) for one in blind_of(work)}
            held = {
                (row.case_id, row.epoch)
                for row in work.rows(select(KeyShare).where(KeyShare.holder_id == self.own))
            }
            rows = work.rows(select(Complaint))
            self.cases = [
                row for row in rows if (row.id, row.epoch) in held and row.id not in blind
            ]
            self.clocks: dict[bytes, list[ClockRow]] = {}
            for clock in work.rows(select(ClockRow).where(ClockRow.answered_on.is_(None))):
                self.clocks.setdefault(clock.case_id, []).append(clock)

    def nearest(self, case: Complaint) -> date | None:
        running = [
            clock.due_on
            for clock in self.clocks.get(case.id, [])
            if runs_in(ClockKind(clock.kind), State(case.state))
        ]
        return min(running, default=None)

    def listed(self, channel: Channel | None, show: str) -> list[str]:
        chosen = [
            case
            for case in self.cases
            if (channel is None or case.channel == channel)
            and (show != "mine" or case.case_officer_id == self.own)
            and (show not in ("open", "closed") or is_open(State(case.state)) == (show == "open"))
        ]
        chosen.sort(key=lambda case: (-case.register_year_be, -case.register_number, case.channel))
        return [case.id.hex() for case in chosen]

    def due(self) -> list[str]:
        horizon = self.today + timedelta(days=DUE_SOON_DAYS)
        chosen = []
        for case in self.cases:
            day = self.nearest(case)
            if case.reporter_spoke or (day is not None and day <= horizon):
                # The nearest open clock places it, a running one or not, when only unread.
                is_due = day is not None and day <= horizon
                days = [clock.due_on for clock in self.clocks.get(case.id, [])]
                place = day if is_due else min(days, default=date.max)
                chosen.append((not is_due, place, in_register(case), case.id.hex()))
        return [case_id for *_, case_id in sorted(chosen)]


def in_register(case: Complaint) -> tuple[int, int, int]:
    return case.register_year_be, case.register_number, -ord(case.channel[0])


def blind_of(work) -> list[str]:
    from service.blind_list import learn_blind_cases

    return [one.hex() for one in learn_blind_cases(work)]


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cases=st.lists(a_case, min_size=CASES, max_size=CASES))
def test_today_shows_what_a_plain_reading_of_every_case_shows(filled: Office, cases: list) -> None:
    paint(filled, cases)
    for login in ("intake1", "intake2", "grievance1"):
        plain = Plain(filled, login)
        with filled.desk(login) as work:
            page = today_page(work)
            # Few and many are counted in two ways; both stop where they are told to.
            mine, until = case_index.openable(work), work.today + timedelta(days=DUE_SOON_DAYS)
            stopped = {
                most: case_index.count_owing(work, mine, until, case_index.unread(), most=most)
                for most in (1, 2, 5, 1_000)
            }
        due = plain.due()
        assert stopped == {most: min(most, len(due)) for most in stopped}
        assert [line.id for line in page.due] == due[:TODAY_ROWS]
        assert page.due_count == len(due)
        newest_first = plain.listed(None, "all")
        by_id = {case.id.hex(): case for case in plain.cases}

        def first(fits, newest_first=newest_first, by_id=by_id) -> list[str]:
            return [one for one in newest_first if fits(by_id[one])][:TODAY_ROWS]

        assert [one.id for one in page.new] == first(lambda case: case.state == State.RECEIVED)
        assert [one.id for one in page.waiting_for_reporter] == first(
            lambda case: case.awaits == "reporter" and is_open(State(case.state))
        )
        assert [one.id for one in page.waiting_for_others] == first(
            lambda case: case.awaits == "others"
        )
        assert page.mine_count == sum(
            is_open(State(case.state)) and case.case_officer_id == plain.own for case in plain.cases
        )


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cases=st.lists(a_case, min_size=CASES, max_size=CASES))
def test_every_page_of_every_list_is_a_slice_of_the_plain_one(filled: Office, cases: list) -> None:
    paint(filled, cases)
    plain = Plain(filled, "intake1")
    for channel in (None, Channel.CORRUPTION):
        for show in SHOWS:
            whole = plain.listed(channel, show)
            with filled.desk("intake1") as work:
                first = list_cases(work, Filters(channel=channel, show=show))
                last = list_cases(work, Filters(channel=channel, show=show), first.pages)
            assert first.total == len(whole)
            assert [line.id for line in first.lines] == whole[:PAGE_ROWS]
            assert [line.id for line in last.lines] == whole[(first.pages - 1) * PAGE_ROWS :]


def test_every_stretch_of_a_list_is_found_from_either_end(filled: Office) -> None:
    with filled.desk("intake2") as work:
        mine = openable(work).cases
        whole = newest(work, mine, most=CASES)
        assert len(whole) == CASES - 6
        for start in range(len(whole)):
            for most in (1, 7):
                found = newest(work, mine, most=most, start=start, of=len(whole))
                assert found == whole[start : start + most]


def test_a_case_that_has_ended_stands_on_today_while_something_of_it_is_owed(
    office: Office,
) -> None:
    owed = {
        ClockKind.CUSTOM: "ทำงานที่ตั้งไว้ในเรื่องนี้",
        ClockKind.REFERRED_IN_REPLY: "ตอบหน่วยงานที่ส่งเรื่องมา",
        ClockKind.NACC_FINDING: "สั่งลงโทษตามที่ ป.ป.ช. ชี้มูล",
        ClockKind.NACC_COPY: "ส่งสำเนาคำสั่งลงโทษให้ ป.ป.ช.",
    }
    ids = fill(office, Channel.CORRUPTION, len(ClockKind))
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.execute(delete(ClockRow))
        work.session.execute(update(Complaint).values(state=State.CLOSED.value))
        for case_id, kind in zip(ids, ClockKind, strict=True):
            work.session.add(a_clock(work, case_id, kind, work.today - timedelta(days=1), False))
    with office.desk("intake1") as work:
        page = today_page(work)
    kinds = dict(zip((one.hex() for one in ids), ClockKind, strict=True))
    assert {kinds[line.id]: line.to_do.th for line in page.due} == owed
    assert all(line.standing and line.standing.level == "overdue" for line in page.due)


def test_every_kind_of_clock_says_in_words_what_is_due(office: Office) -> None:
    ids = fill(office, Channel.CORRUPTION, len(ClockKind))
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.execute(delete(ClockRow))
        for case_id, kind in zip(ids, ClockKind, strict=True):
            work.session.add(a_clock(work, case_id, kind, work.today, False))
    with office.desk("intake1") as work:
        page = today_page(work)
    assert len(page.due) == len(ClockKind)
    assert len({line.to_do for line in page.due}) == len(ClockKind)


def test_a_forwarded_case_whose_answer_is_awaited_waits_for_others(office: Office) -> None:
    (case_id,) = fill(office, Channel.CORRUPTION, 1)
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.execute(update(Complaint).values(state=State.FORWARDED.value, awaits="others"))
        work.session.execute(delete(ClockRow))
    with office.desk("intake1") as work:
        page = today_page(work)
    assert [line.id for line in page.waiting_for_others] == [case_id.hex()]
    assert page.waiting_for_others[0].to_do.th == "รอหน่วยงานปลายทางแจ้งผล"
    assert page.due_count == 0


def test_only_a_supervisor_is_told_how_many_are_overdue(office: Office) -> None:
    office.hire("clerk2", "นางสาวรองปลัด ดูแลแทน", Role.SUPERVISOR, Role.INTAKE)
    fill(office, Channel.CORRUPTION, 3)
    office.clock.now += timedelta(days=5)
    fill(office, Channel.CORRUPTION, 2)
    with office.desk("clerk2") as work:
        page = today_page(work)
    # Three have their screening behind them, undone; of the other two it is due this week.
    assert (page.overdue_count, page.due_count) == (3, 5)
    assert [line.standing.level for line in page.due] == ["overdue"] * 3 + ["soon"] * 2
    with office.desk("intake1") as work:
        assert today_page(work).overdue_count == 0


def test_tests_are_not_among_the_answers_in_time(office: Office) -> None:
    receipt = office.file()
    test = office.file()
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.execute(
            update(Complaint)
            .where(Complaint.id == bytes.fromhex(office.case_id(test)))
            .values(is_test=True)
        )
    for one in (receipt, test):
        case_id = office.case_id(one)
        office.move("intake1", case_id, Move.PROGRESS_NOTICE, notice_text="รับเรื่องแล้ว")
    with office.desk("intake1") as work:
        page = today_page(work)
    assert (page.answered_in_time, page.answered_of) == (1, 1)


def test_a_late_answer_and_a_missing_one_are_not_in_time(office: Office) -> None:
    receipts = [office.file() for _ in range(3)]
    office.move(
        "intake1", office.case_id(receipts[0]), Move.PROGRESS_NOTICE, notice_text="รับเรื่องแล้ว"
    )
    office.clock.now += timedelta(days=FIRST_ANSWER_DAYS + 1)
    office.move(
        "intake1", office.case_id(receipts[1]), Move.PROGRESS_NOTICE, notice_text="ขออภัยที่ช้า"
    )
    with office.desk("intake1") as work:
        page = today_page(work)
    assert (page.answered_in_time, page.answered_of) == (1, 3)
