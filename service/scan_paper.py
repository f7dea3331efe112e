"""A paper that an officer scans into a case: sealed like evidence, under the officer's own event.

The event `reporter:evidence:added` is the reporter's move, so a scan is a note: its sealed body is
the file's own description, which the officer's signature thus covers.
"""

from crypto.file_stream import SealedSpool
from models.complaint import Complaint, SealedObject
from rules.permissions import Permission
from rules.states import Move
from rules.words import RECORD_WORDS
from service.access_log import log_opening
from service.attach_evidence import FileNote, store_file, told_file
from service.case_events import append_event
from service.case_keys import open_case_keys
from service.errors import NotAllowed
from service.find_case import find_case
from service.moving import allowed
from service.unit_of_work import UnitOfWork
from service.views import EvidenceAdded

FORM = "scan/1"


def scan_paper(work: UnitOfWork, case_id: str, spool: SealedSpool, filename: str) -> EvidenceAdded:
    """What was added; UnsupportedFile or TooLarge leave the case as it was.

    NotFound for whoever cannot open the case; WrongState where no note can be made any more.
    """
    officer = work.officer()
    if not officer.may(Permission.ACT_ON_CASE):
        raise NotAllowed
    # Files are cleaned before the first statement: it must not hold the write lock.
    with told_file(work, spool, filename) as file:
        case: Complaint = find_case(work, case_id)
        open_case_keys(work, case)
        row, acting = allowed(case, Move.NOTE, officer)
        log_opening(work, "move", case.id)

        def announce(meta: SealedObject) -> None:
            append_event(work, case, row.event, body=meta, by=acting)

        return store_file(work, case, file, FileNote(FORM, RECORD_WORDS["scan"].th), announce)
