"""Opening a reporter's name: for what, for how long, and how late the reporter may be told.

The grounds describe a need and quote no law; which law stands behind one, the officer writes in
the reason. Their words stand in `rules.words`.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rules.limits import LONG_TEXT_LENGTH
from rules.permissions import Permission, Role, may

RELEASE_HOURS: Final = 24
"""So long a request waits for its two custodians, and for its asker to look."""

TELL_LATER_DAYS_MOST: Final = 90
REASON_LENGTH: Final = LONG_TEXT_LENGTH  # characters


class ReleaseGround(StrEnum):
    """What the name is needed for."""

    QUESTIONING = "questioning"
    ORDER = "order"
    SAFETY = "safety"
    CONSENT = "consent"


class LaterGround(StrEnum):
    """Why telling the reporter at once would harm the case."""

    EVIDENCE = "evidence"
    WITNESSES = "witnesses"
    FOREWARNING = "forewarning"


class ReleaseState(StrEnum):
    """Where a request stands; all but the first are its end."""

    ASKED = "asked"
    REFUSED = "refused"
    SHOWN = "shown"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def last_telling_day(asked_on: date) -> date:
    """The day on which the reporter is told at the latest."""
    return asked_on + timedelta(days=TELL_LATER_DAYS_MOST)


def may_ask(roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles may ask for a name."""
    return may(roles, Permission.ASK_IDENTITY)
