"""Who opened what: for supervisors without a word about cases they cannot open, and for holders."""

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.history import AccessLog
from models.key_share import KeyShare
from rules.words import ACCESS
from service.access_log import log_opening
from service.actors import AgencyClerk, AllAgencies
from service.case_filters import Filters
from service.errors import NotAllowed, NotFound
from service.list_cases import list_cases
from service.read_access_log import (
    LISTS,
    MANY_CASES,
    PAGE_LINES,
    DayCount,
    LogLine,
    LogPage,
    access_log,
    case_log,
)
from tests.office import Office
from tests.two_persons import filed_case, holder_of, keep_out, share_with

SERVICE = Path(__file__).resolve().parents[2] / "service"
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
MALEE, WICHAI, CLERK = "นางสาวมาลี ใจงาม", "นายวิชัย ตั้งตรง", "นายประสิทธิ์ ปกครอง"


def _log(office: Office, **filters: object) -> LogPage:
    with office.desk("clerk") as work:
        return access_log(work, **({"month": None, "officer": "", "page": 1} | filters))


def _tomorrow(office: Office) -> None:
    office.clock.now += timedelta(days=1)


def _lines(page: LogPage) -> list[tuple[str, str, str, int]]:
    return [
        (entry.officer, entry.what.th, entry.receipt_no, entry.count)
        for entry in page.entries
        if isinstance(entry, LogLine)
    ]


def _counts(page: LogPage) -> list[tuple[date, str, int, int]]:
    return [
        (entry.day, entry.officer, entry.opened, entry.listed)
        for entry in page.entries
        if isinstance(entry, DayCount)
    ]


# The words


def _codes() -> set[str]:
    """Every code that reaches `log_opening`, read off the program itself.

    A function that hands its own argument on is asked what it is called with.
    """
    trees = {file.name: ast.parse(file.read_text("utf-8")) for file in SERVICE.glob("*.py")}
    found, places = set(), {"log_opening": 1}
    while places:
        name, place = places.popitem()
        for file, tree in trees.items():
            constants = {
                target.id: node.value.value
                for node in tree.body
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for function in ast.walk(tree):
                if not isinstance(function, ast.FunctionDef) or function.name == name:
                    continue
                arguments = [argument.arg for argument in function.args.args]
                for call in ast.walk(function):
                    if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != name:
                        continue
                    code = call.args[place]
                    value = getattr(code, "value", constants.get(getattr(code, "id", "")))
                    if isinstance(value, str):
                        found.add(value)
                    else:
                        assert isinstance(code, ast.Name) and code.id in arguments, file
                        places[function.name] = arguments.index(code.id)
    return found


def test_every_code_of_the_log_has_its_words() -> None:
    codes = _codes()
    assert {"list", "case", "file", "move", "export", "delete", "redact"} <= codes
    assert codes - set(ACCESS) == set()
    assert set(ACCESS) - codes == {"other"}
    assert set(ACCESS) >= LISTS


# The supervisor


def test_what_he_holds_stands_with_time_and_number(office: Office) -> None:
    case_id = filed_case(office)
    share_with(office, "intake1", "clerk", case_id)
    office.open("intake1", case_id)
    _tomorrow(office)
    page = _log(office)
    assert _lines(page) == [(MALEE, "เปิดอ่านเรื่อง", "1/2570", 1)]
    assert isinstance(page.entries[0], LogLine)
    assert page.entries[0].case_id == case_id
    assert page.entries[0].at == office.clock.now - timedelta(days=1)


def test_of_all_other_cases_he_sees_one_number_a_day_and_officer(office: Office) -> None:
    for case_id in (filed_case(office), filed_case(office)):
        office.open("intake1", case_id)
        office.open("intake2", case_id)
    with office.desk("intake1") as work:
        list_cases(work, Filters(show="all"))
    _tomorrow(office)
    page = _log(office)
    assert _lines(page) == []
    assert _counts(page) == [(date(2026, 11, 23), MALEE, 2, 1), (date(2026, 11, 23), WICHAI, 2, 0)]


def test_of_today_he_sees_nothing_yet(office: Office) -> None:
    """Else the page, looked at again and again, would tell when somebody opens a case."""
    case_id = filed_case(office)
    empty = _log(office)
    office.open("intake1", case_id)
    with office.desk("intake2") as work:
        list_cases(work, Filters(show="all"))
    assert _log(office) == empty
    assert empty.entries == ()


def test_a_case_against_him_shows_no_more_than_any_case_he_was_not_given(office: Office) -> None:
    """Opened, acted on, its file fetched: the page is the same as for some other case."""
    against, other = filed_case(office, narrative="ปลัด"), filed_case(office, narrative="ถนน")
    keep_out(office, against, CLERK)
    _tomorrow(office)
    pages = []
    for case_id in (against, other):
        with office.desk("intake1") as work:
            for what in ("case", "file", "move", "redact"):
                log_opening(work, what, bytes.fromhex(case_id))
        _tomorrow(office)
        pages.append([entry for entry in _log(office).entries if isinstance(entry, DayCount)][0])
        assert _lines(_log(office)) == []
    first, second = pages
    assert (first.officer, first.opened, first.listed) == (MALEE, 4, 0)
    assert (second.officer, second.opened, second.listed) == (MALEE, 4, 0)


def test_his_own_doings_stand_there_without_the_case_he_lost(office: Office) -> None:
    case_id = filed_case(office)
    share_with(office, "intake1", "clerk", case_id)
    office.open("clerk", case_id)
    assert _lines(_log(office)) == [(CLERK, "เปิดอ่านเรื่อง", "1/2570", 1)]
    with office.work(AllAgencies("take a share away")) as work:
        for share in work.rows(
            select(KeyShare).where(KeyShare.holder_id == office.officers["clerk"].officer_id)
        ):
            work.session.delete(share)
    page = _log(office)
    assert _lines(page) == [(CLERK, "เปิดอ่านเรื่อง", "", 1)]
    assert page.entries[0].case_id == ""


def test_many_cases_at_once_are_named_and_few_are_not(office: Office) -> None:
    for count in (MANY_CASES - 1, MANY_CASES):
        with office.desk("intake1") as work:
            log_opening(work, "export", None, count)
    with office.desk("intake1") as work:
        log_opening(work, "list", None, 25)
    _tomorrow(office)
    page = _log(office)
    assert _lines(page) == [(MALEE, "ส่งออกสำนวน", "", MANY_CASES)]
    assert _counts(page) == [(date(2026, 11, 23), MALEE, MANY_CASES - 1, 1)]


def test_a_day_begins_at_midnight_in_bangkok(office: Office) -> None:
    case_id = bytes.fromhex(filed_case(office))
    for hour in (16, 17):
        office.clock.now = datetime(2026, 11, 23, hour, 30, tzinfo=UTC)
        with office.desk("intake1") as work:
            log_opening(work, "case", case_id)
    office.clock.now += timedelta(days=2)
    assert _counts(_log(office)) == [
        (date(2026, 11, 24), MALEE, 1, 0),
        (date(2026, 11, 23), MALEE, 1, 0),
    ]


def test_it_can_be_read_by_month_and_by_officer(office: Office) -> None:
    case_id = filed_case(office)
    share_with(office, "intake1", "clerk", case_id)
    for login in ("intake1", "intake2"):
        office.open(login, case_id)
    office.clock.now = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # December in Bangkok
    office.open("intake1", case_id)
    _tomorrow(office)
    page = _log(office)
    assert page.months == (DECEMBER, NOVEMBER)
    assert (page.month, len(page.entries)) == (DECEMBER, 1)
    assert len(_log(office, month=NOVEMBER).entries) == 2
    wichai = office.officers["intake2"].officer_id.hex()
    assert [line[0] for line in _lines(_log(office, month=NOVEMBER, officer=wichai))] == [WICHAI]
    assert _log(office, officer=wichai).entries == ()
    for nonsense in ("x", "0" * 32):
        assert _log(office, officer=nonsense) == page
    assert _log(office, month=date(2020, 1, 1)) == page


def test_it_comes_in_pages_newest_first(office: Office) -> None:
    case_id = filed_case(office)
    share_with(office, "intake1", "clerk", case_id)
    for _ in range(PAGE_LINES + 5):
        office.clock.now += timedelta(minutes=1)
        with office.desk("intake1") as work:
            log_opening(work, "case", bytes.fromhex(case_id))
    first, second = _log(office), _log(office, page=2)
    assert (first.pages, len(first.entries), len(second.entries)) == (2, PAGE_LINES, 5)
    times = [entry.at for entry in (*first.entries, *second.entries)]
    assert times == sorted(times, reverse=True)
    for beyond in (-1, 0, 99):
        assert _log(office, page=beyond).page in (1, 2)


def test_reading_the_log_leaves_no_line(office: Office) -> None:
    case_id = filed_case(office)
    for _ in range(2):
        _log(office)
        with office.desk("intake1") as work:
            case_log(work, case_id, page=1)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert work.session.scalars(select(func.count(AccessLog.id))).one() == 0


@pytest.mark.parametrize("login", ["intake1", "legal1", "admin1", "inside1"])
def test_only_a_supervisor_reads_the_agencys_log(office: Office, login: str) -> None:
    with pytest.raises(NotAllowed), office.desk(login) as work:
        access_log(work, month=None, officer="", page=1)


# Those who hold a case


def test_whoever_holds_a_case_sees_who_opened_it(office: Office) -> None:
    case_id, other = filed_case(office), filed_case(office)
    office.open("intake1", case_id)
    office.clock.now += timedelta(minutes=1)
    office.open("intake2", case_id)
    office.open("intake2", other)
    with office.desk("intake1") as work:
        page = case_log(work, case_id, page=1)
    assert page.receipt_no == "1/2570"
    assert [(line.officer, line.what.th) for line in page.lines] == [
        (WICHAI, "เปิดอ่านเรื่อง"), (MALEE, "เปิดอ่านเรื่อง"),
    ]  # fmt: skip
    assert page.lines[0].at == office.clock.now


def test_whoever_cannot_open_a_case_finds_no_log_of_it(office: Office) -> None:
    hidden = filed_case(office, exclude=[holder_of(office, WICHAI)])
    office.open("intake1", hidden)
    for login in ("intake2", "clerk", "legal1"):
        with pytest.raises(NotFound), office.desk(login) as work:
            case_log(work, hidden, page=1)
    with pytest.raises(NotAllowed), office.desk("admin1") as work:
        case_log(work, hidden, page=1)
    for nonsense in ("x", "0" * 32):
        with pytest.raises(NotFound), office.desk("intake1") as work:
            case_log(work, nonsense, page=1)


def test_a_long_log_of_a_case_comes_in_pages(office: Office) -> None:
    case_id = filed_case(office)
    with office.desk("intake2") as work:
        for _ in range(PAGE_LINES + 1):
            log_opening(work, "file", bytes.fromhex(case_id))
    with office.desk("intake1") as work:
        first, last = (case_log(work, case_id, page=page) for page in (1, 2))
    assert (first.pages, len(first.lines), len(last.lines)) == (2, PAGE_LINES, 1)
