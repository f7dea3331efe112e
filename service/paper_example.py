"""A paper filled with made-up values, for looking at a text before any case has one."""

from typing import Final

from rules.official_paper import OfficialPaper
from rules.paper_fields import example_values
from rules.paper_kinds import LAYOUT_OF, TO_REPORTER, Layout, PaperKind, SecrecyGrade
from rules.paper_text import fill, parse
from rules.thai_time import long_date
from rules.words.paper_templates import EXAMPLE
from service.letter_head import letter_head
from service.paper_templates import check_text
from service.unit_of_work import UnitOfWork

_RUNNING: Final = "123"
_OF_ORDERS: Final = "245/2569"


def example_paper(work: UnitOfWork, kind: PaperKind, text: str) -> OfficialPaper:
    """The text as that paper would look today under the office's own head.

    Nothing of any case is in it. BrokenText for a text that cannot be used.
    """
    check_text(work, kind, text)
    head, agency = letter_head(work), work.agency()
    is_order = LAYOUT_OF[kind] is Layout.ORDER
    number = _OF_ORDERS if is_order else head.number_prefix + _RUNNING
    values = {
        **example_values(kind),
        "agency": agency.name_th,
        "telephone": head.telephone,
        "document_no": number,
        "document_day": long_date(work.today),
    }
    if agency.website:
        values["website"] = agency.website
    filled = fill(parse(text, kind), values)
    is_secret = kind not in TO_REPORTER
    return OfficialPaper(
        layout=LAYOUT_OF[kind],
        agency=agency.name_th,
        subject=filled.subject,
        day=work.today,
        title=filled.title,
        secrecy=SecrecyGrade.SECRET if is_secret else SecrecyGrade.NONE,
        copy_number=1 if is_secret else 0,
        copies=2 if is_secret else 0,
        thai_digits=head.thai_digits,
        document_no=number,
        address=head.address,
        telephone=head.telephone,
        division=EXAMPLE["division"],
        addressee=filled.addressee,
        references=filled.references,
        enclosures=filled.enclosures,
        body=filled.pieces,
        closing=filled.closing,
        signer=EXAMPLE["signer"],
        signer_post=EXAMPLE["signer_post"],
        emblem=head.emblem,
    )
