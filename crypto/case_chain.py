"""The hash chain of a case's events, and the leaf that each becomes in the public ledger.

Event: version(1) | handle(16) | seq(4) | prev(32) | kind(2) | day(4) | role(1) | body hash(32),
integers big-endian, days proleptic ordinals. It holds hashes of sealed bytes only, never of a
plaintext, and never an instant (decisions A14). Leaf: SHA-256(label | day of the batch |
SHA-256(salt | event)).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from crypto.primitives import SealBroken, equal, sha256, sign, verify

VERSION: Final = 1
HANDLE_BYTES: Final = 16
HASH_BYTES: Final = 32
EVENT_BYTES: Final = 1 + HANDLE_BYTES + 4 + HASH_BYTES + 2 + 4 + 1 + HASH_BYTES
NO_HASH: Final = bytes(HASH_BYTES)
RECEIVED: Final = 1
_EVENT: Final = b"prongsai event/v1"
_LEAF: Final = b"prongsai leaf/v1"
_SIGNED: Final = b"prongsai signed event/v1"


@dataclass(frozen=True)
class Event:
    """One link; `role` 0 is the reporter or nobody."""

    handle: bytes
    seq: int
    prev: bytes
    kind: int
    day: date
    role: int
    body_hash: bytes

    def pack(self) -> bytes:
        """The event in its 92 bytes."""
        if len(self.handle) != HANDLE_BYTES or len(self.prev) != HASH_BYTES:
            raise ValueError("a handle has 16 bytes, a hash 32")
        if len(self.body_hash) != HASH_BYTES:
            raise ValueError("a hash has 32 bytes")
        return b"".join(
            (
                bytes((VERSION,)),
                self.handle,
                self.seq.to_bytes(4, "big"),
                self.prev,
                self.kind.to_bytes(2, "big"),
                self.day.toordinal().to_bytes(4, "big"),
                bytes((self.role,)),
                self.body_hash,
            )
        )

    @classmethod
    def unpack(cls, packed: bytes) -> "Event":
        """The event in these bytes; SealBroken when they are not one."""
        if len(packed) != EVENT_BYTES or packed[0] != VERSION:
            raise SealBroken
        try:
            day = date.fromordinal(int.from_bytes(packed[55:59], "big"))
        except (ValueError, OverflowError):
            raise SealBroken from None
        return cls(
            handle=packed[1:17],
            seq=int.from_bytes(packed[17:21], "big"),
            prev=packed[21:53],
            kind=int.from_bytes(packed[53:55], "big"),
            day=day,
            role=packed[59],
            body_hash=packed[60:],
        )


def kind_of(packed: bytes) -> int:
    """The kind of the event in these bytes; SealBroken when they are not one.

    For looking through many events, of which few are unpacked.
    """
    if len(packed) != EVENT_BYTES or packed[0] != VERSION:
        raise SealBroken
    return int.from_bytes(packed[53:55], "big")


def received_event(handle: bytes, day: date) -> Event:
    """The first event, made only of what the reporter can restate (decisions A1)."""
    return Event(handle, 0, NO_HASH, RECEIVED, day, 0, NO_HASH)


def event_hash(packed: bytes) -> bytes:
    """What the next event carries as `prev`."""
    return sha256(_EVENT, packed)


def leaf(day_of_batch: date, salt: bytes, packed: bytes) -> bytes:
    """The leaf of an event in the batch of a day; without the salt it says nothing."""
    return sha256(_LEAF, day_of_batch.toordinal().to_bytes(4, "big"), sha256(salt, packed))


def check_chain(packed_events: Sequence[bytes]) -> None:
    """Nothing when the events follow one another from the first, without a gap; else SealBroken.

    A chain without events is refused: every case has been received.
    """
    if not packed_events:
        raise SealBroken
    prev, handle = NO_HASH, None
    for seq, packed in enumerate(packed_events):
        event = Event.unpack(packed)
        handle = event.handle if handle is None else handle
        if event.seq != seq or event.handle != handle or not equal(event.prev, prev):
            raise SealBroken
        prev = event_hash(packed)


def signed_event(packed: bytes) -> bytes:
    """What an officer signs of an event."""
    return _SIGNED + packed


def sign_event(seed: bytes, packed: bytes) -> bytes:
    """An officer's signature over an event."""
    return sign(seed, signed_event(packed))


def check_event_signature(public: bytes, packed: bytes, signature: bytes) -> None:
    """Nothing when the signature holds; SealBroken otherwise."""
    verify(public, signed_event(packed), signature)
