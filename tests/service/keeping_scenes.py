"""Steps of the tests about keeping: holds, a look at names that may be over, events by SQL."""

from collections.abc import Callable
from datetime import date

from crypto.case_chain import Event, event_hash, sign_event
from models.complaint import Complaint
from models.history import CaseEvent
from rules.states import EventKind
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


def append_by_sql(
    office: Office, case_id: str, kind: EventKind, *, day: date | None = None, hand: str = ""
) -> None:
    """An event hung on the chain as the program would, with nobody's hand or that officer's own."""
    key = bytes.fromhex(case_id)
    with office.work(AgencyClerk(office.agency_id)) as work:
        case = work.one(Complaint, id=key)
        on = day or work.today
        packed = Event(
            case.handle, case.event_count, case.event_head, int(kind), on, 6, bytes(32)
        ).pack()
        event = CaseEvent(
            agency_id=office.agency_id, case_id=key, seq=case.event_count, kind=int(kind),
            day=on, packed=packed, salt=bytes(32),
        )  # fmt: skip
        if hand:
            officer = office.officers[hand]
            event.officer_id = officer.officer_id
            event.signature = sign_event(officer.keys.signing_seed, packed)
        work.session.add(event)
        case.event_count, case.event_head = case.event_count + 1, event_hash(packed)
