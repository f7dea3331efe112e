"""Words of signing in: by which second factor a session was proven."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

WAYS: Final[Mapping[str, Words]] = {
    "totp": Words("เลข 6 หลักจากแอป", "Six digits from an app"),
    "passkey": Words("พาสคีย์", "Passkey"),
}
