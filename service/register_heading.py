"""What stands over a register on paper and in a sheet, line by line, in Thai."""

from dataclasses import dataclass
from datetime import date

from rules.states import Channel
from rules.thai_time import MONTHS_TH, buddhist_year, long_date
from rules.words import REGISTER
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Chosen:
    """One register: its channel, its year, and one month of it (its first day) or all of it."""

    channel: Channel
    year_be: int
    month: date | None


@dataclass(frozen=True)
class Heading:
    """The office, which register of which time, who made it and on which day.

    `with_words` tells that subjects, accused and names stand in it; then there was an `approver`,
    unless it is on the screen.
    """

    grade: str
    agency: str
    title: str
    period: str
    made: str
    approver: str
    with_words: bool
    day: date

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the register leaves out, and why numbers may be missing: the same on every copy."""
        gaps = REGISTER["gaps"].th
        return (gaps,) if self.with_words else (REGISTER["without_words"].th, gaps)

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, from the top."""
        agreed = (REGISTER["agreed"].th.format(name=self.approver),) if self.approver else ()
        return (
            self.grade, self.agency, self.title, self.period, self.made, *agreed, *self.remarks,
        )  # fmt: skip


def heading_of(work: UnitOfWork, chosen: Chosen, basis: str, *, with_words: bool) -> Heading:
    """The heading of one register, made now by the officer at work."""
    title = f"{REGISTER['title'].th} {REGISTER[chosen.channel.value].th}"
    return _heading(work, title, _period(chosen, basis), "", with_words)


def agreed_heading(work: UnitOfWork, count: int, approver: str) -> Heading:
    """The heading of a register with words, of cases to which two persons agreed."""
    period = REGISTER["agreed_cases"].th.format(count=count)
    return _heading(work, REGISTER["title"].th, period, approver, True)


def file_name(chosen: Chosen) -> str:
    """What a file of this register is called, in plain letters: "register-corruption-2570"."""
    month = f"-{chosen.month:%m}" if chosen.month else ""
    return f"register-{chosen.channel.value}-{chosen.year_be}{month}"


def _heading(work: UnitOfWork, title: str, period: str, approver: str, with_words: bool) -> Heading:
    made = REGISTER["made"].th.format(day=long_date(work.today), name=work.officer().name)
    return Heading(
        grade=REGISTER["grade"].th,
        agency=work.agency().name_th,
        title=title,
        period=period,
        made=made,
        approver=approver,
        with_words=with_words,
        day=work.today,
    )


def _period(chosen: Chosen, basis: str) -> str:
    """The year, and the month where it is only one: "ปีงบประมาณ พ.ศ. 2570 เดือนพฤศจิกายน 2569"."""
    year = REGISTER[basis].th.format(year=chosen.year_be)
    if chosen.month is None:
        return year
    month = f"{MONTHS_TH[chosen.month.month - 1]} {buddhist_year(chosen.month)}"
    return f"{year} {REGISTER['month'].th.format(month=month)}"
