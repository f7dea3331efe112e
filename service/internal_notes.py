"""A record for the office alone, as an event of its own beside the one that the reporter reads."""

from collections.abc import Mapping
from typing import Any

from crypto.envelope import ObjectType
from models.complaint import Complaint
from models.history import CaseEvent
from rules.states import Move
from service.case_events import append_event
from service.moving import allowed, seal_words
from service.unit_of_work import UnitOfWork


def add_note(work: UnitOfWork, case: Complaint, record: Mapping[str, Any]) -> CaseEvent:
    """The event of an internal record, sealed to the case; its "text" is what people read of it."""
    note, acting = allowed(case, Move.NOTE, work.officer())
    body = seal_words(work, case, ObjectType.INTERNAL, {"text": ""} | dict(record))
    return append_event(work, case, note.event, body=body, by=acting)
