"""The key file: the pepper and the agencies' root public halves, beside the database.

ASCII text, each line ended by a newline: "prongsai key file 1", "pepper HEX" (newest first),
"root AGENCY HEX" (by agency), "check HEX" (SHA-256 over all lines before it). It must be readable
by its owner alone.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from crypto.paper import from_paper, to_paper
from crypto.primitives import KEY_BYTES, equal, random_bytes, sha256

_TITLE: Final = "prongsai key file 1"
_ID_BYTES: Final = 16
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class KeyFileProblem(Exception):
    """Why the key file cannot be used: missing, open_to_others, damaged or unknown_version."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class KeyFile:
    """Pepper generations, newest first, and pinned root public keys by agency id in hex."""

    peppers: tuple[bytes, ...] = field(repr=False)
    roots: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def pepper(self) -> bytes:
        """The newest pepper, under which new things are made."""
        return self.peppers[0]

    def with_root(self, agency: bytes, public: bytes) -> "KeyFile":
        """The same keys with one agency's root pinned."""
        return replace(self, roots=MappingProxyType({**self.roots, agency.hex(): public}))

    def with_pepper(self, pepper: bytes) -> "KeyFile":
        """The same keys with a new pepper before the others, which go on opening."""
        if len(pepper) != KEY_BYTES or pepper in self.peppers:
            raise ValueError("a pepper has 32 bytes of its own")
        return replace(self, peppers=(pepper, *self.peppers))

    def without_oldest(self) -> "KeyFile":
        """The same keys without the oldest pepper; ValueError when it is the only one."""
        if len(self.peppers) < 2:
            raise ValueError("the only pepper cannot go")
        return replace(self, peppers=self.peppers[:-1])


def create(path: Path) -> KeyFile:
    """A fresh key file, saved; KeyFileProblem("exists") rather than write over one.

    Of two that begin at once, one is refused: a pepper once used must not be replaced.
    """
    keys = KeyFile((random_bytes(KEY_BYTES),))
    beside = _write_beside(path, keys)
    try:
        os.link(beside, path)
    except FileExistsError:
        raise KeyFileProblem("exists") from None
    finally:
        beside.unlink()
    _sync_folder(path.parent)
    return keys


def save(path: Path, keys: KeyFile) -> None:
    """Write the file whole or not at all, 0600 in a folder of 0700, and on the disk."""
    _write_beside(path, keys).replace(path)
    _sync_folder(path.parent)


def load(path: Path) -> KeyFile:
    """The keys in the file; KeyFileProblem says why not."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            raw = file.read()
    except FileNotFoundError:
        raise KeyFileProblem("missing") from None
    except OSError:
        raise KeyFileProblem("damaged") from None
    if os.name == "posix" and mode & _OTHERS:
        raise KeyFileProblem("open_to_others")
    return _parse(raw)


def printed(keys: KeyFile) -> tuple[str, ...]:
    """The peppers as digits to be put on paper, newest first."""
    return tuple(to_paper(pepper) for pepper in keys.peppers)


def matches_print(keys: KeyFile, typed: str) -> bool:
    """Whether digits typed from paper are the newest pepper; PaperUnreadable for a slip."""
    return equal(from_paper(typed), keys.pepper)


def _write_beside(path: Path, keys: KeyFile) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{random_bytes(8).hex()}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_render(keys))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        beside.unlink()
        raise
    return beside


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _render(keys: KeyFile) -> bytes:
    lines = [_TITLE]
    lines += [f"pepper {pepper.hex()}" for pepper in keys.peppers]
    lines += [f"root {agency} {public.hex()}" for agency, public in sorted(keys.roots.items())]
    body = "\n".join(lines) + "\n"
    return f"{body}check {sha256(body.encode()).hex()}\n".encode()


def _parse(raw: bytes) -> KeyFile:
    if not raw.startswith(b"prongsai key file "):
        raise KeyFileProblem("damaged")
    if not raw.startswith(f"{_TITLE}\n".encode()):
        raise KeyFileProblem("unknown_version")
    peppers, roots = [], {}
    try:
        for line in raw.decode("ascii").splitlines()[1:-1]:
            word, *rest = line.split(" ")
            if word == "pepper":
                peppers.append(_hex(rest[0], KEY_BYTES))
            elif word == "root":
                roots[_hex(rest[0], _ID_BYTES).hex()] = _hex(rest[1], KEY_BYTES)
    except (ValueError, IndexError):
        raise KeyFileProblem("damaged") from None
    keys = KeyFile(tuple(peppers), MappingProxyType(roots))
    # What was read, written again, is what was there: nothing unknown, the check right.
    if not peppers or not equal(_render(keys), raw):
        raise KeyFileProblem("damaged")
    return keys


def _hex(text: str, size: int) -> bytes:
    value = bytes.fromhex(text)
    if len(value) != size:
        raise ValueError("another length is wanted")
    return value
