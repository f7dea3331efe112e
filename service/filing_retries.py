"""A repeated send shows the same code and files nothing twice (decisions A6)."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from crypto.day_seal import open_for_day, seal_for_day
from crypto.primitives import SealBroken, aead_open, aead_seal, hkdf
from models.complaint import FilingRetry
from service.actors import AllAgencies
from service.errors import AlreadyReceived, FormExpired
from service.unit_of_work import UnitOfWork

_TICKET = b"receipt ticket/v1"
_CODE = b"kept code/v1"
_CODE_DIGITS = 20


@dataclass(frozen=True)
class Retry:
    """What recognises a repeated send: the row's key, and what its code is sealed under."""

    key: bytes
    sid: bytes = field(repr=False)


@dataclass(frozen=True)
class Kept:
    """The code and the case of one sent page."""

    code: str = field(repr=False)
    case_id: bytes


def keep(work: UnitOfWork, retry: Retry, fresh: Kept) -> Kept:
    """`fresh` when this page comes for the first time, else what was kept then.

    The row is written before the case, so that of two simultaneous sends one waits for the
    other at the unique key. AlreadyReceived when the kept code is gone.
    """
    if work.session.get(FilingRetry, retry.key) is not None:
        return code_of(work, retry)
    row = FilingRetry(
        key=retry.key,
        agency_id=work.agency_id,
        day=work.today,
        sealed_code=aead_seal(
            _key(work.keys.pepper, retry), fresh.code.encode() + fresh.case_id, retry.key
        ),
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
            work.session.flush()
    except IntegrityError:
        return code_of(work, retry)
    return fresh


def kept_at(work: UnitOfWork, retry: Retry) -> bytes | None:
    """The agency at which this very page was filed before, or None.

    Asked of all agencies, since who takes it may have changed meanwhile; the key is a hash of
    what only the page's holder has.
    """
    everywhere = AllAgencies("find where this very page was filed")
    with work.standing_in(everywhere) as anywhere:
        row = anywhere.one(FilingRetry, key=retry.key)
    return row.agency_id if row is not None else None


def code_of(work: UnitOfWork, retry: Retry) -> Kept:
    """The kept code and case; AlreadyReceived when it was written down or is of yesterday."""
    row = work.session.get(FilingRetry, retry.key)
    if row is None or row.sealed_code is None:
        raise _already_received(work)
    for pepper in work.keys.peppers:
        try:
            plaintext = aead_open(_key(pepper, retry), row.sealed_code, retry.key)
        except SealBroken:
            continue
        return Kept(plaintext[:_CODE_DIGITS].decode(), plaintext[_CODE_DIGITS:])
    raise _already_received(work)


def _already_received(work: UnitOfWork) -> AlreadyReceived:
    refused = AlreadyReceived()
    refused.slug = work.agency().slug
    return refused


def forget_code(work: UnitOfWork, retry: Retry) -> None:
    """Destroy the kept code; the bare row still keeps the page from being filed twice."""
    row = work.session.get(FilingRetry, retry.key)
    if row is not None:
        row.sealed_code = None


def sweep(work: UnitOfWork) -> None:
    """Destroy codes kept before today, and rows whose page can no longer be sent.

    Everywhere: an outside authority may see no other filing for months.
    """
    with work.standing_in(AllAgencies("destroy codes kept before today")) as anywhere:
        anywhere.session.execute(
            update(FilingRetry)
            .where(FilingRetry.day < work.today, FilingRetry.sealed_code.is_not(None))
            .values(sealed_code=None)
        )
        anywhere.session.execute(
            delete(FilingRetry).where(FilingRetry.day < work.today - timedelta(days=1))
        )


def make_ticket(work: UnitOfWork, retry: Retry) -> str:
    """The key and sid of a retry row, sealed for today and tomorrow; carried by the receipt."""
    sealed = seal_for_day(
        retry.key + retry.sid,
        pepper=work.keys.pepper,
        day=work.today,
        purpose=_TICKET,
        binding=work.agency_id,
    )
    return sealed.hex()


def open_ticket(work: UnitOfWork, ticket: str) -> Retry:
    """The retry row's key and sid of a ticket; FormExpired when it is too old or not ours."""
    try:
        plaintext = open_for_day(
            bytes.fromhex(ticket),
            peppers=work.keys.peppers,
            days=(work.today, work.today - timedelta(days=1)),
            purpose=_TICKET,
            binding=work.agency_id,
        )
    except (SealBroken, ValueError):
        raise FormExpired from None
    return Retry(plaintext[:32], plaintext[32:])


def _key(pepper: bytes, retry: Retry) -> bytes:
    return hkdf(retry.sid, salt=pepper, info=_CODE)
