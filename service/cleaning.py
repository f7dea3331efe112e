"""What an officer may get of a file: a copy without its hidden parts, or nothing.

Every parser runs in a limited child (`clean_child`). A child's exit status says what it did:
0 cleaned in the way of its kind, `PAGES` a document made anew of pictures of its pages; the
statuses of `_WHY` say why nothing could be made. Any other end counts as unreadable, a killed
child as too heavy.
"""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crypto.file_stream import SealedSpool, SpoolFull
from service.clean_child import ChildFailed, ChildProgram, child_program, run_child
from service.evidence_kinds import EvidenceKind, kind_of

PAGES: Final = 10
LOCKED: Final = 11
TOO_HEAVY: Final = 12
NOT_UNDERSTOOD: Final = 13
_WHY: Final = {LOCKED: "locked", TOO_HEAVY: "too_heavy", NOT_UNDERSTOOD: "not_understood"}
_HEAD_BYTES: Final = 4096


@dataclass(frozen=True)
class Cleaned:
    """The copy is in the new spool.

    `kind` is the copy's own, which may differ from the original's; `how` is "pixels"
    (re-encoded), "structure" (rewritten without hidden parts), "pages" (pictures of its pages)
    or "none_needed" (plain text, as it came).
    """

    kind: EvidenceKind
    how: str


@dataclass(frozen=True)
class Withheld:
    """Nothing that officers may get could be made, and nothing in the new spool may be used.

    `why` is "unreadable", "locked" (a password), "too_heavy", "not_understood" or "old_office".
    """

    why: str


@dataclass(frozen=True)
class _Way:
    """The child and the word that clean one kind of file, and what that does."""

    program: ChildProgram
    word: str
    how: str


_PICTURES: Final = child_program("image_child.py")
_DOCUMENTS: Final = child_program("document_child.py", 60.0)
_MEDIA: Final = child_program("media_child.py")
_WAYS: Final = (
    {
        extension: _Way(_PICTURES, word, "pixels")
        for extension, word in (
            ("jpg", "JPEG"), ("png", "PNG"), ("gif", "GIF"), ("webp", "WEBP"), ("heic", "HEIC"),
        )
    }
    | {word: _Way(_DOCUMENTS, word, "structure") for word in ("pdf", "docx", "xlsx", "pptx")}
    | {word: _Way(_MEDIA, word, "structure") for word in ("mp4", "mov", "3gp", "m4a")}
    | {word: _Way(_MEDIA, word, "structure") for word in ("mp3", "ogg", "wav", "amr")}
)  # fmt: skip
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def clean(spool: SealedSpool, kind: EvidenceKind, new_spool: SealedSpool) -> Cleaned | Withheld:
    """What became of the file in `spool`: its copy is in `new_spool`, or it is withheld.

    Raises TooManyTries when every place for a child stays taken, and SealBroken when the spool
    was changed underneath.
    """
    if kind.extension == "txt":
        is_text = _copy_text(spool.chunks(), new_spool)
        return Cleaned(kind, "none_needed") if is_text else Withheld("unreadable")
    way = _WAYS.get(kind.extension)
    if way is None:
        return Withheld("old_office")
    try:
        status = run_child(way.program, way.word, spool.chunks(), new_spool.write)
    except (ChildFailed, SpoolFull):
        return Withheld("too_heavy")
    new_spool.finish()
    return _outcome(status, way, kind, new_spool)


def _outcome(
    status: int, way: _Way, kind: EvidenceKind, new_spool: SealedSpool
) -> Cleaned | Withheld:
    if status not in (0, PAGES):
        return Withheld(_WHY.get(status, "unreadable"))
    # The child is not believed: what it made must be of a kind that may come of this one.
    made = kind_of(new_spool.head(_HEAD_BYTES)) if new_spool.size else None
    if made is None or made.code != kind.code:
        return Withheld("unreadable")
    # The first names in an Office document do not always tell which of the three it is.
    copy = made if kind.is_image_to_clean else kind
    return Cleaned(copy, "pages" if status == PAGES else way.how)


def _copy_text(pieces: Iterable[bytes], new_spool: SealedSpool) -> bool:
    """Whether every byte was plain text; the kind was told by the first of them alone."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in pieces:
            if _NO_TEXT.search(decoder.decode(piece)):
                return False
            new_spool.write(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    new_spool.finish()
    return True
