"""Every label and message in Thai and English, keyed by the code that the program uses.

Thai addresses the reader as ท่าน and says what to do next; so does the English.
"""

from rules.words.case import (
    CLOCKS,
    EVENTS,
    MOVES,
    PUBLIC_STATES,
    ROLES,
    STATES,
    STEPS,
    TO_DO,
)
from rules.words.disclosure import (
    GUIDELINE_DAYS,
    GUIDELINE_STEPS,
    OPEN_DATA_COLUMNS,
)
from rules.words.errors import (
    ERRORS,
    FIELD_ERRORS,
)
from rules.words.filing import (
    CHANNELS,
    EVIDENCE_KINDS,
    EXCLUSION_HINTS,
    FIELDS,
    IDENTITY_MODE_HINTS,
    IDENTITY_MODES,
    SIZES,
    TEST_COMPLAINT,
    TEST_REGISTER,
)
from rules.words.keeping import (
    ACCESS,
    CASE_FILE,
    CUSTODIAN_GROUPS,
    MARKS,
    RELEASE_GROUNDS,
    RELEASE_LATER_GROUNDS,
    RELEASE_STATES,
    SPOKEN_OF_ONESELF,
    TWO_PERSON_KINDS,
    TWO_PERSON_STATES,
)
from rules.words.phrase import (
    Words,
)

__all__ = [
    "ACCESS",
    "CASE_FILE",
    "CHANNELS",
    "CLOCKS",
    "CUSTODIAN_GROUPS",
    "ERRORS",
    "EVENTS",
    "EVIDENCE_KINDS",
    "EXCLUSION_HINTS",
    "FIELDS",
    "FIELD_ERRORS",
    "GUIDELINE_DAYS",
    "GUIDELINE_STEPS",
    "IDENTITY_MODES",
    "IDENTITY_MODE_HINTS",
    "MARKS",
    "MOVES",
    "OPEN_DATA_COLUMNS",
    "PUBLIC_STATES",
    "RELEASE_GROUNDS",
    "RELEASE_LATER_GROUNDS",
    "RELEASE_STATES",
    "ROLES",
    "SIZES",
    "SPOKEN_OF_ONESELF",
    "STATES",
    "STEPS",
    "TEST_COMPLAINT",
    "TEST_REGISTER",
    "TO_DO",
    "TWO_PERSON_KINDS",
    "TWO_PERSON_STATES",
    "Words",
]
