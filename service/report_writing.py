"""What is done to a report: written, permitted by another, published, each checked anew."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select

from crypto.primitives import equal
from models.agency import Agency
from models.disclosure import ExecutiveReport
from models.officer import Officer
from rules.permissions import Permission
from rules.personal_marks import personal_marks
from rules.publication import REPORT
from rules.thai_time import Period, today_in_bangkok
from service.errors import InvalidInput, NotAllowed, NotFound, StaleCase
from service.executive_reports import (
    PERMITTING,
    document_digest,
    found_period,
    other_permitters,
    public_document,
    report_row,
    see_numbers,
    texts_digest,
    writes,
)
from service.publications import Version, publish
from service.report_document import report_record
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

TEXTS: Final = ("problems", "obstacles", "remedies")
TEXT_LENGTH: Final = 4_000
DOCUMENT_NO_LENGTH: Final = 100


def save_report(
    work: UnitOfWork, fiscal_year: int, topic: str, typed: Mapping[str, str], texts_seen: str
) -> None:
    """Keep the officer's words; other words than before take a permission back.

    InvalidInput by field; StaleCase when somebody saved since the page was drawn.
    """
    if not writes(work):
        raise NotAllowed
    period = found_period(work, fiscal_year, topic)
    given = _checked(typed)
    _hold(work)
    row = report_row(work, period)
    if texts_seen != texts_digest(row):
        raise StaleCase
    if row is None:
        row = _new(work, period)
    if any(getattr(row, name) != given[name] for name in TEXTS):
        row.permitted_by = row.permitted_at = row.permitted_digest = None
        row.written_by, row.written_at = work.officer().officer_id, work.now
    for name, text in given.items():
        setattr(row, name, text)
    work.session.add(row)
    work.session.flush()


def permit_report(work: UnitOfWork, fiscal_year: int, topic: str, seen: str) -> None:
    """Allow the public version as it was seen, by the name of the officer at work.

    NotAllowed for whoever is neither executive nor supervisor. InvalidInput for `permit`: a
    period that has not closed, what changed since it was seen, and one's own words while
    somebody else could permit them.
    """
    officer = see_numbers(work)
    if not officer.roles & set(PERMITTING):
        raise NotAllowed
    row, period = _found(work, fiscal_year, topic)
    if period.last >= work.today:
        raise InvalidInput({"permit": "period_running"})
    if row.written_by == officer.officer_id and other_permitters(work, row):
        raise InvalidInput({"permit": "own_report"})
    _check_seen(work, row, period, seen)
    row.permitted_by, row.permitted_at = officer.officer_id, work.now
    row.permitted_digest = bytes.fromhex(seen)
    work.session.flush()


def publish_report(work: UnitOfWork, fiscal_year: int, topic: str, note: str, seen: str) -> Version:
    """Publish what was permitted; InvalidInput for `permit` without it, and as `publish` says."""
    if not work.officer().may(Permission.PUBLISH):
        raise NotAllowed
    row, period = _found(work, fiscal_year, topic)
    if row.permitted_by is None or row.permitted_at is None:
        raise InvalidInput({"permit": "not_permitted"})
    _check_seen(work, row, period, seen)
    permitter: Officer = work.one(Officer, id=row.permitted_by)
    document = public_document(work, row, period)
    if row.permitted_digest != bytes.fromhex(document_digest(document)):
        # A case of the period was moved or ended otherwise since: somebody permits these numbers.
        raise InvalidInput({"permit": "not_permitted"})
    record = report_record(document) | {
        "permitted_by": permitter.post,
        "permitted_on": today_in_bangkok(row.permitted_at).isoformat(),
    }
    return publish(work, REPORT, fiscal_year, topic, record, note)


def _found(work: UnitOfWork, fiscal_year: int, topic: str) -> tuple[ExecutiveReport, Period]:
    period = found_period(work, fiscal_year, topic)
    _hold(work)
    row = report_row(work, period)
    if row is None:
        raise NotFound
    return row, period


def _check_seen(work: UnitOfWork, row: ExecutiveReport, period: Period, seen: str) -> None:
    now = document_digest(public_document(work, row, period))
    if not equal(now.encode(), seen.encode()):
        raise InvalidInput({"permit": "report_changed"})


def _hold(work: UnitOfWork) -> None:
    # Two who save at once must not overwrite one another.
    work.session.execute(select(Agency.id).where(Agency.id == work.agency_id).with_for_update())


def _new(work: UnitOfWork, period: Period) -> ExecutiveReport:
    return ExecutiveReport(
        id=new_id(),
        agency_id=work.agency_id,
        fiscal_year_be=period.fiscal_year_be,
        period_kind=period.kind,
        period_index=period.index,
        document_no="",
        problems="",
        obstacles="",
        remedies="",
    )


def _checked(typed: Mapping[str, str]) -> dict[str, str]:
    given = {name: _plain(typed.get(name, "")) for name in ("document_no", *TEXTS)}
    problems: dict[str, str] = {}
    limits: dict[str, int] = {}
    for name, text in given.items():
        longest = DOCUMENT_NO_LENGTH if name == "document_no" else TEXT_LENGTH
        problem = _problem(text, longest, is_text=name in TEXTS)
        if problem:
            problems[name], limits[name] = problem, longest
    if problems:
        raise InvalidInput(problems, limits=limits)
    return given


def _problem(text: str, longest: int, *, is_text: bool) -> str:
    if "\x00" in text:
        return "no_nul"
    if len(text) > longest:
        return "too_long"
    if is_text and not text:
        return "required"
    return "personal_mark" if is_text and personal_marks(text) else ""


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
