"""Lists under filters are what a plain reading of every case gives, and tell of no other case."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from models.agency import Unit
from models.complaint import Complaint
from models.officer import Officer
from rules.clocks import SOON_DAYS
from rules.limits import PAGE_ROWS
from rules.states import Channel, State, is_open
from service.actors import AgencyClerk
from service.case_filters import NOBODY, SHOWS, STANDINGS, Filters, filter_choices
from service.list_cases import list_cases
from service.sealing import new_id
from tests.office import Office
from tests.service.test_list_cases import AWAITS, CASES, Plain, clocks_of_a_case, fill, paint

YEARS = (2566, 2568, 2570)
HANDLERS = ("intake2", "legal1")


@pytest.fixture
def filled(office: Office) -> Office:
    fill(office, Channel.CORRUPTION, CASES - 10)
    fill(office, Channel.CORRUPTION, 4, excluded="intake1")
    fill(office, Channel.GRIEVANCE, 6)
    return office


def units_of(office: Office) -> list[bytes]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(select(Unit.id).order_by(Unit.name_th))


def change(office: Office, case_id: bytes, **columns: object) -> None:
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.execute(update(Complaint).where(Complaint.id == case_id).values(**columns))


a_case = st.tuples(
    st.sampled_from(State), st.sampled_from(AWAITS), st.booleans(), st.booleans(), clocks_of_a_case
)
more = st.tuples(
    st.sampled_from(YEARS), st.sampled_from((None, *HANDLERS)), st.booleans(), st.booleans()
)
wishes = st.builds(
    Filters,
    channel=st.sampled_from((None, Channel.CORRUPTION)),
    show=st.sampled_from(SHOWS),
    year_be=st.sampled_from((None, *YEARS, 2500)),
    state=st.sampled_from((None, State.RECEIVED, State.FACT_FINDING, State.CLOSED)),
    standing=st.sampled_from(("", *STANDINGS)),
    imported=st.sampled_from((None, True, False)),
    unread=st.booleans(),
)


def paint_more(office: Office, ids: list[bytes], rows: list) -> None:
    """Give the cases a year, a handler, a unit and a sheet that they came from."""
    unit, batch = units_of(office)[0], new_id()
    with office.work(AgencyClerk(office.agency_id)) as work:
        for case_id, (year, handler, has_unit, is_imported) in zip(ids, rows, strict=True):
            columns = {
                "register_year_be": year,
                "unit_id": unit if has_unit and is_imported else None,
                "import_id": batch if is_imported else None,
            }
            if handler is not None:
                columns["case_officer_id"] = office.officers[handler].officer_id
            work.session.execute(update(Complaint).where(Complaint.id == case_id).values(**columns))


class Wished(Plain):
    """What a list should be under filters, from reading every row."""

    def fits(self, case: Complaint, filters: Filters) -> bool:
        return (
            (filters.channel is None or case.channel == filters.channel)
            and self._is_shown(case, filters)
            and filters.year_be in (None, case.register_year_be)
            and filters.state in (None, case.state)
            and filters.unit in ("", (case.unit_id or b"").hex())
            and filters.officer in ("", (case.case_officer_id or b"").hex() or NOBODY)
            and filters.standing in ("", self._standing(case))
            and filters.imported in (None, case.import_id is not None)
            and (case.reporter_spoke or not filters.unread)
        )

    def _is_shown(self, case: Complaint, filters: Filters) -> bool:
        if filters.show == "mine":
            return case.case_officer_id == self.own
        return filters.show == "all" or is_open(State(case.state)) == (filters.show == "open")

    def _standing(self, case: Complaint) -> str:
        day = self.nearest(case)
        if day is None or day > self.today + timedelta(days=SOON_DAYS):
            return ""
        return "overdue" if day < self.today else "soon"

    def ids(self, filters: Filters) -> list[str]:
        chosen = [case for case in self.cases if self.fits(case, filters)]
        chosen.sort(key=lambda case: (-case.register_year_be, -case.register_number, case.channel))
        return [case.id.hex() for case in chosen]


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cases=st.lists(a_case, min_size=CASES, max_size=CASES),
    rows=st.lists(more, min_size=CASES, max_size=CASES),
    wish=wishes,
    hand=st.sampled_from(("", NOBODY, *HANDLERS, "clerk")),
    by_unit=st.booleans(),
)
def test_under_any_filters_a_list_is_what_a_plain_reading_gives(
    filled: Office, cases: list, rows: list, wish: Filters, hand: str, by_unit: bool
) -> None:
    paint(filled, cases)
    with filled.work(AgencyClerk(filled.agency_id), writes=False) as work:
        ids = work.rows(select(Complaint.id).order_by(Complaint.id))
    paint_more(filled, ids, rows)
    officer = filled.officers[hand].officer_id.hex() if hand in filled.officers else hand
    unit = units_of(filled)[0].hex() if by_unit else ""
    asked = Filters(**(vars(wish) | {"officer": officer, "unit": unit}))
    with filled.desk("intake1") as work:
        first = list_cases(work, asked)
        last = list_cases(work, asked, first.pages)
    plain = Wished(filled, "intake1")
    assert first.filters == first.choices.known(asked).settled()
    whole = plain.ids(first.filters)
    assert first.total == len(whole)
    assert [line.id for line in first.lines] == whole[:PAGE_ROWS]
    assert [line.id for line in last.lines] == whole[(first.pages - 1) * PAGE_ROWS :]
    imported = {case.id.hex() for case in plain.cases if case.import_id}
    assert {line.id for line in first.lines if line.is_imported} == imported & {*whole[:PAGE_ROWS]}


def test_what_is_offered_comes_from_openable_cases_alone(office: Office) -> None:
    (hidden,) = fill(office, Channel.CORRUPTION, 1, excluded="intake1")
    (seen,) = fill(office, Channel.CORRUPTION, 1)
    change(
        office,
        hidden,
        register_year_be=2560,
        case_officer_id=office.officers["legal1"].officer_id,
        import_id=new_id(),
        unit_id=units_of(office)[0],
    )
    change(office, seen, case_officer_id=office.officers["intake2"].officer_id)
    with office.desk("intake1") as work:
        choices = filter_choices(work)
        asked = Filters(show="all", officer=office.officers["legal1"].officer_id.hex())
        page = list_cases(work, asked)
    assert choices.years == (2570,)
    assert [name for _, name in choices.officers] == ["นายวิชัย ตั้งตรง"]
    assert not choices.imported
    assert choices.units == ()
    # To ask for what is not offered is as if it were not asked: the answer is the same list.
    assert page.filters == Filters(show="all")
    assert [line.id for line in page.lines] == [seen.hex()]
    with office.desk("intake2") as work:
        other = filter_choices(work)
    assert other.years == (2570, 2560)
    assert other.imported
    assert [name for _, name in other.units] == ["กองช่าง", "สำนักปลัด"]


def test_an_officer_who_has_left_is_offered_while_cases_are_in_his_hands(office: Office) -> None:
    (case_id,) = fill(office, Channel.CORRUPTION, 1)
    legal = office.officers["legal1"].officer_id
    change(office, case_id, case_officer_id=legal)
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.execute(update(Officer).where(Officer.id == legal).values(standing="left"))
    with office.desk("intake1") as work:
        page = list_cases(work, Filters(officer=legal.hex()))
    assert page.choices.officers == ((legal.hex(), "นายธรรมรงค์ กฎหมาย"),)
    assert [line.id for line in page.lines] == [case_id.hex()]


@pytest.mark.parametrize("show", SHOWS)
@pytest.mark.parametrize("state", State)
def test_a_state_is_not_contradicted_by_what_is_shown(show: str, state: State) -> None:
    settled = Filters(show=show, state=state).settled()
    if show in ("open", "closed") and is_open(state) != (show == "open"):
        assert settled == Filters(show="all", state=state)
    else:
        assert settled == Filters(show=show, state=state)


def test_somebody_chosen_by_name_goes_before_ones_own_cases(office: Office) -> None:
    (case_id,) = fill(office, Channel.CORRUPTION, 1)
    change(office, case_id, case_officer_id=office.officers["intake2"].officer_id)
    asked = Filters(show="mine", officer=office.officers["intake2"].officer_id.hex())
    unknown = Filters(show="mine", officer=office.officers["clerk"].officer_id.hex())
    with office.desk("intake1") as work:
        assert [line.id for line in list_cases(work, asked).lines] == [case_id.hex()]
        assert list_cases(work, unknown).filters == Filters(show="mine")
