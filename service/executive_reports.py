"""Reports to executives as the desk shows them: words of an officer beside the period's numbers.

Numbers of the whole office, beside the list of the cases that an officer can open, tell of a case
that keeps that officer out. So whoever lists cases sees what the public may see: periods that have
closed, without counts of a few. The others open no case and see all.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from crypto.primitives import sha256
from models.agency import OfficeHolderRow
from models.disclosure import ExecutiveReport
from models.officer import Officer, OfficerRole
from rules.counting import zero_sentence
from rules.limits import SMALLEST_PUBLISHED_COUNT
from rules.permissions import Permission, Role
from rules.publication import REPORT, canonical
from rules.report_draft import Draft
from rules.report_periods import has_begun, is_running, period_named, report_periods, topic_of
from rules.states import Channel
from rules.thai_time import Period, today_in_bangkok
from rules.words import Words
from service.actors import OfficerActor
from service.errors import NotAllowed, NotFound
from service.look_up_agency import agency_card
from service.period_numbers import PeriodNumbers, for_paper, period_numbers
from service.publications import Version, versions
from service.report_document import ReportDocument, report_record
from service.report_draft import first_draft
from service.unit_of_work import UnitOfWork
from service.views import AgencyCard

PERMITTING = (Role.EXECUTIVE, Role.SUPERVISOR)


@dataclass(frozen=True)
class Person:
    """Somebody on a report, and the day on which it was written or permitted."""

    name: str
    post: str
    day: date


@dataclass(frozen=True)
class ReportLine:
    """One period in the list: whether somebody wrote of it, permitted it, published it."""

    period: Period
    topic: str
    is_running: bool
    written: Person | None
    permitted: Person | None
    published: Version | None


@dataclass(frozen=True)
class ReportView:
    """One report with all that its pages and papers need.

    `numbers` are as this officer may see them, `paper` as they go on paper and out. `suggested`
    is what the numbers say by themselves; `texts` what was saved, else the same. `texts_seen` and
    `seen` stand for the words and for the whole public version as drawn. `has_other_permitter`
    tells whether somebody who did not write it could permit it; `reveals` that it tells of so
    few cases that they may be recognised.
    """

    agency: AgencyCard
    line: ReportLine
    as_of: date
    numbers: tuple[PeriodNumbers, ...]
    paper: tuple[PeriodNumbers, ...]
    zero: Words | None
    document_no: str
    texts: Draft
    suggested: Draft
    addressee: str
    texts_seen: str
    seen: str
    versions: tuple[Version, ...]
    may_write: bool
    may_permit: bool
    may_publish: bool
    is_own: bool
    has_other_permitter: bool
    reveals: bool


def report_lines(work: UnitOfWork, fiscal_year: int) -> tuple[ReportLine, ...]:
    """The periods of a fiscal year that have begun, as far as the officer may see them."""
    see_numbers(work)
    shown = [one for one in report_periods(fiscal_year) if _is_shown(work, one)]
    return tuple(_line(work, period) for period in shown)


def report_view(work: UnitOfWork, fiscal_year: int, topic: str) -> ReportView:
    """One report; NotFound for a period that is none, or is not to be seen by the officer yet."""
    officer = see_numbers(work)
    period = found_period(work, fiscal_year, topic)
    row = report_row(work, period)
    counted = tuple(period_numbers(work, channel, period) for channel in Channel)
    paper = tuple(for_paper(one) for one in counted)
    suggested = first_draft(work, period)
    texts = Draft(row.problems, row.obstacles, row.remedies) if row else suggested
    document = _document(work, period, paper, texts)
    return ReportView(
        agency=agency_card(work, work.agency()),
        line=_line(work, period),
        as_of=work.today,
        numbers=paper if officer.may(Permission.LIST_CASES) else counted,
        paper=paper,
        zero=document.zero,
        document_no=row.document_no if row else "",
        texts=texts,
        suggested=suggested,
        addressee=_head_post(work),
        texts_seen=texts_digest(row),
        seen=document_digest(document),
        versions=versions(work, REPORT, fiscal_year, topic),
        may_write=writes(work),
        may_permit=bool(officer.roles & set(PERMITTING)),
        may_publish=officer.may(Permission.PUBLISH),
        is_own=bool(row and row.written_by == officer.officer_id),
        has_other_permitter=bool(row and other_permitters(work, row)),
        reveals=_reveals(paper, period),
    )


def public_document(work: UnitOfWork, row: ExecutiveReport, period: Period) -> ReportDocument:
    """The public version as it would be published now."""
    paper = tuple(for_paper(period_numbers(work, channel, period)) for channel in Channel)
    texts = Draft(row.problems, row.obstacles, row.remedies)
    return _document(work, period, paper, texts)


def see_numbers(work: UnitOfWork) -> OfficerActor:
    """The officer at work; NotAllowed when numbers are not the officer's to see."""
    officer = work.officer()
    if not officer.may(Permission.SEE_NUMBERS):
        raise NotAllowed
    return officer


def writes(work: UnitOfWork) -> bool:
    """Whether the officer at work may write reports."""
    may = work.officer().may
    return may(Permission.SEE_NUMBERS) and (may(Permission.PUBLISH) or may(Permission.LIST_CASES))


def found_period(work: UnitOfWork, fiscal_year: int, topic: str) -> Period:
    """The period of that name; NotFound when it is none that the officer may see."""
    try:
        period = period_named(fiscal_year, topic)
    except ValueError:
        raise NotFound from None
    if not _is_shown(work, period):
        raise NotFound
    return period


def report_row(work: UnitOfWork, period: Period) -> ExecutiveReport | None:
    """What was written of the period, if anything."""
    row: ExecutiveReport | None = work.one(
        ExecutiveReport,
        fiscal_year_be=period.fiscal_year_be,
        period_kind=period.kind,
        period_index=period.index,
    )
    return row


def other_permitters(work: UnitOfWork, row: ExecutiveReport) -> tuple[Officer, ...]:
    """Who could permit the report and did not write it, by name."""
    found = (
        select(Officer)
        .join(OfficerRole, OfficerRole.officer_id == Officer.id)
        .where(
            OfficerRole.role.in_([role.value for role in PERMITTING]),
            Officer.standing == "active",
            Officer.id != row.written_by,
        )
        .distinct()
        .order_by(Officer.name)
    )
    return tuple(work.rows(found))


def texts_digest(row: ExecutiveReport | None) -> str:
    """What stands for the words as saved; "" while nothing is."""
    if row is None:
        return ""
    texts = {
        "document_no": row.document_no,
        "problems": row.problems,
        "obstacles": row.obstacles,
        "remedies": row.remedies,
    }
    return sha256(canonical(texts)).hex()


def document_digest(document: ReportDocument) -> str:
    """What stands for the public version as seen: all but the days that pass by themselves."""
    record = report_record(document)
    for name in ("as_of", "permitted_by", "permitted_on"):
        del record[name]
    return sha256(canonical(record)).hex()


def _document(
    work: UnitOfWork, period: Period, paper: tuple[PeriodNumbers, ...], texts: Draft
) -> ReportDocument:
    agency = work.agency()
    return ReportDocument(
        agency_slug=agency.slug,
        agency_name=Words(agency.name_th, agency.name_en),
        period=period,
        as_of=work.today,
        numbers=paper,
        zero=None if paper[0].row.received else _zero(period),
        problems=texts.problems,
        obstacles=texts.obstacles,
        remedies=texts.remedies,
        permitted_by="",
        permitted_on=None,
    )


def _zero(period: Period) -> Words:
    return Words(
        zero_sentence(period.first, period.last), zero_sentence(period.first, period.last, "en")
    )


def _is_shown(work: UnitOfWork, period: Period) -> bool:
    if work.officer().may(Permission.LIST_CASES):
        return period.last < work.today
    return has_begun(period, work.today)


def _line(work: UnitOfWork, period: Period) -> ReportLine:
    row = report_row(work, period)
    topic = topic_of(period)
    published = versions(work, REPORT, period.fiscal_year_be, topic)
    return ReportLine(
        period=period,
        topic=topic,
        is_running=is_running(period, work.today),
        written=_person(work, row.written_by, row.written_at) if row else None,
        permitted=_person(work, row.permitted_by, row.permitted_at) if row else None,
        published=published[0] if published else None,
    )


def _person(work: UnitOfWork, officer_id: bytes | None, at: datetime | None) -> Person | None:
    if officer_id is None or at is None:
        return None
    officer: Officer = work.one(Officer, id=officer_id)
    return Person(officer.name, officer.post, today_in_bangkok(at))


def _head_post(work: UnitOfWork) -> str:
    heads = select(OfficeHolderRow.post_th).where(OfficeHolderRow.post_kind == "head")
    return next(iter(work.rows(heads.order_by(OfficeHolderRow.position))), "")


def _reveals(paper: tuple[PeriodNumbers, ...], period: Period) -> bool:
    return period.kind == "quarter" and 0 < paper[0].row.received < SMALLEST_PUBLISHED_COUNT
