"""Which public keys are real: checked against the agency root pinned in the key file.

An officer's public halves count only when the root signed them, or when two intake officers whose
keys the root signed vouch for them; renewed keys hang on the ones before. A row planted by SQL
does not check.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from sqlalchemy import select

from crypto.ceremonies import SuccessionStatement, countersign_statement
from crypto.primitives import SealBroken, equal, sign, signing_public_of, verify
from crypto.sealed_keys import KeyringEntry, check_entry
from models.agency import RecoveryKey
from models.custody import KeySuccession
from models.officer import Officer
from rules.permissions import Role
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
# Roles that two colleagues may vouch for without the root's paper. Custodians are not among
# them: two who read cases must not be able to make themselves the keepers of names too.
VOUCHED_ROLES = frozenset(
    {
        Role.INTAKE,
        Role.GRIEVANCE,
        Role.CASE_OFFICER,
        Role.COMMITTEE,
        Role.LEGAL,
        Role.SUPERVISOR,
        Role.EXECUTIVE,
        Role.PUBLISHER,
    }
)


@dataclass(frozen=True)
class SigningKey:
    """A checked Ed25519 public key and the last day on which it signed; None while it does.

    `seed` is the private half where it is the own key of whoever is at work.
    """

    public: bytes
    until: date | None
    seed: bytes | None = field(default=None, repr=False, compare=False)

    def check(self, message: bytes, signature: bytes) -> None:
        """Nothing when this key made the signature; else SealBroken.

        An own one is made again and compared, which costs a third: Ed25519 signs the same words
        always the same (RFC 8032, 5.1.6).
        """
        if self.seed is None:
            verify(self.public, message, signature)
        elif not equal(sign(self.seed, message), signature):
            raise SealBroken


@dataclass(frozen=True)
class HolderKey:
    """A checked public key and who holds its private half.

    `generation` counts renewals; `signing` are this key's and the earlier ones', for checking
    what was signed before a renewal.
    """

    holder_id: bytes
    public: bytes
    signing: tuple[SigningKey, ...]
    role_bits: int
    name: str
    post: str
    generation: int = 0

    def has(self, role: Role) -> bool:
        """Whether the signed bits give this role."""
        return bool(self.role_bits & ROLE_BITS[role])

    def check_signature(self, message: bytes, signature: bytes, day: date | None = None) -> None:
        """Nothing when the holder signed this, with a key in use on that day; else SealBroken."""
        for key in self.signing:
            if day is not None and key.until is not None and day > key.until:
                continue
            try:
                key.check(message, signature)
            except SealBroken:
                continue
            return
        raise SealBroken

    def signing_with(self, seed: bytes) -> "HolderKey":
        """The same key for its own holder, who checks many signatures of his own."""
        public = signing_public_of(seed)
        signing = (replace(key, seed=seed) if key.public == public else key for key in self.signing)
        return replace(self, signing=tuple(signing))


def role_bits(roles: Iterable[Role]) -> int:
    """The keyring bits of these roles."""
    return sum(ROLE_BITS[role] for role in set(roles))


def officer_entry(officer: Officer) -> KeyringEntry:
    """What the root signs of an officer's row."""
    return _entry(officer, officer.pair_public or b"", officer.signing_public or b"")


def recovery_entry(row: RecoveryKey) -> KeyringEntry:
    """What the root signs of a recovery key's row."""
    return KeyringEntry(
        row.agency_id,
        row.id,
        RECOVERY_BITS[row.kind],
        row.pair_public,
        row.signing_public or NO_SIGNING_KEY,
        row.valid_from_on.toordinal(),
        row.valid_until_on.toordinal(),
    )


def root_of(work: UnitOfWork) -> bytes | None:
    """The agency root's public half as the key file pins it."""
    return work.keys.roots.get(work.agency_id.hex())


class CheckedKeys:
    """The checks of one agency's rows against its root, with the keys that came before."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._root = root_of(work)
        self._before: dict[bytes, list[KeySuccession]] = {}
        for row in work.rows(select(KeySuccession).order_by(KeySuccession.generation)):
            self._before.setdefault(row.officer_id, []).append(row)

    def key_of(self, officer: Officer) -> HolderKey | None:
        """The officer's key when something that the root signed stands behind it; else None."""
        if officer.valid_from_on is None or officer.valid_until_on is None:
            return None
        before = self._before.get(officer.id, [])
        pairs = [(row.pair_public, row.signing_public) for row in before]
        pairs.append((officer.pair_public or b"", officer.signing_public or b""))
        try:
            self._check_successions(officer, before, pairs)
        except SealBroken:
            return None
        if not any(self._stands(officer, pair) for pair in pairs):
            return None
        until = [row.ended_on for row in before]
        signing = [
            SigningKey(public, day) for (_, public), day in zip(pairs, [*until, None], strict=True)
        ]
        return HolderKey(
            officer.id,
            pairs[-1][0],
            tuple(reversed(signing)),
            officer.keyring_role_bits,
            officer.name,
            officer.post,
            officer.key_generation,
        )

    def _check_successions(
        self, officer: Officer, before: list[KeySuccession], pairs: list[tuple[bytes, bytes]]
    ) -> None:
        if officer.key_generation != len(before):
            raise SealBroken
        for number, row in enumerate(before):
            statement = SuccessionStatement(
                officer.agency_id,
                officer.id,
                number,
                pairs[number],
                pairs[number + 1],
                row.ended_on.toordinal(),
            ).statement()
            if row.generation != number:
                raise SealBroken
            verify(pairs[number][1], statement, row.signature)
            verify(pairs[number + 1][1], statement, row.next_signature)

    def _stands(self, officer: Officer, pair: tuple[bytes, bytes]) -> bool:
        return self._is_root_signed(officer, pair) or self._is_vouched_for(officer, pair)

    def _is_root_signed(self, officer: Officer, pair: tuple[bytes, bytes]) -> bool:
        if self._root is None:
            return False
        try:
            _check(_entry(officer, *pair), officer.keyring_signature or b"", self._root)
        except SealBroken:
            return False
        return True

    def _is_vouched_for(self, officer: Officer, pair: tuple[bytes, bytes]) -> bool:
        signers = (officer.countersigned_by_first, officer.countersigned_by_second)
        if None in signers or len({*signers, officer.id}) != 3:
            return False
        if officer.keyring_role_bits & ~role_bits(VOUCHED_ROLES):
            return False
        signatures = (officer.first_countersignature, officer.second_countersignature)
        return all(
            self._vouches(signer or b"", signature or b"", _entry(officer, *pair))
            for signer, signature in zip(signers, signatures, strict=True)
        )

    def _vouches(self, signer_id: bytes, signature: bytes, entry: KeyringEntry) -> bool:
        """Whether an intake officer signed by the root itself, not vouched for, signed this."""
        signer = self._work.one(Officer, id=signer_id)
        if signer is None or not signer.keyring_role_bits & ROLE_BITS[Role.INTAKE]:
            return False
        before = self._before.get(signer.id, [])
        pairs = [(row.pair_public, row.signing_public) for row in before]
        pairs.append((signer.pair_public or b"", signer.signing_public or b""))
        try:
            self._check_successions(signer, before, pairs)
            if not any(self._is_root_signed(signer, pair) for pair in pairs):
                return False
            _check_any(
                tuple(public for _, public in pairs),
                countersign_statement(entry, signer.id),
                signature,
            )
        except SealBroken:
            return False
        return True


def _entry(officer: Officer, pair_public: bytes, signing_public: bytes) -> KeyringEntry:
    if officer.valid_from_on is None or officer.valid_until_on is None:
        raise SealBroken
    return KeyringEntry(
        officer.agency_id,
        officer.id,
        officer.keyring_role_bits,
        pair_public,
        signing_public,
        officer.valid_from_on.toordinal(),
        officer.valid_until_on.toordinal(),
    )


def checked_paper(row: RecoveryKey, root: bytes | None) -> HolderKey | None:
    """The key of a recovery paper, if the root signed it."""
    try:
        if root is None:
            return None
        _check(recovery_entry(row), row.keyring_signature, root)
    except (SealBroken, KeyError):
        return None
    signing = (SigningKey(row.signing_public, None),) if row.signing_public else ()
    return HolderKey(row.id, row.pair_public, signing, RECOVERY_BITS[row.kind], row.kind, "")


@lru_cache(maxsize=4096)
def _check(entry: KeyringEntry, signature: bytes, root: bytes) -> None:
    """Nothing when the signature holds, remembered; a wrong one raises each time it is asked."""
    check_entry(entry, signature, root)


def _check_any(publics: Sequence[bytes], message: bytes, signature: bytes) -> None:
    for public in publics:
        try:
            verify(public, message, signature)
        except SealBroken:
            continue
        return
    raise SealBroken
