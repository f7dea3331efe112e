"""The office's own settings: details, contacts, holidays, office-holders, units, accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from models.agency import AgencyContact, Holiday, OfficeHolderRow, Unit
from models.complaint import Complaint
from models.officer import Officer, OfficerRole
from rules.categories import OFFICE_POSTS, codes
from rules.limits import SHORT_TEXT_LENGTH
from rules.permissions import Permission, Role
from rules.thai_time import parse_date
from service.errors import InvalidInput, NotAllowed, NotFound
from service.keyring import load_keyring
from service.look_up_agency import agency_card
from service.recompute_clocks import recompute_open_clocks
from service.sealing import new_id
from service.unit_of_work import UnitOfWork
from service.views import AgencyCard, Contact

DETAILS = (
    "name_th",
    "name_en",
    "district_th",
    "district_en",
    "province_th",
    "province_en",
    "website",
)
CONTACT_KINDS = ("phone", "email", "address", "line", "facebook")


@dataclass(frozen=True)
class HolidayLine:
    """A day on which the office is shut."""

    id: str
    day: date
    name: str


@dataclass(frozen=True)
class HolderLine:
    """An office-holder as the settings list him; `login` is empty without an account."""

    id: str
    name: str
    post: str
    post_kind: str
    login: str


@dataclass(frozen=True)
class UnitLine:
    """A division of the office."""

    id: str
    name_th: str
    name_en: str


@dataclass(frozen=True)
class OfficerLine:
    """An account; `is_signed` tells that the keyring counts its keys."""

    id: str
    name: str
    login: str
    post: str
    roles: tuple[str, ...]
    standing: str
    is_signed: bool


@dataclass(frozen=True)
class SettingsView:
    """Everything the settings pages show."""

    agency: AgencyCard
    details: Mapping[str, str]
    contacts: tuple[Contact, ...]
    holidays: tuple[HolidayLine, ...]
    office_holders: tuple[HolderLine, ...]
    units: tuple[UnitLine, ...]
    officers: tuple[OfficerLine, ...]


def settings_view(work: UnitOfWork) -> SettingsView:
    """The office's settings as they stand."""
    _may(work, Permission.MANAGE_SETTINGS)
    agency = work.agency()
    card = agency_card(work, agency)
    return SettingsView(
        agency=card,
        details={name: getattr(agency, name) for name in DETAILS},
        contacts=card.contacts,
        holidays=_holidays(work),
        office_holders=_office_holders(work),
        units=tuple(
            UnitLine(row.id.hex(), row.name_th, row.name_en)
            for row in work.rows(select(Unit).order_by(Unit.name_th))
        ),
        officers=_officers(work),
    )


def save_agency(work: UnitOfWork, mapping: Mapping[str, str]) -> None:
    """Keep the details and contacts; InvalidInput names what must be mended.

    Contacts come as `contact_phone`, `contact_email` and so on; an empty one is taken off.
    """
    _may(work, Permission.MANAGE_SETTINGS)
    details = {name: mapping.get(name, "").strip() for name in DETAILS}
    problems = {
        name: "required" for name, value in details.items() if not value and name != "website"
    }
    problems |= {n: "too_long" for n, value in details.items() if len(value) > _LONGEST[n]}
    if details["website"] and not details["website"].startswith(("https://", "http://")):
        problems["website"] = "unknown_choice"
    if problems:
        raise InvalidInput(problems, limits=_LONGEST)
    agency = work.agency()
    for name, value in details.items():
        setattr(agency, name, value)
    _save_contacts(work, mapping)


_LONGEST = {name: 300 if name == "website" else 100 for name in DETAILS}


def _save_contacts(work: UnitOfWork, mapping: Mapping[str, str]) -> None:
    work.session.execute(delete(AgencyContact).where(AgencyContact.kind.in_(CONTACT_KINDS)))
    for position, kind in enumerate(CONTACT_KINDS):
        value = mapping.get(f"contact_{kind}", "").strip()
        if value:
            work.session.add(
                AgencyContact(
                    id=new_id(),
                    agency_id=work.agency_id,
                    kind=kind,
                    value=value[:SHORT_TEXT_LENGTH],
                    position=position,
                )
            )


def add_holiday(work: UnitOfWork, day_text: str, name: str) -> None:
    """Add a day off (day/month/year, B.E. or C.E.); open clocks are computed anew.

    No clock becomes later than the day told to the reporter (decisions C31).
    """
    _may(work, Permission.MANAGE_SETTINGS)
    try:
        parts = day_text.strip().split("/")
        day = parse_date(*parts) if len(parts) == 3 else None
    except ValueError:
        day = None
    if day is None:
        raise InvalidInput({"day": "not_a_date"})
    if not name.strip():
        raise InvalidInput({"name": "required"})
    if work.one(Holiday, day=day) is not None:
        raise InvalidInput({"day": "already_taken"})
    work.session.add(
        Holiday(id=new_id(), agency_id=work.agency_id, day=day, name_th=name.strip()[:200])
    )
    work.session.flush()
    recompute_open_clocks(work)


def remove_holiday(work: UnitOfWork, holiday_id: str) -> None:
    """Take a day off the list; open clocks are computed anew."""
    _may(work, Permission.MANAGE_SETTINGS)
    _remove(work, Holiday, holiday_id)
    recompute_open_clocks(work)


def add_office_holder(work: UnitOfWork, mapping: Mapping[str, str]) -> None:
    """List somebody who may be named as accused; `login` joins the officer's account."""
    _may(work, Permission.MANAGE_SETTINGS)
    problems = {
        name: "required" for name in ("name", "post_th") if not mapping.get(name, "").strip()
    }
    if mapping.get("post_kind") not in codes(OFFICE_POSTS):
        problems["post_kind"] = "choose_one"
    login = mapping.get("login", "").strip()
    officer = work.one(Officer, login=login) if login else None
    if login and officer is None:
        problems["login"] = "unknown_choice"
    if problems:
        raise InvalidInput(problems)
    last = work.rows(select(OfficeHolderRow.position).order_by(OfficeHolderRow.position.desc()))
    work.session.add(
        OfficeHolderRow(
            id=new_id(),
            agency_id=work.agency_id,
            name=mapping["name"].strip()[:200],
            post_th=mapping["post_th"].strip()[:200],
            post_en=mapping.get("post_en", "").strip()[:200],
            post_kind=mapping["post_kind"],
            officer_id=officer.id if officer else None,
            position=last[0] + 1 if last else 0,
        )
    )


def remove_office_holder(work: UnitOfWork, holder_id: str) -> None:
    """Take somebody off the list of office-holders; cases already filed keep their seals."""
    _may(work, Permission.MANAGE_SETTINGS)
    _remove(work, OfficeHolderRow, holder_id)


def add_unit(work: UnitOfWork, mapping: Mapping[str, str]) -> None:
    """Add a division."""
    _may(work, Permission.MANAGE_SETTINGS)
    name = mapping.get("name_th", "").strip()
    if not name:
        raise InvalidInput({"name_th": "required"})
    work.session.add(
        Unit(
            id=new_id(),
            agency_id=work.agency_id,
            name_th=name[:200],
            name_en=mapping.get("name_en", "").strip()[:200],
        )
    )


def remove_unit(work: UnitOfWork, unit_id: str) -> None:
    """Take a division off; InvalidInput while a case is handled there."""
    _may(work, Permission.MANAGE_SETTINGS)
    if work.rows(select(Complaint.id).where(Complaint.unit_id == _key(unit_id)).limit(1)):
        raise InvalidInput({"unit": "in_use"})
    _remove(work, Unit, unit_id)


def _may(work: UnitOfWork, permission: Permission) -> None:
    if not work.officer().may(permission):
        raise NotAllowed


def _key(row_id: str) -> bytes:
    try:
        return bytes.fromhex(row_id)
    except ValueError:
        raise NotFound from None


def _remove(work: UnitOfWork, model: type, row_id: str) -> None:
    row = work.one(model, id=_key(row_id))
    if row is None:
        raise NotFound
    work.session.delete(row)
    work.session.flush()


def _holidays(work: UnitOfWork) -> tuple[HolidayLine, ...]:
    rows = work.rows(select(Holiday).order_by(Holiday.day))
    return tuple(HolidayLine(row.id.hex(), row.day, row.name_th) for row in rows)


def _office_holders(work: UnitOfWork) -> tuple[HolderLine, ...]:
    logins = {row.id: row.login for row in work.rows(select(Officer))}
    rows = work.rows(select(OfficeHolderRow).order_by(OfficeHolderRow.position))
    return tuple(
        HolderLine(
            row.id.hex(), row.name, row.post_th, row.post_kind, logins.get(row.officer_id, "")
        )
        for row in rows
    )


def _officers(work: UnitOfWork) -> tuple[OfficerLine, ...]:
    signed = {key.holder_id for key in load_keyring(work).officers}
    roles: dict[bytes, list[str]] = {}
    for row in work.rows(select(OfficerRole)):
        roles.setdefault(row.officer_id, []).append(Role(row.role).value)
    return tuple(
        OfficerLine(
            id=row.id.hex(),
            name=row.name,
            login=row.login,
            post=row.post,
            roles=tuple(sorted(roles.get(row.id, ()))),
            standing=row.standing,
            is_signed=row.id in signed,
        )
        for row in work.rows(select(Officer).order_by(Officer.name))
    )
