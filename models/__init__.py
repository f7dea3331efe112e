"""Tables, constraints and relations; no behaviour and no plaintext."""

from models.agency import (
    Agency,
    AgencyContact,
    Holiday,
    OfficeHolderRow,
    RecoveryKey,
    RegisterCounter,
    Unit,
)
from models.base import db
from models.clock import ClockRow
from models.complaint import (
    Attachment,
    AttachmentChunk,
    AttachmentStream,
    CaseEpoch,
    Complaint,
    FilingRetry,
    SealedObject,
)
from models.history import AccessLog, CaseEvent
from models.key_share import KeyShare
from models.officer import Officer, OfficerRole, OfficerSession

__all__ = [
    "AccessLog",
    "Agency",
    "AgencyContact",
    "Attachment",
    "AttachmentChunk",
    "AttachmentStream",
    "CaseEpoch",
    "CaseEvent",
    "ClockRow",
    "Complaint",
    "FilingRetry",
    "Holiday",
    "KeyShare",
    "Officer",
    "OfficeHolderRow",
    "OfficerRole",
    "OfficerSession",
    "RecoveryKey",
    "RegisterCounter",
    "SealedObject",
    "Unit",
    "db",
]
