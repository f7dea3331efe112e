"""How the API reaches the service: units of work of the house that the app was made with."""

from contextlib import AbstractContextManager
from typing import Any

from flask import current_app

from service.actors import Actor, AllAgencies, Public, Reporter
from service.errors import NotFound
from service.look_up_agency import find_agency
from service.views import AgencyCard


def open_work(actor: Actor, *, writes: bool = False) -> AbstractContextManager[Any]:
    """A unit of work in one transaction."""
    work: AbstractContextManager[Any] = current_app.extensions["prongsai"].open_work(
        actor, writes=writes
    )
    return work


def agency_at(slug: str) -> AgencyCard:
    """The agency with that address; NotFound when there is none, or one that reads elsewhere."""
    with open_work(AllAgencies("find an agency by its address")) as work:
        agency = find_agency(work, slug)
    if agency.is_external:
        raise NotFound
    return agency


def as_public(agency: AgencyCard) -> AbstractContextManager[Any]:
    """Reading one agency's public pages."""
    return open_work(Public(agency.agency_id))


def as_reporter(agency: AgencyCard) -> AbstractContextManager[Any]:
    """Filing with one agency."""
    return open_work(Reporter(agency.agency_id), writes=True)
