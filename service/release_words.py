"""What is typed into a request for a name or a refusal of one, checked; and the sealed reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

from sqlalchemy import select

from crypto.envelope import HEADER_BYTES, ObjectType, Place, header, open_sealed
from crypto.primitives import SealBroken, public_of
from models.base import ID_BYTES
from models.complaint import SealedObject
from models.custody import KeySuccession
from models.officer import Officer
from models.release import IdentityRelease
from rules.releases import (
    REASON_LENGTH,
    TELL_LATER_DAYS_MOST,
    LaterGround,
    ReleaseGround,
    last_telling_day,
)
from rules.thai_time import parse_date
from service.errors import InvalidInput, Unreadable
from service.sealing import case_public, from_bytes
from service.unit_of_work import UnitOfWork

# One size whatever is written: 2,000 letters fit, however JSON spells them.
REASON_BYTES = 16384
NOW, LATER = "now", "later"


@dataclass(frozen=True)
class AskWords:
    """The checked words of a request; `why_later` is None when the reporter is told now."""

    reason: str = field(repr=False)
    ground: ReleaseGround
    tell_on: date
    why_later: LaterGround | None


def load_ask(mapping: Mapping[str, Any], today: date) -> AskWords:
    """The checked words of a request; InvalidInput names what must be mended.

    `tell` is "now" or "later"; the day comes as day/month/year in either era.
    """
    typed = {name: str(mapping.get(name) or "").strip() for name in _NAMES}
    problems = _text_problem(typed["reason"])
    if typed["ground"] not in tuple(ReleaseGround):
        problems["ground"] = "choose_one"
    if typed["tell"] not in (NOW, LATER):
        problems["tell"] = "choose_one"
    tell_on = today
    if typed["tell"] == LATER:
        if typed["why_later"] not in tuple(LaterGround):
            problems["why_later"] = "choose_one"
        tell_on = _telling_day(typed["tell_on"], today, problems)
    if problems:
        limits = {"reason": REASON_LENGTH, "tell_on": TELL_LATER_DAYS_MOST}
        raise InvalidInput(problems, limits=limits)
    why_later = LaterGround(typed["why_later"]) if typed["tell"] == LATER else None
    return AskWords(_mended(typed["reason"]), ReleaseGround(typed["ground"]), tell_on, why_later)


_NAMES = ("reason", "ground", "tell", "why_later", "tell_on")


def load_reason(text: str) -> str:
    """A reason, stripped; InvalidInput for `reason` when it is empty or too long."""
    problems = _text_problem(text.strip())
    if problems:
        raise InvalidInput(problems, limits={"reason": REASON_LENGTH})
    return _mended(text.strip())


def _mended(text: str) -> str:
    return text.replace("\r\n", "\n")


def _text_problem(text: str) -> dict[str, str]:
    if not text:
        return {"reason": "required"}
    if len(_mended(text)) > REASON_LENGTH:
        return {"reason": "too_long"}
    return {"reason": "no_nul"} if "\x00" in text else {}


def _telling_day(typed: str, today: date, problems: dict[str, str]) -> date:
    try:
        day, month, year = typed.split("/")
        tell_on = parse_date(day, month, year)
    except ValueError:
        problems["tell_on"] = "not_a_date" if typed else "required"
        return today
    if not today < tell_on <= last_telling_day(today):
        problems["tell_on"] = "date_not_later"
    return tell_on


def readers_of(row: IdentityRelease) -> Sequence[bytes]:
    """Whose keys the reason is sealed to: the case's own id stands for the case's key."""
    ids = row.reason_readers
    return [ids[start : start + ID_BYTES] for start in range(0, len(ids), ID_BYTES)]


def open_reason(
    work: UnitOfWork, row: IdentityRelease, privates: Sequence[bytes]
) -> dict[str, Any]:
    """The sealed reason of a request, for the first of these private halves that it is sealed to.

    Unreadable when it is sealed to none of them, or the seal does not hold.
    """
    notice = work.one(SealedObject, id=row.notice_object_id)
    if notice is None:
        raise Unreadable
    place = Place(
        row.agency_id,
        row.case_id,
        notice.epoch,
        row.reason_object_id,
        ObjectType.RELEASE_REASON,
    )
    try:
        recipients = _recipients(work, row, place)
        private = next((one for one in privates if public_of(one) in recipients), b"")
        return from_bytes(open_sealed(row.sealed_reason, place, private, recipients))
    except (SealBroken, ValueError):
        raise Unreadable from None


def _recipients(work: UnitOfWork, row: IdentityRelease, place: Place) -> tuple[bytes, ...]:
    """The public halves that the reason was sealed to.

    A reader may have renewed keys since: the header tells which of them it was.
    """
    candidates = [_publics_of(work, row, reader, place.epoch) for reader in readers_of(row)]
    for recipients in product(*candidates):
        if header(place, recipients) == row.sealed_reason[:HEADER_BYTES]:
            return recipients
    raise SealBroken


def _publics_of(
    work: UnitOfWork, row: IdentityRelease, reader: bytes, epoch: int
) -> tuple[bytes, ...]:
    if reader == row.case_id:
        return (case_public(work, row.case_id, epoch),)
    return tuple(_officers_publics(work, row, reader))


def _officers_publics(work: UnitOfWork, row: IdentityRelease, reader: bytes) -> Iterator[bytes]:
    officer = work.one(Officer, id=reader)
    if officer is not None and officer.pair_public is not None:
        yield officer.pair_public
    # Only what was still in use when the request was made, so that the tries stay few.
    asked_on = row.asked_at.date()
    for before in work.rows(
        select(KeySuccession).where(
            KeySuccession.officer_id == reader, KeySuccession.ended_on >= asked_on
        )
    ):
        yield before.pair_public
