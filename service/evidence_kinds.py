"""Which files are taken as evidence, told by their content, never by their name."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rules.words import EVIDENCE_KINDS, Words


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """One kind of file: neutral extension, media type, whether it is a picture to re-encode."""

    code: str
    extension: str
    media_type: str
    is_image_to_clean: bool = False

    @property
    def words(self) -> Words:
        """What people call it."""
        return EVIDENCE_KINDS[self.code]


_OOXML: Final = "application/vnd.openxmlformats-officedocument"

JPEG: Final = EvidenceKind("picture", "jpg", "image/jpeg", is_image_to_clean=True)
PNG: Final = EvidenceKind("picture", "png", "image/png", is_image_to_clean=True)
_GIF = EvidenceKind("picture", "gif", "image/gif", is_image_to_clean=True)
_WEBP = EvidenceKind("picture", "webp", "image/webp", is_image_to_clean=True)
_HEIC = EvidenceKind("picture", "heic", "image/heic", is_image_to_clean=True)
_PDF = EvidenceKind("document", "pdf", "application/pdf")
_DOC = EvidenceKind("document", "doc", "application/msword")
_XLS = EvidenceKind("document", "xls", "application/vnd.ms-excel")
_PPT = EvidenceKind("document", "ppt", "application/vnd.ms-powerpoint")
_DOCX = EvidenceKind("document", "docx", f"{_OOXML}.wordprocessingml.document")
_XLSX = EvidenceKind("document", "xlsx", f"{_OOXML}.spreadsheetml.sheet")
_PPTX = EvidenceKind("document", "pptx", f"{_OOXML}.presentationml.presentation")
_TEXT = EvidenceKind("document", "txt", "text/plain")
_MP4 = EvidenceKind("video", "mp4", "video/mp4")
_MOV = EvidenceKind("video", "mov", "video/quicktime")
_3GP = EvidenceKind("video", "3gp", "video/3gpp")
_M4A = EvidenceKind("sound", "m4a", "audio/mp4")
_MP3 = EvidenceKind("sound", "mp3", "audio/mpeg")
_WAV = EvidenceKind("sound", "wav", "audio/wav")
_OGG = EvidenceKind("sound", "ogg", "audio/ogg")
_AMR = EvidenceKind("sound", "amr", "audio/amr")

EXTENSIONS: Final = frozenset(
    kind.extension
    for kind in (
        JPEG, PNG, _GIF, _WEBP, _HEIC, _PDF, _DOC, _XLS, _PPT, _DOCX, _XLSX, _PPTX, _TEXT,
        _MP4, _MOV, _3GP, _M4A, _MP3, _WAV, _OGG, _AMR,
    )
)  # fmt: skip
"""The extensions of every kind that is taken; a file is handed out under no other."""

_STARTS: Final = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", _GIF),
    (b"GIF89a", _GIF),
    (b"%PDF-", _PDF),
    (b"ID3", _MP3),
    (b"OggS", _OGG),
    (b"#!AMR", _AMR),
)
_RIFF: Final = {b"WEBP": _WEBP, b"WAVE": _WAV}
_MPEG_AUDIO: Final = (0xFB, 0xFA, 0xF3, 0xF2)

# ISO media files name their brands after "ftyp" (ISO/IEC 14496-12, 4.3). Brands that are not
# here, AVIF among them, are not taken.
_BRANDS: Final = (
    dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), _HEIC)
    | dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3ge6", b"3gg6", b"3g2a"), _3GP)
    | dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42"), _MP4)
    | dict.fromkeys((b"avc1", b"M4V ", b"MSNV", b"mmp4", b"dash"), _MP4)
    | {b"qt  ": _MOV, b"M4A ": _M4A, b"M4B ": _M4A}
)
_OLE_START: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: Final = (("Workbook", _XLS), ("PowerPoint Document", _PPT))
_ZIP_ENTRY: Final = b"PK\x03\x04"
_OFFICE_FOLDERS: Final = {b"word": _DOCX, b"xl": _XLSX, b"ppt": _PPTX}
_OFFICE_COMMON: Final = (b"[Content_Types].xml", b"_rels", b"docProps", b"customXml")

_TEXT_CONTROLS: Final = frozenset("\t\n\r\f")
_MARKUP: Final = (
    "<!doctype", "<html", "<head", "<body", "<svg", "<script", "<iframe", "<object", "<embed",
    "<?php", "<?xml", "<%",
)  # fmt: skip


def kind_of(head: bytes) -> EvidenceKind | None:
    """The kind that these first bytes (some 4 KiB) show, or None for what is not taken."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[:8] == _OLE_START:
        return _old_office(head)
    if head[:4] == _ZIP_ENTRY:
        return _office(head)
    if len(head) > 1 and head[0] == 0xFF and head[1] in _MPEG_AUDIO:
        return _MP3
    return _TEXT if _is_plain_text(head) else None


def _iso_media(head: bytes) -> EvidenceKind | None:
    """By the major brand, else by the first known one of those it says it is compatible with."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[place : place + 4] for place in range(16, end - 3, 4))]
    if b"avif" in brands or b"avis" in brands:
        return None
    return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), None)


def _old_office(head: bytes) -> EvidenceKind:
    """DOC unless the head names another's stream; the list of streams often stands later."""
    named = (kind for name, kind in _OLE_STREAMS if name.encode("utf-16-le") in head)
    return next(named, _DOC)


def _office(head: bytes) -> EvidenceKind | None:
    """An Office document by the first names in it; other archives are not taken."""
    folders = [name.partition(b"/")[0] for name in _zip_names(head)]
    known = folders and (folders[0] in _OFFICE_COMMON or folders[0] in _OFFICE_FOLDERS)
    if not known:
        return None
    named = (_OFFICE_FOLDERS[folder] for folder in folders if folder in _OFFICE_FOLDERS)
    content_types = b"[Content_Types].xml" in folders
    return next(named, _DOCX if content_types else None)


def _zip_names(head: bytes) -> Iterator[bytes]:
    """The names in the local headers that the head holds, in their order."""
    place = head.find(_ZIP_ENTRY)
    while place >= 0:
        length = int.from_bytes(head[place + 26 : place + 28], "little")
        yield head[place + 30 : place + 30 + length]
        place = head.find(_ZIP_ENTRY, place + 30)


def _is_plain_text(head: bytes) -> bool:
    """Whether it reads as UTF-8 text without control characters and is no markup or script."""
    text = _decoded(head)
    if not text:
        return False
    lowered = text.lstrip("\ufeff \t\r\n").lower()
    if lowered.startswith("#!") or any(mark in lowered for mark in _MARKUP):
        return False
    return all(char in _TEXT_CONTROLS or unicodedata.category(char) != "Cc" for char in text)


def _decoded(head: bytes) -> str:
    """The head as text, "" when it is none; it may end inside a character."""
    for cut in range(4):
        try:
            return head[: len(head) - cut].decode()
        except UnicodeDecodeError:
            continue
    return ""
