"""What stands on every paper of an office: number prefix, address, telephone, digits, emblem."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from models.agency import Agency
from models.paper import LetterHead as LetterHeadRow
from rules.limits import SHORT_TEXT_LENGTH
from service.clean_image import CleaningFailed, clean_image
from service.errors import InvalidInput, NotAllowed
from service.evidence_kinds import PNG, kind_of
from service.look_up_agency import agency_card
from service.paper_templates import EDITORS
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

MEGABYTES_MOST: Final = 1
UPLOAD_BYTES_MOST: Final = MEGABYTES_MOST * 1024 * 1024
"""What may be sent; it comes in an ordinary form, which has at most 2 MiB."""
EMBLEM_BYTES_MOST: Final = 500_000
EMBLEM_SIDE_MOST: Final = 2_000
"""Pixels: 3 cm at 600 dots to the inch are 709, and every print opens the picture anew."""

LENGTHS: Final[Mapping[str, int]] = {
    "number_prefix": 60,
    "address": SHORT_TEXT_LENGTH,
    "telephone": 100,
}
THAI, ARABIC = "thai", "arabic"
_HEAD_BYTES: Final = 4096


@dataclass(frozen=True)
class LetterHead:
    """The letter head as papers take it; `is_own` tells that the office has saved one."""

    number_prefix: str
    address: str
    telephone: str
    thai_digits: bool
    emblem: bytes | None = field(repr=False)
    is_own: bool


def letter_head(work: UnitOfWork) -> LetterHead:
    """The office's letter head; before one is saved, with the contacts that it has published."""
    row = work.one(LetterHeadRow)
    if row is not None:
        return LetterHead(
            row.number_prefix, row.address, row.telephone, row.thai_digits, row.emblem, is_own=True
        )
    contacts = agency_card(work, work.agency()).contacts
    first = {one.kind: one.value for one in reversed(contacts)}
    return LetterHead(
        "", first.get("address", ""), first.get("phone", ""), True, None, is_own=False
    )


def save_letter_head(
    work: UnitOfWork, mapping: Mapping[str, Any], emblem: bytes | None = None
) -> None:
    """Save the letter head; InvalidInput names each field that must be mended.

    `mapping` has the texts, `thai_digits` ("thai" or "arabic") and perhaps `without_emblem`. A
    picture is cleaned in the limited child before the first statement; without one the emblem
    that stands is kept.
    """
    officer = work.officer()
    if not any(officer.may(one) for one in EDITORS):
        raise NotAllowed
    texts = {name: _tidy(str(mapping.get(name, ""))) for name in LENGTHS}
    texts |= {name: texts[name].replace("\n", " ") for name in ("number_prefix", "telephone")}
    problems = {name: "too_long" for name, most in LENGTHS.items() if len(texts[name]) > most}
    if mapping.get("thai_digits") not in (THAI, ARABIC):
        problems["thai_digits"] = "unknown_choice"
    clean = _cleaned(emblem, problems)
    if problems:
        of_picture = _LIMITS.get(problems.get("emblem", ""), 0)
        raise InvalidInput(problems, limits={**LENGTHS, "emblem": of_picture})
    row = _row(work)
    row.number_prefix, row.address, row.telephone = texts.values()
    row.thai_digits = mapping["thai_digits"] == THAI
    if clean is not None:
        row.emblem = clean
    elif mapping.get("without_emblem"):
        row.emblem = None
    work.session.flush()


_LIMITS: Final = {
    "picture_too_large": MEGABYTES_MOST,
    "emblem_too_large": EMBLEM_BYTES_MOST // 1_000,
    "emblem_too_wide": EMBLEM_SIDE_MOST,
}


def _row(work: UnitOfWork) -> LetterHeadRow:
    # Two who save the first one at once must not make two rows.
    work.session.execute(select(Agency.id).where(Agency.id == work.agency_id).with_for_update())
    row: LetterHeadRow | None = work.one(LetterHeadRow)
    if row is None:
        row = LetterHeadRow(id=new_id(), agency_id=work.agency_id)
        work.session.add(row)
    return row


def _tidy(typed: str) -> str:
    """Printable words, line by line: an address may be set in several."""
    lines = (
        "".join(mark if mark.isprintable() else " " for mark in line) for line in _lines(typed)
    )
    return "\n".join(tidied for line in lines if (tidied := " ".join(line.split())))


def _lines(typed: str) -> list[str]:
    return typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _cleaned(emblem: bytes | None, problems: dict[str, str]) -> bytes | None:
    """The picture made anew, or its problem among the others."""
    if emblem is None:
        return None
    problem, clean = "", b""
    if len(emblem) > UPLOAD_BYTES_MOST:
        problem = "picture_too_large"
    elif kind_of(emblem[:_HEAD_BYTES]) is not PNG:
        problem = "not_a_png"
    elif max(_sides(emblem)) > EMBLEM_SIDE_MOST:
        problem = "emblem_too_wide"
    else:
        try:
            clean = clean_image(emblem, PNG)
        except CleaningFailed:
            problem = "not_a_png"
        if len(clean) > EMBLEM_BYTES_MOST:
            problem = "emblem_too_large"
    if problem:
        problems["emblem"] = problem
        return None
    return clean


def _sides(png: bytes) -> tuple[int, int]:
    """Width and height as the picture's first chunk tells them, which its decoder goes by."""
    if len(png) < 24:
        return 0, 0
    width, height = struct.unpack(">II", png[16:24])
    return width, height
