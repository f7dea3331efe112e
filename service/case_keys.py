"""A case's private halves, epoch by epoch, for the officer at work; and whose new epochs count.

The newest epoch's share opens the newest private half; each epoch's link opens the one before.
Every opened half is compared with the public half that stands in the row, so that a swapped one
is noticed (decisions A3); epochs after the first count only with a signature from the keyring.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select

from crypto.ceremonies import EpochPlace, EpochStatement, open_link
from crypto.envelope import ObjectType
from crypto.manifest import unpack_manifest
from crypto.primitives import SealBroken, public_of
from crypto.sealed_keys import ShareKind, open_share
from models.complaint import CaseEpoch, Complaint, SealedObject
from models.history import CaseEvent
from models.key_share import KeyShare
from rules.states import EventKind
from service.actors import OfficerActor
from service.errors import NotFound, Unreadable
from service.keyring import checked_holder
from service.sealing import open_record, recipients_of, share_context
from service.unit_of_work import UnitOfWork


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

    def open(self, row: SealedObject) -> dict[str, Any]:
        """The record of one sealed text of the case; Unreadable when the seal does not hold."""
        recipients = self.recipients(ObjectType(row.type), row.epoch)
        return open_record(row, self.privates[row.epoch], recipients)


def open_case_keys(work: UnitOfWork, case: Complaint) -> CaseKeys:
    """The case's keys for the officer at work; NotFound when there is no share or a dummy.

    An officer who may not open a case learns no more than that it is not there. Unreadable when
    a public half was swapped or an epoch is nobody's.
    """
    epochs = checked_epochs(work, case)
    return unfold(case, epochs, _share_secret(work, case))


def open_keys_of(work: UnitOfWork, cases: Sequence[Complaint]) -> Mapping[bytes, CaseKeys]:
    """The keys of many cases by id, in two queries; NotFound when one is not for this officer."""
    ids = [case.id for case in cases]
    epochs: dict[bytes, list[CaseEpoch]] = {}
    for row in work.rows(
        select(CaseEpoch).where(CaseEpoch.case_id.in_(ids)).order_by(CaseEpoch.epoch)
    ):
        epochs.setdefault(row.case_id, []).append(row)
    shares = {(row.case_id, row.epoch): row for row in work.rows(_own_shares(work, ids))}
    officer, keys = work.officer(), {}
    for case in cases:
        rows = _checked(work, case, epochs.get(case.id, []))
        secret = _opened_share(officer, shares.get((case.id, case.epoch)))
        keys[case.id] = unfold(case, rows, secret)
    return keys


def unfold(case: Complaint, epochs: Sequence[CaseEpoch], newest: bytes) -> CaseKeys:
    """All keys of a case from the newest private half; Unreadable when one does not fit."""
    privates: dict[int, bytes] = {}
    private = newest
    try:
        for row in reversed(epochs):
            if public_of(private) != row.case_public:
                raise SealBroken
            privates[row.epoch] = private
            if row.epoch:
                place = EpochPlace(case.agency_id, case.id, row.epoch)
                private = open_link(row.link or b"", private, place)
    except SealBroken:
        raise Unreadable from None
    return CaseKeys(case, {row.epoch: row.case_public for row in epochs}, privates)


def checked_epochs(work: UnitOfWork, case: Complaint) -> Sequence[CaseEpoch]:
    """The case's epochs from the first to the newest; Unreadable unless each is accounted for.

    The first stands in the manifest, whose hash the `sealed` event carries; each later one is
    signed by a key of the keyring and has its event. An epoch added, swapped or left out by SQL
    does not pass.
    """
    rows = work.rows(
        select(CaseEpoch).where(CaseEpoch.case_id == case.id).order_by(CaseEpoch.epoch)
    )
    return _checked(work, case, rows)


def _checked(work: UnitOfWork, case: Complaint, rows: Sequence[CaseEpoch]) -> Sequence[CaseEpoch]:
    try:
        if [row.epoch for row in rows] != list(range(case.epoch + 1)):
            raise SealBroken
        if rows[0].case_public != unpack_manifest(case.manifest).case_public:
            raise SealBroken
        if len(rows) > 1:
            _check_later(work, case, rows)
    except SealBroken:
        raise Unreadable from None
    return rows


def newest_public(work: UnitOfWork, case: Complaint) -> bytes:
    """KC's public half of the newest epoch, checked: what new words are sealed to."""
    public: bytes = checked_epochs(work, case)[-1].case_public
    return public


def _check_later(work: UnitOfWork, case: Complaint, rows: Sequence[CaseEpoch]) -> None:
    started = work.session.scalars(
        select(func.count(CaseEvent.seq)).where(
            CaseEvent.case_id == case.id, CaseEvent.kind == int(EventKind.EPOCH_STARTED)
        )
    ).one()
    if started != case.epoch:
        raise SealBroken
    for before, row in zip(rows, rows[1:], strict=False):
        maker = checked_holder(work, row.made_by)
        if maker is None or row.made_on is None:
            raise SealBroken
        statement = epoch_statement(case, row, before.case_public).statement()
        maker.check_signature(statement, row.signature or b"", row.made_on)


def epoch_statement(case: Complaint, row: CaseEpoch, previous_public: bytes) -> EpochStatement:
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
    )


def _share_secret(work: UnitOfWork, case: Complaint) -> bytes:
    share = work.session.scalars(
        _own_shares(work, [case.id]).where(KeyShare.epoch == case.epoch)
    ).one_or_none()
    return _opened_share(work.officer(), share)


def _opened_share(officer: OfficerActor, share: KeyShare | None) -> bytes:
    if share is None:
        raise NotFound
    try:
        return open_own_share(officer, share)
    except SealBroken:
        raise NotFound from None


def open_own_share(officer: OfficerActor, share: KeyShare) -> bytes:
    """The 96 bytes of one of the officer's shares; SealBroken for a dummy."""
    private = officer.keys.private_of(share.holder_generation)
    if private is None:
        raise SealBroken
    return open_share(share.sealed, private, share_context(share))
