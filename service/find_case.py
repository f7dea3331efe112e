"""A case by its id, the same answer for every reason that it is not there."""

from models.complaint import Complaint
from service.errors import NotFound
from service.unit_of_work import UnitOfWork


def find_case(work: UnitOfWork, case_id: str) -> Complaint:
    """The case's row; NotFound for a malformed id, an unknown one and another agency's."""
    try:
        key = bytes.fromhex(case_id)
    except ValueError:
        raise NotFound from None
    case = work.one(Complaint, id=key)
    if case is None:
        raise NotFound
    found: Complaint = case
    return found
