"""Steps of the tests about keeping: a hold by an officer, a look at the names that may be over."""

from collections.abc import Callable

from service.actors import AgencyClerk
from service.expire_identity import expire_identity, identities_to_look_at
from service.legal_hold import set_hold
from tests.office import Office

WHY = {"reason": "ศาลสั่งให้เก็บสำนวนไว้"}


def hold(
    office: Office, login: str, case_id: str, errand: Callable[..., None] = set_hold, **typed: str
) -> None:
    """The hold set by that officer, or lifted by `lift_hold`, on the case as it stands now."""
    count = office.open(login, case_id).event_count
    with office.desk(login) as work:
        errand(work, case_id, WHY | typed, count)


def expire(office: Office) -> list[bool]:
    """What became of every name that may be over, as the served program looks at them."""
    clerk = AgencyClerk(office.agency_id)
    with office.work(clerk, writes=False) as work:
        waiting = identities_to_look_at(work)
    gone = []
    for case_id in waiting:
        with office.work(clerk) as work:
            gone.append(expire_identity(work, case_id))
    return gone
