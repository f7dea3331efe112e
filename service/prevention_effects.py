"""What followed after a measure was done: for an entitled officer's eyes, and for those outside.

Outside nothing small may be told, nor anything from which it could be reckoned. The publisher
holds no keys, so an officer who may open the cases prepares the public counts; what is kept is
suppressed already, and signed, so that nobody else's numbers are published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Select, select

from crypto.primitives import SealBroken, sign
from models.complaint import Complaint
from models.disclosure import PreparedTables, Prevention
from rules.patterns import quarter_of, quarters_after, quarters_before
from rules.prevention_effect import (
    QUARTERS_MOST,
    Effect,
    PublicEffect,
    effect_of,
    public_effect,
)
from rules.publication import canonical, opened
from rules.thai_time import fiscal_year_be, today_in_bangkok
from service.case_lines import officer_names
from service.errors import NotFound
from service.keyring import checked_holder
from service.patterns import Chosen, OpenedCases, begin_counting, open_chosen
from service.prevention import find_measure
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

SPAN: Final = "prevention"
"""The span under which these rows stand among the prepared tables."""

_SIGNED: Final = b"prevention effects/v1|"


@dataclass(frozen=True)
class ShownEffect:
    """The numbers of one measure; `unreadable` did not open, `left_out` are older still."""

    effect: Effect
    unreadable: int
    left_out: int


@dataclass(frozen=True)
class PreparedEffects:
    """The public counts, each for a measure as it stood when they were prepared."""

    prepared_on: date
    prepared_by: str
    effects: Mapping[tuple[str, str, str, str], PublicEffect]

    def of(self, row: Prevention) -> PublicEffect | None:
        """The counts of this measure; None when there are none, or it was changed since."""
        return self.effects.get(_what(row))


def begin_effect(work: UnitOfWork, prevention_id: str) -> Chosen:
    """The cases to be counted for one measure, with their line in the access log.

    NotFound when the measure is not there or not done; NotAllowed without both permissions.
    """
    first, last = _bounds((_done_row(work, prevention_id),))
    return begin_counting(work, Complaint.received_on >= first, Complaint.received_on <= last)


def effect_on(work: UnitOfWork, prevention_id: str, chosen: Chosen) -> ShownEffect:
    """The numbers of one measure before and after it was done."""
    cases = open_chosen(work, chosen)
    effect = _effect(work, _done_row(work, prevention_id), cases)
    return ShownEffect(effect, cases.unreadable, cases.left_out)


def begin_preparing(work: UnitOfWork) -> Chosen:
    """The cases to be counted for all done measures; raises as `begin_counting` does."""
    rows = work.rows(_done())
    if not rows:
        return begin_counting(work, Complaint.received_on > date.max)
    first, last = _bounds(rows)
    return begin_counting(work, Complaint.received_on >= first, Complaint.received_on <= last)


def prepared_content(work: UnitOfWork, chosen: Chosen) -> bytes:
    """The public counts of all done measures, canonical and suppressed; nothing is stored yet."""
    cases = open_chosen(work, chosen)
    found = ((row, public_effect(_effect(work, row, cases))) for row in _told_of(work))
    records = [_record(row, effect) for row, effect in found if effect is not None]
    return canonical({"effects": records})


def keep_prepared(work: UnitOfWork, content: bytes) -> None:
    """Keep what was prepared, signed by the officer at work, in the place of what was before."""
    officer = work.officer()
    for before in work.rows(_prepared()):
        work.session.delete(before)
    work.session.add(
        PreparedTables(
            id=new_id(),
            agency_id=work.agency_id,
            fiscal_year_be=fiscal_year_be(work.today),
            span=SPAN,
            prepared_at=work.now,
            prepared_by=officer.officer_id,
            content=content,
            signature=sign(officer.keys.signing_seed, _statement(work, content)),
        )
    )
    work.session.flush()


def prepared_effects(work: UnitOfWork) -> PreparedEffects | None:
    """What was prepared last; None when nothing was, or nobody's signature holds."""
    row = work.session.scalars(_prepared().limit(1)).one_or_none()
    if row is None or not _is_signed(work, row):
        return None
    return PreparedEffects(
        today_in_bangkok(row.prepared_at),
        officer_names(work).get(row.prepared_by, ""),
        {
            (one["measure"], one["done_on"], one["category"], one["unit"]): effect_from(
                one["effect"]
            )
            for one in opened(row.content)["effects"]
        },
    )


def effect_record(effect: PublicEffect) -> dict[str, Any]:
    """The two counts for a canonical record."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(effect).items()
    }


def effect_from(record: Mapping[str, Any]) -> PublicEffect:
    """The two counts of a record."""
    return PublicEffect(
        date.fromisoformat(record["first_before"]),
        date.fromisoformat(record["last_before"]),
        record["before"],
        date.fromisoformat(record["first_after"]),
        date.fromisoformat(record["last_after"]),
        record["after"],
    )


def _effect(work: UnitOfWork, row: Prevention, cases: OpenedCases) -> Effect:
    unit, done_on = row.unit_id.hex() if row.unit_id else "", row.done_on or work.today
    return effect_of(
        cases.records, row.category, unit, done_on, known_from=_known_from(work, cases),
        today=work.today,
    )  # fmt: skip


def _known_from(work: UnitOfWork, cases: OpenedCases) -> date:
    """The first day from which all cases are there; reports typed in later may be older."""
    received = [one.received_on for one in cases.records]
    if cases.left_out and received:
        return min(received) + timedelta(days=1)
    return min([work.agency().created_on, *received])


def _told_of(work: UnitOfWork) -> Sequence[Prevention]:
    """The measures whose effect may be told: of one category and unit only the one done first.

    Two overlapping spans of the same cases would tell a single quarter by their difference.
    """
    first: dict[tuple[str, bytes | None], Prevention] = {}
    for row in work.rows(_done()):
        first.setdefault((row.category, row.unit_id), row)
    return tuple(row for row in first.values() if row.public_text)


def _record(row: Prevention, effect: PublicEffect) -> dict[str, Any]:
    named = zip(("measure", "done_on", "category", "unit"), _what(row), strict=True)
    return {**dict(named), "effect": effect_record(effect)}


def _what(row: Prevention) -> tuple[str, str, str, str]:
    """What the counts are about: measure, day, category and unit."""
    done_on = row.done_on.isoformat() if row.done_on else ""
    return row.id.hex(), done_on, row.category, row.unit_id.hex() if row.unit_id else ""


def _done_row(work: UnitOfWork, prevention_id: str) -> Prevention:
    row = find_measure(work, prevention_id)
    if row.done_on is None:
        raise NotFound
    return row


def _bounds(rows: Sequence[Prevention]) -> tuple[date, date]:
    """The first and the last day that could be counted for these measures."""
    days = [row.done_on for row in rows if row.done_on]
    first = quarters_before(quarter_of(min(days)), QUARTERS_MOST)[0].first
    return first, quarters_after(quarter_of(max(days)), QUARTERS_MOST)[-1].last


def _done() -> Select[Prevention]:
    done = select(Prevention).where(Prevention.done_on.is_not(None))
    return done.order_by(Prevention.done_on, Prevention.id)


def _prepared() -> Select[PreparedTables]:
    of_span = select(PreparedTables).where(PreparedTables.span == SPAN)
    return of_span.order_by(PreparedTables.prepared_at.desc())


def _statement(work: UnitOfWork, content: bytes) -> bytes:
    return _SIGNED + work.agency_id + content


def _is_signed(work: UnitOfWork, row: PreparedTables) -> bool:
    key = checked_holder(work, row.prepared_by)
    if key is None:
        return False
    try:
        key.check_signature(
            _statement(work, row.content), row.signature, today_in_bangkok(row.prepared_at)
        )
    except SealBroken:
        return False
    return True
