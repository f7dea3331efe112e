"""What keeps coming back among the corruption cases that the officer at work can open.

The reports are opened and counted in memory; nothing of it is stored but one line in the access
log, with how many were opened. A case that keeps the officer out does not exist here, and no
number tells of it: the page says to everybody that there may be others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from crypto.case_chain import Event
from crypto.envelope import ObjectType
from models.agency import Unit
from models.complaint import Complaint, SealedObject
from models.history import CaseEvent
from rules.categories import CATEGORIES, codes
from rules.numbering import receipt_no
from rules.patterns import (
    GROUNDS,
    NO_GROUNDS,
    NOT_YET,
    CaseRecord,
    Patterns,
    find_patterns,
)
from rules.permissions import Permission
from rules.states import Channel, EventKind, State, channels_of
from rules.unit_names import unit_meant
from rules.words import Words
from service.access_log import log_opening
from service.actors import OfficerActor
from service.case_holders import with_ready_keys
from service.case_index import Condition, count, in_channel, newest, of_ids, openable
from service.case_keys import CaseKeys, open_keys_of
from service.errors import NotAllowed, NotFound, Unreadable
from service.unit_of_work import UnitOfWork

CASES_MOST: Final = 2000
"""So many of the newest cases are opened, at one to two milliseconds each, mostly unsealing."""

_AT_ONCE: Final = 250
_FINDING_OF: Final = {EventKind.GROUNDS_FOUND: GROUNDS, EventKind.NO_GROUNDS_FOUND: NO_GROUNDS}
_CODES: Final = frozenset(codes(CATEGORIES))


@dataclass(frozen=True)
class Chosen:
    """Cases that are about to be opened and have been logged; `left_out` are older still."""

    ids: tuple[bytes, ...] = field(repr=False)
    left_out: int


@dataclass(frozen=True)
class OpenedCases:
    """The cases as they are counted; `unreadable` did not open, `left_out` are older still."""

    records: tuple[CaseRecord, ...] = field(repr=False)
    unreadable: int
    left_out: int


@dataclass(frozen=True)
class PatternsPage:
    """The patterns, the names of the units by id, and the receipt numbers of the cases by id."""

    patterns: Patterns = field(repr=False)
    units: Mapping[str, Words]
    receipt_nos: Mapping[str, str] = field(repr=False)
    unreadable: int
    left_out: int


def may_analyse(officer: OfficerActor) -> bool:
    """Whether the officer may count over opened cases, and so write measures."""
    is_of_channel = Channel.CORRUPTION in channels_of(officer.roles)
    return is_of_channel and all(
        officer.may(one) for one in (Permission.LIST_CASES, Permission.SEE_NUMBERS)
    )


def begin_counting(work: UnitOfWork, *conditions: Condition) -> Chosen:
    """The newest openable corruption cases that fit, with their line in the access log.

    Tests and cases that were joined to another are left out. NotAllowed without both permissions.
    The line is committed before the first case is opened, and opening holds no write lock: what
    follows reads in a unit of work of its own.
    """
    if not may_analyse(work.officer()):
        raise NotAllowed
    fitting = (
        openable(work).cases,
        in_channel(Channel.CORRUPTION),
        Complaint.register_number > 0,
        Complaint.state != State.MERGED.value,
        *conditions,
    )
    ids = newest(work, *fitting, most=CASES_MOST)
    left_out = count(work, *fitting) - len(ids) if len(ids) == CASES_MOST else 0
    log_opening(work, "patterns", None, len(ids))
    return Chosen(tuple(ids), left_out)


def patterns_page(work: UnitOfWork, chosen: Chosen) -> PatternsPage:
    """What keeps coming back among the chosen cases, for this officer's eyes."""
    opened = open_chosen(work, chosen)
    found = find_patterns(opened.records, work.today)
    shown = {case_id for one in found.recurring for case_id in one.case_ids}
    shown |= {case_id for one in found.many_kinds for case_id in one.case_ids}
    return PatternsPage(
        patterns=found,
        units=unit_words(work),
        receipt_nos=_receipt_nos(work, shown),
        unreadable=opened.unreadable,
        left_out=opened.left_out,
    )


def open_chosen(work: UnitOfWork, chosen: Chosen) -> OpenedCases:
    """The chosen cases, opened and reduced to what is counted."""
    ready, units = with_ready_keys(work), _names(work)
    records: list[CaseRecord] = []
    for start in range(0, len(chosen.ids), _AT_ONCE):
        records += _records(ready, chosen.ids[start : start + _AT_ONCE], units)
    return OpenedCases(tuple(records), len(chosen.ids) - len(records), chosen.left_out)


def unit_words(work: UnitOfWork) -> Mapping[str, Words]:
    """The names of the office's units by id."""
    rows = work.rows(select(Unit).order_by(Unit.name_th))
    return {row.id.hex(): Words(row.name_th, row.name_en or row.name_th) for row in rows}


def _names(work: UnitOfWork) -> Mapping[str, Sequence[str]]:
    return {unit: (words.th, words.en) for unit, words in unit_words(work).items()}


def _records(
    work: UnitOfWork, ids: Sequence[bytes], units: Mapping[str, Sequence[str]]
) -> list[CaseRecord]:
    """What is counted of these cases; one that was tampered with does not stop the others."""
    reports = {
        row.case_id: row
        for row in work.rows(
            select(SealedObject).where(
                SealedObject.case_id.in_(ids), SealedObject.type == int(ObjectType.REPORT)
            )
        )
    }
    findings = _findings(work, ids)
    found = []
    for keys in _keys(work, work.rows(of_ids(ids))):
        report = _report(keys, reports.get(keys.case.id))
        if report is not None:
            found.append(_record(keys.case, report, findings.get(keys.case.id, NOT_YET), units))
    return found


def _keys(work: UnitOfWork, cases: Sequence[Complaint]) -> list[CaseKeys]:
    """The keys of these cases; halved and tried again where one of them does not open."""
    try:
        return list(open_keys_of(work, cases).values()) if cases else []
    except (NotFound, Unreadable):
        if len(cases) == 1:
            return []
    middle = len(cases) // 2
    return _keys(work, cases[:middle]) + _keys(work, cases[middle:])


def _report(keys: CaseKeys, row: SealedObject | None) -> Mapping[str, Any] | None:
    try:
        return keys.open(row) if row is not None else None
    except Unreadable:
        return None


def _record(
    case: Complaint, report: Mapping[str, Any], finding: str, units: Mapping[str, Sequence[str]]
) -> CaseRecord:
    category, happened_on = report.get("category", ""), report.get("incident_from", "")
    return CaseRecord(
        id=case.id.hex(),
        # A case that came from the other channel holds a category of that one.
        category=category if category in _CODES else "",
        unit=unit_meant(str(report.get("accused_unit", "")), units),
        received_on=case.received_on,
        happened_on=date.fromisoformat(happened_on) if happened_on else None,
        finding=finding,
    )


def _findings(work: UnitOfWork, ids: Sequence[bytes]) -> Mapping[bytes, str]:
    """What was found last, by case, as the events' own bytes tell it."""
    rows = work.session.execute(
        select(CaseEvent.case_id, CaseEvent.packed)
        .where(CaseEvent.case_id.in_(ids), CaseEvent.kind.in_([int(one) for one in _FINDING_OF]))
        .order_by(CaseEvent.seq)
    )
    kinds = ((case_id, Event.unpack(packed).kind) for case_id, packed in rows)
    return {case_id: _FINDING_OF.get(EventKind(kind), NOT_YET) for case_id, kind in kinds}


def _receipt_nos(work: UnitOfWork, case_ids: set[str]) -> Mapping[str, str]:
    ids = [bytes.fromhex(one) for one in sorted(case_ids)]
    cases = [
        case
        for start in range(0, len(ids), _AT_ONCE)
        for case in work.rows(of_ids(ids[start : start + _AT_ONCE]))
    ]
    return {
        case.id.hex(): receipt_no(case.register_number, case.register_year_be) for case in cases
    }
