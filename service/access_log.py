"""Every opening of sealed words leaves a line: who, when, what (decisions B25)."""

from models.history import AccessLog
from service.sealing import new_id
from service.unit_of_work import UnitOfWork


def log_opening(work: UnitOfWork, what: str, case_id: bytes | None, count: int = 1) -> None:
    """A line in the access log."""
    work.session.add(
        AccessLog(
            id=new_id(),
            agency_id=work.agency_id,
            officer_id=work.officer().officer_id,
            case_id=case_id,
            what=what,
            count=count,
            opened_at=work.now,
        )
    )
