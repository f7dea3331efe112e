"""Digits typed from recovery papers: which sheet has a slip, and in which of its rows.

Nothing typed is ever shown again. A sheet that was right need not be typed twice: the page
carries it sealed for half an hour, for the same officer and the same errand alone.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from crypto.damm import is_right
from crypto.day_seal import open_for_day, seal_for_day
from crypto.paper import PAPER_DIGITS, PaperUnreadable, from_paper
from crypto.primitives import SealBroken
from crypto.tracking_code import normalise
from service.errors import InvalidInput
from service.unit_of_work import UnitOfWork

READ = "_read"
"""What follows a sheet's name in the field that carries it on."""

READ_MINUTES = 30
_PURPOSE = b"paper read/v1"
_ENDS_BYTES = 8
_HALF = PAPER_DIGITS // 2


def typed_seed(name: str, typed: str) -> bytes:
    """The 32 bytes of one sheet; InvalidInput names the sheet and what is wrong with it."""
    try:
        return from_paper(typed)
    except PaperUnreadable:
        digits = normalise(typed)
        raise InvalidInput({name: _slip(digits)}, limits={name: len(digits)}) from None


def typed_seeds(
    work: UnitOfWork, names: Iterable[str], mapping: Mapping[str, str], errand: str
) -> dict[str, bytes]:
    """The 32 bytes of each sheet, typed now or carried on; InvalidInput names every wrong one."""
    seeds: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    counts: dict[str, int] = {}
    for name in names:
        try:
            seeds[name] = _seed(work, name, mapping, errand)
        except InvalidInput as refused:
            problems |= refused.fields
            counts |= refused.limits
    if problems:
        raise InvalidInput(problems, limits=counts)
    return seeds


def sheets_read(
    work: UnitOfWork, names: Iterable[str], mapping: Mapping[str, str], errand: str
) -> dict[str, str]:
    """What carries each right sheet to the next page, by the name of its field."""
    carried = {}
    for name in names:
        try:
            seed = _seed(work, name, mapping, errand)
        except InvalidInput:
            continue
        carried[name + READ] = _seal(work, seed, name, errand)
    return carried


def _seed(work: UnitOfWork, name: str, mapping: Mapping[str, str], errand: str) -> bytes:
    typed, carried = mapping.get(name, ""), mapping.get(name + READ, "")
    if not typed.strip() and carried:
        return _open(work, carried, name, errand)
    return typed_seed(name, typed)


def _slip(digits: str) -> str:
    """The problem code of digits that no sheet can hold."""
    if not digits:
        return "required"
    if len(digits) != PAPER_DIGITS or not (digits.isascii() and digits.isdigit()):
        return "paper_length"
    wrong = (not is_right(digits[:_HALF]), not is_right(digits[_HALF:]))
    if wrong == (True, False):
        return "paper_first_rows"
    return "paper_last_rows" if wrong == (False, True) else "paper_rows"


def _binding(work: UnitOfWork, name: str, errand: str) -> bytes:
    return work.agency_id + work.officer().officer_id + f"{errand}/{name}".encode()


def _seal(work: UnitOfWork, seed: bytes, name: str, errand: str) -> str:
    ends_at = work.now + timedelta(minutes=READ_MINUTES)
    return seal_for_day(
        int(ends_at.timestamp()).to_bytes(_ENDS_BYTES, "big") + seed,
        pepper=work.keys.pepper,
        day=work.today,
        purpose=_PURPOSE,
        binding=_binding(work, name, errand),
    ).hex()


def _open(work: UnitOfWork, carried: str, name: str, errand: str) -> bytes:
    try:
        opened = open_for_day(
            bytes.fromhex(carried),
            peppers=work.keys.peppers,
            days=(work.today, work.today - timedelta(days=1)),
            purpose=_PURPOSE,
            binding=_binding(work, name, errand),
        )
    except (SealBroken, ValueError):
        raise InvalidInput({name: "required"}) from None
    ends_at = int.from_bytes(opened[:_ENDS_BYTES], "big")
    if work.now >= datetime.fromtimestamp(ends_at, work.now.tzinfo):
        raise InvalidInput({name: "required"})
    return opened[_ENDS_BYTES:]
