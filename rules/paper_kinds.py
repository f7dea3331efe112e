"""The papers that an office writes about a case, how each is laid out, and its secrecy grade."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class PaperKind(StrEnum):
    """What a paper is for. Stored: never rename, only add."""

    LETTER_RECEIVED = "letter_received"
    LETTER_PROGRESS = "letter_progress"
    LETTER_DELAY = "letter_delay"
    RESULT_NOTICE = "result_notice"
    MEMO = "memo"
    COVER_LETTER = "cover_letter"
    REPLY_TO_SENDER = "reply_to_sender"
    APPOINTMENT_ORDER = "appointment_order"
    ACCESS_ANSWER = "access_answer"
    CASE_FILE = "case_file"


class Layout(StrEnum):
    """How a paper looks: หนังสือภายนอก, บันทึกข้อความ, คำสั่ง, or the case file."""

    LETTER = "letter"
    MEMO = "memo"
    ORDER = "order"
    FILE = "file"


LAYOUT_OF: Final[Mapping[PaperKind, Layout]] = {
    PaperKind.LETTER_RECEIVED: Layout.LETTER,
    PaperKind.LETTER_PROGRESS: Layout.LETTER,
    PaperKind.LETTER_DELAY: Layout.LETTER,
    PaperKind.RESULT_NOTICE: Layout.LETTER,
    PaperKind.MEMO: Layout.MEMO,
    PaperKind.COVER_LETTER: Layout.LETTER,
    PaperKind.REPLY_TO_SENDER: Layout.LETTER,
    PaperKind.APPOINTMENT_ORDER: Layout.ORDER,
    PaperKind.ACCESS_ANSWER: Layout.LETTER,
    PaperKind.CASE_FILE: Layout.FILE,
}

TO_REPORTER: Final = frozenset(
    {
        PaperKind.LETTER_RECEIVED,
        PaperKind.LETTER_PROGRESS,
        PaperKind.LETTER_DELAY,
        PaperKind.RESULT_NOTICE,
    }
)
"""Papers that reach the reporter: they name nobody else, and no reporter who gave no name."""

NAMES_NOBODY: Final = TO_REPORTER | {PaperKind.ACCESS_ANSWER}
"""Papers that are read for names before they are made: whoever gets one is owed no one else's.

The answer to somebody who asks for their own data may well go to the accused.
"""

WITH_TEMPLATE: Final = tuple(kind for kind in PaperKind if kind is not PaperKind.CASE_FILE)
"""Papers whose text the office can edit; the case file is made of the case alone."""


class SecrecyGrade(StrEnum):
    """What stands at the top and at the foot of a paper: nothing, ลับ, ลับมาก or ลับที่สุด."""

    NONE = "none"
    SECRET = "secret"  # noqa: S105 -- a grade, no password
    VERY_SECRET = "very_secret"  # noqa: S105
    TOP_SECRET = "top_secret"  # noqa: S105
