"""Thirty-two bytes as eighty digits, for printed halves that people type back."""

from typing import Final

from crypto.damm import check_digit, is_right
from crypto.tracking_code import in_groups, normalise

SECRET_BYTES: Final = 32
_HALF_BYTES: Final = 16
_HALF_DIGITS: Final = 39
PAPER_DIGITS: Final = 2 * (_HALF_DIGITS + 1)


class PaperUnreadable(ValueError):
    """What was typed from the paper cannot be right; nothing of it is kept."""


def to_paper(secret: bytes) -> str:
    """80 digits in groups of four: each 16 bytes as 39 digits and Damm's check digit."""
    if len(secret) != SECRET_BYTES:
        raise ValueError("paper holds 32 bytes")
    halves = (secret[:_HALF_BYTES], secret[_HALF_BYTES:])
    numbers = (str(int.from_bytes(half, "big")).zfill(_HALF_DIGITS) for half in halves)
    return in_groups("".join(number + check_digit(number) for number in numbers))


def from_paper(typed: str) -> bytes:
    """The 32 bytes of 80 typed digits; PaperUnreadable when a digit is wrong or missing."""
    digits = normalise(typed)
    if len(digits) != PAPER_DIGITS or not digits.isascii() or not digits.isdigit():
        raise PaperUnreadable("80 digits are wanted")
    first, second = digits[: _HALF_DIGITS + 1], digits[_HALF_DIGITS + 1 :]
    return _half(first) + _half(second)


def _half(digits: str) -> bytes:
    if not is_right(digits):
        raise PaperUnreadable("a digit is mistyped")
    try:
        return int(digits[:-1]).to_bytes(_HALF_BYTES, "big")
    except OverflowError:
        raise PaperUnreadable("a digit is mistyped") from None
