"""Sixty-five invented complaints: sixty topics and five more small grievances.

Nobody and no place in them exists.
"""

from typing import Final

from app.demo_stories import Topic
from app.demo_topics import (
    bribes,
    claims,
    conduct,
    duty,
    grievances,
    interests,
    money,
    others,
    personnel,
    procurement,
    public_property,
)

TOPICS: Final[tuple[Topic, ...]] = (
    *procurement.TOPICS,
    *duty.TOPICS,
    *money.TOPICS,
    *bribes.TOPICS,
    *claims.TOPICS,
    *personnel.TOPICS,
    *interests.TOPICS,
    *public_property.TOPICS,
    *conduct.TOPICS,
    *others.TOPICS,
    *grievances.TOPICS,
)
