"""What in a text may tell who wrote it: a citizen's number, a telephone number, an e-mail address.

It only warns a reporter before sending, so one warning too many is harmless.
"""

import re
from typing import Final

from rules.thai_time import to_arabic_digits

CITIZEN_ID: Final = "citizen_id"
PHONE: Final = "phone"
EMAIL: Final = "email"

_BETWEEN: Final = r"[ .\-–]?"
_CITIZEN_ID: Final = re.compile(rf"(?<!\d)\d(?:{_BETWEEN}\d){{12}}(?!\d)")
_PHONE: Final = re.compile(
    rf"(?<!\d)(?:\+?66{_BETWEEN}|0)(?:[689](?:{_BETWEEN}\d){{8}}|[2-7](?:{_BETWEEN}\d){{7}})(?!\d)"
)
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+", re.ASCII)


def personal_marks(text: str) -> tuple[str, ...]:
    """The kinds found in the text, each once: `citizen_id`, `phone`, `email`."""
    plain = to_arabic_digits(text)
    found = (
        (CITIZEN_ID, any(is_citizen_id(one) for one in _CITIZEN_ID.findall(plain))),
        (PHONE, bool(_PHONE.search(plain))),
        (EMAIL, bool(_EMAIL.search(plain))),
    )
    return tuple(kind for kind, is_there in found if is_there)


def is_citizen_id(typed: str) -> bool:
    """Whether these are 13 digits whose last one checks the others, as on an identity card."""
    digits = [int(mark) for mark in to_arabic_digits(typed) if mark.isdigit()]
    if len(digits) != 13:
        return False
    weighed = sum(digit * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
    return (11 - weighed % 11) % 10 == digits[12]
