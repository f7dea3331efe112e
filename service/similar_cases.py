"""Open cases that may be about the same matter, inside what the officer may open.

Words are compared, so every candidate is opened: the newest ones, and no more than a page can wait
for. A case that keeps the officer out does not exist here, and no number tells of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.complaint import Complaint, SealedObject
from rules import words
from rules.numbering import receipt_no
from rules.permissions import Permission
from rules.similarity import WORTH_A_LOOK, Shape, likeness, shape_of
from rules.states import Channel, Move, State, allowed_moves
from rules.words import Words
from service.access_log import log_opening
from service.case_holders import with_ready_keys
from service.case_index import among_open, count, newest, of_ids, openable
from service.case_keys import CaseKeys, open_case_keys, open_keys_of
from service.case_lines import open_report, subject_of
from service.errors import NotAllowed, NotFound, Unreadable
from service.find_case import find_case
from service.unit_of_work import UnitOfWork

CANDIDATES_MOST: Final = 200
"""So many of the newest cases are opened, at one to two milliseconds each, mostly unsealing."""

SHOWN_MOST: Final = 8


@dataclass(frozen=True)
class SimilarCase:
    """A case that may be about the same matter, with how alike the words are in per cent."""

    id: str
    receipt_no: str
    subject: str = field(repr=False)
    state_words: Words
    received_on: date
    percent: int


@dataclass(frozen=True)
class SimilarCases:
    """One case and those most like it; `looked_at` were opened, `left_out` are older still."""

    id: str
    channel: Channel
    receipt_no: str
    subject: str = field(repr=False)
    event_count: int
    may_merge: bool
    cases: tuple[SimilarCase, ...]
    looked_at: int
    left_out: int


@dataclass(frozen=True)
class _Candidate:
    case: Complaint
    report: dict[str, str] = field(repr=False)


def similar_cases(work: UnitOfWork, case_id: str) -> SimilarCases:
    """The open cases most like this one, the likest first; NotFound for whoever cannot open it.

    The candidates are one line in the access log, with how many were opened.
    """
    officer = work.officer()
    if not officer.may(Permission.OPEN_CASE):
        raise NotAllowed
    case = find_case(work, case_id)
    report = open_report(work, open_case_keys(work, case))
    log_opening(work, "case", case.id)
    ids, left_out = _candidate_ids(work, case)
    candidates = _opened(with_ready_keys(work), ids)
    log_opening(work, "similar", None, len(candidates))
    moves = allowed_moves(Channel(case.channel), State(case.state), officer.roles)
    return SimilarCases(
        id=case.id.hex(),
        channel=Channel(case.channel),
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        subject=subject_of(report),
        event_count=case.event_count,
        may_merge=any(row.move is Move.MERGE for row in moves),
        cases=_likest(shape_of(report), candidates),
        looked_at=len(candidates),
        left_out=left_out,
    )


def _candidate_ids(work: UnitOfWork, case: Complaint) -> tuple[list[bytes], int]:
    """The newest open cases of the channel that the officer can open; how many are left out."""
    conditions = (
        openable(work).cases,
        among_open(),
        Complaint.channel == case.channel,
        Complaint.id != case.id,
        # A test has a number below nought; the index of lists knows numbers.
        Complaint.register_number < 0 if case.is_test else Complaint.register_number > 0,
    )
    ids = newest(work, *conditions, most=CANDIDATES_MOST)
    return ids, count(work, *conditions) - len(ids)


def _opened(work: UnitOfWork, ids: Sequence[bytes]) -> list[_Candidate]:
    """The filed words of these cases; one that was tampered with does not stop the others."""
    cases = work.rows(of_ids(ids))
    reports = {
        row.case_id: row
        for row in work.rows(
            select(SealedObject).where(
                SealedObject.case_id.in_(ids), SealedObject.type == int(ObjectType.REPORT)
            )
        )
    }
    found = []
    for keys in _keys(work, cases):
        record = _record(keys, reports.get(keys.case.id))
        if record is not None:
            found.append(_Candidate(keys.case, record))
    return found


def _keys(work: UnitOfWork, cases: Sequence[Complaint]) -> list[CaseKeys]:
    try:
        return list(open_keys_of(work, cases).values()) if cases else []
    except (NotFound, Unreadable):
        if len(cases) == 1:
            return []
    return [keys for case in cases for keys in _keys(work, (case,))]


def _record(keys: CaseKeys, row: SealedObject | None) -> dict[str, Any] | None:
    try:
        return keys.open(row) if row is not None else None
    except Unreadable:
        return None


def _likest(shape: Shape, candidates: Sequence[_Candidate]) -> tuple[SimilarCase, ...]:
    scored = [(likeness(shape, shape_of(one.report)), one) for one in candidates]
    worth = [pair for pair in scored if pair[0] >= WORTH_A_LOOK]
    worth.sort(key=lambda pair: -pair[0])
    return tuple(_line(score, one) for score, one in worth[:SHOWN_MOST])


def _line(score: float, one: _Candidate) -> SimilarCase:
    case = one.case
    return SimilarCase(
        id=case.id.hex(),
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        subject=subject_of(one.report),
        state_words=words.STATES[case.state],
        received_on=case.received_on,
        percent=round(100 * score),
    )
