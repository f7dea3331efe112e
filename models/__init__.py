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
from models.bringing_in import ImportBatch
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
from models.disclosure import (
    ExecutiveReport,
    ItemRow,
    MainSiteLook,
    OwnParagraph,
    PlannedPublication,
    PreparedTables,
    Prevention,
    PreventionStep,
    Publication,
)
from models.history import AccessLog, CaseEvent
from models.key_share import KeyShare
from models.line import LineAccount, LineLink
from models.officer import Officer, OfficerRole, OfficerSession
from models.outbox import OutboxRow
from models.paper import LetterHead, PaperTemplate
from models.release import IdentityRelease, ReleaseHalf
from models.retention import PrivacyContact, RetentionPeriod
from models.search import SearchEntry
from models.signin import Passkey
from models.survey import StaffConfidence, SurveyAnswer, SurveyToken

__all__ = [
    "AccessLog",
    "Agency",
    "AgencyContact",
    "Attachment",
    "AttachmentChunk",
    "AttachmentStream",
    "BurnedNumber",
    "CaseEpoch",
    "CaseEvent",
    "ClockReminder",
    "ClockRow",
    "Complaint",
    "CustodianPermit",
    "ExecutiveReport",
    "FilingRetry",
    "FollowUp",
    "HandedCode",
    "Holiday",
    "IdentityRelease",
    "ImportBatch",
    "ItemRow",
    "KeyFileCheck",
    "KeyShare",
    "KeySuccession",
    "LetterHead",
    "LineAccount",
    "LineLink",
    "MainSiteLook",
    "OfficeHolderRow",
    "Officer",
    "OfficerRole",
    "OfficerSession",
    "OutboxRow",
    "OutwardCount",
    "OwnParagraph",
    "PaperTemplate",
    "Passkey",
    "PlannedPublication",
    "PreparedTables",
    "Prevention",
    "PreventionStep",
    "PrivacyContact",
    "Publication",
    "RecoveryKey",
    "RegisterCounter",
    "ReleaseHalf",
    "RetentionPeriod",
    "SealedObject",
    "SearchEntry",
    "StaffConfidence",
    "SurveyAnswer",
    "SurveyToken",
    "TwoPersonRequest",
    "Unit",
    "db",
]
