"""Measures against what keeps coming back: written, followed up, done, and seen to have worked.

What is typed here is not sealed, because it is written to be read outside (ADR 11); telephone
numbers and the like are refused. Who counts over opened cases may write; who sees numbers reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from models.disclosure import Prevention, PreventionStep
from rules.categories import CATEGORIES, codes, find
from rules.clocks import Standing, standing
from rules.limits import LONG_TEXT_LENGTH
from rules.permissions import Permission
from rules.personal_marks import personal_marks
from rules.words import Words
from rules.words.prevention import EVERY_UNIT
from service.case_lines import officer_names
from service.errors import InvalidInput, NotAllowed, NotFound
from service.inquiry_inputs import Typed
from service.patterns import may_analyse, unit_words
from service.sealing import new_id
from service.typed_days import is_typed, typed_day
from service.unit_of_work import UnitOfWork

RESPONSIBLE_LENGTH: Final = 200
TEXTS: Final = ("root_cause", "measure", "responsible", "public_text")


@dataclass(frozen=True)
class Measure:
    """One measure; `unit_id` is "" for all units, `standing` None once it is done."""

    id: str
    category: str
    category_words: Words
    unit_id: str
    unit_words: Words
    root_cause: str
    measure: str
    responsible: str
    due_on: date
    done_on: date | None
    public_text: str
    made_on: date
    made_by: str
    standing: Standing | None


@dataclass(frozen=True)
class Step:
    """What was noted of a measure, by whom and on which day."""

    day: date
    officer: str
    text: str


@dataclass(frozen=True)
class MeasurePage:
    """One measure with its notes, the newest first."""

    measure: Measure
    steps: tuple[Step, ...]


def measures(work: UnitOfWork) -> tuple[Measure, ...]:
    """The measures: those not yet done by their due day, then the done ones, newest first."""
    _may_read(work)
    rows = work.rows(select(Prevention))
    rows.sort(key=lambda row: (row.due_on, row.id))
    done = sorted((row for row in rows if row.done_on), key=lambda row: row.done_on, reverse=True)
    units, names = unit_words(work), officer_names(work)
    ordered = [row for row in rows if not row.done_on] + done
    return tuple(_measure(work, row, units, names) for row in ordered)


def measure_page(work: UnitOfWork, prevention_id: str) -> MeasurePage:
    """One measure with its notes; NotFound for none."""
    _may_read(work)
    row, names = find_measure(work, prevention_id), officer_names(work)
    noted = work.rows(
        select(PreventionStep)
        .where(PreventionStep.prevention_id == row.id)
        .order_by(PreventionStep.noted_at.desc(), PreventionStep.id)
    )
    return MeasurePage(
        _measure(work, row, unit_words(work), names),
        tuple(Step(one.day, names.get(one.officer_id, ""), one.text) for one in noted),
    )


def unit_choices(work: UnitOfWork) -> Mapping[str, Words]:
    """The units that a measure may be about, by id; NotAllowed for whoever may not write one."""
    _may_write(work)
    return unit_words(work)


def add_measure(work: UnitOfWork, mapping: Mapping[str, Any]) -> str:
    """The new measure's id; InvalidInput names every field that must be mended."""
    _may_write(work)
    row = Prevention(
        id=new_id(),
        agency_id=work.agency_id,
        made_on=work.today,
        made_by=work.officer().officer_id,
        done_on=None,
        **_checked(work, mapping),
    )
    work.session.add(row)
    work.session.flush()
    return row.id.hex()


def change_measure(work: UnitOfWork, prevention_id: str, mapping: Mapping[str, Any]) -> None:
    """The measure as it is typed now; raises as `add_measure` does, and NotFound."""
    _may_write(work)
    row = find_measure(work, prevention_id)
    for name, value in _checked(work, mapping).items():
        setattr(row, name, value)
    work.session.flush()


def note_step(work: UnitOfWork, prevention_id: str, mapping: Mapping[str, Any]) -> None:
    """One note more, with today's day and the officer; it is not changed afterwards."""
    _may_write(work)
    row, typed = find_measure(work, prevention_id), Typed(mapping)
    text = open_text(typed, "text")
    typed.check()
    work.session.add(
        PreventionStep(
            id=new_id(),
            agency_id=work.agency_id,
            prevention_id=row.id,
            day=work.today,
            text=text,
            officer_id=work.officer().officer_id,
            noted_at=work.now,
        )
    )
    work.session.flush()


def set_done(work: UnitOfWork, prevention_id: str, mapping: Mapping[str, Any]) -> None:
    """The day on which the measure was done; three empty boxes say that it is not done yet."""
    _may_write(work)
    row, day = find_measure(work, prevention_id), typed_day(mapping, "done_on")
    if day is None and is_typed(mapping, "done_on"):
        raise InvalidInput({"done_on": "not_a_date"})
    if day is not None and day > work.today:
        raise InvalidInput({"done_on": "date_in_future"})
    row.done_on = day
    work.session.flush()


def open_text(typed: Typed, name: str, *, most: int = LONG_TEXT_LENGTH, needed: bool = True) -> str:
    """A text that is not sealed, so that it may not tell how to reach anybody."""
    text = typed.text(name, most=most, needed=needed)
    if personal_marks(text):
        typed.problems.setdefault(name, "personal_mark")
    return text


def _may_read(work: UnitOfWork) -> None:
    if not work.officer().may(Permission.SEE_NUMBERS):
        raise NotAllowed


def _may_write(work: UnitOfWork) -> None:
    if not may_analyse(work.officer()):
        raise NotAllowed


def find_measure(work: UnitOfWork, prevention_id: str) -> Prevention:
    """The row of a measure; NotFound for none."""
    try:
        row: Prevention | None = work.one(Prevention, id=bytes.fromhex(prevention_id))
    except ValueError:
        raise NotFound from None
    if row is None:
        raise NotFound
    return row


def _checked(work: UnitOfWork, mapping: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a measure by their columns."""
    typed = Typed(mapping)
    category = typed.choice("category", codes(CATEGORIES))
    unit = typed.choice("unit", tuple(unit_words(work)), needed=False)
    texts = {
        "root_cause": open_text(typed, "root_cause"),
        "measure": open_text(typed, "measure"),
        "responsible": open_text(typed, "responsible", most=RESPONSIBLE_LENGTH),
        "public_text": open_text(typed, "public_text", needed=False),
    }
    due_on = typed_day(mapping, "due_on")
    if due_on is None:
        typed.problems["due_on"] = "not_a_date" if is_typed(mapping, "due_on") else "required"
    typed.check()
    return {
        "category": category,
        "unit_id": bytes.fromhex(unit) if unit else None,
        "due_on": due_on,
        **texts,
    }


def _measure(
    work: UnitOfWork, row: Prevention, units: Mapping[str, Words], names: Mapping[bytes, str]
) -> Measure:
    unit = row.unit_id.hex() if row.unit_id else ""
    return Measure(
        id=row.id.hex(),
        category=row.category,
        category_words=find(CATEGORIES, row.category).words,
        unit_id=unit,
        unit_words=units[unit] if unit else EVERY_UNIT,
        root_cause=row.root_cause,
        measure=row.measure,
        responsible=row.responsible,
        due_on=row.due_on,
        done_on=row.done_on,
        public_text=row.public_text,
        made_on=row.made_on,
        made_by=names.get(row.made_by, ""),
        standing=None if row.done_on else standing(row.due_on, work.today),
    )
