"""New epochs: a fresh pair for a case, so that new words open only for those who go on reading.

The new private half goes to them by share, the one before hangs on it by a link, so what was
written stays readable to them. Nobody gains by a new epoch: whoever has no believable share
before gets none after.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert

from crypto.ceremonies import EpochPlace, seal_link
from crypto.primitives import sign
from crypto.sealed_keys import KeyPair, ShareKind, generate_pair
from models.complaint import CaseEpoch
from models.key_share import KeyShare
from rules.states import EventKind
from service.case_events import Acting, append_event
from service.case_holders import HolderBook, Holders, OpenedCase
from service.case_keys import CaseKeys, epoch_statement
from service.errors import Unreadable
from service.exclusions import Exclusions
from service.read_rows import ReadEpoch
from service.shares import WAITING, content_context, dummy_values, share_values
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Change:
    """A case that is to have a new epoch, with those who will hold shares of it."""

    opened: OpenedCase
    holders: Holders


@dataclass(frozen=True)
class _NewRows:
    """The columns of what a slice adds, written in one go."""

    epochs: list[dict[str, Any]]
    shares: list[dict[str, Any]]


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
    ids = [change.opened.case.id for change in changes]
    work.session.execute(
        delete(KeyShare)
        .where(KeyShare.case_id.in_(ids), KeyShare.kind == int(ShareKind.CONTENT))
        .execution_options(synchronize_session=False)
    )
    # What a slice adds is written in one go; asking for clocks must not flush it row by row.
    rows = _NewRows([], [])
    with work.session.no_autoflush:
        made = tuple(_start(work, book, change, acting, rows) for change in changes)
    work.session.flush()
    work.session.execute(insert(CaseEpoch), rows.epochs)
    work.session.execute(insert(KeyShare), rows.shares)
    return made


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
    rows.shares.extend(_in_their_places(work, change, _shares(work, book, keys, change.holders)))
    append_event(work, case, EventKind.EPOCH_STARTED, by=acting)
    return keys


def _in_their_places(
    work: UnitOfWork, change: Change, shares: Iterator[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The shares under the ids of those they replace: half the pages are written that way.

    Whoever makes an epoch has opened the case, so an own share that was tried needs no trying.
    """
    replaced = {share.holder_id: share for share in change.opened.shares}
    for share in shares:
        before = replaced.get(share["holder_id"])
        if before is not None:
            share["id"] = before.id
            is_own = before.holder_id == work.officer().officer_id
            share["is_checked"] = before.is_checked and is_own
        yield share


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
