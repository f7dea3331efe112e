"""The key file: the pepper and the agencies' root public halves, beside the database.

Text, one thing a line: "prongsai key file 1", "pepper HEX" (newest first), "root AGENCY HEX",
"check HEX" (SHA-256 over all lines before it). It must be readable by its owner alone.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from crypto.paper import from_paper, to_paper
from crypto.primitives import KEY_BYTES, random_bytes, sha256

_TITLE: Final = "prongsai key file 1"
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


def create(path: Path) -> KeyFile:
    """A fresh key file, saved; KeyFileProblem("exists") rather than write over one."""
    if path.exists():
        raise KeyFileProblem("exists")
    keys = KeyFile((random_bytes(KEY_BYTES),))
    save(path, keys)
    return keys


def save(path: Path, keys: KeyFile) -> None:
    """Write the file whole or not at all, 0600 in a folder of 0700, and on the disk."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_render(keys))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def load(path: Path) -> KeyFile:
    """The keys in the file; KeyFileProblem says why not."""
    try:
        mode = path.stat().st_mode
        text = path.read_text("ascii")
    except FileNotFoundError:
        raise KeyFileProblem("missing") from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileProblem("damaged") from None
    if os.name == "posix" and mode & _OTHERS:
        raise KeyFileProblem("open_to_others")
    return _parse(text)


def printed(keys: KeyFile) -> tuple[str, ...]:
    """The peppers as digits to be put on paper, newest first."""
    return tuple(to_paper(pepper) for pepper in keys.peppers)


def matches_print(keys: KeyFile, typed: str) -> bool:
    """Whether digits typed from paper are the newest pepper; PaperUnreadable for a slip."""
    return from_paper(typed) == keys.pepper


def _render(keys: KeyFile) -> bytes:
    lines = [_TITLE]
    lines += [f"pepper {pepper.hex()}" for pepper in keys.peppers]
    lines += [f"root {agency} {public.hex()}" for agency, public in sorted(keys.roots.items())]
    body = "\n".join(lines) + "\n"
    return f"{body}check {sha256(body.encode()).hex()}\n".encode()


def _parse(text: str) -> KeyFile:
    body, mark, check = text.rpartition("check ")
    if not body.startswith("prongsai key file "):
        raise KeyFileProblem("damaged")
    if not body.startswith(f"{_TITLE}\n"):
        raise KeyFileProblem("unknown_version")
    if not mark or check.strip() != sha256(body.encode()).hex():
        raise KeyFileProblem("damaged")
    peppers, roots = [], {}
    for line in body.splitlines()[1:]:
        word, *rest = line.split(" ")
        if word == "pepper":
            peppers.append(bytes.fromhex(rest[0]))
        elif word == "root":
            roots[rest[0]] = bytes.fromhex(rest[1])
    if not peppers:
        raise KeyFileProblem("damaged")
    return KeyFile(tuple(peppers), MappingProxyType(roots))
