"""One paper put together: the text, the case's values, what an officer typed, the letter head."""

from dataclasses import replace

from rules.official_paper import OfficialPaper
from rules.paper_kinds import LAYOUT_OF, TO_REPORTER, PaperKind
from rules.paper_text import FilledText, TemplateBroken, fill, parse
from rules.thai_time import long_date, to_arabic_digits
from rules.words.case_papers import REPORTER
from service.case_file_paper import case_file_paper
from service.letter_head import LetterHead
from service.open_case import open_case
from service.paper_form import ADDRESSEES, PaperFields
from service.paper_material import Material
from service.paper_names import suggested_superior
from service.paper_record import REPORTER_MARK, with_words
from service.paper_templates import BrokenText
from service.paper_values import Value, case_values
from service.referred_in import intake_view
from service.unit_of_work import UnitOfWork


def suggested_addressee(work: UnitOfWork, material: Material, kind: PaperKind) -> str:
    """To whom the paper goes, as far as the case tells; "" for what has no addressee."""
    if kind in TO_REPORTER:
        return material.reporter_name or REPORTER
    if kind is PaperKind.MEMO:
        return suggested_superior(work, material)
    if kind not in ADDRESSEES:
        return ""
    return str(case_values(work, material, kind).get(ADDRESSEES[kind], ""))


def letter_paper(
    work: UnitOfWork, material: Material, kind: PaperKind, fields: PaperFields, head: LetterHead
) -> OfficialPaper:
    """A letter, memo or order; where the reporter is named stands `REPORTER_MARK`.

    BrokenText names every place of the text that must be mended.
    """
    values = case_values(work, material, kind) | _typed_values(kind, fields, head)
    filled = _filled(fields.text, kind, values)
    paper = OfficialPaper(
        layout=LAYOUT_OF[kind],
        agency=work.agency().name_th,
        subject=filled.subject,
        day=fields.day,
        title=filled.title,
        document_no=fields.document_no,
        address=head.address,
        telephone=head.telephone,
        division=fields.division,
        addressee=filled.addressee,
        references=filled.references,
        enclosures=filled.enclosures,
        body=filled.pieces,
        closing=filled.closing,
        signer=fields.signer,
        signer_post=fields.signer_post,
    )
    return _dressed(with_words(paper, to_arabic_digits), fields, head)


def file_paper(
    work: UnitOfWork, material: Material, fields: PaperFields, head: LetterHead
) -> OfficialPaper:
    """The whole case file, without who reported."""
    case = open_case(work, material.keys.case.id.hex())
    intake = intake_view(work, material.keys)
    agency = work.agency().name_th
    contact = material.contact.values()
    paper = case_file_paper(case, intake.answers if intake else (), contact, agency)
    number = to_arabic_digits(fields.document_no)
    paper = replace(
        paper,
        day=fields.day,
        division=to_arabic_digits(fields.division),
        document_no=number or paper.document_no,
    )
    return _dressed(paper, fields, head)


def _dressed(paper: OfficialPaper, fields: PaperFields, head: LetterHead) -> OfficialPaper:
    return replace(
        paper,
        secrecy=fields.secrecy,
        copies=fields.copies,
        thai_digits=fields.thai_digits,
        emblem=head.emblem,
    )


def _typed_values(kind: PaperKind, fields: PaperFields, head: LetterHead) -> dict[str, Value]:
    day = long_date(fields.day) if fields.day else ""
    found: dict[str, Value] = {
        "division": fields.division,
        "telephone": head.telephone,
        "document_no": fields.document_no,
        "document_day": day,
    }
    if kind in TO_REPORTER:
        found["recipient"] = REPORTER_MARK
    elif kind in ADDRESSEES:
        found[ADDRESSEES[kind]] = fields.addressee
    elif kind is PaperKind.APPOINTMENT_ORDER:
        found |= {"order_no": fields.document_no, "order_day": day}
    return found


def _filled(text: str, kind: PaperKind, values: dict[str, Value]) -> FilledText:
    try:
        return fill(parse(text, kind), values)
    except TemplateBroken as broken:
        raise BrokenText(broken.problems) from None
