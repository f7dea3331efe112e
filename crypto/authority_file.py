"""The two files of an outside authority that reads elsewhere: private halves, and public ones.

Private: "PRSA" | version(1) | salt(16) | AES-256-GCM of the secret under Argon2id(passphrase), and
bound to the 21 bytes before it. Secret: agency(16) | root's Ed25519 seed(32) | three times id(16)
and seed(32), in the order of `KINDS`. Public: text, as `AuthorityCard.render` writes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from crypto.ceremonies import fingerprint
from crypto.primitives import (
    KEY_BYTES,
    PASSWORD_COST,
    PUBLIC_BYTES,
    SIGNATURE_BYTES,
    Argon2Cost,
    SealBroken,
    aead_open,
    aead_seal,
    argon2id,
    equal,
    random_bytes,
    sha256,
)
from crypto.sealed_keys import ID_BYTES

KINDS: Final = ("content", "identity_inside", "identity_outside")
_MAGIC: Final = b"PRSA"
_VERSION: Final = 1
_SALT_BYTES: Final = 16
_HEAD_BYTES: Final = len(_MAGIC) + 1 + _SALT_BYTES
_SECRET_BYTES: Final = ID_BYTES + KEY_BYTES + len(KINDS) * (ID_BYTES + KEY_BYTES)
_TITLE: Final = "prongsai authority 1"


@dataclass(frozen=True)
class AuthoritySeed:
    """One key of the authority: its id and the 32 bytes that its pair is made of."""

    id: bytes
    seed: bytes = field(repr=False)


@dataclass(frozen=True)
class AuthoritySecret:
    """Everything that an authority holds; `seeds` stand in the order of `KINDS`."""

    agency: bytes
    root_seed: bytes = field(repr=False)
    seeds: tuple[AuthoritySeed, ...] = field(repr=False)

    def pack(self) -> bytes:
        """The secret's 192 bytes."""
        packed = b"".join((self.agency, self.root_seed, *(one.id + one.seed for one in self.seeds)))
        if len(packed) != _SECRET_BYTES:
            raise ValueError("an authority has a root and three keys")
        return packed

    @classmethod
    def unpack(cls, packed: bytes) -> "AuthoritySecret":
        """The secret in these bytes; SealBroken for any other length."""
        if len(packed) != _SECRET_BYTES:
            raise SealBroken
        start, step = ID_BYTES + KEY_BYTES, ID_BYTES + KEY_BYTES
        rest = [packed[start + n * step : start + (n + 1) * step] for n in range(len(KINDS))]
        seeds = tuple(AuthoritySeed(one[:ID_BYTES], one[ID_BYTES:]) for one in rest)
        return cls(packed[:ID_BYTES], packed[ID_BYTES:start], seeds)


def seal_authority(
    secret: AuthoritySecret, passphrase: bytes, cost: Argon2Cost = PASSWORD_COST
) -> bytes:
    """The private file's bytes; `passphrase` is normalised."""
    head = _MAGIC + bytes((_VERSION,)) + random_bytes(_SALT_BYTES)
    return head + aead_seal(_key(passphrase, head, cost), secret.pack(), head)


def open_authority(
    sealed: bytes, passphrase: bytes, cost: Argon2Cost = PASSWORD_COST
) -> AuthoritySecret:
    """What stands in a private file; SealBroken for another passphrase or a changed file."""
    head = sealed[:_HEAD_BYTES]
    if len(head) != _HEAD_BYTES or head[: len(_MAGIC) + 1] != _MAGIC + bytes((_VERSION,)):
        raise SealBroken
    opened = aead_open(_key(passphrase, head, cost), sealed[_HEAD_BYTES:], head)
    return AuthoritySecret.unpack(opened)


def _key(passphrase: bytes, head: bytes, cost: Argon2Cost) -> bytes:
    return argon2id(passphrase, salt=head[-_SALT_BYTES:], cost=cost)


@dataclass(frozen=True)
class AuthorityPublic:
    """One key's public half with its days (proleptic ordinals) and the root's signature."""

    kind: str
    id: bytes
    public: bytes
    from_day: int
    until_day: int
    signature: bytes


@dataclass(frozen=True)
class AuthorityCard:
    """What an authority gives away: its id, its root's public half, its three signed keys."""

    agency: bytes
    root_public: bytes
    keys: tuple[AuthorityPublic, ...]

    @property
    def fingerprint(self) -> str:
        """Twenty digits to be read over the telephone; the root's key stands in them."""
        return fingerprint(self.keys[0].public, self.root_public)

    def render(self) -> str:
        """The public file: ASCII lines, the last one a check over those before it."""
        lines = [_TITLE, f"agency {self.agency.hex()}", f"root {self.root_public.hex()}"]
        lines += [_line(key) for key in self.keys]
        body = "\n".join(lines) + "\n"
        return f"{body}check {sha256(body.encode()).hex()}\n"


def parse_card(text: str) -> AuthorityCard:
    """The card in a public file; SealBroken when it is none, or was cut or mistyped.

    What has a right check is not thereby genuine: signatures and the fingerprint tell that.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    try:
        card = _card(lines)
    except (ValueError, IndexError):
        raise SealBroken from None
    if not equal(card.render().encode(), "\n".join(lines).encode()):
        raise SealBroken
    return card


def _line(key: AuthorityPublic) -> str:
    days = f"{key.from_day} {key.until_day}"
    return f"key {key.kind} {key.id.hex()} {key.public.hex()} {days} {key.signature.hex()}"


def _card(lines: Sequence[str]) -> AuthorityCard:
    if lines[0] != _TITLE:
        raise ValueError("another format")
    agency = _hex(lines[1].removeprefix("agency "), ID_BYTES)
    root = _hex(lines[2].removeprefix("root "), KEY_BYTES)
    keys = tuple(_parsed(line, kind) for line, kind in zip(lines[3:6], KINDS, strict=True))
    return AuthorityCard(agency, root, keys)


def _parsed(line: str, kind: str) -> AuthorityPublic:
    _, _, id_, public, from_day, until_day, signature = line.split(" ")
    return AuthorityPublic(
        kind,
        _hex(id_, ID_BYTES),
        _hex(public, PUBLIC_BYTES),
        _day(from_day),
        _day(until_day),
        _hex(signature, SIGNATURE_BYTES),
    )


def _day(text: str) -> int:
    day = int(text)
    if not 0 < day <= date.max.toordinal():
        raise ValueError("no day of the calendar")
    return day


def _hex(text: str, size: int) -> bytes:
    value = bytes.fromhex(text)
    if len(value) != size:
        raise ValueError("another length is wanted")
    return value
