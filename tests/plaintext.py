"""Looking for words where none may be: every shape in which a text could have been written down."""

import json
import secrets
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote_plus

_CONSONANTS = "กขคงจชดตถทนบปผพมยรลวสหอ"
_LETTERS = "bcdfghjklmnpqrstvwxz"


def rare_word(length: int = 14) -> str:
    """A word in Latin letters that nothing else on this machine holds."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def rare_thai_word(length: int = 12) -> str:
    """The same in Thai, so that it can also be met in the old one-byte encoding."""
    return "".join(secrets.choice(_CONSONANTS) for _ in range(length))


def shapes_of(text: str) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each way in which the text might stand in a file."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp874"):
        raw = text.encode(encoding)
        yield encoding, raw
        yield f"{encoding} in hexadecimal", raw.hex().encode()
        for shift in range(3):
            yield f"{encoding} in base64, {shift}", _base64(raw, shift)
    if not text.isascii():
        yield "a form's percent signs", quote_plus(text).encode()
        yield "JSON's escapes", json.dumps(text).strip('"').encode()


def _base64(raw: bytes, shift: int) -> bytes:
    """The middle of the text in base64, as it stands when `shift` bytes come before it."""
    whole = b64encode(bytes(shift) + raw).rstrip(b"=")
    # The first characters hold bits of what stands before, the last one of what comes after.
    first = (0, 2, 3)[shift]
    last = len(whole) - (1 if (shift + len(raw)) % 3 else 0)
    return whole[first:last]


class Needles:
    """Texts in all their shapes, to be looked for."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._shapes = [(text, name, raw) for text in texts for name, raw in shapes_of(text)]

    def in_bytes(self, content: bytes) -> list[tuple[str, str]]:
        """Text and shape of everything found."""
        return [(text, name) for text, name, raw in self._shapes if raw in content]

    def in_files(self, files: Iterable[Path]) -> Mapping[str, list[tuple[str, str]]]:
        """What was found, by file; a file that is gone by now holds nothing."""
        found = {}
        for file in files:
            try:
                hits = self.in_bytes(file.read_bytes())
            except FileNotFoundError:
                continue
            if hits:
                found[str(file)] = hits
        return found


def files_under(folder: Path) -> list[Path]:
    """Every file under a folder, hidden ones too."""
    return [path for path in folder.rglob("*") if path.is_file()]
