"""The keyring: who would be able to read a new case, and whether a channel may be open.

Rows that do not check (`service.checked_keys`) are passed over here and named by `doctor`. Who
reads is decided by the signed role bits, not by the table of roles.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from crypto.key_file import KeyFile
from crypto.primitives import hmac_sha256
from models.agency import RecoveryKey
from models.custody import KeyFileCheck
from models.officer import Officer
from rules.permissions import Role
from rules.states import Channel
from service.actors import OfficerActor
from service.checked_keys import RECOVERY_BITS, CheckedKeys, HolderKey, checked_paper, root_of
from service.errors import ChannelClosed
from service.unit_of_work import UnitOfWork

FEWEST_INTAKE_OFFICERS = 2
READING_ROLE = {Channel.CORRUPTION: Role.INTAKE, Channel.GRIEVANCE: Role.GRIEVANCE}
_KEY_FILE_READ_BACK = b"prongsai key file read back/v1"


@dataclass(frozen=True)
class Keyring:
    """All checked keys of one agency; `refused` are the holder ids whose rows did not check."""

    officers: tuple[HolderKey, ...]
    recovery: dict[str, HolderKey]
    tested_recovery: frozenset[str]
    refused: tuple[bytes, ...]
    key_file_read_back: bool
    is_external: bool

    def holding(self, role: Role) -> tuple[HolderKey, ...]:
        """The officers whose signed bits give this role."""
        return tuple(key for key in self.officers if key.has(role))

    def officer(self, officer_id: bytes) -> HolderKey | None:
        """The checked key of one officer, or None."""
        return next((key for key in self.officers if key.holder_id == officer_id), None)

    def is_open(self, channel: Channel) -> bool:
        """Whether the channel can protect anybody yet (cryptography.md 1, last paragraph).

        An outside authority that reads elsewhere has papers only, and takes no grievances.
        """
        has_papers = len(self.recovery) == len(RECOVERY_BITS)
        if self.is_external:
            return has_papers and channel is Channel.CORRUPTION
        readers = self.holding(READING_ROLE[channel])
        if channel is Channel.GRIEVANCE:
            return bool(readers) and has_papers
        return (
            len(readers) >= FEWEST_INTAKE_OFFICERS
            and bool(self.holding(Role.CUSTODIAN_INSIDE))
            and bool(self.holding(Role.CUSTODIAN_OUTSIDE))
            and self.tested_recovery == frozenset(RECOVERY_BITS)
            and self.key_file_read_back
        )


def key_file_mark(keys: KeyFile) -> bytes:
    """What stands in the database once this very pepper was read back from its print."""
    return hmac_sha256(keys.pepper, _KEY_FILE_READ_BACK)


def load_keyring(work: UnitOfWork) -> Keyring:
    """The agency's keyring, every row checked against the pinned root and its validity."""
    officers, recovery, tested, refused = [], {}, set(), []
    checked = CheckedKeys(work)
    for officer in work.rows(select(Officer).where(Officer.standing == "active")):
        key = checked.key_of(officer) if _is_valid_on(officer, work.today) else None
        if key is not None:
            officers.append(key)
        else:
            refused.append(officer.id)
    for row in work.rows(select(RecoveryKey)):
        key = checked_paper(row, root_of(work)) if _is_valid_on(row, work.today) else None
        if key is None:
            refused.append(row.id)
            continue
        recovery[row.kind] = key
        tested |= {row.kind} if row.read_back_on else set()
    officers.sort(key=lambda key: key.holder_id)
    return Keyring(
        officers=tuple(officers),
        recovery=recovery,
        tested_recovery=frozenset(tested),
        refused=tuple(refused),
        key_file_read_back=work.one(KeyFileCheck, mark=key_file_mark(work.keys)) is not None,
        is_external=work.agency().is_external,
    )


def open_keyring(work: UnitOfWork, channel: Channel) -> Keyring:
    """The keyring of an open channel; ChannelClosed otherwise."""
    keyring = load_keyring(work)
    if not keyring.is_open(channel):
        raise ChannelClosed
    return keyring


def checked_officer_key(work: UnitOfWork, officer: Officer) -> HolderKey | None:
    """The key of an officer, gone or active, if the root or two colleagues stand for it."""
    return CheckedKeys(work).key_of(officer)


def checked_holder(work: UnitOfWork, holder_id: bytes | None) -> HolderKey | None:
    """The checked key of whoever signed something: an officer, gone or active, or a paper."""
    if holder_id is None:
        return None
    officer = work.one(Officer, id=holder_id)
    if officer is not None:
        return checked_officer_key(work, officer)
    row = work.one(RecoveryKey, id=holder_id)
    return checked_paper(row, root_of(work)) if row else None


def checked_signer(work: UnitOfWork, holder_id: bytes | None) -> HolderKey | None:
    """The same for many signatures: those of the officer at work himself cost less to check."""
    key, actor = checked_holder(work, holder_id), work.actor
    if key is None or not isinstance(actor, OfficerActor) or key.holder_id != actor.officer_id:
        return key
    return key.signing_with(actor.keys.signing_seed)


def _is_valid_on(row: Officer | RecoveryKey, day: date) -> bool:
    if row.valid_from_on is None or row.valid_until_on is None:
        return False
    return row.valid_from_on <= day <= row.valid_until_on
