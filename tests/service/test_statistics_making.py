"""The statistics of any history: they balance, agree with counting by hand, and read no case."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product
from statistics import median_low

import pytest
from sqlalchemy import event

from rules.disclosure_items import LABELS
from rules.permissions import Role
from rules.publication import canonical, opened
from rules.states import Channel, State
from rules.statistics_options import FIRST_HALF, GRANULARITIES, SPANS, TO_DATE, WHOLE
from rules.tables import Table, TableRow
from rules.words import Words
from rules.words.statistics import BALANCE, COMPLETED_MEANS, COUNTED, FEW_CASES
from service.errors import NotFound
from service.prepared_tables import keep_tables
from service.statistics_document import document_from, document_record
from service.statistics_years import statistics_years
from tests.case_histories import DUE, Case, counted, history, put_in
from tests.office import Office, make_office
from tests.statistics_now import statistics_now

DAY = timedelta(days=1)
MAY = datetime(2027, 5, 15, 3, tzinfo=UTC)
TODAY = MAY.date()
FIRST = date(2024, 10, 1)
YEARS = (2568, 2569, 2570)
EVERY = tuple(product(Channel, YEARS, SPANS, GRANULARITIES))


@pytest.fixture
def cases(office: Office) -> tuple[Case, ...]:
    """Five hundred cases of three fiscal years, the last of them not over."""
    made = history(2570, 500, FIRST, TODAY)
    put_in(office, made)
    office.clock.now = MAY
    return made


def every_table(office: Office):
    """Each choice of channel, year, span and granularity, with its document."""
    with office.public() as work:
        for channel, year, span, granularity in EVERY:
            yield channel, statistics_now(work, year, channel, span=span, granularity=granularity)


def test_every_table_of_every_choice_balances(office: Office, cases: tuple[Case, ...]) -> None:
    for _channel, page in every_table(office):
        for row in (*page.rows, page.total):
            assert row.carried_forward + row.received == row.completed + row.outstanding
            assert row.not_accepted + row.forwarded <= row.completed
            assert min(row.carried_forward, row.outstanding, row.not_accepted, row.forwarded) >= 0
        for earlier, later in pairwise(page.rows):
            assert later.carried_forward == earlier.outstanding
            assert later.period.first == earlier.period.last + DAY
        for name in ("received", "completed", "not_accepted", "forwarded"):
            assert getattr(page.total, name) == sum(getattr(row, name) for row in page.rows)
        assert page.total.carried_forward == page.rows[0].carried_forward
        assert page.total.outstanding == page.rows[-1].outstanding


def test_every_figure_agrees_with_counting_the_cases_one_by_one(
    office: Office, cases: tuple[Case, ...]
) -> None:
    for channel, page in every_table(office):
        mine = counted(cases, channel)
        for row in (*page.rows, page.total):
            first, last = row.period.first, row.period.last
            ended = [case for case in mine if case.ended and first <= case.ended <= last]
            assert row.received == sum(first <= case.received <= last for case in mine)
            assert row.completed == len(ended)
            assert row.outstanding == sum(
                case.received <= last and (case.ended is None or case.ended > last) for case in mine
            )
            assert row.not_accepted == sum(case.state is State.NOT_ACCEPTED for case in ended)
            assert row.forwarded == sum(case.state is State.FORWARDED for case in ended)


def test_a_year_hands_its_rest_to_the_next(office: Office, cases: tuple[Case, ...]) -> None:
    with office.public() as work:
        for channel in Channel:
            totals = [statistics_now(work, year, channel, span=WHOLE).total for year in YEARS]
            for earlier, later in pairwise(totals):
                assert earlier.outstanding == later.carried_forward


def test_answers_and_medians_agree_with_counting_by_hand(
    office: Office, cases: tuple[Case, ...]
) -> None:
    chosen = {"parts": ("in_time", "medians")}
    with office.public() as work:
        for channel, year, span in product(Channel, YEARS, SPANS):
            page = statistics_now(work, year, channel, span=span, **chosen)
            mine = [
                case for case in counted(cases, channel) if page.first <= case.received <= page.last
            ]
            judged = [case for case in mine if case.answered or case.received + DUE < TODAY]
            in_time = [one for one in judged if one.answered and one.answered <= one.received + DUE]
            assert (page.answered_in_time, page.answered_of) == (len(in_time), len(judged))
            assert page.median_answer_days == median_low(
                max(0, (case.answered - case.received).days) for case in mine if case.answered
            )
            assert page.median_closing_days == median_low(
                (case.ended - case.received).days for case in mine if case.ended
            )


def test_an_answer_that_is_not_due_yet_is_not_judged(office: Office) -> None:
    today = date(2027, 4, 5)
    office.clock.now = datetime(2027, 4, 5, 3, tzinfo=UTC)
    due_today, due_before = today - DUE, today - DUE - DAY
    put_in(
        office,
        [
            Case(due_today),
            Case(due_before),
            Case(due_before, answered=today),
            Case(due_today, answered=today),
        ]
        * 5,
    )
    with office.public() as work:
        page = statistics_now(work, 2570)
    assert page.total.received == 20
    assert (page.answered_in_time, page.answered_of) == (5, 15)


@pytest.mark.parametrize(
    ("in_time", "late", "told"),
    [
        (9, 0, (9, 9)),
        (1, 0, (1, 1)),
        (9, 1, (0, 0)),
        (9, 4, (0, 0)),
        (2, 9, (0, 0)),
        (9, 5, (9, 14)),
    ],
)
def test_so_few_late_answers_that_they_could_be_known_are_not_told(
    office: Office, in_time: int, late: int, told: tuple[int, int]
) -> None:
    came = date(2026, 1, 5)
    answered = [Case(came, answered=came + 3 * DAY)] * in_time
    put_in(office, [*answered, *[Case(came, answered=came + DUE + DAY)] * late])
    office.clock.now = MAY
    with office.public() as work:
        page = statistics_now(work, 2569)
    assert (page.answered_in_time, page.answered_of) == told


def test_what_is_not_chosen_is_not_counted(office: Office, cases: tuple[Case, ...]) -> None:
    with office.public() as work:
        page = statistics_now(work, 2569, parts=("table",))
    assert (page.answered_in_time, page.answered_of) == (0, 0)
    assert (page.median_answer_days, page.median_closing_days) == (None, None)


@pytest.mark.parametrize(("few", "told"), [(4, False), (5, True)])
def test_a_median_of_few_cases_is_not_told(office: Office, few: int, told: bool) -> None:
    came = date(2026, 1, 5)
    done = [Case(came, came + 9 * DAY, State.CLOSED, came + 3 * DAY)] * few
    put_in(office, [*done, Case(came), Case(came)])
    office.clock.now = MAY
    with office.public() as work:
        page = statistics_now(work, 2569, parts=("medians",))
    expected = (3, 9) if told else (None, None)
    assert (page.median_answer_days, page.median_closing_days) == expected


def test_only_closed_periods_are_shown(office: Office, cases: tuple[Case, ...]) -> None:
    shown = {}
    with office.public() as work:
        for span, granularity in product(SPANS, GRANULARITIES):
            page = statistics_now(work, 2570, span=span, granularity=granularity)
            assert page.last == page.rows[-1].period.last < TODAY
            shown[span, granularity] = len(page.rows)
    assert shown == {
        (WHOLE, "month"): 7, (WHOLE, "quarter"): 2, (WHOLE, "half"): 1,
        (TO_DATE, "month"): 7, (TO_DATE, "quarter"): 2, (TO_DATE, "half"): 1,
        (FIRST_HALF, "month"): 6, (FIRST_HALF, "quarter"): 2, (FIRST_HALF, "half"): 1,
    }  # fmt: skip


def test_the_first_half_ends_with_march(office: Office, cases: tuple[Case, ...]) -> None:
    with office.public() as work:
        page = statistics_now(work, 2569, span=FIRST_HALF, granularity="month")
    assert (page.first, page.last) == (date(2025, 10, 1), date(2026, 3, 31))
    assert page.total.period.kind == "span"


def test_a_year_of_which_nothing_has_closed_has_no_numbers(office: Office) -> None:
    office.file()
    with office.public() as work:
        page = statistics_now(work, 2570)
        latest = statistics_now(work)
        by_month = statistics_now(work, granularity="month")
    assert (page.rows, page.total, page.last, page.zero) == ((), None, None, None)
    assert latest.fiscal_year_be == 2569
    assert by_month.fiscal_year_be == 2570


def test_a_span_without_complaints_says_so_with_its_days(office: Office) -> None:
    put_in(office, [Case(date(2025, 9, 1))])
    office.clock.now = MAY
    with office.public() as work:
        page = statistics_now(work, 2569, span=FIRST_HALF)
        grievances = statistics_now(work, 2569, Channel.GRIEVANCE)
    assert page.total.outstanding == 1
    assert page.zero.th.endswith("ในช่วงวันที่ 1 ตุลาคม 2568 ถึงวันที่ 31 มีนาคม 2569")
    assert "ทุจริต" in page.zero.th and "ทุจริต" not in grievances.zero.th


def test_each_channel_has_its_own_title_item_and_notes(office: Office) -> None:
    with office.public() as work:
        corruption = statistics_now(work, 2569)
        grievances = statistics_now(work, 2569, Channel.GRIEVANCE)
    assert corruption.title == LABELS["statistics"] != grievances.title
    assert corruption.item_code and grievances.item_code is None
    for page in (corruption, grievances):
        assert page.notes[:3] == (COUNTED[page.channel.value], COMPLETED_MEANS, BALANCE)


def test_a_small_office_by_half_years_says_why(office: Office) -> None:
    with office.public() as work:
        assert FEW_CASES in statistics_now(work, 2569, granularity="half").notes
        assert FEW_CASES not in statistics_now(work, 2569).notes
    put_in(office, [Case(date(2026, 1, 5))] * 5)
    with office.public() as work:
        assert FEW_CASES not in statistics_now(work, 2569, granularity="half").notes


def test_another_offices_cases_are_not_counted(office: Office) -> None:
    neighbour = make_office(office.engine, office.key_path, slug="neighbour", clock=office.clock)
    put_in(neighbour, history(7, 40, FIRST, TODAY))
    came = date(2026, 1, 5)
    put_in(office, [Case(came, came + DAY, State.CLOSED, came + DAY)] * 5)
    office.clock.now = MAY
    with office.public() as work:
        page = statistics_now(work, 2569, parts=("in_time", "medians"))
        assert statistics_years(work, Channel.CORRUPTION) == (2570, 2569)
    assert (page.total.received, page.total.completed, page.total.carried_forward) == (5, 5, 0)
    assert (page.answered_in_time, page.answered_of) == (5, 5)
    assert (page.median_answer_days, page.median_closing_days) == (1, 1)


@pytest.mark.parametrize("year", [2562, 2571, 1])
def test_a_year_without_numbering_is_not_found(office: Office, year: int) -> None:
    with office.public() as work, pytest.raises(NotFound):
        statistics_now(work, year)


def test_years_go_back_to_the_first_case_that_counts(office: Office) -> None:
    put_in(
        office,
        [
            Case(date(2021, 1, 4), is_test=True),
            Case(date(2022, 1, 4), state=State.MOVED),
            Case(date(2023, 1, 4), channel=Channel.GRIEVANCE),
            Case(date(2024, 1, 4)),
        ],
    )
    office.clock.now = MAY
    with office.public() as work:
        assert statistics_years(work, Channel.CORRUPTION) == (2570, 2569, 2568, 2567)
        assert statistics_years(work, Channel.GRIEVANCE) == (2570, 2569, 2568, 2567, 2566)


def test_a_document_is_the_same_after_its_record(office: Office, cases: tuple[Case, ...]) -> None:
    for _channel, page in every_table(office):
        assert document_from(opened(canonical(document_record(page)))) == page


def test_prepared_tables_stand_only_where_they_were_chosen(office: Office) -> None:
    officer = office.hire("both1", "นางสาวดาว นับได้", Role.PUBLISHER, Role.INTAKE)
    table = Table(
        "category",
        Words("แยกตามประเภทเรื่อง", "By category"),
        (Words("รับใหม่", "Received"),),
        (TableRow("bribe", Words("เรียกรับเงิน", "Bribes"), (None,)),),
    )
    with office.work(officer) as work:
        keep_tables(work, 2569, WHOLE, (table,))
    chosen = {"span": WHOLE, "tables": ("unit", "category")}
    with office.public() as work:
        assert statistics_now(work, 2569, **chosen).tables == (table,)
        assert statistics_now(work, 2569, span=WHOLE).tables == ()
        assert statistics_now(work, 2568, **chosen).tables == ()
        assert statistics_now(work, 2569, **chosen | {"span": FIRST_HALF}).tables == ()
        assert statistics_now(work, 2569, Channel.GRIEVANCE, **chosen).tables == ()


# Another database has its own mind, and its own statistics of tables.
@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_counting_goes_along_the_indexes_and_reads_no_case(office: Office) -> None:
    put_in(office, history(3, 50, FIRST, TODAY))
    office.clock.now = datetime(2027, 4, 5, 3, tzinfo=UTC)
    sent = _statements(office)
    asked = [one for one in sent if "FROM complaint" in one[0] or "FROM clock" in one[0]]
    assert len(asked) >= 5
    with office.engine.connect() as connection:
        for statement, values in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            for step in (row[3] for row in plan):
                if "complaint" in step or "clock" in step:
                    assert "USING COVERING INDEX" in step and "agency_id=?" in step, step


def _statements(office: Office) -> list[tuple[str, tuple[object, ...]]]:
    sent = []

    def keep(_connection, _cursor, statement, parameters, _context, _many) -> None:
        sent.append((statement, parameters))

    event.listen(office.engine, "before_cursor_execute", keep)
    with office.public() as work:
        statistics_now(work, 2570, parts=("in_time", "medians"))
        statistics_years(work, Channel.CORRUPTION)
    event.remove(office.engine, "before_cursor_execute", keep)
    return sent
