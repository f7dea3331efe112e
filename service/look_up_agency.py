"""Agencies as everybody may see them."""

from sqlalchemy import select

from models.agency import Agency, AgencyContact
from rules.categories import LAO_KINDS, find
from rules.states import Channel
from rules.words import Words
from service.actors import AllAgencies, Public
from service.errors import NotAllowed, NotFound
from service.keyring import load_keyring
from service.unit_of_work import UnitOfWork
from service.views import AgencyCard, Contact


def find_agency(work: UnitOfWork, slug: str) -> AgencyCard:
    """The agency with that address; NotFound when there is none."""
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
    agency = work.one(Agency, slug=slug)
    if agency is None:
        raise NotFound
    return _card_as_itself(work, agency)


def public_agencies(work: UnitOfWork) -> tuple[AgencyCard, ...]:
    """Every agency that takes reports here, by Thai name; outside authorities do not."""
    return tuple(card for card in every_agency(work) if not card.is_external)


def every_agency(work: UnitOfWork) -> tuple[AgencyCard, ...]:
    """Every agency of the installation by Thai name, with the authorities that read elsewhere."""
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
    agencies = work.rows(select(Agency).order_by(Agency.name_th))
    return tuple(_card_as_itself(work, agency) for agency in agencies)


def agency_card(work: UnitOfWork, agency: Agency) -> AgencyCard:
    """The card of the agency at work."""
    keyring = load_keyring(work)
    contacts = work.rows(select(AgencyContact).order_by(AgencyContact.position))
    return AgencyCard(
        id=agency.id.hex(),
        slug=agency.slug,
        name=Words(agency.name_th, agency.name_en),
        kind=find(LAO_KINDS, agency.kind).words,
        district=Words(agency.district_th, agency.district_en),
        province=Words(agency.province_th, agency.province_en),
        website=agency.website,
        contacts=tuple(Contact(contact.kind, contact.value) for contact in contacts),
        is_demo=agency.is_demo,
        corruption_open=keyring.is_open(Channel.CORRUPTION),
        grievance_open=keyring.is_open(Channel.GRIEVANCE),
        is_external=agency.is_external,
    )


def _card_as_itself(work: UnitOfWork, agency: Agency) -> AgencyCard:
    with work.standing_in(Public(agency.id)) as inside:
        return agency_card(inside, agency)
