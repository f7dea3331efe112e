"""What officers sign beside events, and the sealed pieces that pass between them for a moment.

Each statement begins with a label of its own, so that a signature made for one purpose says
nothing in another; ids have 16 bytes, hashes 32, numbers are big-endian.
"""

from dataclasses import dataclass
from typing import Final

from crypto.primitives import (
    HPKE_OVERHEAD_BYTES,
    KEY_BYTES,
    PRIVATE_BYTES,
    PUBLIC_BYTES,
    SealBroken,
    aead_open,
    aead_seal,
    hkdf,
    hpke_open,
    hpke_seal,
    sha256,
)
from crypto.sealed_keys import HASH_BYTES, ID_BYTES, KeyringEntry, OfficerSecret, ShareKind

VERSION: Final = 1
SUITE: Final = 1
_EPOCH: Final = b"prongsai epoch/v1"
_RELEASE: Final = b"prongsai release/v1"
_HALF: Final = b"prongsai release half/v1"
_PERMIT: Final = b"prongsai custodian permit/v1"
_SUCCESSION: Final = b"prongsai key succession/v1"
_COUNTERSIGN: Final = b"prongsai countersignature/v1"
_TWO_PERSON: Final = b"prongsai two persons/v1"
_PREVIOUS: Final = b"prongsai previous keys/v1"
_RECOVERY_SIGNING: Final = b"prongsai recovery signing/v1"
_FINGERPRINT: Final = b"prongsai fingerprint/v1"
_REFUSAL: Final = b"prongsai release refusal/v1"
_ONE_TIME: Final = b"PRST"
_RELEASED: Final = b"PRSR"
_LINK: Final = b"PRSL"
RELEASED_BYTES: Final = len(_RELEASED) + 3 + PRIVATE_BYTES + HPKE_OVERHEAD_BYTES
ONE_TIME_BYTES: Final = len(_ONE_TIME) + 2 + PRIVATE_BYTES + HPKE_OVERHEAD_BYTES
LINK_BYTES: Final = len(_LINK) + 2 + PRIVATE_BYTES + HPKE_OVERHEAD_BYTES
FINGERPRINT_DIGITS: Final = 20


def _fixed(*parts: tuple[bytes, int]) -> bytes:
    # Joined without lengths, a part of another length could lend a byte to its neighbour.
    if any(len(part) != size for part, size in parts):
        raise SealBroken
    return b"".join(part for part, _ in parts)


def _ids(*ids: bytes) -> bytes:
    return _fixed(*((one, ID_BYTES) for one in ids))


def _number(number: int, size: int) -> bytes:
    try:
        return number.to_bytes(size, "big")
    except OverflowError:
        raise SealBroken from None


@dataclass(frozen=True)
class EpochStatement:
    """A case's new pair, as the officer who makes it signs it."""

    agency: bytes
    case: bytes
    epoch: int
    previous_public: bytes
    public: bytes
    maker: bytes

    def statement(self) -> bytes:
        """The signed bytes: label, agency, case, epoch(4), both publics(1216 each), maker."""
        return b"".join(
            (
                _EPOCH,
                _ids(self.agency, self.case),
                _number(self.epoch, 4),
                _fixed((self.previous_public, PUBLIC_BYTES), (self.public, PUBLIC_BYTES)),
                _ids(self.maker),
            )
        )


@dataclass(frozen=True)
class EpochPlace:
    """Which step back a link makes: from the pair of `epoch` to the one before it."""

    agency: bytes
    case: bytes
    epoch: int

    def info(self) -> bytes:
        """The bytes that the link's HPKE binds: magic, agency, case, epoch(4)."""
        return _LINK + _ids(self.agency, self.case) + _number(self.epoch, 4)


def seal_link(previous_private: bytes, public: bytes, place: EpochPlace) -> bytes:
    """The private half before, for whoever holds the new one.

    Layout: "PRSL" | version(1) | suite(1) | HPKE of the 96 bytes. One share of the newest epoch
    thus opens the whole case.
    """
    if len(previous_private) != PRIVATE_BYTES:
        raise ValueError("a link holds 96 bytes")
    return _link_head() + hpke_seal(public, previous_private, place.info())


def open_link(sealed: bytes, private: bytes, place: EpochPlace) -> bytes:
    """The private half of the epoch before; SealBroken for another case, epoch or key."""
    head = _link_head()
    if sealed[: len(head)] != head:
        raise SealBroken
    return hpke_open(private, sealed[len(head) :], place.info())


def _link_head() -> bytes:
    return _LINK + bytes((VERSION, SUITE))


@dataclass(frozen=True)
class ReleaseStatement:
    """A request to open an identity, as its asker signs it, with the one-time public key."""

    agency: bytes
    case: bytes
    release: bytes
    asker: bytes
    one_time_public: bytes
    reason_hash: bytes
    until_day: int

    def statement(self) -> bytes:
        """The signed bytes: label, agency, case, release, asker, public(1216), hash, day(4)."""
        return b"".join(
            (
                _RELEASE,
                _ids(self.agency, self.case, self.release, self.asker),
                _fixed((self.one_time_public, PUBLIC_BYTES), (self.reason_hash, HASH_BYTES)),
                _number(self.until_day, 4),
            )
        )


@dataclass(frozen=True)
class OneTimePlace:
    """Whose one-time key this is: of one asker, for one release of one case."""

    agency: bytes
    case: bytes
    release: bytes
    asker: bytes

    def info(self) -> bytes:
        """The bytes that the key's HPKE binds: magic, agency, case, release, asker."""
        return _ONE_TIME + _ids(self.agency, self.case, self.release, self.asker)


def seal_one_time(private: bytes, asker_public: bytes, place: OneTimePlace) -> bytes:
    """A one-time private half for its asker: "PRST" | version(1) | suite(1) | HPKE of 96 bytes."""
    if len(private) != PRIVATE_BYTES:
        raise ValueError("a one-time key holds 96 bytes")
    return _one_time_head() + hpke_seal(asker_public, private, place.info())


def open_one_time(sealed: bytes, asker_private: bytes, place: OneTimePlace) -> bytes:
    """The one-time private half; SealBroken for another asker, release or case."""
    head = _one_time_head()
    if sealed[: len(head)] != head:
        raise SealBroken
    return hpke_open(asker_private, sealed[len(head) :], place.info())


def _one_time_head() -> bytes:
    return _ONE_TIME + bytes((VERSION, SUITE))


@dataclass(frozen=True)
class ReleasedHalf:
    """Where one half of an identity key goes: to the one-time key of one release."""

    agency: bytes
    case: bytes
    release: bytes
    kind: ShareKind

    def info(self) -> bytes:
        """The bytes that the half's HPKE binds: magic, agency, case, release, kind(1)."""
        return _RELEASED + _ids(self.agency, self.case, self.release) + _number(int(self.kind), 1)


def seal_half(half: bytes, one_time_public: bytes, place: ReleasedHalf) -> bytes:
    """A half for the one-time key: "PRSR" | version(1) | suite(1) | kind(1) | HPKE of 96 bytes."""
    if len(half) != PRIVATE_BYTES:
        raise ValueError("a half holds 96 bytes")
    return _half_head(place) + hpke_seal(one_time_public, half, place.info())


def open_half(sealed: bytes, one_time_private: bytes, place: ReleasedHalf) -> bytes:
    """The half; SealBroken for another release, case or kind."""
    head = _half_head(place)
    if sealed[: len(head)] != head:
        raise SealBroken
    return hpke_open(one_time_private, sealed[len(head) :], place.info())


def _half_head(place: ReleasedHalf) -> bytes:
    return _RELEASED + bytes((VERSION, SUITE, int(place.kind)))


def half_statement(place: ReleasedHalf, custodian: bytes, sealed_half: bytes) -> bytes:
    """What a custodian signs: label, agency, case, release, kind(1), custodian, half's hash."""
    return b"".join(
        (
            _HALF,
            _ids(place.agency, place.case, place.release),
            _number(int(place.kind), 1),
            _ids(custodian),
            sha256(sealed_half),
        )
    )


def refusal_statement(place: ReleasedHalf, custodian: bytes, sealed_reason: bytes) -> bytes:
    """What a refusing custodian signs: label, agency, case, release, kind(1), custodian, hash.

    The hash is of the sealed reason, so that a refusal can never pass for a half.
    """
    return b"".join(
        (
            _REFUSAL,
            _ids(place.agency, place.case, place.release),
            _number(int(place.kind), 1),
            _ids(custodian),
            sha256(sealed_reason),
        )
    )


@dataclass(frozen=True)
class PermitStatement:
    """Leave for a custodian to be given a half: signed by one who read the exclusions."""

    agency: bytes
    case: bytes
    holder: bytes
    kind: ShareKind
    permitter: bytes

    def statement(self) -> bytes:
        """The signed bytes: label, agency, case, holder, kind(1), permitter."""
        return b"".join(
            (
                _PERMIT,
                _ids(self.agency, self.case, self.holder),
                _number(int(self.kind), 1),
                _ids(self.permitter),
            )
        )


@dataclass(frozen=True)
class SuccessionStatement:
    """That one officer's keys follow another pair of theirs; the old and the new key both sign.

    A key renewed this way needs no root paper: it has the standing of the one before. `generation`
    is that of the old keys, counted from 0.
    """

    agency: bytes
    holder: bytes
    generation: int
    before: tuple[bytes, bytes]
    after: tuple[bytes, bytes]
    day: int

    def statement(self) -> bytes:
        """The signed bytes: label, agency, holder, generation(4), four publics, day(4)."""
        sizes = (PUBLIC_BYTES, KEY_BYTES, PUBLIC_BYTES, KEY_BYTES)
        return b"".join(
            (
                _SUCCESSION,
                _ids(self.agency, self.holder),
                _number(self.generation, 4),
                _fixed(*zip((*self.before, *self.after), sizes, strict=True)),
                _number(self.day, 4),
            )
        )


def countersign_statement(entry: KeyringEntry, signer: bytes) -> bytes:
    """What a colleague signs to vouch for a key: label, signer, the entry."""
    return _COUNTERSIGN + _ids(signer) + entry.statement()


@dataclass(frozen=True)
class TwoPersonStatement:
    """What asker and approver sign: an export or a deletion of exactly these cases."""

    agency: bytes
    request: bytes
    kind: int
    signer: bytes
    cases_hash: bytes
    reason_hash: bytes
    until_day: int

    def statement(self) -> bytes:
        """The signed bytes: label, agency, request, kind(1), signer, both hashes, day(4)."""
        return b"".join(
            (
                _TWO_PERSON,
                _ids(self.agency, self.request),
                _number(self.kind, 1),
                _ids(self.signer),
                _fixed((self.cases_hash, HASH_BYTES), (self.reason_hash, HASH_BYTES)),
                _number(self.until_day, 4),
            )
        )


def seal_previous(previous: OfficerSecret, current: OfficerSecret, officer: bytes) -> bytes:
    """An officer's keys before, under the present ones, until every share is sealed anew."""
    return aead_seal(_previous_key(current), previous.pack(), _PREVIOUS + _ids(officer))


def open_previous(sealed: bytes, current: OfficerSecret, officer: bytes) -> OfficerSecret:
    """The keys before; SealBroken for another officer or other keys."""
    opened = aead_open(_previous_key(current), sealed, _PREVIOUS + _ids(officer))
    return OfficerSecret.unpack(opened)


def _previous_key(current: OfficerSecret) -> bytes:
    return hkdf(current.pair_private, info=_PREVIOUS)


def recovery_signing_seed(seed: bytes) -> bytes:
    """The Ed25519 seed of a recovery paper's 32 bytes: it signs what the ceremony grants."""
    if len(seed) != KEY_BYTES:
        raise SealBroken
    return hkdf(seed, info=_RECOVERY_SIGNING)


def fingerprint(hpke_public: bytes, signing_public: bytes) -> str:
    """Twenty digits that two people read to each other to know that a key is the right one."""
    publics = _fixed((hpke_public, PUBLIC_BYTES), (signing_public, KEY_BYTES))
    number = int.from_bytes(sha256(_FINGERPRINT, publics)[:16], "big")
    return str(number % 10**FINGERPRINT_DIGITS).zfill(FINGERPRINT_DIGITS)
