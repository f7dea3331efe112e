"""The keyring: which public keys are real, and who would be able to read a new case.

An officer's public halves count only with the agency root's signature over them, made with a key
that is pinned in the key file: a row planted by SQL is passed over here and named by `doctor`.
Who reads is decided by the signed role bits, not by the table of roles.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from crypto.primitives import SealBroken
from crypto.sealed_keys import KeyringEntry, check_entry
from models.agency import RecoveryKey
from models.officer import Officer
from rules.permissions import Role
from rules.states import Channel
from service.errors import ChannelClosed
from service.unit_of_work import UnitOfWork

# Bits of a keyring entry. They are signed: never renumber, only add.
ROLE_BITS = {
    Role.INTAKE: 1 << 0,
    Role.GRIEVANCE: 1 << 1,
    Role.CASE_OFFICER: 1 << 2,
    Role.COMMITTEE: 1 << 3,
    Role.LEGAL: 1 << 4,
    Role.SUPERVISOR: 1 << 5,
    Role.EXECUTIVE: 1 << 6,
    Role.CUSTODIAN_INSIDE: 1 << 7,
    Role.CUSTODIAN_OUTSIDE: 1 << 8,
    Role.PUBLISHER: 1 << 9,
    Role.ADMINISTRATOR: 1 << 10,
    Role.OPERATOR: 1 << 11,
}
RECOVERY_BITS = {
    "content": 1 << 16,
    "identity_inside": 1 << 17,
    "identity_outside": 1 << 18,
}
NO_SIGNING_KEY = bytes(32)
FEWEST_INTAKE_OFFICERS = 2

READING_ROLE = {Channel.CORRUPTION: Role.INTAKE, Channel.GRIEVANCE: Role.GRIEVANCE}


@dataclass(frozen=True)
class HolderKey:
    """A checked public key and who holds its private half."""

    holder_id: bytes
    public: bytes
    signing_public: bytes
    role_bits: int
    name: str
    post: str

    def has(self, role: Role) -> bool:
        """Whether the signed bits give this role."""
        return bool(self.role_bits & ROLE_BITS[role])


@dataclass(frozen=True)
class Keyring:
    """All checked keys of one agency; `refused` are the holder ids whose rows did not check."""

    officers: tuple[HolderKey, ...]
    recovery: dict[str, HolderKey]
    tested_recovery: frozenset[str]
    refused: tuple[bytes, ...]

    def holding(self, role: Role) -> tuple[HolderKey, ...]:
        """The officers whose signed bits give this role."""
        return tuple(key for key in self.officers if key.has(role))

    def officer(self, officer_id: bytes) -> HolderKey | None:
        """The checked key of one officer, or None."""
        return next((key for key in self.officers if key.holder_id == officer_id), None)

    def is_open(self, channel: Channel) -> bool:
        """Whether the channel can protect anybody yet (cryptography.md 1, last paragraph)."""
        readers = self.holding(READING_ROLE[channel])
        if channel is Channel.GRIEVANCE:
            return bool(readers) and len(self.recovery) == len(RECOVERY_BITS)
        return (
            len(readers) >= FEWEST_INTAKE_OFFICERS
            and bool(self.holding(Role.CUSTODIAN_INSIDE))
            and bool(self.holding(Role.CUSTODIAN_OUTSIDE))
            and self.tested_recovery == frozenset(RECOVERY_BITS)
        )


def role_bits(roles: Iterable[Role]) -> int:
    """The keyring bits of these roles."""
    return sum(ROLE_BITS[role] for role in set(roles))


def officer_entry(officer: Officer) -> KeyringEntry:
    """What the root signs of an officer's row."""
    if not (officer.pair_public and officer.signing_public):
        raise SealBroken
    if officer.valid_from_on is None or officer.valid_until_on is None:
        raise SealBroken
    return KeyringEntry(
        officer.agency_id,
        officer.id,
        officer.keyring_role_bits,
        officer.pair_public,
        officer.signing_public,
        officer.valid_from_on.toordinal(),
        officer.valid_until_on.toordinal(),
    )


def recovery_entry(row: RecoveryKey) -> KeyringEntry:
    """What the root signs of a recovery key's row."""
    return KeyringEntry(
        row.agency_id,
        row.id,
        RECOVERY_BITS[row.kind],
        row.pair_public,
        NO_SIGNING_KEY,
        row.valid_from_on.toordinal(),
        row.valid_until_on.toordinal(),
    )


def load_keyring(work: UnitOfWork) -> Keyring:
    """The agency's keyring, every row checked against the pinned root and its validity."""
    root = work.keys.roots.get(work.agency_id.hex())
    officers, recovery, tested, refused = [], {}, set(), []
    for officer in work.rows(select(Officer).where(Officer.standing == "active")):
        if root and _holds(work, officer, root):
            officers.append(_officer_key(officer))
        else:
            refused.append(officer.id)
    for row in work.rows(select(RecoveryKey)):
        if root and _holds(work, row, root):
            recovery[row.kind] = HolderKey(
                row.id, row.pair_public, NO_SIGNING_KEY, RECOVERY_BITS[row.kind], row.kind, ""
            )
            tested |= {row.kind} if row.read_back_on else set()
        else:
            refused.append(row.id)
    officers.sort(key=lambda key: key.holder_id)
    return Keyring(tuple(officers), recovery, frozenset(tested), tuple(refused))


def open_keyring(work: UnitOfWork, channel: Channel) -> Keyring:
    """The keyring of an open channel; ChannelClosed otherwise."""
    keyring = load_keyring(work)
    if not keyring.is_open(channel):
        raise ChannelClosed
    return keyring


def checked_officer_key(work: UnitOfWork, officer: Officer) -> HolderKey | None:
    """The key of an officer, gone or active, if the root's signature over it holds."""
    root = work.keys.roots.get(work.agency_id.hex())
    try:
        if root is None:
            return None
        _check(officer_entry(officer), officer.keyring_signature or b"", root)
    except SealBroken:
        return None
    return _officer_key(officer)


@lru_cache(maxsize=4096)
def _check(entry: KeyringEntry, signature: bytes, root: bytes) -> None:
    """Nothing when the signature holds, remembered; a wrong one raises each time it is asked."""
    check_entry(entry, signature, root)


def _officer_key(officer: Officer) -> HolderKey:
    return HolderKey(
        officer.id,
        officer.pair_public or b"",
        officer.signing_public or b"",
        officer.keyring_role_bits,
        officer.name,
        officer.post,
    )


def _holds(work: UnitOfWork, row: Officer | RecoveryKey, root: bytes) -> bool:
    try:
        entry = officer_entry(row) if isinstance(row, Officer) else recovery_entry(row)
        _check(entry, row.keyring_signature or b"", root)
    except (SealBroken, KeyError):
        return False
    return entry.valid_from_day <= work.today.toordinal() <= entry.valid_until_day
