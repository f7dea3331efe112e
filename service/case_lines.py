"""One line of a list for one case: its subject opened, its nearest due day, what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.clock import ClockRow
from models.complaint import Complaint, SealedObject
from models.officer import Officer
from rules import words
from rules.clocks import ClockKind, Standing, runs_in, standing
from rules.numbering import receipt_no
from rules.states import Channel, State, is_open
from service.case_index import clocks_of
from service.case_keys import CaseKeys, open_keys_of
from service.unit_of_work import UnitOfWork
from service.views import CaseLine

_SUBJECT_FROM_NARRATIVE = 60


@dataclass(frozen=True, slots=True)
class OpenClock:
    """A clock that nothing has answered yet."""

    due_on: date
    kind: ClockKind


def case_lines(work: UnitOfWork, cases: Iterable[Complaint]) -> tuple[CaseLine, ...]:
    """The lines of these cases, in their order; the subjects are opened."""
    listed = list(cases)
    nearest = _nearest(work, listed)
    names = officer_names(work)
    reports = open_reports(work, open_keys_of(work, listed))
    return tuple(
        _line(work, case, reports[case.id], nearest.get(case.id), names) for case in listed
    )


def open_reports(
    work: UnitOfWork, keys: Mapping[bytes, CaseKeys]
) -> Mapping[bytes, dict[str, Any]]:
    """The filed words by case, read in one go."""
    if not keys:
        return {}
    rows = work.rows(
        select(SealedObject).where(
            SealedObject.case_id.in_(list(keys)), SealedObject.type == int(ObjectType.REPORT)
        )
    )
    return {row.case_id: keys[row.case_id].open(row) for row in rows}


def nearest_clocks(work: UnitOfWork, case_ids: list[bytes]) -> Mapping[bytes, ClockRow]:
    """The open clock due first, by case."""
    return {row.case_id: row for row in _open_clocks(work, case_ids)}


def _open_clocks(work: UnitOfWork, case_ids: list[bytes]) -> list[ClockRow]:
    """The cases' open clocks, due last first."""
    # Answered ones are left out here: asked for open ones, SQLite goes through the agency's.
    waiting = [row for row in clocks_of(work, case_ids) if row.answered_on is None]
    return sorted(waiting, key=lambda row: row.due_on, reverse=True)


def _nearest(work: UnitOfWork, cases: list[Complaint]) -> Mapping[bytes, OpenClock]:
    """The clock due first of those that still run where the case stands, by case."""
    states = {case.id: State(case.state) for case in cases}
    clocks = (
        (row.case_id, OpenClock(row.due_on, ClockKind(row.kind)))
        for row in _open_clocks(work, list(states))
    )
    return {case_id: clock for case_id, clock in clocks if runs_in(clock.kind, states[case_id])}


def officer_names(work: UnitOfWork) -> Mapping[bytes, str]:
    """The agency's officers' names by id."""
    rows = work.session.execute(select(Officer.id, Officer.name))
    return {row.id: row.name for row in rows}


def subject_of(report: Mapping[str, str]) -> str:
    """The reporter's subject, or the beginning of the narrative where there is none."""
    if report["subject"]:
        return report["subject"]
    first = report["narrative"].split("\n", 1)[0]
    cut = first[:_SUBJECT_FROM_NARRATIVE]
    return cut if cut == first else f"{cut}…"


def open_report(work: UnitOfWork, keys: CaseKeys) -> dict[str, str]:
    """The filed words of a case."""
    row = work.session.scalars(
        select(SealedObject).where(
            SealedObject.case_id == keys.case.id,
            SealedObject.type == int(ObjectType.REPORT),
        )
    ).one()
    return keys.open(row)


def _line(
    work: UnitOfWork,
    case: Complaint,
    report: Mapping[str, str],
    clock: OpenClock | None,
    names: Mapping[bytes, str],
) -> CaseLine:
    state = State(case.state)
    stands = standing(clock.due_on, work.today) if clock else None
    return CaseLine(
        id=case.id.hex(),
        channel=Channel(case.channel),
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        subject=subject_of(report),
        state=state,
        state_words=words.STATES[state.value],
        to_do=words.TO_DO[_to_do(case, clock, stands)],
        standing=stands,
        received_on=case.received_on,
        due_on=clock.due_on if clock else None,
        case_officer=names.get(case.case_officer_id or b"", ""),
        unread=case.reporter_spoke,
        is_test=case.is_test,
        is_imported=case.import_id is not None,
    )


_DUTIES = {
    ClockKind.SCREENING: "screen",
    ClockKind.FACT_FINDING: "find_facts",
    ClockKind.REFERRED_IN_REPLY: "reply_sender",
    ClockKind.NACC_FINDING: "order_penalty",
    ClockKind.NACC_COPY: "copy_order",
    ClockKind.CUSTOM: "do_task",
    ClockKind.FIRST_ANSWER: "give_notice",
    ClockKind.NEXT_NOTICE: "give_next_notice",
}
_WAITED_FOR = {"reporter": "wait_for_reporter", "others": "wait_for_others"}
_TO_REPORTER = frozenset({ClockKind.FIRST_ANSWER, ClockKind.NEXT_NOTICE})


def _to_do(case: Complaint, clock: OpenClock | None, stands: Standing | None) -> str:
    """The key of `words.TO_DO` for the one next thing."""
    if case.reporter_spoke:
        return "read_reporter"
    if case.awaits in _WAITED_FOR and not _is_pressing(case, stands):
        return _WAITED_FOR[case.awaits]
    if clock is None or stands is None:
        return "go_on" if is_open(State(case.state)) else "nothing"
    if clock.kind in _TO_REPORTER and stands.level == "overdue":
        return "explain_delay"
    return _DUTIES[clock.kind]


def _is_pressing(case: Complaint, stands: Standing | None) -> bool:
    """Whether the office's own day has come, so that waiting for others is no answer."""
    return case.awaits == "others" and stands is not None and stands.days_left <= 0
