"""What an e-mail address may look like here: plain letters, as every mail server takes them."""

import re
from typing import Final

LENGTH: Final = 200
"""The longest address that is taken, in characters."""

_WORD: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS: Final = re.compile(rf"(?P<local>{_WORD}(?:\.{_WORD})*)@(?:{_LABEL}\.)+{_LABEL}")
_LOCAL_LENGTH: Final = 64


def is_email_address(text: str) -> bool:
    """Whether mail can be sent there as it stands; nothing in it can end a header's line."""
    found = _ADDRESS.fullmatch(text)
    return found is not None and len(text) <= LENGTH and len(found["local"]) <= _LOCAL_LENGTH


def domain_of(address: str) -> str:
    """What stands after the @, in small letters."""
    return address.rpartition("@")[2].lower()
