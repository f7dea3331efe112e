"""A case's private halves, epoch by epoch, for the officer at work; and whose new epochs count.

The newest epoch's share opens the newest private half; each epoch's link opens the one before.
Every opened half is compared with the public half that stands in the row, so that a swapped one
is noticed (decisions A3); epochs after the first count only with a signature from the keyring.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from crypto.case_chain import kind_of
from crypto.ceremonies import EpochPlace, EpochStatement, open_link
from crypto.envelope import ObjectType
from crypto.manifest import unpack_manifest
from crypto.primitives import ReadyKey, SealBroken, public_of
from crypto.sealed_keys import ShareContext, ShareKind, open_share
from models.complaint import Complaint
from models.key_share import KeyShare
from rules.states import EventKind
from service.actors import OfficerActor
from service.checked_keys import HolderKey
from service.errors import NotFound, Unreadable
from service.keyring import checked_signer
from service.read_rows import AnyEpoch, AnyObject, EventsByCase, ReadEpoch, epochs_of, events_of
from service.sealing import open_record, recipients_in, recipients_of
from service.unit_of_work import UnitOfWork


class HeldShare(NamedTuple):
    """A share row as it was read: a tuple costs a tenth of a row that might be changed."""

    id: bytes
    agency_id: bytes
    case_id: bytes
    epoch: int
    holder_id: bytes
    holder_generation: int
    kind: int
    sealed: bytes
    is_checked: bool
    granter_id: bytes | None
    signature: bytes | None


@dataclass(frozen=True)
class CaseKeys:
    """KC of one case: public and private halves by epoch."""

    case: Complaint
    publics: Mapping[int, bytes]
    privates: Mapping[int, bytes] = field(repr=False)

    @property
    def newest(self) -> bytes:
        """The newest epoch's private half, which is what a share holds."""
        return self.privates[self.case.epoch]

    def recipients(self, type_: ObjectType, epoch: int) -> tuple[bytes, ...]:
        """The public halves that an object of this type and epoch is sealed to."""
        return recipients_of(type_, self.case, self.publics[epoch])

    def open(self, row: AnyObject) -> dict[str, Any]:
        """The record of one sealed text of the case; Unreadable when the seal does not hold."""
        recipients = recipients_in(row, self.case, self.publics[row.epoch])
        return open_record(row, self.privates[row.epoch], recipients)


def open_case_keys(work: UnitOfWork, case: Complaint) -> CaseKeys:
    """The case's keys for the officer at work; NotFound when there is no share or a dummy.

    An officer who may not open a case learns no more than that it is not there. Unreadable when
    a public half was swapped or an epoch is nobody's.
    """
    epochs = checked_epochs(work, case)
    return unfold(case, epochs, _share_secret(work, case))


def open_keys_of(
    work: UnitOfWork,
    cases: Sequence[Complaint],
    shares: Sequence[HeldShare] | None = None,
    events: EventsByCase | None = None,
) -> Mapping[bytes, CaseKeys]:
    """The keys of many cases by id, in few queries; NotFound when one is not for this officer.

    `shares` are content shares of these cases that stand loaded already, the officer's too, and
    `events` all their events.
    """
    ids = [case.id for case in cases]
    epochs = checked_epochs_of(work, cases, events)
    officer, keys = work.officer(), {}
    loaded: Sequence[KeyShare | HeldShare]
    loaded = work.rows(_own_shares(work, ids)) if shares is None else shares
    own = {(row.case_id, row.epoch): row for row in loaded if row.holder_id == officer.officer_id}
    for case in cases:
        secret = _opened_share(officer, own.get((case.id, case.epoch)))
        keys[case.id] = unfold(case, epochs[case.id], secret)
    return keys


def unfold(case: Complaint, epochs: Sequence[AnyEpoch], newest: bytes) -> CaseKeys:
    """All keys of a case from the newest private half; Unreadable when one does not fit.

    Each is unfolded once for the errand: it is compared, opens the one before and a record.
    """
    privates: dict[int, bytes] = {}
    private = newest
    try:
        for row in reversed(epochs):
            private = ReadyKey(private)
            if public_of(private) != row.case_public:
                raise SealBroken
            privates[row.epoch] = private
            if row.epoch:
                place = EpochPlace(case.agency_id, case.id, row.epoch)
                private = open_link(row.link or b"", private, place)
    except SealBroken:
        raise Unreadable from None
    return CaseKeys(case, {row.epoch: row.case_public for row in epochs}, privates)


def checked_epochs(work: UnitOfWork, case: Complaint) -> Sequence[ReadEpoch]:
    """The case's epochs from the first to the newest; Unreadable unless each is accounted for.

    The first stands in the manifest, whose hash the `sealed` event carries; each later one is
    signed by a key of the keyring and has its event. An epoch added, swapped or left out by SQL
    does not pass.
    """
    return checked_epochs_of(work, (case,))[case.id]


def checked_epochs_of(
    work: UnitOfWork, cases: Sequence[Complaint], events: EventsByCase | None = None
) -> Mapping[bytes, Sequence[ReadEpoch]]:
    """The checked epochs of many cases by id, in a few queries."""
    ids = [case.id for case in cases]
    epochs = epochs_of(work, ids)
    try:
        checks = _EpochChecks(work, events_of(work, ids) if events is None else events)
        for case in cases:
            checks.check(case, epochs[case.id])
    except SealBroken:
        raise Unreadable from None
    return epochs


def newest_public(work: UnitOfWork, case: Complaint) -> bytes:
    """KC's public half of the newest epoch, checked: what new words are sealed to."""
    public: bytes = checked_epochs(work, case)[-1].case_public
    return public


class _EpochChecks:
    """The checks of epochs: started ones counted once, makers' keys looked up once."""

    def __init__(self, work: UnitOfWork, events: EventsByCase) -> None:
        self._work = work
        self._makers: dict[bytes | None, HolderKey | None] = {}
        # Counted from the bytes that the chain hashes: the column beside them is changed more
        # easily than they are.
        self._started = Counter(
            event.case_id
            for some in events.values()
            for event in some
            if kind_of(event.packed) == EventKind.EPOCH_STARTED
        )

    def check(self, case: Complaint, rows: Sequence[AnyEpoch]) -> None:
        """Nothing when every epoch is accounted for, the missing ones too; else SealBroken."""
        if [row.epoch for row in rows] != list(range(case.epoch + 1)):
            raise SealBroken
        if rows[0].case_public != unpack_manifest(case.manifest).case_public:
            raise SealBroken
        # Asked of first epochs too: a case rolled back to it has events that tell of a later one.
        if self._started[case.id] != case.epoch:
            raise SealBroken
        for before, row in zip(rows, rows[1:], strict=False):
            maker = self._maker(row.made_by)
            if maker is None or row.made_on is None:
                raise SealBroken
            statement = epoch_statement(case, row, before.case_public).statement()
            maker.check_signature(statement, row.signature or b"", row.made_on)

    def _maker(self, holder_id: bytes | None) -> HolderKey | None:
        if holder_id not in self._makers:
            self._makers[holder_id] = checked_signer(self._work, holder_id)
        return self._makers[holder_id]


def epoch_statement(case: Complaint, row: AnyEpoch, previous_public: bytes) -> EpochStatement:
    """What the maker of an epoch signs."""
    return EpochStatement(
        case.agency_id,
        case.id,
        row.epoch,
        previous_public,
        row.case_public,
        row.made_by or b"",
    )


def _own_shares(work: UnitOfWork, case_ids: Sequence[bytes]) -> Select[KeyShare]:
    return select(KeyShare).where(
        KeyShare.case_id.in_(case_ids),
        KeyShare.holder_id == work.officer().officer_id,
        KeyShare.kind == int(ShareKind.CONTENT),
        # All there are; without it SQLite reads every share of the officer for the few asked for.
        KeyShare.is_checked.in_((False, True)),
    )


def _share_secret(work: UnitOfWork, case: Complaint) -> bytes:
    share = work.session.scalars(
        _own_shares(work, [case.id]).where(KeyShare.epoch == case.epoch)
    ).one_or_none()
    return _opened_share(work.officer(), share)


def _opened_share(officer: OfficerActor, share: KeyShare | HeldShare | None) -> bytes:
    if share is None:
        raise NotFound
    try:
        return open_own_share(officer, share)
    except SealBroken:
        raise NotFound from None


def open_own_share(officer: OfficerActor, share: KeyShare | HeldShare) -> bytes:
    """The 96 bytes of one of the officer's shares; SealBroken for a dummy."""
    private = officer.keys.private_of(share.holder_generation)
    if private is None:
        raise SealBroken
    context = ShareContext(
        share.agency_id, share.case_id, share.epoch, share.holder_id, ShareKind(share.kind)
    )
    return open_share(share.sealed, private, context)
