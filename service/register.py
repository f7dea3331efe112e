"""The register (ทะเบียนคุม): which numbers stand in it, for the screen, for paper, for a sheet.

What one officer takes out of the house alone, on paper or as a sheet, holds numbers, days and
states: no subject, nobody accused, no reporter. A list of every accusation of a year is what must
not lie in a printer; with words it takes two persons, as every other export does
(`service.register_export`). On the screen the words are shown, page by page, as in the lists.

Numbers that the officer cannot open are not listed, not counted and not told apart: neither a case
that keeps him out, nor one destroyed, nor one burned by a move to the other register of which he
holds nothing. Were the innocent gaps explained one by one, the gaps that are left would tell an
accused officer which cases are about him. So one sentence, the same on every copy, gap or none,
names the reasons that there are; and whoever can open a moved case finds both of its numbers, the
burned one in its old place and in the remarks of the new. The rows are counted without a gap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.casework import BurnedNumber
from models.complaint import Complaint
from rules.limits import PAGE_ROWS
from rules.numbering import register_year_be
from rules.permissions import Permission
from rules.states import Channel, channels_of
from rules.thai_time import ERA_OFFSET, fiscal_year_bounds
from service import case_index
from service.access_log import log_opening
from service.errors import NotAllowed
from service.export_cases import OpenWork
from service.register_heading import Chosen, Heading, file_name, heading_of
from service.register_lines import Entry, RegisterLine, register_lines
from service.unit_of_work import UnitOfWork

AT_A_TIME = 100
"""How many cases are opened in one transaction when the whole register is taken out."""


@dataclass(frozen=True)
class Choices:
    """What was chosen, and what there is to choose from; `basis` is "fiscal" or "calendar"."""

    chosen: Chosen
    basis: str
    channels: tuple[Channel, ...]
    years: tuple[int, ...]
    months: tuple[date, ...]


@dataclass(frozen=True)
class RegisterPage:
    """One page of the register with its words, from 1; the first line is the lowest number."""

    heading: Heading
    choices: Choices
    lines: tuple[RegisterLine, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class WholeRegister:
    """A register about to leave the house; its trace is in the access log. `name` is for files."""

    heading: Heading
    entries: tuple[Entry, ...]
    name: str


def register_page(
    work: UnitOfWork,
    *,
    channel: Channel | None = None,
    year_be: int | None = None,
    month: date | None = None,
    page: int | None = None,
) -> RegisterPage:
    """One page for the screen, words opened, with one line in the access log; the last by default.

    What cannot be chosen is passed over: the first channel, the newest year, every month.
    """
    choices, entries = _chosen_entries(work, channel, year_be, month)
    pages = max(1, -(-len(entries) // PAGE_ROWS))
    number = min(max(1, page or pages), pages)
    shown = entries[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    lines = register_lines(work, shown, with_words=True)
    log_opening(work, "list", None, len(shown))
    heading = heading_of(work, choices.chosen, choices.basis, with_words=True)
    return RegisterPage(heading, choices, lines, number, pages, len(entries))


def whole_register(
    work: UnitOfWork,
    *,
    channel: Channel | None = None,
    year_be: int | None = None,
    month: date | None = None,
) -> WholeRegister:
    """The register without words, about to leave the house; one line in the access log says so."""
    choices, entries = _chosen_entries(work, channel, year_be, month)
    log_opening(work, "register", None, len(entries))
    heading = heading_of(work, choices.chosen, choices.basis, with_words=False)
    return WholeRegister(heading, tuple(entries), file_name(choices.chosen))


def all_lines(register: WholeRegister, open_work: OpenWork) -> Iterator[RegisterLine]:
    """Every line in order, opened a hundred at a time, so that few rows are held at once.

    `open_work` opens a unit of work of the same officer; nothing is written any more.
    """
    for start in range(0, len(register.entries), AT_A_TIME):
        some = register.entries[start : start + AT_A_TIME]
        with open_work() as work:
            lines = register_lines(work, some, with_words=register.heading.with_words)
        yield from lines


def _chosen_entries(
    work: UnitOfWork, channel: Channel | None, year_be: int | None, month: date | None
) -> tuple[Choices, list[Entry]]:
    if not work.officer().may(Permission.LIST_CASES):
        raise NotAllowed
    channels = tuple(one for one in Channel if one in channels_of(work.officer().roles))
    register = channel if channel in channels else channels[0]
    mine = case_index.openable(work).cases
    basis = work.agency().register_year
    years = _years(work, mine, register, basis)
    year = year_be if year_be in years else years[0]
    months = months_of(year, basis)
    chosen = Chosen(register, year, month if month in months else None)
    entries = _entries(work, mine, chosen)
    return Choices(chosen, basis, channels, years, months), entries


def _years(
    work: UnitOfWork, mine: case_index.Condition, channel: Channel, basis: str
) -> tuple[int, ...]:
    """The years of which something can be opened, and this one, newest first."""
    found = work.session.scalars(
        select(Complaint.register_year_be)
        .where(mine, case_index.in_channel(channel), Complaint.register_number > 0)
        .distinct()
    )
    return tuple(sorted({*found, register_year_be(work.today, basis)}, reverse=True))


def months_of(year_be: int, basis: str) -> tuple[date, ...]:
    """The first days of the twelve months of a register's year, in order."""
    first = fiscal_year_bounds(year_be)[0]
    if basis == "calendar":
        first = date(year_be - ERA_OFFSET, 1, 1)
    starts = [first]
    while len(starts) < 12:
        starts.append((starts[-1] + timedelta(days=32)).replace(day=1))
    return tuple(starts)


def _entries(work: UnitOfWork, mine: case_index.Condition, chosen: Chosen) -> list[Entry]:
    """The register's numbers in order, each once; tests have a register of their own."""
    filed = select(Complaint.id, Complaint.register_number).where(
        mine,
        case_index.in_channel(chosen.channel),
        Complaint.register_year_be == chosen.year_be,
        Complaint.register_number > 0,
        *_within(Complaint.received_on, chosen.month),
    )
    burned = (
        select(BurnedNumber.case_id, BurnedNumber.register_number)
        .join(Complaint, Complaint.id == BurnedNumber.case_id)
        .where(
            mine,
            BurnedNumber.channel == chosen.channel.value,
            BurnedNumber.register_year_be == chosen.year_be,
            BurnedNumber.register_number > 0,
            *_within(BurnedNumber.received_on, chosen.month),
        )
    )
    numbers = [(number, case_id, False) for case_id, number in work.session.execute(filed)]
    numbers += [(number, case_id, True) for case_id, number in work.session.execute(burned)]
    return [
        Entry(position, number, chosen.year_be, chosen.channel, case_id, is_burned)
        for position, (number, case_id, is_burned) in enumerate(sorted(numbers), start=1)
    ]


def _within(day: case_index.Days, month: date | None) -> Sequence[case_index.Condition]:
    if month is None:
        return ()
    return (day >= month, day < (month + timedelta(days=32)).replace(day=1))
