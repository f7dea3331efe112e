"""The ceremony of an identity paper: its half of each name goes to a new custodian.

A custodian cannot read who is kept out of a case, and neither can this paper. So a half goes only
where an officer who read the exclusions signed a permit for that case and that custodian; what is
left gets a dummy in the end, so that no copy of the database tells from which case somebody was
kept out.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import select

from crypto.sealed_keys import ShareContext, ShareKind, dummy_share
from models.complaint import Complaint
from models.custody import CustodianPermit
from models.key_share import KeyShare
from models.officer import Officer
from rules.states import EventKind
from service.case_events import append_event
from service.checked_keys import HolderKey
from service.custodian_permits import cases_without, is_right_permit
from service.errors import InvalidInput, Unreadable
from service.keyring import load_keyring
from service.recovery import SLICE, OpenedPaper, Progress, open_paper_share, replace_share
from service.release_requests import GROUPS
from service.sealing import new_share
from service.unit_of_work import UnitOfWork

KIND: Mapping[str, ShareKind] = {
    "identity_inside": ShareKind.IDENTITY_INSIDE,
    "identity_outside": ShareKind.IDENTITY_OUTSIDE,
}
FILING_EPOCH = 0
"""Halves of names belong to the filing: their shares carry its epoch for ever."""


def recover_names_slice(
    work: UnitOfWork, paper: OpenedPaper, login: str, after: bytes | None = None
) -> Progress:
    """Give the custodian the paper's half of the next permitted cases; permits are used up.

    A permit that nobody may have signed stays, to be found, and gives nothing. InvalidInput for
    `officer` when no signed custodian of this side has that login.
    """
    keyring, kind = load_keyring(work), KIND[paper.kind]
    key = _custodian(work, login, kind)
    permits = work.rows(
        select(CustodianPermit)
        .where(
            CustodianPermit.holder_id == key.holder_id,
            CustodianPermit.kind == int(kind),
            CustodianPermit.case_id > (after or b""),
        )
        .order_by(CustodianPermit.case_id)
        .limit(SLICE)
        .with_for_update()
    )

    def give(permit: CustodianPermit) -> None:
        if not is_right_permit(keyring, permit) or permit.permitter_id == key.holder_id:
            raise Unreadable
        case = work.session.get_one(Complaint, permit.case_id, with_for_update=True)
        half = open_paper_share(paper, _own_share(work, paper, case, kind))
        _put(work, paper, case, key, half)
        work.session.delete(permit)

    unreadable = _count_unreadable(permits, give)
    work.session.flush()
    last = permits[-1].case_id if len(permits) == SLICE else None
    return Progress(len(permits) - unreadable, unreadable, last)


def fill_names_slice(
    work: UnitOfWork, paper: OpenedPaper, login: str, after: bytes | None = None
) -> Progress:
    """Give the custodian a dummy in the next cases that have nothing for that one.

    To be done last: a permit that comes later is still followed.
    """
    kind = KIND[paper.kind]
    key = _custodian(work, login, kind)
    cases = work.rows(
        cases_without(key, kind)
        .where(Complaint.id > (after or b""))
        .order_by(Complaint.id)
        .limit(SLICE)
        .with_for_update(of=Complaint)
    )
    for case in cases:
        _put(work, paper, case, key, None)
    work.session.flush()
    return Progress(len(cases), 0, cases[-1].id if len(cases) == SLICE else None)


def _count_unreadable(
    permits: list[CustodianPermit], errand: Callable[[CustodianPermit], None]
) -> int:
    unreadable = 0
    for permit in permits:
        try:
            errand(permit)
        except Unreadable:
            unreadable += 1
    return unreadable


def _custodian(work: UnitOfWork, login: str, kind: ShareKind) -> HolderKey:
    row = work.one(Officer, login=login) if login else None
    key = load_keyring(work).officer(row.id) if row is not None else None
    if key is None or not key.has(GROUPS[kind]):
        raise InvalidInput({"officer": "unknown_choice" if login else "choose_one"})
    return key


def _own_share(
    work: UnitOfWork, paper: OpenedPaper, case: Complaint, kind: ShareKind
) -> KeyShare | None:
    found: KeyShare | None = work.one(
        KeyShare, case_id=case.id, holder_id=paper.key_id, kind=int(kind), epoch=FILING_EPOCH
    )
    return found


def _put(
    work: UnitOfWork, paper: OpenedPaper, case: Complaint, key: HolderKey, half: bytes | None
) -> None:
    """The half, or a dummy, in the place of what was there; the event is the same for both."""
    kind = KIND[paper.kind]
    context = ShareContext(case.agency_id, case.id, FILING_EPOCH, key.holder_id, kind)
    share = new_share(work, context, half or bytes(96), key.public, key.generation)
    if half is None:
        share.sealed = dummy_share(context)
    replace_share(work, paper, share)
    append_event(work, case, EventKind.RECOVERED, by=paper.acting)
