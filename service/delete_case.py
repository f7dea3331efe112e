"""What cases held is destroyed, by two persons; their numbers, days and chains stay (decisions A5).

Gone are all shares, sealed texts, files and links between epochs, so that nothing is left to be
opened and nothing to open it with. The register, the clocks and the statistics keep their
balance; the reporter's code still finds the case, and is told. The row by which a repeated send is
known names no case; it goes with the next day's first write.
"""

from sqlalchemy import delete, select, update

from models.clock import ClockRow
from models.complaint import (
    Attachment,
    AttachmentChunk,
    AttachmentStream,
    CaseEpoch,
    Complaint,
    SealedObject,
)
from models.custody import CustodianPermit
from models.history import CaseEvent
from models.key_share import KeyShare
from models.release import IdentityRelease, ReleaseHalf
from rules.states import EventKind, State, is_open
from service.access_log import log_opening
from service.case_events import Acting, append_event
from service.errors import WrongState
from service.legal_hold import refuse_held
from service.search_entries import forget_case
from service.two_person_requests import Kind, acting_role, take_up
from service.two_persons import mark_done
from service.unit_of_work import UnitOfWork


def delete_case(work: UnitOfWork, request_id: str) -> None:
    """Destroy the content of the cases of an agreed request, which is used up by it.

    Each case's event carries the mark of both signatures. All of them go, or none: raises as
    `take_up` does, WrongState when one was reopened meanwhile, CaseHeld while a hold stands on
    one. Afterwards the caller lets SQLite forget its old pages (`service.forget_old_pages`).
    """
    agreed = take_up(work, request_id, Kind.DELETE)
    cases = [keys.case for keys in agreed.keys]
    for case in cases:
        if is_open(State(case.state)):
            raise WrongState
        refuse_held(work, case)
    mark_done(work, agreed.row)
    officer = work.officer()
    acting = Acting(officer, acting_role(officer, Kind.DELETE))
    for case in cases:
        append_event(work, case, EventKind.DELETED, body_hash=agreed.mark, by=acting)
        log_opening(work, "delete", case.id)
        case.deleted_on = work.today
        case.reporter_spoke = False
    work.session.flush()
    for case in cases:
        _destroy(work, case)


def _destroy(work: UnitOfWork, case: Complaint) -> None:
    """Every row that holds words or keys, those first that others point at last."""
    files = select(Attachment.id).where(Attachment.case_id == case.id)
    streams = select(AttachmentStream.id).where(AttachmentStream.attachment_id.in_(files))
    releases = select(IdentityRelease.id).where(IdentityRelease.case_id == case.id)
    statements = (
        delete(ReleaseHalf).where(ReleaseHalf.release_id.in_(releases)),
        delete(IdentityRelease).where(IdentityRelease.case_id == case.id),
        delete(CustodianPermit).where(CustodianPermit.case_id == case.id),
        delete(KeyShare).where(KeyShare.case_id == case.id),
        delete(AttachmentChunk).where(AttachmentChunk.stream_id.in_(streams)),
        delete(AttachmentStream).where(AttachmentStream.attachment_id.in_(files)),
        delete(Attachment).where(Attachment.case_id == case.id),
        update(CaseEvent).where(CaseEvent.case_id == case.id).values(object_id=None),
        # Nobody could open the case to end a task of it any more: its deletion does.
        update(ClockRow)
        .where(ClockRow.case_id == case.id, ClockRow.answered_on.is_(None))
        .values(answered_on=work.today, answered_by_seq=case.event_count - 1),
        delete(SealedObject).where(SealedObject.case_id == case.id),
        update(CaseEpoch).where(CaseEpoch.case_id == case.id).values(link=None),
    )
    for statement in statements:
        work.session.execute(statement.execution_options(synchronize_session=False))
    forget_case(work, case.id)
    # What the session had read of these rows is gone too.
    work.session.expire_all()
