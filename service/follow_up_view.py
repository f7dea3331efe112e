"""The follow-ups of one case as their signed steps tell them: where each stands, what may come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules import words
from rules.follow_ups import (
    FollowUpKind,
    FollowUpStep,
    find_step,
    is_ended,
    left_to_pay,
    stage_after,
    steps_from,
)
from rules.money import baht
from rules.states import EventKind
from rules.thai_time import long_date
from rules.words import Words
from service.case_keys import CaseKeys
from service.case_lines import officer_names
from service.errors import FollowUpsOpen, Unreadable
from service.signed_records import SignedRecord, signed_records
from service.unit_of_work import UnitOfWork

FORM = "follow_up/1"
FOLLOW_UP_KINDS = (EventKind.FOLLOW_UP_STARTED, EventKind.FOLLOW_UP_STEPPED)
_LISTED: Mapping[str, Mapping[str, Words]] = {
    "gravity": words.GRAVITIES,
    "penalty": words.PENALTIES,
    "addressee": words.ADDRESSEES,
}


@dataclass(frozen=True)
class FollowUpLine:
    """One step as it was recorded; `details` are labels with what was said under each."""

    step: str
    title: Words
    day: date
    by: str
    details: tuple[tuple[Words, str], ...] = field(repr=False)


@dataclass(frozen=True)
class FollowUpStanding:
    """One follow-up now; `next_steps` is empty once it has ended.

    `owed_satang` and `left_satang` are sums of a tort: what was decided, and what is still due.
    """

    id: str
    kind: FollowUpKind
    title: Words
    respondent: str = field(repr=False)
    post: str = field(repr=False)
    gravity: str = field(repr=False)
    stage: str
    stage_words: Words
    is_ended: bool
    opened_on: date
    owed_satang: int
    left_satang: int
    lines: tuple[FollowUpLine, ...]
    next_steps: tuple[FollowUpStep, ...]


def follow_ups_of(work: UnitOfWork, keys: CaseKeys) -> tuple[FollowUpStanding, ...]:
    """Every follow-up of the case, in the order of their opening; Unreadable when tampered with."""
    return follow_ups_in(work, signed_records(work, keys, FOLLOW_UP_KINDS))


def follow_ups_in(
    work: UnitOfWork, records: Iterable[SignedRecord]
) -> tuple[FollowUpStanding, ...]:
    """The same from records of the case that are opened already; others among them are left."""
    found: dict[str, list[SignedRecord]] = {}
    for one in records:
        if one.record.get("form") == FORM:
            found.setdefault(str(one.record["follow_up"]), []).append(one)
    names = officer_names(work) if found else {}
    return tuple(_standing(id_, steps, names) for id_, steps in found.items())


def open_ones(found: Sequence[FollowUpStanding]) -> tuple[FollowUpStanding, ...]:
    """Those that have not ended."""
    return tuple(one for one in found if not one.is_ended)


def refuse_open_follow_ups(work: UnitOfWork, keys: CaseKeys) -> None:
    """Nothing when every follow-up of the case has ended; FollowUpsOpen otherwise."""
    if open_ones(follow_ups_of(work, keys)):
        raise FollowUpsOpen


def detail_lines(record: Mapping[str, Any]) -> tuple[tuple[Words, str], ...]:
    """What a step's record says, each under its label."""
    shown = {
        "amount": baht(record["amount_satang"]) if record.get("amount_satang") else "",
        "document_date": _day_words(record.get("document_date", "")),
    }
    shown |= {name: table[record[name]].th for name, table in _LISTED.items() if record.get(name)}
    names = ("gravity", "penalty", "amount", "addressee", "document_no", "document_date", "note")
    texts = {name: shown.get(name, str(record.get(name, ""))) for name in names}
    return tuple((words.FOLLOW_UP_FIELDS[name], text) for name, text in texts.items() if text)


def _day_words(iso_day: str) -> str:
    return long_date(date.fromisoformat(iso_day)) if iso_day else ""


def _standing(
    id_: str, records: Sequence[SignedRecord], names: Mapping[bytes, str]
) -> FollowUpStanding:
    first = records[0].record
    kind = FollowUpKind(first["kind"])
    moneys = [_money(one.record) for one in records]
    stage, left = _replayed(kind, [one.record for one in records]), left_to_pay(moneys)
    gravity = next((one.record["gravity"] for one in reversed(records) if _says_gravity(one)), "")
    return FollowUpStanding(
        id=id_,
        kind=kind,
        title=words.FOLLOW_UP_KINDS[kind.value],
        respondent=first["respondent"],
        post=first["post"],
        gravity=gravity,
        stage=stage,
        stage_words=words.FOLLOW_UP_STAGES[stage],
        is_ended=is_ended(kind, stage),
        opened_on=records[0].day,
        owed_satang=sum(satang for name, satang in moneys if name == "decide_liability"),
        left_satang=left,
        lines=tuple(_line(one, names) for one in records),
        next_steps=steps_from(kind, stage),
    )


def _says_gravity(one: SignedRecord) -> bool:
    return bool(one.record.get("gravity"))


def _money(record: Mapping[str, Any]) -> tuple[str, int]:
    return str(record["step"]), int(record.get("amount_satang", 0))


def _replayed(kind: FollowUpKind, records: Sequence[Mapping[str, Any]]) -> str:
    """The stage in which these steps end; Unreadable for a step that the table does not have."""
    stage = ""
    for count, record in enumerate(records, start=1):
        step = find_step(kind, stage, str(record["step"]))
        if step is None:
            raise Unreadable
        stage = stage_after(step, left_to_pay(_money(one) for one in records[:count]))
    return stage


def _line(one: SignedRecord, names: Mapping[bytes, str]) -> FollowUpLine:
    return FollowUpLine(
        step=one.record["step"],
        title=words.FOLLOW_UP_STEPS[one.record["step"]],
        day=one.day,
        by=names.get(one.officer_id, ""),
        details=detail_lines(one.record),
    )
