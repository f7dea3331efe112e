"""New epochs: a fresh pair for a case, so that new words open only for those who go on reading.

The new private half goes to them by share, the one before hangs on it by a link, so what was
written stays readable to them. Nobody gains by a new epoch: whoever has no believable share
before gets none after.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, insert

from crypto.ceremonies import EpochPlace, seal_link
from crypto.primitives import sign
from crypto.sealed_keys import KeyPair, generate_pair
from models.complaint import CaseEpoch
from models.history import CaseEvent
from models.key_share import KeyShare
from models.tenancy import rewrite_rows
from service.case_events import Acting, epoch_started
from service.case_holders import HolderBook, Holders, OpenedCase
from service.case_keys import CaseKeys, epoch_statement
from service.errors import Unreadable
from service.exclusions import Exclusions
from service.read_rows import ReadEpoch
from service.shares import WAITING, content_context, dummy_values, share_values
from service.unit_of_work import UnitOfWork

_REWRITTEN: Final = (
    "id", "agency_id", "epoch", "holder_generation", "sealed", "is_checked", "granter_id",
    "signature",
)  # fmt: skip
"""The columns in which a holder's new share differs from the one before."""


@dataclass(frozen=True)
class Change:
    """A case that is to have a new epoch, with those who will hold shares of it."""

    opened: OpenedCase
    holders: Holders


@dataclass(frozen=True)
class _NewRows:
    """The columns of what a slice writes in one go; `rewritten` are shares under an old id."""

    epochs: list[dict[str, Any]]
    events: list[dict[str, Any]]
    shares: list[dict[str, Any]]
    rewritten: list[dict[str, Any]]


def planned(book: HolderBook, opened: OpenedCase, excluded: Exclusions | None = None) -> Change:
    """What a new epoch would come to under these exclusions; those of now when none are given."""
    return Change(opened, book.holders(opened, excluded))


def new_epoch(work: UnitOfWork, book: HolderBook, change: Change, acting: Acting) -> CaseKeys:
    """The keys of the case after a new epoch was made."""
    return new_epochs(work, book, (change,), acting)[0]


def new_epochs(
    work: UnitOfWork, book: HolderBook, changes: Sequence[Change], acting: Acting
) -> tuple[CaseKeys, ...]:
    """The keys of many cases after each got a new epoch; the old shares are gone.

    The newest share opens the whole case, so none of an earlier epoch is kept. Unreadable when
    the content paper's key is missing: a case that no paper could recover is not made.
    """
    # What a slice writes is written in one go; asking for clocks must not flush it row by row.
    rows = _NewRows([], [], [], [])
    with work.session.no_autoflush:
        made = tuple(_start(work, book, change, acting, rows) for change in changes)
    work.session.flush()
    work.session.execute(insert(CaseEpoch), rows.epochs)
    work.session.execute(insert(CaseEvent), rows.events)
    _drop(work, {share["id"] for share in rows.rewritten}, changes)
    rewrite_rows(work.session, KeyShare, rows.rewritten)
    if rows.shares:
        work.session.execute(insert(KeyShare), rows.shares)
    return made


def _drop(work: UnitOfWork, kept: Set[bytes], changes: Sequence[Change]) -> None:
    """The shares of those who have none from now on go, and what is left of earlier epochs."""
    gone = [
        share_id
        for opened in (change.opened for change in changes)
        for share_id in (*(share.id for share in opened.shares), *opened.outlived)
        if share_id not in kept
    ]
    if gone:
        work.session.execute(
            delete(KeyShare)
            .where(KeyShare.id.in_(gone))
            .execution_options(synchronize_session=False)
        )


def _start(
    work: UnitOfWork,
    book: HolderBook,
    change: Change,
    acting: Acting,
    rows: _NewRows,
) -> CaseKeys:
    """The keys of a case whose new epoch is begun; the columns of its rows go on the lists."""
    old, pair = change.opened.keys, generate_pair()
    case = old.case
    case.epoch += 1
    rows.epochs.append(_epoch(work, old, pair))
    keys = CaseKeys(
        case, {**old.publics, case.epoch: pair.public}, {**old.privates, case.epoch: pair.private}
    )
    _put_shares(work, change, _shares(work, book, keys, change.holders), rows)
    rows.events.append(epoch_started(work, case, acting))
    return keys


def _put_shares(
    work: UnitOfWork, change: Change, shares: Iterable[dict[str, Any]], rows: _NewRows
) -> None:
    """These shares in the place of those that their holders had: half the pages are written so.

    Whoever makes an epoch has opened the case, so an own share that was tried and is no dummy
    from now on needs no trying.
    """
    mine = work.officer().officer_id
    reads_on = any(key.holder_id == mine for key in change.holders.reading)
    before = {share.holder_id: share for share in change.opened.shares}
    for share in shares:
        held = before.get(share["holder_id"])
        if held is None:
            rows.shares.append(share)
            continue
        is_known = held.holder_id == mine and reads_on and held.is_checked
        share |= {"id": held.id, "is_checked": is_known}
        rows.rewritten.append({name: share[name] for name in _REWRITTEN})


def _epoch(work: UnitOfWork, old: CaseKeys, pair: KeyPair) -> dict[str, Any]:
    """The columns of the epoch that the case is in from now on."""
    officer, case = work.officer(), old.case
    place = EpochPlace(case.agency_id, case.id, case.epoch)
    row = ReadEpoch(
        case_id=case.id,
        epoch=case.epoch,
        case_public=pair.public,
        made_on=work.today,
        made_by=officer.officer_id,
        link=seal_link(old.privates[case.epoch - 1], pair.public, place),
        signature=None,
    )
    statement = epoch_statement(case, row, old.publics[case.epoch - 1]).statement()
    signature = sign(officer.keys.signing_seed, statement)
    return {**row._asdict(), "agency_id": case.agency_id, "signature": signature}


def _shares(
    work: UnitOfWork, book: HolderBook, keys: CaseKeys, holders: Holders
) -> Iterator[dict[str, Any]]:
    """A row for everybody who had one that counts: real, or a dummy as at the filing."""
    paper = book.keyring.recovery.get("content")
    if paper is None:
        raise Unreadable
    for key in (*holders.reading, paper):
        yield share_values(work, content_context(keys.case, key.holder_id), keys.newest, key)
    for key in holders.kept_out:
        yield dummy_values(work, content_context(keys.case, key.holder_id), key.generation)
    for holder_id in holders.waiting:
        yield dummy_values(work, content_context(keys.case, holder_id), WAITING)
