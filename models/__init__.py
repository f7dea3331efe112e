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
from models.casework import BurnedNumber, FollowUp, HandedCode
from models.clock import ClockReminder, ClockRow
from models.complaint import (
    Attachment,
    AttachmentChunk,
    AttachmentStream,
    CaseEpoch,
    Complaint,
    FilingRetry,
    SealedObject,
)
from models.custody import (
    CustodianPermit,
    KeyFileCheck,
    KeySuccession,
    OutwardCount,
    TwoPersonRequest,
)
from models.history import AccessLog, CaseEvent
from models.key_share import KeyShare
from models.officer import Officer, OfficerRole, OfficerSession
from models.outbox import OutboxRow
from models.release import IdentityRelease, ReleaseHalf

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
    "CustodianPermit",
    "FilingRetry",
    "Holiday",
    "IdentityRelease",
    "KeyFileCheck",
    "KeyShare",
    "KeySuccession",
    "OfficeHolderRow",
    "Officer",
    "OfficerRole",
    "OfficerSession",
    "OutwardCount",
    "RecoveryKey",
    "RegisterCounter",
    "ReleaseHalf",
    "SealedObject",
    "TwoPersonRequest",
    "Unit",
    "BurnedNumber",
    "ClockReminder",
    "FollowUp",
    "HandedCode",
    "OutboxRow",
    "db",
]
