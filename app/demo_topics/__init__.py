"""Sixty-three invented complaints: sixty topics and three more small grievances.

Nobody and no place in them exists.
"""

from typing import Final

from app.demo_stories import Topic
from app.demo_topics import conduct, grievances, others, procurement

TOPICS: Final[tuple[Topic, ...]] = (
    *procurement.TOPICS,
    *conduct.TOPICS,
    *others.TOPICS,
    *grievances.TOPICS,
)
