"""Which outside authority takes what is reported about an agency's own head."""

from dataclasses import dataclass

from sqlalchemy import select

from models.agency import Agency
from rules.permissions import Permission
from rules.states import Channel
from rules.words import Words
from service.actors import AgencyClerk, OfficerActor, Public
from service.errors import InvalidInput, NotAllowed
from service.keyring import load_keyring
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AuthorityChoice:
    """An agency that can take such reports now; `chosen` tells that it is the one."""

    slug: str
    name: Words
    is_external: bool
    chosen: bool


def set_outward(work: UnitOfWork, slug: str) -> None:
    """Let the agency with that address take the reports; nobody, for an empty one.

    InvalidInput for `outward`: unknown, the agency itself, or one that cannot take reports now.
    """
    _may(work)
    work.agency().outward_agency_id = _fit(work, slug) if slug else None


def outward_choices(work: UnitOfWork) -> tuple[AuthorityChoice, ...]:
    """Every agency that could take them now, by Thai name; the present one also when it cannot."""
    _may(work)
    agency = work.agency()
    others = work.rows(
        select(Agency)
        .where(Agency.id != agency.id, Agency.is_demo == agency.is_demo)
        .order_by(Agency.name_th)
    )
    return tuple(
        AuthorityChoice(
            other.slug,
            Words(other.name_th, other.name_en),
            other.is_external,
            other.id == agency.outward_agency_id,
        )
        for other in others
        if other.id == agency.outward_agency_id or _is_open(work, other)
    )


def _may(work: UnitOfWork) -> None:
    actor = work.actor
    if isinstance(actor, AgencyClerk):
        return
    if not isinstance(actor, OfficerActor) or not actor.may(Permission.MANAGE_SETTINGS):
        raise NotAllowed


def _fit(work: UnitOfWork, slug: str) -> bytes:
    agency, other = work.agency(), work.one(Agency, slug=slug)
    # The passphrases of a demo stand on its sign-in page: what is real must never go there.
    if other is None or other.is_demo != agency.is_demo:
        raise InvalidInput({"outward": "unknown_choice"})
    if other.id == agency.id:
        raise InvalidInput({"outward": "authority_itself"})
    if not _is_open(work, other):
        raise InvalidInput({"outward": "authority_closed"})
    fit: bytes = other.id
    return fit


def _is_open(work: UnitOfWork, other: Agency) -> bool:
    with work.standing_in(Public(other.id)) as there:
        return load_keyring(there).is_open(Channel.CORRUPTION)
