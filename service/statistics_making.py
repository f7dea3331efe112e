"""Counting the statistics of one channel and year into what is published."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from models.agency import Agency, AgencyContact
from rules.clocks import FIRST_ANSWER_DAYS
from rules.counting import (
    Row,
    closed_periods,
    default_granularity,
    median_days,
    tabulate,
    total,
    zero_sentence,
)
from rules.disclosure_items import LABELS
from rules.states import Channel
from rules.statistics_options import FIRST_HALF, StatisticsOptions, options_from
from rules.suppression import one_way
from rules.tables import Table
from rules.thai_time import (
    Period,
    fiscal_year_be,
    fiscal_year_bounds,
    halves,
    months,
    quarters,
)
from rules.words import NO_GRIEVANCES, PUBLICATION_KINDS, Words
from rules.words.statistics import AREA, BALANCE, CLOSED_ONLY, COMPLETED_MEANS, COUNTED, FEW_CASES
from service.case_counts import (
    answers_in_time,
    answers_not_due,
    days_to_answer,
    days_to_closing,
    month_counts,
)
from service.item_years import disclosure_item
from service.prepared_tables import prepared
from service.statistics_document import StatisticsDocument, document_record
from service.unit_of_work import UnitOfWork

_PERIODS: Final = {"month": months, "quarter": quarters, "half": halves}


def statistics_record(
    work: UnitOfWork, fiscal_year: int, options: Mapping[str, Any], channel: Channel
) -> Mapping[str, Any]:
    """The canonical record of a document made with these options."""
    return document_record(make_statistics(work, fiscal_year, options_from(options), channel))


def make_statistics(
    work: UnitOfWork, fiscal_year: int | None, options: StatisticsOptions, channel: Channel
) -> StatisticsDocument:
    """The document of closed periods, counted now; NotFound for a year without numbering.

    Without a year, the last fiscal year of which a period has closed. Only what the options name
    is counted: answers with the part "in_time", the medians with "medians". The two channels are
    never counted together, and only the mandated one has an item.
    """
    year = _latest_year(work, options) if fiscal_year is None else fiscal_year
    item = disclosure_item(work, year, "statistics")
    periods = closed_periods(_periods(year, options), work.today)
    rows = _rows(work, channel, periods)
    whole = total(rows) if rows else None
    times = _times(work, channel, whole, options.parts)
    is_mandated = channel is Channel.CORRUPTION
    agency = work.agency()
    return StatisticsDocument(
        channel=channel,
        agency_slug=agency.slug,
        agency_name=Words(agency.name_th, agency.name_en),
        fiscal_year_be=year,
        item_code=item.code if is_mandated else None,
        title=LABELS["statistics"] if is_mandated else PUBLICATION_KINDS["grievances"],
        options=options,
        first=fiscal_year_bounds(year)[0],
        last=periods[-1].last if periods else None,
        as_of=work.today,
        rows=rows,
        total=whole,
        zero=_zero(channel, whole),
        answered_in_time=times.in_time,
        answered_of=times.judged,
        median_answer_days=times.to_answer,
        median_closing_days=times.to_closing,
        tables=_tables(work, channel, year, options),
        notes=_notes(channel, options, whole),
        area=_area(agency),
        email=_email(work),
    )


class _Times(NamedTuple):
    in_time: int = 0
    judged: int = 0
    to_answer: int | None = None
    to_closing: int | None = None


def _latest_year(work: UnitOfWork, options: StatisticsOptions) -> int:
    """The running year once a period of it has closed, else the one before."""
    year = fiscal_year_be(work.today)
    return year if closed_periods(_periods(year, options), work.today) else year - 1


def _periods(year: int, options: StatisticsOptions) -> tuple[Period, ...]:
    """The periods of the span: the whole year, which grows up to today, or October to March."""
    periods = _PERIODS[options.granularity](year)
    return periods[: len(periods) // 2] if options.span == FIRST_HALF else periods


def _rows(work: UnitOfWork, channel: Channel, periods: tuple[Period, ...]) -> tuple[Row, ...]:
    if not periods:
        return ()
    counts = month_counts(work, channel, periods[0].first, periods[-1].last)
    return tabulate(
        counts.received,
        counts.completed,
        periods,
        not_accepted=counts.not_accepted,
        forwarded=counts.forwarded,
    )


def _times(work: UnitOfWork, channel: Channel, whole: Row | None, parts: tuple[str, ...]) -> _Times:
    if whole is None or not whole.received:
        return _Times()
    days: tuple[date, date] = (whole.period.first, whole.period.last)
    times = _Times()
    to_answer = days_to_answer(work, channel, *days) if "medians" in parts else None
    if "in_time" in parts:
        judged = whole.received - answers_not_due(work, channel, *days)
        if to_answer is None:
            in_time = answers_in_time(work, channel, *days)
        else:
            in_time = sum(cases for took, cases in to_answer.items() if took <= FIRST_ANSWER_DAYS)
        # So few late answers that somebody could know whose they are are not told (rules.md 5).
        if in_time == judged or None not in one_way((in_time, judged - in_time)):
            times = times._replace(in_time=in_time, judged=judged)
    if to_answer is not None:
        times = times._replace(
            to_answer=median_days(to_answer),
            to_closing=median_days(days_to_closing(work, channel, *days)),
        )
    return times


def _zero(channel: Channel, whole: Row | None) -> Words | None:
    if whole is None or whole.received:
        return None
    first, last = whole.period.first, whole.period.last
    nothing = None if channel is Channel.CORRUPTION else NO_GRIEVANCES["sentence"]
    return Words(
        zero_sentence(first, last, nothing=nothing),
        zero_sentence(first, last, "en", nothing=nothing),
    )


def _tables(
    work: UnitOfWork, channel: Channel, year: int, options: StatisticsOptions
) -> tuple[Table, ...]:
    """The tables chosen, as an officer who may open the cases has prepared them."""
    if channel is not Channel.CORRUPTION or not options.tables:
        return ()
    by_name = {table.name: table for table in prepared(work, year, options.span)}
    if {"not_accepted", "forwarded"} & set(options.columns):
        # These columns would tell what the table of outcomes hides.
        by_name.pop("outcome", None)
    return tuple(by_name[name] for name in options.tables if name in by_name)


def _notes(channel: Channel, options: StatisticsOptions, whole: Row | None) -> tuple[Words, ...]:
    notes = (COUNTED[channel.value], COMPLETED_MEANS, BALANCE, CLOSED_ONLY)
    is_few = whole is not None and default_granularity(whole.received) == "half"
    return (*notes, FEW_CASES) if is_few and options.granularity == "half" else notes


def _area(agency: Agency) -> Words:
    return Words(
        AREA.th.format(district=agency.district_th, province=agency.province_th),
        AREA.en.format(district=agency.district_en, province=agency.province_en),
    )


def _email(work: UnitOfWork) -> str:
    """The office's public address for letters, "" for none."""
    contacts = select(AgencyContact.value).where(AgencyContact.kind == "email")
    return work.session.scalars(contacts.order_by(AgencyContact.position)).first() or ""
