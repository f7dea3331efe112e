"""What was brought in is taken back: nothing of it is left, and only while nobody worked on it."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models.agency import RegisterCounter
from models.base import Base
from models.complaint import Complaint
from models.history import AccessLog
from rules.states import Channel, Move
from service import import_undo
from service.actors import AgencyClerk
from service.blind_list import openable_cases
from service.errors import NotFound, WrongState
from service.import_undo import begin_undo, undo_slice, undoing
from service.list_cases import today_page
from service.look_for_tampering import look_for_tampering
from tests.office import Office
from tests.service.test_import_register import (
    begin,
    bring_in,
    cases_of,
    import_register,
    lay_down,
    sheet_of,
)

LEFT_BEHIND = {"access_log", "import_batch"}
ROW = ("1/2567", "3/1/2567", "ก", *[""] * 10)


def row_counts(office: Office) -> dict[str, int]:
    """How many rows every table has."""
    with office.engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
        }


def counters(office: Office) -> set[tuple[str, int, int]]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return {
            (one.channel, one.year_be, one.next_number)
            for one in work.rows(select(RegisterCounter))
        }


def undo(office: Office, batch_id: str, login="intake1") -> None:
    with office.desk(login) as work:
        begin_undo(work, batch_id)
    left = 1
    while left:
        with office.desk(login) as work:
            left = undo_slice(work, batch_id)


def why_not(office: Office, batch_id: str, login="intake1"):
    with office.desk(login) as work:
        return undoing(work, batch_id)


def test_nothing_is_left_in_any_table_and_the_registers_stand_as_before(
    office: Office, monkeypatch
) -> None:
    monkeypatch.setattr(import_undo, "CASES_AT_ONCE", 4)
    office.file()
    before, stood = row_counts(office), counters(office)
    batch_id = lay_down(office)
    bring_in(office, batch_id)
    with office.desk("intake2") as work:
        today_page(work)
    grown = {name for name, count in row_counts(office).items() if count > before[name]}
    assert grown >= {
        "complaint", "case_epoch", "sealed_object", "key_share", "case_event", "clock",
        "clock_reminder", "register_counter",
    }  # fmt: skip
    undo(office, batch_id)
    after = row_counts(office)
    assert {name for name in after if after[name] != before[name]} == LEFT_BEHIND
    assert after["import_batch"] == 1
    assert counters(office) == stood
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()
    with office.desk("intake2") as work:
        assert len(work.rows(openable_cases(work))) == 1


def test_taking_back_leaves_one_line_in_the_access_log(office: Office) -> None:
    batch_id = lay_down(office)
    bring_in(office, batch_id)
    undo(office, batch_id)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        lines = work.rows(select(AccessLog).where(AccessLog.what == "import_undo"))
    assert [(one.case_id, one.count) for one in lines] == [(None, 6)]


def test_what_was_filed_since_keeps_its_number(office: Office) -> None:
    batch_id = lay_down(office, sheet_of((("9/2570", "20/11/2569", "ก", *[""] * 10),)))
    bring_in(office, batch_id)
    mine = office.file()
    assert mine.receipt_no == "10/2570"
    undo(office, batch_id)
    assert [one.register_number for one in cases_of(office)] == [10]
    assert office.file().receipt_no == "11/2570"


def test_it_cannot_be_taken_back_once_somebody_has_worked_on_a_case(office: Office) -> None:
    batch_id = lay_down(office)
    bring_in(office, batch_id)
    opened = next(one for one in cases_of(office) if one.state == "received")
    office.open("intake2", opened.id.hex())
    assert why_not(office, batch_id).why == ""
    office.move("intake2", opened.id.hex(), Move.NOTE, note="กำลังดู")
    asked = why_not(office, batch_id)
    assert (asked.why, asked.touched, asked.left) == ("touched", ("2/2567",), 6)
    with pytest.raises(WrongState), office.desk("intake1") as work:
        begin_undo(work, batch_id)
    with pytest.raises(WrongState), office.desk("intake1") as work:
        undo_slice(work, batch_id)
    assert len(cases_of(office)) == 6


def test_whoever_is_kept_out_of_a_case_does_not_learn_that_it_moved(office: Office) -> None:
    rows = (("1/2567", "3/1/2567", "ก", "", "นางสาวมาลี ใจงาม", *[""] * 8),)
    batch_id = lay_down(office, sheet_of(rows))
    bring_in(office, batch_id)
    office.move("intake2", cases_of(office)[0].id.hex(), Move.NOTE, note="กำลังดู")
    assert why_not(office, batch_id).touched == ()


def test_it_can_be_taken_back_for_thirty_days(office: Office) -> None:
    batch_id = lay_down(office, sheet_of((ROW,)))
    bring_in(office, batch_id)
    office.clock.now += timedelta(days=30)
    assert why_not(office, batch_id).why == ""
    office.clock.now += timedelta(days=1)
    assert why_not(office, batch_id).why == "late"
    with pytest.raises(WrongState), office.desk("intake1") as work:
        begin_undo(work, batch_id)


def test_only_whoever_brought_it_in_takes_it_back(office: Office) -> None:
    batch_id = lay_down(office, sheet_of((ROW,)))
    bring_in(office, batch_id)
    with pytest.raises(NotFound), office.desk("intake2") as work:
        begin_undo(work, batch_id)


def test_a_sheet_half_in_is_taken_back_too(office: Office, monkeypatch) -> None:
    monkeypatch.setattr(import_register, "ROWS_AT_ONCE", 2)
    before = row_counts(office)
    batch_id = lay_down(office)
    plan = begin(office, batch_id)
    with office.desk("intake1") as work:
        import_register.bring_in_slice(work, plan)
    undo(office, batch_id)
    # The page of the bringing in, still open somewhere, brings nothing in any more.
    with office.desk("intake1") as work:
        assert import_register.bring_in_slice(work, plan).is_over
    after = row_counts(office)
    assert {name for name in after if after[name] != before[name]} == LEFT_BEHIND
    assert counters(office) == set()


def test_a_taking_back_that_was_stopped_goes_on(office: Office, monkeypatch) -> None:
    monkeypatch.setattr(import_undo, "CASES_AT_ONCE", 2)
    batch_id = lay_down(office)
    bring_in(office, batch_id)
    with office.desk("intake1") as work:
        begin_undo(work, batch_id)
    with office.desk("intake1") as work:
        assert undo_slice(work, batch_id) == 4
    with suppress(_PowerGone), office.desk("intake1") as work:
        undo_slice(work, batch_id)
        raise _PowerGone
    assert len(cases_of(office)) == 4
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()
    undo(office, batch_id)
    assert cases_of(office) == []


def test_another_sheet_stays_where_it_is(office: Office) -> None:
    first, second = lay_down(office), lay_down(office, sheet_of((ROW,)), login="intake2")
    bring_in(office, first)
    bring_in(office, second, "intake2")
    undo(office, first)
    assert [one.register_number for one in cases_of(office)] == [3]
    assert counters(office) == {(Channel.CORRUPTION.value, 2567, 4)}
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert len(work.rows(select(Complaint.import_id))) == 1


class _PowerGone(Exception):
    """Stops everything before the commit."""
