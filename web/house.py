"""How pages reach the service: units of work of the house that the app was made with."""

from contextlib import AbstractContextManager
from typing import Any, Final

from flask import Blueprint, current_app, g

from service.actors import Actor, AllAgencies, Public, Reporter
from service.errors import NotFound
from service.look_up_agency import find_agency
from service.views import AgencyCard


def house() -> Any:
    """What every request works in: settings, clock, units of work, places for uploads."""
    return current_app.extensions["prongsai"]


def open_work(actor: Actor, *, writes: bool) -> AbstractContextManager[Any]:
    """A unit of work in one transaction."""
    work: AbstractContextManager[Any] = house().open_work(actor, writes=writes)
    return work


def reading() -> AbstractContextManager[Any]:
    """A reporter's unit of work that writes nothing."""
    return open_work(Reporter(g.agency.agency_id), writes=False)


def writing() -> AbstractContextManager[Any]:
    """A reporter's unit of work that may write."""
    return open_work(Reporter(g.agency.agency_id), writes=True)


def as_public(agency: AgencyCard) -> AbstractContextManager[Any]:
    """Reading one agency's public pages."""
    return open_work(Public(agency.agency_id), writes=False)


EVERY_PAGE: Final = frozenset({"*"})


def belongs_to_agency(blueprint: Blueprint, *, external: frozenset[str] = frozenset()) -> Blueprint:
    """The blueprint, whose addresses begin with an agency's slug; its card comes on `g.agency`.

    An authority that reads elsewhere has only the pages named in `external`, by endpoint.
    """

    @blueprint.url_value_preprocessor
    def _find_agency(endpoint: str | None, values: dict[str, Any] | None) -> None:
        slug = (values or {}).pop("slug", None)
        if slug is None:
            return
        stand_at(slug)
        if g.agency.is_external and not external & {endpoint, *EVERY_PAGE}:
            # Its refusal is a page of nobody's, as for an address that is none.
            del g.agency
            raise NotFound

    return blueprint


def stand_at(slug: str) -> None:
    """Let the rest of the request be that agency's: its card on `g.agency`; NotFound for none."""
    with open_work(AllAgencies("find an agency by its address"), writes=False) as work:
        g.agency = find_agency(work, slug)
