"""Small pictures of the office's own, re-encoded in the limited child like every other."""

from collections.abc import Iterator
from typing import Final

from service.clean_child import PIECE_BYTES, ChildFailed, child_program, run_child
from service.evidence_kinds import JPEG, EvidenceKind

_PROGRAM: Final = child_program("image_child.py")


class CleaningFailed(Exception):
    """The picture could not be read within the limits; nothing of it may be used as clean."""


def clean_image(original: bytes, kind: EvidenceKind) -> bytes:
    """A new picture of the same kind, JPEG or PNG, that holds pixels alone.

    Raises CleaningFailed for what is not a sound picture, or is too large to open safely;
    TooManyTries when all places stay taken. Nothing touches the disk.
    """
    cleaned: list[bytes] = []
    word = "JPEG" if kind is JPEG else "PNG"
    try:
        status = run_child(_PROGRAM, word, _pieces(original), cleaned.append)
    except ChildFailed:
        raise CleaningFailed from None
    if status != 0 or not cleaned:
        raise CleaningFailed
    return b"".join(cleaned)


def _pieces(original: bytes) -> Iterator[bytes]:
    return (original[at : at + PIECE_BYTES] for at in range(0, len(original), PIECE_BYTES))
