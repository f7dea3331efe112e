"""The look at the agency's main website: that somebody saw the link, when, where, and a picture."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import Select, select

from models.disclosure import MainSiteLook
from models.officer import Officer
from rules import limits
from rules.permissions import Permission
from rules.personal_marks import personal_marks
from service.clean_image import CleaningFailed, clean_image
from service.errors import InvalidInput, NotAllowed, NotFound
from service.evidence_kinds import JPEG, PNG, kind_of
from service.sealing import new_id
from service.typed_days import is_typed, typed_day
from service.unit_of_work import UnitOfWork

PICTURE_BYTES_MOST: Final = 5 * 1024 * 1024
MEGABYTES_MOST: Final = PICTURE_BYTES_MOST // (1024 * 1024)
_HEAD_BYTES: Final = 4096
_DAYS_BACK: Final = 366
_HOST: Final = re.compile(r"[^\s.@]+(\.[^\s.@]+)+")


@dataclass(frozen=True)
class Look:
    """One look; its picture is asked for by `look_picture`."""

    id: str
    looked_on: date
    address: str
    officer_name: str
    has_picture: bool


def newest_look(work: UnitOfWork) -> Look | None:
    """The look noted last, or None while nobody has looked."""
    return next(iter(_found(work, _listed().limit(1))), None)


def looks(work: UnitOfWork) -> tuple[Look, ...]:
    """Every look, the one noted last first."""
    if not work.officer().may(Permission.PUBLISH):
        raise NotAllowed
    return tuple(_found(work, _listed()))


def note_look(work: UnitOfWork, mapping: Mapping[str, Any], picture: bytes | None) -> str:
    """The id of a new look, noted by the officer at work.

    `mapping` has `looked_on` (one box or three) and `address`. A picture is cleaned in the limited
    child before the first statement. InvalidInput names the field; nothing is noted then.
    """
    officer = work.officer()
    if not officer.may(Permission.PUBLISH):
        raise NotAllowed
    address = str(mapping.get("address", "")).strip()
    looked_on = typed_day(mapping, "looked_on")
    problems = {
        "looked_on": _day_problem(mapping, looked_on, work.today),
        "address": _address_problem(address),
    }
    named = {name: problem for name, problem in problems.items() if problem}
    clean = _cleaned(picture, named)
    if named:
        most = {"address": limits.SHORT_TEXT_LENGTH, "picture": MEGABYTES_MOST}
        raise InvalidInput(named, limits=most)
    row = MainSiteLook(
        id=new_id(),
        agency_id=work.agency_id,
        looked_on=looked_on,
        address=address,
        picture=clean,
        officer_id=officer.officer_id,
        noted_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row.id.hex()


def look_picture(work: UnitOfWork, look_id: str) -> tuple[bytes, str]:
    """The picture of the newest look and its media type; NotFound for any other look's.

    A picture that should not have been put up is gone from the public with the next look.
    """
    newest = newest_look(work)
    if newest is None or newest.id != look_id or not newest.has_picture:
        raise NotFound
    row = work.one(MainSiteLook, id=bytes.fromhex(newest.id))
    kind = kind_of(row.picture[:_HEAD_BYTES])
    return row.picture, (kind or PNG).media_type


def _listed() -> Select[bytes, date, str, bool, str]:
    return (
        select(
            MainSiteLook.id,
            MainSiteLook.looked_on,
            MainSiteLook.address,
            MainSiteLook.picture.is_not(None),
            Officer.name,
        )
        .join(Officer, Officer.id == MainSiteLook.officer_id)
        .order_by(MainSiteLook.noted_at.desc(), MainSiteLook.id)
    )


def _found(work: UnitOfWork, chosen: Select[bytes, date, str, bool, str]) -> list[Look]:
    return [
        Look(look_id.hex(), looked_on, address, name, bool(has_picture))
        for look_id, looked_on, address, has_picture, name in work.session.execute(chosen)
    ]


def _day_problem(mapping: Mapping[str, Any], looked_on: date | None, today: date) -> str:
    if looked_on is None:
        return "not_a_date" if is_typed(mapping, "looked_on") else "required"
    if looked_on > today:
        return "date_in_future"
    return "date_too_old" if (today - looked_on).days > _DAYS_BACK else ""


def _address_problem(address: str) -> str:
    if not address:
        return "required"
    if len(address) > limits.SHORT_TEXT_LENGTH:
        return "too_long"
    if personal_marks(address):
        return "personal_mark"
    return "" if is_web_address(address) else "not_a_web_address"


def is_web_address(address: str) -> bool:
    """Whether a browser could open it: http or https, a host with a dot, nobody's password."""
    if not address.isprintable() or any(mark.isspace() for mark in address):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_open = parts.username is None and parts.password is None
    return parts.scheme in ("http", "https") and is_open and bool(_HOST.fullmatch(host))


def _cleaned(picture: bytes | None, named: dict[str, str]) -> bytes | None:
    """The picture's pixels in a new file; what is wrong with it goes into `named`."""
    if not picture:
        return None
    if len(picture) > PICTURE_BYTES_MOST:
        named["picture"] = "picture_too_large"
        return None
    kind = kind_of(picture[:_HEAD_BYTES])
    if kind not in (JPEG, PNG):
        named["picture"] = "not_a_picture"
        return None
    if named:
        return None  # it must be chosen again anyway, so nobody waits for the cleaning
    try:
        clean = clean_image(picture, kind)
    except CleaningFailed:
        named["picture"] = "not_a_picture"
        return None
    if len(clean) > 2 * PICTURE_BYTES_MOST:
        named["picture"] = "picture_too_large"
        return None
    return clean
