"""What an officer types for one paper: read, checked, and first suggested from the case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from models.agency import Unit
from rules.paper_kinds import LAYOUT_OF, TO_REPORTER, Layout, PaperKind, SecrecyGrade
from rules.states import Channel, EventKind
from rules.thai_time import to_arabic_digits
from rules.words.case_papers import CLERK
from service.forwarding import FORM as FORWARD_FORM
from service.inquiry_inputs import Typed
from service.letter_head import ARABIC, THAI, LetterHead
from service.paper_material import Material
from service.paper_names import suggested_signer
from service.paper_record import REPORTER_MARK
from service.typed_days import is_typed, typed_day
from service.unit_of_work import UnitOfWork

COPIES_MOST: Final = 20
FILE_COPIES_MOST: Final = 5
"""Of a case file, whose every copy is drawn page by page while somebody waits."""
TEXT_MOST: Final = 20_000
"""More than a text may have, so that `parse` can name the place from which it is too long."""
ADDRESSEES: Final[Mapping[PaperKind, str]] = {
    PaperKind.MEMO: "superior",
    PaperKind.COVER_LETTER: "authority",
    PaperKind.REPLY_TO_SENDER: "sender",
    PaperKind.ACCESS_ANSWER: "requester",
}
"""The field that says to whom a paper goes. A letter to the reporter's is nobody's to type."""


@dataclass(frozen=True)
class PaperFields:
    """One paper's fields; `text` is "" for the office's own text."""

    document_no: str
    day: date | None
    secrecy: SecrecyGrade
    copies: int
    thai_digits: bool
    division: str
    addressee: str = field(repr=False)
    signer: str
    signer_post: str
    text: str = field(repr=False)
    read_again: bool = False


def copies_most(kind: PaperKind) -> int:
    """How many copies of such a paper can be made at once."""
    return FILE_COPIES_MOST if LAYOUT_OF[kind] is Layout.FILE else COPIES_MOST


def suggested_fields(
    work: UnitOfWork, material: Material, kind: PaperKind, head: LetterHead, addressee: str
) -> PaperFields:
    """The fields as the form shows them first."""
    number, day = _number_and_day(work, material, kind, head)
    signer, post = suggested_signer(work, material, kind)
    is_secret = Channel(material.keys.case.channel) is Channel.CORRUPTION
    return PaperFields(
        document_no=number,
        day=day,
        secrecy=SecrecyGrade.SECRET if is_secret else SecrecyGrade.NONE,
        copies=1,
        thai_digits=head.thai_digits,
        division=_division(work),
        addressee=addressee,
        signer=signer,
        signer_post=post,
        text="",
    )


def _number_and_day(
    work: UnitOfWork, material: Material, kind: PaperKind, head: LetterHead
) -> tuple[str, date | None]:
    """Number and day as the case has them on record; else the office's prefix, and today."""
    order = material.committee
    if kind is PaperKind.APPOINTMENT_ORDER:
        return (order.number, order.dated_on) if order else ("", None)
    record: Mapping[str, Any] = {}
    if kind is PaperKind.COVER_LETTER:
        record = material.newest(FORWARD_FORM)
    elif kind is PaperKind.REPLY_TO_SENDER:
        last = material.newest_of(EventKind.SENDER_ANSWERED)
        record = last.record if last else {}
    prefix = "" if LAYOUT_OF[kind] is Layout.FILE else head.number_prefix
    day = date.fromisoformat(record["dated"]) if record.get("dated") else work.today
    return record.get("number") or prefix, day


def _division(work: UnitOfWork) -> str:
    """The clerk's own division; else the first."""
    names = work.rows(select(Unit.name_th).order_by(Unit.name_th))
    return next((name for name in names if CLERK in name), names[0] if names else "")


def read_fields(
    mapping: Mapping[str, Any], kind: PaperKind, *, today: date, received_on: date
) -> PaperFields:
    """The fields as typed; InvalidInput names everything that must be mended."""
    typed = _Typed({name: _plain(value) for name, value in mapping.items()})
    is_file = LAYOUT_OF[kind] is Layout.FILE
    fields = PaperFields(
        document_no=typed.text("document_no", most=100, needed=False),
        day=_day(typed, mapping, today, received_on),
        secrecy=SecrecyGrade(
            typed.choice("secrecy", tuple(SecrecyGrade)) or SecrecyGrade.NONE.value
        ),
        copies=typed.copies(copies_most(kind)),
        thai_digits=typed.choice("thai_digits", (THAI, ARABIC)) == THAI,
        division=typed.text("division", needed=False),
        addressee="" if kind in TO_REPORTER else typed.text("addressee", needed=False),
        signer="" if is_file else typed.text("signer", needed=False),
        signer_post="" if is_file else typed.text("signer_post", needed=False),
        text="" if is_file else typed.text("text", most=TEXT_MOST, needed=False),
        read_again=mapping.get("read_again") == "yes",
    )
    typed.check()
    return fields


class _Typed(Typed):
    """The fields of a paper's form."""

    def copies(self, most: int) -> int:
        """How many copies; 1 with a problem."""
        typed = to_arabic_digits(self.text("copies", most=10))
        count = int(typed) if typed.isascii() and typed.isdigit() else 0
        if typed and not 1 <= count <= most:
            code, limit = ("number_most", most) if count else ("number_least", 1)
            self._wrong("copies", code)
            self._limits["copies"] = limit
        return min(max(count, 1), most)


def _day(typed: Typed, mapping: Mapping[str, Any], today: date, received_on: date) -> date | None:
    """The paper's day; None where it is left to be written by hand."""
    if not is_typed(mapping, "day"):
        return None
    day = typed_day(mapping, "day")
    if day is None:
        typed.problems["day"] = "not_a_date"
    elif day > today:
        typed.problems["day"] = "date_in_future"
    elif day < received_on:
        typed.problems["day"] = "date_before_case"
    return day


def _plain(value: Any) -> Any:
    return value.replace(REPORTER_MARK, "") if isinstance(value, str) else value
