"""Papers made from a case: filled, changed by hand, recorded in the case, printed again.

Each making is a signed event with the whole paper sealed to the case, so that what went out can
be looked up and printed as it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from crypto.envelope import ObjectType
from rules.numbering import receipt_no
from rules.official_paper import OfficialPaper
from rules.paper_fields import FIELDS_OF
from rules.paper_kinds import (
    LAYOUT_OF,
    NAMES_NOBODY,
    TO_REPORTER,
    WITH_TEMPLATE,
    Layout,
    PaperKind,
)
from rules.permissions import ROLE_PERMISSIONS, Permission, Role
from rules.states import Channel, EventKind, State
from service.access_log import log_opening
from service.case_events import Acting, append_event
from service.case_file import folder_name
from service.case_keys import CaseKeys, open_case_keys
from service.case_lines import officer_names, subject_of
from service.errors import InvalidInput, NotAllowed, NotFound, StaleCase, WrongState
from service.find_case import find_case
from service.inquiry_view import CaseHead
from service.letter_head import letter_head
from service.moving import seal_words
from service.paper_form import PaperFields, read_fields, suggested_fields
from service.paper_making import file_paper, letter_paper, suggested_addressee
from service.paper_material import Material, read_material, reporter_name
from service.paper_names import named_on, tells_reporter
from service.paper_offers import PaperOffer, offers
from service.paper_record import FORM, Issued, MadePaper, made_paper, paper_of, paper_record
from service.paper_templates import BrokenText, problems_in, template_of
from service.paper_values import case_values
from service.release_requests import lock_case
from service.signed_records import SignedRecord, signed_records
from service.unit_of_work import UnitOfWork


class NamesLeft(InvalidInput):
    """A letter that may name nobody seems to; `found` are keys of `words.NAMES_FOUND`."""

    def __init__(self, found: tuple[str, ...]) -> None:
        super().__init__({"read_again": "names_left"})
        self.found = found


@dataclass(frozen=True)
class CasePapers:
    """Which papers can be made of a case, and which were made, the newest first."""

    case: CaseHead
    offers: tuple[PaperOffer, ...]
    made: tuple[MadePaper, ...]


@dataclass(frozen=True)
class FieldValue:
    """One field of a paper's text: its name in braces, what it is, what the case puts there."""

    name: str
    meaning: str
    value: str = field(repr=False)


@dataclass(frozen=True)
class PaperForm:
    """The form of one paper; `text` is the office's own and `version` its number."""

    case: CaseHead
    offer: PaperOffer
    suggested: PaperFields
    text: str
    version: int
    values: tuple[FieldValue, ...]
    named_reporter: bool


def papers_of(work: UnitOfWork, case_id: str) -> CasePapers:
    """The papers of a case; NotFound for whoever cannot open it."""
    material = read_material(work, _opened(work, case_id))
    log_opening(work, "paper", material.keys.case.id)
    return CasePapers(_head(material), offers(material), _made(work, material.keys))


def paper_form(work: UnitOfWork, case_id: str, kind: PaperKind) -> PaperForm:
    """The form of one paper, filled from the case; WrongState when it cannot be made now."""
    material = read_material(work, _opened(work, case_id))
    offer = _offer(material, kind)
    addressee = suggested_addressee(work, material, kind)
    is_file = LAYOUT_OF[kind] is Layout.FILE
    text, version = ("", 0) if is_file else template_of(work, kind)
    log_opening(work, "paper", material.keys.case.id)
    return PaperForm(
        case=_head(material),
        offer=offer,
        suggested=suggested_fields(work, material, kind, letter_head(work), addressee),
        text=text,
        version=version,
        values=() if is_file else _values(work, material, kind),
        named_reporter=bool(material.reporter_name),
    )


def look_at_paper(
    work: UnitOfWork, case_id: str, kind: PaperKind, mapping: Mapping[str, Any]
) -> OfficialPaper:
    """The paper as it would be made of these fields; nothing is recorded but the opening.

    InvalidInput and BrokenText as `make_paper`.
    """
    keys = _opened(work, case_id)
    material = read_material(work, keys)
    issued = _issued(work, material, kind, mapping, check_names=False)
    log_opening(work, "paper", keys.case.id)
    return _drawn(paper_record(issued, material.reporter_name), material, issued.paper.emblem)


def make_paper(
    work: UnitOfWork, case_id: str, kind: PaperKind, mapping: Mapping[str, Any], event_count: int
) -> OfficialPaper:
    """The paper, once its event and its sealed record stand in the case.

    InvalidInput names what must be mended, BrokenText every place of its text. WrongState when
    it cannot be made now, StaleCase when the case has changed since the page was drawn.
    """
    keys = _opened(work, case_id)
    lock_case(work, keys.case)
    if keys.case.event_count != event_count:
        raise StaleCase
    material = read_material(work, keys)
    issued = _issued(work, material, kind, mapping, check_names=True)
    record = paper_record(issued, material.reporter_name)
    body = seal_words(work, keys.case, ObjectType.INTERNAL, record)
    append_event(work, keys.case, EventKind.PAPER_ISSUED, body=body, by=_acting(work))
    log_opening(work, "paper", keys.case.id)
    return _drawn(record, material, issued.paper.emblem)


def again(work: UnitOfWork, case_id: str, seq: int) -> OfficialPaper:
    """A paper as it was made; NotFound when that event made none.

    Only a reporter's name that was taken back since then, and the office's emblem, are of today.
    """
    keys = _opened(work, case_id)
    found = next((one for one in _records(work, keys) if one.seq == seq), None)
    if found is None:
        raise NotFound
    log_opening(work, "paper", keys.case.id)
    name = reporter_name(work, keys)
    return paper_of(found.record, name, letter_head(work).emblem)


def file_name(work: UnitOfWork, case_id: str, seq: int) -> str:
    """The name of that paper's file, in plain letters: "r-2570-0001-paper-5.pdf"."""
    case = find_case(work, case_id)
    folder = folder_name(Channel(case.channel), case.register_year_be, case.register_number)
    return f"{folder}-paper-{seq}.pdf"


def copies_of(paper: OfficialPaper) -> tuple[OfficialPaper, ...]:
    """As many papers as there are to be copies, each with its own number."""
    return tuple(replace(paper, copy_number=number + 1) for number in range(paper.copies))


def _opened(work: UnitOfWork, case_id: str) -> CaseKeys:
    if not work.officer().may(Permission.ACT_ON_CASE):
        raise NotAllowed
    return open_case_keys(work, find_case(work, case_id))


def _offer(material: Material, kind: PaperKind) -> PaperOffer:
    found = next((one for one in offers(material) if one.kind is kind), None)
    if found is None:
        raise WrongState
    return found


def _issued(
    work: UnitOfWork,
    material: Material,
    kind: PaperKind,
    mapping: Mapping[str, Any],
    *,
    check_names: bool,
) -> Issued:
    _offer(material, kind)
    fields = _fields(work, material, kind, mapping)
    head = letter_head(work)
    if LAYOUT_OF[kind] is Layout.FILE:
        return Issued(kind, file_paper(work, material, fields, head), 0, own_text=False)
    office_text, version = template_of(work, kind)
    used = replace(fields, text=fields.text or office_text)
    paper = letter_paper(work, material, kind, used, head)
    if check_names and kind in NAMES_NOBODY:
        _check_names(paper, material, kind, read_again=fields.read_again)
    own_text = used.text.split() != office_text.split()
    return Issued(kind, paper, version, own_text)


def _fields(
    work: UnitOfWork, material: Material, kind: PaperKind, mapping: Mapping[str, Any]
) -> PaperFields:
    """The fields as typed; what is wrong in the text is told together with the rest."""
    received_on = material.keys.case.received_on
    try:
        return read_fields(mapping, kind, today=work.today, received_on=received_on)
    except InvalidInput as refused:
        text = str(mapping.get("text", ""))
        broken = problems_in(text, kind) if text.strip() and kind in WITH_TEMPLATE else ()
        if not broken:
            raise
        both = BrokenText(broken)
        both.fields |= refused.fields
        both.limits |= refused.limits
        raise both from None


def _check_names(
    paper: OfficialPaper, material: Material, kind: PaperKind, *, read_again: bool
) -> None:
    """Whatever is found is to be read again; who reported stays on no letter to others."""
    found = named_on(paper, material, kind)
    if found and not read_again:
        raise NamesLeft(found)
    if kind not in TO_REPORTER and tells_reporter(paper, material):
        raise InvalidInput({"text": "reporter_named"})


def _drawn(record: Mapping[str, Any], material: Material, emblem: bytes | None) -> OfficialPaper:
    """The paper out of its own record: what is printed first is what is printed again."""
    return paper_of(record, material.reporter_name, emblem)


def _acting(work: UnitOfWork) -> Acting:
    officer = work.officer()
    role = next(
        one
        for one in Role
        if one in officer.roles and Permission.ACT_ON_CASE in ROLE_PERMISSIONS[one]
    )
    return Acting(officer, role)


def _made(work: UnitOfWork, keys: CaseKeys) -> tuple[MadePaper, ...]:
    names = officer_names(work)
    return tuple(
        made_paper(one.record, one.seq, one.day, names.get(one.officer_id, ""))
        for one in reversed(_records(work, keys))
    )


def _records(work: UnitOfWork, keys: CaseKeys) -> tuple[SignedRecord, ...]:
    found = signed_records(work, keys, (EventKind.PAPER_ISSUED,))
    return tuple(one for one in found if one.record.get("form") == FORM)


def _values(work: UnitOfWork, material: Material, kind: PaperKind) -> tuple[FieldValue, ...]:
    values = case_values(work, material, kind)
    return tuple(
        FieldValue(one.name, one.meaning, value if isinstance(value, str) else _lines(value))
        for one in FIELDS_OF[kind]
        if (value := values.get(one.key)) is not None
    )


def _lines(listed: Iterable[str]) -> str:
    """A list's values one under the other; what stands in columns on paper, in one line."""
    return "\n".join(one.replace("\t", " ") for one in listed)


def _head(material: Material) -> CaseHead:
    case = material.keys.case
    return CaseHead(
        id=case.id.hex(),
        channel=Channel(case.channel),
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        subject=subject_of(material.report),
        state=State(case.state),
        event_count=case.event_count,
    )
