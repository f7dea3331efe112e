"""Sealed objects: one key per object, the key sealed to each recipient, everything bound.

Layout: header(91) | number of wraps(1) | wraps(1168 each) | Cobblestone-256 body.
Header: "PRSG"(4) | version(1) | suite(1) | type(1) | agency(16) | case(16) | epoch(4, big-endian) |
object(16) | SHA-256 over the SHA-256 of each recipient's public half, in order(32).
The body's key is HKDF of the object key, its context the header's SHA-256. A wrap is HPKE of the
object key under an `info` of header hash, recipient and the body's first 56 bytes, which carry
the commitment to the key: two recipients cannot be given two plaintexts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from crypto.primitives import (
    HPKE_OVERHEAD_BYTES,
    KEY_BYTES,
    STREAM_HEAD_BYTES,
    SealBroken,
    StreamDecryptor,
    equal,
    hkdf,
    hpke_open,
    hpke_seal,
    public_of,
    random_bytes,
    sha256,
    stream_encryptor,
)

MAGIC: Final = b"PRSG"
VERSION: Final = 1
SUITE: Final = 1
ID_BYTES: Final = 16
HEADER_BYTES: Final = 4 + 3 + 2 * ID_BYTES + 4 + ID_BYTES + 32
WRAP_BYTES: Final = KEY_BYTES + HPKE_OVERHEAD_BYTES
FLOOR_BYTES: Final = 4096
_LENGTH_BYTES: Final = 4
_BODY: Final = b"prongsai body/v1"
_WRAP: Final = b"prongsai wrap/v1"


class ObjectType(IntEnum):
    """What a sealed object is. The codes are sealed in: never renumber, only add."""

    REPORT = 1
    IDENTITY = 2
    CONTACT = 3
    EXCLUSIONS = 4
    TO_REPORTER = 5
    FROM_REPORTER = 6
    INTERNAL = 7
    ATTACHMENT = 8
    ORIGINAL = 9
    ORIGINAL_NAME = 10
    RELEASE_REASON = 11
    RELEASE_NOTICE = 12
    REDACTED = 13
    TWO_PERSON_REASON = 14


@dataclass(frozen=True)
class Place:
    """Where an object belongs; bytes moved anywhere else do not open. Ids have 16 bytes."""

    agency: bytes
    case: bytes
    epoch: int
    object: bytes
    type: ObjectType


def header(place: Place, recipients: Sequence[bytes]) -> bytes:
    """The 91 bytes that bind a place and its recipients."""
    if any(len(one) != ID_BYTES for one in (place.agency, place.case, place.object)):
        raise ValueError("an id has 16 bytes")
    return b"".join(
        (
            MAGIC,
            bytes((VERSION, SUITE, int(place.type))),
            place.agency,
            place.case,
            place.epoch.to_bytes(4, "big"),
            place.object,
            sha256(*(sha256(public) for public in recipients)),
        )
    )


def padme(length: int) -> int:
    """The Padmé size of `length` bytes, 4 KiB at least: at most 12 per cent more, in few steps.

    Padmé: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", 2019.
    """
    if length <= FLOOR_BYTES:
        return FLOOR_BYTES
    exponent = length.bit_length() - 1
    last_bits = exponent - exponent.bit_length()
    mask = (1 << last_bits) - 1
    return (length + mask) & ~mask


class StreamSealer:
    """Seals a stream whose length is not known beforehand; streams are not padded here."""

    def __init__(self, place: Place, recipients: Sequence[bytes]) -> None:
        if not 0 < len(recipients) < 256:
            raise ValueError("an object has 1 to 255 recipients")
        bound = header(place, recipients)
        object_key = random_bytes(KEY_BYTES)
        self._encryptor = stream_encryptor(_body_key(object_key), sha256(bound))
        self._head = self._encryptor.update(b"")
        if len(self._head) != STREAM_HEAD_BYTES:
            raise RuntimeError("the stream's head has an unknown shape")
        wraps = (
            hpke_seal(public, object_key, _wrap_info(bound, public, self._head))
            for public in recipients
        )
        # The head travels with the wraps that bind it.
        self.prefix: bytes = b"".join((bound, bytes((len(recipients),)), *wraps, self._head))

    def update(self, plaintext: bytes) -> bytes:
        """The next sealed bytes of the body, perhaps none."""
        return self._encryptor.update(plaintext)

    def finalize(self) -> bytes:
        """The last sealed bytes; without them the stream does not open."""
        return self._encryptor.finalize()


def start_stream(place: Place, recipients: Sequence[bytes]) -> StreamSealer:
    """A sealer whose `prefix` comes before the bytes it gives."""
    return StreamSealer(place, recipients)


class StreamReader:
    """Opens a stream by the key of its body, piece by piece.

    What it gives must wait until `finalize` has returned.
    """

    def __init__(
        self, prefix: bytes, place: Place, key: bytes, recipients: Sequence[bytes]
    ) -> None:
        bound, _, head = _split_prefix(prefix, place, recipients)
        self._decryptor = StreamDecryptor(key, sha256(bound))
        self.update(head)

    def update(self, sealed: bytes) -> bytes:
        """The next opened bytes; SealBroken when they were changed."""
        return self._decryptor.update(sealed)

    def finalize(self) -> bytes:
        """The last opened bytes; SealBroken when the stream was cut or lengthened."""
        return self._decryptor.finalize()


class StreamOpener(StreamReader):
    """Opens a stream for whoever holds a recipient's private half."""

    def __init__(
        self, prefix: bytes, place: Place, private: bytes, recipients: Sequence[bytes]
    ) -> None:
        key = stream_key(prefix, place, private, recipients)
        super().__init__(prefix, place, key, recipients)


def stream_key(prefix: bytes, place: Place, private: bytes, recipients: Sequence[bytes]) -> bytes:
    """The key of a stream's body, 32 bytes: with it `StreamReader` opens this stream alone.

    For whoever holds the private half only now, and must open the stream a little later.
    """
    bound, wraps, head = _split_prefix(prefix, place, recipients)
    public = public_of(private)
    if public not in recipients:
        raise SealBroken
    start = list(recipients).index(public) * WRAP_BYTES
    wrap = wraps[start : start + WRAP_BYTES]
    return _body_key(hpke_open(private, wrap, _wrap_info(bound, public, head)))


def _split_prefix(
    prefix: bytes, place: Place, recipients: Sequence[bytes]
) -> tuple[bytes, bytes, bytes]:
    """Header, wraps and the body's head of a prefix that belongs here; SealBroken otherwise."""
    try:
        bound = header(place, recipients)
        start_of_wraps = bound + bytes((len(recipients),))
    except (ValueError, OverflowError):
        raise SealBroken from None
    wraps_at = HEADER_BYTES + 1
    wraps_end = wraps_at + len(recipients) * WRAP_BYTES
    if len(prefix) != wraps_end + STREAM_HEAD_BYTES:
        raise SealBroken
    if not equal(prefix[:wraps_at], start_of_wraps):
        raise SealBroken
    return bound, prefix[wraps_at:wraps_end], prefix[wraps_end:]


def prefix_bytes(recipients: int) -> int:
    """How long the prefix of an object with so many recipients is."""
    return HEADER_BYTES + 1 + recipients * WRAP_BYTES + STREAM_HEAD_BYTES


def seal(
    plaintext: bytes,
    place: Place,
    recipients: Sequence[bytes],
    *,
    padded_to: int | None = None,
) -> bytes:
    """A sealed object of length(4) | plaintext | zeros, up to a Padmé size or to `padded_to`.

    Raises ValueError when the plaintext does not fit `padded_to`.
    """
    framed = len(plaintext).to_bytes(_LENGTH_BYTES, "big") + plaintext
    size = padme(len(framed)) if padded_to is None else padded_to
    if len(framed) > size:
        raise ValueError("the plaintext does not fit")
    sealer = StreamSealer(place, recipients)
    return sealer.prefix + sealer.update(framed.ljust(size, b"\0")) + sealer.finalize()


def open_sealed(sealed: bytes, place: Place, private: bytes, recipients: Sequence[bytes]) -> bytes:
    """The plaintext of an object sealed at this place to these recipients; else SealBroken."""
    split = prefix_bytes(len(recipients))
    opener = StreamOpener(sealed[:split], place, private, recipients)
    framed = opener.update(sealed[split:]) + opener.finalize()
    length = int.from_bytes(framed[:_LENGTH_BYTES], "big")
    if len(framed) < _LENGTH_BYTES + length:
        raise SealBroken
    return framed[_LENGTH_BYTES : _LENGTH_BYTES + length]


def _body_key(object_key: bytes) -> bytes:
    return hkdf(object_key, info=_BODY)


def _wrap_info(bound: bytes, public: bytes, head: bytes) -> bytes:
    return _WRAP + sha256(bound) + sha256(public) + head
