"""The ceremony: papers brought together give officers their cases back, never past an exclusion.

The paper opens its own share of each case, reads who is kept out, and seals a share to the chosen
officer; the grant and the event carry the paper's signature. An excluded officer's share is a
dummy with the same signature and the same event, so that neither a dump nor whoever runs the
ceremony learns who was excluded. Each slice is one transaction, and a case that has its share is
passed over the next time: a ceremony that was cut off is simply begun again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from crypto.ceremonies import recovery_signing_seed
from crypto.primitives import SealBroken, sign
from crypto.sealed_keys import ShareContext, ShareKind, dummy_share, open_share, pair_from_seed
from models.complaint import Complaint
from models.key_share import KeyShare
from models.officer import Officer
from rules.states import Channel, EventKind
from service.access_log import log_opening
from service.actors import OfficerActor
from service.agency_papers import CONTENT_SHEETS, typed_recovery_key
from service.case_events import Acting, PaperHand, append_event
from service.case_keys import CaseKeys, checked_epochs, unfold
from service.checked_keys import HolderKey
from service.errors import InvalidInput, Unreadable
from service.exclusions import Exclusions, opened_exclusions
from service.keyring import READING_ROLE, load_keyring
from service.officer_accounts import predecessors
from service.sealing import new_share, share_context
from service.shares import grant_statement
from service.typed_papers import sheets_read
from service.unit_of_work import UnitOfWork

SLICE = 20
"""Cases in one transaction: others who write wait for so long."""


@dataclass(frozen=True)
class OpenedPaper:
    """A recovery key whose sheets were typed and are right; it lives for the ceremony alone."""

    key_id: bytes
    kind: str
    pair_private: bytes = field(repr=False)
    signing_seed: bytes = field(repr=False)

    @property
    def acting(self) -> Acting:
        """The paper as the one who appends an event."""
        return Acting(paper=PaperHand(self.kind, self.signing_seed))


@dataclass(frozen=True)
class ReaderChoice:
    """An officer to whom cases may be given back."""

    login: str
    name: str
    post: str


@dataclass(frozen=True)
class Progress:
    """What a slice did: cases gone through, those that would not open, and where to go on.

    `after` is None when nothing is left.
    """

    done: int
    unreadable: int
    after: bytes | None


def open_paper(
    work: UnitOfWork, kind: str, mapping: Mapping[str, str], errand: str = ""
) -> OpenedPaper:
    """The recovery key of the typed sheets; InvalidInput names the sheet that is wrong."""
    row, seed = typed_recovery_key(work, kind, mapping, errand)
    return OpenedPaper(row.id, kind, pair_from_seed(seed).private, recovery_signing_seed(seed))


def content_carried_on(work: UnitOfWork, mapping: Mapping[str, str], errand: str) -> dict[str, str]:
    """What carries the two content sheets, once right, to the next page of this errand."""
    return sheets_read(work, CONTENT_SHEETS, mapping, errand)


def possible_readers(work: UnitOfWork) -> tuple[ReaderChoice, ...]:
    """The officers on the checked keyring who read new cases of a channel."""
    reads = {
        key.holder_id for role in READING_ROLE.values() for key in load_keyring(work).holding(role)
    }
    rows = work.rows(select(Officer).where(Officer.id.in_(reads)).order_by(Officer.name))
    return tuple(ReaderChoice(row.login, row.name, row.post) for row in rows)


def cases_left(work: UnitOfWork, paper: OpenedPaper, login: str) -> int:
    """How many cases the ceremony has still to go through for this officer."""
    pending = _pending(paper, _reader(work, login)).order_by(None).subquery()
    return work.session.scalars(select(func.count()).select_from(pending)).one()


def recover_slice(
    work: UnitOfWork, paper: OpenedPaper, login: str, after: bytes | None = None
) -> Progress:
    """Give the officer the next cases; InvalidInput for `officer` who may not read any.

    It is never told how many of them the officer is excluded from.
    """
    key = _reader(work, login)
    statement = _pending(paper, key).limit(SLICE)
    if after is not None:
        statement = statement.where(Complaint.id > after)
    cases: Sequence[Complaint] = work.rows(statement.with_for_update(of=Complaint))
    unreadable, before = 0, predecessors(work, key.holder_id)
    for case in cases:
        try:
            _recover(work, paper, case, key, before)
        except Unreadable:
            unreadable += 1
    last = cases[-1].id if len(cases) == SLICE else None
    return Progress(len(cases) - unreadable, unreadable, last)


def _reader(work: UnitOfWork, login: str) -> HolderKey:
    """The checked key of an officer who reads new cases of some channel."""
    row = work.one(Officer, login=login) if login else None
    key = load_keyring(work).officer(row.id) if row is not None else None
    if key is None or not _channels(key):
        raise InvalidInput({"officer": "unknown_choice" if login else "choose_one"})
    return key


def _channels(key: HolderKey) -> list[Channel]:
    return [channel for channel, role in READING_ROLE.items() if key.has(role)]


def _pending(paper: OpenedPaper, key: HolderKey) -> Select[Complaint]:
    """The cases of the officer's channels that have no share of this paper's giving yet."""
    given = aliased(KeyShare)
    is_given = and_(
        given.case_id == Complaint.id,
        given.epoch == Complaint.epoch,
        given.holder_id == key.holder_id,
        given.kind == int(ShareKind.CONTENT),
        given.holder_generation == key.generation,
        given.granter_id == paper.key_id,
    )
    return (
        select(Complaint)
        .where(
            Complaint.channel.in_([channel.value for channel in _channels(key)]),
            Complaint.deleted_on.is_(None),
            ~select(given.id).where(is_given).correlate(Complaint).exists(),
        )
        .order_by(Complaint.id)
    )


def _recover(
    work: UnitOfWork,
    paper: OpenedPaper,
    case: Complaint,
    key: HolderKey,
    before: tuple[bytes, ...],
) -> None:
    keys = _case_keys(work, paper, case)
    context = ShareContext(case.agency_id, case.id, case.epoch, key.holder_id, ShareKind.CONTENT)
    share = new_share(work, context, keys.newest, key.public, key.generation)
    if _is_kept_out(opened_exclusions(work, keys), key, before):
        share.sealed = dummy_share(context)
    if isinstance(work.actor, OfficerActor):
        log_opening(work, "recovery", case.id)
    replace_share(work, paper, share)
    append_event(work, case, EventKind.RECOVERED, by=paper.acting)


def _is_kept_out(excluded: Exclusions, key: HolderKey, before: tuple[bytes, ...]) -> bool:
    """Whether this officer is kept out, under the account of today or one before a reset."""
    return excluded.carried_over(key.holder_id, before).covers(key)


def _case_keys(work: UnitOfWork, paper: OpenedPaper, case: Complaint) -> CaseKeys:
    """All keys of the case by the paper's own share; Unreadable when there is none that opens."""
    share = work.one(
        KeyShare,
        case_id=case.id,
        epoch=case.epoch,
        holder_id=paper.key_id,
        kind=int(ShareKind.CONTENT),
    )
    return unfold(case, checked_epochs(work, case), open_paper_share(paper, share))


def open_paper_share(paper: OpenedPaper, share: KeyShare | None) -> bytes:
    """The 96 bytes of one of the paper's shares; Unreadable without one that opens."""
    try:
        if share is None:
            raise SealBroken
        return open_share(share.sealed, paper.pair_private, share_context(share))
    except SealBroken:
        raise Unreadable from None


def replace_share(work: UnitOfWork, paper: OpenedPaper, share: KeyShare) -> None:
    """Add a share in the place of what its holder held, signed by the paper."""
    held = work.one(
        KeyShare,
        case_id=share.case_id,
        epoch=share.epoch,
        holder_id=share.holder_id,
        kind=share.kind,
    )
    if held is not None:
        work.session.delete(held)
        work.session.flush()
    share.granter_id = paper.key_id
    share.signature = sign(paper.signing_seed, grant_statement(share).statement())
    work.session.add(share)
