"""Who sits on a fact-finding committee: one in the chair, one who keeps its papers, members."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

OUTSIDERS_MOST: Final = 5
"""So many persons from outside the system may sit on one committee."""


class Part(StrEnum):
    """What somebody is on the committee."""

    CHAIR = "chair"
    MEMBER = "member"
    SECRETARY = "secretary"


def problem_of(parts: Sequence[Part]) -> str | None:
    """The problem code of a committee made up like this; None when it is sound.

    One person alone may be ordered to find the facts, and is then the chair.
    """
    if parts.count(Part.CHAIR) != 1:
        return "one_chair"
    return "one_secretary" if len(parts) > 1 and parts.count(Part.SECRETARY) != 1 else None
