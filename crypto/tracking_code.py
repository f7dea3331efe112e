"""The reporter's code: 20 digits, kept nowhere, from which everything of the reporter's comes.

Root = Argon2id(code, salt from the agency's id). The public branch (handle, leaf salt) needs
nothing else, so the code alone recomputes the first leaf even if the operator withholds the key
file; the private branch (lookup index, pair, MAC key) also takes the pepper (decisions A1).
"""

import unicodedata
from dataclasses import dataclass, field
from typing import Final

from crypto.damm import check_digit, is_right
from crypto.primitives import (
    CODE_COST,
    PRIVATE_BYTES,
    Argon2Cost,
    argon2id,
    hkdf,
    random_digits,
    sha256,
)
from crypto.sealed_keys import KeyPair, pair_from_private

CODE_DIGITS: Final = 20
GROUP_DIGITS: Final = 4
ROOT_BYTES: Final = 64
HANDLE_BYTES: Final = 16
SALT_BYTES: Final = 32
_MINUS: Final = "\N{MINUS SIGN}"
# Dashes of every length, and what has no width but comes along when a code is copied.
_PASSED_OVER: Final = ("Pd", "Cf")
_SALT: Final = b"code/v1"
_LEDGER: Final = b"ledger/v1"
_INDEX: Final = b"reporter/v1 index"
_PAIR: Final = b"reporter/v1 pair"
_MAC: Final = b"reporter/v1 mac"


def make_code() -> str:
    """A fresh code: 19 random digits (63 bits) and Damm's check digit."""
    digits = random_digits(CODE_DIGITS - 1)
    return digits + check_digit(digits)


def normalise(text: str) -> str:
    """The code as typed, without spaces, dashes and invisible characters, in ASCII digits.

    Thai and full-width digits become ASCII; anything else stays, so that it is refused.
    """
    return "".join(_plain(char) for char in text)


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if char.isspace() or char == _MINUS or category in _PASSED_OVER:
        return ""
    return char


def has_right_length(code: str) -> bool:
    """Whether a normalised code has 20 ASCII digits."""
    return len(code) == CODE_DIGITS and code.isascii() and code.isdigit()


def has_right_check_digit(code: str) -> bool:
    """Whether a code of the right length has the check digit of its others."""
    return is_right(code)


def in_groups(digits: str) -> str:
    """The digits in groups of four, as they are shown and written down."""
    groups = (digits[at : at + GROUP_DIGITS] for at in range(0, len(digits), GROUP_DIGITS))
    return " ".join(groups)


@dataclass(frozen=True)
class PublicBranch:
    """What goes into the ledger: handle(16) and the salt of the first leaf(32)."""

    handle: bytes
    leaf_salt: bytes = field(repr=False)


@dataclass(frozen=True)
class PrivateBranch:
    """What finds and opens a case: lookup index(32), the reporter's pair, the MAC key(32)."""

    index: bytes = field(repr=False)
    pair: KeyPair = field(repr=False)
    mac_key: bytes = field(repr=False)


def derive_root(code: str, agency: bytes, cost: Argon2Cost = CODE_COST) -> bytes:
    """64 bytes from a normalised code, slow on purpose; the salt differs by agency."""
    salt = sha256(_SALT, agency)[:16]
    return argon2id(code.encode(), salt=salt, cost=cost, length=ROOT_BYTES)


def public_branch(root: bytes) -> PublicBranch:
    """The ledger's handle and salt."""
    derived = hkdf(root, info=_LEDGER, length=HANDLE_BYTES + SALT_BYTES)
    return PublicBranch(derived[:HANDLE_BYTES], derived[HANDLE_BYTES:])


def private_branch(root: bytes, pepper: bytes) -> PrivateBranch:
    """The lookup index, pair and MAC key under one generation of the pepper."""
    return PrivateBranch(
        index=hkdf(root, salt=pepper, info=_INDEX),
        pair=pair_from_private(hkdf(root, salt=pepper, info=_PAIR, length=PRIVATE_BYTES)),
        mac_key=hkdf(root, salt=pepper, info=_MAC),
    )
