"""What a whole case is made of, counted over every case of an office."""

from pathlib import Path

from sqlalchemy import select

from crypto.case_chain import event_hash
from crypto.envelope import ObjectType
from crypto.file_stream import SealedSpool
from models.agency import RegisterCounter
from models.clock import ClockRow
from models.complaint import Attachment, CaseEpoch, Complaint, FilingRetry, SealedObject
from models.history import CaseEvent
from models.key_share import KeyShare
from rules.states import EventKind
from service.actors import AgencyClerk
from service.open_attachment import open_attachment
from service.open_case import open_case
from service.unit_of_work import UnitOfWork
from service.views import OpenCase
from tests.office import Office

FIRST_TEXTS = (ObjectType.REPORT, ObjectType.CONTACT, ObjectType.EXCLUSIONS, ObjectType.IDENTITY)


def check_no_half_case(office: Office) -> int:
    """How many cases there are, after every one was found with all that belongs to it."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        cases = work.rows(select(Complaint))
        holders = {_check_one(work, case) for case in cases}
        counters = work.rows(select(RegisterCounter.next_number))
        kept = len(work.rows(select(FilingRetry.key)))
    numbers = sorted(case.register_number for case in cases)
    assert numbers == list(range(1, len(cases) + 1))
    assert counters == [len(cases) + 1]
    assert kept == len(cases)
    assert len(holders) == 1, "a case lacks somebody's share"
    return len(cases)


def _check_one(work: UnitOfWork, case: Complaint) -> frozenset[tuple[bytes, int]]:
    """Who holds which share of this case."""
    types = [one.type for one in _of(work, SealedObject, case)]
    assert all(types.count(int(first)) == 1 for first in FIRST_TEXTS)
    assert len(_of(work, CaseEpoch, case)) == 1
    assert sorted(clock.kind for clock in _of(work, ClockRow, case)) == [
        "first_answer", "screening",
    ]  # fmt: skip
    events = sorted(_of(work, CaseEvent, case), key=lambda event: event.seq)
    assert [event.seq for event in events] == list(range(case.event_count))
    assert [event.kind for event in events[:2]] == [EventKind.RECEIVED, EventKind.SEALED]
    assert event_hash(events[-1].packed) == case.event_head
    files = _of(work, Attachment, case)
    assert sorted(file.number for file in files) == list(range(1, len(files) + 1))
    assert len(events) == 2 + len(files)
    return frozenset((share.holder_id, share.kind) for share in _of(work, KeyShare, case))


def _of(work: UnitOfWork, model: type, case: Complaint) -> list:
    return work.rows(select(model).where(model.case_id == case.id))


def open_all(office: Office, folder: Path) -> dict[str, tuple[OpenCase, dict[str, bytes]]]:
    """Every case as an officer opens it, by its words, with its files by name."""
    opened = {}
    with office.desk("intake1") as work:
        for case_id in [case_id.hex() for case_id in work.rows(select(Complaint.id))]:
            case = open_case(work, case_id)
            files = {}
            for line in case.attachments:
                file = open_attachment(work, case_id, line.id, SealedSpool(folder))
                files[file.name] = b"".join(file.chunks)
                file.close()
            words = next(answer.text for answer in case.answers if answer.field == "narrative")
            assert words not in opened, "one report became two cases"
            opened[words] = (case, files)
    return opened
