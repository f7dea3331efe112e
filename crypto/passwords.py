"""Keys from what officers know: passphrases, and the printed recovery code."""

import unicodedata
from typing import Final

from crypto.damm import check_digit, is_right
from crypto.primitives import PASSWORD_COST, Argon2Cost, argon2id, random_digits
from crypto.tracking_code import in_groups, normalise

PASSPHRASE_BYTES_MOST: Final = 256
_BLOCK_DIGITS: Final = 20
_BLOCKS: Final = 2


def normalise_passphrase(passphrase: str) -> bytes:
    """The passphrase in NFC and UTF-8; ValueError over 256 bytes, so that none costs too much."""
    encoded = unicodedata.normalize("NFC", passphrase).encode()
    if len(encoded) > PASSPHRASE_BYTES_MOST:
        raise ValueError("a passphrase has at most 256 bytes")
    return encoded


def passphrase_key(
    passphrase: bytes, *, salt: bytes, pepper: bytes, cost: Argon2Cost = PASSWORD_COST
) -> bytes:
    """32 bytes of Argon2id over a normalised passphrase, with the pepper as its secret."""
    return argon2id(passphrase, salt=salt, cost=cost, pepper=pepper)


def recovery_code() -> str:
    """A fresh recovery code: 40 digits, two blocks of 19 random ones and a check digit each."""
    blocks = (random_digits(_BLOCK_DIGITS - 1) for _ in range(_BLOCKS))
    return in_groups("".join(block + check_digit(block) for block in blocks))


def is_recovery_code(typed: str) -> bool:
    """Whether something typed has the shape and check digits of a recovery code."""
    digits = normalise(typed)
    if len(digits) != _BLOCK_DIGITS * _BLOCKS or not digits.isascii() or not digits.isdigit():
        return False
    return is_right(digits[:_BLOCK_DIGITS]) and is_right(digits[_BLOCK_DIGITS:])


def recovery_code_key(
    code: str, *, salt: bytes, pepper: bytes, cost: Argon2Cost = PASSWORD_COST
) -> bytes:
    """32 bytes of Argon2id over a recovery code, however it was typed."""
    return argon2id(normalise(code).encode(), salt=salt, cost=cost, pepper=pepper)
