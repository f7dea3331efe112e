"""Exports and deletions need two persons: one asks, another one agrees, the first does it once.

Nobody is told of a request about a case that he cannot open: it is not on his list, and asking
for it by its id finds nothing.
"""

from collections.abc import Sequence

from sqlalchemy import update

from crypto.primitives import sign
from models.custody import TwoPersonRequest
from rules import limits
from rules.states import State, is_open
from service.case_keys import CaseKeys
from service.errors import InvalidInput, NotFound, RequestOver
from service.keyring import load_keyring
from service.legal_hold import is_held
from service.notify import REQUEST, tell
from service.sealing import new_id
from service.two_person_reason import open_reason, seal_reason
from service.two_person_requests import (
    APPROVED,
    ASKED,
    DONE,
    LASTS,
    REFUSED,
    Kind,
    case_ids,
    check_asked,
    find_request,
    is_over,
    log_request,
    may_agree,
    open_all,
    own_key,
    possible_approvers,
    statement_of,
)
from service.unit_of_work import UnitOfWork

CASES_MOST = 500
DELETED_MOST = 50
"""Of so many cases two persons still look at each before it is gone for good."""


def ask(work: UnitOfWork, kind: Kind, chosen: Sequence[str], reason: str) -> str:
    """The id of a new request about these cases, signed by the officer at work.

    InvalidInput when words or cases are wanting, a case to be deleted is still open or under a
    hold, or nobody else could agree. NotFound for a case that the officer cannot open.
    """
    keyring = load_keyring(work)
    asker = own_key(work, keyring, kind)
    text = _checked_reason(reason)
    ids = _checked_cases(work, kind, chosen)
    keys = open_all(work, ids)
    if kind is Kind.DELETE:
        _check_may_go(work, keys)
    approvers = possible_approvers(work, keyring, kind, asker, keys)
    if not approvers:
        raise InvalidInput({"cases": "no_second_person"})
    log_request(work, ids)
    row = TwoPersonRequest(
        id=new_id(),
        agency_id=work.agency_id,
        kind=kind.value,
        state=ASKED,
        cases=b"".join(ids),
        asker_id=asker.holder_id,
        asked_at=work.now,
        until=work.now + LASTS,
    )
    readers = [key for key in keyring.officers if may_agree(key, kind)]
    trusted = frozenset(key.holder_id for key in (asker, *approvers))
    row.sealed_reason, row.reason_readers = seal_reason(work, row.id, text, readers, trusted)
    row.asker_signature = _signed(work, row)
    work.session.add(row)
    work.session.flush()
    tell(work, (key.holder_id for key in approvers), REQUEST, row.id)
    return row.id.hex()


def _check_may_go(work: UnitOfWork, keys: Sequence[CaseKeys]) -> None:
    """Nothing when each of these cases has ended and no hold stands on one."""
    if any(is_open(State(one.case.state)) for one in keys):
        raise InvalidInput({"cases": "case_open"})
    if any(is_held(work, one.case) for one in keys):
        raise InvalidInput({"cases": "case_held"})


def _checked_reason(reason: str) -> str:
    text = reason.strip().replace("\r\n", "\n")
    if not text:
        raise InvalidInput({"reason": "required"})
    if len(text) > limits.LONG_TEXT_LENGTH:
        raise InvalidInput({"reason": "too_long"}, limits={"reason": limits.LONG_TEXT_LENGTH})
    if "\x00" in text:
        raise InvalidInput({"reason": "no_nul"})
    return text


def _checked_cases(work: UnitOfWork, kind: Kind, chosen: Sequence[str]) -> list[bytes]:
    most = DELETED_MOST if kind is Kind.DELETE else CASES_MOST
    if not chosen:
        raise InvalidInput({"cases": "choose_cases"})
    if len(chosen) > most:
        raise InvalidInput({"cases": "too_many_cases"}, limits={"cases": most})
    try:
        ids = sorted({bytes.fromhex(one) for one in chosen})
    except ValueError:
        raise NotFound from None
    return ids


def _signed(work: UnitOfWork, row: TwoPersonRequest) -> bytes:
    officer = work.officer()
    return sign(officer.keys.signing_seed, statement_of(row, officer.officer_id))


def approve(work: UnitOfWork, request_id: str) -> None:
    """The officer at work agrees, and signs exactly what the asker signed.

    NotFound unless every case opens with the officer's own keys and the officer may be the second
    person; RequestOver when somebody was quicker or the time is over.
    """
    row = _second_person(work, request_id)
    signature = _signed(work, row)
    _move(
        work,
        row,
        ASKED,
        state=APPROVED,
        approver_id=work.officer().officer_id,
        approved_at=work.now,
        approver_signature=signature,
    )


def refuse(work: UnitOfWork, request_id: str) -> None:
    """The officer at work does not agree; the request is over."""
    row = _second_person(work, request_id)
    _move(
        work,
        row,
        ASKED,
        state=REFUSED,
        approver_id=work.officer().officer_id,
        ended_at=work.now,
    )


def _second_person(work: UnitOfWork, request_id: str) -> TwoPersonRequest:
    """The row, for an officer who may be its second person and has opened each of its cases."""
    row = find_request(work, request_id)
    keyring = load_keyring(work)
    kind = Kind(row.kind)
    own = own_key(work, keyring, kind)
    if open_reason(work, row) is None:
        raise NotFound
    keys = open_all(work, case_ids(row))
    asker = check_asked(keyring, row)
    if own not in possible_approvers(work, keyring, kind, asker, keys):
        raise NotFound
    log_request(work, [one.case.id for one in keys])
    return row


def mark_done(work: UnitOfWork, row: TwoPersonRequest) -> None:
    """The request is used up; RequestOver when that has happened already."""
    _move(work, row, APPROVED, state=DONE, ended_at=work.now)


def _move(work: UnitOfWork, row: TwoPersonRequest, from_state: str, **values: object) -> None:
    """Change a request that is still in that state: of two at once only one comes through."""
    if is_over(work, row):
        raise RequestOver
    moved = work.session.scalars(
        update(TwoPersonRequest)
        .where(TwoPersonRequest.id == row.id, TwoPersonRequest.state == from_state)
        .values(**values)
        .returning(TwoPersonRequest.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if moved is None:
        raise RequestOver
    work.session.expire(row)
