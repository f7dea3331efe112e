"""One line of a list for one case: its subject opened, its nearest due day, what to do."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.clock import ClockRow
from models.complaint import Complaint, SealedObject
from models.officer import Officer
from rules import words
from rules.clocks import ClockKind, Standing, standing
from rules.numbering import receipt_no
from rules.states import Channel, State, is_open
from service.case_index import OpenClock
from service.case_keys import CaseKeys, open_keys_of
from service.unit_of_work import UnitOfWork
from service.views import CaseLine

_SUBJECT_FROM_NARRATIVE = 60


def case_lines(
    work: UnitOfWork,
    cases: Iterable[Complaint],
    clocks: Mapping[bytes, OpenClock] | None = None,
) -> tuple[CaseLine, ...]:
    """The lines of these cases, in their order; the subjects are opened.

    `clocks` are the open clocks due first, where the caller has them already.
    """
    listed = list(cases)
    nearest = _nearest(work, listed) if clocks is None else clocks
    names = officer_names(work)
    reports = _reports(work, listed)
    return tuple(
        _line(work, case, reports[case.id], nearest.get(case.id), names) for case in listed
    )


def _reports(work: UnitOfWork, cases: list[Complaint]) -> Mapping[bytes, dict[str, str]]:
    """The filed words by case, read in one go."""
    if not cases:
        return {}
    keys = open_keys_of(work, cases)
    rows = work.rows(
        select(SealedObject).where(
            SealedObject.case_id.in_(list(keys)), SealedObject.type == int(ObjectType.REPORT)
        )
    )
    return {row.case_id: keys[row.case_id].open(row) for row in rows}


def nearest_clocks(work: UnitOfWork, case_ids: list[bytes]) -> Mapping[bytes, ClockRow]:
    """The open clock due first, by case."""
    rows = work.rows(
        select(ClockRow)
        .where(ClockRow.case_id.in_(case_ids), ClockRow.answered_on.is_(None))
        .order_by(ClockRow.due_on.desc())
    )
    return {row.case_id: row for row in rows}


def _nearest(work: UnitOfWork, cases: list[Complaint]) -> Mapping[bytes, OpenClock]:
    rows = nearest_clocks(work, [case.id for case in cases])
    return {case_id: OpenClock(row.due_on, ClockKind(row.kind)) for case_id, row in rows.items()}


def officer_names(work: UnitOfWork) -> Mapping[bytes, str]:
    """The agency's officers' names by id."""
    return {row.id: row.name for row in work.rows(select(Officer))}


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
    stands = standing(clock.due_on, work.today) if clock and is_open(state) else None
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
        due_on=clock.due_on if stands and clock else None,
        case_officer=names.get(case.case_officer_id or b"", ""),
        unread=case.reporter_spoke,
        is_test=case.is_test,
    )


def _to_do(case: Complaint, clock: OpenClock | None, stands: Standing | None) -> str:
    """The key of `words.TO_DO` for the one next thing."""
    if not is_open(State(case.state)):
        return "nothing"
    if case.reporter_spoke:
        return "read_reporter"
    if case.awaits == "reporter":
        return "wait_for_reporter"
    if clock is None or stands is None:
        return "go_on"
    if clock.kind == ClockKind.SCREENING:
        return "screen"
    if stands.level == "overdue":
        return "explain_delay"
    return "give_notice" if clock.kind == ClockKind.FIRST_ANSWER else "give_next_notice"
